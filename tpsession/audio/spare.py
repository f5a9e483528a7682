"""A second player process, ready beside one whose library takes back nothing that it was given.

simpleaudio has a tenth of a second in its queue, which nothing empties but the end of its process. So to fall
silent that one ends, and this one plays on.
"""

from __future__ import annotations

from tpsession.audio.patience import QUIET_S
from tpsession.audio.process import PlayerProcess
from tpsession.audio.protocol import Message
from tpsession.core.sound_libraries import LIBRARIES

FIRM = frozenset({LIBRARIES[1]})
"""The libraries that take back nothing."""
AGAIN_S = 5.0
"""After one that died another is started so much later."""


class Spare:
    """The process beside, if there is one, and whether it could play. For one thread at a time."""

    def __init__(self) -> None:
        """None is there yet."""
        self._process: PlayerProcess | None = None
        self._ready = False
        self._heard = float("-inf")
        self._not_before = float("-inf")

    def is_wanted(self, library: str, now: float) -> bool:
        """Whether one should be started beside a process that plays with this library."""
        return library in FIRM and self._process is None and now >= self._not_before

    def keep(self, process: PlayerProcess) -> None:
        """Have this one beside; it was told all but what is to be heard."""
        self._process, self._ready = process, False

    def put_off(self, now: float) -> None:
        """None could be started."""
        self._not_before = now + AGAIN_S

    def hear(self, sender: PlayerProcess | None, message: Message | None, now: float) -> None:
        """Take what a process says, None for its end; another one's words mean nothing here."""
        if sender is None or sender is not self._process:
            return
        self._heard = now
        if message is None:
            self._process, self._ready = None, False
            self.put_off(now)
        elif message.get("is") in {"ready", "absent"}:
            self._ready = message["is"] == "ready"

    def send(self, line: bytes) -> None:
        """Tell it something, too."""
        if self._process is not None:
            self._process.send(line)

    def relieve(self, now: float) -> PlayerProcess | None:
        """The process, to play from now on; None where there is none that could."""
        return self.give_up() if self._ready and now - self._heard <= QUIET_S else None

    def give_up(self) -> PlayerProcess | None:
        """The process, if there is one, which is nobody's spare any more."""
        process, self._process, self._ready = self._process, None, False
        return process
