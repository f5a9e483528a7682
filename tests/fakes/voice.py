"""A voice that makes nothing and remembers everything."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.sound.player import VoiceState


class FakeVoice:
    """The port `Voice` without a sound; a test says how far it is."""

    def __init__(self, message: str = "") -> None:
        self.message = message
        self.prepared: list[tuple[str, ...]] = []
        """Every call of `prepare`."""
        self.made = 0
        self.closed = False

    def prepare(self, texts: Sequence[str]) -> None:
        self.prepared.append(tuple(dict.fromkeys(texts)))
        self.made = 0

    def state(self) -> VoiceState:
        wanted = len(self.prepared[-1]) if self.prepared else 0
        return VoiceState(self.made, wanted, self.made < wanted and not self.message, self.message)

    def close(self) -> None:
        self.closed = True
