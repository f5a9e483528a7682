from __future__ import annotations

import re
from pathlib import Path

import pytest

from tpsession.core.catalog.area import FOREARM, HAND
from tpsession.core.catalog.routine import SPOT_LIMIT_S, Routine
from tpsession.core.catalog.side import Side
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.wording import describe_step
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

TRY_OUT = "try-out"
FILES = sorted(find_resources().routines.glob("*.toml"))


def routine_at(path: Path) -> Routine:
    """The built-in routine, which has to be good and give no warning."""
    routine, problems = read_routine(path)
    assert routine is not None
    assert problems == ()
    return routine


def test_the_built_in_routines_are_all_there() -> None:
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
def test_a_built_in_routine_for_an_area_has_nothing_that_the_area_changes(path: Path) -> None:
    routine = routine_at(path)
    area = HAND if routine.area is None else None
    assert build_plan(routine, PlanOptions(area=area)).notes == ()


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("classic", ["Oil", "Broad circles", "Firm strokes", "Sustained pressure", "Light strokes"]),
        ("neck", ["Oil", "Broad circles", "Slow strokes", "Sustained pressure", "Light strokes", "Stretch"]),
        ("low-back", ["Find the spot", "Small passes"]),
        ("foot", ["Roll the ball", "Pause on a tender place"]),
    ],
)
def test_each_step_of_a_built_in_routine_is_headed_by_what_is_done(name: str, headings: list[str]) -> None:
    routine = routine_at(find_resources().routines / f"{name}.toml")
    laid = build_plan(routine, PlanOptions(area=HAND if routine.area is None else None, side=Side.LEFT))
    shown = [describe_step(entry) for entry in laid.entries if entry.side is Side.LEFT]
    assert shown == [f"{heading}, left side" for heading in headings]


def test_the_try_out_shows_a_session_in_two_minutes_without_oil_or_a_choice() -> None:
    routine = routine_at(find_resources().routines / f"{TRY_OUT}.toml")
    tried = build_plan(routine, PlanOptions())

    assert 110 <= tried.planned_s <= 125
    assert [describe_step(entry) for entry in tried.entries] == [
        "Broad circles", "Find the spot", "Sustained pressure", "Breathe",
    ]  # fmt: skip
    assert {phase.kind for phase in tried.phases} >= {PhaseKind.GATE, PhaseKind.HOLD, PhaseKind.RELEASE}
    assert not {"oil", "towel"} & set(tried.have)
    assert "no oil" in tried.position.lower()
    assert tried.side is Side.NONE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_file_is_plain_text_that_people_can_copy(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii()
    assert b"\r" not in data
    assert b"\t" not in data
    assert max(len(line) for line in data.decode().splitlines()) <= 120
