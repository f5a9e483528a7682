"""The contract of the port `History`, tested on the history on the disk and on the fake in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.fakes.history import MemoryHistory
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tests.store.test_writing import another_program_writing, execute_in_thread, wait_until
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.programme import Pause
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import (
    WORKED_S,
    HistoryQuery,
    RecordKind,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.history.repository import History
from tpsession.core.history.series import Series
from tpsession.store.history import SqliteHistory

ALL = HistoryQuery()


@pytest.fixture
def history(start: Callable[[], History]) -> History:
    return start()


def only_session(history: History) -> SessionRecord:
    (record,) = history.find_sessions(ALL)
    return record


def test_a_new_history_is_empty(history: History) -> None:
    assert history.find_sessions(ALL) == []
    assert history.find_interrupted_sessions() == []
    assert history.load_screening_time() is None


def test_a_session_that_was_started_is_running_with_its_rating(history: History) -> None:
    record = a_record(before=7)
    history.start_session(record, "the plan", a_checkpoint())
    found = only_session(history)
    assert (found.id, found.status, found.before, found.after) == (record.id, Status.RUNNING, 7, None)
    assert found.ended_at is None
    assert history.find_interrupted_sessions() == []


def test_a_session_can_be_started_without_a_rating(history: History) -> None:
    history.start_session(a_record(before=None), "the plan", a_checkpoint())
    assert only_session(history).before is None


def test_another_program_sees_a_session_while_it_runs(start: Callable[[], History], history: History) -> None:
    history.start_session(a_record(), "the plan", a_checkpoint())
    other = start()
    assert only_session(other).status is Status.RUNNING
    assert other.find_interrupted_sessions() == []


def test_a_saved_checkpoint_is_read_back(history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(10))
    history.save_checkpoint(record.id, a_checkpoint(60))
    found = only_session(history)
    assert found.active_s == 30.0
    assert found.steps == a_checkpoint(60).steps


@pytest.mark.parametrize("area", ["", "calf"])
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["", "Picture a place", '["Fists"], 2'])
def test_a_step_is_read_back_with_its_area_round_and_name(
    start: Callable[[], History], history: History, area: str, number: int, name: str
) -> None:
    step = StepRecord("custom", Side.NONE, 60.0, 12.5, True, False, area, number, name)
    history.start_session(a_record(), "the plan", replace(a_checkpoint(), steps=(step,)))
    assert only_session(history).steps == only_session(start()).steps == (step,)


@contextmanager
def disk_full(history: History, path: Path) -> Iterator[None]:
    """Make every write fail for a while."""
    if isinstance(history, MemoryHistory):
        history.write_error = HistoryError("The disk is full.", "Free some space.")
        yield
        history.write_error = None
        return
    assert isinstance(history, SqliteHistory)
    execute_in_thread(history, "PRAGMA busy_timeout = 20")
    with another_program_writing(path):
        yield


def test_a_checkpoint_that_cannot_be_written_is_reported_until_it_is_written(
    history: History, path: Path
) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(10))
    assert only_session(history).active_s == 5.0
    assert history.background_error() is None
    with disk_full(history, path):
        history.save_checkpoint(record.id, a_checkpoint(60))
        wait_until(lambda: history.background_error() is not None)
    wait_until(lambda: history.background_error() is None)
    assert only_session(history).active_s == 30.0


def test_a_failed_call_raises_and_is_not_a_background_error(history: History, path: Path) -> None:
    with disk_full(history, path):
        with pytest.raises(HistoryError):
            history.save_screening_time(START)
        assert history.background_error() is None


def test_a_session_ends_at_the_time_of_its_checkpoint(history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.finish_session(record.id, Status.STOPPED, StopReason.DIZZY, a_checkpoint(120))
    found = only_session(history)
    assert (found.status, found.stop_reason) == (Status.STOPPED, StopReason.DIZZY)
    assert found.ended_at == START + timedelta(seconds=120)
    assert (found.active_s, found.steps) == (60.0, a_checkpoint(120).steps)


def test_a_checkpoint_from_before_or_after_the_end_never_changes_the_end(history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(10))
    history.finish_session(record.id, Status.COMPLETED, None, a_checkpoint(60))
    ended = only_session(history)
    history.save_checkpoint(record.id, a_checkpoint(90))
    assert only_session(history) == ended
    assert ended.active_s == 30.0


def test_a_second_rating_of_the_same_kind_replaces_the_first(history: History) -> None:
    record = a_record(before=6)
    history.start_session(record, "the plan", a_checkpoint())
    for kind, value in ((RatingKind.BEFORE, 4), (RatingKind.AFTER, 9), (RatingKind.AFTER, 0)):
        history.save_rating(record.id, a_rating(kind, value))
    found = only_session(history)
    assert (found.before, found.after, found.later) == (4, 0, ())


def test_follow_up_ratings_add_up_in_the_order_of_their_times(history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    evening = a_rating(RatingKind.LATER, 4, hours=20)
    noon = a_rating(RatingKind.LATER, 2, hours=3)
    history.save_rating(record.id, evening)
    history.save_rating(record.id, noon)
    assert only_session(history).later == (noon, evening)


def test_a_note_is_saved_and_replaced_also_after_the_end(history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_note(record.id, "stiff")
    history.finish_session(record.id, Status.COMPLETED, None, a_checkpoint(60))
    history.save_note(record.id, "better now, café ☕")
    assert only_session(history).note == "better now, café ☕"


def test_a_requested_note_is_awaited_until_it_is_given(
    start: Callable[[], History], history: History
) -> None:
    records = [a_record(number) for number in range(3)]
    for record in records:
        history.start_session(record, "the plan", a_checkpoint())
    assert history.find_sessions_awaiting_note() == []
    for record in (records[2], records[0], records[2]):
        history.request_note(record.id)
    assert [record.id for record in history.find_sessions_awaiting_note()] == [records[2].id, records[0].id]
    history.close()
    other = start()
    other.save_note(records[2].id, "stiff")
    other.save_note(records[1].id, "was never requested")
    assert [record.id for record in other.find_sessions_awaiting_note()] == [records[0].id]
    other.save_note(records[0].id, "")
    assert other.find_sessions_awaiting_note() == []


def test_a_session_awaiting_its_note_comes_with_its_ratings(history: History) -> None:
    history.add_session(a_record(status=Status.COMPLETED, before=8), [a_rating(RatingKind.AFTER, 1)])
    history.request_note(only_session(history).id)
    assert history.find_sessions_awaiting_note() == [only_session(history)]


def test_another_program_may_save_a_rating_and_a_note(start: Callable[[], History], history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    other = start()
    other.save_rating(record.id, a_rating(RatingKind.AFTER, 2))
    other.save_note(record.id, "rated on the other screen")
    found = only_session(history)
    assert (found.after, found.note) == (2, "rated on the other screen")


def test_a_session_whose_program_exited_is_partial_and_interrupted(
    start: Callable[[], History], history: History
) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(42, state="half way"))
    history.close()
    other = start()
    (found,) = other.find_interrupted_sessions()
    assert found.record == only_session(other)
    assert (found.record.status, found.record.ended_at) == (Status.PARTIAL, START + timedelta(seconds=42))
    assert (found.plan, found.checkpoint) == ("the plan", a_checkpoint(42, state="half way"))


def test_interrupted_sessions_come_newest_first(start: Callable[[], History], history: History) -> None:
    records = [a_record(number) for number in (2, 0, 1)]
    for record in records:
        history.start_session(record, "the plan", a_checkpoint())
    history.close()
    found = start().find_interrupted_sessions()
    assert [interrupted.record.id for interrupted in found] == [records[0].id, records[2].id, records[1].id]


def test_a_session_that_was_taken_over_runs_again(start: Callable[[], History], history: History) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.close()
    other = start()
    other.take_over_session(record.id)
    other.take_over_session(record.id)
    assert only_session(other).status is Status.RUNNING
    assert start().find_interrupted_sessions() == []
    other.finish_session(record.id, Status.COMPLETED, None, a_checkpoint(600))
    assert only_session(other).status is Status.COMPLETED


def test_a_running_session_can_be_neither_taken_over_nor_ended_by_another_program(
    start: Callable[[], History], history: History
) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    other = start()
    with pytest.raises(HistoryError):
        other.take_over_session(record.id)
    with pytest.raises(HistoryError):
        other.finish_session(record.id, Status.PARTIAL, None, a_checkpoint(60))
    assert only_session(history).status is Status.RUNNING


def test_an_interrupted_session_saved_as_partial_is_no_longer_interrupted(
    start: Callable[[], History], history: History
) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint(9))
    history.close()
    other = start()
    (found,) = other.find_interrupted_sessions()
    other.finish_session(record.id, Status.PARTIAL, None, found.checkpoint)
    assert other.find_interrupted_sessions() == []
    assert only_session(other) == found.record
    with pytest.raises(HistoryError):
        other.take_over_session(record.id)


def test_a_session_that_ended_cannot_be_ended_by_another_program(
    start: Callable[[], History], history: History
) -> None:
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.finish_session(record.id, Status.COMPLETED, None, a_checkpoint(60))
    with pytest.raises(HistoryError):
        start().finish_session(record.id, Status.PARTIAL, None, a_checkpoint(90))


def test_a_session_logged_by_hand_is_saved_with_its_ratings(history: History) -> None:
    record = a_record(status=Status.COMPLETED, routine="", before=None)
    ratings = [a_rating(RatingKind.BEFORE, 8), a_rating(RatingKind.AFTER, 5), a_rating(RatingKind.LATER, 4)]
    history.add_session(record, ratings)
    found = only_session(history)
    assert (found.before, found.after, found.later) == (8, 5, (ratings[2],))
    assert (found.status, found.ended_at, found.active_s) == (Status.COMPLETED, record.ended_at, 540.0)
    assert history.find_interrupted_sessions() == []


def test_the_ratings_in_an_added_record_are_saved(history: History) -> None:
    history.add_session(a_record(status=Status.COMPLETED, before=8), [a_rating(RatingKind.AFTER, 1)])
    assert (only_session(history).before, only_session(history).after) == (8, 1)


def test_the_same_session_is_never_saved_twice(history: History) -> None:
    record = a_record(status=Status.COMPLETED)
    history.add_session(record, [])
    with pytest.raises(HistoryError):
        history.add_session(record, [])
    with pytest.raises(HistoryError):
        history.start_session(record, "the plan", a_checkpoint())
    assert only_session(history).status is Status.COMPLETED


CALLS: list[Callable[[History], None]] = [
    lambda history: history.save_rating("no such id", a_rating()),
    lambda history: history.save_note("no such id", "a note"),
    lambda history: history.request_note("no such id"),
    lambda history: history.finish_session("no such id", Status.COMPLETED, None, a_checkpoint()),
    lambda history: history.take_over_session("no such id"),
]


@pytest.mark.parametrize("call", CALLS, ids=["rate", "note", "request note", "finish", "take over"])
def test_an_unknown_session_is_refused(history: History, call: Callable[[History], None]) -> None:
    with pytest.raises(HistoryError):
        call(history)


def test_the_screening_time_is_saved_with_its_offset(history: History) -> None:
    history.save_screening_time(START)
    later = datetime(2026, 2, 1, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    history.save_screening_time(later)
    found = history.load_screening_time()
    assert found == later
    assert found is not None
    assert found.utcoffset() == later.utcoffset()


def test_that_only_light_massage_is_all_right_is_kept_until_the_next_screening(history: History) -> None:
    assert not history.load_light_only()
    history.save_screening_time(START, light_only=True)
    assert history.load_light_only()
    history.save_screening_time(START)
    assert not history.load_light_only()


def test_a_reported_sign_is_kept_until_it_is_taken_back(history: History) -> None:
    assert history.load_reported_signs() == ""
    history.save_reported_signs("urgent 2026-01-31T08:00:00+00:00")
    assert history.load_reported_signs() == "urgent 2026-01-31T08:00:00+00:00"
    history.save_reported_signs("")
    assert history.load_reported_signs() == ""


def test_it_is_saved_that_the_welcome_was_seen(history: History) -> None:
    assert not history.has_seen_welcome()
    history.mark_welcome_seen(START)
    assert history.has_seen_welcome()
    assert history.load_screening_time() is None


def test_times_keep_their_offset_to_the_microsecond(history: History) -> None:
    started = datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-9, minutes=-30)))
    history.add_session(a_record(started_at=started, status=Status.COMPLETED), [])
    found = only_session(history)
    assert found.started_at.isoformat() == started.isoformat()


def test_sessions_come_newest_first_whatever_their_offsets(history: History) -> None:
    tokyo, utc, denver = (timezone(timedelta(hours=hours)) for hours in (9, 0, -7))
    moments = [
        datetime(2026, 1, 2, 1, 0, tzinfo=tokyo),  # 16:00 UTC the day before
        datetime(2026, 1, 1, 17, 0, tzinfo=utc),
        datetime(2026, 1, 1, 11, 0, tzinfo=denver),  # 18:00 UTC
    ]
    for moment in moments:
        history.add_session(a_record(started_at=moment, status=Status.COMPLETED), [])
    assert [found.started_at for found in history.find_sessions(ALL)] == moments[::-1]


def fill(history: History) -> list[SessionRecord]:
    """Add twelve sessions that differ in area, side and routine; return them newest first."""
    records = [
        a_record(
            number,
            area=("neck", "jaw")[number % 2],
            side=(Side.LEFT, Side.RIGHT, Side.BOTH)[number % 3],
            routine=("one", "two", "three", "four")[number % 4],
            status=Status.COMPLETED,
        )
        for number in range(12)
    ]
    for record in records:
        history.add_session(record, [])
    return records[::-1]


@pytest.mark.parametrize(
    "query",
    [
        ALL,
        HistoryQuery(area="neck"),
        HistoryQuery(area="neck", side=Side.LEFT),
        HistoryQuery(side=Side.BOTH),
        HistoryQuery(side=Side.NONE),
        HistoryQuery(routine="three"),
        HistoryQuery(area="jaw", routine="three"),
        HistoryQuery(area="nose"),
        HistoryQuery(area="neck' OR '1'='1"),
        HistoryQuery(limit=1),
        HistoryQuery(limit=5),
        HistoryQuery(limit=500),
        HistoryQuery(area="jaw", limit=2),
        HistoryQuery(since=date(2026, 2, 3)),
        HistoryQuery(until=date(2026, 2, 3)),
        HistoryQuery(since=date(2026, 2, 2), until=date(2026, 2, 2)),
        HistoryQuery(since=date(2026, 2, 5), until=date(2026, 2, 1)),
        HistoryQuery("neck", "neck", Side.LEFT, "three", date(2026, 1, 1), date(2026, 12, 31), 1),
        HistoryQuery(place="neck"),
        HistoryQuery(place="head", side=Side.LEFT),
    ],
)
def test_a_query_finds_what_matches_newest_first(history: History, query: HistoryQuery) -> None:
    wanted = [
        record.id
        for record in fill(history)
        if query.place in {None, record.place}
        and query.area in {None, record.area}
        and query.side in {None, record.side}
        and query.routine in {None, record.routine}
        and (query.since is None or record.started_at.date() >= query.since)
        and (query.until is None or record.started_at.date() <= query.until)
    ][: query.limit]
    assert [record.id for record in history.find_sessions(query)] == wanted


@pytest.mark.parametrize("hours", [-12, -3.5, 0, 5.75, 14])
def test_a_day_is_the_local_day_of_the_session_from_its_first_to_its_last_moment(
    history: History, hours: float
) -> None:
    zone = timezone(timedelta(hours=hours))
    first = datetime(2026, 5, 10, 0, 0, 0, 0, tzinfo=zone)
    last = datetime(2026, 5, 10, 23, 59, 59, 999999, tzinfo=zone)
    moment = timedelta(microseconds=1)
    for started in (first - moment, first, last, last + moment):
        history.add_session(a_record(started_at=started, status=Status.COMPLETED), [])
    day = date(2026, 5, 10)
    found = history.find_sessions(HistoryQuery(since=day, until=day))
    assert [record.started_at for record in found] == [last, first]
    assert len(history.find_sessions(HistoryQuery(since=day))) == 3
    assert len(history.find_sessions(HistoryQuery(until=day))) == 3


def test_records_without_their_steps_have_all_else(history: History) -> None:
    records = fill(history)
    history.start_session(running := a_record(20, area="hip"), "the plan", a_checkpoint(5))
    history.save_rating(records[0].id, a_rating())
    for query in (ALL, HistoryQuery(place="hip"), HistoryQuery(side=Side.LEFT, limit=2)):
        whole = history.find_sessions(query)
        lean = history.find_sessions(query._replace(with_steps=False))
        # Those with hardly any work have their steps, which tell whether they count.
        assert lean == [
            record if record.active_s < WORKED_S else record._replace(steps=()) for record in whole
        ]
        assert whole[0].id != running.id or whole[0].steps == a_checkpoint(5).steps


def test_the_series_come_newest_first(history: History) -> None:
    assert history.list_series() == []
    fill(history)
    evening = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    score = a_record(status=Status.COMPLETED, started_at=evening)._replace(
        kind=RecordKind.SCORE, place="knee", area=""
    )
    history.add_session(score, [])
    history.start_session(
        a_record(started_at=evening - timedelta(days=1), area="neck"), "the plan", a_checkpoint()
    )
    for hours, kind in ((0, RecordKind.SCORE), (-50, RecordKind.SESSION)):
        at = evening + timedelta(hours=hours - 1)
        record = a_record(status=Status.COMPLETED, started_at=at, area="foot")
        history.add_session(record._replace(kind=kind), [])
    assert history.list_series() == [
        Series("knee", Side.LEFT),
        Series("foot", Side.LEFT),
        Series("neck", Side.LEFT),
        Series("jaw", Side.BOTH),
        Series("neck", Side.RIGHT),
        Series("jaw", Side.LEFT),
        Series("neck", Side.BOTH),
        Series("jaw", Side.RIGHT),
    ]


def test_a_page_has_the_ratings_of_its_own_sessions(history: History) -> None:
    for number, record in enumerate(fill(history)):
        history.save_rating(record.id, a_rating(RatingKind.AFTER, number % 11))
    page = history.find_sessions(HistoryQuery(area="neck", limit=3))
    assert [record.after for record in page] == [1, 3, 5]


def test_programmes_are_saved_and_changed_in_the_order_of_their_start(
    start: Callable[[], History], history: History
) -> None:
    assert history.find_programmes() == []
    paused = replace(a_programme("two"), pause=Pause(date(2026, 2, 1), date(2026, 2, 8)), title="Time off")
    history.save_programme(a_programme("one"))
    history.save_programme(paused)
    assert start().find_programmes() == [a_programme("one"), paused]
    ended = replace(a_programme("one"), ended_on=date(2026, 2, 3))
    resting = replace(a_programme("two"), pause=Pause(date(2026, 2, 1)))
    history.save_programme(ended)
    history.save_programme(resting)
    assert start().find_programmes() == [ended, resting]


def test_a_programme_that_cannot_be_saved_raises(history: History, path: Path) -> None:
    with disk_full(history, path), pytest.raises(HistoryError):
        history.save_programme(a_programme())
    assert history.find_programmes() == []


def test_comparisons_are_saved_and_ended_in_the_order_of_their_start(
    start: Callable[[], History], history: History
) -> None:
    assert history.find_comparisons() == []
    history.save_comparison(a_comparison("one"))
    history.save_comparison(a_comparison("two"))
    assert start().find_comparisons() == [a_comparison("one"), a_comparison("two")]
    ended = replace(a_comparison("one"), ended_on=date(2026, 2, 3))
    history.save_comparison(ended)
    assert start().find_comparisons() == [ended, a_comparison("two")]


def test_a_comparison_that_cannot_be_saved_raises(history: History, path: Path) -> None:
    with disk_full(history, path), pytest.raises(HistoryError):
        history.save_comparison(a_comparison())
    assert history.find_comparisons() == []


def test_the_week_whose_summary_was_shown_is_remembered(
    start: Callable[[], History], history: History
) -> None:
    assert history.load_week_shown() is None
    history.save_week_shown(date(2026, 2, 2))
    assert start().load_week_shown() == date(2026, 2, 2)


def test_the_session_whose_rating_was_declined_is_remembered(
    start: Callable[[], History], history: History
) -> None:
    assert history.load_declined_rating() == ""
    history.save_declined_rating("one")
    assert start().load_declined_rating() == "one"


def test_nothing_is_written_after_closing(history: History) -> None:
    history.close()
    with pytest.raises(HistoryError):
        history.start_session(a_record(), "the plan", a_checkpoint())
    with pytest.raises(HistoryError):
        history.save_screening_time(datetime(2026, 1, 1, tzinfo=UTC))
