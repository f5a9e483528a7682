"""The text of a new routine has no mistakes, and says all that a routine may have."""

from __future__ import annotations

import tomllib
from itertools import product

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.technique import TECHNIQUES, StepKey
from tpsession.core.routine_editing.port import NewStep
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.template import toml_string, write_template
from tpsession.files.routines.keys import DefaultsKey, FileKey, ProgrammeKey
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.routines.schema import routine_schema

VALIDATOR = jsonschema.Draft202012Validator(routine_schema())


def test_it_has_no_mistakes_for_any_area_and_any_sides() -> None:
    for area, sides in product([None, *AREAS.values()], Sides):
        text = write_template("Mine", area, sides)
        routine, problems = read_routine_text(text, "mine")
        assert routine is not None
        assert (problems, routine.area) == ((), area)
        VALIDATOR.validate(tomllib.loads(text))


def test_the_built_in_routines_fit_the_schema_by_an_independent_validator() -> None:
    paths = list(find_resources().routines.glob("*.toml"))
    assert paths
    for path in paths:
        VALIDATOR.validate(tomllib.loads(path.read_text(encoding="utf-8")))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"format": 1})


def test_it_names_every_key_and_technique_and_fits_a_line() -> None:
    text = write_template("Mine", None, Sides.EACH)
    assert text.startswith("#:schema ./routine.schema.json\n")
    for word in (*FileKey, *DefaultsKey, *ProgrammeKey, *StepKey, *TECHNIQUES, *AREAS):
        assert word in text
    assert max(map(len, text.splitlines())) <= 120


def test_with_each_commented_key_used_it_still_has_no_mistakes() -> None:
    text = write_template("Mine", None, Sides.LEFT)
    keys = {*FileKey, *DefaultsKey, *ProgrammeKey, "[defaults]", "[programme]"}
    used = [
        line.removeprefix("# ") if line.removeprefix("# ").split(" ")[0] in keys else line
        for line in text.splitlines()
    ]
    routine, problems = read_routine_text("\n".join(used), "mine")
    assert routine is not None
    assert routine.programme is not None
    assert problems == ()


def test_the_steps_of_answers_are_its_steps() -> None:
    steps = [
        NewStep(TECHNIQUES["stretch"], hold="30s", repeat=2),
        NewStep(TECHNIQUES["rest"], duration="1m30s"),
        NewStep(TECHNIQUES["locate"]),
    ]
    routine, problems = read_routine_text(write_template("Mine", None, Sides.EACH, steps), "mine")
    assert problems == ()
    assert routine is not None
    assert [(step.technique.id, step.total_s) for step in routine.steps] == [
        ("stretch", 70.0),
        ("rest", 90.0),
        ("locate", 0.0),
    ]


@given(st.text())
def test_any_name_is_written_as_toml_reads_it(name: str) -> None:
    read = tomllib.loads(f"name = {toml_string(name)}")["name"]
    assert read == name


def test_half_of_a_surrogate_pair_does_not_break_the_file() -> None:
    written = toml_string("a\ud800b")
    assert tomllib.loads(f"name = {written}")["name"].startswith("a\ufffd")
