"""Texts before and during a session, which both front ends share."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tpsession
from tests.core.routines import BREATHE_60S, EIGHT_STROKES, OIL_30S, THREE_HOLDS, plan_of, with_gate
from tpsession.core.catalog.area import FOOT, HAND, JAW, NECK
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.wording import AREA_LIMIT
from tpsession.core.session.events import Extended, Skipped, WentBack
from tpsession.core.session.wording import (
    KEYBOARD_NEAR,
    RISING_NOTE,
    describe_back,
    describe_course,
    describe_extension,
    describe_length,
    describe_preparation,
    describe_save_error,
    describe_skip,
    list_tools,
)
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.core.text.formatting import describe_area, describe_problem_count

PACKAGE = Path(tpsession.__file__).parent


def sentences(folder: str) -> set[str]:
    """The string literals of a package that a person may read, without docstrings."""
    found: set[str] = set()
    for path in (PACKAGE / folder).rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        docstrings = [node.value for node in nodes if isinstance(node, ast.Expr)]
        literals = [node.value for node in nodes if isinstance(node, ast.Constant) and node not in docstrings]
        found |= {text.strip() for text in literals if isinstance(text, str)}
    return {text for text in found if len(text) > 7 and " " in text}


def test_no_sentence_is_written_in_both_front_ends() -> None:
    assert sentences("plain") & sentences("tui") == set()


def test_the_preparation_lists_tools_position_cautions_and_changes() -> None:
    plan = plan_of(THREE_HOLDS, area=FOOT)
    lines = describe_preparation(plan._replace(notes=("A hold is shorter.",)))
    assert lines[0] == "You'll need: a tennis ball, a chair."
    assert lines[1].startswith("Position: Sit on a chair")
    assert lines[2] == "Never press: the nerve at the inner ankle."
    assert lines[3 : 3 + len(FOOT.care)] == FOOT.care
    assert lines[-2].startswith("Stop at once: ")
    assert lines[-1] == f"{AREA_LIMIT}: A hold is shorter."


def test_a_plan_that_needs_no_tools_lists_none() -> None:
    assert describe_preparation(plan_of(OIL_30S, area=HAND))[0].startswith("Position: ")


def test_the_keyboard_is_needed_within_reach_if_a_step_waits_for_a_key() -> None:
    assert list_tools(plan_of(with_gate(THREE_HOLDS), area=HAND)) == (KEYBOARD_NEAR,)
    assert list_tools(plan_of(THREE_HOLDS, area=FOOT)) == FOOT.have


def test_what_to_know_of_sounds_and_pressure_is_only_what_a_session_has() -> None:
    assert describe_course(plan_of(OIL_30S, BREATHE_60S)) == ()
    assert describe_course(plan_of(EIGHT_STROKES, THREE_HOLDS)) == (RISING_NOTE, PRESSURE_SCALE)
    assert describe_course(plan_of(THREE_HOLDS, area=JAW)) == ()


def test_a_length_allows_for_untimed_steps() -> None:
    assert describe_length(plan_of(OIL_30S)) == "35 seconds plus pauses"


def test_a_skipped_step_is_named() -> None:
    plan = plan_of(OIL_30S)
    assert describe_skip(plan, Skipped(0.0, 0, PhaseKind.WORK)) == "Skipped: Oil, left side."
    # The step itself begins now.
    for kind, left_out in (("get-ready", "getting ready"), ("switch-sides", "switching sides")):
        text = describe_skip(plan, Skipped(0.0, 0, PhaseKind(kind)))
        assert text == f"Skipped: {left_out}."


def test_how_to_go_back_further_is_explained_only_when_it_helps() -> None:
    assert describe_back(WentBack(0.0, 1)) == "Back. Wait a second, then press again for the previous step."
    assert describe_back(WentBack(0.0, 1, to_previous=True)) == "Back to the previous step."
    assert describe_back(WentBack(0.0, 0)) == "Back to the beginning."


@pytest.mark.parametrize(
    ("seconds", "remaining_s", "expected"),
    [
        (10.0, None, "10 seconds more."),
        (-10.0, None, "10 seconds less."),
        (1.0, 31.0, "1 second more: 31 seconds left."),
        (0.0, 31.0, "No change: this step has reached its limit."),
        (0.4, None, "No change: this step has reached its limit."),
        (-0.4, None, "No change: nothing left to take."),
    ],
)
def test_added_and_removed_time_is_described(
    seconds: float, remaining_s: float | None, expected: str
) -> None:
    assert describe_extension(Extended(0.0, seconds, wants_more=seconds >= 0), remaining_s) == expected


def test_a_save_error_says_that_the_session_continues() -> None:
    assert describe_save_error("The disk is full.") == "The disk is full. The session continues."


def test_a_list_shows_a_routines_area_and_the_number_of_problems() -> None:
    assert (describe_area(NECK), describe_area(None)) == ("Neck", "any area")
    assert (describe_problem_count(1), describe_problem_count(2)) == ("has 1 problem", "has 2 problems")
