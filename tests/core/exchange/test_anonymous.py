"""Anonymous exports: what tells whose they are is gone, what can be studied stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone

from tests.core.exchange.samples import DAY, START, a_comparison, a_programme, a_score, a_session, everything
from tpsession.core.exchange.anonymous import Anonymizer
from tpsession.core.exchange.json_encoding import encode_file
from tpsession.core.exchange.records import ExchangedSession, Item
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.records import ONLY_REST

ORIGINAL = json.loads("".join(encode_file(everything())))


def anonymize(items: list[Item], weeks: int = 10) -> list[Item]:
    names: Iterator[str] = (f"new-{number}" for number in range(100))
    return list(Anonymizer(weeks, names.__next__).anonymize(items))


def test_notes_names_ids_and_earlier_values_are_gone() -> None:
    text = "".join(encode_file(anonymize(everything()), anonymous=True))
    content = json.loads(text)
    assert content["changes"] == content["deletions"] == content["plans"] == []
    ids = [item["id"] for items in ORIGINAL.values() if isinstance(items, list) for item in items]
    for private in (
        "one\\ntwo",
        "behind the ear",
        "father",
        "Self-care",
        "2026",
        *(name for name in ids if name != "p"),
    ):
        assert private not in text
    session = content["sessions"][0]
    assert (session["note"], session["spot"], session["plan"], session["corrections"]) == ("", "", None, [])
    assert session["routine"] == content["programmes"][0]["routine"] == "routine-1"


def test_dates_move_by_whole_weeks_and_times_between_them_stay() -> None:
    zone = timezone(timedelta(hours=5))
    session = a_session()
    moved = replace(session, record=session.record._replace(started_at=START.astimezone(zone)))
    (found,) = anonymize([moved])
    assert isinstance(found, ExchangedSession)
    record = found.record
    expected = START.astimezone(zone).replace(tzinfo=UTC, microsecond=0) - timedelta(weeks=10)
    assert record.started_at == expected
    assert record.started_at.weekday() == START.astimezone(zone).weekday()
    assert record.ended_at == expected + timedelta(minutes=10)
    assert [rating.at - expected for rating in found.ratings] == [
        timedelta(), timedelta(minutes=11), timedelta(hours=5),
    ]  # fmt: skip
    assert (record.place, record.area, record.before, record.after) == ("head", "neck", 6, 3)
    assert record.steps == tuple(step._replace(name="") for step in session.record.steps)
    (score,) = anonymize([a_score()])
    assert isinstance(score, ExchangedSession)
    assert score.record.routine == ""


def test_programmes_and_comparisons_keep_their_plan_without_names() -> None:
    programme, comparison = anonymize([a_programme(Pause(DAY)), replace(a_comparison(), ended_on=None)])
    assert isinstance(programme, Programme)
    assert isinstance(comparison, Comparison)
    moved = DAY - timedelta(weeks=10)
    assert (programme.title, programme.started_on, programme.pause) == ("Programme 1", moved, Pause(moved))
    assert (comparison.things, comparison.seed) == (("routine-1", ONLY_REST), 0)
    assert (comparison.started_on, comparison.ended_on) == (moved, None)
    (without_pause,) = anonymize([a_programme()])
    assert isinstance(without_pause, Programme)
    assert without_pause.pause is None
