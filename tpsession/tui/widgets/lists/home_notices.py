"""The notices on the home screen: a band above the footer, which takes room instead of covering anything."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.notifications import Notification
from textual.widgets import Static

from tpsession.tui.text.plain_text import literal

_HIGH = 30
"""Rows from which each line of a notice begins a line; on a smaller screen it is one paragraph."""


class HomeNotices(VerticalScroll, can_focus=False):
    """Shows each notice until its time is over; a click hides them all."""

    DEFAULT_CSS = """
    HomeNotices {
        dock: bottom;
        width: 100%;
        height: auto;
        max-height: 50%;
        /* The footer's row. */
        margin-bottom: 1;
        padding: 0 1;
        background: $surface;
        border-top: solid $edge;
        scrollbar-size-vertical: 1;

        & > Static { height: auto; }
    }
    """

    def __init__(self, notices: Sequence[Notification]) -> None:
        """Show these notices, the newest last."""
        super().__init__()
        self._notices = notices
        self._read: set[str] = set()
        """The identities of the notices that the person has clicked away."""
        self._text = Static()

    def compose(self) -> ComposeResult:
        """Yield the text, which is empty until `on_mount`."""
        yield self._text

    def on_mount(self) -> None:
        """Show the notices that haven't expired."""
        self._refresh_text()

    def show(self, notices: Sequence[Notification]) -> None:
        """Show these notices instead of those before, the newest last, until each expires.

        Those that the person has clicked away stay hidden.
        """
        self._notices = notices
        self._refresh_text()

    def on_click(self) -> None:
        """Hide all notices for good, because they have been read."""
        self._read.update(notice.identity for notice in self._notices)
        self._refresh_text()

    def _refresh_text(self) -> None:
        """Show the notices that haven't expired or been read, and do so again when the next one expires.

        Hide the widget if there are none.
        """
        current = [
            notice for notice in self._notices if not notice.has_expired and notice.identity not in self._read
        ]
        styles = {"warning": "$text-warning", "error": "$text-error"}
        is_high = self.app.size.height >= _HIGH
        lines = [
            literal(line).stylize(styles.get(each.severity, ""))
            for each in current
            for line in (each.message.splitlines() if is_high else [each.message])
        ]
        self._text.update(Content("\n").join(lines))
        self.display = bool(current)
        if current:
            self.set_timer(max(0.1, min(notice.time_left for notice in current)), self._refresh_text)
