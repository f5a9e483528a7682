"""Texts that people read: durations, pain changes, phases and safety answers, and text made safe to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import BREATHE_60S, CIRCLES_60S, OIL_30S, REST_60S, THREE_HOLDS, plan_of
from tests.plain.fake_services import SHORT, with_sides
from tpsession.commands.json_output import routine_to_json, session_to_json
from tpsession.core.catalog.area import AREAS, CALF, FOOT, HAND
from tpsession.core.catalog.routine import RoutineEntry, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STRETCH, STROKES
from tpsession.core.errors import Problem
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.wording import (
    describe_instruction,
    describe_next_phase,
    describe_pace,
    describe_phase,
    describe_phase_start,
    describe_step,
)
from tpsession.core.safety import screening
from tpsession.core.settings.actions import ACTIONS, GO, find_plain_action
from tpsession.core.text import formatting
from tpsession.core.text.formatting import describe_pain_change, format_duration, format_timer
from tpsession.core.text.sanitize import sanitize


@pytest.mark.parametrize(
    ("seconds", "duration", "timer"),
    [
        (0, "0 seconds", "0:00"),
        (1, "1 second", "0:01"),
        (59.6, "1 minute", "1:00"),
        (90, "1 minute 30 seconds", "1:30"),
        (3605, "1 hour 5 seconds", "1:00:05"),
        (7260, "2 hours 1 minute", "2:01:00"),
    ],
)
def test_durations_in_words_and_in_digits(seconds: float, duration: str, timer: str) -> None:
    assert (format_duration(seconds), format_timer(seconds)) == (duration, timer)


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [(6, 3, "3 points less"), (3, 4, "1 point more"), (5, 5, "no change"), (0, 10, "10 points more")],
)
def test_a_change_of_pain_is_described_plainly_in_both_directions(
    before: int, after: int, result: str
) -> None:
    assert describe_pain_change(before, after) == f"Pain before {before}, after {after}: {result}."


def test_switching_sides_names_the_next_side() -> None:
    plan = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    lines = [describe_phase_start(plan, index) for index in range(len(plan.phases))]
    assert "Switch sides: right side." in lines


def test_every_phase_is_announced_on_one_line() -> None:
    plan = build_plan(SHORT, PlanOptions())
    lines = [describe_phase_start(plan, index) for index in range(len(plan.phases))]
    assert lines[0] == "Get ready, 5 seconds. First: Broad circles."
    assert lines[-1].endswith("Take your time. Press enter to continue. Last step.")
    assert all("\n" not in line and line.endswith(".") for line in lines)


def test_a_phase_has_a_title_an_instruction_and_a_next_phase() -> None:
    plan = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    titles = [describe_phase(plan, index) for index in range(len(plan.phases))]
    assert titles[:5] == [
        "Get ready",
        "Broad circles, left side",
        "Sustained pressure, left side, hold 1 of 2",
        "Release",
        "Sustained pressure, left side, hold 2 of 2",
    ]
    assert "Switch sides: right side" in titles
    assert describe_next_phase(plan, 0) == "Next: Broad circles, left side, 20 seconds."
    assert describe_next_phase(plan, 2) == "Next: Release, 15 seconds."
    gate = next(place for place, phase in enumerate(plan.phases) if phase.is_gate)
    assert describe_next_phase(plan, gate - 1) == "Next: Wipe your hands. Take your time."
    assert describe_next_phase(plan, gate) == "Last step."
    # Before a step its instruction is shown early, so that it can be read; in a release it isn't.
    assert describe_instruction(plan, 0) == f"Broad circles, left side. {describe_instruction(plan, 1)}"
    assert describe_instruction(plan, 3) == "Let go, and keep breathing."


def test_only_paced_phases_describe_a_pace() -> None:
    plan = plan_of(CIRCLES_60S, THREE_HOLDS, BREATHE_60S, REST_60S)
    paces = [describe_pace(phase, plan.entries[phase.entry]) for phase in plan.phases]
    assert [pace for pace in paces if pace] == ["15 a minute", "4 s in, 6 s out"]
    stretch = plan_of(Step(STRETCH, duration_s=30.0, sided=True))
    oil = plan_of(OIL_30S)
    assert [describe_pace(plan.phases[1], plan.entries[0]) for plan in (stretch, oil)] == ["", ""]


@pytest.mark.parametrize(
    ("say", "heading"),
    [
        ("", "Firm strokes"),
        (STROKES.phrase, "Firm strokes"),
        ("Roll the ball", "Roll the ball"),
        ("Roll the ball. ", "Roll the ball"),
        (" . ", "Firm strokes"),
    ],
)
def test_a_step_is_named_by_its_own_phrase_or_by_its_technique(say: str, heading: str) -> None:
    plan = plan_of(Step(STROKES, duration_s=10.0, sided=True, say=say), area=HAND)
    assert describe_step(plan.entries[0]) == f"{heading}, left side"
    assert describe_phase_start(plan, 0) == f"Get ready, 5 seconds. First: {heading}, left side."


@pytest.mark.parametrize("area", ["neck", "thigh", "calf"])
def test_no_step_name_asks_for_a_firm_grip_where_it_is_forbidden(area: str) -> None:
    plan = plan_of(Step(STROKES, duration_s=10.0), area=AREAS[area])
    assert describe_step(plan.entries[0]) == "Slow strokes"


@given(st.text())
def test_sanitized_text_can_not_control_a_terminal_or_reverse_direction(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) == len(text)
    assert not set(shown) & set("\x1b\x07\x08\r\n\t\u202e\u2066\u200f\x9b")


def test_ordinary_text_is_left_unchanged() -> None:
    text = "Nacken: äöü [bold] 首 🙂  two spaces"
    assert sanitize(text) == text


def test_every_action_of_plain_mode_has_its_own_command() -> None:
    lines = [action.plain_command for action in ACTIONS if action.plain_command is not None]
    assert len(set(lines)) == len(lines)
    assert find_plain_action("  ") is GO
    assert find_plain_action("nonsense") is None


def test_the_long_list_is_due_at_first_and_after_thirty_days() -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert screening.is_long_list_due(None, now)
    assert not screening.is_long_list_due(now - timedelta(days=29), now)
    assert screening.is_long_list_due(now - timedelta(days=30), now)


def test_only_an_interruption_leaves_the_area_free_for_the_day() -> None:
    assert screening.advice_after_stop(StopReason.INTERRUPTED, "") == ()
    for reason in set(StopReason) - {StopReason.INTERRUPTED, StopReason.DIZZY}:
        assert screening.advice_after_stop(reason, "") == (screening.AREA_RESTS,)
        assert screening.advice_after_stop(reason, "", is_saved=False) == (screening.LET_AREA_REST,)
    (dizzy,) = screening.advice_after_stop(StopReason.DIZZY, "")
    assert screening.LOCAL_NUMBER in dizzy
    assert "No session today." in dizzy


def test_every_tier_has_a_question_and_only_the_mildest_allows_a_session() -> None:
    assert {asked.tier for asked in screening.QUESTIONS} == set(screening.Tier)
    assert [tier for tier in screening.Tier if not tier.rules_out_session] == [screening.Tier.CLINICIAN]
    for asked in screening.QUESTIONS:
        assert asked.items
        assert screening.question_lines(asked, FOOT, long=True) == asked.items
        assert screening.question_lines(asked, FOOT, long=False) == (asked.short,)
    assert len(screening.question_lines(screening.question_for(screening.Tier.URGENT), CALF, long=False)) == 2


def test_the_json_of_a_broken_routine_lists_its_problems_and_is_null_elsewhere() -> None:
    shape = routine_to_json(RoutineEntry("x", "yours", "x.toml", None, (Problem(3, 4, "wrong"),)), None)
    assert shape["name"] is shape["area"] is shape["total_s"] is None
    assert shape["problems"] == [{"line": 3, "column": 4, "message": "wrong", "severity": "error"}]


def test_the_json_of_a_session_has_milliseconds_and_utc_offsets() -> None:
    at = datetime(2026, 1, 31, 18, 30, tzinfo=UTC)
    step = StepRecord("pressure", Side.LEFT, 120.0, 0.1 + 0.2, skipped=False, eased=True)
    later = (Rating(RatingKind.LATER, 2, at + timedelta(hours=3)),)
    record = SessionRecord(
        "id", at, None, Status.STOPPED, StopReason.SHARP, "neck", "neck", Side.LEFT, 120.0, 0.1 + 0.2,
        before=6, after=4, later=later, note="note", steps=(step,),
    )  # fmt: skip
    shape = session_to_json(record)
    assert (shape["started_at"], shape["ended_at"]) == ("2026-01-31T18:30:00+00:00", None)
    assert (shape["status"], shape["stop_reason"], shape["active_s"]) == ("stopped", "sharp", 0.3)
    assert shape["later"] == [{"at": "2026-01-31T21:30:00+00:00", "value": 2}]
    assert shape["steps"] == [
        {
            "technique": "pressure", "side": "left", "planned_s": 120.0, "active_s": 0.3, "skipped": False,
            "eased": True,
        }
    ]  # fmt: skip


def test_rendering_is_described_while_it_runs_and_when_it_is_done() -> None:
    assert formatting.describe_render_progress(0.256, 125.0) == "Saving: 25% of 2:05"
    assert (
        formatting.describe_written_file("a\x1b.wav", 60.0) == "Saved: a\N{REPLACEMENT CHARACTER}.wav, 1:00."
    )
    assert formatting.describe_companion_files("a.cue", "a.cues.json").startswith(
        "Also saved: a.cue, which lets"
    )
