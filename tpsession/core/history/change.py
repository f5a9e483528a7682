"""Changes of what the history holds: corrections, deletions and imports, kept so that they can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FINAL_AFTER = timedelta(days=30)
"""A deletion can be undone for this long (ours). Then what was deleted is removed for good."""


class ChangeKind(StrEnum):
    """What a person did to the history."""

    EDIT = "edit"
    DELETION = "deletion"
    IMPORT = "import"


class CorrectedField(StrEnum):
    """What can be corrected in a session. Each has one text, as `fields.read_field` describes."""

    EXISTS = "exists"
    """Whether the session is in the history; deletions and imports change it."""
    TIME = "time"
    PLACE = "place"
    AREA = "area"
    SIDE = "side"
    BEFORE = "before"
    AFTER = "after"
    LATER = "later"
    """All later ratings together."""
    FLAGS = "flags"
    STOP_REASON = "stop_reason"
    SPOT = "spot"
    NOTE = "note"
    BROUGHT = "brought"
    """What an import brought along with a session, so that undoing it takes that away; nobody corrects it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one session with its earlier and its present text."""

    session_id: str
    field: CorrectedField
    earlier: str
    """The text before; empty if there was nothing."""
    now: str

    def reversed(self) -> Correction:
        """Return the correction that takes this one back."""
        return replace(self, earlier=self.now, now=self.earlier)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person did to the history at one moment, with everything that it changed."""

    id: str
    """A UUID."""
    at: datetime
    """When it was done, with the UTC offset."""
    kind: ChangeKind
    corrections: tuple[Correction, ...]
    undone_at: datetime | None = None
    """When it was undone; None while it stands."""

    @property
    def session_ids(self) -> tuple[str, ...]:
        """The ids of the sessions that it concerns, each once."""
        return tuple(dict.fromkeys(correction.session_id for correction in self.corrections))

    def taken_back(self) -> tuple[Correction, ...]:
        """Return the corrections that undo this change, in reverse order."""
        return tuple(correction.reversed() for correction in reversed(self.corrections))
