"""Makes corrections of a session, and refuses those that can't be true or would lift a rest.

A stop that makes an area rest holds until the day is over, whatever is corrected, deleted or undone. So what
such a stop depends on stays as it is until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import PLACES
from tpsession.core.corrections.fields import YES, encode_later, read_field, with_field
from tpsession.core.errors import UsageError
from tpsession.core.history.change import CorrectedField, Correction
from tpsession.core.history.ratings import HIGHEST, LOWEST, Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status

RESTED_FIELDS = frozenset(
    {
        CorrectedField.EXISTS,
        CorrectedField.TIME,
        CorrectedField.AREA,
        CorrectedField.SIDE,
        CorrectedField.STOP_REASON,
    }
)
"""What a rest depends on."""
_TIMED_FIELDS = frozenset({CorrectedField.TIME, CorrectedField.LATER})
"""What times are corrected with; any other field can be, whatever the times are."""
MAX_NOTE = 10_000
"""The longest note in characters (ours): several pages."""
MAX_SPOT = 200
"""The longest spot in characters (ours): "a few words"."""
_RUNNING = "This session is still running."
_RESTS = "This session was stopped today for a reason that makes its area rest until tomorrow."


def make_edit(record: SessionRecord, texts: Mapping[CorrectedField, str], now: datetime) -> list[Correction]:
    """Return the corrections that give fields of a session these texts. Nothing is saved.

    Fields whose text stays the same get no correction, so the list may be empty.

    Args:
        record: The session as it is.
        texts: The new text of each field, in the stored form of `fields.read_field`.
        now: The present local time.

    Raises:
        UsageError: The session is running; a text isn't possible in its field; the session can't have the
            field; a time would be in the future; a later rating would be before the session; or the session
            makes its area rest today and a field that the rest depends on would change.

    """
    corrections = [
        Correction(record.id, field, read_field(record, field), text)
        for field, text in texts.items()
        if read_field(record, field) != text
    ]
    if record.status is Status.RUNNING:
        raise UsageError(_RUNNING, "It can be corrected after its end.")
    corrected = record
    for correction in corrections:
        _check_field(record, correction)
        try:
            corrected = with_field(corrected, correction.field, correction.now)
        except ValueError:
            raise UsageError(f'"{correction.now}" can\'t be the {field_name(correction.field)}.') from None
    if any(correction.field in _TIMED_FIELDS for correction in corrections):
        _check_times(corrected, now)
    check_keeps_rest(record, corrections, now.date())
    return corrections


def make_deletion(record: SessionRecord, today: date) -> list[Correction]:
    """Return the one correction that deletes a session; nothing is saved.

    Raises `UsageError` if the session is running or makes an area rest today.
    """
    if record.status is Status.RUNNING:
        raise UsageError(_RUNNING, "It can be deleted after its end.")
    corrections = [Correction(record.id, CorrectedField.EXISTS, YES, "")]
    check_keeps_rest(record, corrections, today)
    return corrections


def check_keeps_rest(record: SessionRecord, corrections: Iterable[Correction], today: date) -> None:
    """Raise `UsageError` if a session makes its area rest today and a correction would change that rest.

    Every correction of one of the `RESTED_FIELDS` counts, whatever its new text is. Nothing else is checked.

    Args:
        record: The session as it is now.
        corrections: The corrections of this session.
        today: The local day.

    """
    reason = record.stop_reason
    stopped = record.ended_or_started_at
    if reason is None or not reason.rests_area or stopped.date() != today:
        return
    if any(correction.field in RESTED_FIELDS for correction in corrections):
        raise UsageError(
            _RESTS,
            "From tomorrow on its time, area, side and reason can be changed, and it can be deleted. "
            "Nothing was changed. "
            "If the reason was a slip, say so with tpsession edit ID --slip, or when you start a session.",
        )


def field_name(field: CorrectedField) -> str:
    """Return the name of a field, as it stands within a sentence."""
    return _NAMES[field]


_NAMES = {
    CorrectedField.EXISTS: "session",
    CorrectedField.TIME: "time",
    CorrectedField.PLACE: "place",
    CorrectedField.AREA: "area",
    CorrectedField.SIDE: "side",
    CorrectedField.BEFORE: "pain before",
    CorrectedField.AFTER: "pain after",
    CorrectedField.LATER: "later ratings",
    CorrectedField.FLAGS: "painkiller or heat",
    CorrectedField.STOP_REASON: "reason for stopping",
    CorrectedField.SPOT: "spot",
    CorrectedField.NOTE: "note",
    CorrectedField.BROUGHT: "what came with it",
}


def _check_field(record: SessionRecord, correction: Correction) -> None:
    """Raise `UsageError` if the session can't have the field of a correction, or the new text isn't possible.

    The texts of times, later ratings, sides and flags aren't checked here, and a reason only for being empty:
    `with_field` checks these.
    """
    field, text = correction.field, correction.now
    name = field_name(field)
    if record.is_score and field in {
        CorrectedField.AFTER,
        CorrectedField.AREA,
        CorrectedField.LATER,
        CorrectedField.STOP_REASON,
    }:
        raise UsageError(f"A pain score has no {name}.", "Nothing was changed.")
    if field in {CorrectedField.BEFORE, CorrectedField.AFTER} and not (
        text.isascii() and text.isdigit() and LOWEST <= int(text) <= HIGHEST
    ):
        raise UsageError(f"The {name} is a whole number from {LOWEST} to {HIGHEST}.", "Nothing was changed.")
    if field is CorrectedField.STOP_REASON and (record.stop_reason is None or not text):
        raise UsageError("Only a session that was stopped has a reason for stopping.", "Nothing was changed.")
    if (field is CorrectedField.PLACE and text not in PLACES) or (
        field is CorrectedField.AREA and text not in AREAS
    ):
        raise UsageError(f'There is no {name} "{text}".', "Nothing was changed.")
    limit = {CorrectedField.NOTE: MAX_NOTE, CorrectedField.SPOT: MAX_SPOT}.get(field)
    if limit is not None and len(text) > limit:
        raise UsageError(
            f"The {name} has {len(text)} characters; it may have {limit}.", "Nothing was changed."
        )


def _check_times(corrected: SessionRecord, now: datetime) -> None:
    """Raise `UsageError` if a corrected session ends in the future, or has a later rating in the future.

    A session without an end counts by its start. Also raise it if a later rating is from before the start of
    the session.
    """
    if (corrected.ended_or_started_at) > now:
        raise UsageError("That time is in the future.", "Nothing was changed.")
    for rating in corrected.later:
        if rating.at < corrected.started_at:
            raise UsageError(
                f"The later rating of {rating.at:%Y-%m-%d %H:%M} would be before the session.",
                "Nothing was changed.",
            )
        if rating.at > now:
            raise UsageError("The time of a later rating is in the future.", "Nothing was changed.")


def encode_later_with(record: SessionRecord, at: datetime, value: int) -> str:
    """Return the stored text of all later ratings of a session, with one rating added or changed.

    If the session has later ratings of the same minute, only the first of them stays: it gets the new value
    and keeps its time, flags and soreness. Otherwise a rating without flags is added. The record isn't
    changed. Raises `ValueError` if the value isn't from 0 to 10. Whether the time is possible isn't checked.
    """
    others = [rating for rating in record.later if _minute(rating.at) != _minute(at)]
    replaced = next((rating for rating in record.later if _minute(rating.at) == _minute(at)), None)
    rating = replace(replaced, value=value) if replaced else Rating(RatingKind.LATER, value, at)
    return encode_later([*others, rating])


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
