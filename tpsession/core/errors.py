"""The errors that a person can be shown, and the problems that a file can have.

Each error says what happened and what to do next, and has the exit code of the command line.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, NamedTuple


class Severity(StrEnum):
    """Whether a problem makes a file unusable: an error does, a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """Something wrong in a file, with its line and column."""

    line: int
    """Line, counted from 1."""
    column: int
    """Column in characters, counted from 1."""
    message: str
    """What is wrong, and what would be right."""
    severity: Severity = Severity.ERROR

    def format_with_path(self, path: str) -> str:
        """Return the problem as one line: ``FILE:LINE:COLUMN: message``.

        A warning has ``warning:`` before its message.
        """
        prefix = "warning: " if self.severity is Severity.WARNING else ""
        return f"{path}:{self.line}:{self.column}: {prefix}{self.message}"


class TpsessionError(Exception):
    """The base of all errors that a person is shown."""

    exit_code: ClassVar[int] = 1
    """Exit code of the command line."""

    def __init__(self, message: str, advice: str = "") -> None:
        """Make an error from two sentences.

        Args:
            message: What happened.
            advice: What to do next; may be empty.

        """
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".rstrip()


class UsageError(TpsessionError):
    """A command or a choice that doesn't fit, such as an unknown routine or a side that it doesn't have."""

    exit_code = 2


class ExistsError(UsageError):
    """A file already exists where one was to be written; the caller decides whether to overwrite it."""


class RoutineFileError(TpsessionError):
    """A routine file that has errors and can't be played."""

    exit_code = 3

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        """Make an error that lists all problems of a file.

        Args:
            path: The file's path, as shown to the person.
            problems: In the order of their lines and columns.

        """
        lines = "\n".join(problem.format_with_path(path) for problem in problems)
        super().__init__(lines)
        self.path = path
        self.problems = problems


class SettingsError(TpsessionError):
    """The settings can't be written."""


class OpeningChoice(NamedTuple):
    """What a person can do about a history that isn't open: have it opened once more."""

    text: str
    """What it does, as an answer to a question."""
    backup: str = ""
    """Path of the backup to go back to first; empty to open what is there."""


class HistoryError(TpsessionError):
    """The history can't be read or written."""

    exit_code = 4
    choices: tuple[OpeningChoice, ...] = ()
    """What a person can do about a history that isn't open; empty if opening it once more can't help."""
    explanation: str = ""
    """What a person should know in order to choose. The advice is for somebody who can't."""
    keeps_choices: bool = False
    """Whether one of several choices failed and changed nothing, so that all of them are still there."""
