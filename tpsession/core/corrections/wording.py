"""Says what was corrected, deleted or undone, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tpsession.core.catalog.place import place_name
from tpsession.core.corrections.edit import field_name
from tpsession.core.corrections.fields import decode_later
from tpsession.core.history.change import FINAL_AFTER, Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.rating_flags import describe_flags
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.history.wording import STOP_LABELS, format_datetime
from tpsession.core.text.formatting import describe_place, format_count

WHAT_IS_WRONG = "What should be corrected?"
NOTHING_TO_UNDO = "There is nothing to undo."
UNDO_QUESTION = "Take this back?"
_NOTHING = "none"


def describe_session(record: SessionRecord) -> str:
    """Return a few words that name a session: ``the session of 2026-01-31 09:00, Neck, left side``.

    A pain score is called that instead of a session.
    """
    kind = "pain score" if record.is_score else "session"
    place = describe_place(place_name(record.place), record.side)
    return f"the {kind} of {format_datetime(record.started_at)}, {place}"


def describe_correction(correction: Correction) -> str:
    """Return one corrected field with its new and its earlier value: ``pain after 3 (was 5)``.

    Without an earlier value it ends with ``(added)``. For a note it is only the field's name.
    """
    name = field_name(correction.field)
    if correction.field is CorrectedField.NOTE:
        return name
    now = describe_value(correction.field, correction.now)
    if correction.field is CorrectedField.FLAGS:
        # Its name lists what its value may be: "painkiller or heat heat" would be hard to hear.
        name = f"{name}:"
    if not correction.earlier:
        return f"{name} {now} (added)"
    return f"{name} {now} (was {describe_value(correction.field, correction.earlier)})"


def describe_earlier(change: Change, correction: Correction) -> str:
    """Return a line for a session's details: when a field was corrected, and its value before."""
    name = field_name(correction.field)
    earlier = describe_value(correction.field, correction.earlier)
    was = earlier if correction.earlier else "missing"
    return f"{format_datetime(change.at)}: {name}, was {was}"


def describe_earlier_values(changes: Iterable[Change]) -> list[str]:
    """Return a line for each correction of a field that a person made, in the order of the changes.

    Only changes by `ChangeKind.EDIT` that weren't undone count. A line is as in `describe_earlier`.

    changes: those of one session, the latest first, as `History.find_changes` returns them.
    """
    return [
        describe_earlier(change, correction)
        for change in changes
        if change.kind is ChangeKind.EDIT and change.undone_at is None
        for correction in change.corrections
    ]


def describe_corrected(record: SessionRecord, corrections: Iterable[Correction]) -> str:
    """Return a sentence: what was corrected in a session, with the new and the earlier values."""
    return f"Corrected {describe_session(record)}: {', '.join(map(describe_correction, corrections))}."


def describe_deleted(record: SessionRecord, how_to_undo: str) -> str:
    """Return that a session was deleted, and how to get it back, in sentences.

    how_to_undo: a sentence, such as ``tpsession undo takes it back.``.
    """
    days = FINAL_AFTER.days
    return f"Deleted {describe_session(record)}. {how_to_undo} After {days} days it is gone for good."


def describe_offered_undo(change: Change, record: SessionRecord | None) -> str:
    """Return a sentence about the change that can be undone. record: as for `describe_undone`."""
    if change.kind is ChangeKind.IMPORT:
        sessions = _describe_imported_sessions(change)
        return f"Your latest change is the import of {format_datetime(change.at)}, with {sessions}."
    which = describe_session(record) if record else format_count(len(change.session_ids), "session")
    if change.kind is ChangeKind.DELETION:
        return f"Your latest change is that you deleted {which}."
    corrected = ", ".join(map(describe_correction, change.corrections))
    return f"Your latest change is that you corrected {which}: {corrected}."


def describe_undone(change: Change, record: SessionRecord | None) -> str:
    """Return a sentence that a change was undone.

    record: the session that the change concerned. If it is None, and for any import, the sentence has the
    number of sessions instead.
    """
    if change.kind is ChangeKind.IMPORT:
        sessions = _describe_imported_sessions(change)
        return f"Undone: the import of {format_datetime(change.at)}, with {sessions}."
    which = describe_session(record) if record else format_count(len(change.session_ids), "session")
    if change.kind is ChangeKind.DELETION:
        if record:
            return f"Undone: {which}, is back."
        return f"Undone: {which} {'is' if len(change.session_ids) == 1 else 'are'} back."
    fields = ", ".join(field_name(correction.field) for correction in change.corrections)
    return f"Undone: the correction of {which}: {fields}."


def _describe_imported_sessions(change: Change) -> str:
    """Return how many sessions an import added or changed, such as ``2 sessions``.

    Programmes and comparisons that it added don't count.
    """
    ids = {each.session_id for each in change.corrections if each.field is not CorrectedField.BROUGHT}
    return format_count(len(ids), "session")


def describe_value(field: CorrectedField, text: str) -> str:
    """Return the stored text of a field as a person reads it; ``none`` for an empty one."""
    return _SHOW.get(field, str)(text) if text else _NOTHING


def _show_later(text: str) -> str:
    return ", ".join(f"{rating.value} at {format_datetime(rating.at)}" for rating in decode_later(text))


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
