"""The ports that plain mode uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.clock import Clock
from tpsession.core.diagnostics.doctor import Doctor
from tpsession.core.history.repository import History
from tpsession.core.plan.renderer import Renderer
from tpsession.core.progress.report_writer import ReportWriter
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.session.awake import Awake
from tpsession.core.settings.store import SettingsStore
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.plain.console import Console


@dataclass(frozen=True, slots=True)
class PlainServices:
    """One implementation of each port, made by the command that starts plain mode."""

    console: Console
    clock: Clock
    history: History | None
    """None if it can't be read; then nothing is saved."""
    library: RoutineLibrary
    settings: SettingsStore
    player: CuePlayer
    voice: Voice
    awake: Awake
    report_writer: Callable[[], ReportWriter]
    """Returns what saves the page for an appointment, loaded at the first call."""
    routine_writer: Callable[[], RoutineWriter]
    """Returns what makes and changes routine files, loaded at the first call."""
    renderer: Callable[[], Renderer]
    """Returns what writes sessions as sound files, loaded at the first call."""
    doctor: Callable[[], Doctor]
    """Returns what checks this computer, loaded at the first call."""
    new_id: Callable[[], str]
    """Returns a new session id, a UUID."""
