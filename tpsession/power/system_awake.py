"""Keeps the computer awake from a thread of its own, so that nobody waits for the system's answer."""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress
from queue import SimpleQueue


class SystemAwake:
    """Implements the port `tpsession.core.session.awake.Awake`.

    Once the program ends, the computer may sleep again.
    """

    def __init__(self) -> None:
        """Ask for nothing yet, and start no thread."""
        self._requests: SimpleQueue[bool | None] = SimpleQueue()
        """Whether to keep the computer awake from now on; None ends the thread."""
        self._thread: threading.Thread | None = None

    def keep(self, wanted: bool) -> None:
        """Keep the computer awake from now on, or no longer; returns at once.

        If the system can't or won't do it, nothing happens, and nobody learns of it.
        """
        self._requests.put(wanted)
        if self._thread is None:
            thread = threading.Thread(target=self._follow_requests, name="awake", daemon=True)
            # If no thread can be started, the next call tries again. The session goes on meanwhile.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread

    def close(self) -> None:
        """Let the computer sleep from now on, and wait for that for 1 s at most."""
        if self._thread is not None:
            self._requests.put(None)
            self._thread.join(1.0)

    def _follow_requests(self) -> None:
        """Keep the computer awake from each `keep(True)` until the next `keep(False)`, or the end.

        Runs in a thread of its own, and returns after `close`. What goes wrong with the system is ignored.
        """
        from tpsession.power.inhibitors import staying_awake  # noqa: PLC0415 - not before a session plays

        request = self._requests.get()
        while request is not None:
            if request:
                # Nothing that goes wrong with it is worth a word in a session.
                with suppress(Exception), ExitStack() as held:
                    with suppress(Exception):
                        held.enter_context(staying_awake())
                    while request:
                        request = self._requests.get()
            else:
                request = self._requests.get()
