"""A TOML document as far as it can be read, and the reading of a text up to its first error."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from tpsession.core.errors import Problem, Severity

_MAX_KEY_PARTS = 500
_MAX_DEPTH = 100

KEY_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
"""A regular expression for one part of a key, with the spaces after it."""
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


class Document(NamedTuple):
    """A TOML document as far as it can be read."""

    data: Mapping[str, object]
    """The values; `placeholder` stands for one that can't be read."""
    text: str
    """The text that `data` was read from; whatever could be read is at the same place as in the file."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file's bytes and its TOML syntax, in the order of their places."""
    placeholder: str = ""
    """The value that stands for one that can't be read; a key that begins with it stands for such a key."""
    truncated: bool = False
    """Whether the end of the file couldn't be read at all."""

    @property
    def is_valid(self) -> bool:
        """Whether the whole file could be read as TOML; warnings don't count."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)

    def is_unreadable(self, value: object) -> bool:
        """Return whether a value is only a placeholder for one that can't be read."""
        return bool(self.placeholder) and value == self.placeholder

    def may_have_more_keys(self, table: Mapping[str, object]) -> bool:
        """Return whether a table may have had other keys: one couldn't be read, or the rest of the file."""
        return self.truncated or (
            bool(self.placeholder) and any(key.startswith(self.placeholder) for key in table)
        )


class TomlError(ValueError):
    """Raised for the first syntax error in a text."""

    def __init__(self, line: int, column: int | None, message: str) -> None:
        """Describe the error.

        Args:
            line: Counted from 1.
            column: Counted from 1; None at the end of the text.
            message: tomllib's message, without the place.

        """
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


def refuse_endless_keys(text: str) -> None:
    """Raise `TomlError` if the text has a key, or what looks like one, with more than 500 dots.

    tomllib's time grows with the square of a key's parts: 500 take milliseconds, 256 KiB of dots minutes.
    """
    if text.count(".") <= _MAX_KEY_PARTS:
        return
    long_key = re.compile(rf"(?<![A-Za-z0-9_-])(?:{KEY_PART}\.[ \t]*+){{20,}}+")
    for match in long_key.finditer(text):
        if match.group().count(".") > _MAX_KEY_PARTS:
            message = f"this key has more than {_MAX_KEY_PARTS} parts; no key needs so many"
            raise TomlError(*_line_and_column(text, match.start()), message)


def load(text: str) -> dict[str, object]:
    """Return the values of a TOML text. Raises `TomlError` for its first error.

    Raises it, too, if brackets are nested too deep or a number is too long for Python.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _to_toml_error(error, text) from error
    except RecursionError:
        raise TomlError(*_line_and_column(text, _find_too_deep(text)), "Nested too deep") from None
    except ValueError as error:
        # Python refuses to convert a number of more than 4,300 digits.
        number = re.search(r"[0-9][0-9_]{4299,}", text)
        place = _line_and_column(text, number.start() if number else 0)
        raise TomlError(*place, "Number too long") from error


def _to_toml_error(error: tomllib.TOMLDecodeError, text: str) -> TomlError:
    """Return tomllib's error as a `TomlError`: its place as numbers, and its message without the place.

    The column is None at the end of the text.
    """
    if sys.version_info >= (3, 14):
        at_end = error.pos >= len(error.doc)
        return TomlError(error.lineno, None if at_end else error.colno, error.msg)
    else:  # noqa: RET505 - without it, mypy calls the rest unreachable on Python 3.14
        # Before Python 3.14, only the message has the place.
        message = str(error)
        place = re.search(_PLACE, message)
        if place is None or place[1] is None:
            return TomlError(text.count("\n") + 1, None, re.sub(_PLACE, "", message))
        return TomlError(int(place[1]), int(place[2]), message[: place.start()])


def _find_too_deep(text: str) -> int:
    """Return the index of the first opening bracket inside 100 others; 0 if there is none.

    Brackets in texts and comments are counted, too.
    """
    depth = 0
    for index, character in enumerate(text):
        if character in "[{":
            depth += 1
            if depth > _MAX_DEPTH:
                return index
        elif character in "]}":
            depth -= 1
    return 0


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return the line and column of the character at an index of a text, both counted from 1."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1
