"""Decides what to ask when the program starts: interrupted sessions, missing ratings, notes, follow-ups.

The sentences about the sessions are in `core/history/wording.py`; each front end words the answers.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from tpsession.core.catalog.side import Spot
from tpsession.core.history.follow_up import FollowUpTracker, PendingFollowUp
from tpsession.core.history.records import SessionRecord, Status, StopReason
from tpsession.core.history.repository import History, InterruptedSession
from tpsession.core.safety.eligibility import (
    find_missing_rating,
    find_resume_candidates,
    sessions_since_yesterday,
)
from tpsession.core.safety.stopping import describe_resting_stop, find_resting_stop


class ResumeChoice(Enum):
    """What the person wants to do with an interrupted session."""

    RESUME = auto()
    """Continue it."""
    FINISH = auto()
    """End it and rate it."""
    SAVE = auto()
    """Save it as unfinished."""


@dataclass(frozen=True, slots=True)
class OfferResume:
    """Prompt: offer to resume a session. The answer is a `ResumeChoice`, or None for "not now"."""

    session: InterruptedSession
    rest_text: str
    """A sentence that its area has to rest today, so it can't be resumed; empty if it can."""


@dataclass(frozen=True, slots=True)
class CloseInterrupted:
    """Not a question: tells the front end to save how an interrupted session ended."""

    session: InterruptedSession
    status: Status
    reason: StopReason | None

    def save(self, history: History) -> None:
        """Save that the session ended at its last checkpoint. Raises `HistoryError` if that fails."""
        history.finish_session(self.session.record.id, self.status, self.reason, self.session.checkpoint)


@dataclass(frozen=True, slots=True)
class PromptMissingRating:
    """Prompt: ask for the rating after a session, and show its summary."""

    record: SessionRecord
    is_reminder: bool
    """Whether to say that this rating is missing; if not, the person has just chosen to give it."""


@dataclass(frozen=True, slots=True)
class PromptNote:
    """Prompt: ask for a note that the person put off. The answer is whether to continue with the next one."""

    record: SessionRecord


@dataclass(frozen=True, slots=True)
class PromptFollowUp:
    """Prompt: ask for a follow-up rating. The answer is whether to continue with the next one."""

    follow_up: PendingFollowUp


StartupPrompt = OfferResume | CloseInterrupted | PromptMissingRating | PromptNote | PromptFollowUp
StartupAnswer = ResumeChoice | bool | None
StartupDialogue = Generator[StartupPrompt, StartupAnswer, None]


def close_as_partial(interrupted: InterruptedSession) -> CloseInterrupted:
    """Return the prompt that tells the front end to save an interrupted session as unfinished."""
    return CloseInterrupted(interrupted, Status.PARTIAL, None)


class StartupPrompts:
    """Decides what to ask when the program starts, and in which order."""

    def __init__(
        self, history: History, follow_up: FollowUpTracker, now: datetime, *, attended: bool = True
    ) -> None:
        """Prepare the prompts of one start.

        attended: whether somebody is there to answer.
        """
        self.resumed: InterruptedSession | None = None
        """The session that the person chose to resume; then nothing else is asked."""
        self._history = history
        self._follow_up = follow_up
        self._now = now
        self._attended = attended

    def prompts(self) -> StartupDialogue:
        """Yield the prompts: interrupted sessions, then a missing rating, then notes that were put off.

        If the person resumes a session, that is the last prompt. If they answer a note's prompt with False,
        it is the last one, too. If nobody is there to answer, interrupted sessions are only closed, and
        nothing is asked. The missing rating is the one that `find_missing_rating` finds. It isn't asked for
        if the person declined it, or was asked for it with the interrupted sessions. Raises `HistoryError`.
        """
        rated = yield from self._handle_interrupted()
        if self.resumed is not None or not self._attended:
            return
        recent = self._history.find_sessions(sessions_since_yesterday(self._now.date()))
        record = find_missing_rating(recent, self._now)
        if record is not None and record.id not in (*rated, self._history.load_declined_rating()):
            yield PromptMissingRating(record, is_reminder=True)
        for awaiting_note in self._history.find_sessions_awaiting_note():
            if not (yield PromptNote(awaiting_note)):
                return

    def _handle_interrupted(self) -> Generator[StartupPrompt, StartupAnswer, list[str]]:
        """Yield the prompts for interrupted sessions; return the ids of those already asked for a rating.

        If a session is too old to resume, or nobody is there to answer, it is closed as unfinished, and a
        follow-up rating of it becomes pending. Otherwise the person chooses. Resume: the session is stored in
        `resumed`, and no prompt follows. Finish: it is closed as stopped, then its rating is asked for. Save:
        it is closed as unfinished. Not now: it stays as it is.
        """
        finished: list[str] = []
        for candidate in find_resume_candidates(self._history.find_interrupted_sessions(), self._now):
            interrupted = candidate.session
            if not (candidate.is_resumable and self._attended):
                yield close_as_partial(interrupted)
                self._follow_up.add_interrupted(PendingFollowUp(interrupted.record, candidate.elapsed))
                continue
            match (yield OfferResume(interrupted, self._rest_text(interrupted.record.spots))):
                case ResumeChoice.RESUME:
                    self.resumed = interrupted
                    return finished
                case ResumeChoice.FINISH:
                    # Saved as stopped before the rating is asked for: if the program ends before it is
                    # given, the next start asks for it.
                    close = CloseInterrupted(interrupted, Status.STOPPED, StopReason.INTERRUPTED)
                    yield close
                    record = interrupted.record._replace(status=close.status, stop_reason=close.reason)
                    yield PromptMissingRating(record, is_reminder=False)
                    finished.append(record.id)
                case ResumeChoice.SAVE:
                    yield close_as_partial(interrupted)
        return finished

    def _rest_text(self, spots: frozenset[Spot]) -> str:
        """Return a sentence on what has to rest today because of a stop, if one of these spots has to.

        Empty if none of them has to. Raises `HistoryError`.
        """
        today = self._now.date()
        recent = self._history.find_sessions(sessions_since_yesterday(today))
        stopped = find_resting_stop(recent, spots, today)
        return "" if stopped is None else describe_resting_stop(stopped)


def prompt_follow_ups(
    history: History, follow_up: FollowUpTracker, now: datetime, next_place: str | None
) -> StartupDialogue:
    """Yield a prompt for each session that needs a follow-up rating and wasn't asked about in this run.

    After an answer of False no more prompts follow, and the sessions that are left count as asked. Raises
    `HistoryError`.

    next_place: the id of the place that is about to be rated before a session; None without one. Sessions of
    this place are left out and don't count as asked, because that rating may be their follow-up.
    """
    for pending in follow_up.take_unasked(history, now, next_place):
        if not (yield PromptFollowUp(pending)):
            return
