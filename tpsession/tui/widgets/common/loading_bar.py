"""A progress bar that moves only when its share is set."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

DONE = "━"
REMAINING = "─"
"""The two differ in shape as well as in colour."""


class LoadingBar(Widget):
    """Shows how much of some work is done."""

    DEFAULT_CSS = """
    LoadingBar { width: 100%; height: 1; }
    """

    share: reactive[float] = reactive(0.0)
    """The share of the work that is done, 0 to 1."""

    def render(self) -> RenderResult:
        """Draw the bar over the whole width; the part for the work done has another character and colour."""
        width = self.content_size.width
        done = min(max(int(self.share * width), 0), width)
        return Content.assemble(
            (DONE * done, "bold $text-primary"), (REMAINING * (width - done), "$text-muted")
        )
