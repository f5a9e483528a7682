"""Takes back the reason of a stop that was a slip, so that nothing has to rest because of it."""

from __future__ import annotations

from datetime import datetime

from tpsession.core.errors import UsageError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.safety.stopping import makes_area_rest
from tpsession.core.settings.actions import SLIP

WAS_SLIP = SLIP.name
"""What a person chooses to take back a reason, or an answer to the safety questions."""
TAKEN_BACK = "Taken back. No area has to rest because of it."
_ASKED_AGAIN = frozenset({StopReason.SHARP, StopReason.NUMB, StopReason.DIZZY})


def slip_question(reason: StopReason) -> str:
    """Return the question to ask before a reason for stopping is taken back; empty if none is needed."""
    if reason not in _ASKED_AGAIN:
        return ""
    label = STOP_LABELS[reason]
    return f"Did you have {label[0].lower()}{label[1:]}?"


def take_back_reason(session_id: str, reason: StopReason, change_id: str, at: datetime) -> Change:
    """Return the change that replaces a session's reason for stopping by `StopReason.INTERRUPTED`.

    The change also holds the earlier reason. Nothing is saved.

    Args:
        session_id: The id of a session that was stopped today for this reason.
        reason: A reason that makes something rest.
        change_id: A new UUID.
        at: The present local time.

    """
    correction = Correction(
        session_id, CorrectedField.STOP_REASON, reason.value, StopReason.INTERRUPTED.value
    )
    return Change(change_id, at, ChangeKind.EDIT, (correction,))


def check_slip(record: SessionRecord, at: datetime) -> StopReason:
    """Return a session's reason for stopping if it can be taken back now.

    Raises `UsageError` if nothing rests today because of the session.

    at: the present local time.
    """
    if record.stop_reason is None or not makes_area_rest(record, at.date()):
        raise UsageError("Nothing rests today because of this session.", "Nothing was changed.")
    return record.stop_reason
