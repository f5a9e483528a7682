"""Fits and wraps text to widths in cells, so that columns with wide characters stay aligned."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, chop_cells, set_cell_size

ELLIPSIS = "…"
"""Ends a text that was cut off."""


def fit_text(text: str, width: int) -> str:
    """Return a text padded to exactly `width` cells; a longer one is cut, with `ELLIPSIS` after what is left.

    For a width of 0 or less, the result is empty.
    """
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(f"{set_cell_size(text, width - 1).rstrip()}{ELLIPSIS}", width) if width > 0 else ""


def fit_name(text: str, width: int) -> str:
    """Return a text as `fit_text` does, but cut in its middle: the ends of names tell variations apart.

    The last third of the width is kept for the end of the text. In fewer than 3 cells, the text is cut at its
    end.
    """
    end = width // 3
    if cell_len(text) <= width or end < 1:
        return fit_text(text, width)
    tail = text
    while cell_len(tail) > end:
        tail = tail[1:]
    start = fit_text(text, width - cell_len(tail)).rstrip()
    return set_cell_size(f"{start}{tail}", width)


def align_right(text: str, width: int) -> str:
    """Return a text in exactly `width` cells, aligned to the right; a longer one is cut as by `fit_text`."""
    spare = width - cell_len(text)
    return " " * spare + text if spare >= 0 else fit_text(text, width)


def wrap_text(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells, with one space between two words.

    A word is only broken if it is longer than a line. There is always at least one line, which may be empty.
    """
    return wrap_parts(text.split(), width)


def wrap_parts(parts: Iterable[str], width: int) -> list[str]:
    """Join parts with spaces, and break the result into lines of at most `width` cells, without padding.

    A part is only broken if it is longer than a line. There is always at least one line, which may be empty.
    """
    width = max(1, width)
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]} {part}" if lines[-1] else part
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        pieces = chop_cells(part, width)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines
