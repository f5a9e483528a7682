"""What a page with a list of routine files does about them: edit, make, copy, delete, and see changes."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import work

from tpsession.core.catalog.routine import Routine
from tpsession.tui.base.page import Page
from tpsession.tui.view_models.routine_rows import RoutineRow

if TYPE_CHECKING:
    from tpsession.tui.screens.home.routine_actions import RoutineActions

WATCH_S = 1.0
"""Seconds between two looks at the routine files, for those that another program has changed."""


class RoutineEditingPage(Page[None], inherit_bindings=False):
    """Edits, makes, copies, deletes and brings back routines. The base of the home screen."""

    _actions: RoutineActions | None = None
    """Changes routines; None until the person does."""
    fingerprint: object = None
    """What the routine files were when they were read; None before that. `read_again` renews it."""

    @property
    @abstractmethod
    def highlighted_row(self) -> RoutineRow | None:
        """The highlighted routine of the list; None in an empty list, and as long as its file isn't read."""

    @property
    @abstractmethod
    def routine_names(self) -> list[str]:
        """The name of each routine of the list; the id of one with a broken file."""

    @abstractmethod
    def read_again(self, identifier: str | None = None) -> None:
        """Start to read the routines again; with an id, have that one highlighted once it is read.

        With an empty id, such as after a deletion, the highlight stays near where it is.
        """

    def watch_files(self) -> None:
        """From now on, look every `WATCH_S` seconds for routine files that another program has changed."""
        self.set_interval(WATCH_S, self._look_for_changes)

    @work(name="watch", group="watch", exclusive=True)
    async def _look_for_changes(self) -> None:
        """Read the routines again if a file of the person was added, changed or removed since they were read.

        Does nothing while another screen is in front.
        """
        if self.app.screen is not self:
            return
        now = await asyncio.to_thread(self.context.services.library.fingerprint)
        if self.fingerprint not in (None, now):
            self.read_again()

    @work(name="edit", group="routine", exclusive=True)
    async def action_edit_routine(self) -> None:
        """Open the highlighted routine, if any, in the editor, or show why that is impossible."""
        if self.highlighted_row is not None:
            await self._routine_actions().edit(self.highlighted_row)

    @work(name="open-link", group="routine", exclusive=True)
    async def action_open_link(self) -> None:
        """Ask whether to open the page that the highlighted routine names, and open it on a yes.

        Without a desktop, only say where the page is. Does nothing if the routine names none.
        """
        if self.highlighted_row is not None:
            await self._routine_actions().open_link(self.highlighted_row)

    @work(name="vary", group="routine", exclusive=True)
    async def action_vary(self) -> None:
        """Let the person make the highlighted routine, if any, a little different, and save that.

        If they leave without saving, nothing changes. A routine whose file is broken is opened in the editor
        instead.
        """
        if self.highlighted_row is not None:
            await self._routine_actions().vary(self.highlighted_row)

    @work(name="new", group="routine", exclusive=True)
    async def action_new_routine(self) -> None:
        """Ask for the name of a new routine and how to make it, and have it made."""
        await self._routine_actions().make()

    @work(name="copy", group="routine", exclusive=True)
    async def action_copy_routine(self) -> None:
        """Ask for a name, and save a copy of the highlighted routine, if any, under it."""
        if self.highlighted_row is not None:
            await self._routine_actions().copy(self.highlighted_row)

    @work(name="delete", group="routine", exclusive=True)
    async def action_delete_routine(self) -> None:
        """Ask whether to delete the highlighted routine, if any, and delete it on a yes.

        A built-in routine is only hidden.
        """
        if self.highlighted_row is not None:
            await self._routine_actions().delete(self.highlighted_row)

    @work(name="bring-back", group="routine", exclusive=True)
    async def action_undo_deletion(self) -> None:
        """Bring back the routine that was deleted last in this run; if none was, ask which deleted one.

        That is asked, too, if this one is back already. If no routine is deleted, say so.
        """
        await self._routine_actions().bring_back()

    @work(name="code", group="routine", exclusive=True)
    async def show_code(self, routine: Routine) -> None:
        """Show a routine as a QR code to scan; if that is impossible, show why."""
        await self._routine_actions().show_code(routine)

    def _routine_actions(self) -> RoutineActions:
        """Return the object that changes routines; the first call loads its module and makes it."""
        from tpsession.tui.screens.home.routine_actions import RoutineActions  # noqa: PLC0415 - 12 ms, if asked

        if self._actions is None:
            self._actions = RoutineActions(self.context, self.read_again, lambda: self.routine_names)
        return self._actions
