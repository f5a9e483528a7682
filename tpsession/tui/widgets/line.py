"""Words that change seldom but are set often."""

from __future__ import annotations

from textual.widgets import Static

from tpsession.tui.text import plain


class Line(Static):
    """Shows words as nothing but text; setting the same words again costs nothing."""

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
            self.update(plain(words), layout=self._grows)
