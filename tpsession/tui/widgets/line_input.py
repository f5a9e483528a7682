"""A line to type in."""

from __future__ import annotations

from textual.widgets import Input

from tpsession.core.text import harmless


class LineInput(Input):
    """Takes one line. Whatever comes into it, from a file or pasted, is harmless text from then on."""

    def validate_value(self, value: str) -> str:
        """The value as it is shown and given."""
        return harmless(value)
