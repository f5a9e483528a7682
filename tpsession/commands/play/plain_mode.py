"""Runs plain mode, ``--plain``: connects it with the history, the settings, the player and the voice."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from types import FrameType
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import go_back_to, open_own_history
from tpsession.commands.play.report import make_report_writer
from tpsession.commands.play.routine_writer import make_routine_writer
from tpsession.commands.play.sound import start_player
from tpsession.commands.play.voice import make_voice
from tpsession.core.catalog.area import LOW_BACK
from tpsession.core.catalog.routine import Routine
from tpsession.core.diagnostics.doctor import Doctor
from tpsession.core.dialogue.place_guide import choose_side
from tpsession.core.dialogue.rescue import RESTORED
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, OpeningChoice, TpsessionError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.renderer import Renderer
from tpsession.core.task_progress import TaskProgress
from tpsession.files.paths import Paths, find_paths
from tpsession.files.people import describe_person, find_person
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.plain.console import Console, TerminalConsole
from tpsession.plain.opening import ask_choice
from tpsession.plain.plain_app import PlainApp
from tpsession.plain.services import PlainServices
from tpsession.plain.task import run_stoppable
from tpsession.power.system_awake import SystemAwake
from tpsession.store.history import SqliteHistory


class Terminated(SystemExit):
    """Raised when the system asks the program to end (SIGTERM, SIGHUP)."""


@contextmanager
def _raising_on_end_signals() -> Iterator[None]:
    """Raise `Terminated` on SIGTERM and SIGHUP in the block, so that the session is saved on the way out.

    The exit code of `Terminated` is 128 plus the number of the signal.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        """Raise `Terminated` with the exit code that stands for a signal."""
        raise Terminated(128 + number)

    names = ("SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    earlier = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, earlier, strict=True):
            signal.signal(number, handler)


_GOODBYE = "Goodbye. tpsession has ended."
"""Said last, so that who listens knows that what they type next is for the shell."""


def run_plain_mode(options: SessionOptions, name: str | None, unlisted: Routine | None = None) -> int:
    """Ask what earlier sessions left open, then play a routine line by line; return the exit code.

    With a name, this routine is played, once; only if the person goes back from a question before it, the
    menu follows. Without a name, the person chooses from a menu, and comes back to it until they leave. A
    session that they resume is played in place of the named routine, or else before the menu. Problems of the
    settings file are printed on standard error.

    Args:
        options: What the command line says about the session.
        name: The routine's id, name or file; if None, the person chooses one.
        unlisted: A routine that `name` may mean, although it is in no file.

    Raises:
        TpsessionError: If the named routine can't be played; without a history, nothing is asked before. It
            isn't raised if the person resumes a session in its place, or leaves the program when asked about
            earlier ones.
        HistoryError: If the history can't be opened, unless nothing is to be saved; or if something couldn't
            be read or saved.

    """
    paths, resources, clock = find_paths(), find_resources(), SystemClock()
    settings = FileSettings(paths.settings)
    for problem in settings.find_problems():
        sys.stderr.write(f"{problem}\n")
    preferences = settings.load_preferences()
    library = FileLibrary(paths, resources, unlisted)
    console = TerminalConsole()
    routine, error = _find_routine(library, name, options, can_ask=console.attended)
    if error is not None and not os.path.exists(paths.history):  # noqa: PTH110 - false if it can't be reached
        # Without a history there is no interrupted session to offer first.
        raise error
    with (
        _raising_on_end_signals(),
        _open_history(paths, clock, options, console) as history,
        closing(start_player(preferences, paths, resources, clock)) as player,
        closing(make_voice(paths, resources)) as voice,
        closing(SystemAwake()) as awake,
    ):
        services = PlainServices(
            console=console,
            clock=clock,
            history=history,
            library=library,
            settings=settings,
            player=player,
            voice=voice,
            awake=awake,
            report_writer=lambda: make_report_writer(clock),
            routine_writer=lambda: make_routine_writer(paths, resources),
            renderer=lambda: _make_renderer(settings, paths, resources),
            doctor=lambda: _make_doctor(paths, resources, clock),
            new_id=lambda: str(uuid4()),
        )
        person = describe_person(paths.data, find_person(paths.settings))
        if person:
            console.say(f"The history of: {person}")
        app = PlainApp(services, options)
        code = app.run_startup_prompts(menu_follows=name is None)
        if code is None and error is not None:
            raise error
        if code is None:
            code = app.choose_and_play() if routine is None else app.play(routine)
    if console.attended:
        console.say(_GOODBYE)
    return code


def _make_renderer(settings: FileSettings, paths: Paths, resources: Resources) -> Renderer:
    """Return what writes sessions as sound files, with its modules imported only now."""
    from tpsession.commands.render.file_renderer import FileRenderer  # noqa: PLC0415 - 23 ms, rarely used

    return FileRenderer(settings.load_preferences, paths, resources)


def _make_doctor(paths: Paths, resources: Resources, clock: SystemClock) -> Doctor:
    """Return what checks this computer; its modules are imported only now."""
    from tpsession.commands.system.doctor import MachineDoctor  # noqa: PLC0415 - 14 ms, rarely used

    return MachineDoctor(paths, resources, clock)


def _find_routine(
    library: FileLibrary, name: str | None, options: SessionOptions, *, can_ask: bool
) -> tuple[Routine | None, TpsessionError | None]:
    """Return the named routine and None, or None and why it can't be played; without a name, None twice.

    The error isn't raised here, because an interrupted session may have to be offered first.

    Args:
        library: Where to look.
        name: The routine's id, name or file, or None.
        options: What the command line says about the session.
        can_ask: Whether the person can be asked for an area; then a routine may leave it open.

    """
    if name is None:
        return None, None
    try:
        routine = library.load_routine(library.resolve(name))
        # Any area does for this check, which `plan` makes before the person has chosen one.
        stand_in = LOW_BACK if can_ask and routine.area is None else None
        build_plan(routine, PlanOptions(area=options.area or stand_in, side=choose_side(routine, options)))
    except TpsessionError as error:
        return None, error
    return routine, None


@contextmanager
def _open_history(
    paths: Paths, clock: SystemClock, options: SessionOptions, console: Console
) -> Iterator[SqliteHistory | None]:
    """Open the history for the block, and yield it; close it after the block.

    If the options say that nothing is saved, or in a rehearsal, it is opened for reading; if that fails, the
    error is printed on standard error, and None is yielded. Otherwise it is opened as by `_open_or_ask`, and
    `HistoryError` is raised if that can't be done or something couldn't be saved.
    """
    if options.save and not options.is_rehearsal:
        with _open_or_ask(paths, clock, console) as history:
            yield history
        return
    try:
        reader = open_own_history(paths, clock, read_only=True)
    except HistoryError as error:
        sys.stderr.write(f"tpsession: {error}\n")
        yield None
        return
    with reader:
        yield reader


def _open_or_ask(paths: Paths, clock: SystemClock, console: Console) -> SqliteHistory:
    """Open the history and return it; the caller closes it.

    Whenever that fails, a person at the console is asked what to do, such as going back to a backup, and it
    is tried again. Raises `HistoryError` if the person leaves, if nobody can answer, or if there is nothing
    to choose.
    """
    choices: tuple[OpeningChoice, ...] = ()
    chosen: OpeningChoice | None = None
    while True:
        try:
            if chosen is not None and chosen.backup:
                progress = TaskProgress()
                restore = partial(go_back_to, chosen.backup, paths, clock, progress)
                run_stoppable(console, restore, progress)
                console.say(RESTORED)
            return open_own_history(paths, clock)
        except HistoryError as error:
            if not error.keeps_choices:
                choices = error.choices
            chosen = ask_choice(console, error, choices)
            if chosen is None:
                raise
