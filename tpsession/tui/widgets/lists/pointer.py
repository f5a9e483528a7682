"""The mark in front of the highlighted line of a list."""

from __future__ import annotations

from textual.widget import Widget

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.charset import charset_of

_SIGNS = {Charset.UNICODE: "▸ ", Charset.ASCII: "> "}
POINTER_CELLS = 2
"""Cells of the mark and the space after it."""


def pointer(widget: Widget, *, here: bool) -> str:
    """Return the pointer and a space for the highlighted line (`here`), two spaces for any other line."""
    return _SIGNS[charset_of(widget)] if here else " " * POINTER_CELLS
