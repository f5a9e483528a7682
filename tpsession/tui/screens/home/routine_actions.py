"""What a person does with the routines on the home screen: edit, make, copy, delete, bring back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.routine_id import make_free_id
from tpsession.core.errors import TpsessionError
from tpsession.core.routine_editing.saving import check_name, create_routine, propose_name
from tpsession.core.routine_editing.wording import (
    SIDES_LABELS,
    WHICH_SIDES,
    describe_deleted,
    describe_restored,
)
from tpsession.core.session.wording import WHICH_AREA
from tpsession.core.settings.actions import UNDO_DELETION
from tpsession.core.text.formatting import ANY_AREA_TEXT
from tpsession.tui.input.bindings import shortcut_hint
from tpsession.tui.screens import dialogs, routines
from tpsession.tui.view_models.routine_rows import RoutineRow
from tpsession.tui.view_models.routines.routine_editor import OpenedRoutine, open_routine

if TYPE_CHECKING:
    from tpsession.core.routine_editing.port import RoutineText, RoutineWriter
    from tpsession.tui.context import AppContext

NOTHING_DELETED = "There is no deleted routine to bring back."
_BACK = "back"
_AS_LIST, _AS_TEXT = "list", "text"
_HOW_TO_MAKE = dialogs.ChoiceQuestion(
    "How do you want to make it?",
    (
        dialogs.AnswerOption(_AS_LIST, "With the usual steps: choose their times from a list", "l"),
        dialogs.AnswerOption(_AS_TEXT, "As text: every step and word is yours, with help beside it", "t"),
    ),
    back=_BACK,
    highlighted=_AS_LIST,
)
_ANY_AREA = "any"
_WHICH_AREA = dialogs.ChoiceQuestion(
    WHICH_AREA,
    (
        *(dialogs.AnswerOption(area.id, area.name) for area in AREAS.values()),
        dialogs.AnswerOption(_ANY_AREA, f"{ANY_AREA_TEXT.capitalize()}: it asks at the start"),
    ),
    back=_BACK,
    highlighted=next(iter(AREAS)),
)
_WHICH_SIDES = dialogs.ChoiceQuestion(
    WHICH_SIDES,
    tuple(
        dialogs.AnswerOption(sides.value, label, str(number))
        for number, (sides, label) in enumerate(SIDES_LABELS.items(), start=1)
    ),
    back=_BACK,
    highlighted=next(iter(SIDES_LABELS)).value,
)


class RoutineActions:
    """Asks what has to be asked, and changes the files in threads; shows why something failed."""

    def __init__(
        self, context: AppContext, show_again: Callable[[str], None], list_names: Callable[[], list[str]]
    ) -> None:
        """Make the actions.

        Args:
            context: The program.
            show_again: Reads the routines again, and highlights the one with this id; with an empty one, the
                highlight stays near where it is.
            list_names: Returns the names in the list of routines, which a new one can't have.

        """
        self._context = context
        self._show_again = show_again
        self._list_names = list_names

    async def vary(self, row: RoutineRow) -> None:
        """Let the person make a routine a little different, line by line, and save that.

        If the routine's file is broken, open it in the editor instead. What was saved is highlighted in the
        list.
        """
        if row.routine is None:
            await self.edit(row)
            return
        saved = await routines.vary_routine(self._context, row.id)
        if saved is not None:
            self._show_again(saved)

    async def open_link(self, row: RoutineRow) -> None:
        """Ask whether to open the page that a routine names, and have the browser show it.

        Without a desktop, say where the page is. Does nothing if the routine names none.
        """
        link = "" if row.routine is None else row.routine.link
        browser = await asyncio.to_thread(self._context.services.browser)
        if not link:
            return
        if not await asyncio.to_thread(browser.can_open):
            self._context.navigator.show_message(f"Open it in a browser: {link}")
            return
        answers = (
            dialogs.AnswerOption("open", "Open it", "o"),
            dialogs.AnswerOption("back", "Not now", "n"),
        )
        question = dialogs.ChoiceQuestion("Open this page in your browser?", answers, (link,), back="back")
        if await self._context.navigator.ask(dialogs.AskScreen(question)) != "open":
            return
        try:
            await asyncio.to_thread(browser.open, link)
        except TpsessionError as error:
            self._context.navigator.show_error(error)

    async def edit(self, row: RoutineRow) -> None:
        """Open the file of a routine in the editor, or show why that is impossible."""
        writer = await self._load_writer()
        try:
            found = await asyncio.to_thread(writer.read, row.id)
            opened = open_routine(found)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        await self._open(opened, writer)

    async def make(self) -> None:
        """Ask for a name, and how to make a routine of that name; "back" at either makes none.

        By questions, it goes on as in `_make_by_questions`. As text, the editor opens with a text that isn't
        saved yet.
        """
        name = await self._ask_name("A new routine", "")
        if name is None:
            return
        how = await self._context.navigator.ask(dialogs.AskScreen(_HOW_TO_MAKE))
        if how == _AS_LIST:
            await self._make_by_questions(name)
        elif how == _AS_TEXT:
            writer = await self._load_writer()
            try:
                taken = await asyncio.to_thread(writer.find_taken_ids)
            except TpsessionError as error:
                self._context.navigator.show_error(error)
                return
            text = await asyncio.to_thread(writer.write_template, name, None, Sides.EACH, ())
            await self._open(OpenedRoutine(make_free_id(name, taken), text), writer)

    async def _make_by_questions(self, name: str) -> None:
        """Ask for area and sides, save a routine with the usual steps, and let its lines be changed.

        If the person goes back at a question, nothing is saved. If they go back from the lines, the routine
        stays as it was saved, and a message says so. If the routine can't be saved, show why.
        """
        area_id = await self._context.navigator.ask(dialogs.AskScreen(_WHICH_AREA))
        if area_id is None or area_id == _BACK:
            return
        sides = await self._context.navigator.ask(dialogs.AskScreen(_WHICH_SIDES))
        if sides is None or sides == _BACK:
            return
        writer = await self._load_writer()
        try:
            saved = await asyncio.to_thread(create_routine, writer, name, AREAS.get(area_id), Sides(sides))
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        varied = await routines.vary_routine(self._context, saved.id)
        if varied is None:
            self._context.navigator.show_message(f'Saved: "{name}", with the usual steps.')
        self._show_again(saved.id if varied is None else varied)

    async def copy(self, row: RoutineRow) -> None:
        """Ask for a name, save a copy of a routine under it, and highlight that, or show why that failed."""
        writer = await self._load_writer()
        try:
            taken = await asyncio.to_thread(writer.find_taken_ids)
            name = await self._ask_name(f'A copy of "{row.name}"', propose_name(row.name, taken))
            if name is None:
                return
            saved = await asyncio.to_thread(_copy, writer, row.id, name)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        self._context.navigator.show_message(f'Saved: "{name}".')
        self._show_again(saved.id)

    async def delete(self, row: RoutineRow) -> None:
        """Ask whether to delete a routine; on a yes do that, or hide a built-in one; show how it comes back.

        It asks although a deletion can be undone, because backspace, which deletes a letter elsewhere, is one
        of its keys.
        """
        answers = (
            dialogs.AnswerOption("keep", "Keep it", "k"),
            dialogs.AnswerOption("delete", "Delete it", "d"),
        )
        question = dialogs.ChoiceQuestion(f'Delete "{row.name}"?', answers, back="keep", highlighted="keep")
        if await self._context.navigator.ask(dialogs.AskScreen(question)) != "delete":
            return
        writer = await self._load_writer()
        try:
            deleted = await asyncio.to_thread(writer.delete, row.id)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        self._last_deleted = deleted.id
        key = shortcut_hint(self._context.preferences, UNDO_DELETION, self._context.charset, max_keys=1)
        self._context.navigator.show_message(f"{describe_deleted(deleted)} The key {key} brings it back.")
        self._show_again("")

    async def bring_back(self) -> None:
        """Bring back the routine that was deleted last in this run of the program, and highlight it.

        If this run deleted none, or that one is back already, ask which one; "back" changes nothing. Say
        so if none is deleted at all, and what was brought back or why that failed.
        """
        writer = await self._load_writer()
        try:
            deleted = await asyncio.to_thread(writer.list_deleted)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        ids = [each.id for each in deleted]
        if not ids:
            self._context.navigator.show_message(NOTHING_DELETED)
            return
        if self._last_deleted in ids:
            chosen, self._last_deleted = self._last_deleted, ""
        else:
            answers = tuple(
                dialogs.AnswerOption(str(index), each.name, str(index + 1) if index < 9 else "")
                for index, each in enumerate(deleted)
            )
            question = dialogs.ChoiceQuestion("Bring back which routine?", answers, back="back")
            answer = await self._context.navigator.ask(dialogs.AskScreen(question))
            if answer is None or answer == "back":
                return
            chosen = ids[int(answer)]
        try:
            restored = await asyncio.to_thread(writer.restore, chosen)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        self._context.navigator.show_message(describe_restored(restored))
        self._show_again(restored.id)

    async def show_code(self, routine: Routine) -> None:
        """Show a routine as a QR code to scan, or why no code can be shown, until the person goes back.

        If the routine's file can't be read or has errors, show that instead.
        """
        try:
            code = await asyncio.to_thread(self._context.services.routine_code, routine.id)
        except TpsessionError as error:
            self._context.navigator.show_error(error)
            return
        await self._context.navigator.ask(routines.CodeScreen(routine, code))

    _last_deleted = ""
    """The id of the routine that was deleted last in this run of the program."""

    async def _open(self, opened: OpenedRoutine, writer: RoutineWriter) -> None:
        """Show the editor; if something was saved there, read the list again and highlight that routine."""
        saved = await self._context.navigator.ask(routines.EditorScreen(opened, writer))
        if saved is not None:
            self._show_again(saved)

    async def _ask_name(self, title: str, proposed: str) -> str | None:
        """Ask for a name that no routine of the list has, and return it; None for "back".

        proposed: what the line holds at first, replaced by typing; empty for nothing.
        """
        question = dialogs.LineQuestion(
            title,
            "Type its name, then press enter.",
            proposed,
            is_replaced=bool(proposed),
            check=partial(check_name, names=self._list_names()),
        )
        return await self._context.navigator.ask(dialogs.LineScreen(question))

    async def _load_writer(self) -> RoutineWriter:
        return await asyncio.to_thread(self._context.services.routine_writer)


def _copy(writer: RoutineWriter, identifier: str, name: str) -> RoutineText:
    """Save a copy of a routine under another name and a new id, and return the copy. Waits for the disk."""
    text = writer.change_name(writer.read(identifier), name)
    return writer.create(make_free_id(name, writer.find_taken_ids()), text)
