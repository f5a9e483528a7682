"""Corrections of a session: what they change, what is refused, and that no rest is lifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.sample_records import START, a_rating, a_record
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.edit import (
    MAX_NOTE,
    MAX_SPOT,
    check_keeps_rest,
    encode_later_with,
    make_deletion,
    make_edit,
)
from tpsession.core.corrections.fields import YES, decode_later, encode_later, read_field, with_field
from tpsession.core.errors import UsageError
from tpsession.core.history.change import CorrectedField, Correction
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StopReason

NOW = START + timedelta(days=3)
RUNNING = a_record()._replace(id="running")
DONE = a_record(status=Status.COMPLETED)._replace(id="done", after=4)
STOPPED = DONE._replace(id="stopped", status=Status.STOPPED, stop_reason=StopReason.SHARP)
SCORE = DONE._replace(id="score", kind=RecordKind.SCORE, after=None, area="", routine="")
LATER = Rating(RatingKind.LATER, 5, START + timedelta(hours=4), (RatingFlag.HEAT,))


def edit(record: SessionRecord, field: CorrectedField, text: str) -> SessionRecord:
    """Return the session after one correction, which must be the only one."""
    (correction,) = make_edit(record, {field: text}, NOW)
    assert (correction.session_id, correction.field) == (record.id, field)
    assert correction.earlier == read_field(record, field)
    return with_field(record, field, correction.now)


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (CorrectedField.BEFORE, "10", {"before": 10}),
        (CorrectedField.AFTER, "0", {"after": 0}),
        (CorrectedField.NOTE, "Slept badly.", {"note": "Slept badly."}),
        (CorrectedField.PLACE, "head", {"place": "head"}),
        (CorrectedField.AREA, "shoulder", {"area": "shoulder"}),
        (CorrectedField.SIDE, "both", {"side": Side.BOTH}),
        (CorrectedField.SPOT, "at the edge", {"spot": "at the edge"}),
        (CorrectedField.FLAGS, "painkiller heat", {"flags": (RatingFlag.PAINKILLER, RatingFlag.HEAT)}),
        (CorrectedField.STOP_REASON, "numb", {"stop_reason": StopReason.NUMB}),
        (CorrectedField.LATER, encode_later([LATER]), {"later": (LATER,)}),
    ],
)
def test_a_field_gets_another_text_and_nothing_else_changes(
    field: CorrectedField, text: str, expected: dict[str, object]
) -> None:
    corrected = edit(STOPPED, field, text)
    assert corrected == STOPPED._replace(**expected)  # type: ignore[arg-type]  # each is right for its field


def test_another_time_moves_the_whole_session_but_not_its_later_ratings() -> None:
    record = DONE._replace(later=(LATER,))
    corrected = edit(record, CorrectedField.TIME, (START - timedelta(hours=1)).isoformat())
    assert corrected.started_at == record.started_at - timedelta(hours=1)
    assert corrected.ended_at is not None
    assert corrected.ended_at - corrected.started_at == timedelta(minutes=10)
    assert corrected.later == (LATER,)
    without_end = record._replace(ended_at=None)
    assert edit(without_end, CorrectedField.TIME, START.replace(hour=8).isoformat()).ended_at is None


def test_a_session_whose_time_is_wrong_can_still_be_corrected() -> None:
    ahead = DONE._replace(started_at=NOW + timedelta(days=1), ended_at=NOW + timedelta(days=1))
    assert edit(ahead, CorrectedField.NOTE, "train").note == "train"


def test_what_is_the_same_already_is_no_correction() -> None:
    same = {field: read_field(STOPPED, field) for field in CorrectedField}
    assert make_edit(STOPPED, same, NOW) == []
    assert all(with_field(STOPPED, field, text) == STOPPED for field, text in same.items())


@pytest.mark.parametrize(
    ("record", "field", "text", "message"),
    [
        (DONE, CorrectedField.BEFORE, "11", "whole number from 0 to 10"),
        (DONE, CorrectedField.AFTER, "", "whole number from 0 to 10"),
        (DONE, CorrectedField.BEFORE, "²", "whole number from 0 to 10"),
        (DONE, CorrectedField.PLACE, "moon", 'no place "moon"'),
        (DONE, CorrectedField.AREA, "head", 'no area "head"'),
        (DONE, CorrectedField.SIDE, "top", '"top" can\'t be the side'),
        (DONE, CorrectedField.FLAGS, "tea", '"tea" can\'t be'),
        (DONE, CorrectedField.STOP_REASON, "numb", "Only a session that was stopped"),
        (STOPPED, CorrectedField.STOP_REASON, "", "Only a session that was stopped"),
        (STOPPED, CorrectedField.STOP_REASON, "bored", "can't be the reason"),
        (DONE, CorrectedField.NOTE, "x" * (MAX_NOTE + 1), "it may have 10000"),
        (DONE, CorrectedField.SPOT, "x" * (MAX_SPOT + 1), "it may have 200"),
        (DONE, CorrectedField.TIME, "yesterday", "can't be the time"),
        (DONE, CorrectedField.TIME, (NOW + timedelta(minutes=1)).isoformat(), "in the future"),
        (DONE, CorrectedField.TIME, (NOW - timedelta(minutes=5)).isoformat(), "in the future"),
        (
            DONE._replace(later=(LATER,)),
            CorrectedField.TIME,
            (START + timedelta(hours=5)).isoformat(),
            "2026-01-31 13:00 would be before the session",
        ),
        (
            DONE,
            CorrectedField.LATER,
            encode_later([replace(LATER, at=NOW + timedelta(hours=1))]),
            "later rating is in the future",
        ),
        (SCORE, CorrectedField.AFTER, "3", "A pain score has no pain after"),
        (SCORE, CorrectedField.AREA, "neck", "A pain score has no area"),
        (RUNNING, CorrectedField.NOTE, "x", "still running"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    record: SessionRecord, field: CorrectedField, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        make_edit(record, {field: text}, NOW)


@pytest.mark.parametrize(
    "field", [CorrectedField.TIME, CorrectedField.AREA, CorrectedField.STOP_REASON, CorrectedField.EXISTS]
)
def test_until_tomorrow_nothing_that_a_rest_depends_on_is_changed(field: CorrectedField) -> None:
    texts = {
        CorrectedField.TIME: (START - timedelta(days=1)).isoformat(),
        CorrectedField.AREA: "shoulder",
        CorrectedField.STOP_REASON: "interrupted",
        CorrectedField.EXISTS: "",
    }
    change = [Correction(STOPPED.id, field, read_field(STOPPED, field), texts[field])]
    assert STOPPED.ended_at is not None
    with pytest.raises(UsageError, match="rest until tomorrow"):
        check_keeps_rest(STOPPED, change, START.date())
    check_keeps_rest(STOPPED, change, START.date() + timedelta(days=1))
    check_keeps_rest(STOPPED._replace(stop_reason=StopReason.INTERRUPTED), change, START.date())
    check_keeps_rest(DONE, change, START.date())


def test_the_rating_of_a_stop_of_today_is_corrected_at_once() -> None:
    later = START + timedelta(hours=1)
    (correction,) = make_edit(STOPPED, {CorrectedField.AFTER: "7"}, later)
    assert (correction.earlier, correction.now) == ("4", "7")
    with pytest.raises(UsageError, match="rest until tomorrow"):
        make_edit(STOPPED, {CorrectedField.STOP_REASON: "interrupted"}, later)


def test_a_session_is_deleted_unless_it_runs_or_makes_an_area_rest() -> None:
    assert make_deletion(DONE, START.date()) == [Correction(DONE.id, CorrectedField.EXISTS, YES, "")]
    with pytest.raises(UsageError, match="still running"):
        make_deletion(a_record(), START.date())
    with pytest.raises(UsageError, match="rest until tomorrow"):
        make_deletion(STOPPED, START.date())


def test_a_later_rating_is_added_and_one_of_the_same_minute_gets_the_new_number() -> None:
    record = DONE._replace(later=(LATER,))
    added = decode_later(encode_later_with(record, START + timedelta(hours=2), 3))
    assert [(rating.value, rating.flags) for rating in added] == [(3, ()), (5, (RatingFlag.HEAT,))]
    replaced = decode_later(encode_later_with(record, LATER.at + timedelta(seconds=20), 9))
    assert replaced == (replace(LATER, value=9),)
    assert decode_later("") == ()
    assert encode_later([a_rating(RatingKind.LATER)]) == f"{(START + timedelta(hours=1)).isoformat()}=3"
