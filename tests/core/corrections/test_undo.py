"""Which change is undone next, and what undoing says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.store.sample_records import START, a_record
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.corrections.fields import YES
from tpsession.core.corrections.undo import (
    UNDOING_IMPORT,
    UndoableChange,
    check_undo,
    find_undoable,
    load_undoable,
    undo_with_progress,
)
from tpsession.core.corrections.wording import (
    describe_corrected,
    describe_correction,
    describe_deleted,
    describe_earlier,
    describe_earlier_values,
    describe_offered_undo,
    describe_undone,
)
from tpsession.core.errors import UsageError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StopReason
from tpsession.core.task_progress import TaskProgress, TaskStoppedError

DONE = a_record(status=Status.COMPLETED)._replace(after=4)
NOW = START + timedelta(days=2)


def edited(field: CorrectedField, text: str, record: SessionRecord = DONE, number: int = 0) -> Change:
    corrections = tuple(make_edit(record, {field: text}, NOW))
    return Change(f"change-{number}", NOW + timedelta(minutes=number), ChangeKind.EDIT, corrections)


def test_the_latest_change_that_stands_is_undone_first() -> None:
    first, second = (edited(CorrectedField.NOTE, text, number=n) for n, text in enumerate(("a", "b")))
    assert find_undoable([second, first], NOW) is second
    assert find_undoable([replace(second, undone_at=NOW), first], NOW) is first
    assert find_undoable([replace(first, undone_at=NOW)], NOW) is None


def test_a_deletion_is_final_after_thirty_days_and_an_edit_never() -> None:
    deletion = Change("d", NOW, ChangeKind.DELETION, tuple(make_deletion(DONE, NOW.date())))
    edit = replace(edited(CorrectedField.NOTE, "a"), at=NOW - timedelta(days=1))
    just_before = NOW + timedelta(days=30) - timedelta(seconds=1)
    assert find_undoable([deletion, edit], just_before) is deletion
    assert find_undoable([deletion, edit], NOW + timedelta(days=30)) is edit


def test_undoing_takes_the_corrections_back_last_one_first() -> None:
    change = Change(
        "c",
        NOW,
        ChangeKind.EDIT,
        (Correction("x", CorrectedField.NOTE, "", "a"), Correction("y", CorrectedField.AFTER, "3", "5")),
    )
    assert change.taken_back() == (
        Correction("y", CorrectedField.AFTER, "5", "3"),
        Correction("x", CorrectedField.NOTE, "a", ""),
    )
    assert change.session_ids == ("x", "y")


def test_what_would_be_undone_is_loaded_with_the_sessions_that_it_concerns() -> None:
    history = MemoryHistory()
    assert load_undoable(history, NOW) is None
    history.add_session(DONE, [])
    edit = edited(CorrectedField.NOTE, "a")
    history.save_change(edit)
    undoable = load_undoable(history, NOW)
    assert undoable is not None
    assert undoable.change == edit
    assert undoable.only == history.find_record(DONE.id)
    history.undo_change(edit.id, NOW)
    assert load_undoable(history, NOW) is None
    lost = Change("c", NOW, ChangeKind.IMPORT, (Correction("lost", CorrectedField.EXISTS, "", YES),))
    history.file.changes.append(lost)
    assert load_undoable(history, NOW) == UndoableChange(lost, {})
    assert UndoableChange(lost, {}).only is None


def test_of_one_session_only_its_own_corrections_count_and_never_an_import() -> None:
    history = MemoryHistory()
    other = DONE._replace(id="other")
    for record in (DONE, other):
        history.add_session(record, [])
    first, second = edited(CorrectedField.NOTE, "a"), edited(CorrectedField.NOTE, "b", other, number=1)
    for change in (first, second):
        history.save_change(change)
    brought = Correction(DONE.id, CorrectedField.EXISTS, "", YES)
    history.file.changes.append(Change("i", NOW + timedelta(hours=1), ChangeKind.IMPORT, (brought,)))
    of_one, of_all = load_undoable(history, NOW, DONE.id), load_undoable(history, NOW)
    assert of_one is not None
    assert of_all is not None
    assert (of_one.change, of_all.change.id) == (first, "i")
    # The sessions of an import that lie further back can't rest today.
    assert of_all.records == {}


def test_undoing_lifts_no_rest_of_the_same_day() -> None:
    stopped = DONE._replace(status=Status.STOPPED, stop_reason=StopReason.NUMB)
    to_numb = Change(
        "c",
        NOW,
        ChangeKind.EDIT,
        (Correction(stopped.id, CorrectedField.STOP_REASON, "interrupted", "numb"),),
    )
    with pytest.raises(UsageError, match="rest until tomorrow"):
        check_undo(UndoableChange(to_numb, {stopped.id: stopped}), START)
    check_undo(UndoableChange(to_numb, {stopped.id: stopped}), NOW)
    imported = Change("i", NOW, ChangeKind.IMPORT, (Correction(stopped.id, CorrectedField.EXISTS, "", YES),))
    with pytest.raises(UsageError, match="rest until tomorrow"):
        check_undo(UndoableChange(imported, {stopped.id: stopped}), START)
    deletion = Change(
        "d", NOW, ChangeKind.DELETION, (Correction(stopped.id, CorrectedField.EXISTS, YES, ""),)
    )
    check_undo(UndoableChange(deletion, {stopped.id: stopped}), START)
    check_undo(UndoableChange(deletion, {}), START)


@pytest.mark.parametrize(
    ("field", "earlier", "now", "said", "was"),
    [
        (CorrectedField.AFTER, "5", "3", "pain after 3 (was 5)", "pain after, was 5"),
        (CorrectedField.AFTER, "", "3", "pain after 3 (added)", "pain after, was missing"),
        (CorrectedField.NOTE, "", "x", "note", "note, was missing"),
        (CorrectedField.NOTE, "old", "x", "note", 'note, was "old"'),
        (CorrectedField.PLACE, "neck", "head", "place Head (was Neck)", "place, was Neck"),
        (CorrectedField.SIDE, "none", "left", "side left (was none)", "side, was none"),
        (
            CorrectedField.TIME,
            "2026-01-31T09:00:00+00:00",
            "2026-01-30T09:00:00+00:00",
            "time 2026-01-30 09:00 (was 2026-01-31 09:00)",
            "time, was 2026-01-31 09:00",
        ),
        (
            CorrectedField.FLAGS,
            "heat",
            "",
            "painkiller or heat: none (was heat)",
            "painkiller or heat, was heat",
        ),
        (CorrectedField.SPOT, "a", "b", 'spot "b" (was "a")', 'spot, was "a"'),
        (
            CorrectedField.LATER,
            "2026-01-31T13:00:00+00:00=5 heat",
            "",
            "later ratings none (was 5 at 2026-01-31 13:00)",
            "later ratings, was 5 at 2026-01-31 13:00",
        ),
        (
            CorrectedField.STOP_REASON,
            "interrupted",
            "numb",
            'reason for stopping "Numbness, tingling or weakness" (was "Interrupted; nothing is wrong")',
            'reason for stopping, was "Interrupted; nothing is wrong"',
        ),
    ],
)
def test_a_correction_is_told_with_what_it_was(
    field: CorrectedField, earlier: str, now: str, said: str, was: str
) -> None:
    correction = Correction("x", field, earlier, now)
    change = Change("c", START, ChangeKind.EDIT, (correction,))
    assert describe_correction(correction) == said
    assert describe_earlier(change, correction) == f"2026-01-31 09:00: {was}"


def test_what_is_done_and_would_be_undone_is_said() -> None:
    which = "the session of 2026-01-31 09:00, Neck, left side"
    edit = edited(CorrectedField.AFTER, "2")
    assert describe_corrected(DONE, edit.corrections) == f"Corrected {which}: pain after 2 (was 4)."
    assert describe_offered_undo(edit, DONE) == (
        f"Your latest change is that you corrected {which}: pain after 2 (was 4)."
    )
    assert describe_deleted(DONE, "u takes it back.") == (
        f"Deleted {which}. u takes it back. After 30 days it is gone for good."
    )
    gone = Correction(DONE.id, CorrectedField.EXISTS, YES, "")
    deletion = Change("d", START, ChangeKind.DELETION, (gone,))
    assert describe_offered_undo(deletion, DONE) == f"Your latest change is that you deleted {which}."
    imported = replace(deletion, kind=ChangeKind.IMPORT)
    assert describe_offered_undo(imported, DONE) == (
        "Your latest change is the import of 2026-01-31 09:00, with 1 session."
    )
    two = replace(imported, corrections=(gone, replace(gone, session_id="y")))
    assert describe_offered_undo(two, None).endswith("with 2 sessions.")
    programme = Correction("z", CorrectedField.BROUGHT, "", "planned")
    both = replace(two, corrections=(*two.corrections, programme))
    assert describe_offered_undo(both, None) == describe_offered_undo(two, None)
    assert describe_undone(both, None).endswith("with 2 sessions.")
    assert "deleted 1 session." in describe_offered_undo(deletion, None)
    assert "deleted 2 sessions." in describe_offered_undo(replace(two, kind=ChangeKind.DELETION), None)


def test_only_corrections_that_stand_are_earlier_values() -> None:
    edit = edited(CorrectedField.AFTER, "2")
    deletion = replace(edit, kind=ChangeKind.DELETION)
    assert describe_earlier_values([replace(edit, undone_at=NOW), deletion]) == []
    assert describe_earlier_values([edit]) == [describe_earlier(edit, edit.corrections[0])]


def test_what_was_undone_is_named() -> None:
    edit = edited(CorrectedField.AFTER, "2")
    assert describe_undone(edit, DONE) == (
        "Undone: the correction of the session of 2026-01-31 09:00, Neck, left side: pain after."
    )
    gone = Correction(DONE.id, CorrectedField.EXISTS, YES, "")
    deletion = Change("d", START, ChangeKind.DELETION, (gone,))
    score = DONE._replace(kind=RecordKind.SCORE)
    assert describe_undone(deletion, score) == (
        "Undone: the pain score of 2026-01-31 09:00, Neck, left side, is back."
    )
    two = replace(deletion, corrections=(gone, replace(gone, session_id="y")))
    assert describe_undone(two, None) == "Undone: 2 sessions are back."
    # A session that is damaged has no record.
    assert describe_undone(deletion, None) == "Undone: 1 session is back."
    imported = replace(deletion, kind=ChangeKind.IMPORT)
    assert describe_undone(imported, DONE) == "Undone: the import of 2026-01-31 09:00, with 1 session."
    imported = replace(two, kind=ChangeKind.IMPORT)
    assert describe_undone(imported, None) == "Undone: the import of 2026-01-31 09:00, with 2 sessions."


def test_undoing_an_import_says_how_far_it_is_and_can_be_stopped_and_another_change_is_too_short() -> None:
    history, progress = MemoryHistory(), TaskProgress()
    history.add_session(DONE, [])
    history.save_change(edited(CorrectedField.NOTE, "a"))
    brought = Change("i", NOW, ChangeKind.IMPORT, (Correction(DONE.id, CorrectedField.NOTE, "a", "b"),))
    history.save_change(brought)
    progress.stop()
    with pytest.raises(TaskStoppedError):
        undo_with_progress(history, brought, NOW, progress)
    assert load_undoable(history, NOW).change == brought  # type: ignore[union-attr]
    progress.restart()
    undo_with_progress(history, brought, NOW, progress)
    assert progress.describe() == f"{UNDOING_IMPORT}: 100 %"
    other = TaskProgress()
    undo_with_progress(history, history.find_changes()[1], NOW, other)
    assert other.text == ""
    assert load_undoable(history, NOW) is None
