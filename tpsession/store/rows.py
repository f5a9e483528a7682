"""Between rows and records: the columns, their checksums, and how both become what the core knows.

A changed byte often passes SQLite's own checks, so each row carries a digest of its content, and a row
whose digest doesn't fit is never used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason

try:
    # `hashlib` takes it from here, too, but loads OpenSSL first: 4 MB, for as long as the program runs.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

Value = str | int | float | None
"""What a column holds."""
Row = Mapping[str, Value]
"""A row's columns by name, without its checksum."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIDES = {side.value: side for side in Side}
_STATUSES = {status.value: status for status in Status}
_KINDS = {kind.value: kind for kind in RatingKind}


# default=repr: a damaged file may hold a blob where text was; it must not match, and not raise.
# Made once: json.dumps with options makes an encoder at each call, which was a third of reading a row.
_canonical = json.JSONEncoder(separators=(",", ":"), default=repr).encode


def _checksum(table: str, values: Sequence[Value]) -> str:
    """128 bits over a row's content, as hex: BLAKE2b of the JSON of the table's name and the values."""
    return blake2b(_canonical([table, values]).encode("ascii"), digest_size=16).hexdigest()


class SqlTable(NamedTuple):
    """A table whose rows carry checksums."""

    name: str
    columns: tuple[str, ...]
    """The content, in the order that checksums are made in; it is part of the format of the file."""

    @property
    def content(self) -> str:
        """The columns that `read` takes, for a SELECT."""
        return ", ".join(f"t.{column}" for column in (*self.columns, "checksum"))

    def select(self, rest: str = "", columns: str = "") -> str:
        """The statement that reads rows for `read`, or other `columns`; the table is called ``t`` in it."""
        return f"SELECT {columns or self.content} FROM {self.name} t {rest}"  # noqa: S608 - all of it is fixed text of ours

    def insertion(self, verb: str = "INSERT") -> str:
        """The statement that writes a whole row; `values` gives its parameters."""
        names = ", ".join((*self.columns, "checksum"))
        marks = ", ".join("?" * (len(self.columns) + 1))
        return f"{verb} INTO {self.name} ({names}) VALUES ({marks})"

    def update(self, columns: Iterable[str], rest: str) -> str:
        """The statement that writes some columns and the checksum. Indexes of others stay untouched."""
        changes = ", ".join(f"{column} = ?" for column in (*columns, "checksum"))
        return f"UPDATE {self.name} SET {changes} {rest}"  # noqa: S608 - all of it is fixed text of ours

    def checksum(self, row: Row) -> str:
        """The checksum of a row."""
        return _checksum(self.name, [row[column] for column in self.columns])

    def values(self, row: Row) -> list[Value]:
        """The parameters of `insertion`, the checksum included."""
        return [*(row[column] for column in self.columns), self.checksum(row)]

    def read(self, raw: Sequence[Value]) -> Row | None:
        """The row that `select` gave, or None where its checksum doesn't fit."""
        if _checksum(self.name, raw[:-1]) != raw[-1]:
            return None
        return dict(zip(self.columns, raw, strict=False))


SESSIONS = SqlTable(
    "sessions",
    (
        "id",
        "started_at",
        "started_utc",
        "local_date",
        "ended_at",
        "known_at",
        "status",
        "stop_reason",
        "routine",
        "area",
        "side",
        "planned_s",
        "active_s",
        "note",
        "steps",
        "ratings",
        "writer",
    ),
)
RATINGS = SqlTable("ratings", ("session_id", "kind", "value", "at", "at_utc"))
PLANS = SqlTable("plans", ("session_id", "plan"))
STATES = SqlTable("states", ("session_id", "state"))
DELETIONS = SqlTable("deletions", ("session_id", "at"))
FACTS = SqlTable("facts", ("name", "value"))
TABLES = (SESSIONS, RATINGS, PLANS, STATES, DELETIONS, FACTS)
"""Every table with checksums; a table comes before those that refer to it."""


def microseconds(at: datetime) -> int:
    """An instant as a number that sorts: microseconds since 1970 in UTC."""
    if at.tzinfo is None:
        raise ValueError("a time in the history needs its UTC offset")
    gap = at - _EPOCH
    return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds


def storable(text: str) -> str:
    """Text as a file can hold it: half a surrogate pair, which no encoding has, becomes ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def steps_text(steps: Iterable[StepRecord]) -> str:
    """Steps as JSON: for each ``[technique, side, planned_s, active_s, skipped, eased]``."""
    return json.dumps(
        [
            [
                step.technique,
                step.side.value,
                float(step.planned_s),
                float(step.active_s),
                int(step.skipped),
                int(step.eased),
            ]
            for step in steps
        ],
        separators=(",", ":"),
    )


@lru_cache(maxsize=512)
def steps_of(text: str) -> tuple[StepRecord, ...]:
    """The steps that `steps_text` wrote."""
    return tuple(
        StepRecord(technique, _SIDES[side], planned_s, active_s, bool(skipped), bool(eased))
        for technique, side, planned_s, active_s, skipped, eased in json.loads(text)
    )


def session_row(record: SessionRecord, *, known_at: datetime, ratings: int, writer: str) -> Row:
    """A session's row.

    known_at: when this was last true. ratings: how many rating rows it has, so that one that vanishes
    is missed. writer: token of the program that has it open, else empty.
    """
    return {
        "id": record.id,
        "started_at": record.started_at.isoformat(),
        "started_utc": microseconds(record.started_at),
        "local_date": record.started_at.date().isoformat(),
        "ended_at": None if record.ended_at is None else record.ended_at.isoformat(),
        "known_at": known_at.isoformat(),
        "status": record.status.value,
        "stop_reason": None if record.stop_reason is None else record.stop_reason.value,
        "routine": storable(record.routine),
        "area": storable(record.area),
        "side": record.side.value,
        "planned_s": float(record.planned_s),
        "active_s": float(record.active_s),
        "note": storable(record.note),
        "steps": steps_text(record.steps),
        "ratings": ratings,
        "writer": writer,
    }


def rating_row(session_id: str, rating: Rating) -> Row:
    """A rating's row."""
    return {
        "session_id": session_id,
        "kind": rating.kind.value,
        "value": rating.value,
        "at": rating.at.isoformat(),
        "at_utc": microseconds(rating.at),
    }


def rating_of(row: Row) -> Rating:
    """The rating of a sound row."""
    return Rating(_KINDS[str(row["kind"])], int(row["value"] or 0), datetime.fromisoformat(str(row["at"])))


def record_of(row: Row, ratings: Iterable[Rating]) -> SessionRecord:
    """The session of a sound row, with its ratings, as it stands in the file."""
    ended, reason = row["ended_at"], row["stop_reason"]
    before = after = None
    later: list[Rating] = []
    for rating in ratings:
        if rating.kind is RatingKind.BEFORE:
            before = rating.value
        elif rating.kind is RatingKind.AFTER:
            after = rating.value
        else:
            later.append(rating)
    later.sort(key=_instant)
    return SessionRecord(
        id=str(row["id"]),
        started_at=datetime.fromisoformat(str(row["started_at"])),
        ended_at=None if ended is None else datetime.fromisoformat(str(ended)),
        status=_STATUSES[str(row["status"])],
        stop_reason=None if reason is None else StopReason(str(reason)),
        routine=str(row["routine"]),
        area=str(row["area"]),
        side=_SIDES[str(row["side"])],
        planned_s=float(row["planned_s"] or 0.0),
        active_s=float(row["active_s"] or 0.0),
        before=before,
        after=after,
        later=tuple(later),
        note=str(row["note"]),
        steps=steps_of(str(row["steps"])),
    )


def as_partial(record: SessionRecord, known_at: datetime) -> SessionRecord:
    """A session whose writer died: partial, ended when it was last known."""
    return replace(record, status=Status.PARTIAL, ended_at=known_at)


def ratings_of(record: SessionRecord, given: Sequence[Rating] = ()) -> list[Rating]:
    """All ratings of a record that is to be kept.

    A rating that was given carries its own time; a before-rating known only as a number dates from
    the session's start, an after-rating from its end.
    """
    kinds = {rating.kind for rating in given}
    ratings = [rating for rating in given if rating.kind is not RatingKind.LATER]
    if record.before is not None and RatingKind.BEFORE not in kinds:
        ratings.append(Rating(RatingKind.BEFORE, record.before, record.started_at))
    if record.after is not None and RatingKind.AFTER not in kinds:
        ratings.append(Rating(RatingKind.AFTER, record.after, record.ended_at or record.started_at))
    later = dict.fromkeys((*record.later, *(r for r in given if r.kind is RatingKind.LATER)))
    return [*ratings, *later]


def _instant(rating: Rating) -> datetime:
    return rating.at
