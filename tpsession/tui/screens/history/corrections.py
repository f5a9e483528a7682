"""Asks what to correct, delete or undo in the history, and saves it: one correction is one change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tpsession.core.corrections.correctable import CorrectableValue, list_correctable
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.corrections.fields import read_field
from tpsession.core.corrections.undo import UNDO_STOPPED, UndoableChange, check_undo
from tpsession.core.corrections.wording import (
    NOTHING_TO_UNDO,
    UNDO_QUESTION,
    WHAT_IS_WRONG,
    describe_corrected,
    describe_deleted,
    describe_offered_undo,
    describe_session,
    describe_undone,
)
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.change import Change, ChangeKind, Correction
from tpsession.core.history.records import SessionRecord
from tpsession.core.settings.actions import UNDO
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.tui.context import AppContext
from tpsession.tui.input.bindings import shortcut_hint
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.view_models.answer_keys import answer_key

GONE = "This session is no longer in the history."
_KEEP = "keep"
_BACK = "back"


async def correct_session(context: AppContext, session_id: str) -> SessionRecord | None:
    """Ask what is wrong in a session and what is right instead, save that, and show that it is saved.

    Returns the corrected session. Returns None if nothing was changed: the person went back or gave a value
    that the session has already, or the session can't be read, is gone for good or can't be saved, which is
    shown. Returns None also if the session can't be read after the saving. "Back" at the second question
    leads to the first.
    """
    record = await _load(context, session_id)
    while record is not None:
        value = await _ask_value(context, record)
        if value is None:
            return None
        corrections = await _ask_corrections(context, record, value)
        if corrections is None:
            continue
        if not corrections:
            return None
        if not await _save(context, ChangeKind.EDIT, corrections):
            return None
        context.navigator.show_message(describe_corrected(record, corrections))
        return await _load(context, session_id)
    return None


async def delete_session(context: AppContext, session_id: str) -> bool:
    """Ask once whether to delete a session, delete it and say so; return whether it was deleted.

    If the session is gone for good, can't be read, is running or makes an area rest today, say so instead of
    asking. False also if the deletion can't be saved. A deletion can be undone for 30 days.
    """
    record = await _load(context, session_id)
    if record is None:
        return False
    try:
        corrections = make_deletion(record, context.services.clock.local_time().date())
    except UsageError as error:
        await _explain(context, error)
        return False
    key = shortcut_hint(context.preferences, UNDO, context.charset, max_keys=1)
    how_to_undo = f"In the history, {key} takes it back."
    question = ChoiceQuestion(
        "Delete this session?",
        (AnswerOption(_KEEP, "No, keep it", "n"), AnswerOption("delete", "Delete it", "d", guarded=True)),
        (f"It is {describe_session(record)}.", f"{how_to_undo} After 30 days it is gone for good."),
        back=_KEEP,
        highlighted=_KEEP,
    )
    if await context.navigator.ask(AskScreen(question)) != "delete":
        return False
    if not await _save(context, ChangeKind.DELETION, corrections):
        return False
    context.navigator.show_message(describe_deleted(record, how_to_undo))
    return True


async def undo_latest(context: AppContext) -> bool:
    """Ask once whether to undo the latest change, and undo it; return whether it was undone.

    The question says what the change is. If there is no change, it can't be undone today or the history can't
    be read, that is shown instead. False also if the person stops the undoing, or if it can't be saved.
    """
    now = context.services.clock.local_time()
    try:
        undoable = await context.history.load_undoable(now)
    except HistoryError as error:
        context.navigator.show_error(error)
        return False
    if undoable is None:
        context.navigator.show_message(NOTHING_TO_UNDO)
        return False
    try:
        check_undo(undoable, now)
    except UsageError as error:
        await _explain(context, error)
        return False
    question = ChoiceQuestion(
        UNDO_QUESTION,
        (AnswerOption(_KEEP, "No, leave it", "n"), AnswerOption("undo", "Yes, take it back", "y")),
        (describe_offered_undo(undoable.change, undoable.only),),
        back=_KEEP,
    )
    if await context.navigator.ask(AskScreen(question)) != "undo":
        return False
    return await _undo(context, undoable, now)


async def _undo(context: AppContext, undoable: UndoableChange, now: datetime) -> bool:
    """Undo a change and say so; return whether it was undone.

    If undoing takes long, the person can stop it; then nothing is undone, and a message says so. False also
    if it can't be saved. now: the time that is recorded for undoing.
    """
    progress = TaskProgress()
    undoing = context.history.undo_change(undoable.change, now, progress)
    try:
        is_undone = await context.navigator.wait_for_undo(undoing, progress)
    except TaskStoppedError:
        is_undone = False
        context.navigator.show_message(UNDO_STOPPED)
    if is_undone:
        context.navigator.show_message(describe_undone(undoable.change, undoable.only))
    return is_undone


async def _load(context: AppContext, session_id: str) -> SessionRecord | None:
    """Return a session as it is now, even a deleted one; None if it is gone for good or can't be read.

    In the latter two cases a message says so.
    """
    try:
        record = await context.history.load_record(session_id)
    except HistoryError as error:
        context.navigator.show_error(error)
        return None
    if record is None:
        context.navigator.show_message(GONE)
    return record


async def _ask_value(context: AppContext, record: SessionRecord) -> CorrectableValue | None:
    """Ask which value of a session is wrong, and return it; None for "back"."""
    values = list_correctable(record)
    question = ChoiceQuestion(
        WHAT_IS_WRONG,
        (
            *(
                AnswerOption(str(number), f"{value.name}: {value.present}", answer_key(number))
                for number, value in enumerate(values)
            ),
        ),
        back=_BACK,
    )
    answer = await context.navigator.ask(AskScreen(question))
    return None if answer is None or answer == _BACK else values[int(answer)]


async def _ask_corrections(
    context: AppContext, record: SessionRecord, value: CorrectableValue
) -> list[Correction] | None:
    """Ask what is right; return the corrections that this takes, which aren't saved yet.

    An empty list means that the session has that value already. None is for "back", and for a chosen value
    that the session can't have, after showing why. A typed value that it can't have is asked for again.
    """
    found: list[Correction] = []

    def check(text: str) -> str:
        """Put the corrections to this value into `found`, and return the value; may raise `UsageError`."""
        now = context.services.clock.local_time()
        found[:] = make_edit(record, {value.field: text}, now)
        return text

    if not value.choices:
        return found if await _ask_line(context, record, value, check) is not None else None
    texts = list(value.choices)
    options = [
        AnswerOption(str(number), value.choices[text], answer_key(number))
        for number, text in enumerate(texts)
    ]
    present = read_field(record, value.field)
    question = ChoiceQuestion(
        f"{value.name}: what is right?",
        tuple(options),
        back=_BACK,
        highlighted=str(texts.index(present)) if present in texts else None,
    )
    answer = await context.navigator.ask(AskScreen(question))
    if answer is None or answer == _BACK:
        return None
    try:
        check(texts[int(answer)])
    except UsageError as error:
        await _explain(context, error)
        return None
    return found


async def _ask_line(
    context: AppContext, record: SessionRecord, value: CorrectableValue, check: Callable[[str], str]
) -> str | None:
    """Ask for a typed value; return what `check` makes of it, or None for "back".

    check: called with what `value.read` makes of the typed text. If either raises `UsageError`, this is
    shown, and the person can type again.
    """
    question = LineQuestion(
        f"{value.name}: what is right?",
        value.instruction,
        value.typed,
        is_replaced=value.is_number,
        check=lambda typed: check(value.read(typed, record, context.services.clock)),
    )
    return await context.navigator.ask(LineScreen(question))


async def _save(context: AppContext, kind: ChangeKind, corrections: list[Correction]) -> bool:
    """Save corrections as one change that is made now; return whether that succeeded.

    If saving fails, ask whether to try again; the result is False if the person gives up.
    """
    services = context.services
    change = Change(services.new_id(), services.clock.local_time(), kind, tuple(corrections))
    return await context.history.save_change(change)


async def _explain(context: AppContext, error: UsageError) -> None:
    """Show why something can't be done, in a question whose only answer is "back"; return after it."""
    question = ChoiceQuestion(
        error.message,
        (AnswerOption(_BACK, "Back", "b"),),
        (error.advice,) if error.advice else (),
        back=_BACK,
        highlighted=_BACK,
    )
    await context.navigator.ask(AskScreen(question))
