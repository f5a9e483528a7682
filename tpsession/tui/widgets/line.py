"""Words that change seldom but are set often."""

from __future__ import annotations

import re

from textual.css.scalar import Unit
from textual.widgets import Static

from tpsession.tui.columns import CUT
from tpsession.tui.text import plain

_ENDS = (re.compile(r"(?<=[.!?])\s+"), re.compile(r"\s+"))
"""Where words may be cut: best after a sentence, else after a word."""


class Line(Static):
    """Shows words as nothing but text; setting the same words again costs nothing.

    Words that need more lines than its style's greatest height are cut after a whole sentence, or a word
    where not even one sentence fits, and end in dots: half of an instruction would mislead.
    """

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        grows: bool = False,
    ) -> None:
        """grows: whether its height follows the words; else other words lay nothing out anew."""
        super().__init__(id=id, classes=classes)
        self._words = ""
        self._grows = grows

    def say(self, words: str) -> None:
        """Show these words."""
        if words != self._words:
            self._words = words
            self._lay_out()

    def on_resize(self) -> None:
        """More or fewer words fit now."""
        if self._grows:
            self._lay_out()

    def _lay_out(self) -> None:
        self.update(plain(self._fitting()), layout=self._grows)

    def _fitting(self) -> str:
        """As many of the words as there is room for."""
        width, most = self.content_size.width, self.styles.max_height
        if not (self._grows and width and most is not None and most.unit is Unit.CELLS):
            return self._words

        def fits(words: str) -> bool:
            return plain(words).get_height({}, width) <= most.value

        if fits(self._words):
            return self._words
        for end in _ENDS:
            for match in reversed(list(end.finditer(self._words))):
                shorter = f"{self._words[: match.start()]} {CUT}"
                if fits(shorter):
                    return shorter
        return self._words
