"""What is asked after a session, and in which order: what has to be read, clean hands, rating, note."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpsession.core.catalog.technique import OIL, WIPE
from tpsession.core.history.ratings import SKIP_RATING_KEY
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier

if TYPE_CHECKING:
    from tpsession.core.session.runner import SessionRunner

REHEARSED = "The rehearsal is over."
RATING_MISSING = "The rating after the session is still missing."
RATING_ASKED_LATER = f"{RATING_MISSING} For an hour after the session the program asks for it again."
RATING_OPTIONAL = f"You may rate once more, or leave it out with {SKIP_RATING_KEY}."
"""Said where something else matters more than the rating."""
NOTICE_UNREAD = "There is still something to read about this session."


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """A session that has just ended."""

    session_id: str
    before: int | None
    """Rating, 0 to 10."""
    active_s: float
    """Seconds in work, hold and release."""
    status: Status
    reason: StopReason | None
    hands_clean: bool
    """Whether the hands are clean: they were wiped as the last step, or no oil was used."""
    is_saved: bool
    """Whether anything of it is kept."""
    is_rehearsal: bool = False
    """Then nothing is asked."""
    after: int | None = None
    """A rating that was given ahead, of a session that came to its end; then it isn't asked for."""
    steps: tuple[StepRecord, ...] = ()
    """What was done of each step."""
    notice_read: bool = False
    """Whether what has to be read about its end was read when it ended."""

    @classmethod
    def from_runner(
        cls, runner: SessionRunner, before: int | None, *, is_rehearsal: bool = False, after: int | None = None
    ) -> SessionOutcome:
        """How a sitting ended.

        after: a rating given ahead, for the session as it was planned: one that was stopped is rated anew.
        """
        session = runner.session
        steps = runner.steps()
        oiled = any(step.technique == OIL.id for step in steps)
        wiped = bool(steps) and steps[-1].technique == WIPE.id and not steps[-1].skipped
        return cls(
            session_id=runner.id,
            before=before,
            active_s=runner.active_s(),
            status=session.status or Status.STOPPED,
            reason=session.reason,
            wiped=(wiped and session.status is Status.COMPLETED) or not oiled,
            kept=runner.is_saved,
            rehearsal=is_rehearsal,
            after=after if session.status is Status.COMPLETED else None,
            steps=steps,
        )

    @classmethod
    def from_record(cls, record: SessionRecord) -> SessionOutcome:
        """A session that was kept, and whose rating after is asked for later; hands are clean then."""
        return cls(
            session_id=record.id,
            before=record.before,
            active_s=record.active_s,
            status=record.status,
            reason=record.stop_reason,
            wiped=True,
            kept=True,
            steps=record.steps,
            read=True,
        )

    @property
    def is_emergency(self) -> bool:
        """Whether the person has just been told to call for help."""
        return self.reason is StopReason.DIZZY and not self.notice_read

    @property
    def leave_warning(self) -> str:
        """What is lost by somebody who leaves now, in one sentence; empty where nobody is to be kept."""
        if self.is_emergency:
            return ""
        if self.is_rehearsal or self.after is not None:
            return NOTICE_UNREAD
        asked_again = self.is_saved and self.before is not None and self.status is not Status.PARTIAL
        return RATING_ASKED_LATER if asked_again else RATING_MISSING


@dataclass(frozen=True, slots=True)
class ShowNotice:
    """A sentence that has to be read."""

    sentence: str


@dataclass(frozen=True, slots=True)
class WipeHands:
    """Wait until the hands are clean."""


@dataclass(frozen=True, slots=True)
class RateAfter:
    """Ask for the rating, without showing the one before; the answer is the number, None without one."""

    priority_notice: str = ""
    """What matters more: it stays in sight, and the rating may be left out without a question."""


@dataclass(frozen=True, slots=True)
class SaveRating:
    """Keep the rating; nothing is asked."""

    value: int


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """Show how it went, and ask for a note where one can be kept."""

    after: int | None
    priority_notice: str = ""
    """What matters more, and stays in sight."""


WrapUpStep = ShowNotice | WipeHands | RateAfter | SaveRating | ShowSummary


def wrap_up_session(
    ended: SessionOutcome, emergency_number: str, *, attended: bool = True
) -> Generator[WrapUpStep, int | None, None]:
    """What follows a session. attended: whether somebody can answer; else nothing is asked."""
    heed = screening.advice_for(Tier.EMERGENCY, emergency_number) if ended.is_emergency else ""
    if ended.reason is not None and not ended.notice_read:
        for sentence in screening.advice_after_stop(ended.reason, emergency_number, kept=ended.is_saved):
            yield ShowNotice(sentence)
    if ended.is_rehearsal:
        yield ShowNotice(REHEARSED)
        return
    if attended and not ended.hands_clean and not heed:
        yield WipeHands()
    after = ended.after
    if after is None and attended:
        after = yield RateAfter(heed)
    if after is not None:
        yield SaveRating(after)
    elif ended.notice_read:
        # Left out at a later start: there is nothing to show that wasn't shown then.
        return
    yield ShowSummary(after, heed)
