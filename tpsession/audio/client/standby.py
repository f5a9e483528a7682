"""A second player process, ready beside one whose library takes back nothing that it was given.

simpleaudio has a tenth of a second in its queue, which nothing empties but the end of its process. So to fall
silent that one ends, and this one plays on.
"""

from __future__ import annotations

from tpsession.audio.client.process import PlayerProcess
from tpsession.audio.client.protocol import Message
from tpsession.audio.client.watchdog import PATIENCE_S, PlayerPhase, stalled
from tpsession.core.settings.backends import SIMPLEAUDIO

TAKES_NOTHING_BACK = frozenset({SIMPLEAUDIO})
"""The libraries beside which one stands ready."""
AGAIN_S = 5.0
"""After one that died or hung another is started so much later."""


class StandbyProcess:
    """The process beside, if there is one, and whether it could play. For whoever holds the player's lock."""

    def __init__(self) -> None:
        """None is there yet."""
        self._process: PlayerProcess | None = None
        self._phase = PlayerPhase.STARTING
        self._heard = 0.0
        self._not_before = float("-inf")

    @property
    def is_ready(self) -> bool:
        """Whether it could play at once."""
        return self._process is not None and self._phase is PlayerPhase.PLAYING

    def is_wanted(self, library: str, now: float) -> bool:
        """Whether one should be started beside a process that plays with this library."""
        return library in TAKES_NOTHING_BACK and self._process is None and now >= self._not_before

    def keep(self, process: PlayerProcess, now: float) -> None:
        """Have this one beside; it was told all but what is to be heard."""
        self._process, self._phase, self._heard = process, PlayerPhase.STARTING, now

    def put_off(self, now: float) -> None:
        """None could be started, or kept."""
        self._not_before = now + AGAIN_S

    def hear(self, sender: PlayerProcess | None, message: Message | None, now: float) -> None:
        """Take what a process says, None for its end; another one's words mean nothing here."""
        if sender is None or sender is not self._process:
            return
        self._heard = now
        if message is None or stalled(message):
            self._phase = PlayerPhase.ENDED
        elif message.get("is") == "ready":
            self._phase = PlayerPhase.PLAYING
        elif message.get("is") == "absent":
            self._phase = PlayerPhase.WAITING

    def stood_still(self, now: float) -> None:
        """The program itself did: what it says waits to be read."""
        self._heard = now

    def is_lost(self, now: float) -> bool:
        """Whether it has ended or hangs."""
        return self._process is not None and now - self._heard > PATIENCE_S[self._phase]

    def send(self, line: bytes) -> None:
        """Tell it something, too."""
        if self._process is not None:
            self._process.send(line)

    def give_up(self) -> PlayerProcess | None:
        """The process, if there is one, which is nobody's spare any more."""
        process, self._process = self._process, None
        return process
