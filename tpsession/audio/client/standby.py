"""A second player process that is ready to take over, for libraries that can't take back queued sound.

simpleaudio holds a tenth of a second of sound in a queue that nothing empties but the end of its process. So
when the player has to fall silent, the playing process ends, and the standby process plays from then on.
"""

from __future__ import annotations

from tpsession.audio.client.process import ChildProcess
from tpsession.audio.client.protocol import Message
from tpsession.audio.client.watchdog import PlayerPhase, WatchdogTimes
from tpsession.core.settings.backends import SIMPLEAUDIO

NEEDS_STANDBY = frozenset({SIMPLEAUDIO})
"""The libraries that can't take back queued sound."""


class StandbyProcess:
    """The standby process, if there is one, and whether it could play. Every call needs the player's lock."""

    def __init__(self, times: WatchdogTimes) -> None:
        """Start without a process."""
        self._times = times
        self._process: ChildProcess | None = None
        self._phase = PlayerPhase.STARTING
        self._last_message = 0.0
        self._retry_at = float("-inf")

    @property
    def is_ready(self) -> bool:
        """Whether there is a standby process whose device is open, so that it could play at once."""
        return self._process is not None and self._phase is PlayerPhase.PLAYING

    def is_needed(self, library: str, now: float) -> bool:
        """Return whether a standby process should be started now, for a player that uses this library.

        That is so if the library needs one, there is none, and the pause after the last failure is over.
        """
        return library in NEEDS_STANDBY and self._process is None and now >= self._retry_at

    def set_process(self, process: ChildProcess, now: float) -> None:
        """Make a process that was just started the standby process, and measure its silence from `now` on."""
        self._process, self._phase, self._last_message = process, PlayerPhase.STARTING, now

    def delay_retry(self, now: float) -> None:
        """Allow the next start of a standby process only `standby_retry_s` from now.

        Called when a process couldn't be started or has failed.
        """
        self._retry_at = now + self._times.standby_retry_s

    def handle_message(self, sender: ChildProcess | None, message: Message | None, now: float) -> None:
        """Take note of a message of the standby process, or of its end. Other senders are ignored.

        A report that its device has stalled counts as its end.

        sender: the process that the message came from. message: None if the sender has ended. now: when the
        message came, in seconds of the clock.
        """
        if sender is None or sender is not self._process:
            return
        self._last_message = now
        if message is None or self._times.reports_stalled_device(message):
            self._phase = PlayerPhase.ENDED
        elif message.get("is") == "ready":
            self._phase = PlayerPhase.PLAYING
        elif message.get("is") == "no_device":
            self._phase = PlayerPhase.WAITING

    def restart_timer(self, now: float) -> None:
        """Measure the standby process's silence from `now` on.

        For when this program itself stood still, as in a suspended computer.
        """
        self._last_message = now

    def has_failed(self, now: float) -> bool:
        """Return whether there is a standby process that has ended or hangs, or whose device has stalled."""
        limit_s = self._times.silence_limit_s(self._phase)
        return self._process is not None and now - self._last_message > limit_s

    def send(self, line: bytes) -> None:
        """Send a command to the standby process, if there is one."""
        if self._process is not None:
            self._process.send(line)

    def release(self) -> ChildProcess | None:
        """Return the process, to play or to be ended, and watch it no longer; None if there is none."""
        process, self._process = self._process, None
        return process
