"""Every error that a person can meet, and the problems that a file can have.

An error says what happened and what to do next; the exit codes are those of the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem stops: an error stops the file from being used, a warning stops nothing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, at its place."""

    line: int
    """Line, counted from 1."""
    column: int
    """Column in characters, counted from 1."""
    message: str
    """What is wrong, and what would be right."""
    severity: Severity = Severity.ERROR

    def format_with_path(self, path: str) -> str:
        """The problem as one line, ``FILE:LINE:COLUMN: message``."""
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{path}:{self.line}:{self.column}: {mark}{self.message}"


class TpsessionError(Exception):
    """Something that a person has to know about: what happened and what to do next."""

    exit_code: ClassVar[int] = 1
    """What the command line exits with."""

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep the error.

        what: one sentence, what happened. todo: one sentence, what to do next; may be empty.
        """
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()


class UsageError(TpsessionError):
    """The command or a choice doesn't fit: an unknown routine, a side that the routine hasn't."""

    exit_code = 2


class ExistsError(UsageError):
    """Something lies where a file is to be written; whoever asked for the file says what to do next."""


class RoutineFileError(TpsessionError):
    """A routine file has errors and can't be played."""

    exit_code = 3

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        """Keep the file's shown path and its problems, in the order of their places."""
        lines = "\n".join(problem.format_with_path(path) for problem in problems)
        super().__init__(lines)
        self.path = path
        self.problems = problems


class SettingsError(TpsessionError):
    """The settings can't be written."""


class HistoryError(TpsessionError):
    """The history can't be read or written."""

    exit_code = 4
