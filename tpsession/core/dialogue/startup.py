"""What is asked when the program opens, and in which order: what was left, what is missing, how it is now."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from tpsession.core.catalog.area import Area
from tpsession.core.history.follow_up import FollowUp, PendingFollowUp
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.repository import History, InterruptedSession
from tpsession.core.safety.eligibility import find_resumable, since_yesterday, unrated
from tpsession.core.safety.screening import rest_words, rested_by

NEWEST = HistoryQuery(limit=1)


class ResumeChoice(Enum):
    """What is done with a session that was left unfinished."""

    RESUME = auto()
    FINISH = auto()
    KEEP = auto()


@dataclass(frozen=True, slots=True)
class OfferResume:
    """Offer to resume a session; the answer is a `ResumeChoice`, None for not now."""

    left: InterruptedSession
    rests: str
    """That its area rests for the day, in one sentence: then it can't be resumed; empty where it doesn't."""


@dataclass(frozen=True, slots=True)
class CloseInterrupted:
    """Keep how a session ended that was left; nothing is asked."""

    left: InterruptedSession
    status: Status
    reason: StopReason | None

    def keep(self, history: History) -> None:
        """Keep it. Raises `HistoryError` where that fails."""
        history.finish_session(self.left.record.id, self.status, self.reason, self.left.checkpoint)


@dataclass(frozen=True, slots=True)
class PromptMissingRating:
    """Ask for the rating after a session, and show how it went."""

    record: SessionRecord
    missed: bool
    """Whether it is to be said that this rating is missing; else the person has just asked for it."""


@dataclass(frozen=True, slots=True)
class PromptNote:
    """Ask for a note that was put off; the answer is whether to go on with the next."""

    record: SessionRecord


@dataclass(frozen=True, slots=True)
class PromptFollowUp:
    """Ask how it is now; the answer is whether to go on with the next."""

    late: PendingFollowUp


Asked = OfferResume | CloseInterrupted | PromptMissingRating | PromptNote | PromptFollowUp
Answered = ResumeChoice | bool | None
Asks = Generator[Asked, Answered, None]


def partial(left: InterruptedSession) -> CloseInterrupted:
    """A session that was left is kept as it is."""
    return CloseInterrupted(left, Status.PARTIAL, None)


class StartupPrompts:
    """One start of the program."""

    def __init__(
        self, history: History, follow_up: FollowUp, now: datetime, *, attended: bool = True
    ) -> None:
        """attended: whether somebody can answer."""
        self.resumed: InterruptedSession | None = None
        """The session that is to be resumed: then nothing else is asked."""
        self._history = history
        self._follow_up = follow_up
        self._now = now
        self._attended = attended

    def prompts(self) -> Asks:
        """What was left, then the rating after that the last session lacks, then notes that were put off."""
        rated = yield from self._deal_with_left()
        if self.resumed is not None or not self._attended:
            return
        record = unrated(self._history.find_sessions(NEWEST), self._now)
        if record is not None and record.id not in rated:
            yield PromptMissingRating(record, missed=True)
        for waits in self._history.find_sessions_awaiting_note():
            if not (yield PromptNote(waits)):
                return

    def _deal_with_left(self) -> Generator[Asked, Answered, list[str]]:
        """Returns the ids of those that were finished, whose rating has been asked for."""
        finished: list[str] = []
        for each in find_resumable(self._history.find_interrupted_sessions(), self._now):
            left = each.unfinished
            if not (each.resumable and self._attended):
                yield partial(left)
                self._follow_up.take_left(PendingFollowUp(left.record, each.ago))
                continue
            match (yield OfferResume(left, self._rests(left.record.area))):
                case ResumeChoice.RESUME:
                    self.resumed = left
                    return finished
                case ResumeChoice.FINISH:
                    # As a session that stood still and is finished: should the program end before its rating
                    # is given, the next start asks for it.
                    ended = CloseInterrupted(left, Status.STOPPED, StopReason.INTERRUPTED)
                    yield ended
                    record = replace(left.record, status=ended.status, stop_reason=ended.reason)
                    yield PromptMissingRating(record, missed=False)
                    finished.append(record.id)
                case ResumeChoice.KEEP:
                    yield partial(left)
        return finished

    def _rests(self, area: str) -> str:
        today = self._now.date()
        recent = self._history.find_sessions(since_yesterday(today))
        stopped = rested_by(recent, area, today)
        return "" if stopped is None else rest_words(stopped.stop_reason)


def asks_later(history: History, follow_up: FollowUp, now: datetime, coming: Area | None) -> Asks:
    """How it is now, of each session that waits for it and wasn't asked about in this run.

    coming: the area whose before-rating is about to come: that answers for its sessions.
    """
    for late in follow_up.to_ask(history, now, coming):
        if not (yield PromptFollowUp(late)):
            return
