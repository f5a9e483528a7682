"""Corrects, deletes and undoes in plain mode."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from tpsession.core.corrections.correctable import CorrectableValue, list_correctable
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.corrections.undo import UNDO_STOPPED, check_undo
from tpsession.core.corrections.wording import (
    NOTHING_TO_UNDO,
    UNDO_QUESTION,
    WHAT_IS_WRONG,
    describe_corrected,
    describe_deleted,
    describe_offered_undo,
    describe_session,
    describe_undone,
    describe_value,
)
from tpsession.core.errors import UsageError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.task_progress import TaskStoppedError
from tpsession.plain.asking.choice import BACK, choose, confirm
from tpsession.plain.asking.question import LEAVING_WORDS, BackRequested, Explained, Question, ask
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

CORRECT_CHOICE = "Correct or delete a session"
UNDO_CHOICE = "Undo your latest correction, deletion or import"
"""Choices in the start menu."""
_DELETE = "Delete this session"
_DELETE_SCORE = "Delete this score"
_HOW_TO_UNDO = f'"{UNDO_CHOICE}" takes it back.'
_NO_TEXT = ("none", "-")
"""The lines that remove a note or a spot; the first is named."""
_VALUE_HELP = "What you type replaces the value. Enter alone leaves it as it is."
_NEWEST = 9
"""How many sessions are offered."""


def correct_or_delete(services: PlainServices, history: HistoryAccess) -> None:
    """Print the newest sessions and pain scores, and correct or delete the one that the person chooses.

    Next, the person chooses one of its values to correct, or deletes it whole. The change is saved and
    printed; `undo_latest` can undo it. If the change isn't possible, the reason is printed and nothing is
    saved. If nobody can answer, nothing is changed.

    ``back`` leads to the question before, and from the first one out of here. Raises `HistoryError` if the
    history can't be read, and `QuitRequested` at ``quit``; a failure to save is shown as `HistoryAccess`
    does.
    """
    console = services.console
    records = history.find_sessions(HistoryQuery(limit=_NEWEST))
    lines = [_capitalize(spell_out(describe_session(record)).removeprefix("the ")) for record in records]
    while True:
        index = choose(console, "Which one?", [*lines, BACK])
        if index is None or index == len(records):
            return
        with suppress(BackRequested):
            _change_session(services, history, records[index])
            return


def _format_present(value: CorrectableValue) -> str:
    """Return a value with its units, dates and brackets as `spell_out` says them.

    A note or a spot, which a person typed, stays as it is.
    """
    is_typed = value.field in {CorrectedField.NOTE, CorrectedField.SPOT}
    return value.present if is_typed else spell_out(value.present)


def _change_session(services: PlainServices, history: HistoryAccess, record: SessionRecord) -> None:
    """Ask for a value of a session to correct, or to delete the session, and do that.

    If what was chosen isn't possible, print why, and end. A person who goes back from the question that
    follows chooses again. Raises `BackRequested` if they go back from this choice, and `QuitRequested` at
    ``quit``.
    """
    console = services.console
    values = list_correctable(record)
    shown = [f"{spell_out(value.name)}: {_format_present(value)}" for value in values]
    delete = _DELETE_SCORE if record.is_score else _DELETE
    while True:
        chosen = choose(console, WHAT_IS_WRONG, [*shown, delete, BACK])
        if chosen is not None and chosen > len(values):
            raise BackRequested
        try:
            if chosen is not None and chosen < len(values):
                _correct(services, history, record, values[chosen])
            elif chosen == len(values):
                _delete(services, history, record)
        except UsageError as error:
            console.say(str(error))
        except BackRequested:
            continue
        return


def _capitalize(text: str) -> str:
    """Return a text with its first letter in upper case; all others stay as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def undo_latest(services: PlainServices, history: HistoryAccess) -> None:
    """Print what the latest change is, undo it if the person agrees, and print that it is undone.

    The latest is the newest that can still be undone. If there is none, or it may not be undone now, print
    that instead of asking. The person may stop a long undo; then nothing is changed, and that is printed.

    Raises `HistoryError` if the history can't be read, and `QuestionLeft` if the person leaves a question; a
    failure to save is shown as `HistoryAccess` does.
    """
    console, now = services.console, services.clock.local_time()
    undoable = history.load_undoable(now)
    if undoable is None:
        console.say(NOTHING_TO_UNDO)
        return
    try:
        check_undo(undoable, now)
    except UsageError as error:
        console.say(str(error))
        return
    typed = _typed_texts(undoable.change.corrections)
    console.say(spell_out(describe_offered_undo(undoable.change, undoable.only), typed))
    if not confirm(console, UNDO_QUESTION):
        return
    try:
        if history.undo_change(undoable.change, now):
            console.say(spell_out(describe_undone(undoable.change, undoable.only)))
    except TaskStoppedError:
        console.say(UNDO_STOPPED)


def _correct(
    services: PlainServices, history: HistoryAccess, record: SessionRecord, value: CorrectableValue
) -> None:
    """Ask for the right value of a field, save it, and print that; do nothing if it stays the same.

    Some values are chosen from a list. Others are typed: enter alone changes nothing, and if a typed value
    isn't possible, the reason is printed and the person is asked again. Raises `UsageError`, with nothing
    saved, if a value from the list isn't possible, and `QuestionLeft` if the person leaves the question.
    """
    console, clock = services.console, services.clock
    if value.choices:
        texts = list(value.choices)
        index = choose(console, "What is right?", list(value.choices.values()))
        if index is None:
            return
        corrections = make_edit(record, {value.field: texts[index]}, clock.local_time())
    else:
        if value.typed and not value.is_forgotten:
            console.say(f"Now: {value.typed}")
        is_text = value.field in {CorrectedField.SPOT, CorrectedField.NOTE}
        how = f"Type the text, or {_NO_TEXT[0]} for no text." if is_text else value.instruction

        def read(line: str) -> list[Correction] | Explained | None:
            """Return the corrections that a line means, none for enter; say why it can't be right."""
            if line.lower() in LEAVING_WORDS:
                return None
            try:
                text = "" if is_text and line.lower() in _NO_TEXT else value.read(line, record, clock)
                return make_edit(record, {value.field: text}, clock.local_time()) if line else []
            except UsageError as error:
                console.say(str(error))
                return Explained.EXPLAINED

        leave = "press enter to leave it as it is:"
        question = Question(f"{how} P{leave[1:]}", read, again=f"Type it again, or {leave}", help=_VALUE_HELP)
        corrections = ask(console, question) or []
    if corrections and _save(services, history, ChangeKind.EDIT, corrections):
        console.say(spell_out(describe_corrected(record, corrections), _typed_texts(corrections)))


def _typed_texts(corrections: Iterable[Correction]) -> list[str]:
    """Return the spots in corrections, as they are shown; notes aren't shown."""
    return [
        describe_value(each.field, text)
        for each in corrections
        if each.field is CorrectedField.SPOT
        for text in (each.now, each.earlier)
        if text
    ]


def _delete(services: PlainServices, history: HistoryAccess, record: SessionRecord) -> None:
    """Ask whether to delete a session; if so, delete it, and print that once it is saved.

    Raises `UsageError`, without asking, if the session is running, or makes its area rest today, and
    `QuestionLeft` if the person leaves the question.
    """
    console = services.console
    corrections = make_deletion(record, services.clock.local_time().date())
    agreed = confirm(console, spell_out(f"Delete {describe_session(record)}?"))
    if agreed and _save(services, history, ChangeKind.DELETION, corrections):
        console.say(spell_out(describe_deleted(record, _HOW_TO_UNDO)))


def _save(
    services: PlainServices, history: HistoryAccess, kind: ChangeKind, corrections: list[Correction]
) -> bool:
    """Save corrections as one change of this kind; return whether they were saved."""
    change = Change(services.new_id(), services.clock.local_time(), kind, tuple(corrections))
    return history.save_change(change)
