"""The speech that was heard, handed from one player process to the next."""

from __future__ import annotations


class SpeechLog:
    """Holds what player processes have said, so that the next one doesn't say it again."""

    def __init__(self) -> None:
        """Start empty."""
        self.speech: list[object] = []
        """As the last process reported it. Only another player process reads it."""
