"""Reads the items of an export from JSON, and says of bad data where it is and what would be right."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Mapping
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
    Item,
    KeptCorrection,
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
_LONGEST_S = 1e6
"""Seconds that a step or session may have (ours): eleven days, far beyond any."""
_MAX_NUMBER = 2**63 - 1
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EXAMPLE_TIME = "2026-01-31T09:00:00+01:00"
_EXCHANGED_CHANGES = (ChangeKind.EDIT, ChangeKind.DELETION)

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


class _Fields:
    """Takes the fields of a JSON object one after another, and refuses what is left."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise _misfit(value, "an object in braces")
        self._values: dict[str, Any] = dict(value)

    def take(self, key: str, read: Callable[[Any], T], default: object = _MISSING) -> T:
        """Return a field, or its default if it is missing. Raises `MisfitError`."""
        value = self._values.pop(key, default)
        if value is _MISSING:
            raise MisfitError("is missing", key)
        try:
            return read(value)
        except MisfitError as misfit:
            raise misfit.inside(key) from None

    def finish(self) -> None:
        """Raise `MisfitError` if there is a field that no `take` asked for."""
        for key in self._values:
            raise MisfitError("isn't known here; take it out", key)


def decode_item(section: str, value: object) -> Item:
    """Return an item of a list of the file. Raises `MisfitError` for one that can't be."""
    return _DECODERS[section](value)


def _decode_session(value: object) -> ExchangedSession:
    fields = _Fields(value)
    kind = fields.take("kind", _record_kind, RecordKind.SESSION.value)
    is_score = kind is RecordKind.SCORE
    started_at = fields.take("started_at", read_time)
    ratings = fields.take("ratings", _ratings, [])
    record = SessionRecord(
        id=fields.take("id", read_id),
        started_at=started_at,
        ended_at=fields.take("ended_at", _optional_time, None),
        status=fields.take("status", _status, Status.COMPLETED.value),
        stop_reason=fields.take("stop_reason", _optional_stop_reason, None),
        routine=fields.take("routine", _optional_text, None) or "",
        place=fields.take("place", _place),
        area=fields.take("area", _nothing if is_score else _area, None) or "",
        side=fields.take("side", _side),
        planned_s=fields.take("planned_s", _seconds, 0.0),
        active_s=fields.take("active_s", _seconds, 0.0),
        before=_value_of(ratings, RatingKind.BEFORE),
        after=_value_of(ratings, RatingKind.AFTER),
        later=tuple(rating for rating in ratings if rating.kind is RatingKind.LATER),
        note=fields.take("note", _text, ""),
        steps=fields.take("steps", _steps, []),
        flags=fields.take("flags", _flags, []),
        spot=fields.take("spot", _text, ""),
        kind=kind,
    )
    if is_score and any(rating.kind is not RatingKind.BEFORE for rating in ratings):
        raise MisfitError('a pain score has one rating, of the kind "before"', "ratings")
    plan_id = fields.take("plan", _optional_text, None)
    kept = fields.take("corrections", _list_of(lambda item: _decode_correction(record, item)), [])
    fields.finish()
    return ExchangedSession(record, ratings, plan_id, kept)


def _value_of(ratings: tuple[Rating, ...], kind: RatingKind) -> int | None:
    """Return the number of the one rating of a kind, or None. Raises `MisfitError` for a second."""
    found = [(index, rating.value) for index, rating in enumerate(ratings) if rating.kind is kind]
    if len(found) > 1:
        raise MisfitError(f'a session has one rating of the kind "{kind.value}"', f"ratings[{found[1][0]}]")
    return found[0][1] if found else None


def _decode_rating(value: object) -> Rating:
    fields = _Fields(value)
    rating = Rating(
        fields.take("kind", _rating_kind),
        fields.take("value", _rating_value),
        fields.take("at", read_time),
        fields.take("flags", _flags, []),
    )
    fields.finish()
    return rating


def _decode_step(value: object) -> StepRecord:
    fields = _Fields(value)
    step = StepRecord(
        technique=fields.take("technique", _text),
        side=fields.take("side", _side),
        planned_s=fields.take("planned_s", _seconds),
        active_s=fields.take("active_s", _seconds),
        skipped=fields.take("skipped", _truth, False),
        eased=fields.take("eased", _truth, False),
    )
    fields.finish()
    return step


def _decode_correction(record: SessionRecord, value: object) -> KeptCorrection:
    fields = _Fields(value)
    change_id = fields.take("change", read_id)
    field = fields.take("field", _corrected_field)
    texts = []
    for key in ("earlier", "now"):
        text = fields.take(key, _text)
        if not _fits(record, field, text):
            raise MisfitError(f'can\'t be the text of the field "{field.value}"', key)
        texts.append(text)
    fields.finish()
    return KeptCorrection(change_id, Correction(record.id, field, texts[0], texts[1]))


def _fits(record: SessionRecord, field: CorrectedField, text: str) -> bool:
    """Return whether a field of a session can have this text."""
    if field is CorrectedField.BROUGHT:
        return False
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
    fields = _Fields(value)
    change = ChangeRecord(
        fields.take("id", read_id),
        fields.take("at", read_time),
        fields.take("kind", _change_kind),
        fields.take("undone_at", _optional_time, None),
    )
    fields.finish()
    return change


def _decode_deletion(value: object) -> Deletion:
    fields = _Fields(value)
    deletion = Deletion(fields.take("id", read_id), fields.take("at", read_time))
    fields.finish()
    return deletion


def _decode_plan(value: object) -> SharedPlan:
    fields = _Fields(value)
    plan = SharedPlan(fields.take("id", _text), fields.take("text", _text))
    fields.finish()
    return plan


def _decode_programme(value: object) -> Programme:
    fields = _Fields(value)
    arguments: dict[str, Any] = {
        "id": fields.take("id", read_id),
        "routine": fields.take("routine", _text),
        "place": fields.take("place", _place),
        "area": fields.take("area", _text),
        "side": fields.take("side", _side),
        "sessions": fields.take("sessions", _whole(1, _MAX_NUMBER)),
        "every_days": fields.take("every_days", _whole(1, _MAX_NUMBER)),
        "started_on": fields.take("started_on", _day),
        "ended_on": fields.take("ended_on", _optional_day, None),
        "pause": fields.take("pause", _optional(_decode_pause), None),
        "title": fields.take("title", _text),
    }
    fields.finish()
    return _build(Programme, arguments)


def _decode_pause(value: object) -> Pause:
    fields = _Fields(value)
    days: dict[str, Any] = {
        "first_day": fields.take("first_day", _day),
        "last_day": fields.take("last_day", _optional_day, None),
    }
    fields.finish()
    return _build(Pause, days)


def _decode_comparison(value: object) -> Comparison:
    fields = _Fields(value)
    arguments: dict[str, Any] = {
        "id": fields.take("id", read_id),
        "series": Series(fields.take("place", _place), fields.take("side", _side)),
        "area": fields.take("area", _text),
        "things": fields.take("things", _list_of(_text)),
        "blocks": fields.take("blocks", _whole(1, _MAX_NUMBER)),
        "outcome": fields.take("outcome", _outcome),
        "seed": fields.take("seed", _whole(0, _MAX_NUMBER)),
        "rest_s": fields.take("rest_s", _seconds),
        "started_on": fields.take("started_on", _day),
        "ended_on": fields.take("ended_on", _optional_day, None),
    }
    fields.finish()
    return _build(Comparison, arguments)


def _build(make: Callable[..., T], arguments: Mapping[str, Any]) -> T:
    """Return a value that checks itself. Raises `MisfitError` with what it says."""
    try:
        return make(**arguments)
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


def _nothing(value: object) -> None:
    if value is not None:
        raise _misfit(value, "null: a pain score has no area")


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
            raise _misfit(value, f"the id of {what}, such as neck")
        return value

    return read


def _optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda value: None if value is None else read(value)


def _list_of(read: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise _misfit(value, "a list in brackets")
        found = []
        for index, item in enumerate(value):
            try:
                found.append(read(item))
            except MisfitError as misfit:
                raise misfit.inside(f"[{index}]") from None
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
    text = (
        f'"{value}"'
        if isinstance(value, str)
        else f"{value:.20g}"
        if isinstance(value, float)
        else _digits(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}..."


def _digits(value: object) -> str:
    try:
        return str(value)
    except ValueError:
        return "a huge number"


# Made once: a large file has a million of these values.
_record_kind = _choice(RecordKind)
_status = _choice(Status)
_stop_reason = _choice(StopReason)
_side = _choice(Side)
_rating_kind = _choice(RatingKind)
_rating_flag = _choice(RatingFlag)
_corrected_field = _choice(CorrectedField)
_change_kind = _choice(ChangeKind, _EXCHANGED_CHANGES)
_outcome = _choice(Outcome)
_place = _known(PLACES, "a place")
_area = _known(AREAS, "an area")
_optional_time = _optional(read_time)
_optional_text = _optional(_text)
_optional_stop_reason = _optional(_stop_reason)
_optional_day = _optional(_day)
_ratings = _list_of(_decode_rating)
_steps = _list_of(_decode_step)
_flags = _list_of(_rating_flag)
_rating_value = _whole(LOWEST, HIGHEST)

_DECODERS: Mapping[str, Callable[[object], Item]] = {
    "sessions": _decode_session,
    "changes": _decode_change,
    "deletions": _decode_deletion,
    "plans": _decode_plan,
    "programmes": _decode_programme,
    "comparisons": _decode_comparison,
}
