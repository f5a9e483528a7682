"""A widget that shows named sections of text, each a name with marked or plain lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import hanging_indent

_GAP = 2
"""Cells between the longest name and the text."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section; it wraps if it is long."""

    text: str
    """May come from a file: control characters and markup in it do nothing."""
    mark: str = ""
    """Shown before the text, which wraps beside it; empty for none."""
    colour: str = ""
    """The mark's colour, a theme variable; empty for the text's own."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that share a name."""

    name: str
    """Two words or so."""
    lines: tuple[Item, ...]
    colour: str = ""
    """The name's colour, a theme variable; empty for the text's own."""
    is_warning: bool = False
    """Whether the name stands out as a block, and the text is bold: the strongest, also without colour."""


class Sections(Widget):
    """Shows sections with their names in a column if there is room, otherwise above their lines."""

    DEFAULT_CSS = """
    Sections {
        width: 100%;
        height: auto;
    }
    """

    min_width_with_column: ClassVar[int] = 44
    """The smallest width in cells at which the names have a column of their own."""
    spaced: reactive[bool] = reactive(True, layout=True)
    """Whether there is an empty row between two sections."""

    _sections: Sequence[Section] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show these sections, without those that have no lines."""
        self._sections = [section for section in sections if section.lines]
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the text takes at this width."""
        return len(self._wrapped_rows(width))

    def render(self) -> RenderResult:
        """Draw all sections."""
        return Content("\n").join(self._wrapped_rows(self.content_size.width))

    def _wrapped_rows(self, width: int) -> list[Content]:
        """Return all sections as rows of text; their lines wrap at `width` cells, their names don't.

        If `spaced`, an empty row comes between two sections. In a wide widget each name is in the column left
        of its first line, otherwise in a row above; a section without a name has no such row.
        """
        longest = max((len(section.name) for section in self._sections), default=0)
        column = longest + _GAP if longest and width >= self.min_width_with_column else 0
        rows: list[Content] = []
        for section in self._sections:
            name = Content.styled(section.name, f"bold {section.colour}{' reverse' * section.is_warning}")
            if rows and self.spaced:
                rows.append(Content(""))
            if section.name and not column:
                rows.append(name)
            for number, line in enumerate(section.lines):
                start = (
                    name.pad_right(column - len(section.name))
                    if column and number == 0
                    else Content(" " * column)
                )
                mark = Content.styled(f"{line.mark} ", f"bold {line.colour}") if line.mark else Content("")
                text = literal(line.text)
                rows += hanging_indent(
                    start + mark, text.stylize("bold") if section.is_warning else text, width
                )
        return rows
