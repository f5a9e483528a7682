"""TOML with all its mistakes at once.

tomllib judges, and stops at its first error. Here the broken statement is then replaced, on its own lines, by
a placeholder, and tomllib judges again; so every further error is a true one, no place moves, and what is
sound in a broken file can still be checked.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tpsession.core.errors import Problem, Severity
from tpsession.files.explain import explain
from tpsession.files.source import Source

_MOST_PROBLEMS = 50
_BUDGET = 4 * 1024 * 1024
"""Characters that may be parsed again for the errors after the first; about a second."""
_MOST_KEY_PARTS = 500
_DEEPEST = 100

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
# tomllib takes the square of a key's parts: 256 KiB of dots would take minutes.
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}\.[ \t]*+){{20,}}+")
_KEY = re.compile(rf"[ \t]*({_PART}(?:\.[ \t]*{_PART})*)")
_ASSIGNMENT = re.compile(rf"[ \t]*{_PART}(?:\.[ \t]*{_PART})*=")
_HEADING = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_PART}(?:\.[ \t]*{_PART})*)")
_OPENING = ("[", "{", '"""', "'''")
_LONG_TEXT = re.compile(r"""=[ \t]*(?:\"{3}|'{3})""")
_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4299,}")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text as far as it can be read."""

    data: Mapping[str, object]
    text: str
    """The text that `data` was read from: broken statements replaced, every other character at its place."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the bytes and with the text as TOML, in the order of the places."""
    mark: str = ""
    """Stands for a value that can't be read; a key that begins with it stands for one that can't be read."""
    cut: bool = False
    """Whether the rest of the text, from some place on, couldn't be read at all."""

    @property
    def sound(self) -> bool:
        """Whether the text itself has no errors."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)

    def is_broken(self, value: object) -> bool:
        """Whether a value stands for one that can't be read."""
        return bool(self.mark) and value == self.mark

    def has_gap(self, table: Mapping[str, object]) -> bool:
        """Whether a table may hold keys that can't be read."""
        return self.cut or (bool(self.mark) and any(key.startswith(self.mark) for key in table))


@dataclass(frozen=True, slots=True)
class _Fault:
    """The first thing wrong in a text; line and column from 1, column None at the text's end."""

    line: int
    column: int | None
    message: str


def read_document(source: Source) -> Document:
    """The document of a file's text, empty where that can't be read, with the problems of both."""
    if source.text is None:
        return Document({}, "", source.problems, cut=True)
    document = parse_toml(source.text)
    # Whatever else is wrong in a line with a bad byte comes from that byte.
    bad = {problem.line for problem in source.problems if problem.severity is Severity.ERROR}
    problems = [*source.problems, *(problem for problem in document.problems if problem.line not in bad)]
    return replace(document, problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def parse_toml(text: str) -> Document:
    """Read a TOML text; never raises. Lines in `text` end in a line feed."""
    if (fault := _long_key(text)) is not None:
        problem = Problem(fault.line, fault.column or 1, fault.message)
        return Document({}, "", (problem,), cut=True)
    parsed = _load(text)
    if not isinstance(parsed, _Fault):
        return Document(parsed, text)
    return _Recovery(text).run(parsed)


def _long_key(text: str) -> _Fault | None:
    if text.count(".") <= _MOST_KEY_PARTS:
        return None
    for match in _LONG_KEY.finditer(text):
        if match.group().count(".") > _MOST_KEY_PARTS:
            line, column = _line_and_column(text, match.start())
            return _Fault(
                line, column, f"over {_MOST_KEY_PARTS} words joined by dots; no key has so many parts"
            )
    return None


def _load(text: str) -> dict[str, object] | _Fault:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        if place is None:
            return _Fault(1, 1, message)
        message = message[: place.start()]
        if place[1]:
            return _Fault(int(place[1]), int(place[2]), message)
        return _Fault(text.count("\n") + 1, None, message)
    except RecursionError:
        line, column = _line_and_column(text, _deep_place(text))
        return _Fault(line, column, "Nested too deep")
    except ValueError:
        # Python refuses to read a number of more than 4,300 digits.
        number = _LONG_NUMBER.search(text)
        line, column = _line_and_column(text, number.start() if number else 0)
        return _Fault(line, column, "Number too long")


def _deep_place(text: str) -> int:
    depth = 0
    for index, character in enumerate(text):
        if character in "[{":
            depth += 1
            if depth > _DEEPEST:
                return index
        elif character in "]}":
            depth -= 1
    return 0


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


class _Recovery:
    """Replaces one broken statement after another until the text can be read."""

    def __init__(self, text: str) -> None:
        self._original = text.split("\n")
        self._lines = text.split("\n")
        self._budget = _BUDGET
        self._mark = "\ue000"
        while self._mark in text:
            self._mark += "\ue000"

    def run(self, fault: _Fault) -> Document:
        """Every problem, and what can be read."""
        problems: list[Problem] = []
        while True:
            first = self._statement(fault.line - 1)
            problems.append(self._problem(fault, first))
            if first is None or len(problems) >= _MOST_PROBLEMS or self._budget < 0:
                return self._cut(problems, first or 0)
            after = self._mend(first, fault)
            if not isinstance(after, _Fault):
                return Document(after, "\n".join(self._lines), tuple(problems), self._mark)
            fault = after

    def _cut(self, problems: list[Problem], at: int) -> Document:
        """What stands before a line; the rest is too broken, or too long, to be judged now."""
        text = "\n".join(self._lines[:at])
        data = _load(text)
        known = {} if isinstance(data, _Fault) else data
        last = problems[-1]
        problems.append(Problem(last.line, last.column, "what follows is checked once this is right"))
        return Document(known, text, tuple(problems), self._mark, cut=True)

    def _problem(self, fault: _Fault, first: int | None) -> Problem:
        statement = self._original[fault.line - 1 if first is None else first]
        begin = len(statement) - len(statement.lstrip(" \t")) + 1
        told = explain(fault.message, statement)
        if (
            first is not None
            and first + 1 < fault.line
            and fault.column is not None
            and _LONG_TEXT.search(statement)
        ):
            begun = f"the text that begins on line {first + 1} ends here or before"
            message = f"{begun}; its closing quotes may be missing"
            return Problem(fault.line, fault.column, message)
        if told.at_statement or fault.column is None:
            return Problem(fault.line if first is None else first + 1, begin, told.message)
        column = fault.column
        if told.back_to:
            column = self._original[fault.line - 1].rfind(told.back_to, 0, column - 1) + 1 or column
        return Problem(fault.line, column, told.message)

    def _parse(self, lines: list[str]) -> dict[str, object] | _Fault:
        text = "\n".join(lines)
        self._budget -= len(text)
        return _load(text)

    def _statement(self, last: int) -> int | None:
        """Index of the line on which the broken statement begins: what is before it can be read."""
        for index in range(last, -1, -1):
            if index != last and not _begins(self._lines[index]):
                continue
            if not isinstance(self._parse(self._lines[:index]), _Fault):
                return index
            if self._budget < 0:
                return None
        return 0

    def _mend(self, first: int, fault: _Fault) -> dict[str, object] | _Fault:
        """Replace the statement that begins at line `first`; return what reading the text gives then."""
        last = fault.line - 1
        placeholder = self._placeholder(first)
        lines = self._lines
        trials = []
        for end in self._ends(first, last):
            tried = [*lines[:first], placeholder, *[""] * (end - first - 1), *lines[end:]]
            parsed = self._parse(tried)
            trials.append((tried, parsed))
            if not isinstance(parsed, _Fault):
                break
        self._lines, parsed = max(trials, key=lambda trial: _reach(trial[1]))
        return parsed

    def _ends(self, first: int, last: int) -> list[int]:
        """Indices of lines from which on reading may go on after a broken statement.

        One that opens a bracket or a long text may have further lines, or may lack its end and have swallowed
        other statements; the right guess is the one with which reading gets furthest.
        """
        after = last + 1
        ends = [after]
        if any(bracket in self._lines[first].partition("=")[2] for bracket in _OPENING):
            begins = [index for index in range(first + 1, len(self._lines)) if _begins(self._lines[index])]
            inside = [index for index in begins if index <= last][:1]
            beyond = [index for index in begins if index > after][:1]
            ends = [*inside, after, *beyond]
        return ends

    def _placeholder(self, index: int) -> str:
        """A line that can be read in place of a broken one and keeps as much of it as possible."""
        line = self._lines[index]
        choices = []
        if match := _HEADING.match(line):
            close = "]" * len(match[1])
            choices.append(f"{match[1]}{match[2]}{close}")
        if line.lstrip(" \t").startswith("["):
            choices.append(f'["{self._mark}{index}"]')
        elif not isinstance(_load(line), _Fault):
            # Sound by itself: the key stands twice, and what it was set to first is there.
            return ""
        elif match := _KEY.match(line):
            choices.append(f'{match[1]}= "{self._mark}"')
        choices.append(f'"{self._mark}{index}" = ""')
        before = self._lines[:index]
        for choice in choices:
            if not isinstance(self._parse([*before, choice]), _Fault):
                return choice
        return ""


def _reach(parsed: dict[str, object] | _Fault) -> float:
    """The line that reading came to."""
    return parsed.line if isinstance(parsed, _Fault) else math.inf


def _begins(line: str) -> bool:
    """Whether a line looks like the beginning of a statement."""
    return bool(_ASSIGNMENT.match(line)) or (bool(_HEADING.match(line)) and line.rstrip().endswith("]"))
