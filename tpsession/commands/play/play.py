"""The commands ``tpsession`` and ``tpsession play``, which run the full-screen program or plain mode.

Only the one that runs is imported: the full-screen toolkit alone takes a third of a second.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, TextIO

from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError
from tpsession.core.history.ratings import RatingFlag

if TYPE_CHECKING:
    import argparse

    from tpsession.core.catalog.routine import Routine


def choose(arguments: argparse.Namespace) -> int:
    """Open the program with the list of routines, or plain mode with its start menu; return the exit code.

    Plain mode runs if it was asked for, or if the terminal can only print lines. Raises `UsageError` if there
    is no terminal, and as `run_plain_mode` or `run_full_screen` does.
    """
    if arguments.plain or _is_dumb_terminal():
        if not _is_terminal(sys.stdin):
            raise UsageError(
                "Choosing a routine needs a terminal, and there is none here.",
                "Name the routine: tpsession play ROUTINE --plain",
            )
        return _run_plain(SessionOptions(), None)
    _require_terminal("To play without one: tpsession play ROUTINE --plain")
    return _run_full_screen(SessionOptions(), None)


def play(arguments: argparse.Namespace) -> int:
    """Play the routine that the arguments name, in plain mode or full screen, and return the exit code.

    With ``--place``, ``--side`` is the side that hurts, and not the one to massage. Plain mode runs if it was
    asked for, or if the terminal can only print lines.

    Raises `UsageError` for the full-screen program without a terminal, for a place for which `check_place`
    allows no session, and as `run_plain_mode` or `run_full_screen` does.
    """
    place = arguments.place
    if place is not None:
        from tpsession.core.dialogue.place_guide import check_place  # noqa: PLC0415 - only with a place

        check_place(place, _load_emergency_number())
    options = SessionOptions(
        area=arguments.area,
        # With a place, it is the side that hurts.
        side=None if place else arguments.side,
        place=place,
        pain_side=arguments.side if place else None,
        spot=arguments.spot or "",
        before=arguments.before,
        flags=tuple(map(RatingFlag, arguments.flags or ())),
        after=arguments.after,
        save=not arguments.no_save,
        teach=arguments.teach,
        speed=arguments.speed,
    )
    if arguments.plain or _is_dumb_terminal():
        return _run_plain(options, arguments.routine)
    _require_terminal("To play without one, add --plain.")
    return _run_full_screen(options, arguments.routine)


def play_routine(options: SessionOptions, routine: Routine, *, is_plain: bool) -> int:
    """Play a routine that may be in no file, in plain mode or full screen, and return the exit code.

    Raises `UsageError` for the full-screen program without a terminal, and as `run_plain_mode` or
    `run_full_screen` does.

    Args:
        options: The options of the session.
        routine: What to play.
        is_plain: Whether plain mode was asked for; it also runs if the terminal can only print lines.

    """
    if is_plain or _is_dumb_terminal():
        return _run_plain(options, routine.id, routine)
    _require_terminal("To play without one, add --plain.")
    return _run_full_screen(options, routine.id, routine)


def _load_emergency_number() -> str:
    """Return the person's emergency number; empty if it isn't set."""
    from tpsession.files.paths import find_paths  # noqa: PLC0415 - 5 ms, only with a place
    from tpsession.files.settings import FileSettings  # noqa: PLC0415 - likewise

    return FileSettings(find_paths().settings).load_preferences().text("safety.emergency_number")


def _is_dumb_terminal() -> bool:
    """Return whether the terminal can only print lines, because TERM is ``dumb``.

    If so, print on standard error that there will be lines instead of the full screen. False if standard
    input is no terminal.
    """
    if os.environ.get("TERM") != "dumb" or not _is_terminal(sys.stdin):
        return False
    sys.stderr.write(
        "This terminal (TERM=dumb) can't show the full screen, so you get lines of text instead.\n"
    )
    return True


def _run_plain(options: SessionOptions, name: str | None, unlisted: Routine | None = None) -> int:
    """Run plain mode, with its modules imported only now, and return the exit code.

    Arguments and errors are those of `run_plain_mode`.
    """
    from tpsession.commands.play.plain_mode import run_plain_mode  # noqa: PLC0415 - 74 ms, only for plain mode

    return run_plain_mode(options, name, unlisted)


def _run_full_screen(options: SessionOptions, name: str | None, unlisted: Routine | None = None) -> int:
    """Run the full-screen program, with its modules imported only now, and return the exit code.

    The search for garbage is off from here until the program's first paint. Arguments and errors are those of
    `run_full_screen`.
    """
    # Searching all that is imported for garbage would take a fifteenth of the start. The program turns
    # the search on again after its first paint.
    gc.disable()
    from tpsession.commands.play.full_screen import run_full_screen  # noqa: PLC0415 - 43 ms, only for full screen

    return run_full_screen(options, name, unlisted)


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def _require_terminal(todo: str) -> None:
    """Raise `UsageError` unless standard input, output and error are all terminals.

    The full-screen program needs them. todo: the advice in the error.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not _is_terminal(stream):
            raise UsageError("The full-screen program needs a terminal, and there is none here.", todo)
