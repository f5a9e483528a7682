"""What can be corrected in a session, and how what a person types is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.ports import MORNING, FakeClock
from tests.store.sample_records import START, a_record
from tpsession.core.corrections.correctable import CHOICES, CorrectableValue, list_correctable
from tpsession.core.corrections.edit import make_edit
from tpsession.core.corrections.fields import decode_later, read_field
from tpsession.core.errors import UsageError
from tpsession.core.history.change import CorrectedField
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StopReason

LATER = Rating(RatingKind.LATER, 5, START + timedelta(hours=4, seconds=7), (RatingFlag.HEAT,))
DONE = a_record(status=Status.COMPLETED)._replace(started_at=START + timedelta(seconds=31), before=6)
STOPPED = DONE._replace(
    after=4, later=(LATER,), status=Status.STOPPED, stop_reason=StopReason.SHARP, note="on\nthe train"
)
SCORE = DONE._replace(kind=RecordKind.SCORE, area="", routine="")
CLOCK = FakeClock(date=MORNING + timedelta(days=3))


def value(name: str, record: SessionRecord = STOPPED) -> CorrectableValue:
    """Return the value with this name."""
    return next(found for found in list_correctable(record) if found.name == name)


def test_every_value_that_a_session_has_is_listed_as_it_is_now() -> None:
    assert [(found.name, found.present) for found in list_correctable(STOPPED)] == [
        ("Pain before", "6"),
        ("Pain after", "4"),
        ("Pain at 2026-01-31 13:00", "5"),
        ("A later rating", "add one"),
        ("Time", "2026-01-31 09:00"),
        ("Where it hurt", "Neck"),
        ("Side", "left"),
        ("Where you massaged", "Neck"),
        ("Painkiller or heat", "none"),
        ("Reason for stopping", '"Sharp, electric or burning pain"'),
        ("Spot", "none"),
        ("Note", '"on\nthe train"'),
    ]
    assert "Reason for stopping" not in {found.name for found in list_correctable(DONE)}
    assert [found.name for found in list_correctable(SCORE)] == [
        "Pain", "Time", "Place", "Side", "Painkiller or heat", "Spot", "Note",
    ]  # fmt: skip


def test_a_long_note_is_shortened_in_the_list_but_not_where_it_is_typed() -> None:
    note = "sore " * 100
    found = value("Note", DONE._replace(note=note))
    assert len(found.present) == 50
    assert found.present.endswith("…")
    assert found.typed == note


def test_every_choice_is_one_that_the_field_can_have() -> None:
    for field, choices in CHOICES.items():
        others = [text for text in choices if text != read_field(STOPPED, field)]
        assert all(
            make_edit(STOPPED, {field: text}, CLOCK.local_time() + timedelta(days=9)) for text in others
        )
    assert CHOICES[CorrectedField.FLAGS] == {
        "": "None",
        "painkiller": "Painkiller",
        "heat": "Heat",
        "painkiller heat": "Painkiller and heat",
    }


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Pain before", " 7 ", "7"),
        ("Pain after", "10", "10"),
        ("Time", "2026-01-30 18:30", "2026-01-30T18:30:00+00:00"),
        ("Spot", " the edge ", "the edge"),
        ("Note", "", ""),
    ],
)
def test_what_is_typed_becomes_the_text_of_the_field(name: str, typed: str, expected: str) -> None:
    assert value(name).read(typed, STOPPED, CLOCK) == expected
    assert value(name).choices == {}
    assert value(name).instruction


@pytest.mark.parametrize("name", ["Pain after", "Pain at 2026-01-31 13:00", "Time", "Note"])
def test_a_line_as_it_was_at_first_changes_nothing(name: str) -> None:
    found = value(name)
    shown = found.typed.replace("\n", " ")
    assert found.read(shown, STOPPED, CLOCK) == read_field(STOPPED, found.field)


def test_a_later_rating_keeps_its_time_and_flags_and_a_forgotten_one_is_added() -> None:
    changed = value("Pain at 2026-01-31 13:00").read("2", STOPPED, CLOCK)
    assert decode_later(changed) == (replace(LATER, value=2),)
    forgotten = value("A later rating")
    assert forgotten.typed == "2026-01-31 "
    assert not forgotten.is_number
    added = decode_later(forgotten.read("2026-02-01 08:00 3", STOPPED, CLOCK))
    assert added == (LATER, Rating(RatingKind.LATER, 3, MORNING.replace(month=2, day=1, hour=8)))


@pytest.mark.parametrize(
    ("name", "typed", "problem"),
    [
        ("Pain before", "11", "whole number from 0 to 10"),
        ("Pain at 2026-01-31 13:00", "", "whole number from 0 to 10"),
        ("A later rating", "2026-02-01 08:00", "isn't a time|whole number"),
        ("A later rating", "2026-01-31 ", "isn't a time"),
        ("Time", "soon", "isn't a time"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, typed: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        value(name).read(typed, STOPPED, CLOCK)


def test_only_typed_values_have_an_instruction_and_only_ratings_are_replaced_by_typing() -> None:
    for found in list_correctable(STOPPED):
        assert bool(found.instruction) is not bool(found.choices)
    numbers = [found.name for found in list_correctable(STOPPED) if found.is_number]
    assert numbers == ["Pain before", "Pain after", "Pain at 2026-01-31 13:00"]


def test_another_day_keeps_the_time_of_day_of_the_session() -> None:
    record = STOPPED._replace(started_at=STOPPED.started_at.replace(hour=18, minute=5))
    clock = FakeClock(date=MORNING + timedelta(days=3))
    text = value("Time", record).read("yesterday", record, clock)
    assert text.startswith(f"{MORNING + timedelta(days=2):%Y-%m-%d}T18:05")
    text = value("Time", record).read("2026-01-30", record, clock)
    assert text.startswith("2026-01-30T18:05")
