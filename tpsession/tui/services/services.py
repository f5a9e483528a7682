"""The ports that the full-screen program runs on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.settings.definitions import Preferences

if TYPE_CHECKING:
    # Named in annotations only: loading the ports takes 4 ms, which the first paint doesn't need.
    from tpsession.core.catalog.library import RoutineLibrary
    from tpsession.core.catalog.list_memory import ListMemory
    from tpsession.core.clock import Clock
    from tpsession.core.diagnostics.doctor import Doctor
    from tpsession.core.diagnostics.own_data import OwnData
    from tpsession.core.history.repository import History
    from tpsession.core.plan.renderer import Renderer
    from tpsession.core.progress.report_writer import ReportWriter
    from tpsession.core.routine_editing.port import RoutineWriter
    from tpsession.core.routine_editing.qr_code import QrCode
    from tpsession.core.session.awake import Awake
    from tpsession.core.settings.store import SettingsStore
    from tpsession.core.sound.player import CuePlayer, Voice
    from tpsession.core.task_progress import TaskProgress
    from tpsession.core.web_browser import WebBrowser


class Services(NamedTuple):
    """The implementations of the ports, chosen by the command line; tests pass fakes."""

    clock: Clock
    library: RoutineLibrary
    list_memory: ListMemory
    settings: SettingsStore
    player: Callable[[Preferences], CuePlayer]
    """Starts the player that the settings name; may wait for the disk. The caller closes it."""
    history: Callable[[], History]
    """Returns the open history; the first call may wait for the disk. Raises `HistoryError`."""
    open_again: Callable[[str], None]
    """Has the history opened once more, after an error that offers it; returns at once.

    Goes back to a backup before, given by its path; an empty text opens what is there.
    """
    opening: TaskProgress
    """How far the opening of the history is, if that takes long."""
    voice: Callable[[], Voice]
    """Returns the voice, made at the first call; it stays idle until it gets texts."""
    awake: Callable[[], Awake]
    """Returns what keeps the computer awake, loaded at the first call."""
    renderer: Callable[[], Renderer]
    """Returns the renderer that writes sound files, loaded at the first call."""
    report_writer: Callable[[], ReportWriter]
    """Returns what saves the page for an appointment, loaded at the first call."""
    browser: Callable[[], WebBrowser]
    """Returns what shows pages in the browser, loaded at the first call."""
    routine_writer: Callable[[], RoutineWriter]
    """Returns what makes and changes routine files, loaded at the first call."""
    routine_code: Callable[[str], QrCode | None]
    """Returns the QR code of a routine's file, given by its id; None if it is too long for one.

    Waits for the disk. Raises `TpsessionError` if the file has errors or can't be read.
    """
    doctor: Callable[[], Doctor]
    """Returns the doctor that checks the machine, loaded at the first call."""
    own_data: Callable[[], OwnData]
    """Returns what finds and backs up the person's data, loaded at the first call."""
    new_id: Callable[[], str]
    """Returns a new id for a session."""
