"""Imports into a history that has sessions already: what is merged, what stays, and how it is undone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.scale import short_and_long
from tests.store.exchange.machines import NOW, Machine, read_export, start_two
from tests.store.exchange.test_round_trip import act_randomly, make_full
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tpsession.core.corrections.undo import load_undoable, undo_with_progress
from tpsession.core.exchange.outcome import ImportOutcome, brings_something
from tpsession.core.exchange.records import ExchangedSession, ImportedFile
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import Status, StopReason
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.store.connection import connect

NOTE = CorrectedField.NOTE
Machines = tuple[Machine, Machine]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with start_two(tmp_path) as (here, there):
        yield here, there


def share(here: Machine, there: Machine, *ratings: Rating, **changes: object) -> str:
    """Have both machines have one session; return its id."""
    session_id = here.add(0, *ratings, **changes)
    there.take(here.export())
    return session_id


def damage(machine: Machine, statement: str) -> None:
    """Change rows of a history without their checksums, or the checksums alone."""
    machine.history._read(lambda reader: reader.connection.execute(statement), None)


def import_of(machine: Machine) -> Change:
    """Return the latest import."""
    return next(change for change in machine.history.find_changes() if change.kind is ChangeKind.IMPORT)


def test_the_same_file_again_changes_nothing_and_undo_takes_the_import_back(machines: Machines) -> None:
    here, there = machines
    make_full(here)
    text, empty = here.export(), there.export()
    there.take(text)
    again = there.take(text)
    assert again == {ImportOutcome.SAME: 3}
    assert not brings_something(again)
    assert len([change for change in there.history.find_changes() if change.kind is ChangeKind.IMPORT]) == 1
    there.undo()
    # What was deleted for good stays known, so that no other import brings it back.
    assert len(json.loads(there.export())["deletions"]) == 1
    assert there.sessions() == []
    assert there.history.find_programmes() == []
    assert there.history.find_comparisons() == []
    assert json.loads(there.export())["sessions"] == json.loads(empty)["sessions"]
    assert there.take(text)[ImportOutcome.ADDED] == 3
    assert there.export() == text


def test_a_dry_run_says_the_same_and_changes_nothing(machines: Machines) -> None:
    here, there = machines
    make_full(here)
    text, empty = here.export(), there.export()
    tried = there.take(text, try_only=True)
    assert there.export() == empty
    assert tried == there.take(text)


def test_the_later_correction_wins_on_both_and_both_can_be_undone(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there, note="first")
    early = here.edit(session_id, {NOTE: "early", CorrectedField.SPOT: "only here"})
    there.clock.change_date(hours=5)
    late = there.edit(session_id, {NOTE: "late", CorrectedField.AFTER: "2"})
    before = here.export(), there.export()
    assert here.take(before[1]) == there.take(before[0]) == {ImportOutcome.MERGED: 1}
    assert here.export() == there.export()
    for machine in (here, there):
        found = machine.find(session_id)
        assert (found.note, found.spot, found.after) == ("late", "only here", 2)
        # One after the other, as `undo` with the session's id does.
        for change_id, note in ((late, "early"), (early, "first")):
            machine.history.undo_change(str(change_id), NOW)
            assert machine.find(session_id).note == note
    # The import itself goes too, though what it changed was changed since.
    here.history.undo_change(import_of(here).id, NOW)
    assert here.find(session_id).note == "first"


def test_undoing_an_import_brings_the_merged_session_back_as_it_was(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there, note="first")
    there.edit(session_id, {NOTE: "early"})
    here.clock.change_date(hours=5)
    here.edit(session_id, {NOTE: "late"})
    undone_there = here.edit(session_id, {CorrectedField.BEFORE: "9"})
    there.take(here.export())
    before = here.export()
    there.history.undo_change(str(undone_there), NOW + timedelta(days=1))
    there.history.save_rating(session_id, a_rating(RatingKind.LATER, 1, hours=20))
    assert here.take(there.export()) == {ImportOutcome.MERGED: 1}
    found = here.find(session_id)
    assert (found.note, found.before, len(found.later)) == ("late", 6, 1)
    here.undo()
    assert here.export() == before
    here.undo()
    here.undo()
    assert here.find(session_id).note == "first"


def test_ratings_and_notes_that_only_one_machine_has_are_added_with_their_times(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there, before=None, routine="r")
    flagged = Rating(RatingKind.LATER, 7, START + timedelta(hours=6), (RatingFlag.HEAT,))
    for rating in (a_rating(RatingKind.BEFORE, 8, hours=0.01), a_rating(hours=0.3), flagged):
        there.history.save_rating(session_id, rating)
    there.history.save_note(session_id, "there")
    here.history.save_rating(session_id, a_rating(RatingKind.LATER, 2, hours=5))
    before = here.export()
    assert here.take(there.export()) == {ImportOutcome.MERGED: 1}
    found = here.find(session_id)
    assert (found.before, found.after, found.note) == (8, 3, "there")
    assert [rating.value for rating in found.later] == [2, 7]
    ratings = json.loads(here.export())["sessions"][0]["ratings"]
    assert ratings[1] == {
        "kind": "after", "value": 3, "at": "2026-01-31T09:18:00+00:00", "flags": [], "sore": None,
        "stiffness": None,
    }  # fmt: skip
    assert ratings[-1]["flags"] == ["heat"]
    # What this one has already stays: nothing says which is right.
    there.history.save_note(session_id, "other")
    there.history.save_rating(session_id, a_rating(RatingKind.AFTER, 9))
    assert here.take(there.export()) == {ImportOutcome.SAME: 1}
    here.undo()
    assert here.export() == before


def test_a_later_rating_that_was_taken_back_stays_taken_back(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there)
    at = (START + timedelta(hours=7)).isoformat()
    change = here.edit(session_id, {CorrectedField.LATER: f"{at}=4"})
    there.take(here.export())
    here.history.undo_change(str(change), NOW + timedelta(days=1))
    assert here.take(there.export()) == {ImportOutcome.SAME: 1}
    assert here.find(session_id).later == ()
    assert there.take(here.export()) == {ImportOutcome.MERGED: 1}
    assert there.find(session_id).later == ()


def test_a_deletion_here_stays_and_one_there_is_taken_over(machines: Machines) -> None:
    here, there = machines
    mine, theirs, purged = (share(here, there) for _ in range(3))
    here.delete(mine)
    assert here.take(there.export())[ImportOutcome.DELETED_HERE] == 1
    there.edit(theirs, {NOTE: "x"})
    there.delete(theirs)
    there.delete(purged)
    there.history.delete_for_good([purged], there.clock.local_time())
    before = here.export()
    counts = here.take(there.export())
    assert counts == {ImportOutcome.DELETED_HERE: 1, ImportOutcome.DELETED: 2}
    assert here.sessions() == []
    assert here.take(there.export())[ImportOutcome.SAME] == 1
    here.undo()
    assert here.export() == before
    assert {record.id for record in here.sessions()} == {theirs, purged}


def test_no_import_lifts_a_rest_of_the_same_day(tmp_path: Path) -> None:
    # Each has its own clock, because there it is two days later.
    with Machine.start(tmp_path / "a") as here, Machine.start(tmp_path / "b") as there:
        check_rests(here, there)


def check_rests(here: Machine, there: Machine) -> None:
    now = here.clock.local_time()
    stopped = {
        "started_at": now - timedelta(minutes=30),
        "ended_at": now - timedelta(minutes=20),
        "status": Status.STOPPED,
        "stop_reason": StopReason.SHARP,
    }
    deleted = share(here, there, **stopped)
    corrected, plain = share(here, there, **stopped), share(here, there, **stopped)
    there.clock.change_date(days=2)
    there.delete(deleted)
    there.edit(corrected, {CorrectedField.STOP_REASON: "interrupted"})
    there.edit(plain, {NOTE: "x"})
    before = {session_id: here.find(session_id) for session_id in (deleted, corrected)}
    assert here.take(there.export()) == {ImportOutcome.RESTS: 2, ImportOutcome.MERGED: 1}
    assert {session_id: here.find(session_id) for session_id in before} == before
    there.history.delete_for_good([deleted], there.clock.local_time())
    assert here.take(there.export())[ImportOutcome.RESTS] == 2
    here.clock.change_date(days=1)
    assert here.take(there.export()) == {
        ImportOutcome.SAME: 1, ImportOutcome.MERGED: 1, ImportOutcome.DELETED: 1,
    }  # fmt: skip


def test_a_running_session_is_neither_taken_nor_changed(machines: Machines) -> None:
    here, there = machines
    running = a_record()
    there.history.start_session(running, "{}", a_checkpoint())
    finished = running._replace(status=Status.COMPLETED, ended_at=START)
    sessions = [ExchangedSession(finished, ()), ExchangedSession(running._replace(id=str(uuid4())), ())]
    file = ImportedFile(lambda: iter(sessions))
    counts = there.history.merge_file(file, str(uuid4()), lambda _: None)
    assert counts == {ImportOutcome.RUNNING: 2}
    deleted = ImportedFile(lambda: iter(()), deletions={running.id: NOW})
    assert there.history.merge_file(deleted, str(uuid4()), lambda _: None) == {ImportOutcome.RUNNING: 1}
    assert there.find(running.id).status is Status.RUNNING
    assert here.sessions() == []


def test_a_damaged_session_and_other_programmes_stay_as_they_are(tmp_path: Path) -> None:
    one = str(UUID(int=1, version=4))
    with start_two(tmp_path) as (here, there):
        session_id = share(here, there)
        there.history.save_programme(a_programme(one))
        here.history.save_programme(replace(a_programme(one), title="changed"))
        there.history.save_comparison(a_comparison(one))
        here.history.save_comparison(a_comparison(one))
        here.edit(session_id, {NOTE: "x"})
        text = here.export()
        connection = connect(tmp_path / "b" / "history.sqlite3")
        connection.execute("UPDATE sessions SET note = 'bad'")
        connection.close()
        assert there.take(text) == {ImportOutcome.UNREADABLE: 1}
        assert there.history.find_programmes() == [a_programme(one)]


def test_a_stopped_import_takes_nothing(machines: Machines) -> None:
    here, there = machines
    share(here, there)
    here.add(1)
    before = there.export()

    def stop(done: int) -> None:
        assert done == 2
        raise KeyboardInterrupt

    text = here.export()
    with pytest.raises(KeyboardInterrupt):
        there.history.merge_file(read_export(text), str(uuid4()), stop)
    assert there.export() == before


def test_a_stopped_undoing_of_an_import_takes_nothing_back(machines: Machines) -> None:
    here, there = machines
    for number in range(5):
        here.add(number)
    there.take(here.export())
    before = there.export()
    undoable = load_undoable(there.history, there.clock.local_time())
    assert undoable is not None
    progress = TaskProgress(lambda now: now.stop() if now.share else None)
    with pytest.raises(TaskStoppedError):
        undo_with_progress(there.history, undoable.change, there.clock.local_time(), progress)
    assert there.export() == before
    undo_with_progress(there.history, undoable.change, there.clock.local_time(), TaskProgress())
    assert there.sessions() == []


def test_undoing_an_import_reports_sessions_not_their_fields(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there, note="")
    here.edit(session_id, {NOTE: "new", CorrectedField.SPOT: "here", CorrectedField.BEFORE: "7"})
    here.add(1)
    there.take(here.export())
    reported: list[int] = []
    undone = import_of(there)
    there.history.undo_change(undone.id, NOW, reported.append)
    assert max(reported) == len(undone.session_ids) == 2


def test_undoing_an_import_passes_over_a_session_whose_later_deletion_is_damaged(machines: Machines) -> None:
    here, there = machines
    session_id = share(here, there, note="")
    here.edit(session_id, {NOTE: "new"})
    there.take(here.export())
    there.delete(session_id)
    damage(there, "UPDATE deletions SET at = at || ' '")
    there.history.undo_change(import_of(there).id, NOW)
    assert there.find(session_id).note == "new"


@pytest.mark.parametrize("is_deleted_there", [False, True])
def test_a_session_whose_deletion_is_damaged_stays_deleted(
    machines: Machines, *, is_deleted_there: bool
) -> None:
    here, there = machines
    session_id = share(here, there, note="")
    here.edit(session_id, {NOTE: "new"})
    if is_deleted_there:
        here.delete(session_id)
    there.delete(session_id)
    damage(there, "UPDATE deletions SET at = at || ' '")
    outcome = ImportOutcome.SAME if is_deleted_there else ImportOutcome.DELETED_HERE
    assert there.take(here.export()) == {outcome: 1}
    assert there.sessions() == []


@pytest.mark.parametrize("table", ["changes", "corrections"])
def test_a_change_that_is_damaged_here_comes_intact_from_the_file(machines: Machines, table: str) -> None:
    here, there = machines
    session_id = share(here, there, note="")
    change_id = here.edit(session_id, {NOTE: "new"})
    there.take(here.export())
    damage(there, f"UPDATE {table} SET checksum = ''")  # noqa: S608 - a name of ours
    assert there.take(here.export()) == {ImportOutcome.MERGED: 1}
    there.history.undo_change(str(change_id), NOW)
    assert there.find(session_id).note == ""


def test_plans_may_have_other_ids_in_a_file_and_only_those_that_are_played_are_kept(
    machines: Machines,
) -> None:
    here, there = machines
    make_full(here)
    text = here.export()
    content = json.loads(text)
    (plan,) = content["plans"]
    content["plans"] = [{"id": "mine", "text": plan["text"]}, {"id": "other", "text": "{}"}]
    for session in content["sessions"]:
        session["plan"] = session["plan"] and "mine"
    there.take(json.dumps(content))
    assert there.export() == text


def test_rows_are_right_whatever_their_texts_look_like(machines: Machines) -> None:
    # Rows are encoded together, and cut apart where one ends with a text and the next begins with one.
    here, there = machines
    for number in range(3):
        session_id = here.add(number, note="],[", spot='"],["')
        here.edit(session_id, {NOTE: "],[", CorrectedField.SPOT: "],["})
        here.edit(session_id, {NOTE: '"],["'})
    text = here.export()
    there.take(text)
    assert there.export() == text
    assert there.history.damage_reports() == ()


@pytest.mark.parametrize("examples", short_and_long(10, 300))
def test_two_machines_agree_after_exchanging_and_each_import_can_be_taken_back(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: DataObject) -> None:
        with tempfile.TemporaryDirectory() as folder, start_two(Path(folder)) as (here, there):
            act_randomly(here, data)
            there.take(here.export())
            for machine, minutes in ((here, 1), (there, data.draw(st.integers(2, 300)))):
                machine.clock.change_date(minutes=minutes)
                shared = [record.id for record in machine.sessions()]
                for _ in range(data.draw(st.integers(0, 4)) if shared else 0):
                    chosen = data.draw(st.sampled_from(shared))
                    field = data.draw(st.sampled_from([NOTE, CorrectedField.SPOT, CorrectedField.SIDE]))
                    texts = ["left", "right"] if field is CorrectedField.SIDE else ["", "a", "b", "c"]
                    edited = machine.edit(chosen, {field: data.draw(st.sampled_from(texts))})
                    if edited and data.draw(st.booleans()):
                        machine.undo()
            before = here.export()
            tried = here.take(there.export(), try_only=True)
            assert here.export() == before
            done = here.take(there.export())
            assert tried == done
            changed = brings_something(done)
            there.take(here.export())
            assert json.loads(there.export()) == json.loads(here.export())
            if changed:
                undone = here.undo()
                assert undone is not None
                assert undone.kind is ChangeKind.IMPORT
            assert here.export() == before

    check()
