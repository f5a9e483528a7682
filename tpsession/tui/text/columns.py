"""Text in columns: measured in cells, so that wide characters stay in line."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, chop_cells, set_cell_size

ELLIPSIS = "…"
"""Stands for what was cut off."""


def fit_text(text: str, width: int) -> str:
    """The text in exactly so many cells: filled up, or cut with a mark."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(f"{set_cell_size(text, width - 1).rstrip()}{ELLIPSIS}", width) if width > 0 else ""


def align_right(text: str, width: int) -> str:
    """The same at the right end of the cells."""
    spare = width - cell_len(text)
    return " " * spare + text if spare >= 0 else fit_text(text, width)


def wrap_text(text: str, width: int) -> list[str]:
    """The text in lines of at most so many cells, at least one line."""
    return wrap_parts(text.split(), width)


def wrap_parts(parts: Iterable[str], width: int) -> list[str]:
    """Parts with blanks between, in lines of at most so many cells; only longer parts are broken."""
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
