"""A one-line text input that is safe for any text."""

from __future__ import annotations

from typing import Self

from textual.events import Key
from textual.widgets import Input

from tpsession.core.text.sanitize import sanitize
from tpsession.tui.input.own_bindings import run_own_binding


class LineInput(Input):
    """A one-line input that replaces control characters in its text, wherever the text comes from."""

    # Textual's lighter background of a focused input makes the placeholder too faint to read.
    DEFAULT_CSS = """
    LineInput { background: $tile; }
    LineInput:focus { background-tint: $foreground 0%; }
    """

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the input at once, so that keys typed right after the one that opened it go into it."""
        self.screen.set_focus(self, scroll_visible)
        return self

    async def _on_key(self, event: Key) -> None:
        """Run the action that the input itself binds to the key, if any, before the next key comes."""
        await run_own_binding(self, event)

    def validate_value(self, value: str) -> str:
        """Return the value with its control characters replaced; Textual sets that as the new value."""
        return sanitize(value)

    def suggest(self, path: str) -> None:
        """Fill the input with a path, and show the path's end; do nothing if the input isn't empty."""
        if not self.value:
            self.value = path
            # Shows the end of a long path, which is the name. An input line scrolls only if its cursor moves,
            # so the cursor goes to the start and then to the end.
            self.cursor_position = 0
            self.cursor_position = len(path)
