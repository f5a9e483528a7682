"""What is asked when the program opens, and in which order: what was left, what is missing, how it is now."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from tpsession.core.catalog.area import Area
from tpsession.core.history.follow_up import FollowUpTracker, PendingFollowUp
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.repository import History, InterruptedSession
from tpsession.core.safety.eligibility import find_resume_candidates, sessions_since_yesterday, find_missing_rating
from tpsession.core.safety.screening import describe_rest, find_resting_stop

NEWEST_SESSION = HistoryQuery(limit=1)


class ResumeChoice(Enum):
    """What is done with a session that was left unfinished."""

    RESUME = auto()
    FINISH = auto()
    SAVE = auto()


@dataclass(frozen=True, slots=True)
class OfferResume:
    """Offer to resume a session; the answer is a `ResumeChoice`, None for not now."""

    session: InterruptedSession
    rest_text: str
    """That its area rests for the day, in one sentence: then it can't be resumed; empty where it doesn't."""


@dataclass(frozen=True, slots=True)
class CloseInterrupted:
    """Keep how a session ended that was left; nothing is asked."""

    session: InterruptedSession
    status: Status
    reason: StopReason | None

    def save(self, history: History) -> None:
        """Keep it. Raises `HistoryError` where that fails."""
        history.finish_session(self.session.record.id, self.status, self.reason, self.session.checkpoint)


@dataclass(frozen=True, slots=True)
class PromptMissingRating:
    """Ask for the rating after a session, and show how it went."""

    record: SessionRecord
    is_reminder: bool
    """Whether it is to be said that this rating is missing; else the person has just asked for it."""


@dataclass(frozen=True, slots=True)
class PromptNote:
    """Ask for a note that was put off; the answer is whether to go on with the next."""

    record: SessionRecord


@dataclass(frozen=True, slots=True)
class PromptFollowUp:
    """Ask how it is now; the answer is whether to go on with the next."""

    follow_up: PendingFollowUp


StartupPrompt = OfferResume | CloseInterrupted | PromptMissingRating | PromptNote | PromptFollowUp
StartupAnswer = ResumeChoice | bool | None
StartupDialogue = Generator[StartupPrompt, StartupAnswer, None]


def close_as_partial(left: InterruptedSession) -> CloseInterrupted:
    """A session that was left is kept as it is."""
    return CloseInterrupted(left, Status.PARTIAL, None)


class StartupPrompts:
    """One start of the program."""

    def __init__(
        self, history: History, follow_up: FollowUpTracker, now: datetime, *, attended: bool = True
    ) -> None:
        """attended: whether somebody can answer."""
        self.resumed: InterruptedSession | None = None
        """The session that is to be resumed: then nothing else is asked."""
        self._history = history
        self._follow_up = follow_up
        self._now = now
        self._attended = attended

    def prompts(self) -> StartupDialogue:
        """What was left, then the rating after that the last session lacks, then notes that were put off."""
        rated = yield from self._handle_interrupted()
        if self.resumed is not None or not self._attended:
            return
        record = find_missing_rating(self._history.find_sessions(NEWEST_SESSION), self._now)
        if record is not None and record.id not in rated:
            yield PromptMissingRating(record, is_reminder=True)
        for waits in self._history.find_sessions_awaiting_note():
            if not (yield PromptNote(waits)):
                return

    def _handle_interrupted(self) -> Generator[StartupPrompt, StartupAnswer, list[str]]:
        """Returns the ids of those that were finished, whose rating has been asked for."""
        finished: list[str] = []
        for each in find_resume_candidates(self._history.find_interrupted_sessions(), self._now):
            left = each.session
            if not (each.is_resumable and self._attended):
                yield close_as_partial(left)
                self._follow_up.add_interrupted(PendingFollowUp(left.record, each.elapsed))
                continue
            match (yield OfferResume(left, self._rest_text(left.record.area))):
                case ResumeChoice.RESUME:
                    self.resumed = left
                    return finished
                case ResumeChoice.FINISH:
                    # As a session that stood still and is finished: should the program end before its rating
                    # is given, the next start asks for it.
                    ended = CloseInterrupted(left, Status.STOPPED, StopReason.INTERRUPTED)
                    yield ended
                    record = replace(left.record, status=ended.status, stop_reason=ended.reason)
                    yield PromptMissingRating(record, is_reminder=False)
                    finished.append(record.id)
                case ResumeChoice.SAVE:
                    yield close_as_partial(left)
        return finished

    def _rest_text(self, area: str) -> str:
        today = self._now.date()
        recent = self._history.find_sessions(sessions_since_yesterday(today))
        stopped = find_resting_stop(recent, area, today)
        return "" if stopped is None else describe_rest(stopped.stop_reason)


def prompt_follow_ups(history: History, follow_up: FollowUpTracker, now: datetime, coming: Area | None) -> StartupDialogue:
    """How it is now, of each session that waits for it and wasn't asked about in this run.

    coming: the area whose before-rating is about to come: that answers for its sessions.
    """
    for late in follow_up.take_unasked(history, now, coming):
        if not (yield PromptFollowUp(late)):
            return
