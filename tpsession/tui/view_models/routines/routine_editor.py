"""What the screen of the routine editor shows of a text: its plan, its problems, and where they are."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tpsession.core.catalog.routine import YOURS, Routine
from tpsession.core.errors import Problem, Severity, UsageError
from tpsession.core.plan.plan import Plan
from tpsession.core.routine_editing.copies import without_invitation
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.toml_lines import TomlLine, find_step
from tpsession.core.text.formatting import format_duration
from tpsession.core.text.sanitize import sanitize

Place = tuple[int, int]
"""Row and column in the text, from 0."""
CHECKING = "Checking…"
_SHOWN_LINE_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029\r"
"""Characters that the text widget takes for line ends, but TOML doesn't."""
_NAME_LINE = re.compile(r"""\s*(["']?)name\1\s*=""")


@dataclass(frozen=True, slots=True)
class Underline:
    """A part of a line that has a problem."""

    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What was found in a text of a routine."""

    routine: Routine | None = None
    """None if the text has errors, or wasn't checked yet."""
    plan: Plan | None = None
    """With the person's settings; None without a routine."""
    problems: tuple[Problem, ...] = ()
    """In the order of their places."""

    @property
    def errors(self) -> int:
        """How many problems are errors, which keep the routine from being played."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    def describe(self) -> str:
        """Return in a line the routine's name and length, and how many warnings it has, or that it has none.

        If it can't be played, return only that, and how many mistakes it has.
        """
        if self.plan is None:
            return f"Can't be played yet: {_count(self.errors, 'mistake')}."
        warnings = len(self.problems)
        length = f"{self.plan.name}: {format_duration(self.plan.planned_s)}"
        return f"{length}, {_count(warnings, 'warning')}." if warnings else f"{length}, no mistakes."


@dataclass(frozen=True, slots=True)
class OpenedRoutine:
    """A routine that is being edited."""

    id: str
    text: str
    old: RoutineText | None = None
    """The file that it came from; None if there is none yet."""
    note: str = ""
    """What the person should know before changing it."""

    @property
    def heading(self) -> str:
        """What is edited, for the title line: by its name, or by its id as long as `find_name` finds none."""
        name = find_name(self.text) or self.id
        if self.old is None:
            return f"New routine: {name}"
        if self.old.source != YOURS:
            return f"Edit your copy: {name}"
        return f"Edit: {name}"


def find_name(text: str) -> str:
    """Return the name that the text of a routine has above its first table, such as ``[defaults]``.

    Empty if there is none, if it isn't a text, or if the line with it isn't valid TOML. Other lines may have
    mistakes.
    """
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            break
        if _NAME_LINE.match(line):
            try:
                found = tomllib.loads(line)["name"]
            except tomllib.TOMLDecodeError:
                return ""
            return sanitize(found) if isinstance(found, str) else ""
    return ""


def open_routine(found: RoutineText) -> OpenedRoutine:
    """Return a routine's file, ready to be edited, with a note if it isn't UTF-8 or if it is built in.

    Of a built-in one, the paragraph on how to make it one's own is left out.

    Raises `UsageError` if the file has a character that only the editor would take for a line end.
    """
    text, note = decode_text(found.content)
    strange = find_strange_line_end(text)
    if strange is not None:
        raise UsageError(
            f"Line {strange} has a character that this editor would take for a line end.",
            f"Change {found.path} in another editor.",
        )
    if not note and found.source != YOURS:
        note = "This routine is built in. Saving makes your own copy, which is used instead."
        text = without_invitation(text)
    return OpenedRoutine(found.id, text, found, note)


def describe_problem(problem: Problem) -> str:
    """Return a problem as a line of a list: ``12: a mistake`` or ``12: warning: …``."""
    kind = "" if problem.severity is Severity.ERROR else "warning: "
    return f"{problem.line}: {kind}{problem.message}"


def _count(number: int, word: str) -> str:
    """Return a number with its word, such as ``1 mistake`` or ``2 mistakes``."""
    return f"1 {word}" if number == 1 else f"{number} {word}s"


def place_of(problem: Problem) -> Place:
    """Return where a problem is, counted from 0."""
    return problem.line - 1, problem.column - 1


def find_underlines(lines: Sequence[TomlLine], problems: Sequence[Problem]) -> dict[int, list[Underline]]:
    """Return what is underlined, by row: from a problem's place to the end of the token there.

    Where there is no token, it is one character. A problem behind the end of its line is shown at the line's
    last character, and one below the last line in that line. Rows without a problem are left out. lines: one
    or more.
    """
    found: dict[int, list[Underline]] = {}
    for problem in problems:
        row, column = place_of(problem)
        row = min(row, len(lines) - 1)
        line = lines[row]
        column = min(column, max(0, len(line.text) - 1))
        part = next((part for part in line.parts if part.start <= column < part.end), None)
        start, end = (column, column + 1) if part is None else (max(part.start, column), part.end)
        found.setdefault(row, []).append(Underline(start, end, problem.severity))
    return found


def find_next_problem(problems: Sequence[Problem], at: Place) -> Problem | None:
    """Return the first problem after a place, or the very first one if none comes after it.

    None without problems.

    problems: in the order of their places. One at `at` itself isn't after it.
    """
    if not problems:
        return None
    return problems[bisect_right([place_of(problem) for problem in problems], at) % len(problems)]


def find_problem_in_row(problems: Sequence[Problem], row: int) -> Problem | None:
    """Return the first problem of a row, from 0; None if there is none."""
    return next((problem for problem in problems if place_of(problem)[0] == row), None)


def find_first_step(lines: Sequence[TomlLine]) -> int:
    """Return the row, from 0, in which the first step begins; 0 without steps."""
    return next((row for row, line in enumerate(lines) if find_step([line], 0) is not None), 0)


def routine_from(routine: Routine, lines: Sequence[TomlLine], row: int) -> Routine:
    """Return the rest of a routine, beginning with the step that a row of its text belongs to.

    For a row that belongs to no step, such as one above the steps, it is the whole routine.
    """
    step = find_step(lines, row) or 0
    return routine.from_step(min(step, len(routine.steps) - 1))


def first_difference(text: str, other: str) -> int:
    """Return the row, from 0, of the first line in which two texts differ, or that only one of them has.

    0 if all lines are the same; how they end isn't compared.
    """
    rows = zip_longest(text.splitlines(), other.splitlines())
    return next((row for row, (here, there) in enumerate(rows) if here != there), 0)


def decode_text(content: bytes) -> tuple[str, str]:
    """Return the text of a file, and a note on it that the person should read; empty without one.

    A byte order mark is left out. A file that isn't UTF-8 is read as Windows-1252, the usual encoding of
    Western Europe, and the note says so.
    """
    data = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return text, "The file wasn't UTF-8. Check its accents before you save it."


def find_strange_line_end(text: str) -> int | None:
    """Return the first line, from 1, with a character that is a line end for the editor, but not in TOML.

    None if there is no such line.
    """
    plain = text.replace("\r\n", "\n")
    place = next((index for index, char in enumerate(plain) if char in _SHOWN_LINE_BREAKS), None)
    return None if place is None else plain.count("\n", 0, place) + 1
