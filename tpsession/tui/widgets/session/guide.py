"""The moving guide: what the hands do, in step with the plan."""

from __future__ import annotations

from tpsession.tui.drawing.motion.guide import GuideKind, draw_guide
from tpsession.tui.drawing.raster.picture import Ink, Picture
from tpsession.tui.widgets.common.pictures import PictureWidget

FRAMES_A_CYCLE = 240
"""A motion is cut into so many pictures at most, which are kept: the second time round nothing is drawn."""
LEAST_ROWS = 3
"""Rows from which on there is room for a word under the picture."""
MOST_KEPT = 1024
"""Pictures that are kept at most; those of one size are some kilobytes each."""


class Guide(PictureWidget):
    """Shows one technique's motion."""

    _kind: GuideKind = GuideKind.READY
    _step = 0
    _word = ""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept: dict[tuple[GuideKind, int, int, int], Picture] = {}

    def show(self, kind: GuideKind, position: float, word: str = "") -> None:
        """Show a moment of a motion; turn: 0 to 1 in its cycle; word: stands under it."""
        step = int(position * FRAMES_A_CYCLE) % FRAMES_A_CYCLE
        if (kind, step, word) != (self._kind, self._step, self._word):
            self._kind, self._step, self._word = kind, step, word
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """The picture of this moment, drawn once for each size, over its word."""
        if rows < LEAST_ROWS:
            return self._motion(columns, rows)
        word = self._word[:columns].center(columns)
        return Picture((*self._motion(columns, rows - 1).rows, ((word, Ink.TEXT),)))

    def _motion(self, columns: int, rows: int) -> Picture:
        key = (self._kind, self._step, columns, rows)
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            picture = draw_guide(self._kind, self._step / FRAMES_A_CYCLE, columns, rows, self.charset)
            self._kept[key] = picture
        return picture
