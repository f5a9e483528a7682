"""A voice that makes nothing and remembers everything."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.sound.player import VoiceState


class FakeVoice:
    """The port `Voice` without a sound; a test says how far it is."""

    def __init__(self, message: str = "") -> None:
        self.message = message
        self.requests: list[tuple[str, ...]] = []
        """Every call of `prepare`."""
        self.finished = 0
        self.closed = False

    def prepare(self, texts: Sequence[str]) -> None:
        self.requests.append(tuple(dict.fromkeys(texts)))
        self.finished = 0

    def state(self) -> VoiceState:
        wanted = len(self.requests[-1]) if self.requests else 0
        return VoiceState(self.finished, wanted, self.finished < wanted and not self.message, self.message)

    def close(self) -> None:
        self.closed = True
