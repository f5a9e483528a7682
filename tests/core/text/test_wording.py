"""What people read: lengths of time, changes of pain, phases, safety answers, and text made harmless."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import BREATHE_60S, CIRCLES_60S, OIL_30S, THREE_HOLDS, REST_60S, plan_of
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
    describe_next_phase,
    describe_step,
    describe_instruction,
    describe_pace,
    describe_phase,
    describe_phase_start,
)
from tpsession.core.safety import screening
from tpsession.core.settings.actions import ACTIONS, GO, find_plain_action
from tpsession.core.text import formatting
from tpsession.core.text.formatting import describe_pain_change, format_timer, format_duration
from tpsession.core.text.sanitize import sanitize


@pytest.mark.parametrize(
    ("seconds", "words", "digits"),
    [
        (0, "0 seconds", "0:00"),
        (1, "1 second", "0:01"),
        (59.6, "1 minute", "1:00"),
        (90, "1 minute 30 seconds", "1:30"),
        (3605, "1 hour 5 seconds", "1:00:05"),
        (7260, "2 hours 1 minute", "2:01:00"),
    ],
)
def test_lengths_of_time_as_words_and_digits(seconds: float, words: str, digits: str) -> None:
    assert (format_duration(seconds), format_timer(seconds)) == (words, digits)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(6, 3, "3 points less"), (3, 4, "1 point more"), (5, 5, "no change"), (0, 10, "10 points more")],
)
def test_a_change_is_said_plainly_whichever_way_it_goes(before: int, after: int, verdict: str) -> None:
    assert describe_pain_change(before, after) == f"Pain before {before}, after {after}: {verdict}."


def test_a_change_of_sides_is_said_with_the_side_that_comes() -> None:
    laid_out = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    lines = [describe_phase_start(laid_out, index) for index in range(len(laid_out.phases))]
    assert "Switch sides: right side." in lines


def test_every_phase_of_a_plan_is_said_in_one_line() -> None:
    laid_out = build_plan(SHORT, PlanOptions())
    lines = [describe_phase_start(laid_out, index) for index in range(len(laid_out.phases))]
    assert lines[0] == "Get ready, 5 seconds. First: Broad circles."
    assert lines[-1].endswith("It waits for you: press enter to go on. Then it is done.")
    assert all("\n" not in line and line.endswith(".") for line in lines)


def test_a_screen_says_what_is_done_what_to_do_and_what_comes_next() -> None:
    laid_out = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    titles = [describe_phase(laid_out, index) for index in range(len(laid_out.phases))]
    assert titles[:5] == [
        "Get ready",
        "Broad circles, left side",
        "Sustained pressure, left side, hold 1 of 2",
        "Release",
        "Sustained pressure, left side, hold 2 of 2",
    ]
    assert "Switch sides: right side" in titles
    assert describe_next_phase(laid_out, 0) == "Next: Broad circles, left side, 20 seconds."
    assert describe_next_phase(laid_out, 2) == "Next: Release, 15 seconds."
    gate = next(place for place, phase in enumerate(laid_out.phases) if phase.is_gate)
    assert describe_next_phase(laid_out, gate - 1) == "Next: Wipe your hands. It waits for you."
    assert describe_next_phase(laid_out, gate) == "Then it is done."
    # Before a step its words can be read already; between two holds they would be in the way.
    assert describe_instruction(laid_out, 0) == f"Broad circles, left side. {describe_instruction(laid_out, 1)}"
    assert describe_instruction(laid_out, 3) == "Let go, and keep breathing."


def test_a_pace_is_said_where_there_is_one() -> None:
    laid_out = plan_of(CIRCLES_60S, THREE_HOLDS, BREATHE_60S, REST_60S)
    words = [describe_pace(phase, laid_out.entries[phase.entry]) for phase in laid_out.phases]
    assert [said for said in words if said] == ["15 a minute", "4 s in, 6 s out"]
    stretch = plan_of(Step(STRETCH, duration_s=30.0, sided=True))
    oil = plan_of(OIL_30S)
    assert [describe_pace(one.phases[1], one.entries[0]) for one in (stretch, oil)] == ["", ""]


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
def test_a_step_is_headed_by_its_own_words_or_its_techniques_name(say: str, heading: str) -> None:
    laid_out = plan_of(Step(STROKES, duration_s=10.0, sided=True, say=say), area=HAND)
    assert describe_step(laid_out.entries[0]) == f"{heading}, left side"
    assert describe_phase_start(laid_out, 0) == f"Get ready, 5 seconds. First: {heading}, left side."


@pytest.mark.parametrize("area", ["neck", "thigh", "calf"])
def test_where_no_firm_grip_is_borne_no_heading_asks_for_one(area: str) -> None:
    laid_out = plan_of(Step(STROKES, duration_s=10.0), area=AREAS[area])
    assert describe_step(laid_out.entries[0]) == "Slow strokes"


@given(st.text())
def test_no_text_can_steer_a_terminal_or_turn_its_direction(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) == len(text)
    assert not set(shown) & set("\x1b\x07\x08\r\n\t\u202e\u2066\u200f\x9b")


def test_ordinary_text_is_shown_as_it_is() -> None:
    text = "Nacken: äöü [bold] 首 🙂  two spaces"
    assert sanitize(text) == text


def test_every_action_of_plain_mode_has_a_line_of_its_own() -> None:
    lines = [action.plain_command for action in ACTIONS if action.plain_command is not None]
    assert len(set(lines)) == len(lines)
    assert find_plain_action("  ") is GO
    assert find_plain_action("nonsense") is None


def test_the_long_list_is_due_at_first_and_after_thirty_days() -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert screening.is_long_list_due(None, now)
    assert not screening.is_long_list_due(now - timedelta(days=29), now)
    assert screening.is_long_list_due(now - timedelta(days=30), now)


def test_only_an_interruption_lets_an_area_go_on_the_same_day() -> None:
    assert screening.advice_after_stop(StopReason.INTERRUPTED, "") == ()
    for reason in set(StopReason) - {StopReason.INTERRUPTED, StopReason.DIZZY}:
        assert screening.advice_after_stop(reason, "") == (screening.AREA_RESTS,)
        assert screening.advice_after_stop(reason, "", kept=False) == (screening.LET_AREA_REST,)
    (dizzy,) = screening.advice_after_stop(StopReason.DIZZY, "")
    assert screening.LOCAL_NUMBER in dizzy
    assert "No session today." in dizzy


def test_every_tier_has_a_question_and_only_the_mildest_lets_a_session_be() -> None:
    assert {asked.tier for asked in screening.QUESTIONS} == set(screening.Tier)
    assert [tier for tier in screening.Tier if not tier.rules_out_session] == [screening.Tier.CLINICIAN]
    for asked in screening.QUESTIONS:
        assert asked.items
        assert screening.question_lines(asked, FOOT, long=True) == asked.items
        assert screening.question_lines(asked, FOOT, long=False) == (asked.short,)
    assert len(screening.question_lines(screening.question_for(screening.Tier.URGENT), CALF, long=False)) == 2


def test_the_shape_of_a_broken_routine_has_its_problems_and_null_for_the_rest() -> None:
    shape = routine_to_json(RoutineEntry("x", "yours", "x.toml", None, (Problem(3, 4, "wrong"),)), None)
    assert shape["name"] is shape["area"] is shape["total_s"] is None
    assert shape["problems"] == [{"line": 3, "column": 4, "message": "wrong", "severity": "error"}]


def test_the_shape_of_a_session_shows_seconds_to_the_millisecond_and_times_with_their_offset() -> None:
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


def test_a_sound_file_is_told_while_it_is_written_and_when_it_lies_there() -> None:
    assert formatting.describe_render_progress(0.256, 125.0) == "Rendering: 25 % of 2:05"
    assert formatting.describe_written_file("a\x1b.wav", 60.0) == "Written: a\N{REPLACEMENT CHARACTER}.wav, 1:00."
    assert formatting.describe_companion_files("a.cue", "a.cues.json").startswith("Beside it: a.cue, with which")
