"""The parts of a line of TOML: headings, keys, values and comments, also in what is only half typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.routine_editing.toml_lines import (
    PartKind,
    find_step,
    heading_of,
    key_of,
    part_at,
    read_lines,
    table_rows,
)

STEPS = [
    'name = "x"',
    "[defaults]",
    'countdown = "calm"',
    "",
    "[[steps]] # first",
    'technique = "oil"',
    ' [[ "steps" ]]',
    'technique = "wipe"',
    "[other]",
    "",
]


def parts(text: str) -> list[tuple[str, PartKind]]:
    """Return the parts of the last line of a text."""
    line = read_lines(text.split("\n"))[-1]
    return [(line.text[part.start : part.end], part.kind) for part in line.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   ", []),
        ("# a = 1", [("# a = 1", PartKind.COMMENT)]),
        ("[[steps]] # one", [("[[steps]]", PartKind.HEADING), ("# one", PartKind.COMMENT)]),
        ("[de", [("[de", PartKind.HEADING)]),
        ("tech", [("tech", PartKind.KEY)]),
        ('a = "b" # c', [("a", PartKind.KEY), ('"b"', PartKind.TEXT), ("# c", PartKind.COMMENT)]),
        ("a = 'b # c'", [("a", PartKind.KEY), ("'b # c'", PartKind.TEXT)]),
        (r'a = "b\" # c"', [("a", PartKind.KEY), (r'"b\" # c"', PartKind.TEXT)]),
        ('a = "b', [("a", PartKind.KEY), ('"b', PartKind.TEXT)]),
        ('"a" = 1.5', [('"a"', PartKind.KEY), ("1.5", PartKind.VALUE)]),
        ("a = [1, true]", [("a", PartKind.KEY), ("1", PartKind.VALUE), ("true", PartKind.VALUE)]),
        ("a = {b = 1}", [("a", PartKind.KEY), ("b", PartKind.KEY), ("1", PartKind.VALUE)]),
        ("a = [\n  1, # one", [("1", PartKind.VALUE), ("# one", PartKind.COMMENT)]),
        ('a = """b\nc = 1', [("c = 1", PartKind.TEXT)]),
        ('a = """b\nc""" # d', [('c"""', PartKind.TEXT), ("# d", PartKind.COMMENT)]),
        ("a = '''b\nc'''", [("c'''", PartKind.TEXT)]),
        # A list that was never closed doesn't swallow the rest of the file.
        ('a = ["b",\nc = 1', [("c", PartKind.KEY), ("1", PartKind.VALUE)]),
        ('a = ["b",\n[[steps]]', [("[[steps]]", PartKind.HEADING)]),
    ],
)
def test_a_line_has_parts(text: str, expected: list[tuple[str, PartKind]]) -> None:
    assert parts(text) == expected


def test_a_row_belongs_to_a_table_and_to_a_step() -> None:
    lines = read_lines(STEPS)
    assert [find_step(lines, row) for row in range(len(lines))] == [None] * 4 + [0, 0, 1, 1, None, None]
    assert find_step(lines[:1], 0) is None
    assert [key_of(lines[row]) for row in table_rows(lines, 2)] == ["countdown", ""]
    assert [key_of(lines[row]) for row in table_rows(lines, 0)] == ["name"]
    assert heading_of(lines[4]) == "[[steps]]"
    assert heading_of(lines[5]) == ""
    assert key_of(read_lines(["half"])[0]) == ""
    assert [key_of(line) for line in read_lines(["a = [", "{b = 1}", "]"])] == ["a", "", ""]


def test_the_part_at_a_column_may_end_there() -> None:
    (first,) = read_lines(['a = "b" '])
    assert [part and part.kind for part in (part_at(first, column) for column in (0, 1, 4, 7, 8))] == [
        PartKind.KEY,
        PartKind.KEY,
        PartKind.TEXT,
        PartKind.TEXT,
        None,
    ]


@given(st.lists(st.text(st.sampled_from("a\"'=[]{}#\\ \t1.,"), max_size=20), max_size=8))
def test_any_lines_have_parts_in_order_that_dont_overlap(texts: list[str]) -> None:
    for line in read_lines(texts):
        ends = 0
        for part in line.parts:
            assert ends <= part.start < part.end <= len(line.text)
            ends = part.end


def test_the_heading_of_rounds_belongs_to_their_first_step() -> None:
    text = "[[steps]]\na = 1\n[[steps]]\nrounds = 2\n[[steps.steps]]\n[[ steps . 'steps' ]]\n[[steps]]\n"
    lines = read_lines(text.split("\n"))
    assert [find_step(lines, row) for row in range(len(lines))] == [0, 0, 1, 1, 1, 2, 3, 3]
    assert find_step(read_lines(["", "# no heading at all"]), 1) is None
