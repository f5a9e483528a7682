"""What is said about routines that are deleted, brought back, checked or replaced."""

from __future__ import annotations

import pytest

from tests.core.routine_editing.test_card import HOLDS, ROUTINE
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import BUILT_IN, YOURS, Routine, RoutineEntry, Sides, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.errors import Problem, Severity
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.routine_editing.port import DeletedRoutine, RestoredRoutine
from tpsession.core.routine_editing.wording import (
    SIDES_LABELS,
    describe_checked,
    describe_deleted,
    describe_replacement,
    describe_restored,
    first_problem,
    restore_command,
)

WARNING = Problem(3, 1, "long", Severity.WARNING)
ERROR = Problem(7, 2, "wrong")


def replacement(new: Routine, source: str = YOURS) -> list[str]:
    return describe_replacement(RoutineEntry("evening", source, "evening.toml", ROUTINE, ()), new)


def test_deleting_a_copy_says_that_the_built_in_one_is_back() -> None:
    assert describe_deleted(DeletedRoutine("neck", "Neck", is_built_in=True)) == 'Deleted: "Neck".'
    copy = DeletedRoutine("neck", "Neck", is_built_in=False, uncovers_built_in=True)
    assert "The built-in one is back" in describe_deleted(copy)


def test_restoring_says_where_the_one_that_was_there_has_gone() -> None:
    assert describe_restored(RestoredRoutine("neck", "Neck", is_built_in=False)) == 'Restored: "Neck".'
    swapped = RestoredRoutine("neck", "Neck", is_built_in=False, took_place=True)
    assert "restoring again swaps them" in describe_restored(swapped)


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("evening", "evening"),
        ("ä", "ä"),
        ("my neck", '"my neck"'),
        ("it's", '"it\'s"'),
        ("a $b", "'a $b'"),
        ("-neck", "-- -neck"),
        ("\x1b[2J", '"\N{REPLACEMENT CHARACTER}[2J"'),
    ],
)
def test_the_command_that_restores_a_routine_can_be_pasted(identifier: str, words: str) -> None:
    assert restore_command(identifier) == f"tpsession routines restore {words}"


@pytest.mark.parametrize(
    ("problems", "found"),
    [((), "no mistakes"), ((WARNING,), "1 warning"), ((WARNING, WARNING), "2 warnings")],
)
def test_a_checked_routine_is_named_with_its_length(problems: tuple[Problem, ...], found: str) -> None:
    plan = build_plan(ROUTINE, PlanOptions())
    assert describe_checked(plan, problems) == f'"Evening": 7 minutes 3 seconds, {found}.'


def test_an_error_is_looked_at_before_a_warning() -> None:
    assert first_problem((WARNING, ERROR)) == ERROR
    assert first_problem((WARNING,)) == WARNING
    assert first_problem(()) is None


def test_every_way_to_treat_the_sides_is_offered() -> None:
    assert set(SIDES_LABELS) == set(Sides)


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (ROUTINE._replace(name="Night"), 'Name: "Night"'),
        (ROUTINE._replace(area=AREAS["foot"]), "Area: Foot instead of Hand and thumb"),
        (ROUTINE._replace(area=None), "Area: any area instead of Hand and thumb"),
        (ROUTINE._replace(sides=Sides.LEFT), "Sides: left instead of each"),
        (ROUTINE._replace(first=Side.RIGHT), "First side: right instead of left"),
        (
            ROUTINE._replace(switch=Switch.STEP),
            "Switch sides: after each step instead of after all steps of a side",
        ),
        (ROUTINE._replace(steps=(HOLDS,)), "Steps: 1 instead of 5"),
        (ROUTINE._replace(steps=(HOLDS, *ROUTINE.steps[1:])), "Steps: 1 of 5 differs"),
        (ROUTINE._replace(steps=ROUTINE.steps[::-1]), "Steps: 4 of 5 differ"),
        (ROUTINE._replace(avoid=()), "No longer under never press: the graze"),
        (ROUTINE._replace(summary="Other."), "Other texts or times"),
        (ROUTINE._replace(avoid=(*ROUTINE.avoid, "the scar")), "Other texts or times"),
        (ROUTINE._replace(link="https://example.org"), "Other texts or times"),
        (ROUTINE._replace(get_ready_s=9.0), "Other texts or times"),
    ],
)
def test_what_a_replacement_changes_is_listed(new: Routine, change: str) -> None:
    assert replacement(new) == ['It replaces your routine "Evening" (evening):', f"  {change}"]


def test_a_replacement_that_changes_nothing_or_a_broken_file_says_so() -> None:
    same = replacement(ROUTINE._replace(id="other"), BUILT_IN)
    assert same == ['It replaces the built-in routine "Evening" (evening). Both play the same.']
    left = ROUTINE._replace(sides=Sides.LEFT)
    entry = RoutineEntry("evening", BUILT_IN, "evening.toml", left, ())
    assert describe_replacement(entry, left._replace(switch=Switch.STEP)) == same
    broken = RoutineEntry("evening", YOURS, "evening.toml", None, (ERROR,))
    assert describe_replacement(broken, ROUTINE) == ["It replaces your routine evening, which has mistakes."]
