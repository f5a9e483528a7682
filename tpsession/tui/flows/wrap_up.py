"""The flow after a session: notices, clean hands, the rating, and the summary with a note."""

from __future__ import annotations

from dataclasses import replace

from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.wrap_up import (
    RATING_OPTIONAL,
    AskAgain,
    RateAfter,
    RateStiffness,
    SaveDeclined,
    SaveRating,
    SessionOutcome,
    ShowRehearsed,
    ShowStopNotice,
    ShowSummary,
    TakeBackReason,
    WipeHands,
    make_summary_step,
    wrap_up_session,
)
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import STIFFNESS_SETTING, describe_stiffness
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import StopReason
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place, question_now
from tpsession.core.progress.recent_sessions import find_rated_sessions, recent_records
from tpsession.core.safety.dose import advise_after_first, first_session_query
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.flows.slip import confirm_slip, save_slip
from tpsession.tui.flows.stiffness import ask_stiffness
from tpsession.tui.screens.rating.after import SummaryScreen
from tpsession.tui.screens.rating.notices import NoticeScreen, RehearsedScreen, StopNoticeScreen, WipeScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.view_models.summary import NoteLater, Summary


class WrapUpFlow:
    """Shows the screens from the end of a session back to the list of routines."""

    def __init__(self, context: AppContext, navigator: Navigator) -> None:
        self._context = context
        self._navigator = navigator

    async def run(self, outcome: SessionOutcome, heading: str = "") -> None:
        """Show notices, ask for clean hands and the rating and save it, then show the summary.

        `wrap_up_session` decides which of these steps there are; a rehearsal has notices only. A notice may
        let the person take back a reason for stopping that was chosen by mistake, which is saved. Until the
        summary, leaving the program asks first, except in an emergency, when the person has to call for help.
        After leaving without a rating, a later start may ask for it: see `SessionOutcome.leave_warning`.
        Raises `HistoryError` if what the summary needs can't be read.

        heading: a sentence above the rating, empty for none; in an emergency, the advice replaces it.
        """
        preferences = self._context.preferences
        steps = wrap_up_session(
            outcome,
            preferences.text("safety.emergency_number"),
            asks_stiffness=preferences.switch(STIFFNESS_SETTING),
        )
        answer: int | None = None
        with self._context.confirming_exit(outcome.leave_warning):
            while not isinstance(step := next_prompt(steps, answer), ShowSummary | None):
                answer = None
                match step:
                    case ShowRehearsed():
                        await self._navigator.ask(RehearsedScreen())
                    case ShowStopNotice():
                        answer = await self._navigator.ask(_make_stop_notice(step)) is False
                    case AskAgain():
                        answer = await confirm_slip(self._navigator, step.question)
                    case TakeBackReason():
                        outcome = await self._take_back(outcome, step.reason)
                    case WipeHands():
                        await self._navigator.ask(WipeScreen())
                    case RateAfter():
                        answer = await self._ask_rating(step.priority_notice, heading, outcome.series)
                    case RateStiffness():
                        answer = await ask_stiffness(self._context, self._navigator, outcome.series)
                    case SaveRating():
                        now = self._context.services.clock.local_time()
                        rating = Rating(RatingKind.AFTER, step.value, now, stiffness=step.stiffness)
                        await self._context.history.save_rating(outcome.session_id, rating)
                    case SaveDeclined():
                        await self._context.history.save_declined_rating(outcome.session_id)
        if step is not None:
            await self._show_summary(outcome, step)

    async def _take_back(self, outcome: SessionOutcome, reason: StopReason) -> SessionOutcome:
        """Return the outcome without the reason, which was a slip; if the session is saved, save that."""
        if outcome.is_saved:
            await save_slip(self._context, outcome.session_id, reason)
        return outcome.taken_back()

    async def _ask_rating(self, priority_notice: str, heading: str, series: Series | None) -> int | None:
        """Ask for the rating after the session without showing the one before; None if it was skipped.

        Args:
            priority_notice: What is more important than the rating; it replaces the heading, and the rating
                can be skipped without a question. Empty for none.
            heading: A sentence above the rating; empty for none.
            series: The place and side that are rated.

        """
        sentences = (priority_notice, RATING_OPTIONAL) if priority_notice else tuple(filter(None, (heading,)))
        place = describe_rated_place(series)
        screen = RateScreen(
            sentences,
            heading=f"After the session: {place}" if place else "",
            question=question_now(series.place if series else ""),
            can_go_back=False,
            optional=bool(priority_notice),
        )
        value = await self._navigator.ask(screen)
        return value if isinstance(value, int) else None

    async def _show_summary(self, outcome: SessionOutcome, step: ShowSummary) -> None:
        """Show the summary, then save the note, or that the next start should ask for it.

        If the person does neither, nothing is saved. They may also correct this session there, if it and the
        history are saved, unless the summary opens with a priority notice. If they quit on this screen, the
        program ends afterwards. Raises `HistoryError` if the earlier sessions can't be read.
        """
        history = self._context.history

        async def correct() -> Summary | None:
            """Let the person correct the session; return its new summary.

            None if nothing was changed, or if the history can't be read, which is shown.
            """
            from tpsession.tui.screens.history.corrections import correct_session  # noqa: PLC0415 - if asked

            record = await correct_session(self._context, outcome.session_id)
            if record is None:
                return None
            corrected = replace(
                outcome,
                before=record.before,
                active_s=record.active_s,
                reason=record.stop_reason,
                area=record.area,
                series=Series(record.place, record.side),
            )
            number = self._context.preferences.text("safety.emergency_number")
            try:
                return await self._make_summary(corrected, make_summary_step(corrected, record.after, number))
            except HistoryError as error:
                self._context.navigator.show_error(error)
                return None

        can_correct = outcome.is_saved and history.saves and not step.priority_notice
        screen = SummaryScreen(await self._make_summary(outcome, step), correct if can_correct else None)
        note = await self._navigator.ask(screen)
        if isinstance(note, NoteLater):
            await history.request_note(outcome.session_id)
        elif note:
            await history.save_note(outcome.session_id, note)
        if screen.quits:
            self._context.leave(0)

    async def _make_summary(self, outcome: SessionOutcome, step: ShowSummary) -> Summary:
        """Return what the summary shows: how the session went, and how its ratings stand beside earlier ones.

        Raises `HistoryError`.
        """
        history = self._context.history
        recent: list[tuple[int, int]] = []
        stiffness = ""
        if outcome.is_saved and outcome.series is not None and step.after is not None:
            records = await history.load_sessions(recent_records(outcome.series))
            recent = find_rated_sessions(records, outcome.session_id)
            stiffness = next((describe_stiffness(one) for one in records if one.id == outcome.session_id), "")
        rest_day = ""
        if outcome.is_saved and outcome.area:
            same_area = await history.load_sessions(first_session_query(outcome.area))
            rest_day = advise_after_first(same_area, outcome.area, outcome.session_id)
        return Summary(
            outcome.before,
            step.after,
            outcome.active_s,
            outcome.status,
            outcome.reason,
            accepts_note=outcome.is_saved and history.saves,
            steps=outcome.steps,
            date_was_changed=outcome.date_was_changed,
            priority_notice=step.priority_notice,
            after_stop=step.after_stop,
            recent=tuple(recent),
            is_massage=outcome.is_massage,
            stiffness=stiffness,
            rest_day=rest_day,
            series=outcome.series if outcome.is_saved and history.saves else None,
        )


def _make_stop_notice(step: ShowStopNotice) -> NoticeScreen:
    """Return the screen with what must be read after a stop.

    If the reason for the stop may be a slip, the person can say so, and the screen's result is then False.
    """
    screen = StopNoticeScreen if step.can_be_slip else NoticeScreen
    return screen(*step.sentences, may_be_emergency=step.may_be_emergency, signs=step.signs)
