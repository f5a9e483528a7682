"""Reading on after a mistake in a TOML text, so that every further one is told as well."""

from __future__ import annotations

import math
import re

from tpsession.core.errors import Problem
from tpsession.files.toml.explain import explain
from tpsession.files.toml.parser import KEY_PART, Document, Fault, load

_MOST_PROBLEMS = 50
_BUDGET = 4 * 1024 * 1024
"""Characters that may be parsed again for the errors after the first; about a second."""
_KEY = re.compile(rf"[ \t]*({KEY_PART}(?:\.[ \t]*{KEY_PART})*)")
_ASSIGNMENT = re.compile(rf"[ \t]*{KEY_PART}(?:\.[ \t]*{KEY_PART})*=")
_HEADING = re.compile(rf"[ \t]*(\[\[?)[ \t]*({KEY_PART}(?:\.[ \t]*{KEY_PART})*)")
_OPENING = ("[", "{", '"""', "'''")
_LONG_TEXT = re.compile(r"""=[ \t]*(?:\"{3}|'{3})""")


class Recovery:
    """Replaces one broken statement after another until the text can be read."""

    def __init__(self, text: str) -> None:
        self._original = text.split("\n")
        self._lines = text.split("\n")
        self._budget = _BUDGET
        self._mark = "\ue000"
        while self._mark in text:
            self._mark += "\ue000"

    def run(self, fault: Fault) -> Document:
        """Every problem, and what can be read."""
        problems: list[Problem] = []
        while True:
            first = self._statement(fault.line - 1)
            problems.append(self._problem(fault, first))
            if first is None or len(problems) >= _MOST_PROBLEMS or self._budget < 0:
                return self._cut(problems, first or 0)
            after = self._mend(first, fault)
            if not isinstance(after, Fault):
                return Document(after, "\n".join(self._lines), tuple(problems), self._mark)
            fault = after

    def _cut(self, problems: list[Problem], at: int) -> Document:
        """What stands before a line; the rest is too broken, or too long, to be judged now."""
        text = "\n".join(self._lines[:at])
        data = load(text)
        known = {} if isinstance(data, Fault) else data
        last = problems[-1]
        problems.append(Problem(last.line, last.column, "what follows is checked once this is right"))
        return Document(known, text, tuple(problems), self._mark, cut=True)

    def _problem(self, fault: Fault, first: int | None) -> Problem:
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

    def _parse(self, lines: list[str]) -> dict[str, object] | Fault:
        text = "\n".join(lines)
        self._budget -= len(text)
        return load(text)

    def _statement(self, last: int) -> int | None:
        """Index of the line on which the broken statement begins: what is before it can be read."""
        for index in range(last, -1, -1):
            if index != last and not _begins(self._lines[index]):
                continue
            if not isinstance(self._parse(self._lines[:index]), Fault):
                return index
            if self._budget < 0:
                return None
        return 0

    def _mend(self, first: int, fault: Fault) -> dict[str, object] | Fault:
        """Replace the statement that begins at line `first`; return what reading the text gives then."""
        last = fault.line - 1
        placeholder = self._placeholder(first)
        lines = self._lines
        trials = []
        for end in self._ends(first, last):
            tried = [*lines[:first], placeholder, *[""] * (end - first - 1), *lines[end:]]
            parsed = self._parse(tried)
            trials.append((tried, parsed))
            if not isinstance(parsed, Fault):
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
        elif not isinstance(load(line), Fault):
            # Sound by itself: the key stands twice, and what it was set to first is there.
            return ""
        elif match := _KEY.match(line):
            choices.append(f'{match[1]}= "{self._mark}"')
        choices.append(f'"{self._mark}{index}" = ""')
        before = self._lines[:index]
        for choice in choices:
            if not isinstance(self._parse([*before, choice]), Fault):
                return choice
        return ""


def _reach(parsed: dict[str, object] | Fault) -> float:
    """The line that reading came to."""
    return parsed.line if isinstance(parsed, Fault) else math.inf


def _begins(line: str) -> bool:
    """Whether a line looks like the beginning of a statement."""
    return bool(_ASSIGNMENT.match(line)) or (bool(_HEADING.match(line)) and line.rstrip().endswith("]"))
