"""The routines that come with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tpsession.core.catalog.area import FOREARM, HAND
from tpsession.core.catalog.routine import SPOT_LIMIT_S, Routine
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import OIL, STRETCH, WIPE
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.wording import describe_step
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

TRY_OUT = "try-out"
FILES = sorted(find_resources().routines.glob("*.toml"))


def routine_at(path: Path) -> Routine:
    """Return a built-in routine, which must have no errors and no warnings."""
    routine, problems = read_routine(path)
    assert routine is not None
    assert problems == ()
    return routine


def test_all_built_in_routines_are_there() -> None:
    assert [path.stem for path in FILES] == ["classic", "foot", "low-back", "neck", "try-out"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_routine_has_no_problem_and_names_its_sources(path: Path) -> None:
    routine = routine_at(path)
    assert routine.sources
    assert routine.summary
    assert routine.have


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_routine_promises_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    promises = r"\b(cures?|heals?|toxins?|cleared|recalled|relieves?|fix(es)?)\b"
    assert not re.search(promises, text, re.IGNORECASE)
    assert "may ease" in routine_at(path).summary


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_spot_gets_five_minutes_at_most(path: Path) -> None:
    steps = routine_at(path).steps
    assert sum(step.massage_s for step in steps) <= SPOT_LIMIT_S


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != TRY_OUT], ids=lambda path: path.stem)
def test_a_built_in_routine_can_be_played_on_each_side(path: Path) -> None:
    routine = routine_at(path)
    area = FOREARM if routine.area is None else None
    sides = {entry.side for entry in build_plan(routine, PlanOptions(area=area)).entries}
    assert {Side.LEFT, Side.RIGHT} <= sides


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_routine_needs_no_changes_for_its_area(path: Path) -> None:
    routine = routine_at(path)
    area = HAND if routine.area is None else None
    assert build_plan(routine, PlanOptions(area=area)).notes == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_oil_is_wiped_off_before_a_stretch(path: Path) -> None:
    played = [step.technique for step in routine_at(path).steps]
    if OIL in played and STRETCH in played:
        assert WIPE in played[played.index(OIL) : played.index(STRETCH)]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("classic", ["Oil", "Broad circles", "Firm strokes", "Sustained pressure", "Light strokes"]),
        ("neck", ["Oil", "Broad circles", "Slow strokes", "Sustained pressure", "Light strokes", "Stretch"]),
        ("low-back", ["Find the spot", "Small passes"]),
        ("foot", ["Roll the ball", "Pause on a tender place"]),
    ],
)
def test_each_step_of_a_built_in_routine_has_its_own_heading(name: str, headings: list[str]) -> None:
    routine = routine_at(find_resources().routines / f"{name}.toml")
    session_plan = build_plan(
        routine, PlanOptions(area=HAND if routine.area is None else None, side=Side.LEFT)
    )
    shown = [describe_step(entry) for entry in session_plan.entries if entry.side is Side.LEFT]
    assert shown == [f"{heading}, left side" for heading in headings]


def test_the_try_out_takes_two_minutes_and_needs_no_oil_and_no_choice() -> None:
    routine = routine_at(find_resources().routines / f"{TRY_OUT}.toml")
    session_plan = build_plan(routine, PlanOptions())

    assert 110 <= session_plan.planned_s <= 125
    assert [describe_step(entry) for entry in session_plan.entries] == [
        "Broad circles", "Find the spot", "Sustained pressure", "Breathe",
    ]  # fmt: skip
    assert {phase.kind for phase in session_plan.phases} >= {
        PhaseKind.GATE,
        PhaseKind.HOLD,
        PhaseKind.RELEASE,
    }
    assert not {"oil", "towel"} & set(session_plan.have)
    assert "no oil" in session_plan.position.lower()
    assert session_plan.side is Side.NONE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_file_is_plain_text_that_people_can_copy(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii()
    assert b"\r" not in data
    assert b"\t" not in data
    assert max(len(line) for line in data.decode().splitlines()) <= 120
