"""What was said, kept while one player process follows another."""

from __future__ import annotations


class SpeechLog:
    """What player processes said, so that the next one doesn't say it again."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.said: list[object] = []
        """As the last process told it; only another one reads it."""
