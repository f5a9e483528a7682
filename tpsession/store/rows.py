"""Converts between database rows and records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, list_words, read_words
from tpsession.core.history.records import (
    WORKED_S,
    RecordKind,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.store.tables import Row, Value, digest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIDES = {side.value: side for side in Side}
_STATUSES = {status.value: status for status in Status}
_KINDS = {kind.value: kind for kind in RatingKind}
_RECORD_KINDS = {kind.value: kind for kind in RecordKind}

_to_short_json = json.JSONEncoder(separators=(",", ":")).encode


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
    return digest(plan)


def to_storable(text: str) -> str:
    """Return a text with lone surrogates, which can't be encoded, replaced by ``?``."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def encode_steps(steps: Iterable[StepRecord]) -> str:
    """Return steps as JSON: ``[technique, side, planned_s, active_s, skipped, eased]`` for each.

    The area follows if it isn't the session's, then the round if it isn't the first, then a name of its own.
    Before a round or a name, the area is there even if it is empty; before a name, the round is there even if
    it is 1.
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
                *([step.area] if step.area or step.round > 1 or step.name else []),
                *([step.round] if step.round > 1 or step.name else []),
                *([to_storable(step.name)] if step.name else []),
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

    Raises `ValueError`, `KeyError` or `TypeError` for a text that it can't decode.
    """
    return tuple(
        StepRecord(technique, _SIDES[side], planned_s, active_s, bool(skipped), bool(eased), *more)
        for technique, side, planned_s, active_s, skipped, eased, *more in json.loads(text)
    )


def encode_session(record: SessionRecord, *, known_at: datetime, ratings: int, writer: str) -> Row:
    """Return the row of a session.

    Args:
        record: The session.
        known_at: When the session was last known to be so, such as the time of its newest checkpoint.
        ratings: How many rating rows belong to it, so that a missing one is noticed.
        writer: The token of the program that has it open, or that ended it; empty if no program played it
            into this history.

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

    with_steps: whether to decode the steps; if not, only a record with less than `WORKED_S` of work has them.

    Raises `ValueError`, `KeyError` or `TypeError` for a value that only a newer program knows.
    """
    ended, reason = row["ended_at"], row["stop_reason"]
    active_s = float(row["active_s"] or 0.0)
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
        active_s=active_s,
        before=before,
        after=after,
        later=tuple(later),
        note=str(row["note"]),
        steps=decode_steps(str(row["steps"])) if with_steps or active_s < WORKED_S else (),
        flags=decode_flags(str(row["flags"])),
        spot=str(row["spot"]),
        kind=_RECORD_KINDS[str(row["kind"])],
        stiffness_before=stiffness_before,
        stiffness_after=stiffness_after,
    )


def mark_partial(record: SessionRecord, known_at: datetime) -> SessionRecord:
    """Return the session as partial, because its writer died.

    known_at: when it ended, as far as that is known: the time of its last checkpoint.
    """
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
        at = record.ended_or_started_at
        ratings.append(Rating(RatingKind.AFTER, record.after, at, stiffness=record.stiffness_after))
    later = dict.fromkeys((*record.later, *(r for r in given if r.kind is RatingKind.LATER)))
    return [*ratings, *later]


def _time_of(rating: Rating) -> datetime:
    return rating.at
