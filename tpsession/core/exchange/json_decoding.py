"""Reads the items of an export from JSON, and says of bad data where it is and what would be right."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.fields import YES, with_field
from tpsession.core.exchange.records import (
    MAX_TEXT,
    ChangeRecord,
    Deletion,
    ExchangedSession,
    KeptCorrection,
    SharedItem,
    SharedPlan,
)
from tpsession.core.history.change import ChangeKind, CorrectedField, Correction
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.ratings import HIGHEST, LOWEST, Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.series import Series

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Years that a time may have (ours): what is outside comes from a broken file."""
LONGEST_QUOTE = 60
"""So many characters of a wrong value are quoted."""
_LONGEST_S = 1e6
"""Seconds that a step or session may have (ours): eleven days, far beyond any."""
_MAX_NUMBER = 2**63 - 1
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EXAMPLE_TIME = "2026-01-31T09:00:00+01:00"
_EXCHANGED_CHANGES = (ChangeKind.EDIT, ChangeKind.DELETION)
_EXCHANGED_FIELDS = tuple(field for field in CorrectedField if field is not CorrectedField.BROUGHT)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
_MISSING = object()


class MisfitError(ValueError):
    """A value that an export can't have, with its path in the file."""

    def __init__(self, message: str, path: str = "") -> None:
        """Make the error. path: such as ``ratings[0].value``; empty for the item itself."""
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.path = path

    def inside(self, outer: str) -> MisfitError:
        """Return the same error, seen from outside."""
        joint = "." if self.path and not self.path.startswith("[") else ""
        return MisfitError(self.message, f"{outer}{joint}{self.path}")


_Shape = Sequence[tuple[str, Callable[[Any], Any], object]]
"""The keys of a JSON object: each with the function that reads its value, and its default or `_MISSING`."""


def _read(value: object, shape: _Shape) -> list[Any]:
    """Return the values of a JSON object in the order of its shape. Raises `MisfitError`."""
    if not isinstance(value, dict):
        raise _misfit(value, "an object in braces")
    found = []
    missing = 0
    for key, read, default in shape:
        item = value.get(key, _MISSING)
        if item is _MISSING:
            if default is _MISSING:
                raise MisfitError("is missing", key)
            missing += 1
            item = default
        try:
            found.append(read(item))
        except MisfitError as misfit:
            raise misfit.inside(key) from None
    if len(value) + missing > len(shape):
        known = {key for key, _, _ in shape}
        unknown = next(key for key in value if key not in known)
        raise MisfitError("isn't known here; take it out", unknown)
    return found


def decode_shared(section: str, value: object) -> SharedItem:
    """Return an item of a list of the file other than the sessions. Raises `MisfitError`."""
    return _DECODERS[section](value)


def decode_session(value: object) -> ExchangedSession:
    """Return a session of the file. Raises `MisfitError` for one that can't be."""
    (
        session_id, kind, started_at, ended_at, status, stop_reason, routine, place, area, side, flags,
        planned_s, active_s, spot, note, ratings, steps, plan_id, corrections,
    ) = _read(value, _SESSION)  # fmt: skip
    is_score = kind is RecordKind.SCORE
    if is_score and area is not None:
        raise MisfitError("must be null: a pain score has no area", "area")
    if not is_score and area is None:
        raise MisfitError(f"must be {_AN_AREA}", "area")
    if is_score and any(rating.kind is not RatingKind.BEFORE for rating in ratings):
        raise MisfitError('a pain score has one rating, of the kind "before"', "ratings")
    record = SessionRecord(
        id=session_id,
        started_at=started_at,
        ended_at=ended_at,
        status=status,
        stop_reason=stop_reason,
        routine=routine or "",
        place=place,
        area=area or "",
        side=side,
        planned_s=planned_s,
        active_s=active_s,
        before=_value_of(ratings, RatingKind.BEFORE),
        after=_value_of(ratings, RatingKind.AFTER),
        later=tuple([rating for rating in ratings if rating.kind is RatingKind.LATER]),
        note=note,
        steps=steps,
        flags=flags,
        spot=spot,
        kind=kind,
    )
    kept = []
    for index, correction in enumerate(corrections):
        try:
            kept.append(_decode_correction(record, correction))
        except MisfitError as misfit:
            raise misfit.inside(f"corrections[{index}]") from None
    return ExchangedSession(record, ratings, plan_id, tuple(kept))


def _value_of(ratings: tuple[Rating, ...], kind: RatingKind) -> int | None:
    """Return the number of the one rating of a kind, or None. Raises `MisfitError` for a second."""
    found = None
    for index, rating in enumerate(ratings):
        if rating.kind is kind:
            if found is not None:
                raise MisfitError(f'a session has one rating of the kind "{kind.value}"', f"ratings[{index}]")
            found = rating.value
    return found


def _decode_rating(value: object) -> Rating:
    kind, number, at, flags = _read(value, _RATING)
    return Rating(kind, number, at, flags)


def _decode_step(value: object) -> StepRecord:
    return StepRecord._make(_read(value, _STEP))


def _decode_correction(record: SessionRecord, value: object) -> KeptCorrection:
    change_id, field, earlier, now = _read(value, _CORRECTION)
    for key, text in (("earlier", earlier), ("now", now)):
        if not _fits(record, field, text):
            raise MisfitError(f'can\'t be the text of the field "{field.value}"', key)
    return KeptCorrection(change_id, Correction(record.id, field, earlier, now))


def _fits(record: SessionRecord, field: CorrectedField, text: str) -> bool:
    """Return whether a field of a session can have this text."""
    if field is CorrectedField.EXISTS:
        return text in {"", YES}
    try:
        corrected = with_field(record, field, text)
    except (ValueError, OverflowError):
        return False
    values = (corrected.before, corrected.after)
    return corrected.started_at.tzinfo is not None and all(
        value is None or LOWEST <= value <= HIGHEST for value in values
    )


def _decode_change(value: object) -> ChangeRecord:
    return ChangeRecord(*_read(value, _CHANGE))


def _decode_deletion(value: object) -> Deletion:
    return Deletion(*_read(value, _DELETION))


def _decode_plan(value: object) -> SharedPlan:
    return SharedPlan(*_read(value, _PLAN))


def _decode_programme(value: object) -> Programme:
    return _build(Programme, *_read(value, _PROGRAMME))


def _decode_pause(value: object) -> Pause:
    return _build(Pause, *_read(value, _PAUSE))


def _decode_comparison(value: object) -> Comparison:
    (
        comparison_id, place, side, area, things, blocks, outcome, seed, rest_s, started_on, ended_on,
    ) = _read(value, _COMPARISON)  # fmt: skip
    return _build(
        Comparison, comparison_id, Series(place, side), area, things, blocks, seed, started_on, outcome,
        rest_s, ended_on,
    )  # fmt: skip


def _build(make: Callable[..., T], *arguments: object) -> T:
    """Return a value that checks itself. Raises `MisfitError` with what it says."""
    try:
        return make(*arguments)
    except ValueError as error:
        raise MisfitError(str(error)) from None


# Single values. Each returns the value that a JSON value stands for, or raises `MisfitError`.


def read_id(value: object) -> str:
    """Return a UUID in small letters."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value
    raise _misfit(value, "a UUID in small letters, such as 3f2a4c1e-0d5b-4a6f-9c7d-1b2e3f4a5b6c")


def read_time(value: object) -> datetime:
    """Return a time with its UTC offset."""
    try:
        at = datetime.fromisoformat(_text(value))
        if at.tzinfo is not None and FIRST_YEAR <= at.year <= LAST_YEAR:
            return at
    except ValueError:
        pass
    raise _misfit(value, f"a time with its offset from UTC, such as {_EXAMPLE_TIME}")


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(_text(value))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    except ValueError:
        pass
    raise _misfit(value, "a day such as 2026-01-31")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _misfit(value, "a text in quotation marks")
    if len(value) > MAX_TEXT:
        raise MisfitError(f"has {len(value)} characters; it may have {MAX_TEXT}")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise _misfit(value, "true or false")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _misfit(value, "a number of seconds")
    if not 0 <= value <= _LONGEST_S:
        raise _misfit(value, f"a number of seconds from 0 to {_LONGEST_S:.0f}")
    return float(value)


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise _misfit(value, f"a whole number from {lowest} to {highest}")
        return value

    return read


def _choice(kind: type[E], allowed: tuple[E, ...] = ()) -> Callable[[object], E]:
    choices = {choice.value: choice for choice in allowed or kind}

    def read(value: object) -> E:
        found = choices.get(value) if isinstance(value, str) else None
        if found is None:
            raise _misfit(value, f"one of {', '.join(choices)}")
        return found

    return read


def _known(ids: Container[str], what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in ids:
            raise _misfit(value, what)
        return value

    return read


def _optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda value: None if value is None else read(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _misfit(value, "a list in brackets")
    return value


def _list_of(read: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    def read_all(value: object) -> tuple[T, ...]:
        items = _list(value)
        found = list[T]()
        try:
            for item in items:
                found.append(read(item))
        except MisfitError as misfit:
            raise misfit.inside(f"[{len(found)}]") from None
        return tuple(found)

    return read_all


def _misfit(value: object, right: str) -> MisfitError:
    """Return the error that quotes a value and says what would be right."""
    if isinstance(value, list | dict):
        shown = "a list" if isinstance(value, list) else "an object"
    elif isinstance(value, float) and not math.isfinite(value):
        shown = "not a number"
    else:
        names = {None: "null", True: "true", False: "false"}
        shown = names[value] if value is None or isinstance(value, bool) else _quote(value)
    return MisfitError(f"is {shown}; it must be {right}")


def _quote(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}..."


_AN_AREA = "the id of an area, such as neck"
# Made once: a large file has a million of these values.
_side = _choice(Side)
_place = _known(PLACES, "the id of a place, such as neck")
_optional_time = _optional(read_time)
_optional_text = _optional(_text)
_optional_day = _optional(_day)
_flags = _list_of(_choice(RatingFlag))
_RATING: _Shape = (
    ("kind", _choice(RatingKind), _MISSING),
    ("value", _whole(LOWEST, HIGHEST), _MISSING),
    ("at", read_time, _MISSING),
    ("flags", _flags, []),
)
_STEP: _Shape = (
    ("technique", _text, _MISSING),
    ("side", _side, _MISSING),
    ("planned_s", _seconds, _MISSING),
    ("active_s", _seconds, _MISSING),
    ("skipped", _truth, False),
    ("eased", _truth, False),
)
_CORRECTION: _Shape = (
    ("change", read_id, _MISSING),
    ("field", _choice(CorrectedField, _EXCHANGED_FIELDS), _MISSING),
    ("earlier", _text, _MISSING),
    ("now", _text, _MISSING),
)
_SESSION: _Shape = (
    ("id", read_id, _MISSING),
    ("kind", _choice(RecordKind), RecordKind.SESSION.value),
    ("started_at", read_time, _MISSING),
    ("ended_at", _optional_time, None),
    ("status", _choice(Status), Status.COMPLETED.value),
    ("stop_reason", _optional(_choice(StopReason)), None),
    ("routine", _optional_text, None),
    ("place", _place, _MISSING),
    ("area", _optional(_known(AREAS, _AN_AREA)), None),
    ("side", _side, _MISSING),
    ("flags", _flags, []),
    ("planned_s", _seconds, 0.0),
    ("active_s", _seconds, 0.0),
    ("spot", _text, ""),
    ("note", _text, ""),
    ("ratings", _list_of(_decode_rating), []),
    ("steps", _list_of(_decode_step), []),
    ("plan", _optional_text, None),
    # Read last, because they are texts of this session.
    ("corrections", _list, []),
)
_CHANGE: _Shape = (
    ("id", read_id, _MISSING),
    ("at", read_time, _MISSING),
    ("kind", _choice(ChangeKind, _EXCHANGED_CHANGES), _MISSING),
    ("undone_at", _optional_time, None),
)
_DELETION: _Shape = (("id", read_id, _MISSING), ("at", read_time, _MISSING))
_PLAN: _Shape = (("id", _text, _MISSING), ("text", _text, _MISSING))
_PAUSE: _Shape = (("first_day", _day, _MISSING), ("last_day", _optional_day, None))
_PROGRAMME: _Shape = (
    ("id", read_id, _MISSING),
    ("routine", _text, _MISSING),
    ("place", _place, _MISSING),
    ("area", _text, _MISSING),
    ("side", _side, _MISSING),
    ("sessions", _whole(1, _MAX_NUMBER), _MISSING),
    ("every_days", _whole(1, _MAX_NUMBER), _MISSING),
    ("started_on", _day, _MISSING),
    ("ended_on", _optional_day, None),
    ("pause", _optional(_decode_pause), None),
    ("title", _text, _MISSING),
)
_COMPARISON: _Shape = (
    ("id", read_id, _MISSING),
    ("place", _place, _MISSING),
    ("side", _side, _MISSING),
    ("area", _text, _MISSING),
    ("things", _list_of(_text), _MISSING),
    ("blocks", _whole(1, _MAX_NUMBER), _MISSING),
    ("outcome", _choice(Outcome), _MISSING),
    ("seed", _whole(0, _MAX_NUMBER), _MISSING),
    ("rest_s", _seconds, _MISSING),
    ("started_on", _day, _MISSING),
    ("ended_on", _optional_day, None),
)
_DECODERS: Mapping[str, Callable[[object], SharedItem]] = {
    "changes": _decode_change,
    "deletions": _decode_deletion,
    "plans": _decode_plan,
    "programmes": _decode_programme,
    "comparisons": _decode_comparison,
}
