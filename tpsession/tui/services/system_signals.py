"""What the program does at the system's signals: SIGTERM and SIGHUP leave it, SIGTSTP suspends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App

SILENCE_S = 0.1
"""Seconds within which the player falls silent after it was told to."""


class SystemSignals:
    """Handles signals in the event loop, so that they don't interrupt other code halfway.

    None are handled on Windows, nor without a terminal.
    """

    def __init__(
        self, app: App[Any], leave: Callable[[int], None], pause_session: Callable[[], bool]
    ) -> None:
        """Handle no signal yet.

        Args:
            app: The program that is left or suspended.
            leave: Leaves the program with an exit code.
            pause_session: Pauses the running session; returns False if there is none.

        """
        self._app = app
        self._leave = leave
        self._pause_session = pause_session

    @property
    def can_suspend(self) -> bool:
        """Whether the program can be suspended: not on Windows, and not without a terminal."""
        return sys.platform != "win32" and not self._app.is_headless

    def handle(self) -> None:
        """Handle signals from now on; call it in the event loop.

        SIGTERM and SIGHUP leave the program with 128 plus the signal's number. SIGTSTP suspends it, after the
        session was paused. On Windows and without a terminal, no signal is handled.
        """
        if sys.platform == "win32" or self._app.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave, 128 + number)
        suspend = signal.getsignal(signal.SIGTSTP)
        if callable(suspend):
            loop.add_signal_handler(signal.SIGTSTP, self._suspend, partial(suspend, signal.SIGTSTP, None))

    def suspend(self) -> None:
        """Suspend the program as if ctrl+z had been pressed in a shell, if the system can do it."""
        if sys.platform != "win32" and self.can_suspend:
            os.kill(os.getpid(), signal.SIGTSTP)

    def _suspend(self, stop: Callable[[], object]) -> None:
        """Pause the session, and call `stop` after `SILENCE_S` seconds; if no session is open, at once.

        stop: suspends the program.
        """
        if self._pause_session():
            # A suspended program can't silence its player, so the player gets time to do it first.
            self._app.set_timer(SILENCE_S, stop)
        else:
            stop()
