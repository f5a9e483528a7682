"""Words that change seldom but are set often."""

from __future__ import annotations

import re
from bisect import bisect

from textual.css.scalar import Unit
from textual.widgets import Static

from tpsession.tui.text.columns import ELLIPSIS
from tpsession.tui.text.plain_text import literal

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\s+")


class TruncatedLabel(Static):
    """Shows words as nothing but text; setting the same words again costs nothing.

    What needs more rows than there are ends in dots: after a sentence, since half of an instruction may
    mislead, or after a word where that would leave most of the room empty.
    """

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        grows: bool = False,
    ) -> None:
        """grows: whether its height follows the words, up to its style's greatest; else it has one row."""
        super().__init__(id=id, classes=classes)
        self._words = ""
        self._grows = grows

    def set_text(self, words: str) -> None:
        """Show these words."""
        if words != self._words:
            self._words = words
            self._lay_out()

    def on_resize(self) -> None:
        """More or fewer words fit now."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.update(literal(self._fitting()), layout=self._grows)

    @property
    def _most_rows(self) -> int | None:
        """How many rows there are at most; None where any number is."""
        if not self._grows:
            return 1
        most = self.styles.max_height
        return int(most.value) if most is not None and most.unit is Unit.CELLS else None

    def _fitting(self) -> str:
        """As many of the words as there is room for."""
        width, rows = self.content_size.width, self._most_rows
        if not width or rows is None:
            return self._words
        # A text may be as long as a file: what can't be seen isn't laid out.
        seen = self._words[: width * rows + 1]
        if seen == self._words and _rows(seen, width) <= rows:
            return seen

        def cut(end: int) -> str:
            return f"{seen[:end].rstrip()} {ELLIPSIS}"

        def longest(ends: list[int]) -> int:
            """The last of the places at which a cut leaves what fits; 0 where none does."""
            fits = bisect(ends, False, key=lambda end: _rows(cut(end), width) > rows)
            return ends[fits - 1] if fits else 0

        sentence = longest([end.start() for end in _SENTENCE.finditer(seen)])
        word = longest([end.start() for end in _WORD.finditer(seen)])
        return cut(sentence if 2 * sentence >= word > 0 else word or longest([*range(1, len(seen))]))


def _rows(words: str, width: int) -> int:
    return literal(words).get_height({}, width)
