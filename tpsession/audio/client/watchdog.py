"""How long the player process and its device may be silent before the process is ended and replaced."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tpsession.audio.client.protocol import Message

FIRST_CALLBACKS = 5
"""The number of requests that count as a device's first ones."""


class PlayerPhase(Enum):
    """What a player process was doing according to its last message."""

    STARTING = auto()
    READING = auto()
    """It reads one of the person's own sound files."""
    OPENING = auto()
    """It opens the sound device."""
    WAITING = auto()
    """No device opened; it tries again from time to time."""
    PLAYING = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class WatchdogTimes:
    """The time limits that the player is watched with, in seconds. Tests shorten them."""

    starting_s: float = 10.0
    """The longest time for Python and the sounds to load, on a slow disk."""
    reading_s: float = 4.0
    """The longest time to read one of the person's own sound files."""
    opening_s: float = 2.0
    """The longest time to open the device."""
    waiting_s: float = 5.0
    """The longest time between two messages of a process that has no device."""
    playing_s: float = 2.5
    """The longest time between two messages of a process that plays; it sends one every half second."""
    device_stall_s: float = 1.0
    """A device that asks for nothing for this long is gone, whatever the library reports."""
    first_device_stall_s: float = 4.0
    """The same during a device's first requests, because a sleeping speaker takes its time."""
    tick_s: float = 0.25
    """The time between two checks of these limits when no message comes."""
    own_stall_s: float = 0.75
    """If a check is this late, the program or the machine was stopped, and the process isn't to blame."""
    solid_s: float = 5.0
    """A process that ran for this long is restarted at once when it fails."""
    restart_pauses_s: tuple[float, ...] = (0.5, 1.0, 2.0, 3.0)
    """The pauses before a process that failed sooner is restarted. The last one applies from then on."""
    leave_s: float = 0.1
    """The longest time for a replaced process to report its speech and to end."""
    standby_retry_s: float = 5.0
    """The pause after a failed standby process before another one is started."""
    close_s: float = 2.5
    """The longest time for a process to play its last cues and to end when the player is closed."""
    kill_s: float = 0.5
    """The longest time for a process to disappear after it was killed."""

    def silence_limit_s(self, phase: PlayerPhase) -> float:
        """Return the seconds without a message after which a process in this phase counts as hanging.

        0 for a process that has ended, so that it counts at once.
        """
        return {
            PlayerPhase.STARTING: self.starting_s,
            PlayerPhase.READING: self.reading_s,
            PlayerPhase.OPENING: self.opening_s,
            PlayerPhase.WAITING: self.waiting_s,
            PlayerPhase.PLAYING: self.playing_s,
            PlayerPhase.ENDED: 0.0,
        }[phase]

    def reports_stalled_device(self, message: Message) -> bool:
        """Return whether a message is a heartbeat that shows that the device has stalled.

        The device has stalled if it hasn't asked for sound, or hasn't let go of a sound that has ended, for
        more than `device_stall_s`. Before its first `FIRST_CALLBACKS` requests are over, the limit is
        `first_device_stall_s`. False for any other message.
        """
        silent_s, callbacks = message.get("device_silent"), message.get("callbacks")
        if not isinstance(silent_s, (int, float)) or not isinstance(callbacks, int):
            return False
        limit_s = self.device_stall_s if callbacks >= FIRST_CALLBACKS else self.first_device_stall_s
        return silent_s > limit_s


DEFAULT_TIMES = WatchdogTimes()
"""The limits in use outside the tests."""
