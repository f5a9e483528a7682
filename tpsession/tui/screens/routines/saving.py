"""Saves the routine editor's text; asks what to keep if another program has changed the file meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tpsession.core.catalog.routine import YOURS
from tpsession.core.catalog.routine_id import next_free_id
from tpsession.core.errors import ExistsError, UsageError
from tpsession.core.routine_editing.port import RoutineChangedError, RoutineText, RoutineWriter
from tpsession.tui.context import Navigator
from tpsession.tui.screens.routines.conflict import ConflictScreen
from tpsession.tui.view_models.routines.routine_editor import OpenedRoutine, decode_text, open_routine

SAVED = "Saved."
TAKEN_OVER = "This is the other text. Ctrl+z brings yours back."


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What the editor goes on with once the person's text is saved, or given up for the file's."""

    opened: OpenedRoutine
    """The routine with its file, by which later changes of other programs are noticed."""
    is_saved: bool
    """Whether the given text was saved; if not, `opened` has the file's, which the person prefers."""
    message: str
    """What was done, in a sentence."""


async def save_text(
    opened: OpenedRoutine, text: str, writer: RoutineWriter, navigator: Navigator
) -> SaveResult | None:
    """Save a text of a routine, with or without mistakes, in the person's own file of it.

    If another program has changed or made that file, ask which text to keep. Returns None if the person goes
    on editing instead; then nothing was saved. Raises `TpsessionError` if a file can't be read or saved.
    """
    try:
        saved = await asyncio.to_thread(_write, opened, text, writer)
    except (RoutineChangedError, ExistsError):
        return await _solve_conflict(opened.id, text, writer, navigator)
    return _saved(saved, text)


def _write(opened: OpenedRoutine, text: str, writer: RoutineWriter) -> RoutineText:
    """Save the text in the routine's own file; a new or built-in routine gets such a file.

    Returns the file as it is then. Raises `RoutineChangedError` or `ExistsError` if another program has
    changed or made the file, and `TpsessionError` if it can't be saved. Waits for the disk.
    """
    old = opened.old
    if old is None or old.source != YOURS:
        return writer.create(opened.id, text)
    return writer.save(old, text)


async def _solve_conflict(
    identifier: str, text: str, writer: RoutineWriter, navigator: Navigator
) -> SaveResult | None:
    """Show the person's text and the file's, and do what the person wants; None if they go back to edit.

    If they take the file's text, nothing is saved, and the result has that text. If both are kept, the
    person's text is saved under a free id. If the file is gone, the person's text is saved without a
    question. Raises `TpsessionError` if a file can't be read or saved.
    """
    try:
        theirs = await asyncio.to_thread(writer.read, identifier)
    except UsageError:
        theirs = None
    if theirs is None or theirs.source != YOURS:
        # The file is gone, so nothing would be overwritten.
        return _saved(await asyncio.to_thread(writer.replace, identifier, text), text)
    their_text, _ = decode_text(theirs.content)
    answer = await navigator.ask(ConflictScreen(text, their_text))
    if answer == "both":
        taken = await asyncio.to_thread(writer.find_taken_ids)
        free = next_free_id(identifier, taken)
        saved = await asyncio.to_thread(writer.create, free, text)
        return _saved(saved, text, f"Both are kept: yours is saved as {free}.")
    if answer == "mine":
        return _saved(await asyncio.to_thread(writer.replace, identifier, text), text)
    if answer == "theirs":
        other = open_routine(theirs)
        return SaveResult(other, is_saved=False, message=f"{TAKEN_OVER} {other.note}".rstrip())
    return None


def _saved(file: RoutineText, text: str, message: str = SAVED) -> SaveResult:
    """Return the result for a text that has been saved. file: where it is now."""
    return SaveResult(OpenedRoutine(file.id, text, file), is_saved=True, message=message)
