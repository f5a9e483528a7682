"""Text that has to be read before somebody goes on: what was never in sight isn't passed."""

from __future__ import annotations

from textual.containers import VerticalScroll

from tpsession.tui.text.paging import scroll_page


def unread_hint(key: str) -> str:
    """Said where a press showed more instead of going on. passes: what is to be pressed then."""
    return f"There was more: read on, then press {key} again."


class MustReadScroll(VerticalScroll):
    """Scrolls where its text is longer than its room, and knows whether that was in sight to its end."""

    def __init__(
        self,
        *,
        must_read: str = "",
        id: str | None = None,
        classes: str | None = None,
        can_focus: bool = False,
    ) -> None:
        """until: the child that has to be read, where what follows it needn't be; empty for all of it."""
        super().__init__(id=id, classes=classes, can_focus=can_focus)
        self._until = must_read
        self._read = False

    def on_mount(self) -> None:
        """Notice when it was scrolled to its end."""
        self.watch(self, "scroll_y", self._scrolled)

    def reset(self) -> None:
        """Other text stands in it: show its beginning."""
        self._read = False
        self.scroll_home(animate=False, immediate=True)

    def advance_unread(self) -> bool:
        """Whether it was in sight to its end; where it wasn't, its next page is shown."""
        if self._read or self._at_end:
            return True
        # After what says so: that may take some of the room.
        self.call_after_refresh(scroll_page, self, 1)
        return False

    @property
    def _at_end(self) -> bool:
        if self._until:
            last = self.query_one(self._until).virtual_region.bottom
            return self.scroll_y + self.scrollable_content_region.height >= last
        return self.scroll_y >= self.max_scroll_y

    def _scrolled(self) -> None:
        if self.max_scroll_y and self._at_end:
            self._read = True
