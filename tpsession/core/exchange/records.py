"""What an export holds: sessions with all that was kept of them, and what several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from tpsession.core.history.change import ChangeKind, Correction
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import SessionRecord

FORMAT = 1
"""Version of the JSON file; a program refuses a newer one."""
MAX_TEXT = 1_000_000
"""The longest text of any kind in characters (ours): far beyond any note or plan, far below what fails."""


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan as it was played, as text; sessions name it by its id."""

    id: str
    """Follows from the text, so that it is the same on every machine."""
    text: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """That a session was deleted. Of one that was deleted long ago, nothing else is left."""

    session_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A correction or deletion that a person made at one moment; the sessions hold what it changed."""

    id: str
    at: datetime
    kind: ChangeKind
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """One corrected field of a session, and the change that it is part of."""

    change_id: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class ExchangedSession:
    """A session with everything that is kept about it."""

    record: SessionRecord
    ratings: tuple[Rating, ...]
    """All ratings with their own times and flags: before, after, then later ones by time."""
    plan_id: str | None = None
    """The id of the plan as played; None for a session that was logged by hand."""
    corrections: tuple[KeptCorrection, ...] = ()
    """Sorted by change; those of one change in their order."""


SharedItem: TypeAlias = ChangeRecord | Deletion | SharedPlan | Programme | Comparison
"""One entry of a file that isn't a session."""
Item: TypeAlias = ExchangedSession | SharedItem
"""One entry of a file."""

SECTIONS: Mapping[type[Item], str] = {
    ExchangedSession: "sessions",
    ChangeRecord: "changes",
    Deletion: "deletions",
    SharedPlan: "plans",
    Programme: "programmes",
    Comparison: "comparisons",
}
"""The list that holds each kind of item, in the order of the file. Each list is sorted by id."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What an imported file holds.

    Sessions and plans, of which there may be very many, aren't held: each call reads them from the file.
    """

    sessions: Callable[[], Iterator[ExchangedSession]]
    """Checks and yields the sessions."""
    plans: Callable[[], Iterable[SharedPlan]] = tuple
    """Yields the plans that the sessions name, all of them checked."""
    changes: Mapping[str, ChangeRecord] = field(default_factory=dict)
    deletions: Mapping[str, datetime] = field(default_factory=dict)
    """When each deleted session was deleted."""
    programmes: tuple[Programme, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    count: int = 0
    """The number of sessions."""
