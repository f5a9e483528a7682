"""What is said before a session and in it, by both front ends in the same words."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import tpsession
from tests.core.routines import OIL_30S, THREE_HOLDS, plan_of
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.events import Skipped, WentBack
from tpsession.core.session.wording import (
    describe_preparation,
    describe_back,
    describe_extension,
    describe_length,
    describe_skip,
    describe_save_error,
)
from tpsession.core.text.formatting import describe_area, describe_problem_count

PACKAGE = Path(tpsession.__file__).parent


def sentences(folder: str) -> set[str]:
    """The literal words of a package that a person may read, without docstrings."""
    found: set[str] = set()
    for path in (PACKAGE / folder).rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        docstrings = [node.value for node in nodes if isinstance(node, ast.Expr)]
        words = [node.value for node in nodes if isinstance(node, ast.Constant) and node not in docstrings]
        found |= {each.strip() for each in words if isinstance(each, str)}
    return {each for each in found if len(each) > 7 and " " in each}


def test_no_sentence_is_written_in_both_front_ends() -> None:
    assert sentences("plain") & sentences("tui") == set()


def test_all_that_is_to_know_comes_before_a_session() -> None:
    plan = plan_of(THREE_HOLDS, area=FOOT)
    lines = describe_preparation(replace(plan, notes=("A hold is shorter.",)))
    assert lines[0] == "Have at hand: a ball, a chair."
    assert lines[1].startswith("Position: Sit and roll")
    assert lines[2] == "Never press: the nerve at the inner ankle."
    assert lines[3 : 3 + len(FOOT.care)] == FOOT.care
    assert lines[-2].startswith("Stop at once if you notice: ")
    assert lines[-1] == "Changed for this area: A hold is shorter."


def test_what_needs_nothing_at_hand_does_not_say_so() -> None:
    assert describe_preparation(plan_of(OIL_30S, area=NECK))[0].startswith("Position: ")


def test_a_length_leaves_room_for_what_is_not_timed() -> None:
    assert describe_length(plan_of(OIL_30S)) == "35 seconds, and the time you take"


def test_a_step_that_is_left_out_is_named() -> None:
    plan = plan_of(OIL_30S)
    assert describe_skip(plan, Skipped(0.0, 0, PhaseKind.WORK)) == "Skipped: Oil, left side."
    # The step itself begins now.
    for kind, left_out in (("get-ready", "get ready"), ("switch-sides", "switch sides")):
        said = describe_skip(plan, Skipped(0.0, 0, PhaseKind(kind)))
        assert said == f"Skipped: the time to {left_out}."


def test_how_to_get_further_back_is_said_only_where_it_leads_somewhere_and_is_news() -> None:
    assert describe_back(WentBack(0.0, 1)).startswith("Back. Once more,")
    assert describe_back(WentBack(0.0, 1, to_previous=True)) == "Back to the step before."
    assert describe_back(WentBack(0.0, 0)) == "Back to the beginning."


@pytest.mark.parametrize(
    ("seconds", "left_s", "words"),
    [
        (10.0, None, "10 seconds more."),
        (-10.0, None, "10 seconds less."),
        (1.0, 31.0, "1 second more: 31 seconds left."),
        (0.0, 31.0, "No change: the limit for this step is reached."),
    ],
)
def test_time_that_was_added_or_taken_is_said(seconds: float, left_s: float | None, words: str) -> None:
    assert describe_extension(seconds, left_s) == words


def test_a_session_goes_on_when_something_can_not_be_kept() -> None:
    assert describe_save_error("The disk is full.") == "The disk is full. The session goes on."


def test_a_list_says_for_which_area_a_routine_is_and_how_much_is_wrong_with_its_file() -> None:
    assert (describe_area(NECK), describe_area(None)) == ("Neck", "any area")
    assert (describe_problem_count(1), describe_problem_count(2)) == ("has 1 problem", "has 2 problems")
