"""Lines in and out of a terminal: no cursor movement, so that screen readers and logs follow."""

from __future__ import annotations

import codecs
import os
import queue
import shutil
import signal
import sys
import textwrap
import threading
from types import FrameType
from typing import Protocol

from tpsession.core.text import harmless

_PATIENCE_S = 0.5
"""How long one wait for a line lasts; between waits Windows hears Ctrl-C."""

_NARROWEST = 20
"""Columns below which lines aren't wrapped any narrower."""


class Console(Protocol):
    """Where plain mode speaks and listens."""

    @property
    def attended(self) -> bool:
        """Whether somebody can answer."""
        ...

    def say(self, text: str) -> None:
        """Show one line."""
        ...

    def ring(self) -> None:
        """Ring the terminal's bell."""
        ...

    def heard(self, timeout_s: float) -> str | None:
        """The next line that was typed, or None if none was within the time; waits all the same."""
        ...

    def ask(self, prompt: str) -> str | None:
        """Show a line and wait for the answer; None where nobody can answer any more."""
        ...

    @property
    def suspending(self) -> bool:
        """Whether the person asked for the program to be put into the background."""
        ...

    def suspend(self) -> None:
        """Put the program into the background; returns when it comes back."""
        ...


class TerminalConsole:
    """Standard input and output."""

    def __init__(self) -> None:
        """Listen only if standard input is a terminal: else nobody is there to answer."""
        self._attended = sys.stdin is not None and sys.stdin.isatty()
        self._suspending = False
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        if self._attended:
            threading.Thread(target=self._listen, name="tpsession-lines", daemon=True).start()
            if sys.platform != "win32":
                # The session is to pause first: a stopped program can't silence its player.
                signal.signal(signal.SIGTSTP, self._suspend_asked)

    @property
    def attended(self) -> bool:
        """Whether standard input is a terminal that hasn't ended."""
        return self._attended

    def say(self, text: str) -> None:
        """Print one line, wrapped between words at a terminal; nothing in it can steer the terminal."""
        shown = harmless(text)
        if sys.stdout.isatty():
            indent = " " * (len(shown) - len(shown.lstrip()))
            width = shutil.get_terminal_size().columns
            shown = textwrap.fill(shown, max(width, _NARROWEST), subsequent_indent=indent)
        sys.stdout.write(f"{shown}\n")
        sys.stdout.flush()

    def ring(self) -> None:
        """Ring the terminal's bell, where standard output is one."""
        if sys.stdout.isatty():
            sys.stdout.write("\a")
            sys.stdout.flush()

    def heard(self, timeout_s: float) -> str | None:
        """The next line, or None."""
        try:
            line = self._lines.get(timeout=max(timeout_s, 0.001))
        except queue.Empty:
            return None
        if line is None:
            self._attended = False
        return line

    def ask(self, prompt: str) -> str | None:
        """Ask and wait."""
        self.say(prompt)
        while self._attended:
            line = self.heard(_PATIENCE_S)
            if line is not None:
                return line.strip()
        return None

    @property
    def suspending(self) -> bool:
        """Whether Ctrl-Z was pressed."""
        return self._suspending

    def suspend(self) -> None:
        """Stop this process, as the terminal wanted; returns when it goes on."""
        self._suspending = False
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGSTOP)

    def _suspend_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._suspending = True

    def _listen(self) -> None:
        # Read from the descriptor itself: a thread that waits inside sys.stdin holds its lock, and the
        # interpreter can't end cleanly then.
        descriptor = sys.stdin.fileno()
        decoder = codecs.getincrementaldecoder(os.device_encoding(descriptor) or "utf-8")(errors="replace")
        pending = ""
        while True:
            try:
                data = os.read(descriptor, 4096)
            except OSError:
                data = b""
            if not data:
                self._lines.put(None)
                return
            *lines, pending = (pending + decoder.decode(data)).replace("\r\n", "\n").split("\n")
            for line in lines:
                self._lines.put(line)
