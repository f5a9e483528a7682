"""A scrolling text that the person must have scrolled to its end before they may continue."""

from __future__ import annotations

import math

from textual.containers import VerticalScroll

from tpsession.tui.text.paging import page_rows, scroll_page


def unread_hint(key: str) -> str:
    """Return the hint that there is more to read before a press counts. key: what to press after reading."""
    return f"Read the rest first, then press {key} again."


class MustReadScroll(VerticalScroll):
    """A scrolling container that knows whether the end of what must be read is visible or was scrolled to."""

    # A container's own padding lies outside of its scrollbar: only this keeps the text off it.
    DEFAULT_CSS = """
    MustReadScroll > * { padding-right: 1; }
    """

    def __init__(
        self,
        *,
        must_read: str = "",
        id: str | None = None,
        classes: str | None = None,
        can_focus: bool = False,
    ) -> None:
        """Make an empty container.

        Args:
            must_read: A selector of the last child that must be read; empty means all of the content.
            id: Textual's id of the widget.
            classes: CSS classes.
            can_focus: Whether it takes the focus.

        """
        super().__init__(id=id, classes=classes, can_focus=can_focus)
        self._last_must_read = must_read
        self._was_read = False

    def on_mount(self) -> None:
        """Watch the scrolling: what was scrolled to its end counts as read until `reset`."""
        self.watch(self, "scroll_y", self._note_end_visible, init=False)

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Move the scrollbar's thumb to the visible part: Textual doesn't while the bar is hidden."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def reset(self) -> None:
        """Scroll to the beginning, and forget how far it was read, because the content is new.

        What is visible to its end counts as read at once.
        """
        self._was_read = False
        self.scroll_home(animate=False, immediate=True)

    def advance_unread(self) -> bool:
        """Return whether the end of what must be read is visible, or was scrolled to since `reset`.

        If not, scroll down by a page after the next refresh.
        """
        if self._was_read or self._end_is_visible:
            return True
        # Scroll after the screen has shown its hint, which may take some of the space.
        self.call_after_refresh(scroll_page, self, 1)
        return False

    @property
    def unread_page(self) -> tuple[int, int] | None:
        """Which page is visible, from 1, and of how many; None if the end is visible or was scrolled to."""
        if self._was_read or self._end_is_visible:
            return None
        step = page_rows(self)
        left = math.ceil((self._last_row - self.scroll_y - self.scrollable_content_region.height) / step)
        page = 1 + round(self.scroll_y / step)
        return page, page + max(left, 1)

    @property
    def _last_row(self) -> int:
        """The row below the last one that must be read, counted from 0 at the top of the content."""
        if self._last_must_read:
            return self.query_one(self._last_must_read).virtual_region.bottom
        return self.virtual_size.height

    @property
    def _end_is_visible(self) -> bool:
        """Whether the end of what must be read is visible now."""
        if self._last_must_read:
            return self.scroll_y + self.scrollable_content_region.height >= self._last_row
        return self.scroll_y >= self.max_scroll_y

    def _note_end_visible(self, before: float, now: float) -> None:
        """If the content was scrolled down to the end of what must be read, remember that.

        A terminal that becomes larger scrolls the content up to fill its height. That isn't reading.

        Args:
            before: The first visible row until now.
            now: The first visible row.

        """
        if now > before and self._end_is_visible:
            self._was_read = True
