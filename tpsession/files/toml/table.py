"""Reading a TOML table key by key, and noting what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from tpsession.core.errors import Problem, Severity
from tpsession.files.toml.parser import Document
from tpsession.files.toml.wording import did_you_mean, quoted

T = TypeVar("T")

MOST_FINDINGS = 500
"""Problems that one file is told of; more help nobody."""


class WrongValue(ValueError):  # noqa: N818 - it reads as what it is, and never leaves this package
    """A value that its key doesn't take; its text goes on after the key's name."""


class TableProblem(NamedTuple):
    """A problem whose place isn't known yet."""

    path: tuple[str | int, ...]
    """Keys and indices down to the thing that is wrong."""
    message: str
    severity: Severity = Severity.ERROR
    at_key: bool = False
    """Whether the key or heading is the place, and not the value."""


@dataclass(slots=True, eq=False)
class ProblemCollector:
    """What is wrong in a document."""

    document: Document
    found: list[TableProblem] = field(default_factory=list)
    errors: int = 0
    """Number of errors among them."""

    def error(self, path: tuple[str | int, ...], message: str, *, at_key: bool = False) -> None:
        """Note an error."""
        self.errors += 1
        self._note(TableProblem(path, message, at_key=at_key))

    def warn(self, path: tuple[str | int, ...], message: str, *, at_key: bool = False) -> None:
        """Note a warning."""
        self._note(TableProblem(path, message, Severity.WARNING, at_key))

    @property
    def full(self) -> bool:
        """Whether nothing more is noted."""
        return len(self.found) >= MOST_FINDINGS

    def _note(self, finding: TableProblem) -> None:
        if not self.full:
            self.found.append(finding)

    def located(self) -> tuple[Problem, ...]:
        """Every problem of the document at its place, those of its TOML included, in the places' order."""
        syntax = self.document.problems
        if not self.found:
            return syntax
        # Loaded only now: a syntax tree costs more than two interpreter starts.
        from tpsession.files.toml.source_map import KeyPart, SourceMap  # noqa: PLC0415

        places = SourceMap(self.document.text)
        # What can't be read in a line is the cause of anything else that is wrong in it.
        spoilt = {problem.line for problem in syntax if problem.severity is Severity.ERROR}
        problems = list(syntax)
        for finding in self.found:
            line, column = places.of(finding.path, KeyPart.KEY if finding.at_key else KeyPart.VALUE)
            if line not in spoilt or not finding.path:
                problems.append(Problem(line, column, finding.message, finding.severity))
        if self.full:
            last = max(problem.line for problem in problems)
            problems.append(Problem(last, 1, f"only the first {MOST_FINDINGS} problems are listed"))
        return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


class TomlTable:
    """One table of a document."""

    def __init__(
        self, values: Mapping[str, object], path: tuple[str | int, ...], findings: ProblemCollector
    ) -> None:
        """Read `values`, which stand at `path`; what is wrong goes to `findings`."""
        self.values = values
        self.path = path
        self.findings = findings

    def has(self, key: str) -> bool:
        """Whether the key is there, with a value that can be read or not."""
        return key in self.values

    def take(self, key: str, read: Callable[[object], T], default: T) -> T:
        """The value of a key; the default where it is absent, or wrong, which is noted."""
        taken = self.find(key, read)
        return default if taken is None else taken

    def find(self, key: str, read: Callable[[object], T]) -> T | None:
        """The value of a key; None where it is absent, or wrong, which is noted."""
        if key not in self.values or self.findings.document.is_broken(self.values[key]):
            return None
        try:
            return read(self.values[key])
        except WrongValue as wrong:
            self.findings.error((*self.path, key), f"{key} {wrong}")
            return None

    def lacks(self, key: str) -> bool:
        """Whether the key is surely absent: not there, and no line of the table is unreadable."""
        return key not in self.values and not self.findings.document.has_gap(self.values)

    def missing(self, message: str) -> None:
        """Note at the table's heading that something is missing from it."""
        self.findings.error(self.path, message, at_key=True)

    def wrong_key(self, key: str, message: str) -> None:
        """Note at a key that it is wrong."""
        self.findings.error((*self.path, key), message, at_key=True)

    def unknown_keys(
        self, known: Iterable[str], elsewhere: Callable[[str], str | None] | None = None
    ) -> None:
        """Note each key that isn't known.

        elsewhere: says of a key that belongs to another table where it does, or None.
        """
        words = list(known)
        mark = self.findings.document.mark
        for key in self.values:
            if key in words or (mark and key.startswith(mark)):
                continue
            if self.findings.full:
                return
            place = elsewhere(key) if elsewhere else None
            self.wrong_key(key, place or f"unknown key {quoted(key)}; {did_you_mean(key, words)}")
