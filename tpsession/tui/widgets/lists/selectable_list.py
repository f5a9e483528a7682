"""A list that scrolls, of which one thing is pointed at."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView

T = TypeVar("T")


class SelectableList(ScrollView, Generic[T], inherit_bindings=False):
    """Moves the pointer by the keys and the mouse, and keeps it in sight; subclasses say what comes of it."""

    DEFAULT_CSS = """
    SelectableList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]
    ALLOW_SELECT = False
    HEAD: ClassVar[int] = 0
    """Rows above the first thing, which don't scroll."""

    def __init__(self, *, id: str | None = None) -> None:
        """An empty list."""
        super().__init__(id=id)
        self._things: list[T] = []
        self._at = 0

    @property
    def highlighted(self) -> T | None:
        """What is pointed at, or None where there is nothing."""
        return self._things[self._at] if self._things else None

    # For subclasses

    @property
    @abstractmethod
    def lines_per_item(self) -> int:
        """Rows of each thing."""

    @abstractmethod
    def highlight_moved(self) -> None:
        """The person points at something else."""

    @abstractmethod
    def item_clicked(self) -> None:
        """What is pointed at was clicked once more."""

    @property
    def visible_rows(self) -> int:
        """Rows of things that are in sight."""
        return max(1, self.scrollable_content_region.height - self.HEAD)

    def update_virtual_size(self) -> None:
        """Have room for all of them."""
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, self.HEAD + len(self._things) * self.lines_per_item)

    def scroll_to_highlighted(self) -> None:
        """Keep what is pointed at in sight."""
        top, each = self._at * self.lines_per_item, self.lines_per_item
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + each > self.scroll_offset.y + self.visible_rows:
            self.scroll_to(y=top + each - self.visible_rows, animate=False)

    def item_and_line_at(self, row: int) -> tuple[int, int]:
        """Which thing a row of the widget belongs to, and which of its rows it is, both from 0."""
        return divmod(row - self.HEAD + self.scroll_offset.y, self.lines_per_item)

    def highlight(self, at: int) -> None:
        """Point at one of them, by its place."""
        if not self._things or at == self._at:
            return
        self._at = at
        self.scroll_to_highlighted()
        self.refresh()
        self.highlight_moved()

    # What the person does

    def action_move(self, by: int) -> None:
        """Point so many further down, or up."""
        self.highlight(min(max(self._at + by, 0), len(self._things) - 1))

    def action_turn(self, by: int) -> None:
        """Point a page further down, or up."""
        self.action_move(by * max(1, self.visible_rows // self.lines_per_item - 1))

    def action_first(self) -> None:
        """Point at the first."""
        self.highlight(0)

    def action_last(self) -> None:
        """Point at the last."""
        self.highlight(len(self._things) - 1)

    def on_click(self, event: Click) -> None:
        """Point at what is under the mouse; on what is pointed at it means that one."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEAD:
            return
        at, _ = self.item_and_line_at(offset.y)
        if at >= len(self._things):
            return
        if at == self._at:
            self.item_clicked()
        else:
            self.highlight(at)

    def on_resize(self, _event: Resize) -> None:
        """Lay the rows out for another size."""
        self.update_virtual_size()
        self.scroll_to_highlighted()
