"""What each part of a line of TOML is, for colours, completion and finding a step. It never fails.

A routine that is being typed is rarely valid. So each line is read by itself, given only what is still open
from the lines above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise


class PartKind(Enum):
    """What a part of a line is."""

    COMMENT = auto()
    HEADING = auto()
    """The name of a table in its brackets."""
    KEY = auto()
    TEXT = auto()
    """A value in quotes."""
    VALUE = auto()
    """A number, true, false, or a word that is neither."""


@dataclass(frozen=True, slots=True)
class TomlPart:
    """A part of a line that has a colour of its own."""

    start: int
    """The number of its first character, from 0."""
    end: int
    """The number of the first character after it."""
    kind: PartKind


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What the lines above a line have opened and not closed."""

    quotes: str = ""
    """The three quotes that end the text which the line begins in; empty outside a text."""
    brackets: int = 0
    """How many lists and inline tables the line begins in."""

    @property
    def is_value(self) -> bool:
        """Whether the line begins within a value."""
        return bool(self.quotes) or self.brackets > 0


@dataclass(frozen=True, slots=True)
class TomlLine:
    """A line with its parts."""

    text: str
    parts: tuple[TomlPart, ...]
    begins: StillOpen
    ends: StillOpen


NOTHING_OPEN = StillOpen()
_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t]+)
    | (?P<comment>\#.*)
    | (?P<long>\"{3}|'{3})
    | (?P<quoted>"(?:[^"\\]|\\.)*"? | '[^']*'?)
    | (?P<word>[^\s\#"'=,\[\]{}]+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADING = re.compile(r"[ \t]*(\[\[?[^\]#]*\]{0,2})")
_BEFORE_VALUE = re.compile(r"[ \t]*=")
_LONG_END = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"{3}"{0,2}'),
    "'''": re.compile(r"(?:[^']|'(?!''))*'{3}'{0,2}"),
}
_NEW_STATEMENT = re.compile(r"\[\[?\w+\]|[\w-]+[ \t]*=")
"""Nothing in a list begins a line like this, so a list above it has lost its end."""
_STEPS = r"\s*(?:steps|\"steps\"|'steps')\s*"
_STEPS_HEADING = re.compile(rf"\[\[{_STEPS}\]\]")
_INNER_HEADING = re.compile(rf"\[\[{_STEPS}\.{_STEPS}\]\]")
"""The headings of a step, or of rounds, and of a step of rounds."""


def read_lines(lines: Sequence[str]) -> list[TomlLine]:
    """Return each line with its parts. A list or a text in three quotes may go on in the next line.

    Never raises, however broken the text is. lines: without line ends.
    """
    found: list[TomlLine] = []
    begins = NOTHING_OPEN
    for text in lines:
        line = read_line(text, begins)
        found.append(line)
        begins = line.ends
    return found


@lru_cache(maxsize=8192)
def read_line(text: str, begins: StillOpen = NOTHING_OPEN) -> TomlLine:
    """Return a line with its parts.

    A list that the lines above left open counts as closed if this line plainly begins something new. The
    results are cached, because an edit changes few lines.

    begins: what the lines above have left open.
    """
    if not begins.quotes and _NEW_STATEMENT.match(text):
        begins = NOTHING_OPEN
    parts: list[TomlPart] = []
    quotes, brackets, index = begins.quotes, begins.brackets, 0
    if not begins.is_value and (heading := _HEADING.match(text)):
        parts.append(TomlPart(heading.start(1), heading.end(1), PartKind.HEADING))
        index = heading.end(1)
    is_first = index == 0
    # Every character is a sign if nothing else, so it ends with the text.
    while match := _TOKEN.match(text, index):
        if quotes:
            index, quotes = _end_long_text(text, index, quotes, parts)
            continue
        index = match.end()
        group = match.lastgroup
        if group == "long":
            quotes = match.group()
            start = match.start()
            index, quotes = _end_long_text(text, index, quotes, parts, start)
        elif group == "comment":
            parts.append(TomlPart(match.start(), index, PartKind.COMMENT))
        elif group in {"quoted", "word"}:
            is_key = bool(_BEFORE_VALUE.match(text, index)) or (is_first and not brackets)
            plain = PartKind.TEXT if group == "quoted" else PartKind.VALUE
            parts.append(TomlPart(match.start(), index, PartKind.KEY if is_key else plain))
        elif group == "sign":
            brackets = max(0, brackets + _depth(match.group()))
        is_first = is_first and group == "blank"
    return TomlLine(text, tuple(parts), begins, StillOpen(quotes, brackets))


def _depth(sign: str) -> int:
    """Return by how much a sign changes the number of open lists and inline tables.

    1 for a sign that opens one, -1 for a sign that closes one, 0 for any other.
    """
    return 1 if sign in "[{" else -1 if sign in "]}" else 0


def _end_long_text(
    text: str, index: int, quotes: str, parts: list[TomlPart], start: int | None = None
) -> tuple[int, str]:
    """Append the part of a text in three quotes that is on this line.

    Returns the index behind that part, and the quotes if the text goes on in the next line, else an empty
    text.

    Args:
        text: The line.
        index: Where to look for the end of the text: behind its opening quotes, or at the beginning of a line
            in which it goes on.
        quotes: The quotes that end it.
        parts: The new part is appended to these.
        start: The index of the opening quotes if they are on this line; None if the part begins at `index`.

    """
    end = _LONG_END[quotes].match(text, index)
    stop = len(text) if end is None else end.end()
    parts.append(TomlPart(index if start is None else start, stop, PartKind.TEXT))
    return stop, quotes if end is None else ""


def part_at(line: TomlLine, column: int) -> TomlPart | None:
    """Return the part in which a column lies, or right after which it is; None if there is none.

    Between two parts that touch, it is the one that begins at the column.
    """
    return next((part for part in reversed(line.parts) if part.start <= column <= part.end), None)


def find_heading(lines: Sequence[TomlLine], row: int) -> int | None:
    """Return the row of the heading of the table that a row belongs to; None above the first heading.

    A heading belongs to its own table.
    """
    return next((number for number in range(row, -1, -1) if heading_of(lines[number])), None)


def heading_of(line: TomlLine) -> str:
    """Return the heading in a line, with its brackets; empty without any."""
    return "".join(line.text[part.start : part.end] for part in line.parts if part.kind is PartKind.HEADING)


def table_rows(lines: Sequence[TomlLine], row: int) -> Iterator[int]:
    """Yield the rows of the table that a row belongs to, without its heading.

    Above the first heading these are all rows there.
    """
    heading = find_heading(lines, row)
    for number in range(0 if heading is None else heading + 1, len(lines)):
        if heading_of(lines[number]):
            return
        yield number


def key_of(line: TomlLine) -> str:
    """Return the key that a line gives a value to, without quotes; empty if it gives none."""
    if line.begins.is_value:
        return ""
    part = next((part for part in line.parts if part.kind is PartKind.KEY), None)
    if part is None or not _BEFORE_VALUE.match(line.text, part.end):
        return ""
    return line.text[part.start : part.end].strip("\"'")


def find_step(lines: Sequence[TomlLine], row: int) -> int | None:
    """Return the number of the step that a row belongs to, from 0; None if it belongs to no step.

    A heading of rounds, and the keys below it, belong to the first step of the rounds. Rows above the first
    step, and those of another table, such as `[programme]`, belong to none.
    """
    headings = [
        (number, heading.strip()) for number, line in enumerate(lines) if (heading := heading_of(line))
    ]
    steps = -1
    found: int | None = None
    for (number, heading), (_, following) in pairwise([*headings, (0, "")]):
        if number > row:
            break
        is_rounds = bool(_STEPS_HEADING.fullmatch(heading) and _INNER_HEADING.fullmatch(following))
        is_step = bool(_STEPS_HEADING.fullmatch(heading) or _INNER_HEADING.fullmatch(heading))
        steps += is_step and not is_rounds
        found = steps + is_rounds if is_step else None
    return found
