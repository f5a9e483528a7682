"""The base class of the scrolling lists, in which keys and mouse highlight one item."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView

T = TypeVar("T")


class SelectableList(ScrollView, Generic[T], inherit_bindings=False):
    """Moves the highlight by keys and clicks, and scrolls to the highlighted item.

    A subclass draws the items, and says what happens when the highlight moves or an item is clicked.
    """

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
    HEADER_ROWS: ClassVar[int] = 0
    """Rows above the first item, which don't scroll."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id)
        self._items: list[T] = []
        self._index = 0

    @property
    def highlighted(self) -> T | None:
        """The highlighted item; None if the list is empty."""
        return self._items[self._index] if self._items else None

    @property
    def highlighted_index(self) -> int:
        """The index of the highlighted item, counted from 0; 0 in an empty list."""
        return self._index

    # For subclasses

    @property
    @abstractmethod
    def lines_per_item(self) -> int:
        """Rows of the screen that each item takes."""

    @abstractmethod
    def highlight_moved(self) -> None:
        """Do what follows when the highlight has moved to another item; the base class calls this."""

    @abstractmethod
    def item_clicked(self) -> None:
        """Do what follows when an item is clicked that was highlighted already; the base class calls this."""

    def header_clicked(self, x: int) -> None:
        """Do what a click on a row above the items should do: nothing, unless a subclass overrides this.

        x: the cell that was clicked, counted from 0 at the left of the list.
        """

    @property
    def visible_rows(self) -> int:
        """Rows of the widget below the header, where there is room for items; at least 1."""
        return max(1, self.scrollable_content_region.height - self.HEADER_ROWS)

    def update_virtual_size(self) -> None:
        """Make the scrolled region as high as the header and all items together, at the present width."""
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, self.HEADER_ROWS + len(self._items) * self.lines_per_item)

    def scroll_to_highlighted(self) -> None:
        """Scroll as far as needed to make the highlighted item visible."""
        height = self.lines_per_item
        top = self._index * height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + height > self.scroll_offset.y + self.visible_rows:
            self.scroll_to(y=top + height - self.visible_rows, animate=False)

    def item_and_line_at(self, row: int) -> tuple[int, int]:
        """Return which item a row of the widget shows, and which line of that item, both counted from 0.

        For a row below the last item, the index is too large for any item.

        Args:
            row: A row below the header. It is counted from 0 at the top of the widget, header included.

        """
        return divmod(row - self.HEADER_ROWS + self.scroll_offset.y, self.lines_per_item)

    def highlight(self, index: int) -> None:
        """Highlight the item with this index, counted from 0, scroll to it and call `highlight_moved`.

        Do nothing if the item is highlighted already or the list is empty. Otherwise there must be such an
        item.
        """
        if not self._items or index == self._index:
            return
        self._index = index
        self.scroll_to_highlighted()
        self.refresh()
        self.highlight_moved()

    # Keys and mouse

    def action_move(self, by: int) -> None:
        """Move the highlight by so many items down, or up if `by` is negative, but not past an end."""
        self.highlight(min(max(self._index + by, 0), len(self._items) - 1))

    def action_turn(self, by: int) -> None:
        """Move the highlight by so many pages down, or up if `by` is negative, but not past an end.

        A page is one item less than fits into the list, but at least one item.
        """
        self.action_move(by * max(1, self.visible_rows // self.lines_per_item - 1))

    def action_first(self) -> None:
        """Highlight the first item."""
        self.highlight(0)

    def action_last(self) -> None:
        """Highlight the last item."""
        self.highlight(len(self._items) - 1)

    def on_click(self, event: Click) -> None:
        """Highlight the item under the mouse, or call `item_clicked` if it is highlighted already.

        A click in the header calls `header_clicked`; one below the last item does nothing.
        """
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self.HEADER_ROWS:
            self.header_clicked(offset.x)
            return
        index, _ = self.item_and_line_at(offset.y)
        if index >= len(self._items):
            return
        if index == self._index:
            self.item_clicked()
        else:
            self.highlight(index)

    def on_resize(self, _event: Resize) -> None:
        """Call `update_virtual_size`, and scroll to the highlighted item."""
        self.update_virtual_size()
        self.scroll_to_highlighted()
