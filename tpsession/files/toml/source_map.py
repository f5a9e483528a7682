"""Finds the line and column of each key and value in a TOML text.

tomllib tells no places. This reads a text that tomllib has read already, so it has to know only where keys
and values begin and end, and not what they mean. It is imported only when there is a problem to locate.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from enum import Enum, auto

TomlPath = tuple[str | int, ...]
"""Keys and, in lists, indices from 0: ``("steps", 2, "hold")``."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_SPACES = re.compile(r"[ \t]*+")
_KEY_PART = re.compile(r"""[ \t]*+([A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+(\.?)""")
_SIMPLE_VALUE = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3}\"{0,2}  # a long text, which may end in two quotes of its own
    | '{3}.*?'{3}'{0,2}
    | "(?:[^"\\\n]|\\.)*+"
    | '[^'\n]*+'
    | [^,\]}\#\n]++  # a number, a date, true or false
    """,
    re.DOTALL | re.VERBOSE,
)


class KeyPart(Enum):
    """The part of a key-value pair that a problem is about."""

    KEY = auto()
    """The key, or the table's heading."""
    VALUE = auto()


class SourceMap:
    """The place of each key and each value in a TOML text, up to its first error."""

    def __init__(self, text: str) -> None:
        """Record all places in a text whose lines end in a line feed, up to what can't be followed."""
        self._text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._keys: dict[TomlPath, int] = {}
        """The index of the first character of each key."""
        self._values: dict[TomlPath, int] = {}
        """The same of each value."""
        self._elements: dict[TomlPath, int] = {}
        """How many headings in double brackets each list of tables has had so far."""
        self._index = 0
        """Where reading goes on."""
        try:
            self._record_document()
        except _UnexpectedError:
            # What comes after it is located at the table around it.
            return

    def find(self, path: TomlPath, part: KeyPart = KeyPart.VALUE) -> tuple[int, int]:
        """Return the line and column of a key or of its value, in characters counted from 1.

        If the text doesn't have the path, it is the place of the nearest table or list around it, or the
        start of the text.
        """
        for length in range(len(path), 0, -1):
            known = path[:length]
            places = (self._keys, self._values)
            first, second = places if part is KeyPart.KEY or length < len(path) else reversed(places)
            place = first.get(known, second.get(known))
            if place is not None:
                line = bisect_right(self._line_starts, place)
                return line, place - self._line_starts[line - 1] + 1
        return 1, 1

    def _record_document(self) -> None:
        """Record every heading and every pair of a key and a value, up to the end of the text.

        Raises `_UnexpectedError` at the first text in which it finds neither; what is before it stays
        recorded.
        """
        table: TomlPath = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text[self._index] == "[":
                table = self._record_heading()
            else:
                self._record_pair(table)

    def _record_heading(self) -> TomlPath:
        """Record the heading at the reading position, go on after it, and return the path of its table.

        In that path, a heading in double brackets is the next element of its list, and a parent that is such
        a list stands for its newest element. Raises `_UnexpectedError`.
        """
        start = self._index
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._index += brackets
        *parents, last = self._read_key()
        self._expect("]" * brackets)
        path: TomlPath = ()
        for key in parents:
            path = self._newest_element((*path, key))
        path = (*path, last)
        if brackets == 2:
            self._keys.setdefault(path, start)
            index = self._elements.get(path, 0)
            self._elements[path] = index + 1
            path = (*path, index)
        self._keys.setdefault(path, start)
        return path

    def _newest_element(self, path: TomlPath) -> TomlPath:
        """Return the path of the last element so far if it is a list of tables, else the path itself."""
        elements = self._elements.get(path)
        return path if elements is None else (*path, elements - 1)

    def _record_pair(self, table: TomlPath) -> None:
        """Record the pair that begins here, each part of its key and its value, and go on after it.

        Raises `_UnexpectedError`. table: the path of the table around the pair.
        """
        start = self._index
        path = table
        for part in self._read_key():
            path = (*path, part)
            self._keys.setdefault(path, start)
        self._expect("=")
        self._skip(_SPACES)
        self._record_value(path)

    def _record_value(self, path: TomlPath) -> None:
        """Record the value that begins here, with everything inside it, and go on after it.

        Raises `_UnexpectedError`.
        """
        self._values.setdefault(path, self._index)
        opening = self._text[self._index : self._index + 1]
        if opening not in {"[", "{"}:
            self._match(_SIMPLE_VALUE)
            return
        self._index += 1
        closing = "]" if opening == "[" else "}"
        count = 0
        while self._skip(_BLANK) < len(self._text):
            character = self._text[self._index]
            if character in {closing, ","}:
                self._index += 1
                if character == closing:
                    return
            elif opening == "{":
                self._record_pair(path)
            else:
                self._record_value((*path, count))
                count += 1
        raise _UnexpectedError

    def _read_key(self) -> list[str]:
        """Return the parts of the key that begins here, and go on after it and the spaces behind it.

        Raises `_UnexpectedError` if no key begins here, or if its last part is missing.
        """
        parts = []
        while True:
            match = self._match(_KEY_PART)
            parts.append(_key_text(match[1]))
            if not match[2]:
                return parts

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Go on after what matches the pattern here, which may be nothing, and return the index behind it."""
        return self._match(pattern).end()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Go on after what matches here, and return the match. Raises `_UnexpectedError` if nothing does."""
        match = pattern.match(self._text, self._index)
        if match is None:
            raise _UnexpectedError
        self._index = match.end()
        return match

    def _expect(self, text: str) -> None:
        """Go on after this text. Raises `_UnexpectedError` if it isn't here."""
        if not self._text.startswith(text, self._index):
            raise _UnexpectedError
        self._index += len(text)


class _UnexpectedError(ValueError):
    """Raised where a text isn't valid TOML."""


def _key_text(raw: str) -> str:
    """Return the name that a part of a key stands for, without quotes and escapes.

    A part that isn't valid TOML is returned as it is.
    """
    if raw[0] == "'":
        return raw[1:-1]
    if raw[0] != '"':
        return raw
    try:
        return next(iter(tomllib.loads(f"{raw} = 0")))
    except tomllib.TOMLDecodeError:
        return raw
