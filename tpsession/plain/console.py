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
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Protocol, TextIO

from tpsession.core.text.sanitize import sanitize

_PATIENCE_S = 0.5
"""How long one wait for a line lasts; between waits Windows hears Ctrl-C."""

CTRL_D = "\x04"
"""What is heard where Ctrl-D was pressed alone."""
_SLIP_S = 0.1
"""Pause after an empty read, so that a held key can't keep the reader busy."""
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

    def read_line(self, timeout_s: float) -> str | None:
        """The next line that was typed, or None if none was within the time; waits all the same."""
        ...

    def ask(self, prompt: str) -> str | None:
        """Show a line and wait for the answer to it; None where nobody can answer."""
        ...

    @property
    def suspend_requested(self) -> bool:
        """Whether the person asked for the program to be put into the background."""
        ...

    def delaying_suspension(self) -> AbstractContextManager[None]:
        """Inside, being put into the background waits for `suspend`."""
        ...

    def suspend(self) -> None:
        """Put the program into the background; returns when it comes back."""
        ...


def has_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; one that is closed isn't."""
    return stream is not None and not stream.closed and stream.isatty()


class TerminalClosed(SystemExit):
    """The terminal is gone. What is kept can be resumed."""

    def __init__(self) -> None:
        """Exit as a program does that the terminal's end signal ended."""
        super().__init__(129)


class TerminalConsole:
    """Standard input and output."""

    def __init__(self) -> None:
        """Listen only if standard input is a terminal: else nobody is there to answer."""
        self.attended = has_terminal(sys.stdin)
        self._suspending = False
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        if self.attended:
            threading.Thread(target=self._listen, name="tpsession-lines", daemon=True).start()

    def say(self, text: str) -> None:
        """Print one line, wrapped between words at a terminal; nothing in it can steer the terminal."""
        shown = sanitize(text)
        terminal = sys.stdout.isatty()
        if terminal:
            indent = " " * (len(shown) - len(shown.lstrip()))
            width = shutil.get_terminal_size().columns
            shown = textwrap.fill(shown, max(width, _NARROWEST), subsequent_indent=indent)
        try:
            sys.stdout.write(f"{shown}\n")
            sys.stdout.flush()
        except OSError:
            if not terminal:
                raise
            raise TerminalClosed from None

    def ring(self) -> None:
        """Ring the terminal's bell, where standard output is one."""
        if sys.stdout.isatty():
            sys.stdout.write("\a")
            sys.stdout.flush()

    def read_line(self, timeout_s: float) -> str | None:
        """The next line, or None. Raises `TerminalClosed` where the terminal is gone.

        Ctrl-C ends the line on which the terminal showed it: what is said next has one of its own.
        """
        try:
            line = self._lines.get(timeout=max(timeout_s, 0.001))
        except queue.Empty:
            return None
        except KeyboardInterrupt:
            if self.attended:
                self.say("")
            raise
        if line is None:
            raise TerminalClosed
        return line

    def ask(self, prompt: str) -> str | None:
        """Ask and wait. Lines typed before the question aren't answers to it, nor is Ctrl-D."""
        if not self.attended:
            return None
        while not self._lines.empty():
            self.read_line(0.0)
        self.say(prompt)
        while True:
            line = self.read_line(_PATIENCE_S)
            if self._suspending:
                self.suspend()
                self.say(prompt)
            elif line is not None and line != CTRL_D:
                return line.strip()

    @property
    def suspend_requested(self) -> bool:
        """Whether Ctrl-Z was pressed inside `holding_suspension`."""
        return self._suspending

    @contextmanager
    def delaying_suspension(self) -> Iterator[None]:
        """Inside, Ctrl-Z only asks: a stopped program can't silence its player, so a session pauses first."""
        if sys.platform == "win32" or not self.attended:
            yield
            return
        before = signal.signal(signal.SIGTSTP, self._suspend_asked)
        try:
            yield
        finally:
            signal.signal(signal.SIGTSTP, before)

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
                if not _still_there(descriptor):
                    self._lines.put(None)
                    return
                # Ctrl-D at the start of a line: no end of the terminal, only a slip.
                self._lines.put(CTRL_D)
                threading.Event().wait(_SLIP_S)
                continue
            *lines, pending = (pending + decoder.decode(data)).replace("\r\n", "\n").split("\n")
            for line in lines:
                self._lines.put(line)


def _still_there(descriptor: int) -> bool:
    """Whether a terminal that gave nothing to read still exists."""
    if sys.platform == "win32":
        return os.isatty(descriptor)
    import termios  # noqa: PLC0415 - Windows has none

    try:
        termios.tcgetattr(descriptor)
    except termios.error:
        return False
    return True
