# ruff: noqa: RUF001 - the table is of characters that look like others
"""For terminals without Unicode: everything on the screen in plain ASCII, each cell in its place."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SHAPES = {
    char: plain
    for chars, plain in (
        ("─▔–—−‐‑‒╌╍┄┅┈┉╴╶╸╺", "-"),
        ("━═⏎", "="),
        ("│┃║▏▎▍▌▋▊▉▐▕╎╏┆┇┊┋╵╷╹╻¦", "|"),
        ("╱", "/"),
        ("╲", "\\"),
        ("█▀▄▅▆▇■▓", "#"),
        ("▁▂▃", "_"),
        ("▒", ":"),
        ("▖▗▘▝▙▚▛▜▞▟", "+"),
        ("←◀◂◄‹«❮", "<"),
        ("→▶▸►›»❯", ">"),
        ("↑▲▴△", "^"),
        ("↓▼▾▽✓✔", "v"),
        ("•●◉◆★", "*"),
        ("○◌◇□", "o"),
        ("×✕✗", "x"),
        ("…·░", "."),
        ("≈", "~"),
        ("‘’‚", "'"),
        ("“”„", '"'),
        ("⚠", "!"),
        ("ℹ", "i"),
        ("ßſ", "s"),
        ("æ", "a"),
        ("Æ", "A"),
        ("œø", "o"),
        ("ŒØ", "O"),
        ("đð", "d"),
        ("ĐÐ", "D"),
        ("ł", "l"),
        ("Ł", "L"),
        ("ı", "i"),
        ("µμ", "u"),
        ("\N{NO-BREAK SPACE}\N{BRAILLE PATTERN BLANK}\N{IDEOGRAPHIC SPACE}", " "),
    )
    for char in chars
}
"""What stands for characters that have a likeness."""


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """The text in printable ASCII, as many cells wide as before.

    Accents fall off, lines and arrows become their likeness, and what has none becomes ``?``.
    """
    if text.isascii() and text.isprintable():
        return text
    graphemes, _ = split_graphemes(text)
    plain = "".join(_plain(text[start:end], width) for start, end, width in graphemes)
    # A line is laid out by the cells of its whole text, where a joiner at its start counts otherwise.
    cells = cell_len(text)
    return plain[:cells].ljust(cells)


def _plain(grapheme: str, width: int) -> str:
    """One character with all that joins it; the first says what it is."""
    if width == 0:
        return ""
    char = next(char for char in grapheme if cell_len(char))
    if char.isascii():
        like = char
    elif char in _SHAPES:
        like = _SHAPES[char]
    else:
        like = _letter(char) or _drawn(char)
    return like.ljust(width) if like else "?" * width


def _letter(char: str) -> str:
    """The letter under the accents, or in another width; empty if it isn't one letter of ASCII."""
    kind = unicodedata.decomposition(char)
    # Other compatible forms change the meaning: a half would become one, a square two.
    same = kind.startswith(("<wide>", "<narrow>"))
    parts = unicodedata.normalize("NFKD", char) if same else unicodedata.normalize("NFD", char)
    return parts[0] if parts[0].isascii() and all(map(unicodedata.combining, parts[1:])) else ""


def _drawn(char: str) -> str:
    """A likeness of lines and dots; empty for anything else."""
    name = unicodedata.name(char, "")
    if name.startswith("BOX DRAWINGS"):
        return "+"
    return ":" if name.startswith("BRAILLE PATTERN") else ""


class AsciiFilter(LineFilter):
    """The filter over everything that is shown."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in plain characters."""
        return [Segment(to_ascii(text), style, control) for text, style, control in segments]
