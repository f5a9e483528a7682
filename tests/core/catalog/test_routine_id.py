"""Ids made from the names of routines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.routine_id import (
    find_named,
    is_reserved_name,
    is_routine_id,
    make_free_id,
    make_routine_id,
    next_free_id,
)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Neck, in the evening", "neck-in-the-evening"),
        ("  Übungen für Füße ", "ubungen-fur-fusse"),
        ("Skuldra, høyre", "skuldra-hoyre"),
        ("Łokieć", "lokiec"),
        ("10 min / day", "10-min-day"),
        ("CON", "con-routine"),
        ("x" * 63 + " y", "x" * 63),
        ("Σβέρκος", ""),
        ("...", ""),
    ],
)
def test_an_id_is_made_of_the_name(name: str, identifier: str) -> None:
    assert make_routine_id(name) == identifier


@given(st.text())
def test_what_is_made_of_any_name_is_an_id_or_nothing(name: str) -> None:
    identifier = make_routine_id(name)
    assert identifier == "" or is_routine_id(identifier)


@given(st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True).filter(lambda name: not is_reserved_name(name)))
def test_a_taken_id_gets_the_lowest_number_that_makes_it_free(identifier: str) -> None:
    assert next_free_id(identifier, frozenset()) == identifier
    second = next_free_id(identifier, frozenset({identifier}))
    third = next_free_id(identifier, frozenset({identifier, second}))
    assert second.endswith("-2")
    assert third.endswith("-3")
    assert len(third) <= 64


def test_a_routine_is_found_by_its_whole_name_whatever_its_case_and_blanks() -> None:
    names = [("neck", "Neck and top"), ("two", "NECK  and top"), ("neck", "Neck and top"), ("none", " ")]
    assert find_named(" neck and Top", names) == ["neck", "two"]
    assert find_named("Neck", names) == []
    assert find_named("", names) == []
    assert find_named("u\u0308bung", [("one", "\u00dcbung")]) == ["one"]


def test_a_name_makes_an_id_that_is_free_even_if_nothing_of_it_can_be_in_one() -> None:
    assert make_free_id("My evening", frozenset()) == "my-evening"
    assert make_free_id("My evening", frozenset({"my-evening"})) == "my-evening-2"
    assert make_free_id("Ώμος", frozenset({"routine"})) == "routine-2"
