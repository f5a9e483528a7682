"""One or both views of the body in the room there is, with their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.tui.drawing.body.body_map import View, Viewport
from tpsession.tui.drawing.body.frame import fit_projection, fitted_size
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run

_GAP = 3
"""Columns between two figures."""
_NARROW = 9
"""Columns under which a figure shows too little to stand beside another."""
_SMALLER = 0.6
"""How much smaller two figures may be than one alone, so that both are shown."""
_TITLED = 8
"""Rows from which on a title is worth its row."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Where one view lies in the whole picture, in cells."""

    view: View
    left: int
    top: int
    columns: int
    rows: int

    def contains(self, column: int, row: int) -> bool:
        """Whether a cell of the whole picture belongs to this view."""
        return 0 <= column - self.left < self.columns and 0 <= row - self.top < self.rows


def layout_panels(
    window: Viewport, views: Sequence[View], telling: View, columns: int, rows: int
) -> tuple[Panel, ...]:
    """The views side by side where they fit, or else the telling one alone."""
    top = 1 if rows >= _TITLED else 0
    down = rows - top
    half = (columns - _GAP) // 2
    if len(views) > 1 and half >= _NARROW:
        alone, beside = fit_projection(columns, down, window).scale, fit_projection(half, down, window).scale
        if beside >= _SMALLER * alone:
            wide, high = fitted_size(window, half, down)
            return tuple(Panel(view, n * (wide + _GAP), top, wide, high) for n, view in enumerate(views))
    return (Panel(telling, 0, top, *fitted_size(window, columns, down)),)


def compose_panels(shown: Sequence[tuple[Panel, Picture]], caption: Run | None) -> Picture:
    """The views' pictures beside each other, titles above and a caption below."""
    rows: list[tuple[Run, ...]] = []
    if shown[0][0].top:
        titles = [_centred((panel.view.title(), Ink.TEXT), panel.columns) for panel, _ in shown]
        rows.append(_beside(titles))
    rows += [_beside(runs) for runs in zip(*(picture.rows for _, picture in shown), strict=True)]
    if caption is not None:
        rows.append(_centred(caption, shown[-1][0].left + shown[-1][0].columns))
    return Picture(tuple(rows))


def _beside(parts: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    first, *others = parts
    return (*first, *(run for part in others for run in ((" " * _GAP, Ink.BLANK), *part)))


def _centred(run: Run, columns: int) -> tuple[Run, ...]:
    text, ink = run[0][:columns], run[1]
    before = (columns - len(text)) // 2
    return (" " * before, Ink.BLANK), (text, ink), (" " * (columns - before - len(text)), Ink.BLANK)
