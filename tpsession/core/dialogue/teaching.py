"""Decides how much is spoken in a session: every instruction while a routine is new, then only names."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.cues import Speak
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.settings.definitions import Preferences

LEARNING_SESSIONS = 2
"""A routine is new until this many sessions of it were completed and saved (ours)."""
LOOKED_AT = 20
"""How many of a routine's newest sessions are looked at; who didn't complete two of them is taught again."""
TAUGHT = "You will hear every instruction in this session."


def learning_query(routine: str) -> HistoryQuery:
    """Return the query for a routine's newest `LOOKED_AT` sessions of any status; it asks for no steps.

    `choose_speak` counts the completed ones among them. routine: the routine's id.
    """
    return HistoryQuery(routine=routine, limit=LOOKED_AT, with_steps=False)


def choose_speak(preferences: Preferences, sessions: Iterable[SessionRecord], *, teach: bool) -> Speak:
    """Return what the voice says in the next session of a routine.

    With `teach`, it says everything. Otherwise it says what the settings say. If these say `Speak.LEARN`, it
    says only the phrases as soon as `LEARNING_SESSIONS` of the given sessions were completed and something
    was done in them; until then, `LEARN` is returned.

    Args:
        preferences: The person's settings.
        sessions: The routine's sessions that `learning_query` finds.
        teach: Whether the person asked to hear every instruction in this session.

    """
    if teach:
        return Speak.EVERYTHING
    completed = sum(session.status is Status.COMPLETED and session.was_done for session in sessions)
    is_known = preferences.speak is Speak.LEARN and completed >= LEARNING_SESSIONS
    return Speak.PHRASES if is_known else preferences.speak


def can_teach(speak: Speak) -> bool:
    """Return whether to offer that the voice says every instruction: only if it would say just phrases."""
    return speak is Speak.PHRASES
