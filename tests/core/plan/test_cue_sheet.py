"""A whole session as a list: its cues, its steps, and a sheet for players."""

from __future__ import annotations

from hypothesis import given

from tests.core import strategies
from tests.core.routines import CIRCLES_60S, LOCATE_GATE, THREE_HOLDS, REST_60S, plan_of, with_gate
from tpsession.core.catalog.routine import Sides
from tpsession.core.plan.cue_sheet import MAX_TRACKS, StepMark, total_length_s, step_marks, format_cue_sheet
from tpsession.core.plan.plan import Plan

GATE_S = 10.0


def test_a_gate_takes_its_length() -> None:
    plan = plan_of(CIRCLES_60S, with_gate(THREE_HOLDS))
    assert total_length_s(plan, GATE_S) == 5 + 60 + 10 + 3 * 30 + 2 * 15


@given(strategies.plans())
def test_every_step_of_any_plan_has_its_mark_the_first_at_the_beginning(plan: Plan) -> None:
    found = step_marks(plan, GATE_S)
    assert len(found) == len(plan.entries)
    assert found[0].at == 0
    assert [mark.at for mark in found] == sorted(mark.at for mark in found)


def test_a_step_begins_with_what_leads_in_to_it() -> None:
    plan = plan_of(CIRCLES_60S, LOCATE_GATE, REST_60S, sides=Sides.EACH)
    assert [(mark.at, mark.title) for mark in step_marks(plan, GATE_S)] == [
        (0.0, "Broad circles, left side"),
        (65.0, "Find the spot, left side"),
        (75.0, "Broad circles, right side"),
        (75.0 + 3 + 5 + 60, "Find the spot, right side"),
        (75.0 + 3 + 5 + 60 + 10, "Rest"),
    ]


def test_a_sheet_has_a_track_for_each_step_with_its_beginning_rounded_down() -> None:
    steps = [StepMark(0.0, "Oil"), StepMark(61.5, 'The "knot"'), StepMark(6000.999, "Rest\n[b]")]
    assert format_cue_sheet("Neck", "neck.flac", "WAVE", steps) == (
        'TITLE "Neck"\nFILE "neck.flac" WAVE\n'
        '  TRACK 01 AUDIO\n    TITLE "Oil"\n    INDEX 01 00:00:00\n'
        "  TRACK 02 AUDIO\n    TITLE \"The 'knot'\"\n    INDEX 01 01:01:37\n"
        '  TRACK 03 AUDIO\n    TITLE "Rest [b]"\n    INDEX 01 100:00:74\n'
    )


def test_a_moment_that_is_a_whole_frame_stays_in_it() -> None:
    (line,) = [
        line for line in format_cue_sheet("", "", "", [StepMark(0.1 + 0.2 + 0.02, "")]).splitlines() if "INDEX" in line
    ]
    assert line.endswith("00:00:24")


def test_more_steps_than_tracks_share_them() -> None:
    text = format_cue_sheet("Long", "long.wav", "WAVE", [StepMark(float(at), f"Step {at}") for at in range(250)])
    assert text.count("TRACK") == 84 <= MAX_TRACKS
    assert '"Step 249"' in text
