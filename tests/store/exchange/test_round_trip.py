"""Exports: nothing is lost on the way to another machine, and the same history is the same file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.scale import short_and_long
from tests.store.exchange.machines import NOW, Machine, start_two
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tpsession.core.catalog.side import Side
from tpsession.core.exchange.outcome import ImportOutcome
from tpsession.core.history.change import ChangeKind, CorrectedField
from tpsession.core.history.programme import Pause
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import HistoryQuery, RecordKind, Status, StepRecord, StopReason
from tpsession.core.history.search_parser import parse_search
from tpsession.store.queries import HistoryReader
from tpsession.store.tables import CORRECTIONS

ONE, TWO = (str(UUID(int=number, version=4)) for number in (1, 2))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAN = '{"plan": "with \\"quotes\\" and\\u2028 lines"}'


def make_full(machine: Machine) -> str:
    """Fill a history with one of everything that an export holds; return the id of a session."""
    zone = timezone(timedelta(hours=-3, minutes=-30))
    session = a_record(0, started_at=START.astimezone(zone).replace(microsecond=123456))
    steps = (
        StepRecord(
            "oil", Side.NONE, 30.25, 12.125, skipped=True, eased=False, area="foot", name="Warm\u2028it"
        ),
        StepRecord("oil", Side.NONE, 30.25, 12.125, skipped=True, eased=False, round=2),
    )
    machine.history.start_session(session, PLAN, replace(a_checkpoint(), steps=steps))
    machine.history.finish_session(session.id, Status.STOPPED, StopReason.SHARP, a_checkpoint(90))
    for rating in (
        a_rating(RatingKind.LATER, 2, hours=5),
        Rating(RatingKind.LATER, 3, START + timedelta(hours=3), (RatingFlag.HEAT, RatingFlag.PAINKILLER)),
        a_rating(RatingKind.AFTER, 4),
    ):
        machine.history.save_rating(session.id, rating)
    same_plan = a_record(1)
    machine.history.start_session(same_plan, PLAN, a_checkpoint())
    machine.history.finish_session(same_plan.id, Status.COMPLETED, None, a_checkpoint(90))
    score = machine.add(
        2, kind=RecordKind.SCORE, area="", routine="", place="knee", flags=(RatingFlag.HEAT,), spot="inside"
    )
    machine.edit(session.id, {CorrectedField.NOTE: "=one\r\ntwo", CorrectedField.BEFORE: "1"})
    machine.edit(score, {CorrectedField.BEFORE: "9"})
    machine.undo()
    machine.delete(same_plan.id)
    purged = machine.add(3)
    machine.delete(purged)
    machine.history.delete_for_good([purged], machine.clock.local_time())
    machine.history.save_programme(replace(a_programme(TWO), title="Mine", pause=Pause(START.date())))
    machine.history.save_programme(a_programme(ONE))
    machine.history.save_comparison(a_comparison(ONE))
    return session.id


def test_everything_is_in_an_export_and_comes_back_on_another_machine(tmp_path: Path) -> None:
    with start_two(tmp_path) as (here, there):
        session_id = make_full(here)
        text = here.export()
        content = json.loads(text)
        assert [len(content[name]) for name in ("sessions", "changes", "deletions", "plans")] == [3, 3, 2, 1]
        assert [programme["id"] for programme in content["programmes"]] == [ONE, TWO]
        counts = there.take(text)
        assert counts == {ImportOutcome.ADDED: 3, ImportOutcome.PROGRAMME_OR_COMPARISON: 3}
        assert there.export() == here.export() == text
        assert there.sessions() == here.sessions()
        changes = there.history.find_changes()
        assert changes[0].kind is ChangeKind.IMPORT
        assert changes[1:] == here.history.find_changes()
        # Every change can still be undone there.
        for change in changes[1:]:
            if change.undone_at is None:
                there.history.undo_change(change.id, NOW)
        assert there.find(session_id).note == ""
        assert there.find(session_id).before == 6
        assert len(there.sessions()) == 3


@pytest.mark.parametrize("examples", short_and_long(12, 300))
def test_a_generated_history_is_the_same_file_again(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: DataObject) -> None:
        with tempfile.TemporaryDirectory() as folder, start_two(Path(folder)) as (here, there):
            act_randomly(here, data)
            text = here.export()
            there.take(text)
            assert there.export() == text
            there.undo()
            assert there.sessions() == []
            assert not [change for change in there.history.find_changes() if change.undone_at is None]

    check()


def act_randomly(machine: Machine, data: DataObject) -> None:
    """Add, correct, delete and undo, as a person might, with any texts."""
    ids = [machine.add(0, note=data.draw(TEXTS), spot=data.draw(TEXTS))]
    actions: dict[str, Callable[[str], object]] = {
        "add": lambda _: ids.append(machine.add(len(ids), note=data.draw(TEXTS))),
        "note": lambda chosen: machine.edit(chosen, {CorrectedField.NOTE: data.draw(TEXTS)}),
        "after": lambda chosen: machine.edit(
            chosen, {CorrectedField.AFTER: str(data.draw(st.integers(0, 10)))}
        ),
        "delete": lambda chosen: ids.remove(chosen) if machine.delete(chosen) else None,
        "later": lambda chosen: machine.history.save_rating(
            chosen, a_rating(RatingKind.LATER, data.draw(st.integers(0, 10)), hours=200)
        ),
        "undo": lambda _: machine.undo(),
    }
    for _ in range(data.draw(st.integers(0, 6))):
        name = data.draw(st.sampled_from(sorted(actions)))
        if name == "undo":
            change = machine.undo()
            if change is not None and change.kind is ChangeKind.DELETION:
                ids.extend(change.session_ids)
        elif name == "add" or ids:
            actions[name](data.draw(st.sampled_from(ids)) if ids else "")


def test_filters_export_what_they_select_with_its_corrections_alone(tmp_path: Path) -> None:
    with Machine.start(tmp_path) as here:
        neck, foot = here.add(0), here.add(1, place="foot", area="foot", note="some words")
        here.edit(neck, {CorrectedField.NOTE: "a"})
        change = here.edit(foot, {CorrectedField.BEFORE: "1"})
        here.delete(here.add(2))
        here.history.save_programme(a_programme(ONE))
        search = parse_search("words", {}, NOW.date())
        for query in (HistoryQuery(place="foot"), HistoryQuery(limit=1), HistoryQuery(search=search)):
            content = json.loads(here.export(query))
            assert [session["id"] for session in content["sessions"]] == [foot]
            assert [found["id"] for found in content["changes"]] == [change]
            assert content["deletions"] == content["programmes"] == []
        content = json.loads(here.export(with_deleted=False))
        assert {session["id"] for session in content["sessions"]} == {neck, foot}
        assert content["deletions"] == []
        assert len(content["programmes"]) == 1
        assert json.loads(here.export(HistoryQuery(place="head")))["sessions"] == []


def test_a_running_session_is_left_out_and_an_interrupted_one_is_partial(tmp_path: Path) -> None:
    with Machine.start(tmp_path) as here:
        running = a_record()
        here.history.start_session(running, PLAN, a_checkpoint())
        assert json.loads(here.export())["sessions"] == []
        here.history.close()
    with Machine.start(tmp_path) as here:
        (session,) = json.loads(here.export())["sessions"]
        assert (session["status"], session["ended_at"]) == ("partial", START.isoformat())


def test_a_final_deletion_leaves_only_the_id_in_an_export(tmp_path: Path) -> None:
    with start_two(tmp_path) as (here, there):
        gone = here.add(note="private")
        here.delete(gone)
        early = here.export()
        here.clock.change_date(days=31)
        text = here.export()
        assert "private" not in text
        assert [deletion["id"] for deletion in json.loads(text)["deletions"]] == [gone]
        # An earlier export doesn't bring it back either.
        assert there.take(early) == {ImportOutcome.DELETED_HERE: 1}
        assert there.export() == text


def test_a_session_whose_deletion_is_damaged_is_in_no_export(tmp_path: Path) -> None:
    with Machine.start(tmp_path) as here:
        here.delete(here.add(note="private"))
        here.history._read(
            lambda reader: reader.connection.execute("UPDATE deletions SET at = at || ' '"), None
        )
        for with_deleted in (True, False):
            assert "private" not in here.export(with_deleted=with_deleted)
        assert here.history.damage_reports() == ("A row of deletions is damaged and isn't shown.",)


def test_a_correction_of_a_newer_program_is_reported_and_left_out(tmp_path: Path) -> None:
    def make_newer(reader: HistoryReader) -> None:
        """Give the only correction a field that this program doesn't know, and the right checksum."""
        values = reader.connection.execute(CORRECTIONS.select_sql()).fetchone()
        row = dict(zip(CORRECTIONS.columns, values, strict=False)) | {"field": "newer"}
        reader.connection.execute(
            "UPDATE corrections SET field = 'newer', checksum = ?", (CORRECTIONS.checksum(row),)
        )

    with Machine.start(tmp_path) as here:
        here.edit(here.add(note=""), {CorrectedField.NOTE: "new"})
        here.history._read(make_newer, None)
        (session,) = json.loads(here.export())["sessions"]
        assert (session["note"], session.get("corrections", [])) == ("new", [])
        assert "A correction of the session" in " ".join(here.history.damage_reports())
