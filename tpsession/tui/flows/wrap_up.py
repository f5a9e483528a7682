"""What follows a session, as screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.wrap_up import (
    RATING_OPTIONAL,
    RateAfter,
    SaveRating,
    SessionOutcome,
    ShowNotice,
    ShowSummary,
    WipeHands,
)
from tpsession.core.dialogue.wrap_up import wrap_up_session as steps_after
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.tui.screens.rating.after import NoteLater, NoticeScreen, Summary, SummaryScreen, WipeScreen
from tpsession.tui.screens.rating.rate import RateScreen

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.flows.navigator import AppNavigator

ONCE_MORE = "Rate once more, just as it is now."


async def after_session(
    app: TpsessionApp, visit: AppNavigator, ended: SessionOutcome, sentence: str = ONCE_MORE
) -> None:
    """Everything between the end of a session and the list of routines.

    sentence: what stands over the rating. From the first screen to the rating the program isn't left without
    a question, but by somebody who has to call for help: the next start asks for the rating.
    """
    asks = steps_after(ended, app.preferences.text("safety.emergency_number"))
    answer: int | None = None
    with app.asking_before_leaving(ended.leave_warning):
        while not isinstance(step := next_prompt(asks, answer), ShowSummary | None):
            answer = None
            match step:
                case ShowNotice():
                    await visit.ask(NoticeScreen(step.sentence))
                case WipeHands():
                    await visit.ask(WipeScreen())
                case RateAfter():
                    answer = await rate_after(visit, step.priority_notice, sentence)
                case SaveRating():
                    await _keep_after(app, visit, ended.session_id, step.value)
    if step is not None:
        await _sum_up(app, visit, ended, step)


async def rate_after(visit: AppNavigator, heed: str, sentence: str) -> int | None:
    """Ask for the rating after, without showing the one before; None where it is left out.

    heed: what matters more than the rating; empty for nothing.
    """
    sentences = (heed, RATING_OPTIONAL) if heed else (sentence,)
    value = await visit.ask(RateScreen(sentences, goes_back=False, optional=bool(heed)))
    return value if isinstance(value, int) else None


async def _keep_after(app: TpsessionApp, visit: AppNavigator, session_id: str, value: int) -> None:
    rating = Rating(RatingKind.AFTER, value, app.services.clock.local_time())
    await visit.keep(lambda history: history.save_rating(session_id, rating))


async def _sum_up(app: TpsessionApp, visit: AppNavigator, ended: SessionOutcome, step: ShowSummary) -> None:
    """Show how a session went, and keep its note, or that the note is to be asked for later."""
    notes = ended.is_saved and app.history.saves
    went = Summary(
        ended.before,
        step.after,
        ended.active_s,
        ended.status,
        ended.reason,
        notes=notes,
        steps=ended.steps,
        heed=step.priority_notice,
    )
    screen = SummaryScreen(went)
    note = await visit.ask(screen)
    if isinstance(note, NoteLater):
        await visit.keep(lambda history: history.request_note(ended.session_id))
    elif note:
        await visit.keep(lambda history: history.save_note(ended.session_id, note))
    if screen.quits:
        visit.leave()
