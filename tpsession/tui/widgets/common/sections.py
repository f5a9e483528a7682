"""What is to know, in sections: a name, and below or beside it its lines, with marks where they have some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import hanging_indent

_BESIDE = 44
"""Cells from which on the names have a column of their own."""
_GAP = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to know."""

    text: str
    """From anywhere: it is made harmless."""
    mark: str = ""
    """What stands before it; longer text wraps beside it."""
    colour: str = ""
    """The mark's colour, a theme variable."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one name."""

    name: str
    """Two words or so."""
    lines: tuple[Item, ...]
    colour: str = ""
    """The name's colour, a theme variable."""


class Sections(Widget):
    """Shows sections: the names in a column where there is room, else above their lines."""

    DEFAULT_CSS = """
    Sections {
        width: 100%;
        height: auto;
    }
    """

    spaced: reactive[bool] = reactive(True, layout=True)
    """Whether an empty row stands between two sections."""

    _sections: Sequence[Section] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show these; empty ones are left out."""
        self._sections = [section for section in sections if section.lines]
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words need."""
        return len(self._rows(width))

    def render(self) -> RenderResult:
        """All sections."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        longest = max((len(section.name) for section in self._sections), default=0)
        column = longest + _GAP if longest and width >= _BESIDE else 0
        rows: list[Content] = []
        for section in self._sections:
            name = Content.styled(section.name, f"bold {section.colour}")
            if rows and self.spaced:
                rows.append(Content(""))
            if section.name and not column:
                rows.append(name)
            for place, line in enumerate(section.lines):
                start = (
                    name.pad_right(column - len(section.name))
                    if column and not place
                    else Content(" " * column)
                )
                mark = Content.styled(f"{line.mark} ", f"bold {line.colour}") if line.mark else Content("")
                rows += hanging_indent(start + mark, literal(line.text), width)
        return rows
