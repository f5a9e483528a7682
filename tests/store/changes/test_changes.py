"""Corrections, deletions and undo, on the disk and in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_rating, a_record
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.corrections.fields import encode_later, read_field
from tpsession.core.errors import HistoryError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import HistoryQuery, RecordKind, SessionRecord, Status, StopReason
from tpsession.core.history.repository import History
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.tables import CORRECTIONS

ALL = HistoryQuery()
NOW = START + timedelta(days=10)
LATER = Rating(RatingKind.LATER, 5, START + timedelta(hours=4), (RatingFlag.HEAT,))
StartProgram = Callable[[], History]


@pytest.fixture
def history(start: StartProgram) -> History:
    return start()


def add(history: History, number: int = 0, **changes: object) -> SessionRecord:
    """Add a session with three ratings, and return it as it is found."""
    record = a_record(number, status=Status.STOPPED)._replace(stop_reason=StopReason.INTERRUPTED)
    record = record._replace(**changes)  # type: ignore[arg-type]  # each is right for its field
    after = Rating(RatingKind.AFTER, 4, record.started_at + timedelta(minutes=11))
    history.add_session(record, [after, replace(LATER, at=record.started_at + timedelta(hours=4))])
    found = history.find_record(record.id)
    assert found is not None
    return found


def edit_of(record: SessionRecord, texts: dict[CorrectedField, str], name: str = "edit") -> Change:
    return Change(name, NOW, ChangeKind.EDIT, tuple(make_edit(record, texts, NOW)))


def deletion_of(record: SessionRecord, name: str = "deletion") -> Change:
    return Change(name, NOW, ChangeKind.DELETION, tuple(make_deletion(record, NOW.date())))


EVERY_FIELD = {
    CorrectedField.TIME: (START - timedelta(hours=2, minutes=7)).isoformat(),
    CorrectedField.PLACE: "head",
    CorrectedField.AREA: "shoulder",
    CorrectedField.SIDE: "right",
    CorrectedField.BEFORE: "1",
    CorrectedField.AFTER: "9",
    CorrectedField.LATER: encode_later([LATER, a_rating(RatingKind.LATER, 0, hours=30)]),
    CorrectedField.FLAGS: "painkiller",
    CorrectedField.STOP_REASON: "numb",
    CorrectedField.SPOT: "below the bone",
    CorrectedField.NOTE: "One\nmore.",
}


def test_every_field_is_corrected_kept_and_undone(history: History) -> None:
    record = add(history)
    change = edit_of(record, EVERY_FIELD)
    history.save_change(change)
    (corrected,) = history.find_sessions(ALL)
    assert {field: read_field(corrected, field) for field in EVERY_FIELD} == EVERY_FIELD
    assert history.find_changes() == history.find_changes(record.id) == [change]
    assert corrected.is_corrected
    history.undo_change(change.id, NOW)
    assert history.find_sessions(ALL) == [record]
    assert history.find_changes() == [replace(change, undone_at=NOW)]
    with pytest.raises(HistoryError, match="can't be undone"):
        history.undo_change(change.id, NOW)


def test_a_forgotten_rating_is_added_at_the_end_of_its_session(history: History) -> None:
    record = a_record(status=Status.COMPLETED, before=None)
    history.add_session(record, [])
    history.save_change(edit_of(record, {CorrectedField.BEFORE: "6", CorrectedField.AFTER: "2"}))
    (found,) = history.find_sessions(ALL)
    assert (found.before, found.after) == (6, 2)
    history.undo_change("edit", NOW)
    assert history.find_sessions(ALL) == [record]


def test_a_deleted_session_is_nowhere_until_the_deletion_is_undone(history: History) -> None:
    kept, gone = add(history, 0), add(history, 1)
    history.request_note(gone.id)
    history.save_change(deletion_of(gone))
    assert history.find_sessions(ALL) == [kept]
    assert history.load_page(ALL._replace(limit=9), None).records == (kept,)
    assert len(history.list_series()) == 1
    assert history.find_sessions_awaiting_note() == []
    assert history.find_record(gone.id) == gone
    with pytest.raises(HistoryError):
        history.save_note(gone.id, "late")
    with pytest.raises(HistoryError):
        history.save_change(edit_of(gone, {CorrectedField.NOTE: "late"}))
    history.undo_change("deletion", NOW)
    assert history.find_sessions(ALL) == [gone, kept]


def test_a_change_of_a_session_that_was_changed_meanwhile_takes_no_part_of_it(start: StartProgram) -> None:
    history, other = start(), start()
    record = add(history)
    late = edit_of(record, {CorrectedField.NOTE: "a", CorrectedField.AFTER: "1"}, "late")
    other.save_rating(record.id, Rating(RatingKind.AFTER, 8, NOW))
    with pytest.raises(HistoryError, match="changed meanwhile"):
        history.save_change(late)
    (found,) = history.find_sessions(ALL)
    assert (found.note, found.after) == ("", 8)
    assert history.find_changes() == []


def test_changes_come_latest_first_and_those_of_one_session_alone(history: History) -> None:
    first, second = add(history, 0), add(history, 1)
    both = Change(
        "both",
        NOW,
        ChangeKind.EDIT,
        tuple(
            found
            for record in (first, second)
            for found in make_edit(record, {CorrectedField.NOTE: record.id}, NOW)
        ),
    )
    history.save_change(both)
    earlier = replace(edit_of(first, {CorrectedField.SPOT: "x"}, "earlier"), at=NOW - timedelta(hours=1))
    history.save_change(earlier)
    assert [change.id for change in history.find_changes()] == ["both", "earlier"]
    (only,) = history.find_changes(second.id)
    assert only.corrections == both.corrections[1:]
    assert history.find_changes("nobody") == []


def test_what_was_deleted_is_removed_for_good_after_thirty_days_or_at_once_on_demand(
    history: History,
) -> None:
    old, now, kept, at_once = (add(history, number) for number in range(4))
    history.save_change(edit_of(old, {CorrectedField.NOTE: "a secret"}))
    history.save_change(deletion_of(old, "old"))
    history.save_change(replace(deletion_of(now, "now"), at=NOW + timedelta(days=1)))
    history.delete_for_good([now.id], NOW)
    assert history.find_record(now.id) is None
    assert history.find_record(old.id) is not None
    with pytest.raises(HistoryError, match="There is no"):
        history.delete_for_good([kept.id, "nobody"], NOW)
    assert set(history.find_ids("")) == {kept.id, at_once.id}
    history.delete_for_good([at_once.id], NOW)
    assert history.find_record(at_once.id) is None
    month_later = replace(edit_of(kept, {CorrectedField.NOTE: "b"}, "last"), at=NOW + timedelta(days=30))
    history.save_change(month_later)
    assert history.find_record(old.id) is None
    assert [change.id for change in history.find_changes()] == ["last"]
    with pytest.raises(HistoryError):
        history.undo_change("old", NOW)


def test_nothing_is_saved_in_a_session_that_was_deleted_meanwhile(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        record = add(history)
        history.save_change(deletion_of(record))
        with pytest.raises(
            HistoryError, match=r"was deleted in the meantime\. tpsession undo takes that back"
        ):
            history.save_note(record.id, "too late")


def test_a_change_stays_whole_without_a_session_that_was_removed(history: History) -> None:
    kept, gone = add(history, 0), add(history, 1)
    both = (*make_deletion(kept, NOW.date()), *make_deletion(gone, NOW.date()))
    history.save_change(Change("both", NOW, ChangeKind.DELETION, both))
    history.delete_for_good([gone.id], NOW)
    history.undo_change("both", NOW)
    assert history.find_sessions(ALL) == [kept]


def test_a_change_that_lacks_a_correction_stays_impossible_to_undo_without_a_removed_session(
    path: Path, clock: FakeClock
) -> None:
    with open_history(path, clock) as history:
        records = [add(history, number) for number in range(3)]
        deletions = [deletion for each in records for deletion in make_deletion(each, NOW.date())]
        history.save_change(Change("three", NOW, ChangeKind.DELETION, tuple(deletions)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM corrections WHERE session_id = ?", (records[0].id,))
    with open_history(path, clock) as history:
        history.delete_for_good([records[1].id], NOW)
        with pytest.raises(HistoryError, match="can't be undone"):
            history.undo_change("three", NOW)


def test_nothing_of_a_removed_session_is_left_in_the_file(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        record = add(history, note="a secret note", spot="a secret spot")
        history.save_change(edit_of(record, {CorrectedField.NOTE: "another secret"}))
        corrected = history.find_record(record.id)
        assert corrected is not None
        history.save_change(deletion_of(corrected))
        assert b"secret" in path.read_bytes()
        history.delete_for_good([record.id], NOW)
    assert b"secret" not in path.read_bytes()
    assert record.id.encode() in path.read_bytes()


def test_ratings_keep_their_times_and_only_another_start_moves_them(path: Path, clock: FakeClock) -> None:
    def times() -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return [at for (at,) in connection.execute("SELECT at FROM ratings ORDER BY at_utc")]

    with open_history(path, clock) as history:
        record = add(history)
        before = times()
        history.save_change(edit_of(record, {CorrectedField.BEFORE: "1", CorrectedField.AFTER: "9"}, "a"))
        assert times() == before
        corrected = history.find_record(record.id)
        assert corrected is not None
        day_earlier = (START - timedelta(days=1)).isoformat()
        history.save_change(edit_of(corrected, {CorrectedField.TIME: day_earlier}, "b"))
        assert [at[:10] for at in times()] == ["2026-01-30", "2026-01-30", "2026-01-31"]
        history.undo_change("b", NOW)
        assert times() == before


def test_a_damaged_correction_makes_its_change_impossible_to_undo_and_is_reported(
    path: Path, clock: FakeClock
) -> None:
    with open_history(path, clock) as history:
        record = add(history)
        history.save_change(edit_of(record, {CorrectedField.NOTE: "x", CorrectedField.SPOT: "y"}))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE corrections SET earlier = 'wrong' WHERE field = 'spot'")
    with open_history(path, clock) as history:
        assert history.find_changes() == []
        assert "can't be undone" in " ".join(history.damage_reports())
        with pytest.raises(HistoryError, match="can't be undone"):
            history.undo_change("edit", NOW)
        assert [len(change.corrections) for change in history.find_changes(record.id)] == [1]


def test_a_field_of_a_newer_program_is_reported_and_leaves_the_other_changes(
    path: Path, clock: FakeClock
) -> None:
    with open_history(path, clock) as history:
        record = add(history)
        history.save_change(edit_of(record, {CorrectedField.NOTE: "x", CorrectedField.SPOT: "y"}))
        other = edit_of(add(history, 1), {CorrectedField.NOTE: "x"}, "other")
        history.save_change(other)
    with closing(sqlite3.connect(path)) as connection, connection:
        (values,) = connection.execute(CORRECTIONS.select_sql("WHERE field = 'spot'")).fetchall()
        checksum = CORRECTIONS.checksum(
            dict(zip(CORRECTIONS.columns, values, strict=False)) | {"field": "newer"}
        )
        connection.execute(
            "UPDATE corrections SET field = 'newer', checksum = ? WHERE field = 'spot'", (checksum,)
        )
    with open_history(path, clock) as history:
        assert history.find_changes() == [other]
        assert "A correction of the session" in " ".join(history.damage_reports())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.integers(0, 10).map(str)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        CorrectedField.NOTE: TEXTS,
        CorrectedField.SPOT: TEXTS,
        CorrectedField.BEFORE: VALUES,
        CorrectedField.AFTER: VALUES,
        CorrectedField.SIDE: st.sampled_from(["left", "right", "both", "none"]),
        CorrectedField.PLACE: st.sampled_from(["head", "neck"]),
        CorrectedField.TIME: st.integers(-500, 500).map(
            lambda minutes: (START + timedelta(minutes=min(minutes, 200))).isoformat()
        ),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, max_size=6))
def test_undoing_everything_gives_back_what_was_there(
    start_program: Callable[[], SqliteHistory], edits: list[dict[CorrectedField, str]]
) -> None:
    on_disk, in_memory = start_program(), MemoryHistory()
    record = a_record(status=Status.COMPLETED)
    for history in (on_disk, in_memory):
        history.add_session(record, [a_rating(hours=0.25)])
    present = on_disk.find_record(record.id)
    earlier = []
    for number, texts in enumerate(edits):
        assert present is not None
        change = edit_of(present, texts, f"{record.id}-{number}")
        if not change.corrections:
            continue
        earlier.append((change.id, present))
        for history in (on_disk, in_memory):
            history.save_change(change)
        present = on_disk.find_record(record.id)
        assert in_memory.find_record(record.id) == present
    for change_id, expected in reversed(earlier):
        for history in (on_disk, in_memory):
            history.undo_change(change_id, NOW)
            assert history.find_record(record.id) == expected
    on_disk.close()


def test_a_score_is_corrected_and_deleted_like_a_session(history: History) -> None:
    record = a_record(status=Status.COMPLETED)._replace(kind=RecordKind.SCORE, area="", routine="", steps=())
    history.add_session(record, [])
    history.save_change(edit_of(record, {CorrectedField.BEFORE: "2", CorrectedField.PLACE: "knee"}))
    (found,) = history.find_sessions(ALL)
    assert (found.before, found.place) == (2, "knee")
    history.save_change(deletion_of(found))
    assert history.find_sessions(ALL) == []
