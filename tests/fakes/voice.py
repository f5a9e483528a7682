"""A voice that makes no sound files and records every request."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.sound.player import VoiceState


class FakeVoice:
    """The port `Voice` without sound files. A test sets how many texts are finished."""

    def __init__(self, message: str = "") -> None:
        self.message = message
        self.requests: list[tuple[str, ...]] = []
        """The texts of each call of `prepare`."""
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
