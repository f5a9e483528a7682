"""A label that cuts text off after a whole sentence or word if it doesn't fit."""

from __future__ import annotations

import re
from bisect import bisect

from textual.css.scalar import Unit
from textual.widgets import Static

from tpsession.tui.text.columns import ELLIPSIS
from tpsession.tui.text.plain_text import literal

_SENTENCE_GAP = re.compile(r"(?<=[.!?])\s+")
_WORD_GAP = re.compile(r"\s+")


class TruncatedLabel(Static):
    """Shows plain text, cut off if it doesn't fit; setting the same text again costs nothing.

    Text that needs more rows than there are is cut off and ends in dots. The cut comes after a sentence,
    because half of an instruction may mislead. If a cut after a word leaves more than twice as much text, it
    comes there.
    """

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        grows: bool = False,
    ) -> None:
        """Make an empty label.

        Args:
            id: Textual's id of the widget.
            classes: CSS classes.
            grows: Whether the height follows the text, up to the style's `max-height`; if not, it is one row.

        """
        super().__init__(id=id, classes=classes)
        self._text = ""
        self._grows = grows

    def set_text(self, text: str) -> None:
        """Show this text, cut off if it doesn't fit; do nothing if it is shown already."""
        if text != self._text:
            self._text = text
            self._show_fitting_text()

    def on_resize(self) -> None:
        """Cut the text off anew, so that it fits the new size."""
        self._show_fitting_text()

    def _show_fitting_text(self) -> None:
        self.update(literal(self._fitting_text()), layout=self._grows)

    @property
    def _max_rows(self) -> int | None:
        """The largest number of rows that the label may have: 1, or if it grows, what its style allows.

        None if it grows and its style sets no limit in cells.
        """
        if not self._grows:
            return 1
        limit = self.styles.max_height
        return int(limit.value) if limit is not None and limit.unit is Unit.CELLS else None

    def _fitting_text(self) -> str:
        """Return the text, cut off and ended with dots if it needs more rows than the label may have.

        The cut comes after the last sentence that fits, unless that leaves less than half of what a cut after
        a word leaves. Then it comes after the last word that fits, or within the first word if not even that
        fits. The whole text is returned while the label has no width, and always if its rows have no limit.
        """
        width, rows = self.content_size.width, self._max_rows
        if not width or rows is None:
            return self._text
        # The text may be as long as a file: wrapping more of it than fits would take minutes.
        start = self._text[: width * rows + 1]
        if start == self._text and _count_rows(start, width) <= rows:
            return start

        def cut_at(end: int) -> str:
            return f"{start[:end].rstrip()} {ELLIPSIS}"

        def last_fitting(ends: list[int]) -> int:
            """Return the last of these positions at which the cut text fits; 0 if it fits at none."""
            count = bisect(ends, False, key=lambda end: _count_rows(cut_at(end), width) > rows)
            return ends[count - 1] if count else 0

        sentence_end = last_fitting([gap.start() for gap in _SENTENCE_GAP.finditer(start)])
        word_end = last_fitting([gap.start() for gap in _WORD_GAP.finditer(start)])
        if 2 * sentence_end >= word_end > 0:
            return cut_at(sentence_end)
        return cut_at(word_end or last_fitting([*range(1, len(start))]))


def _count_rows(text: str, width: int) -> int:
    """Return how many rows a text takes when it is wrapped at `width` cells."""
    return literal(text).get_height({}, width)
