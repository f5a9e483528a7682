"""Decides what follows a session: notices to read, wiping the hands, the rating, the summary and note."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tpsession.core.catalog.no_area import massaged_area
from tpsession.core.catalog.side import Side, Spot, gather_spots
from tpsession.core.catalog.technique import OIL, WIPE
from tpsession.core.history.rating_flags import is_stiffness_asked
from tpsession.core.history.ratings import SKIP_RATING_KEY
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.series import Series
from tpsession.core.safety import screening, stopping
from tpsession.core.safety.screening import Tier
from tpsession.core.safety.slip import slip_question

if TYPE_CHECKING:
    from tpsession.core.session.runner import SessionRunner

REHEARSED = "The rehearsal is over."
RATING_MISSING = "You haven't rated your pain after the session yet."
RATING_ASKED_LATER = f"{RATING_MISSING} The program asks again if you start it within an hour."
RATING_OPTIONAL = f"You can rate your pain again, or skip it with {SKIP_RATING_KEY}."
"""Said if something else is more important than the rating, such as an emergency."""
NOTICE_UNREAD = "There is still something to read about this session."


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """How a session ended, with everything that its wrap-up depends on."""

    session_id: str
    before: int | None
    """The pain rating before the session, 0 to 10."""
    active_s: float
    """Seconds in work, hold and release."""
    status: Status
    reason: StopReason | None
    hands_clean: bool
    """Whether the hands are clean: they were wiped after the last oil, or none was used."""
    is_saved: bool
    """Whether the session is saved in the history."""
    is_rehearsal: bool = False
    """Whether it was a rehearsal; then nothing is asked."""
    after: int | None = None
    """The after-rating if it was given ahead and the session was completed; then it isn't asked for."""
    steps: tuple[StepRecord, ...] = ()
    """How each step went."""
    date_was_changed: bool = False
    """Whether the machine's date was changed during the session."""
    series: Series | None = None
    """The place and side that were rated; None if they aren't known."""
    area: str = ""
    """The id of the area that was massaged; empty without one."""
    used_oil: bool = True
    """Whether oil was used; True, too, if that isn't known."""
    notice_read: bool = False
    """Whether the person read the notices about its end already, when it ended."""

    @property
    def spots(self) -> frozenset[Spot]:
        """The session's area and the areas of its steps, each with every side on which a step works on it.

        If no step on an area has a side, the area counts with both sides.
        """
        return gather_spots(
            ((self.area, Side.NONE), *((step.area or self.area, step.side) for step in self.steps))
        )

    @classmethod
    def from_runner(
        cls,
        runner: SessionRunner,
        before: int | None,
        *,
        is_rehearsal: bool = False,
        after: int | None = None,
    ) -> SessionOutcome:
        """Return the outcome of the session that this runner played.

        A session that hasn't ended counts as stopped.

        Args:
            runner: The runner that played the session.
            before: The rating before the session; None without one.
            is_rehearsal: Whether it was a rehearsal.
            after: An after-rating given ahead. It counts only if the session was completed.

        """
        session = runner.session
        steps = runner.steps()
        # A stop while getting ready for the oil is before any oil.
        oiled = [index for index, step in enumerate(steps) if step.technique == OIL.id and step.active_s > 0]
        wiped = [index for index, step in enumerate(steps) if step.technique == WIPE.id and not step.skipped]
        is_wiped = bool(wiped) and wiped[-1] > max(oiled, default=-1)
        return cls(
            session_id=runner.id,
            before=before,
            active_s=runner.active_s(),
            status=session.status or Status.STOPPED,
            reason=session.reason,
            hands_clean=(is_wiped and session.status is Status.COMPLETED) or not oiled,
            used_oil=bool(oiled),
            is_saved=runner.is_saved,
            is_rehearsal=is_rehearsal,
            after=after if session.status is Status.COMPLETED else None,
            steps=steps,
            date_was_changed=runner.date_was_changed and runner.is_saved,
            series=runner.rated,
            area=massaged_area(session.plan.area),
        )

    @classmethod
    def from_record(cls, record: SessionRecord) -> SessionOutcome:
        """Return the outcome of a saved session, so that it can be rated later.

        Its notices count as read, and the person's hands as clean.
        """
        return cls(
            session_id=record.id,
            before=record.before,
            active_s=record.active_s,
            status=record.status,
            reason=record.stop_reason,
            hands_clean=True,
            is_saved=True,
            steps=record.steps,
            series=Series(record.place, record.side),
            area=record.area,
            notice_read=True,
        )

    @property
    def is_massage(self) -> bool:
        """Whether the session was for an area, and not only of breathing and relaxation.

        The place that was rated doesn't matter: it may be another one.
        """
        return bool(self.spots)

    @property
    def is_emergency(self) -> bool:
        """Whether the person has just stopped because of dizziness, so that they may have to call for help.

        It is true during the whole wrap-up, also after they have read the notice: nothing else may hold them
        up. It is false when the session is rated at a later start, if the reason was a slip, and if they only
        became light-headed from breathing or relaxing (`is_light_headed`).
        """
        return self.reason is StopReason.DIZZY and not self.notice_read and not self._is_light_headed

    @property
    def _is_light_headed(self) -> bool:
        return stopping.is_light_headed(self.reason, self.steps, self.area)

    def advice_after_stop(self, emergency_number: str) -> tuple[str, ...]:
        """Return the sentences that the person has to read because of a stop.

        Empty if there is nothing to read, and when the session is rated at a later start: they were read when
        it ended.

        emergency_number: the person's emergency number; empty if it isn't set.
        """
        if self.reason is None or self.notice_read:
            return ()
        return stopping.advice_after_stop(
            self.reason,
            emergency_number,
            self.spots,
            is_saved=self.is_saved,
            is_massage=self.is_massage,
            light_headed=self._is_light_headed,
        )

    def lasting_advice(self, emergency_number: str) -> str:
        """Return the sentence on when to get advice after a stop, which stays in view beside the summary.

        Empty without a stop, and for reasons that have no such sentence. It is also empty in an emergency, in
        which the emergency advice stays in view. emergency_number: the person's emergency number; empty if it
        isn't set.
        """
        return stopping.lasting_advice(self.reason, emergency_number, light_headed=self._is_light_headed)

    def taken_back(self) -> SessionOutcome:
        """Return the outcome with "interrupted" as its reason, because the reason for stopping was a slip."""
        return replace(self, reason=StopReason.INTERRUPTED)

    @property
    def leave_warning(self) -> str:
        """The sentence to warn with if the person wants to leave now; empty in an emergency.

        If no rating will be asked for, it says that something is unread. Otherwise it says that the rating is
        missing. If the next start within an hour would ask for the rating again, it says that, too.
        """
        if self.is_emergency:
            return ""
        if self.is_rehearsal or self.after is not None:
            return NOTICE_UNREAD
        is_asked_again = self.is_saved and self.before is not None and self.status is not Status.PARTIAL
        return RATING_ASKED_LATER if is_asked_again else RATING_MISSING


@dataclass(frozen=True, slots=True)
class ShowRehearsed:
    """Step: show that the rehearsal is over."""


@dataclass(frozen=True, slots=True)
class ShowStopNotice:
    """Step: show what the person has to read after a stop. The answer is whether its reason was a slip."""

    sentences: tuple[str, ...]
    can_be_slip: bool = True
    """Whether "that was a slip" is offered."""
    may_be_emergency: bool = False
    """Whether it says when to call for help."""
    signs: tuple[str, ...] = ()
    """The signs with which the first sentence ends; a screen may list them. Mostly none."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Step: ask in the words of the reason before it is taken back. The answer is whether it was a slip."""

    question: str


@dataclass(frozen=True, slots=True)
class TakeBackReason:
    """Step: replace the outcome by its `taken_back`; if the session is saved, save that. Nothing is asked."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class WipeHands:
    """Step: wait until the hands are clean."""


@dataclass(frozen=True, slots=True)
class RateAfter:
    """Step: ask for the rating without showing the before-rating. The answer is 0 to 10; None if skipped."""

    priority_notice: str = ""
    """A notice that is more important: it stays visible, and skipping the rating needs no confirmation."""


@dataclass(frozen=True, slots=True)
class RateStiffness:
    """Step: ask how stiff it is, too. The answer is 0 to 10; None if it is skipped or turned off."""


@dataclass(frozen=True, slots=True)
class SaveRating:
    """Step: save the rating; nothing is asked."""

    value: int
    stiffness: int | None = None


@dataclass(frozen=True, slots=True)
class SaveDeclined:
    """Step: save that the rating was declined, so that no later start asks for it; nothing is asked."""


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """Step: show how the session went, and ask for a note if it can be saved."""

    after: int | None
    priority_notice: str = ""
    """A notice that is more important and stays visible."""
    after_stop: str = ""
    """When to get advice after a stop; nothing is said of more massage beside it."""


WrapUpStep = (
    ShowRehearsed
    | ShowStopNotice
    | AskAgain
    | TakeBackReason
    | WipeHands
    | RateAfter
    | RateStiffness
    | SaveRating
    | SaveDeclined
    | ShowSummary
)
WrapUpDialogue = Generator[WrapUpStep, int | None, None]
"""Takes an answer only where a step says so: a rating, or true or false."""


def wrap_up_session(
    outcome: SessionOutcome, emergency_number: str, *, attended: bool = True, asks_stiffness: bool = False
) -> WrapUpDialogue:
    """Yield the steps after a session: notices, wiping the hands, the rating, saving it, the summary.

    A reason for stopping that was a slip is taken back first. A rating that was given ahead is saved without
    asking. If the person skips the rating of a saved session, the skipping is saved. After a rehearsal there
    are only notices. In an emergency the hands aren't wiped, and the advice stays visible. There is no
    summary if the person skips a rating that a later start asked for.

    Args:
        outcome: How the session ended.
        emergency_number: The person's emergency number; empty if it isn't set.
        attended: Whether somebody is there to answer. If not, there are only notices, the saving of a rating
            that was given ahead, and the summary.
        asks_stiffness: Whether the setting is on to ask how stiff the rated place is, too. It is asked only
            right after the person has given a rating here, not for the overall pain, and not in an emergency.

    """
    if advice := outcome.advice_after_stop(emergency_number):
        outcome = yield from _show_stop_notice(outcome, advice, attended=attended)
    notice = screening.advice_for(Tier.EMERGENCY, emergency_number) if outcome.is_emergency else ""
    if outcome.is_rehearsal:
        yield ShowRehearsed()
        return
    if attended and not outcome.hands_clean and not notice:
        yield WipeHands()
    after, stiffness = outcome.after, None
    if after is None and attended:
        after = yield RateAfter(notice)
        if after is None and outcome.is_saved:
            yield SaveDeclined()
        is_stiffness_due = is_stiffness_asked(outcome.series, is_on=asks_stiffness) and not notice
        if after is not None and is_stiffness_due:
            stiffness = yield RateStiffness()
    if after is not None:
        yield SaveRating(after, stiffness)
    elif outcome.notice_read:
        # The person skipped the rating at a later start, and saw the summary when the session ended.
        return
    yield make_summary_step(outcome, after, emergency_number)


def make_summary_step(outcome: SessionOutcome, after: int | None, emergency_number: str) -> ShowSummary:
    """Return the step that shows the summary, with the advice that stays in view after a stop.

    In an emergency this is the emergency advice, otherwise the `lasting_advice`, if there is any.

    Args:
        outcome: How the session ended.
        after: The rating after the session; None without one.
        emergency_number: The person's emergency number; empty if it isn't set.

    """
    notice = screening.advice_for(Tier.EMERGENCY, emergency_number) if outcome.is_emergency else ""
    return ShowSummary(after, notice, "" if notice else outcome.lasting_advice(emergency_number))


def _show_stop_notice(
    outcome: SessionOutcome, advice: tuple[str, ...], *, attended: bool
) -> Generator[WrapUpStep, int | None, SessionOutcome]:
    """Yield the notice with the advice after a stop; return the outcome as it is after that.

    If the person says that the reason was a slip, they are asked once more for some reasons. If they then say
    that it wasn't one, the notice is shown again. Otherwise `TakeBackReason` is yielded, and the returned
    outcome has the reason taken back.

    Args:
        outcome: How the session ended; it was stopped for a reason.
        advice: The sentences of the notice.
        attended: Whether somebody is there to say that it was a slip.

    """
    reason = outcome.reason
    can_be_slip = attended and not outcome.is_rehearsal
    notice = ShowStopNotice(
        advice, can_be_slip, stopping.may_be_emergency(reason), stopping.signs_in_advice(reason)
    )
    while (yield notice) and reason is not None:
        question = slip_question(reason)
        if question and not (yield AskAgain(question)):
            continue
        yield TakeBackReason(reason)
        return outcome.taken_back()
    return outcome
