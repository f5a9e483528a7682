"""Converts between database rows and records, and protects each row with a checksum.

A changed byte often passes SQLite's own checks. So each row holds a checksum of its content, and a row whose
checksum doesn't fit is never used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, list_words, read_words
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord, StopReason

try:
    # Where `hashlib` has it from. Importing `hashlib` would also load OpenSSL, which takes 4 MB of memory.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

Value = str | int | float | None
"""The value of a column."""
Row = Mapping[str, Value]
"""The columns of a row by name, without the checksum."""

_ROWS_TOGETHER = 200
"""How many rows are encoded together."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIDES = {side.value: side for side in Side}
_STATUSES = {status.value: status for status in Status}
_KINDS = {kind.value: kind for kind in RatingKind}
_RECORD_KINDS = {kind.value: kind for kind in RecordKind}


# default=repr: a damaged file may hold a blob instead of text, which must give a wrong checksum, not raise.
# Made once, because json.dumps with options makes an encoder at each call: a third of the time to read a row.
_to_canonical_json = json.JSONEncoder(separators=(",", ":"), default=repr).encode


_to_short_json = json.JSONEncoder(separators=(",", ":")).encode


def _checksum(table: str, values: Sequence[Value]) -> str:
    """Return 128 bits of BLAKE2b as hex, over the JSON of the table's name and the row's values."""
    return _digest(_to_canonical_json([table, values]))


def _checksums(table: str, rows: Sequence[Sequence[Value]]) -> list[str]:
    """Return the checksums of some rows that begin and end with a text, as rows of `insert_many` do.

    They are encoded together and then cut apart, which takes half of the time for short rows.
    """
    parts = _to_canonical_json(rows)[3:-3].split('"],["')
    if len(parts) != len(rows):
        # A text in them is like the cut.
        return [_checksum(table, row) for row in rows]
    return [_digest(f'["{table}",["{part}"]]') for part in parts]


def _digest(canonical: str) -> str:
    return blake2b(canonical.encode("ascii"), digest_size=16).hexdigest()


class SqlTable(NamedTuple):
    """A table whose rows carry checksums."""

    name: str
    columns: tuple[str, ...]
    """The columns that the checksum covers. Their order is part of the file format."""

    @property
    def column_list(self) -> str:
        """The columns that `checked_row` expects, for a SELECT."""
        return ", ".join(f"t.{column}" for column in (*self.columns, "checksum"))

    def select_sql(self, rest: str = "", columns: str = "") -> str:
        """Return a SELECT of whole rows, as `checked_row` takes them, or of `columns`; the alias is ``t``.

        rest: what follows the table's name, such as a WHERE clause.
        """
        return f"SELECT {columns or self.column_list} FROM {self.name} t {rest}"  # noqa: S608 - all of it is fixed text of ours

    def insert_sql(self, verb: str = "INSERT", more: tuple[str, ...] = ()) -> str:
        """Return the statement that writes a whole row, with the parameters of `insert_values`.

        verb: ``INSERT``, or with what SQLite does about a row that is there, such as ``INSERT OR REPLACE``.
        more: columns that the checksum doesn't cover; their values follow.
        """
        columns = (*self.columns, "checksum", *more)
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        return f"{verb} INTO {self.name} ({names}) VALUES ({marks})"

    def update_sql(self, columns: Iterable[str], rest: str) -> str:
        """Return the statement that writes some columns and the checksum.

        Its parameters are their values in this order, the checksum, and those of `rest`. Only the indexes of
        these columns are written.
        """
        changes = ", ".join(f"{column} = ?" for column in (*columns, "checksum"))
        return f"UPDATE {self.name} SET {changes} {rest}"  # noqa: S608 - all of it is fixed text of ours

    def checksum(self, row: Row) -> str:
        """Return the checksum that a row with this content must have."""
        return _checksum(self.name, [row[column] for column in self.columns])

    def insert_values(self, row: Row) -> list[Value]:
        """Return the parameters of `insert_sql`, including the checksum."""
        values = [row[column] for column in self.columns]
        return [*values, _checksum(self.name, values)]

    def insert_many_values(self, rows: Sequence[Row]) -> Iterator[list[Value]]:
        """Yield what `insert_values` returns for each row of a table whose rows begin and end with a text."""
        for first in range(0, len(rows), _ROWS_TOGETHER):
            piece = [[row[column] for column in self.columns] for row in rows[first : first + _ROWS_TOGETHER]]
            for values, checksum in zip(piece, _checksums(self.name, piece), strict=True):
                yield [*values, checksum]

    def is_intact(self, raw: Sequence[Value]) -> bool:
        """Return whether the checksum of a fetched row is right; `raw` is as for `checked_row`."""
        return _checksum(self.name, raw[:-1]) == raw[-1]

    def intact_rows(self, raw: Sequence[Sequence[Value]]) -> Iterator[Sequence[Value]]:
        """Yield the fetched rows whose checksums are right; `raw` are rows as for `checked_row`."""
        return compress(raw, self.are_intact(raw))

    def are_intact(self, raw: Sequence[Sequence[Value]]) -> Iterator[bool]:
        """Yield for each fetched row, in order, whether its checksum is right; `raw` as for `checked_row`."""
        for first in range(0, len(raw), _ROWS_TOGETHER):
            rows = raw[first : first + _ROWS_TOGETHER]
            checksums = _checksums(self.name, [row[:-1] for row in rows])
            # Rows of some tables, and damaged ones, begin or end with something else than a text, so that
            # they are cut wrongly. So only a row that is wrong by itself as well is damaged.
            for row, checksum in zip(rows, checksums, strict=True):
                yield checksum == row[-1] or self.is_intact(row)

    def checked_row(self, raw: Sequence[Value]) -> Row | None:
        """Return the columns of a fetched row by name, or None if its checksum is wrong.

        raw: a whole row as `select_sql` fetches it, with the checksum last.
        """
        return dict(zip(self.columns, raw, strict=False)) if self.is_intact(raw) else None


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
        "place",
        "flags",
        "spot",
        "kind",
    ),
)
RATINGS = SqlTable("ratings", ("session_id", "kind", "value", "at", "at_utc", "flags"))
PLANS = SqlTable("plans", ("id", "plan"))
"""The texts of plans, each stored once. Their ids are made of their content: see `plan_id`."""
SESSION_PLANS = SqlTable("session_plans", ("session_id", "plan_id"))
"""Which plan each session played."""
STATES = SqlTable("states", ("session_id", "state"))
DELETIONS = SqlTable("deletions", ("session_id", "at"))
FACTS = SqlTable("facts", ("name", "value"))
PROGRAMMES = SqlTable(
    "programmes",
    (
        "id",
        "routine",
        "place",
        "area",
        "side",
        "sessions",
        "every_days",
        "started_on",
        "ended_on",
        "pause_first_day",
        "pause_last_day",
        "title",
    ),
)
COMPARISONS = SqlTable(
    "comparisons",
    (
        "id",
        "place",
        "side",
        "area",
        "things",
        "blocks",
        "outcome",
        "seed",
        "rest_s",
        "started_on",
        "ended_on",
    ),
)
CHANGES = SqlTable("changes", ("id", "at", "at_utc", "kind", "undone_at", "corrections"))
CORRECTIONS = SqlTable("corrections", ("change_id", "session_id", "field", "earlier", "now"))
TABLES = (
    SESSIONS,
    RATINGS,
    PLANS,
    SESSION_PLANS,
    STATES,
    DELETIONS,
    FACTS,
    PROGRAMMES,
    COMPARISONS,
    CHANGES,
    CORRECTIONS,
)
"""Every table with checksums. A table comes before the tables that refer to it."""


def to_microseconds(at: datetime) -> int:
    """Return a time as microseconds since 1970 in UTC, which sorts as a number.

    Raises `ValueError` for a time without its UTC offset.
    """
    if at.tzinfo is None:
        raise ValueError("a time in the history needs its UTC offset")
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def plan_id(plan: str) -> str:
    """Return the id of a plan's text: 128 bits of BLAKE2b as hex, so that the same text has the same id.

    plan: a text without lone surrogates, as `to_storable` returns it.
    """
    return blake2b(plan.encode(), digest_size=16).hexdigest()


def to_storable(text: str) -> str:
    """Return a text with lone surrogates, which can't be encoded, replaced by ``?``."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def encode_steps(steps: Iterable[StepRecord]) -> str:
    """Return steps as JSON: ``[technique, side, planned_s, active_s, skipped, eased]`` for each.

    The area follows if it isn't the session's, and then the round if it isn't the first. If only the round
    follows, there is an empty area before it.
    """
    return _to_short_json(
        [
            [
                step.technique,
                step.side.value,
                float(step.planned_s),
                float(step.active_s),
                int(step.skipped),
                int(step.eased),
                *([step.area] if step.area or step.round > 1 else []),
                *([step.round] if step.round > 1 else []),
            ]
            for step in steps
        ]
    )


def encode_flags(flags: Iterable[RatingFlag]) -> str:
    """Return flags as text, in their fixed order and each once: ``painkiller heat``, or empty."""
    given = set(flags)
    if not given:
        return ""
    return " ".join(flag.value for flag in RatingFlag if flag in given)


def decode_flags(text: str) -> tuple[RatingFlag, ...]:
    """Return the flags in a text from `encode_flags`. Raises `ValueError` for an unknown one."""
    # Most sessions have none.
    return tuple(RatingFlag(name) for name in text.split()) if text else ()


@lru_cache(maxsize=512)
def decode_steps(text: str) -> tuple[StepRecord, ...]:
    """Return the steps in a text from `encode_steps`.

    Raises `ValueError`, `KeyError` or `TypeError` for another.
    """
    return tuple(
        StepRecord(technique, _SIDES[side], planned_s, active_s, bool(skipped), bool(eased), *area_and_round)
        for technique, side, planned_s, active_s, skipped, eased, *area_and_round in json.loads(text)
    )


def encode_session(record: SessionRecord, *, known_at: datetime, ratings: int, writer: str) -> Row:
    """Return the row of a session.

    Args:
        record: The session.
        known_at: When the session was last known to be so, such as the time of its newest checkpoint.
        ratings: How many rating rows belong to it, so that a missing one is noticed.
        writer: The token of the program that has it open, or empty.

    """
    return {
        "id": record.id,
        "started_at": record.started_at.isoformat(),
        "started_utc": to_microseconds(record.started_at),
        "local_date": record.started_at.date().isoformat(),
        "ended_at": None if record.ended_at is None else record.ended_at.isoformat(),
        "known_at": known_at.isoformat(),
        "status": record.status.value,
        "stop_reason": None if record.stop_reason is None else record.stop_reason.value,
        "routine": to_storable(record.routine),
        "area": to_storable(record.area),
        "side": record.side.value,
        "planned_s": float(record.planned_s),
        "active_s": float(record.active_s),
        "note": to_storable(record.note),
        "steps": encode_steps(record.steps),
        "ratings": ratings,
        "writer": writer,
        "place": to_storable(record.place),
        "flags": encode_flags(record.flags),
        "spot": to_storable(record.spot),
        "kind": record.kind.value,
    }


def encode_rating(session_id: str, rating: Rating) -> Row:
    """Return the row of a rating. Raises `ValueError` if its time lacks the UTC offset."""
    return {
        "session_id": session_id,
        "kind": rating.kind.value,
        "value": rating.value,
        "at": rating.at.isoformat(),
        "at_utc": to_microseconds(rating.at),
        "flags": " ".join(list_words(rating)),
    }


def decode_rating(raw: Sequence[Value]) -> Rating:
    """Return the rating in an intact row, given as it is fetched: most rows are ratings, so time counts.

    Raises `ValueError` or `KeyError` for a value that only a newer program knows.
    """
    _, kind, value, at, _, flags, _ = raw
    # Most ratings have no words beside them.
    marks = read_words(str(flags).split()) if flags else ((), None, None)
    return Rating(_KINDS[str(kind)], int(value or 0), datetime.fromisoformat(str(at)), *marks)


def decode_session(row: Row, ratings: Iterable[Rating], *, with_steps: bool = True) -> SessionRecord:
    """Return the session in an intact row, with these ratings; follow-up ratings are sorted by their times.

    Of several before- or after-ratings the last counts. `is_corrected` isn't set.

    with_steps: whether to decode the steps; without, the record has none.

    Raises `ValueError`, `KeyError` or `TypeError` for a value that only a newer program knows.
    """
    ended, reason = row["ended_at"], row["stop_reason"]
    before = after = stiffness_before = stiffness_after = None
    later: list[Rating] = []
    for rating in ratings:
        if rating.kind is RatingKind.BEFORE:
            before, stiffness_before = rating.value, rating.stiffness
        elif rating.kind is RatingKind.AFTER:
            after, stiffness_after = rating.value, rating.stiffness
        else:
            later.append(rating)
    later.sort(key=_time_of)
    return SessionRecord(
        id=str(row["id"]),
        started_at=datetime.fromisoformat(str(row["started_at"])),
        ended_at=None if ended is None else datetime.fromisoformat(str(ended)),
        status=_STATUSES[str(row["status"])],
        stop_reason=None if reason is None else StopReason(str(reason)),
        routine=str(row["routine"]),
        place=str(row["place"]),
        area=str(row["area"]),
        side=_SIDES[str(row["side"])],
        planned_s=float(row["planned_s"] or 0.0),
        active_s=float(row["active_s"] or 0.0),
        before=before,
        after=after,
        later=tuple(later),
        note=str(row["note"]),
        steps=decode_steps(str(row["steps"])) if with_steps else (),
        flags=decode_flags(str(row["flags"])),
        spot=str(row["spot"]),
        kind=_RECORD_KINDS[str(row["kind"])],
        stiffness_before=stiffness_before,
        stiffness_after=stiffness_after,
    )


def mark_partial(record: SessionRecord, known_at: datetime) -> SessionRecord:
    """Return the session as partial, ended at its last checkpoint, because its writer died."""
    return record._replace(status=Status.PARTIAL, ended_at=known_at)


def collect_ratings(record: SessionRecord, given: Sequence[Rating] = ()) -> list[Rating]:
    """Return all ratings of a record that is to be saved: those in `given`, and those that only it has.

    Of a before- or after-rating that both have, the one in `given` is taken, with its own time. A
    before-rating that is known only as a number gets the time of the session's start, an after-rating that of
    its end, or of the start if there is none. A follow-up rating that both have comes once.
    """
    kinds = {rating.kind for rating in given}
    ratings = [rating for rating in given if rating.kind is not RatingKind.LATER]
    if record.before is not None and RatingKind.BEFORE not in kinds:
        stiffness = record.stiffness_before
        ratings.append(Rating(RatingKind.BEFORE, record.before, record.started_at, stiffness=stiffness))
    if record.after is not None and RatingKind.AFTER not in kinds:
        at = record.ended_at or record.started_at
        ratings.append(Rating(RatingKind.AFTER, record.after, at, stiffness=record.stiffness_after))
    later = dict.fromkeys((*record.later, *(r for r in given if r.kind is RatingKind.LATER)))
    return [*ratings, *later]


def _time_of(rating: Rating) -> datetime:
    return rating.at
