"""Facts with their names in front, a paragraph each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tpsession.tui.columns import wrapped
from tpsession.tui.text import shown

_BESIDE = 46
"""Cells from which on the names have a column of their own."""
_GAP = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One paragraph."""

    name: str
    """Two words or so."""
    text: str
    """From anywhere: it is made harmless."""
    grave: bool = False
    """Whether it is to be seen before the others."""


class Facts(Widget):
    """Shows facts: the names in a column where there is room, else above their paragraphs."""

    DEFAULT_CSS = """
    Facts {
        width: 100%;
        height: auto;
    }
    """

    _facts: Sequence[Fact] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these; one with the name of the one before goes on without it."""
        self._facts = facts
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The paragraphs."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        widest = max((len(fact.name) for fact in self._facts), default=0)
        column = widest + _GAP if widest and width >= _BESIDE else 0
        lines: list[Content] = []
        before = ""
        for fact in self._facts:
            name = Content.styled(fact.name, "bold $text-error" if fact.grave else "bold")
            paragraph = wrapped(shown(fact.text), width - column)
            if not column and fact.name != before:
                lines.append(name)
            for place, text in enumerate(paragraph):
                named = column and place == 0 and fact.name != before
                start = name.pad_right(column - len(fact.name)) if named else Content(" " * column)
                lines.append(start + Content(text))
            before = fact.name
        return lines
