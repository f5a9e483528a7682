"""The records of sessions in the history, and the query that selects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.catalog.side import Side, Spot, gather_spots
from tpsession.core.history.ratings import Rating, RatingFlag

if TYPE_CHECKING:
    # Type only: few commands search, and the list of routines must appear at once.
    from tpsession.core.history.search import SessionSearch

ONLY_REST = "only-rest"
"""The id of the routine that is only a timed rest, for comparisons. It is in no file."""
ONLY_REST_NAME = "Only rest"
WORKED_S = 30.0
"""Seconds of work with which a session counts even if each of its steps was skipped before its end (ours: the
shortest that work on a spot should take)."""


class Status(StrEnum):
    """Whether a session is running, or how it ended."""

    RUNNING = "running"
    """The program that writes it is alive."""
    COMPLETED = "completed"
    """The last phase ended, perhaps after skipped steps."""
    STOPPED = "stopped"
    """Ended by the person, with a `StopReason`."""
    PARTIAL = "partial"
    """Ended in another way, such as a crash, and not resumed."""


class StopReason(StrEnum):
    """Why the person stopped a session."""

    PAINFUL = "painful"
    SHARP = "sharp"
    NUMB = "numb"
    DIZZY = "dizzy"
    BRUISE = "bruise"
    INTERRUPTED = "interrupted"

    @property
    def rests_area(self) -> bool:
        """Whether, after a stop for this reason, the area has to rest until tomorrow.

        Then the session can't be continued either.
        """
        return self is not StopReason.INTERRUPTED


class StepRecord(NamedTuple):
    """How one step of a routine went on one side."""

    technique: str
    side: Side
    planned_s: float
    """Planned seconds; 0 for a gate, which waits for the person."""
    active_s: float
    """Seconds in work, hold and release, including repeats."""
    skipped: bool
    eased: bool
    area: str = ""
    """Id of the area that it worked on; empty for the session's."""
    round: int = 1
    """The round in which it was played, counted from 1; 1 also for a step outside of rounds."""
    name: str = ""
    """What the session called it, from its routine file; empty if it was named by its technique."""


def was_anything_done(status: Status, reason: StopReason | None, steps: Sequence[StepRecord]) -> bool:
    """Return whether something was done in a session, so that it counts.

    True in each of these cases:

    - the session is still running
    - it has no steps, as when logged by hand
    - it was stopped for a reason that rests the area
    - a step that wasn't skipped had more than half a second of work
    - all steps together had `WORKED_S` of work or more
    - it was completed, a step wasn't skipped, and every skipped step was planned without a length

    Args:
        status: Whether it is running, was completed or ended otherwise.
        reason: Why it was stopped; None if it wasn't.
        steps: Its steps; none if they aren't known.

    """
    was_stopped_by_sign = reason is not None and reason.rests_area
    if not steps or was_stopped_by_sign or status is Status.RUNNING:
        return True
    played = [step for step in steps if not step.skipped]
    if any(round(step.active_s) for step in played) or sum(step.active_s for step in steps) >= WORKED_S:
        return True
    # A routine may ask for no timed work, such as only a rest: then what wasn't skipped counts.
    skips_timed = any(step.skipped and step.planned_s for step in steps)
    return status is Status.COMPLETED and bool(played) and not skips_timed


class RecordKind(StrEnum):
    """What a record is: a session, or a pain score on its own."""

    SESSION = "session"
    SCORE = "score"
    """A before-rating without a session: nothing was done, so it is never rated after."""


class SessionRecord(NamedTuple):
    """One session in the history, or a pain score."""

    id: str
    """A UUID."""
    started_at: datetime
    """With the UTC offset, like all times here."""
    ended_at: datetime | None
    status: Status
    stop_reason: StopReason | None
    routine: str
    """Id of the routine; empty for a session that was logged by hand, and for a score."""
    place: str
    """Id of the place where it hurts. Ratings are about it, and sessions are compared by it and `side`."""
    area: str
    """Id of the area that was worked on; empty for a score."""
    side: Side
    """The side on which it hurts."""
    planned_s: float
    """Planned seconds of all timed phases; gates count 0. Actions during the session don't change it."""
    active_s: float
    """Seconds in work, hold and release."""
    before: int | None = None
    """The pain rating before the session, 0 to 10; of a score, its rating."""
    after: int | None = None
    """The pain rating right after the session, 0 to 10."""
    later: tuple[Rating, ...] = ()
    """Follow-up ratings in the order of their times."""
    note: str = ""
    steps: tuple[StepRecord, ...] = ()
    flags: tuple[RatingFlag, ...] = ()
    """What was used in the 6 hours before the session."""
    spot: str = ""
    """Where exactly it hurts, in a few words of the person."""
    kind: RecordKind = RecordKind.SESSION
    stiffness_before: int | None = None
    """How stiff it was before, 0 to 10; None if it wasn't asked. Never mixed with the pain, as after."""
    stiffness_after: int | None = None
    is_corrected: bool = False
    """Whether a person has corrected something in it, and hasn't taken that back."""

    @property
    def areas(self) -> frozenset[str]:
        """The ids of every area that the session was for; none of a score."""
        return frozenset(filter(None, (self.area, *(step.area for step in self.steps))))

    @property
    def spots(self) -> frozenset[Spot]:
        """Every pair of an area of the session and a side on which a step works on it; none of a score.

        An area whose steps name no side is there on the left and on the right. A session without steps has
        its own area on its own side, or on both sides if it has none.
        """
        steps = ((step.area or self.area, step.side) for step in self.steps)
        return gather_spots(((self.area, Side.NONE if self.steps else self.side), *steps))

    @property
    def worked_areas(self) -> frozenset[str]:
        """The ids of the areas that were worked on for a time, in work, hold or release.

        These are the areas of the steps with such a time. If the session has no steps, it is the session's
        own area, or none if the session has no such time. A session without an area, such as one of breathing
        alone, has none.
        """
        if not self.steps:
            return self.areas if self.active_s else frozenset()
        worked = (step.area or self.area for step in self.steps if step.active_s)
        # In a session of breathing alone no step has an area.
        return frozenset(filter(None, worked))

    @property
    def was_done(self) -> bool:
        """Whether something was done, so that it counts as a session. True, too, for a pain score.

        True with at least `WORKED_S` in work, hold and release; with less, `was_anything_done` decides.
        """
        return self.active_s >= WORKED_S or was_anything_done(self.status, self.stop_reason, self.steps)

    @property
    def ended_or_started_at(self) -> datetime:
        """When it ended, or, as long as it has no end, when it started."""
        return self.ended_at or self.started_at

    @property
    def is_score(self) -> bool:
        """Whether this is a pain score without a session."""
        return self.kind is RecordKind.SCORE


def first_of_each_day(oldest_first: Iterable[SessionRecord]) -> dict[date, SessionRecord]:
    """Return the first record of each local day, by the day on which it started; days without one are absent.

    oldest_first: the records to choose from.
    """
    first: dict[date, SessionRecord] = {}
    for record in oldest_first:
        first.setdefault(record.started_at.date(), record)
    return first


class HistoryOrder(StrEnum):
    """How a list of sessions is sorted.

    When it is by ratings, equals come newest first, and what isn't rated comes last.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    WORST_CHANGE = "worst"
    """From the largest rise of the rating to the largest fall."""
    BEST_CHANGE = "best"
    """From the largest fall to the largest rise."""
    MOST_PAIN = "most-pain"
    """By the rating before, from 10 to 0."""
    LEAST_PAIN = "least-pain"
    """By the rating before, from 0 to 10."""


class HistoryQuery(NamedTuple):
    """Selects sessions. A field that is None selects them all."""

    place: str | None = None
    area: str | None = None
    side: Side | None = None
    routine: str | None = None
    since: date | None = None
    """The first local day, inclusive."""
    until: date | None = None
    """The last local day, inclusive."""
    limit: int | None = None
    """The largest number of sessions, 1 or more."""
    order: HistoryOrder = HistoryOrder.NEWEST
    search: SessionSearch | None = None
    """Words and a status; each session has to be looked at for them."""
    with_steps: bool = True
    """Whether the records have their steps. Without, 3,000 sessions are read a fifth faster. Those with less
    than `WORKED_S` of work have them all the same, which tell whether something was done."""
