"""``tpsession`` and ``tpsession play``: full screen at a terminal, line by line with ``--plain``.

Each front end is loaded only where it is used: the full-screen toolkit takes a third of a second.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from tpsession.commands import argument_types
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError

if TYPE_CHECKING:
    import argparse


def choose(arguments: argparse.Namespace) -> int:
    """Open the full-screen program, or choose line by line."""
    if arguments.plain:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(
                "There is no terminal here to choose a routine at.",
                "Play one line by line with: tpsession play ROUTINE --plain",
            )
        from tpsession.commands.play.plain_mode import visit  # noqa: PLC0415 - 74 ms, and only for lines

        return visit(SessionOptions(), None)
    _need_terminal("Play one line by line with: tpsession play ROUTINE --plain")
    return _show(SessionOptions(), None)


def play(arguments: argparse.Namespace) -> int:
    """Play the routine that was named."""
    wishes = SessionOptions(
        area=argument_types.area(arguments.area),
        side=argument_types.side(arguments.side),
        before=argument_types.rating(arguments.before, "--before"),
        after=argument_types.rating(arguments.after, "--after"),
        save=not arguments.no_save,
        speed=argument_types.speed(arguments.speed),
    )
    if arguments.plain:
        from tpsession.commands.play.plain_mode import visit  # noqa: PLC0415 - 74 ms, and only for lines

        return visit(wishes, arguments.routine)
    _need_terminal("Add --plain to play line by line.")
    return _show(wishes, arguments.routine)


def _show(wishes: SessionOptions, name: str | None) -> int:
    # What is loaded for the start stays: looking for garbage in it takes a fifteenth of the time. The
    # program turns it on again after its first paint.
    gc.disable()
    from tpsession.commands.play.full_screen import show  # noqa: PLC0415 - 43 ms, and only for the full screen

    return show(wishes, name)


def _need_terminal(todo: str) -> None:
    """Raise `UsageError` where the full-screen program has no terminal to run in."""
    # The toolkit draws on standard error.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is None or stream.closed or not stream.isatty():
            raise UsageError("There is no terminal here for the full-screen program.", todo)
