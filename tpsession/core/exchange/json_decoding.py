"""Reads the items of an export from JSON, and says of bad data where it is and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import OVERALL, PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.corrections.fields import YES, with_field
from tpsession.core.exchange.json_values import (
    MisfitError,
    choice_of,
    known_id,
    list_of,
    make_misfit,
    optional,
    read_day,
    read_id,
    read_list,
    read_seconds,
    read_text,
    read_time,
    read_truth,
    whole_number,
)
from tpsession.core.exchange.records import (
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
from tpsession.core.history.ratings import HIGHEST, LOWEST, Rating, RatingFlag, RatingKind, make_soreness
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.series import Series

_MAX_NUMBER = 2**63 - 1
_EXCHANGED_CHANGES = (ChangeKind.EDIT, ChangeKind.DELETION)
_EXCHANGED_FIELDS = tuple(field for field in CorrectedField if field is not CorrectedField.BROUGHT)

T = TypeVar("T")
_MISSING = object()


_Shape = Sequence[tuple[str, Callable[[Any], Any], object]]
"""The keys of a JSON object: each with the function that reads its value, and its default or `_MISSING`."""


def _read_object(value: object, shape: _Shape) -> list[Any]:
    """Return the values of a JSON object, in the order of its shape, each read with the shape's function.

    A missing key has its default as its value. Raises `MisfitError` if the value is no object, or if a key is
    unknown, has a wrong value, or is missing and has no default.
    """
    # A file that this program wrote has every key, and nearly always the right values.
    if isinstance(value, dict) and len(value) == len(shape):
        try:
            return [read(value[key]) for key, read, _ in shape]
        except (KeyError, MisfitError):
            pass
    return _read_carefully(value, shape)


def _read_carefully(value: object, shape: _Shape) -> list[Any]:
    """Return what `_read_object` does, which calls this if keys are missing or something is wrong.

    Key after key is looked at. A `MisfitError` names the key that is missing, wrong or unknown.
    """
    if not isinstance(value, dict):
        raise make_misfit(value, "an object in braces")
    found = []
    for key, read, default in shape:
        item = value.get(key, default)
        if item is _MISSING:
            raise MisfitError("is missing", key)
        try:
            found.append(read(item))
        except MisfitError as misfit:
            raise misfit.inside(key) from None
    known = {key for key, _, _ in shape}
    for key in value:
        if key not in known:
            raise MisfitError("isn't known here; take it out", key)
    return found


def decode_shared(section: str, value: object) -> SharedItem:
    """Return an item of any section of the file but the sessions. Raises `MisfitError` if it is wrong.

    section: the section's name.
    """
    return _DECODERS[section](value)


def decode_session(value: object) -> ExchangedSession:
    """Return a session of the file.

    Raises `MisfitError` if a value is wrong, or if two values don't fit each other.
    """
    (
        session_id, kind, started_at, ended_at, status, stop_reason, routine, place, area, side, flags,
        planned_s, active_s, spot, note, ratings, steps, plan_id, corrections,
    ) = _read_object(value, _SESSION)  # fmt: skip
    is_score = kind is RecordKind.SCORE
    if is_score and area is not None:
        raise MisfitError("must be null: a pain score has no area", "area")
    if not is_score and area is None and place != OVERALL and (not routine or _has_massage(steps)):
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
        steps=tuple(step._replace(area="") if step.area == area else step for step in steps),
        flags=flags,
        spot=spot,
        kind=kind,
        stiffness_before=_stiffness_of(ratings, RatingKind.BEFORE),
        stiffness_after=_stiffness_of(ratings, RatingKind.AFTER),
    )
    kept = []
    for index, correction in enumerate(corrections):
        try:
            kept.append(_decode_correction(record, correction))
        except MisfitError as misfit:
            raise misfit.inside(f"corrections[{index}]") from None
    return ExchangedSession(record, ratings, plan_id, tuple(kept))


def _has_massage(steps: Iterable[StepRecord]) -> bool:
    """Return whether one of the steps massages; a step whose technique isn't known here counts as one."""
    techniques = [TECHNIQUES.get(step.technique) for step in steps]
    return any(technique is None or technique.is_massage for technique in techniques)


def _value_of(ratings: tuple[Rating, ...], kind: RatingKind) -> int | None:
    """Return the value of the rating of a kind; None without such a rating.

    Raises `MisfitError` if there are two ratings of the kind.
    """
    found = None
    for index, rating in enumerate(ratings):
        if rating.kind is kind:
            if found is not None:
                raise MisfitError(f'a session has one rating of the kind "{kind.value}"', f"ratings[{index}]")
            found = rating.value
    return found


def _stiffness_of(ratings: Sequence[Rating], kind: RatingKind) -> int | None:
    """Return the stiffness that was given with the first rating of a kind; None if none was given."""
    return next((rating.stiffness for rating in ratings if rating.kind is kind), None)


def _decode_rating(value: object) -> Rating:
    """Return a rating of a session of the file. Raises `MisfitError` if it is wrong."""
    kind, number, at, flags, sore, stiffness = _read_object(value, _RATING)
    if sore is not None and kind is not RatingKind.LATER:
        raise MisfitError("must be null: only a later rating says that", "sore")
    return Rating(kind, number, at, flags, make_soreness(sore), stiffness)


def _decode_step(value: object) -> StepRecord:
    """Return a step of a session of the file. Raises `MisfitError` if it is wrong.

    An area or a name that is null becomes an empty text.
    """
    step = StepRecord._make(_read_object(value, _STEP))
    # Null, which a file of an earlier version has for want of them, stands for the session's area and the
    # technique's name.
    return step if step.area and step.name else step._replace(area=step.area or "", name=step.name or "")


def _decode_correction(record: SessionRecord, value: object) -> KeptCorrection:
    """Return a correction of a session of the file.

    Raises `MisfitError` if it is wrong, or if its field can't have its earlier or its new text.
    """
    change_id, field, earlier, now = _read_object(value, _CORRECTION)
    for key, text in (("earlier", earlier), ("now", now)):
        try:
            _check_text(record, field, text)
        except MisfitError as misfit:
            raise misfit.inside(key) from None
    return KeptCorrection(change_id, Correction(record.id, field, earlier, now))


def _check_text(record: SessionRecord, field: CorrectedField, text: str) -> None:
    """Raise `MisfitError` if a field of a session can't have this stored text.

    The area may be empty in any session: the one that it had before a correction may be none.
    """
    if field is CorrectedField.PLACE:
        _place(text)
    elif field is CorrectedField.AREA and text:
        if record.is_score:
            raise MisfitError("must be empty: a pain score has no area")
        _area(text)
    elif not _can_have_text(record, field, text):
        raise MisfitError(f'can\'t be the text of the field "{field.value}"')


def _can_have_text(record: SessionRecord, field: CorrectedField, text: str) -> bool:
    """Return whether a field of a session can have this stored text. Places and areas aren't checked."""
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
    return ChangeRecord(*_read_object(value, _CHANGE))


def _decode_deletion(value: object) -> Deletion:
    return Deletion(*_read_object(value, _DELETION))


def decode_plan(value: object) -> SharedPlan:
    """Return a plan of the file. Raises `MisfitError` if it is wrong."""
    return SharedPlan(*_read_object(value, _PLAN))


def _decode_programme(value: object) -> Programme:
    return _build(Programme, *_read_object(value, _PROGRAMME))


def _decode_pause(value: object) -> Pause:
    return _build(Pause, *_read_object(value, _PAUSE))


def _decode_comparison(value: object) -> Comparison:
    """Return a comparison of the file.

    Raises `MisfitError` if a value is wrong, or if two values don't fit each other.
    """
    (
        comparison_id, place, side, area, things, blocks, outcome, seed, rest_s, started_on, ended_on,
    ) = _read_object(value, _COMPARISON)  # fmt: skip
    return _build(
        Comparison, comparison_id, Series(place, side), area, things, blocks, seed, started_on, outcome,
        rest_s, ended_on,
    )  # fmt: skip


def _build(make: Callable[..., T], *arguments: object) -> T:
    """Return the value that `make`, a class that checks its own arguments, makes of these arguments.

    If the class raises a `ValueError`, a `MisfitError` with the same message is raised.
    """
    try:
        return make(*arguments)
    except ValueError as error:
        raise MisfitError(str(error)) from None


_AN_AREA = "the id of an area, such as neck"
# Made once: a large file has a million of these values.
_side = choice_of(Side)
_place = known_id(PLACES, "the id of a place, such as neck")
_area = known_id(AREAS, _AN_AREA)
_optional_time = optional(read_time)
_optional_text = optional(read_text)
_optional_day = optional(read_day)
_flags = list_of(choice_of(RatingFlag))
_RATING: _Shape = (
    ("kind", choice_of(RatingKind), _MISSING),
    ("value", whole_number(LOWEST, HIGHEST), _MISSING),
    ("at", read_time, _MISSING),
    ("flags", _flags, []),
    ("sore", optional(read_truth), None),
    ("stiffness", optional(whole_number(LOWEST, HIGHEST)), None),
)
_STEP: _Shape = (
    ("technique", read_text, _MISSING),
    ("side", _side, _MISSING),
    ("planned_s", read_seconds, _MISSING),
    ("active_s", read_seconds, _MISSING),
    ("skipped", read_truth, False),
    ("eased", read_truth, False),
    ("area", optional(_area), None),
    ("round", whole_number(1, _MAX_NUMBER), 1),
    ("name", _optional_text, None),
)
_CORRECTION: _Shape = (
    ("change", read_id, _MISSING),
    ("field", choice_of(CorrectedField, _EXCHANGED_FIELDS), _MISSING),
    ("earlier", read_text, _MISSING),
    ("now", read_text, _MISSING),
)
_SESSION: _Shape = (
    ("id", read_id, _MISSING),
    ("kind", choice_of(RecordKind), RecordKind.SESSION.value),
    ("started_at", read_time, _MISSING),
    ("ended_at", _optional_time, None),
    ("status", choice_of(Status), Status.COMPLETED.value),
    ("stop_reason", optional(choice_of(StopReason)), None),
    ("routine", _optional_text, None),
    ("place", _place, _MISSING),
    ("area", optional(_area), None),
    ("side", _side, _MISSING),
    ("flags", _flags, []),
    ("planned_s", read_seconds, 0.0),
    ("active_s", read_seconds, 0.0),
    ("spot", read_text, ""),
    ("note", read_text, ""),
    ("ratings", list_of(_decode_rating), []),
    ("steps", list_of(_decode_step), []),
    ("plan", _optional_text, None),
    # Read last, because they are texts of this session.
    ("corrections", read_list, []),
)
_CHANGE: _Shape = (
    ("id", read_id, _MISSING),
    ("at", read_time, _MISSING),
    ("kind", choice_of(ChangeKind, _EXCHANGED_CHANGES), _MISSING),
    ("undone_at", _optional_time, None),
)
_DELETION: _Shape = (("id", read_id, _MISSING), ("at", read_time, _MISSING))
_PLAN: _Shape = (("id", read_text, _MISSING), ("text", read_text, _MISSING))
_PAUSE: _Shape = (("first_day", read_day, _MISSING), ("last_day", _optional_day, None))
_PROGRAMME: _Shape = (
    ("id", read_id, _MISSING),
    ("routine", read_text, _MISSING),
    ("place", _place, _MISSING),
    ("area", read_text, _MISSING),
    ("side", _side, _MISSING),
    ("sessions", whole_number(1, _MAX_NUMBER), _MISSING),
    ("every_days", whole_number(1, _MAX_NUMBER), _MISSING),
    ("started_on", read_day, _MISSING),
    ("ended_on", _optional_day, None),
    ("pause", optional(_decode_pause), None),
    ("title", read_text, _MISSING),
)
_COMPARISON: _Shape = (
    ("id", read_id, _MISSING),
    ("place", _place, _MISSING),
    ("side", _side, _MISSING),
    ("area", read_text, _MISSING),
    ("things", list_of(read_text), _MISSING),
    ("blocks", whole_number(1, _MAX_NUMBER), _MISSING),
    ("outcome", choice_of(Outcome), _MISSING),
    ("seed", whole_number(0, _MAX_NUMBER), _MISSING),
    ("rest_s", read_seconds, _MISSING),
    ("started_on", read_day, _MISSING),
    ("ended_on", _optional_day, None),
)
_DECODERS: Mapping[str, Callable[[object], SharedItem]] = {
    "changes": _decode_change,
    "deletions": _decode_deletion,
    "plans": decode_plan,
    "programmes": _decode_programme,
    "comparisons": _decode_comparison,
}
