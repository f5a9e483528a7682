"""A TOML text as tomllib reads it: what it holds, or the first thing wrong in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from tpsession.core.errors import Problem, Severity

_MOST_KEY_PARTS = 500
_DEEPEST = 100

KEY_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


class Document(NamedTuple):
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


class Fault(NamedTuple):
    """The first thing wrong in a text; line and column from 1, column None at the text's end."""

    line: int
    column: int | None
    message: str


def long_key(text: str) -> Fault | None:
    """A key of so many parts that reading it would take minutes, or None."""
    if text.count(".") <= _MOST_KEY_PARTS:
        return None
    # tomllib takes the square of a key's parts: 256 KiB of dots would take minutes.
    long_key = re.compile(rf"(?<![A-Za-z0-9_-])(?:{KEY_PART}\.[ \t]*+){{20,}}+")
    for match in long_key.finditer(text):
        if match.group().count(".") > _MOST_KEY_PARTS:
            line, column = _line_and_column(text, match.start())
            return Fault(
                line, column, f"over {_MOST_KEY_PARTS} words joined by dots; no key has so many parts"
            )
    return None


def load(text: str) -> dict[str, object] | Fault:
    """What a text holds, or the first thing wrong in it."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(_PLACE, message)
        if place is None:
            return Fault(1, 1, message)
        message = message[: place.start()]
        if place[1]:
            return Fault(int(place[1]), int(place[2]), message)
        return Fault(text.count("\n") + 1, None, message)
    except RecursionError:
        line, column = _line_and_column(text, _deep_place(text))
        return Fault(line, column, "Nested too deep")
    except ValueError:
        # Python refuses to read a number of more than 4,300 digits.
        number = re.search(r"[0-9][0-9_]{4299,}", text)
        line, column = _line_and_column(text, number.start() if number else 0)
        return Fault(line, column, "Number too long")


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
