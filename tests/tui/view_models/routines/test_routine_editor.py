"""What the routine editor shows of a text: what it is, where its problems are, and what can't be opened."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator

import pytest

from tests.scale import short_and_long
from tpsession.core.catalog.routine import BUILT_IN, YOURS
from tpsession.core.errors import Problem, Severity, UsageError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.toml_lines import read_lines
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.tui.view_models.routines.routine_editor import (
    CheckedText,
    OpenedRoutine,
    decode_text,
    describe_problem,
    find_first_step,
    find_next_problem,
    find_problem_in_row,
    find_strange_line_end,
    find_underlines,
    first_difference,
    open_routine,
    place_of,
    routine_from,
)

TEXT = """format = 1
name = "Two"
area = "neck"
sides = "none"
[[steps]]
technique = "oil"
duration = "30s"
[[steps]]
technique = "rest"
duration = "1m"
"""
PROBLEMS = (Problem(2, 8, "first"), Problem(2, 9, "second", Severity.WARNING), Problem(6, 1, "third"))


def test_a_text_is_described_by_its_length_or_by_its_mistakes() -> None:
    routine, problems = read_routine_text(TEXT, "two")
    assert routine is not None
    plan = build_plan(routine, PlanOptions())
    assert CheckedText(routine, plan, problems).describe() == "Two: 1 minute 35 seconds, no mistakes."
    warned = CheckedText(routine, plan, (PROBLEMS[1],))
    assert warned.describe() == "Two: 1 minute 35 seconds, 1 warning."
    assert CheckedText(problems=PROBLEMS).describe() == "Can't be played yet: 2 mistakes."
    assert CheckedText(problems=PROBLEMS[:1]).describe() == "Can't be played yet: 1 mistake."
    assert [describe_problem(problem) for problem in PROBLEMS] == [
        "2: first",
        "2: warning: second",
        "6: third",
    ]


def test_the_next_problem_comes_round_the_end() -> None:
    found = [find_next_problem(PROBLEMS, place) for place in ((0, 0), (1, 7), (5, 0))]
    assert [problem.message for problem in found if problem is not None] == ["first", "second", "first"]
    assert find_next_problem((), (0, 0)) is None


def test_a_rehearsal_begins_with_the_step_under_the_cursor() -> None:
    routine, _ = read_routine_text(TEXT, "two")
    assert routine is not None
    lines = read_lines(TEXT.split("\n"))
    assert [len(routine_from(routine, lines, row).steps) for row in (0, 4, 6, 7, 10)] == [2, 2, 2, 1, 1]


def test_an_opened_file_says_whose_it_is() -> None:
    built_in = open_routine(RoutineText("neck", BUILT_IN, "neck.toml", TEXT.encode()))
    assert built_in.heading == "Edit your copy: Two"
    assert built_in.note == "This routine is built in. Saving makes your own copy, which is used instead."
    own = open_routine(RoutineText("neck", YOURS, "neck.toml", b"\xef\xbb\xbf" + TEXT.encode()))
    assert (own.heading, own.note, own.text) == ("Edit: Two", "", TEXT)
    for unnamed in ("", "name = ", "name = 3", "[[steps]]"):
        assert OpenedRoutine("new", unnamed).heading == "New routine: new"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('# A [short] one.\nname = "Hand [short]" # mine\nhave = ["oil"]\n[[steps]]', "Hand [short]"),
        ("avoid = [\n  \"wrist\",\nname = 'Hand'", "Hand"),
        ('"name" = "Hand"', "Hand"),
        ('rename = "Hand"', ""),
        ('[defaults]\nname = "Hand"', ""),
    ],
)
def test_the_heading_has_the_name_whatever_else_the_file_holds(text: str, name: str) -> None:
    assert OpenedRoutine("new", text).heading == f"New routine: {name or 'new'}"


def test_every_built_in_routine_is_edited_by_its_name() -> None:
    for path in find_resources().routines.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert OpenedRoutine(path.stem, text).heading == f"New routine: {tomllib.loads(text)['name']}"


def test_bytes_that_arent_utf_8_are_read_as_western_letters() -> None:
    assert decode_text("café".encode()) == ("café", "")
    text, note = decode_text("café".encode("cp1252"))
    assert text == "café"
    assert note == "The file wasn't UTF-8. Check its accents before you save it."


@pytest.mark.parametrize("char", ["\u2028", "\x85", "\v", "\f", "a\rb"])
def test_what_would_change_by_being_opened_isnt_opened(char: str) -> None:
    text = f'name = "a"\r\nsummary = "{char}"\n'
    assert find_strange_line_end(text) == 2
    with pytest.raises(UsageError, match="Line 2"):
        open_routine(RoutineText("neck", YOURS, "neck.toml", text.encode()))
    assert find_strange_line_end("a\r\nb\n") is None


def test_two_texts_are_shown_where_they_differ() -> None:
    assert first_difference("a\nb\nc", "a\nx\nc") == 1
    assert first_difference("a", "a\nb") == 1
    assert first_difference("a", "a") == 0


def changed_texts(count: int) -> Iterator[str]:
    """Yield so many texts, each a built-in routine with some of its characters changed."""
    files = sorted(find_resources().routines.glob("*.toml"))
    chance = random.Random(count)  # noqa: S311 - the same texts in every run
    for number in range(count):
        text = list(files[number % len(files)].read_text(encoding="utf-8"))
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(text))
            text[place : place + chance.choice((0, 1, 30))] = chance.choice(
                ("", '"', "[", "]", "=", "\n", "#", "é", "\t", "steps", "hold = 3\n", '"""', "\x1b", "\u202e")
            )
        yield "".join(text)


@pytest.mark.parametrize("count", short_and_long(60, 2000))
def test_every_problem_is_underlined_where_it_is(count: int) -> None:
    for text in changed_texts(count):
        _, problems = read_routine_text(text, "changed")
        rows = text.replace("\r\n", "\n").split("\n")
        underlines = find_underlines(read_lines(rows), problems)
        assert sum(map(len, underlines.values())) == len(problems)
        for problem in problems:
            row, column = place_of(problem)
            row = min(row, len(rows) - 1)
            column = min(column, max(0, len(rows[row]) - 1))
            assert any(
                under.start <= column < under.end and under.severity is problem.severity
                for under in underlines[row]
            )


def test_the_first_step_and_the_first_problem_of_a_row_are_found() -> None:
    assert find_first_step(read_lines(TEXT.split("\n"))) == 4
    assert find_first_step(read_lines(["# nothing yet"])) == 0
    assert [find_problem_in_row(PROBLEMS, row) for row in (0, 1, 5)] == [None, PROBLEMS[0], PROBLEMS[2]]
