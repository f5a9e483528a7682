"""The port that keeps the computer awake, and when a session needs that."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.clock import Clock
from tpsession.core.session.engine import Mode, Session

AWAKE_WAIT_S = 600.0
"""Seconds for which a session that is paused or waits for the person keeps the computer awake."""


class Awake(Protocol):
    """Keeps the computer from sleeping and its screen from going blank. No call waits, and none raises.

    Example::

        awake.keep(True)
        play()
        awake.keep(False)
    """

    def keep(self, wanted: bool) -> None:
        """Keep the computer awake from now on (True), or let it sleep again (False)."""
        ...


class SessionAwake:
    """Keeps the computer awake while a session runs, and for `AWAKE_WAIT_S` while it waits for the person."""

    def __init__(self, awake: Awake | None, clock: Clock) -> None:
        """Begin with a session that doesn't run. awake: None keeps nothing awake."""
        self._awake = awake
        self._clock = clock
        self._waits_since: float | None = None
        self._is_kept = False

    def update(self, session: Session) -> None:
        """Keep the computer awake, or let it sleep, as a session needs it now. To be called often.

        The computer is kept awake while the session runs, and while the session stands in a gate, a pause or
        a stop, for up to `AWAKE_WAIT_S` in a row. It isn't before the start and after the end. The port is
        called only if this changes.
        """
        if self._awake is None:
            return
        now = self._clock.now()
        if session.mode is Mode.RUNNING and not session.is_in_gate:
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = now
        is_over = session.mode in {Mode.READY, Mode.ENDED}
        wanted = not is_over and (self._waits_since is None or now - self._waits_since < AWAKE_WAIT_S)
        if wanted != self._is_kept:
            self._is_kept = wanted
            self._awake.keep(wanted)
