"""The mark in front of the line that is pointed at."""

from __future__ import annotations

from textual.widget import Widget

from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.text.charset import charset_of

_SIGNS = {Charset.UNICODE: "▸ ", Charset.ASCII: "> "}
POINTER_CELLS = 2
"""Columns of the mark with the space after it."""


def pointer(widget: Widget, *, here: bool) -> str:
    """The mark before a line, or as much space where it isn't the one pointed at."""
    return _SIGNS[charset_of(widget)] if here else " " * POINTER_CELLS
