"""Reads the terminal on Linux and macOS: no byte that it sends can end the program or silence its keys."""

from __future__ import annotations

import os
import selectors
from collections.abc import Iterable

from textual.drivers.linux_driver import KITTY_REPORT_ALTERNATE_KEYS, LinuxDriver
from textual.events import Resize
from textual.message import Message

from tpsession.tui.input.terminal_reader import TerminalReader

_READ_BYTES = 4096
_POLL_S = 0.1
_LARGEST_SIDE = 2000
"""More columns or rows than any terminal has."""


class TerminalDriver(LinuxDriver):
    """Textual's driver with a reader that takes any bytes, and with the keys of other keyboard layouts."""

    def start_application_mode(self) -> None:
        """Take over the terminal, and ask it to say what each key types on a keyboard with Latin letters.

        A terminal without Kitty's keyboard protocol ignores that.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            # Adds to what Textual asked for; a terminal without Kitty's keyboard protocol ignores it.
            self.write(f"\x1b[={KITTY_REPORT_ALTERNATE_KEYS};2u")
            self.flush()

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the driver is closed, and post it to the program as events.

        Once the terminal is gone, it only waits for the closing.
        """
        reader = TerminalReader(debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if not selector.select(_POLL_S):
                    self._post(reader.note_silence(_POLL_S))
                    continue
                data = self._read()
                self._post(reader.feed(data))
                if not data:
                    # There is no terminal any more; the signal that says so ends the program.
                    self.exit_event.wait()

    def _read(self) -> bytes:
        """Return bytes that the terminal has sent; none if there is no terminal any more."""
        try:
            return os.read(self.fileno, _READ_BYTES)
        except OSError:
            return b""

    def _post(self, messages: Iterable[Message]) -> None:
        """Post events to the program, but no resize to a side of 0 or of more than `_LARGEST_SIDE`."""
        for message in messages:
            if isinstance(message, Resize) and not (
                0 < message.size.width <= _LARGEST_SIDE and 0 < message.size.height <= _LARGEST_SIDE
            ):
                continue
            self.process_message(message)
