"""A line to type in."""

from __future__ import annotations

from typing import Self

from textual.widgets import Input

from tpsession.core.text.sanitize import sanitize


class LineInput(Input):
    """Takes one line. Whatever comes into it, from a file or pasted, is harmless text from then on."""

    # The toolkit's lighter ground under the focus leaves what stands in an empty line too faint.
    DEFAULT_CSS = """
    LineInput:focus { background-tint: $foreground 0%; }
    """

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus at once: what is typed right behind the key that opened the line belongs into it."""
        self.screen.set_focus(self, scroll_visible)
        return self

    def validate_value(self, value: str) -> str:
        """The value as it is shown and given."""
        return sanitize(value)
