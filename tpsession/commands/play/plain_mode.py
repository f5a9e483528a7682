"""One session, line by line: ``--plain``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.play.sound import player, voice
from tpsession.core.catalog.area import LOW_BACK
from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.files.paths import Paths, find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.plain.console import TerminalConsole
from tpsession.plain.plain_app import PlainApp, PlainServices
from tpsession.store.history import SqliteHistory, open_history


class Terminated(SystemExit):
    """The system asked the program to end; what is outstanding is kept on the way out."""


@contextmanager
def _ends_kept() -> Iterator[None]:
    """Let a request to end unwind the program, so that the session is kept and can be resumed."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise Terminated(128 + number)

    names = ("SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def visit(wishes: SessionOptions, name: str | None) -> int:
    """Wire everything, and play the routine of a name, or let one be chosen."""
    paths, resources, clock = find_paths(), find_resources(), SystemClock()
    settings = FileSettings(paths.settings)
    for problem in settings.find_problems():
        sys.stderr.write(f"{problem}\n")
    preferences = settings.load_preferences()
    library = FileLibrary(paths, resources)
    console = TerminalConsole()
    routine, refused = _routine(library, name, wishes, asks=console.attended)
    if refused is not None and not paths.history.exists():
        # With nothing left to pick up there is no reason to open a history.
        raise refused
    with (
        _ends_kept(),
        _history(paths, clock, wishes) as history,
        closing(player(preferences, paths, resources, clock)) as sound,
        closing(voice(paths)) as spoken,
    ):
        house = PlainServices(
            console=console,
            clock=clock,
            history=history,
            library=library,
            settings=settings,
            player=sound,
            voice=spoken,
            new_id=lambda: str(uuid4()),
        )
        here = PlainApp(house, wishes)
        code = here.pick_up()
        if code is not None:
            return code
        if refused is not None:
            raise refused
        return here.choose_and_play() if routine is None else here.play(routine)


def _routine(
    library: FileLibrary, name: str | None, wishes: SessionOptions, *, asks: bool
) -> tuple[Routine | None, TpsessionError | None]:
    """The routine of a name, or why it can't be played: what was left before is offered all the same.

    asks: whether somebody can be asked for the area.
    """
    if name is None:
        return None, None
    try:
        routine = library.load_routine(name)
        asked = LOW_BACK if asks and routine.area is None else None
        build_plan(routine, PlanOptions(area=wishes.area or asked, side=wishes.side))
    except TpsessionError as error:
        return None, error
    return routine, None


@contextmanager
def _history(paths: Paths, clock: SystemClock, wishes: SessionOptions) -> Iterator[SqliteHistory | None]:
    """The history; only read where nothing is to be kept, and None where that fails."""
    if wishes.save and not wishes.is_rehearsal:
        with open_history(paths.history, clock) as history:
            yield history
        return
    try:
        reader = open_history(paths.history, clock, read_only=True)
    except HistoryError as error:
        sys.stderr.write(f"tpsession: {error}\n")
        yield None
        return
    with reader:
        yield reader
