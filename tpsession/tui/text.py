"""Text as the toolkit shows it: nothing in it is markup."""

from __future__ import annotations

from textual.content import Content

from tpsession.core.text import harmless


def plain(text: str) -> Content:
    """Text from a file or a person, as nothing but text."""
    return Content(harmless(text))
