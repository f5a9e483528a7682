"""Finds the person's text editor, and opens a file in it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.text.sanitize import sanitize

_VARIABLES = ("VISUAL", "EDITOR")
_USUAL = ("editor", "nano", "vim", "vi")
"""Editors that a system may have, tried in this order; the first is what the person chose on Debian."""
_USUAL_ON_WINDOWS = ("notepad",)
_TAKES_LINE = frozenset(
    {"emacs", "emacsclient", "gedit", "joe", "kak", "mcedit", "mg", "micro", "nano", "ne", "nvim", "pico"}
    | {"vi", "vim", "vis"}
)
"""Editors that take ``+LINE`` before the file."""
_HINT = "Set EDITOR to the name of your text editor."


@dataclass(frozen=True, slots=True)
class ExternalEditor:
    """The person's text editor."""

    command: tuple[str, ...]
    """The program with its arguments."""
    needs_terminal: bool
    """Whether nobody chose it, and it is known to run in a terminal."""

    @property
    def takes_line(self) -> bool:
        """Whether it is one of the editors that are known to open a file at a line."""
        # A name such as "editor" or "vi" is a link to the program itself: vim.basic, nvim, nano.
        names = {self.command[0], os.path.realpath(self.command[0])}
        return any(Path(name).name.lower().split(".")[0] in _TAKES_LINE for name in names)

    def open(self, path: str, line: int | None = None) -> None:
        """Open a file, and return when the editor's process ends; an editor with a window may end it at once.

        In the meantime only the editor reacts to Ctrl-C. Raises `TpsessionError` if the editor can't be
        started, or ends with an error code.

        Args:
            path: The absolute path of the file.
            line: Where to begin, counted from 1, if the editor `takes_line`; None for the beginning.

        """
        place = [f"+{line}"] if line is not None and self.takes_line else []
        name = sanitize(Path(self.command[0]).name)
        try:
            with _leaving_ctrl_c_alone():
                done = subprocess.run([*self.command, *place, path], check=False)  # noqa: S603 - their own
        except OSError as error:
            reason = sanitize(error.strerror or str(error))
            raise TpsessionError(f"The editor {name} can't be started: {reason}.", _HINT) from error
        if done.returncode:
            raise TpsessionError(f"The editor {name} ended with an error (code {done.returncode}).")


def find_editor(environment: Mapping[str, str], *, windows: bool = sys.platform == "win32") -> ExternalEditor:
    """Return the editor that ``VISUAL`` or else ``EDITOR`` names; without both, the first usual one found.

    An empty variable counts as missing. Raises `UsageError` if the variable can't be read as a command, and
    `TpsessionError` if the program that it names isn't installed or, without both variables, if no usual
    editor is installed.

    environment: the environment variables. windows: whether this is Windows.
    """
    for variable in _VARIABLES:
        if text := environment.get(variable, "").strip():
            return ExternalEditor(_find_command(variable, text, windows=windows), needs_terminal=False)
    for name in _USUAL_ON_WINDOWS if windows else _USUAL:
        if found := shutil.which(name):
            return ExternalEditor((found,), needs_terminal=not windows)
    raise TpsessionError("No text editor was found.", _HINT)


def split_command(text: str, *, windows: bool) -> list[str]:
    """Return the words of a command, split at blanks and with quotes as in a shell.

    A text that is the path of an existing file is one word, even with blanks in it. Raises `ValueError` if a
    quote isn't closed.

    windows: whether to take backslashes as they are, as on Windows.
    """
    if os.path.isfile(text):  # noqa: PTH113 - `Path.is_file` raises for a command that is too long for a path
        return [text]
    if not windows:
        return shlex.split(text)
    # In its other mode shlex takes a backslash as it is, but leaves the quotes.
    return [word.strip('"') for word in shlex.split(text, posix=False)]


def _find_command(variable: str, text: str, *, windows: bool) -> tuple[str, ...]:
    """Return the words of the command in a variable, with the program's path as the first of them.

    Raises `UsageError` if a quote isn't closed, and `TpsessionError` if there is no such program.

    variable: the name of the variable. text: its value.
    """
    try:
        program, *rest = split_command(text, windows=windows)
    except ValueError as error:
        raise UsageError(
            f"{variable} has a quote that isn't closed: {sanitize(text)}", "Close the quote."
        ) from error
    found = shutil.which(program)
    if found is None:
        raise TpsessionError(f"{variable} names {sanitize(program)}, which isn't installed.", _HINT)
    return found, *rest


@contextmanager
def _leaving_ctrl_c_alone() -> Iterator[None]:
    """Ignore Ctrl-C in this process during the block; the editor, which gets it too, decides what it means.

    Outside the main thread nothing changes: Python handles Ctrl-C in the main thread only.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler and not SIG_IGN, which the editor would inherit.
    earlier = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
