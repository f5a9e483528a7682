"""TOML with all its mistakes at once.

tomllib judges, and stops at its first error. Here the broken statement is then replaced, on its own lines, by
a placeholder, and tomllib judges again; so every further error is a true one, no place moves, and what is
sound in a broken file can still be checked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tpsession.core.errors import Problem, Severity
from tpsession.files.source import Source

_MOST_KEY_PARTS = 500
_DEEPEST = 100

KEY_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


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
class Fault:
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
    parsed = load(text)
    if not isinstance(parsed, Fault):
        return Document(parsed, text)
    # Its patterns and words take a tenth of the list's start, and few files are broken.
    from tpsession.files.recovery import Recovery  # noqa: PLC0415

    return Recovery(text).run(parsed)


def _long_key(text: str) -> Fault | None:
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
