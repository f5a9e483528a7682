"""Plain mode's terminal: prints and reads whole lines, so that screen readers and logs can follow."""

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

_POLL_S = 0.5
"""Seconds of one wait for a line; Windows handles Ctrl-C only between two waits."""

CTRL_D = "\x04"
"""The line that stands for Ctrl-D on an empty line."""
_AFTER_CTRL_D_S = 0.1
"""A pause after Ctrl-D, so that a held key doesn't keep the thread busy."""
_MIN_WIDTH = 20
"""Columns; in a narrower terminal, lines are wrapped as in one of this width."""


class Console(Protocol):
    """The port to the terminal: prints lines, and reads what the person types."""

    @property
    def attended(self) -> bool:
        """Whether a person can answer."""
        ...

    def say(self, text: str) -> None:
        """Print a text as one line."""
        ...

    def ring(self) -> None:
        """Ring the terminal's bell."""
        ...

    def read_line(self, timeout_s: float) -> str | None:
        """Return the next line that the person types, or None after `timeout_s` seconds without one.

        Ctrl-D on an empty line is returned as `CTRL_D`.
        """
        ...

    def ask(self, prompt: str) -> str | None:
        """Print a question and return the answer, without spaces around it; None if no person can answer."""
        ...

    @property
    def suspend_requested(self) -> bool:
        """Whether Ctrl-Z was pressed in a block of `delaying_suspension` and `suspend` hasn't followed."""
        ...

    def delaying_suspension(self) -> AbstractContextManager[None]:
        """Return a context in which Ctrl-Z only sets `suspend_requested`, instead of suspending at once."""
        ...

    def suspend(self) -> None:
        """Send the program to the background, and return when the person brings it back."""
        ...


def has_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def format_line(text: str) -> str:
    """Return a text as standard output shows it: at a terminal, wrapped between words, else in one line.

    Every line that wrapping makes is indented like the first. Control characters are replaced as in
    `sanitize`.
    """
    shown = sanitize(text)
    return _wrap(shown) if sys.stdout.isatty() else shown


class TerminalClosed(SystemExit):
    """Raised when the terminal is gone. The session is saved and can be resumed."""

    def __init__(self) -> None:
        """Exit with 129, as programs do that SIGHUP ends."""
        super().__init__(129)


class TerminalConsole:
    """Implements the port `Console` with standard input and output."""

    def __init__(self) -> None:
        """Start to read lines if standard input is a terminal; if not, there is no person to answer."""
        self.attended = has_terminal(sys.stdin)
        self._suspend_requested = False
        self._may_be_typing = False
        """Whether the cursor may be behind a half-typed line: the terminal hands over whole lines only."""
        # A person whose output goes into a file still has to hear what is asked.
        self._terminal = _open_terminal() if self.attended and not has_terminal(sys.stdout) else None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        if self.attended:
            threading.Thread(target=self._read_lines, name="tpsession-lines", daemon=True).start()

    def say(self, text: str) -> None:
        """Print a text as one line; at a terminal, it is wrapped between words.

        If standard output isn't a terminal but a person can answer, the text is also printed at the terminal
        where they type. If the person may be typing, an empty line comes first at the terminal, so that the
        text never joins what they have typed.

        Control characters are replaced as in `sanitize`. A failure to write raises `TerminalClosed` if
        standard output is a terminal, else `OSError`.
        """
        at_terminal = sys.stdout.isatty()
        gap = "\n" if self._may_be_typing else ""
        self._may_be_typing = False
        try:
            if self._terminal is not None:
                self._terminal.write(f"{gap}{_wrap(sanitize(text))}\n")
                self._terminal.flush()
            sys.stdout.write(f"{gap if at_terminal else ''}{format_line(text)}\n")
            sys.stdout.flush()
        except OSError:
            if not at_terminal:
                raise
            raise TerminalClosed from None

    def ring(self) -> None:
        """Ring the terminal's bell, if standard output is a terminal.

        Raises `TerminalClosed` if the terminal is gone.
        """
        if not sys.stdout.isatty():
            return
        try:
            sys.stdout.write("\a")
            sys.stdout.flush()
        except OSError:
            raise TerminalClosed from None

    def read_line(self, timeout_s: float) -> str | None:
        """Return the next line, or None after `timeout_s` s. Raises `TerminalClosed` if the terminal is gone.

        Ctrl-D on an empty line returns `CTRL_D`. Without a person, this only waits. On Ctrl-C a line feed is
        printed before `KeyboardInterrupt` is raised: the terminal has shown ``^C`` on the current line.
        """
        try:
            line = self._lines.get(timeout=max(timeout_s, 0.001))
        except queue.Empty:
            self._may_be_typing = self.attended
            return None
        except KeyboardInterrupt:
            self._may_be_typing = False
            if self.attended:
                self.say("")
            raise
        self._may_be_typing = False
        if line is None:
            raise TerminalClosed
        return line

    def ask(self, prompt: str) -> str | None:
        """Print a question and return the answer, without spaces around it; None if no person can answer.

        An answer may be empty. Whole lines typed before the question don't count, nor does Ctrl-D. In a block
        of `delaying_suspension`, this suspends the program after Ctrl-Z, and prints the question again when
        it is back. Raises `TerminalClosed` if the terminal is gone, `KeyboardInterrupt` on Ctrl-C, and what
        `say` raises.
        """
        if not self.attended:
            return None
        while not self._lines.empty():
            self.read_line(0.0)
        self.say(prompt)
        while True:
            line = self.read_line(_POLL_S)
            if self._suspend_requested:
                self.suspend()
                self.say(prompt)
            elif line is not None and line != CTRL_D:
                return line.strip()

    @property
    def suspend_requested(self) -> bool:
        """Whether Ctrl-Z was pressed in a block of `delaying_suspension`, and `suspend` hasn't followed."""
        return self._suspend_requested

    @contextmanager
    def delaying_suspension(self) -> Iterator[None]:
        """Let Ctrl-Z only set `suspend_requested` in the block, because a session must pause first.

        A program in the background can't stop its player. On Windows and without a person, nothing changes.
        """
        if sys.platform == "win32" or not self.attended:
            yield
            return
        earlier_handler = signal.signal(signal.SIGTSTP, self._request_suspension)
        try:
            yield
        finally:
            signal.signal(signal.SIGTSTP, earlier_handler)

    def suspend(self) -> None:
        """Stop this process, and return when it is continued. On Windows, the process isn't stopped.

        Either way, `suspend_requested` is False afterwards.
        """
        self._suspend_requested = False
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGSTOP)

    def _request_suspension(self, _number: int, _frame: FrameType | None) -> None:
        self._suspend_requested = True

    def _read_lines(self) -> None:
        """Queue every typed line, and None when the terminal is gone. Runs in a thread.

        Ctrl-D on an empty line is queued as `CTRL_D`.
        """
        # From the descriptor itself: a thread that waits in sys.stdin holds its lock, and then the
        # interpreter can't exit cleanly.
        descriptor = sys.stdin.fileno()
        decoder = codecs.getincrementaldecoder(os.device_encoding(descriptor) or "utf-8")(errors="replace")
        pending = ""
        while True:
            try:
                data = os.read(descriptor, 4096)
            except OSError:
                data = b""
            if not data:
                if not _is_open(descriptor):
                    self._lines.put(None)
                    return
                # Ctrl-D on an empty line; the terminal is still there.
                self._lines.put(CTRL_D)
                threading.Event().wait(_AFTER_CTRL_D_S)
                continue
            *lines, pending = (pending + decoder.decode(data)).replace("\r\n", "\n").split("\n")
            for line in lines:
                self._lines.put(line)


def _wrap(text: str) -> str:
    """Return a text as lines that fit the terminal, each with the indentation of the first."""
    indent = " " * (len(text) - len(text.lstrip()))
    width = shutil.get_terminal_size().columns
    # Nor at a hyphen: a command or a file name is heard as one word.
    return textwrap.fill(text, max(width, _MIN_WIDTH), subsequent_indent=indent, break_on_hyphens=False)


def _open_terminal() -> TextIO | None:
    """Return a file that writes to the terminal that the person types at; None if it can't be opened.

    It is standard error if that is a terminal.
    """
    if has_terminal(sys.stderr):
        return sys.stderr
    try:
        name = "CON" if sys.platform == "win32" else os.ttyname(sys.stdin.fileno())
        return open(name, "w", encoding="utf-8", errors="replace")  # noqa: PTH123 - until the program ends
    except OSError:
        return None


def _is_open(descriptor: int) -> bool:
    """Return whether a terminal that has nothing to read still exists."""
    if sys.platform == "win32":
        return os.isatty(descriptor)
    import termios  # noqa: PLC0415 - Windows has none

    try:
        termios.tcgetattr(descriptor)
    except termios.error:
        return False
    return True
