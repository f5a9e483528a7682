from __future__ import annotations

import re
from pathlib import Path

import pytest

from tpsession.core.area import FOREARM
from tpsession.core.plan import Choices, plan
from tpsession.core.routine import SPOT_LIMIT_S, Routine
from tpsession.core.side import Side
from tpsession.files.resources import find_resources
from tpsession.files.routine_file import read_routine

FILES = sorted(find_resources().routines.glob("*.toml"))


def routine_at(path: Path) -> Routine:
    """The built-in routine, which has to be good and give no warning."""
    routine, problems = read_routine(path)
    assert routine is not None
    assert problems == ()
    return routine


def test_the_built_in_routines_are_all_there() -> None:
    assert [path.stem for path in FILES] == ["classic", "foot", "low-back", "neck"]


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_routine_can_be_played_on_each_side(path: Path) -> None:
    routine = routine_at(path)
    area = FOREARM if routine.area is None else None
    sides = {entry.side for entry in plan(routine, Choices(area=area)).entries}
    assert {Side.LEFT, Side.RIGHT} <= sides


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_file_is_plain_text_that_people_can_copy(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii()
    assert b"\r" not in data
    assert b"\t" not in data
    assert max(len(line) for line in data.decode().splitlines()) <= 120
