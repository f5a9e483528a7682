"""The animated guide: a picture of what the hands do, in step with the plan."""

from __future__ import annotations

from tpsession.tui.drawing.motion.guide import GuideKind, draw_guide
from tpsession.tui.drawing.motion.stage import CyclePosition
from tpsession.tui.drawing.raster.picture import Ink, Picture
from tpsession.tui.widgets.common.pictures import PictureWidget

FRAMES_PER_CYCLE = 240
"""How many different pictures one cycle of a motion has at most. They are cached after the first cycle."""
MIN_ROWS_WITH_WORD = 3
"""The smallest height in rows at which there is a word under the picture."""
MAX_CACHED = 1024
"""How many pictures are cached at most; each takes some kilobytes."""


class Guide(PictureWidget):
    """Shows a picture of what the hands do at one moment of a session."""

    _kind: GuideKind = GuideKind.READY
    _frame = 0
    _word = ""

    def __init__(self, *, id: str | None = None) -> None:
        """Make a guide that shows getting ready."""
        super().__init__(id=id)
        self._cache: dict[tuple[GuideKind, int, int, int], Picture] = {}

    def show(self, kind: GuideKind, position: CyclePosition, word: str = "") -> None:
        """Show one moment of a motion.

        Args:
            kind: Which motion.
            position: Where it is in its cycle, from 0 to below 1; rounded down to one of `FRAMES_PER_CYCLE`
                steps.
            word: Shown under the picture; empty for none.

        """
        frame = int(position * FRAMES_PER_CYCLE) % FRAMES_PER_CYCLE
        if (kind, frame, word) != (self._kind, self._frame, self._word):
            self._kind, self._frame, self._word = kind, frame, word
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the moment that `show` set, with the word below it.

        With fewer than `MIN_ROWS_WITH_WORD` rows, leave the word out.
        """
        if rows < MIN_ROWS_WITH_WORD:
            return self._draw_motion(columns, rows)
        word = self._word[:columns].center(columns)
        return Picture((*self._draw_motion(columns, rows - 1).rows, ((word, Ink.TEXT),)))

    def _draw_motion(self, columns: int, rows: int) -> Picture:
        """Return the picture of the moment, without the word below it; draw it unless it is in the cache."""
        key = (self._kind, self._frame, columns, rows)
        picture = self._cache.get(key)
        if picture is None:
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            picture = draw_guide(self._kind, self._frame / FRAMES_PER_CYCLE, columns, rows, self.charset)
            self._cache[key] = picture
        return picture
