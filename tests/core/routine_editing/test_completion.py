"""What may be typed at a place in a routine file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.technique import TECHNIQUES, WIPE
from tpsession.core.routine_editing.completion import Completion, complete, describe_value
from tpsession.core.routine_editing.toml_lines import read_lines
from tpsession.files.routines.schema import routine_schema

SCHEMA = routine_schema()


def complete_at(text: str) -> tuple[Completion, str]:
    """Return what may be typed at the sign ``|`` of a text, and the line."""
    before, after = text.split("|")
    lines = (before + after).split("\n")
    row = before.count("\n")
    return complete(read_lines(lines), row, len(before.split("\n")[-1]), SCHEMA), lines[row]


def texts(text: str) -> list[str]:
    """Return what may be typed at the sign ``|`` of a text."""
    return [candidate.text for candidate in complete_at(text)[0].candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("form|", ["format = "]),
        ("format = |", ["1"]),
        ('sides = "ea|', ['"each"']),
        ("sides = e|", ['"each"']),
        ('[[steps]]\ntechnique = "pres|"', ['"pressure"']),
        # In the middle of a word that is right, all others may stand.
        ('[defaults]\ncountdown = "sp|oken"', ['"beeps"', '"calm"', '"none"']),
        ("[[steps]]\nwait = |", ["true", "false"]),
        # A technique allows only its own keys, and none twice.
        (
            '[[steps]]\ntechnique = "wipe"\n|\ntext = "x"',
            ["duration = ", "sided = ", "area = ", "say = ", "sound = "],
        ),
        ("[[steps]]\nhol| = 1", ["hold"]),
        ("[de|", ["[defaults]"]),
        ("[|", ["[defaults]", "[programme]", "[[steps]]", "[[steps.steps]]"]),
        ("[[steps]]\nrounds = 3\n|", ["rest = "]),
        ('[[steps]]\nrounds = 3\n[[steps.steps]]\ntechnique = "wipe"\ndur|', ["duration = "]),
        # What only contains it comes if nothing begins with it.
        ("[[steps]]\nepea|", ["repeat = "]),
        ('name = "any|thing"', []),
        ("have = [|]", []),
        ("[unknown]\n|", []),
        ("# form|", []),
        ('text = """\nform|', []),
        ("name |", []),
    ],
)
def test_what_may_be_typed(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_an_empty_line_offers_the_keys_that_are_missing() -> None:
    assert "name = " in texts("format = 1\n|")
    assert "format = " not in texts("format = 1\n|")
    assert "steps = " not in texts("|")
    assert "technique" not in texts("[[steps]]\ntechnique| = 1")


def test_each_technique_and_area_has_a_sentence() -> None:
    found, _ = complete_at("[[steps]]\ntechnique = |")
    assert {candidate.text.strip('"') for candidate in found.candidates} == set(TECHNIQUES)
    assert all(candidate.sentence for candidate in found.candidates)
    assert f"{WIPE.name}. {WIPE.text}" in {candidate.sentence for candidate in found.candidates}
    found, _ = complete_at("area = |")
    assert len(found.candidates) == len(AREAS) + 2
    assert all(candidate.sentence for candidate in found.candidates)


def test_a_value_is_explained_with_its_limits() -> None:
    assert complete_at("[[steps]]\nhold = 3|")[0].hint == "How long one hold takes. From 1 to 3600 seconds."
    assert complete_at("[[steps]]\nrepeat = |")[0].hint == "The number of holds. From 1 to 100."
    assert complete_at('name = "|')[0].hint == "The name in the list of routines."
    assert complete_at("nonsense = |")[0].hint == ""
    assert describe_value({}) == ""


@pytest.mark.parametrize(
    "text", ["form|", 'sides = "ea|ch" # x', "[de|f", "[[steps]]\nhol|d = 1", "sides = |"]
)
def test_a_candidate_replaces_what_was_typed_of_it(text: str) -> None:
    found, line = complete_at(text)
    assert 0 <= found.start <= found.end <= len(line)
    for candidate in found.candidates:
        replaced = line[: found.start] + candidate.text + line[found.end :]
        assert candidate.text in replaced
        assert replaced.endswith(line[found.end :])


@given(
    st.lists(
        st.sampled_from(["[[steps]]", "technique = ", '"', "oil", "=", "[", "{", "#", " ", "\n", "hold = 3"])
    ),
    st.data(),
)
def test_any_text_can_be_completed_anywhere(pieces: list[str], data: st.DataObject) -> None:
    lines = "".join(pieces).split("\n")
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row])))
    found = complete(read_lines(lines), row, column, SCHEMA)
    assert 0 <= found.start <= column <= found.end <= len(lines[row])


def test_at_the_beginning_of_a_word_with_a_slip_the_word_that_it_resembles_is_offered() -> None:
    assert texts('[[steps]]\ntechnique = |"pressu"') == ['"pressure"']
    assert texts('[[steps]]\ntechnique = "prossure|"') == ['"pressure"']
    assert texts("[[steps]]\n|duratoin = 30") == ["duration"]
    # A table that is there can't come again; steps can.
    assert texts("[defaults]\n[[steps]]\n[|") == ["[programme]", "[[steps]]", "[[steps.steps]]"]
