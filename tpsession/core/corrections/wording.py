"""Says what was corrected, deleted or undone, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tpsession.core.catalog.place import place_name
from tpsession.core.corrections.edit import field_name
from tpsession.core.corrections.fields import decode_later
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.rating_flags import describe_flags
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.text.formatting import describe_place

NOTHING_TO_UNDO = "There is nothing to undo."
_NOTHING = "none"


def describe_session(record: SessionRecord) -> str:
    """Return which session is meant, in a few words: ``the session of 2026-01-31 09:00, Neck, left``."""
    kind = "pain score" if record.is_score else "session"
    place = describe_place(place_name(record.place), record.side)
    return f"the {kind} of {record.started_at:%Y-%m-%d %H:%M}, {place}"


def describe_correction(correction: Correction) -> str:
    """Return one corrected field with its earlier value: ``pain after 3 (was 5)``."""
    name = field_name(correction.field)
    if correction.field is CorrectedField.NOTE:
        return name
    now = _show(correction.field, correction.now)
    if not correction.earlier:
        return f"{name} {now} (added)"
    return f"{name} {now} (was {_show(correction.field, correction.earlier)})"


def describe_earlier(change: Change, correction: Correction) -> str:
    """Return a line for the details of a session: when a field was corrected, and what it was before."""
    name = field_name(correction.field)
    earlier = _show(correction.field, correction.earlier)
    was = earlier if correction.earlier else "missing"
    return f"{change.at:%Y-%m-%d %H:%M}: {name}, was {was}"


def describe_undone(change: Change, record: SessionRecord | None) -> str:
    """Say in a sentence that a change was undone.

    record: the session that it concerned; None if it concerned several.
    """
    count = len(change.session_ids)
    if change.kind is ChangeKind.IMPORT:
        sessions = "1 session" if count == 1 else f"{count} sessions"
        return f"Undone: the import of {change.at:%Y-%m-%d %H:%M}, with {sessions}."
    which = describe_session(record) if record else f"{count} sessions"
    if change.kind is ChangeKind.DELETION:
        return f"Undone: {which}, is back." if record else f"Undone: {which} are back."
    fields = ", ".join(field_name(correction.field) for correction in change.corrections)
    return f"Undone: the correction of {which}: {fields}."


def _show(field: CorrectedField, text: str) -> str:
    """Return the text of a field as a person reads it."""
    return _SHOW.get(field, str)(text) if text else _NOTHING


def _show_later(text: str) -> str:
    return ", ".join(f"{rating.value} at {rating.at:%Y-%m-%d %H:%M}" for rating in decode_later(text))


_SHOW: Mapping[CorrectedField, Callable[[str], str]] = {
    CorrectedField.PLACE: place_name,
    CorrectedField.AREA: place_name,
    CorrectedField.TIME: lambda text: text[:16].replace("T", " "),
    CorrectedField.FLAGS: lambda text: describe_flags(map(RatingFlag, text.split())),
    CorrectedField.STOP_REASON: lambda text: f'"{STOP_LABELS[StopReason(text)]}"',
    CorrectedField.LATER: _show_later,
    CorrectedField.SPOT: lambda text: f'"{text}"',
    CorrectedField.NOTE: lambda text: f'"{text}"',
}
"""How the text of a field is shown; any other is shown as it is."""
