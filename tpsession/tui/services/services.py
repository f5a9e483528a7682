"""The ports that the full-screen program uses, and how slow ones are asked without holding up the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.settings.definitions import Preferences

if TYPE_CHECKING:
    # Only named here: the ports and their values take 4 ms that the first paint needn't wait for.
    from tpsession.core.catalog.library import RoutineLibrary
    from tpsession.core.clock import Clock
    from tpsession.core.diagnostics.doctor import Doctor
    from tpsession.core.history.repository import History
    from tpsession.core.plan.renderer import Renderer
    from tpsession.core.settings.store import SettingsStore
    from tpsession.core.sound.player import CuePlayer, Voice

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """The ports."""

    clock: Clock
    library: RoutineLibrary
    settings: SettingsStore
    player: Callable[[Preferences], CuePlayer]
    """Starts a player as the settings want it, which may wait for the disk; whoever asks closes it."""
    history: Callable[[], History]
    """The history once it is open: the first call may wait for that. Raises `HistoryError` where it fails."""
    voice: Callable[[], Voice]
    """Makes the voice when it is first asked for; it does nothing before it has texts."""
    renderer: Callable[[], Renderer]
    """Loads what writes sound files: not before somebody asks for one."""
    doctor: Callable[[], Doctor]
    """Loads what looks at the machine: not before somebody asks for it."""
    new_id: Callable[[], str]


async def apart(work: Callable[[], T]) -> T:
    """Do what may wait for a disk or for sound in a thread of its own; raises what it raises."""
    return await asyncio.to_thread(work)


class HistoryService:
    """The history, asked from the screen without waiting there."""

    def __init__(self, house: Services, *, saves: bool) -> None:
        """saves: whether anything is to be kept."""
        self.failed: HistoryError | None = None
        """Why something couldn't be read or kept in the end: the program ends as failed then."""
        self._house = house
        self._saves = saves
        self._without = False

    @property
    def saves(self) -> bool:
        """Whether anything is kept."""
        return self._saves and not self._without

    def do_without(self) -> None:
        """Go on without the history, because it can't be opened: nothing is read or kept from now on."""
        self._without = True

    async def open(self) -> None:
        """Wait until the history is open. Raises `HistoryError` where it can't be."""
        try:
            await apart(self._house.history)
        except HistoryError as error:
            self.failed = error
            raise

    async def read(self, work: Callable[[History], T], missing: T) -> T:
        """What the history says, or `missing` where there is none. Raises `HistoryError`."""
        if self._without:
            return missing
        return await apart(lambda: work(self._house.history()))

    async def write(self, work: Callable[[History], None]) -> None:
        """Keep something, unless nothing is to be kept. Raises `HistoryError` where that fails."""
        if self.saves:
            await apart(lambda: work(self._house.history()))
