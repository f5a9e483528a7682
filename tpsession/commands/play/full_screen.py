"""Runs the full-screen program: connects it with the history, the player, the voice and the tools.

The history takes a while to open, so that begins in a thread before the toolkit is imported.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache, partial
from threading import Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import go_back_to, open_own_history
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError
from tpsession.core.settings.definitions import Preferences
from tpsession.core.task_progress import TaskProgress
from tpsession.files.paths import Paths, find_paths
from tpsession.files.people import describe_person, find_person
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.routines.list_memory import FileListMemory
from tpsession.files.settings import FileSettings

if TYPE_CHECKING:
    from tpsession.audio.client.speech_log import SpeechLog
    from tpsession.core.catalog.routine import Routine
    from tpsession.core.diagnostics.doctor import Doctor
    from tpsession.core.diagnostics.own_data import OwnData
    from tpsession.core.history.repository import History
    from tpsession.core.plan.renderer import Renderer
    from tpsession.core.progress.report_writer import ReportWriter
    from tpsession.core.routine_editing.port import RoutineWriter
    from tpsession.core.routine_editing.qr_code import QrCode
    from tpsession.core.session.awake import Awake
    from tpsession.core.sound.player import CuePlayer, Voice
    from tpsession.core.web_browser import WebBrowser

OPENING_THREAD = "tpsession-open-history"


class HistoryOpening:
    """Opens the history in a thread, so that nothing else waits for it."""

    def __init__(self, open_it: Callable[[str], History], progress: TaskProgress) -> None:
        """Do nothing yet.

        Args:
            open_it: Opens the history, given the path of a backup to go back to before, or an empty text;
                raises `HistoryError`.
            progress: Through which `open_it` reports, and is stopped.

        """
        self._open_it = open_it
        self._progress = progress
        # An executor would wait for its thread when the program ends, even if the disk hangs.
        self._opened: Future[History] = Future()

    def start(self, backup: str = "") -> None:
        """Begin to open the history in a thread, and return at once. Call it again only if an opening failed.

        backup: the path of a backup to put in the history's place first; empty to open the history as it is.
        """
        self._progress.restart()
        self._opened = Future()
        Thread(target=self._open, args=(self._opened, backup), name=OPENING_THREAD, daemon=True).start()

    def wait(self) -> History:
        """Wait until the history is open, and return it.

        Raises what `open_it` has raised, such as `HistoryError`, and `HistoryError` if `close` was called
        before it was open.
        """
        try:
            return self._opened.result()
        except CancelledError:
            raise HistoryError("The history wasn't opened in time.") from None

    def close(self) -> None:
        """Close the history. Raises `HistoryError` if something couldn't be written.

        If the history is still opening, this doesn't wait: the thread closes it as soon as it is open. A
        repair, an update or going back to a backup is stopped, which leaves the file as it was. If the
        opening has failed, there is nothing to close.
        """
        self._progress.stop()
        if not self._opened.cancel() and self._opened.exception() is None:
            self._opened.result().close()

    def _open(self, opened: Future[History], backup: str) -> None:
        """Call `open_it`, and set its history or its error as the result of `opened`. Runs in a thread.

        If `close` was called meanwhile, the history is closed at once, and any error is dropped.

        backup: the path of the backup to put in the history's place first; empty to open the history as it
        is.
        """
        try:
            history = self._open_it(backup)
        except BaseException as error:  # raised where the history is asked for
            with suppress(InvalidStateError):
                opened.set_exception(error)
            return
        try:
            opened.set_result(history)
        except InvalidStateError:
            # It was closed and cancelled meanwhile. The terminal is the shell's again, and nothing was saved.
            with suppress(HistoryError):
                history.close()


@contextmanager
def opening_history(open_it: Callable[[str], History], progress: TaskProgress) -> Iterator[HistoryOpening]:
    """Begin to open the history in a thread, and yield the opening; close the history after the block.

    Raises `HistoryError` as `HistoryOpening.close` does, but not instead of an error of the block. open_it,
    progress: as for `HistoryOpening`.
    """
    opening = HistoryOpening(open_it, progress)
    opening.start()
    try:
        yield opening
    except BaseException:
        with suppress(HistoryError):
            opening.close()
        raise
    opening.close()


def _start_player(
    paths: Paths,
    resources: Resources,
    clock: SystemClock,
    speech_log: Callable[[], SpeechLog],
    preferences: Preferences,
) -> CuePlayer:
    """Start the player with the settings, and return it; its modules are imported only now.

    The caller closes it. speech_log: returns the log of what earlier players of this run have said; the new
    player continues it.
    """
    from tpsession.commands.play.sound import start_player  # noqa: PLC0415 - 6 ms, after the first paint

    return start_player(preferences, paths, resources, clock, speech_log())


def _open_voice(paths: Paths, resources: Resources) -> Voice:
    """Return the voice, with its modules imported only now. The caller closes it."""
    from tpsession.commands.play.voice import make_voice  # noqa: PLC0415 - 8 ms and 0.2 MB, only for sessions

    return make_voice(paths, resources)


def _make_renderer(settings: FileSettings, paths: Paths, resources: Resources) -> Renderer:
    """Return the renderer, which writes sessions as sound files. Its modules are imported only now."""
    from tpsession.commands.render.file_renderer import FileRenderer  # noqa: PLC0415 - 23 ms, rarely used

    return FileRenderer(settings.load_preferences, paths, resources)


def _make_browser() -> WebBrowser:
    """Return what shows pages in the person's web browser; its module is imported only now."""
    from tpsession.commands.play.web_browser import SystemBrowser  # noqa: PLC0415 - rarely used

    return SystemBrowser()


def _make_report_writer(clock: SystemClock) -> ReportWriter:
    """Return what saves pages for an appointment as files; its modules are imported only now."""
    from tpsession.commands.play.report import make_report_writer  # noqa: PLC0415 - rarely used

    return make_report_writer(clock)


def _make_routine_writer(paths: Paths, resources: Resources) -> RoutineWriter:
    """Return what makes and changes routine files, with its modules imported only now."""
    from tpsession.commands.play.routine_writer import make_routine_writer  # noqa: PLC0415 - rarely used

    return make_routine_writer(paths, resources)


def _make_routine_code(paths: Paths, resources: Resources, name: str) -> QrCode | None:
    """Return the QR code of a routine as `make_routine_code` does; its modules are imported only now.

    name: the routine's id.
    """
    from tpsession.commands.routines.routine_code import make_routine_code  # noqa: PLC0415 - rarely used

    return make_routine_code(_make_routine_writer(paths, resources), name)


def _make_doctor(paths: Paths, resources: Resources, clock: SystemClock) -> Doctor:
    """Return what checks this computer; its modules are imported only now."""
    from tpsession.commands.system.doctor import MachineDoctor  # noqa: PLC0415 - 14 ms, rarely used

    return MachineDoctor(paths, resources, clock)


def _make_own_data(paths: Paths, clock: SystemClock) -> OwnData:
    """Return what finds and backs up the person's data; its modules are imported only now."""
    from tpsession.commands.system.own_data import MachineOwnData  # noqa: PLC0415 - rarely used

    return MachineOwnData(paths, clock)


def _resume_garbage_collection() -> None:
    """Turn the search for garbage on again. It never searches what exists now, such as modules."""
    # Each slotted dataclass leaves the class that it was made from behind, and frozen garbage stays: 0.4 MB.
    gc.collect()
    gc.freeze()
    gc.enable()


def _require_playable(routine: Routine, options: SessionOptions) -> None:
    """Raise `UsageError` if a routine can't be played with the options of the command line.

    If both leave the area open, nothing is raised for that: the program asks for it.
    """
    # The list, with which the program usually begins, is painted without them.
    from tpsession.core.catalog.area import LOW_BACK  # noqa: PLC0415 - only for a named routine
    from tpsession.core.dialogue.place_guide import choose_side  # noqa: PLC0415 - likewise
    from tpsession.core.plan.plan import PlanOptions, build_plan  # noqa: PLC0415 - likewise

    # Any area does for this check: the program asks for the area that a routine leaves open.
    side = choose_side(routine, options)
    build_plan(routine, PlanOptions(area=options.area or routine.area or LOW_BACK, side=side))


def run_full_screen(options: SessionOptions, name: str | None, unlisted: Routine | None = None) -> int:
    """Run the full-screen program until the person leaves it, and return its exit code.

    Args:
        options: What the command line says about the session.
        name: The id, name or file of the routine to play; None to open with the list of routines.
        unlisted: A routine that `name` may mean, although it is in no file.

    Raises:
        TpsessionError: If the named routine can't be played; then the program doesn't open.
        Exception: If the program has a fault; the terminal is given back, and the session can be resumed.
        HistoryError: If the history can't be closed without an error; or if something else couldn't be read
            from it or saved in it by the end of the run, and the exit code would be 0.

    """
    paths, resources, clock = find_paths(), find_resources(), SystemClock()
    settings = FileSettings(paths.settings)
    library = FileLibrary(paths, resources, unlisted)
    if name is not None:
        name = library.resolve(name)
        _require_playable(library.load_routine(name), options)
    progress = TaskProgress()

    def open_it(backup: str) -> History:
        """Open the history and return it, after going back to the backup with this path if it isn't empty."""
        if backup:
            go_back_to(backup, paths, clock, progress)
        return open_own_history(paths, clock, read_only=not options.save, progress=progress)

    with opening_history(open_it, progress) as opening, ExitStack() as opened:

        @cache
        def voice() -> Voice:
            return opened.enter_context(closing(_open_voice(paths, resources)))

        @cache
        def awake() -> Awake:
            from tpsession.power.system_awake import SystemAwake  # noqa: PLC0415 - 1 ms, only for sessions

            return opened.enter_context(closing(SystemAwake()))

        @cache
        def speech_log() -> SpeechLog:
            from tpsession.audio.client.speech_log import SpeechLog  # noqa: PLC0415 - 1 ms, after the first paint

            return SpeechLog()

        from tpsession.tui.app import TpsessionApp  # noqa: PLC0415 - now that the history opens
        from tpsession.tui.context import LaunchOptions  # noqa: PLC0415 - likewise
        from tpsession.tui.services.services import Services  # noqa: PLC0415 - likewise
        from tpsession.tui.text.charset import detect_charset  # noqa: PLC0415 - likewise

        services = Services(
            clock=clock,
            library=library,
            list_memory=FileListMemory(paths.cache),
            settings=settings,
            player=partial(_start_player, paths, resources, clock, speech_log),
            voice=voice,
            history=opening.wait,
            open_again=opening.start,
            opening=progress,
            awake=awake,
            renderer=partial(_make_renderer, settings, paths, resources),
            report_writer=partial(_make_report_writer, clock),
            browser=_make_browser,
            routine_writer=partial(_make_routine_writer, paths, resources),
            routine_code=partial(_make_routine_code, paths, resources),
            doctor=partial(_make_doctor, paths, resources, clock),
            own_data=partial(_make_own_data, paths, clock),
            new_id=lambda: str(uuid4()),
        )
        charset = detect_charset(os.environ, sys.stdout.encoding)
        person = describe_person(paths.data, find_person(paths.settings))
        launch = LaunchOptions(options, name, charset, person, _resume_garbage_collection)
        app = TpsessionApp(services, launch)
        with closing(app.player):
            try:
                code = app.run()
            finally:
                app.terminal_title.restore()
                if app.save_before_exit is not None:
                    app.save_before_exit()
        if app.fault is not None:
            raise app.fault
    exit_code = app.return_code or 0 if code is None else code
    if exit_code == 0 and app.history.error is not None:
        raise app.history.error
    return exit_code
