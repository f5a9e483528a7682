"""The full-screen program, wired.

What is slow begins before the toolkit is loaded, in threads of their own: the history, and the player.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from tpsession.audio.client.speech_log import SpeechLog
from tpsession.clock import SystemClock
from tpsession.core.catalog.area import LOW_BACK
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.settings.definitions import Preferences
from tpsession.files.paths import Paths, find_paths
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.store.history import open_history

if TYPE_CHECKING:
    from tpsession.core.diagnostics.doctor import Doctor
    from tpsession.core.history.repository import History
    from tpsession.core.plan.renderer import Renderer
    from tpsession.core.sound.player import CuePlayer, Voice


class Opening:
    """The history, opened in a thread of its own; calling it waits for that."""

    def __init__(self, opens: Callable[[], History]) -> None:
        """Begin to open it."""
        self._opens = opens
        self._done = threading.Event()
        self._handing_over = threading.Lock()
        self._closed = False
        self._history: History | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="tpsession-opening", daemon=True).start()

    def __call__(self) -> History:
        """The history. Raises `HistoryError` where it can't be opened."""
        self._done.wait()
        if self._history is None:
            raise self._error or HistoryError("The history wasn't opened.")
        return self._history

    def close(self) -> None:
        """Write what is outstanding and let go of it. Raises `HistoryError` where that fails.

        Doesn't wait for an opening that is still under way: that lets go by itself.
        """
        with self._handing_over:
            self._closed = True
        if self._history is not None:
            self._history.close()

    def _run(self) -> None:
        try:
            opened = self._opens()
            with self._handing_over:
                if not self._closed:
                    self._history = opened
            if self._history is None:
                opened.close()
        except BaseException as error:  # whoever asks for the history gets it
            self._error = error
        self._done.set()


class Starting:
    """The voice, started when it is first called for."""

    def __init__(self, start: Callable[[], Voice]) -> None:
        """Don't start it yet."""
        self._start = start
        self._started: Voice | None = None

    def __call__(self) -> Voice:
        """What was started."""
        if self._started is None:
            self._started = self._start()
        return self._started

    def close(self) -> None:
        """Close it, if it was started."""
        if self._started is not None:
            self._started.close()


def _player(
    paths: Paths, resources: Resources, clock: SystemClock, memory: SpeechLog, preferences: Preferences
) -> CuePlayer:
    from tpsession.commands.play.sound import player  # noqa: PLC0415 - 6 ms that the first paint needn't wait for

    return player(preferences, paths, resources, clock, memory)


def _voice(paths: Paths) -> Voice:
    from tpsession.commands.play.sound import voice  # noqa: PLC0415 - 8 ms, where it is needed

    return voice(paths)


def _renderer(settings: FileSettings, paths: Paths, resources: Resources) -> Renderer:
    from tpsession.commands.render.file_renderer import FileRenderer  # noqa: PLC0415 - 23 ms, and few ask

    return FileRenderer(settings.load_preferences, paths, resources)


def _doctor(paths: Paths, resources: Resources, clock: SystemClock) -> Doctor:
    from tpsession.commands.system.doctor import MachineDoctor  # noqa: PLC0415 - 14 ms, and few ask

    return MachineDoctor(paths, resources, clock)


def _settled() -> None:
    """Look for garbage again, but not among what was loaded for the start: that stays."""
    gc.freeze()
    gc.enable()


def show(wishes: SessionOptions, name: str | None) -> int:
    """Open the program, for the routine of a name or with the list; returns the exit code.

    Raises `TpsessionError` where the routine can't be played, and `HistoryError` where something couldn't be
    read or kept in the end.
    """
    paths, resources, clock = find_paths(), find_resources(), SystemClock()
    settings = FileSettings(paths.settings)
    library = FileLibrary(paths, resources)
    if name is not None:
        routine = library.load_routine(name)
        build_plan(routine, PlanOptions(area=wishes.area or routine.area or LOW_BACK, side=wishes.side))
    with (
        closing(Opening(partial(open_history, paths.history, clock, read_only=not wishes.save))) as history,
        closing(Starting(partial(_voice, paths))) as voice,
    ):
        from tpsession.tui.app import LaunchOptions, TpsessionApp  # noqa: PLC0415 - after what is slow has begun
        from tpsession.tui.services.services import Services  # noqa: PLC0415 - the same
        from tpsession.tui.text.charset import detect_charset  # noqa: PLC0415 - the same

        house = Services(
            clock=clock,
            library=library,
            settings=settings,
            player=partial(_player, paths, resources, clock, SpeechLog()),
            voice=voice,
            history=history,
            renderer=partial(_renderer, settings, paths, resources),
            doctor=partial(_doctor, paths, resources, clock),
            new_id=lambda: str(uuid4()),
        )
        charset = detect_charset(os.environ, sys.stdout.encoding)
        app = TpsessionApp(house, LaunchOptions(wishes, name, charset, _settled))
        with closing(app.player):
            try:
                code = app.run()
            finally:
                app.window_title.give_back()
                if app.keep_for_later is not None:
                    app.keep_for_later()
    ended = app.return_code or 0 if code is None else code
    if ended == 0 and app.history.failed is not None:
        raise app.history.failed
    return ended
