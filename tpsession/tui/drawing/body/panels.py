"""Arranges one or both views of the body side by side, with titles above and a caption below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.tui.drawing.body.body_map import View, Viewport
from tpsession.tui.drawing.body.projection import fit_projection, fitted_size
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run

_GAP = 3
"""Columns between two figures."""
_MIN_COLUMNS = 9
"""A narrower figure shows too little to be one of two."""
_MIN_RATIO = 0.6
"""Two figures are shown if they are at least this large compared with a single one."""
_CLEAR_SCALE = 0.8
"""Two figures are also shown if all is clear on them: at so many dots for each unit of body coordinates."""
_TITLE_ROWS = 8
"""From this many rows on, one is used for titles."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The position of one view in the whole picture, in cells."""

    view: View
    left: int
    top: int
    columns: int
    rows: int

    def contains(self, column: int, row: int) -> bool:
        """Return whether a cell of the whole picture belongs to this view."""
        return 0 <= column - self.left < self.columns and 0 <= row - self.top < self.rows


def layout_panels(
    viewport: Viewport, views: Sequence[View], main_view: View, columns: int, rows: int
) -> tuple[Panel, ...]:
    """Lay out all views side by side if they are large enough, otherwise the main view alone.

    If there are at least `_TITLE_ROWS` rows, the first is left free for titles. views: at most two.
    """
    top = 1 if rows >= _TITLE_ROWS else 0
    figure_rows = rows - top
    half = (columns - _GAP) // 2
    if len(views) > 1 and half >= _MIN_COLUMNS:
        single_scale = fit_projection(columns, figure_rows, viewport).scale
        double_scale = fit_projection(half, figure_rows, viewport).scale
        if double_scale >= min(_CLEAR_SCALE, _MIN_RATIO * single_scale):
            width, height = fitted_size(viewport, half, figure_rows)
            return tuple(Panel(view, n * (width + _GAP), top, width, height) for n, view in enumerate(views))
    return (Panel(main_view, 0, top, *fitted_size(viewport, columns, figure_rows)),)


def compose_panels(shown: Sequence[tuple[Panel, Picture]], caption: Run | None) -> Picture:
    """Join the views' pictures to one, with their titles above if that row is free, and the caption below.

    shown: at least one view. caption: None for none.
    """
    rows: list[tuple[Run, ...]] = []
    if shown[0][0].top:
        titles = [_centre((panel.view.title(), Ink.TEXT), panel.columns) for panel, _ in shown]
        rows.append(_join_row(titles))
    rows += [_join_row(runs) for runs in zip(*(picture.rows for _, picture in shown), strict=True)]
    if caption is not None:
        rows.append(_centre(caption, shown[-1][0].left + shown[-1][0].columns))
    return Picture(tuple(rows))


def _join_row(parts: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Return one row made of a row of each view, with `_GAP` blank columns between them."""
    first, *others = parts
    return (*first, *(run for part in others for run in ((" " * _GAP, Ink.BLANK), *part)))


def _centre(run: Run, columns: int) -> tuple[Run, ...]:
    """Return a run of text in the middle of a row of so many columns, cut off if it is longer."""
    text, ink = run[0][:columns], run[1]
    before = (columns - len(text)) // 2
    return (" " * before, Ink.BLANK), (text, ink), (" " * (columns - before - len(text)), Ink.BLANK)
