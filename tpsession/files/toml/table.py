"""Reads a TOML table key by key, and collects what is wrong with its keys and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from tpsession.core.errors import Problem, Severity
from tpsession.files.toml.document import Document
from tpsession.files.toml.wording import did_you_mean, quoted

T = TypeVar("T")

MAX_PROBLEMS = 500
"""Problems of one file that are reported."""


class InvalidValueError(ValueError):
    """Raised by a reader for a value that a key can't have; the text continues after the key's name."""

    def __init__(self, message: str, element: int | None = None) -> None:
        """Describe the error. element: the index of the wrong element of a list; None for the whole."""
        super().__init__(message)
        self.element = element


class TableProblem(NamedTuple):
    """A problem with a key or a value, whose line and column aren't known yet."""

    path: tuple[str | int, ...]
    """The keys and the indices in lists that lead to it, as in ``("steps", 2, "hold")``."""
    message: str
    severity: Severity = Severity.ERROR
    at_key: bool = False
    """Whether it is about the key or the heading, and not about the value."""


class ProblemCollector:
    """Collects the problems of one document, up to `MAX_PROBLEMS`."""

    def __init__(self, document: Document) -> None:
        """Make a collector without any problem. document: what was read, with the errors of its syntax."""
        self.document = document
        self.table_problems: list[TableProblem] = []
        self.error_count = 0
        """The number of errors, without the warnings and without those of the document's syntax."""

    def add_error(self, path: tuple[str | int, ...], message: str, *, at_key: bool = False) -> None:
        """Add an error; once the collector is full, only count it.

        Args:
            path: The keys and indices that lead to the value; empty for the whole file.
            message: What is wrong.
            at_key: Whether the error is about the key or the heading, and not about the value.

        """
        self.error_count += 1
        self._add(TableProblem(path, message, at_key=at_key))

    def add_warning(self, path: tuple[str | int, ...], message: str, *, at_key: bool = False) -> None:
        """Add a warning, unless the collector is full. The parameters are those of `add_error`."""
        self._add(TableProblem(path, message, Severity.WARNING, at_key))

    @property
    def is_full(self) -> bool:
        """Whether further problems are dropped; errors are still counted."""
        return len(self.table_problems) >= MAX_PROBLEMS

    def _add(self, problem: TableProblem) -> None:
        if not self.is_full:
            self.table_problems.append(problem)

    def locate_problems(self) -> tuple[Problem, ...]:
        """Return all problems with their lines and columns in the file's order, syntax errors included.

        Any other problem in a line with a syntax error is left out, unless it is about the whole file. If the
        collector is full, one more problem at the end says that only the first ones are listed.
        """
        syntax_problems = self.document.problems
        if not self.table_problems:
            return syntax_problems
        from tpsession.files.toml.source_map import KeyPart, SourceMap  # noqa: PLC0415 - only for problems

        source_map = SourceMap(self.document.text)
        # A syntax error is the cause of anything else that is wrong in its line.
        broken_lines = {problem.line for problem in syntax_problems if problem.severity is Severity.ERROR}
        problems = list(syntax_problems)
        for problem in self.table_problems:
            part = KeyPart.KEY if problem.at_key else KeyPart.VALUE
            line, column = source_map.find(problem.path, part)
            if line not in broken_lines or not problem.path:
                problems.append(Problem(line, column, problem.message, problem.severity))
        problems.sort(key=lambda problem: (problem.line, problem.column))
        if self.is_full:
            last = problems[-1]
            message = f"only the first {MAX_PROBLEMS} problems are listed"
            problems.append(Problem(last.line, last.column, message))
        return tuple(problems)


class TomlTable:
    """One table of a document."""

    def __init__(
        self, values: Mapping[str, object], path: tuple[str | int, ...], problems: ProblemCollector
    ) -> None:
        """Make a table from its values; nothing is checked yet.

        Args:
            values: The table's keys and values.
            path: The keys and indices that lead to the table.
            problems: Collects what is wrong with it.

        """
        self.values = values
        self.path = path
        self.problems = problems

    def has(self, key: str) -> bool:
        """Return whether the key is there, even if its value can't be read."""
        return key in self.values

    def is_missing(self, key: str) -> bool:
        """Return whether the key is certainly not there: nothing that couldn't be read may hold it."""
        return key not in self.values and not self.problems.document.may_have_more_keys(self.values)

    def read(self, key: str, reader: Callable[[object], T]) -> T | None:
        """Return the value of a key, as `reader` makes it; None if it is missing, unreadable or wrong.

        Only a wrong one is reported here.

        Args:
            key: The key.
            reader: Turns the value from the file into the result, or raises `InvalidValueError`.

        """
        if key not in self.values or self.problems.document.is_unreadable(self.values[key]):
            return None
        try:
            return reader(self.values[key])
        except InvalidValueError as error:
            path = (*self.path, key) if error.element is None else (*self.path, key, error.element)
            self.problems.add_error(path, f"{key} {error}")
            return None

    def read_or(self, default: T, key: str, reader: Callable[[object], T]) -> T:
        """Return the value of a key as `read` does, but `default` instead of None."""
        value = self.read(key, reader)
        return default if value is None else value

    def report_missing(self, message: str) -> None:
        """Add an error at the table's heading: something is missing from the table."""
        self.problems.add_error(self.path, message, at_key=True)

    def report_key(self, key: str, message: str) -> None:
        """Add an error about a key, whatever its value."""
        self.problems.add_error((*self.path, key), message, at_key=True)

    def report_unknown_keys(
        self,
        known: Iterable[str],
        explain: Callable[[str], str | None] | None = None,
        proposed: Iterable[str] | None = None,
    ) -> None:
        """Report each key that isn't known, with the most similar proposed key; if none is similar, with all.

        A key that couldn't be read isn't reported, and nothing is once the collector is full.

        Args:
            known: The keys that the table may have.
            explain: Returns a message to report instead, such as where a key belongs; None for the usual one.
            proposed: The known keys that fit here; None for all of them.

        """
        words = list(known)
        fitting = words if proposed is None else list(proposed)
        placeholder = self.problems.document.placeholder
        for key in self.values:
            if key in words or (placeholder and key.startswith(placeholder)):
                continue
            if self.problems.is_full:
                return
            message = explain(key) if explain else None
            self.report_key(key, message or f"unknown key {quoted(key)}; {did_you_mean(key, fitting)}")
