"""The CUE sheet of a session: its length, its steps and its format."""

from __future__ import annotations

from hypothesis import given

from tests.core import strategies
from tests.core.routines import CIRCLES_60S, LOCATE_GATE, REST_60S, THREE_HOLDS, plan_of, with_gate
from tpsession.core.catalog.routine import Sides
from tpsession.core.plan.cue_sheet import MAX_TRACKS, StepMark, format_cue_sheet, step_marks, total_length_s
from tpsession.core.plan.plan import Plan

GATE_S = 10.0


def test_every_gate_adds_the_given_time_to_the_length() -> None:
    plan = plan_of(CIRCLES_60S, with_gate(THREE_HOLDS))
    assert total_length_s(plan, GATE_S) == 5 + 60 + 10 + 3 * 30 + 2 * 15


@given(strategies.plans())
def test_every_step_has_a_mark_and_the_first_is_at_0(plan: Plan) -> None:
    marks = step_marks(plan, GATE_S)
    assert len(marks) == len(plan.entries)
    assert marks[0].at == 0
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)


def test_a_mark_includes_the_steps_lead_in() -> None:
    plan = plan_of(CIRCLES_60S, LOCATE_GATE, REST_60S, sides=Sides.EACH)
    assert [(mark.at, mark.title) for mark in step_marks(plan, GATE_S)] == [
        (0.0, "Broad circles, left side"),
        (65.0, "Find the spot, left side"),
        (75.0, "Broad circles, right side"),
        (75.0 + 3 + 5 + 60, "Find the spot, right side"),
        (75.0 + 3 + 5 + 60 + 10, "Rest"),
    ]


def test_a_cue_sheet_has_a_track_for_each_step_with_its_start_rounded_down() -> None:
    steps = [StepMark(0.0, "Oil"), StepMark(61.5, 'The "knot"'), StepMark(6000.999, "Rest\n[b]")]
    assert format_cue_sheet("Neck", "neck.flac", "WAVE", steps) == (
        'TITLE "Neck"\nFILE "neck.flac" WAVE\n'
        '  TRACK 01 AUDIO\n    TITLE "Oil"\n    INDEX 01 00:00:00\n'
        "  TRACK 02 AUDIO\n    TITLE \"The 'knot'\"\n    INDEX 01 01:01:37\n"
        '  TRACK 03 AUDIO\n    TITLE "Rest [b]"\n    INDEX 01 100:00:74\n'
    )


def test_an_exact_frame_is_not_rounded_into_the_one_before() -> None:
    (line,) = [
        line
        for line in format_cue_sheet("", "", "", [StepMark(0.1 + 0.2 + 0.02, "")]).splitlines()
        if "INDEX" in line
    ]
    assert line.endswith("00:00:24")


def test_steps_share_tracks_if_there_are_too_many() -> None:
    text = format_cue_sheet(
        "Long", "long.wav", "WAVE", [StepMark(float(at), f"Step {at}") for at in range(250)]
    )
    assert text.count("TRACK") == 84 <= MAX_TRACKS
    assert '"Step 249"' in text
