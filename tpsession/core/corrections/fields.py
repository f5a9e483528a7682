"""The fields of a session that can be corrected, as texts: how each is read and written.

A correction keeps the earlier and the present text of a field, so every field needs one text for each of its
values, and the same value has the same text on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tpsession.core.catalog.side import Side
from tpsession.core.history.change import CorrectedField
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, list_words, read_words
from tpsession.core.history.records import SessionRecord, StopReason

YES = "yes"
"""The text of `CorrectedField.EXISTS` for a session in the history; it is empty for one that isn't there."""


@dataclass(frozen=True, slots=True)
class _FieldText:
    """How the text of a field is read from a session, and written into one."""

    read: Callable[[SessionRecord], str]
    write: Callable[[SessionRecord, str], SessionRecord]


def read_field(record: SessionRecord, field: CorrectedField) -> str:
    """Return the text of a field in its stored form; empty if the session has nothing there.

    Times are ISO 8601 with the UTC offset, ratings whole numbers, choices their ids. Later ratings are one a
    line: the time, ``=``, the number, and its flags and soreness after blanks.
    """
    return _FIELDS[field].read(record)


def with_field(record: SessionRecord, field: CorrectedField, text: str) -> SessionRecord:
    """Return the session with another text of a field.

    With another start time the session keeps its length, and its later ratings keep their times. Raises
    `ValueError` if the text can't be read as a value of the field. Whether there is such a place or area, and
    whether the rating before or after is from 0 to 10, isn't checked.
    """
    return _FIELDS[field].write(record, text)


def encode_later(ratings: Iterable[Rating]) -> str:
    """Return later ratings as the stored text of `CorrectedField.LATER`, one a line, the earliest first.

    No ratings give an empty text.
    """
    return "\n".join(
        " ".join([f"{rating.at.isoformat()}={rating.value}", *list_words(rating)])
        for rating in sorted(ratings, key=lambda rating: rating.at)
    )


def decode_later(text: str) -> tuple[Rating, ...]:
    """Return the later ratings in a text from `encode_later`, in its order; none for an empty text.

    Raises `ValueError` if a line isn't in this form.
    """
    ratings = []
    for line in text.splitlines():
        at, _, given = line.partition("=")
        value, *words = given.split()
        ratings.append(Rating(RatingKind.LATER, int(value), datetime.fromisoformat(at), *read_words(words)))
    return tuple(ratings)


def _rating(value: int | None) -> str:
    return "" if value is None else str(value)


def _parse_rating(text: str) -> int | None:
    return int(text) if text else None


def _move_to(record: SessionRecord, text: str) -> SessionRecord:
    """Return a session moved to another start time, as long as before. Its later ratings keep their times.

    Raises `ValueError` if the text is no time.

    text: the time in ISO format, with its UTC offset.
    """
    started_at = datetime.fromisoformat(text)
    ended_at = record.ended_at and started_at + (record.ended_at - record.started_at)
    return record._replace(started_at=started_at, ended_at=ended_at)


def _keep_record(record: SessionRecord, text: str) -> SessionRecord:
    """Return the session unchanged, for a field that the record doesn't hold."""
    return record


_FIELDS: Mapping[CorrectedField, _FieldText] = {
    CorrectedField.EXISTS: _FieldText(lambda _: YES, _keep_record),
    CorrectedField.BROUGHT: _FieldText(lambda _: "", _keep_record),
    CorrectedField.TIME: _FieldText(lambda record: record.started_at.isoformat(), _move_to),
    CorrectedField.PLACE: _FieldText(
        lambda record: record.place, lambda record, text: record._replace(place=text)
    ),
    CorrectedField.AREA: _FieldText(
        lambda record: record.area, lambda record, text: record._replace(area=text)
    ),
    CorrectedField.SIDE: _FieldText(
        lambda record: record.side.value, lambda record, text: record._replace(side=Side(text))
    ),
    CorrectedField.BEFORE: _FieldText(
        lambda record: _rating(record.before),
        lambda record, text: record._replace(before=_parse_rating(text)),
    ),
    CorrectedField.AFTER: _FieldText(
        lambda record: _rating(record.after),
        lambda record, text: record._replace(after=_parse_rating(text)),
    ),
    CorrectedField.LATER: _FieldText(
        lambda record: encode_later(record.later),
        lambda record, text: record._replace(later=decode_later(text)),
    ),
    CorrectedField.FLAGS: _FieldText(
        lambda record: " ".join(flag.value for flag in record.flags),
        lambda record, text: record._replace(flags=tuple(map(RatingFlag, text.split()))),
    ),
    CorrectedField.STOP_REASON: _FieldText(
        lambda record: record.stop_reason.value if record.stop_reason else "",
        lambda record, text: record._replace(stop_reason=StopReason(text) if text else None),
    ),
    CorrectedField.SPOT: _FieldText(
        lambda record: record.spot, lambda record, text: record._replace(spot=text)
    ),
    CorrectedField.NOTE: _FieldText(
        lambda record: record.note, lambda record, text: record._replace(note=text)
    ),
}
