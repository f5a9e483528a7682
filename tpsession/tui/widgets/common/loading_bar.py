"""How much of something is done."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

DONE = "━"
LEFT = "─"
"""Told apart by their shape as well as by their colour."""


class LoadingBar(Widget):
    """A bar that grows; nothing in it moves by itself."""

    DEFAULT_CSS = """
    LoadingBar { width: 100%; height: 1; }
    """

    share: reactive[float] = reactive(0.0)
    """What is done, 0 to 1."""

    def render(self) -> RenderResult:
        """The bar."""
        width = self.content_size.width
        done = min(max(int(self.share * width), 0), width)
        return Content.assemble((DONE * done, "bold $text-primary"), (LEFT * (width - done), "$text-muted"))
