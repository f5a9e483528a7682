# ruff: noqa: RUF001 - the table is of characters that look like others
"""Replaces all characters on the screen by ASCII ones of the same width, for terminals without Unicode."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

_SHAPES = {
    char: plain
    for chars, plain in (
        ("─▔–—−‐‑‒╌╍┄┅┈┉╴╶╸╺", "-"),
        ("━═⏎", "="),
        ("│┃║▏▎▍▋▊▉▐▕╎╏┆┇┊┋╵╷╹╻¦", "|"),
        ("╱", "/"),
        ("╲", "\\"),
        ("█▀▄▅▆▇■▓", "#"),
        ("▁▂▃", "_"),
        ("▒", ":"),
        ("▖▗▘▝▙▚▛▜▞▟", "+"),
        ("←◀◂◄‹«❮", "<"),
        # The half block marks a button with the focus, as the pointer marks a line of a list.
        ("→▶▸►›»❯▌", ">"),
        ("↑▲▴△", "^"),
        ("↓▼▾▽", "v"),
        ("✓✔", "+"),
        ("•●◉◆★", "*"),
        ("○◌◇□", "o"),
        ("×✕✗", "x"),
        ("…·░", "."),
        ("≈", "~"),
        ("‘’‚", "'"),
        ("“”„", '"'),
        ("⚠", "!"),
        ("†", "+"),
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
"""ASCII characters that look like others."""
_ARROW_BETWEEN_NUMBERS = re.compile(r"(?<=[\d–]) → (?=[\d–])")

_BAR_ENDS = frozenset(filter(str.strip, (*ScrollBarRender.VERTICAL_BARS, *ScrollBarRender.HORIZONTAL_BARS)))
"""Textual's characters for the ends of a scrollbar, which cover a part of a cell."""
_REVERSE = Style(reverse=True)


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """Return a text as printable ASCII that is as many cells wide.

    Letters lose their accents; lines, arrows, quotes, bullets, blocks and the like become similar characters.
    Any other character becomes ``?`` in each of its cells; a character without width is dropped. An arrow
    with a space on each side, between two numbers, becomes ``-->``, because ``4 > 2`` would be a comparison.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ARROW_BETWEEN_NUMBERS.sub("-->", text)
    graphemes, _ = split_graphemes(text)
    plain = "".join(_grapheme_to_ascii(text[start:end], width) for start, end, width in graphemes)
    # Layout measures the text as a whole; with a joiner at its start that differs from the sum of its parts.
    cells = cell_len(text)
    return plain[:cells].ljust(cells)


def _grapheme_to_ascii(grapheme: str, width: int) -> str:
    """Return ASCII for one grapheme: a character with all that combines with it.

    Only the first character that has a width counts. If no ASCII character looks like it, it becomes question
    marks. A grapheme without width becomes an empty text.

    width: the cells that the result fills.
    """
    if width == 0:
        return ""
    char = next(char for char in grapheme if cell_len(char))
    if char.isascii():
        like = char
    elif char in _SHAPES:
        like = _SHAPES[char]
    else:
        like = _base_character(char) or _similar_shape(char)
    return like.ljust(width) if like else "?" * width


def _base_character(char: str) -> str:
    """Return a character without its accents or its unusual width, if that is ASCII; otherwise empty."""
    kind = unicodedata.decomposition(char)
    # Other compatibility forms change the meaning: a half would become 1, a superscript square 2.
    same = kind.startswith(("<wide>", "<narrow>"))
    parts = unicodedata.normalize("NFKD", char) if same else unicodedata.normalize("NFD", char)
    return parts[0] if parts[0].isascii() and all(map(unicodedata.combining, parts[1:])) else ""


def _similar_shape(char: str) -> str:
    """Return ``+`` for the line of a box, ``:`` for a pattern of dots; empty for anything else."""
    name = unicodedata.name(char, "")
    if name.startswith("BOX DRAWINGS"):
        return "+"
    return ":" if name.startswith("BRAILLE PATTERN") else ""


class AsciiFilter(LineFilter):
    """Textual's line filter that turns everything on the screen into ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same segments with ASCII text; Textual calls this for each line of the screen.

        The ends of a scrollbar, which cover a part of a cell, become whole cells of it.
        """
        return [
            Segment(" " * cell_len(text), style + _REVERSE, control)
            if style is not None and text[:1] in _BAR_ENDS and _is_bar(style)
            else Segment(to_ascii(text), style, control)
            for text, style, control in segments
        ]


def _is_bar(style: Style) -> bool:
    """Return whether a style is that of the movable part of a scrollbar, which the mouse can grab."""
    return style.meta.get("@mouse.down") == "grab"
