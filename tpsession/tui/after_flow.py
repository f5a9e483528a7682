"""What follows a session, as screens: what has to be read, clean hands, the rating, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpsession.core import safety
from tpsession.core.rating import Rating, RatingKind
from tpsession.core.record import Status, StopReason
from tpsession.tui.screens.after import NoteLater, Summary, SummaryScreen, TellScreen, WipeScreen
from tpsession.tui.screens.rate import RateScreen

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.visit import Visit

RATING_MISSING = "The rating after the session is still missing."
RATING_WAITS = "The rating after the session is still missing. Within an hour the program asks for it again."
REHEARSED = "The rehearsal is over."
ONCE_MORE = "Rate once more, just as it is now."


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that has just ended."""

    session_id: str
    before: int | None
    """Rating, 0 to 10."""
    active_s: float
    """Seconds in work, hold and release."""
    status: Status
    reason: StopReason | None
    wiped: bool
    """Whether the hands are clean: they were wiped as the last step, or no oil was used."""
    keeps: bool
    """False in a rehearsal: then nothing is asked."""
    wishes_after: int | None
    """A rating that was given on the command line; then it isn't asked for."""


async def after_session(app: TpsessionApp, visit: Visit, ended: Ended) -> None:
    """Everything between the end of a session and the list of routines."""
    if ended.reason is not None:
        number = app.preferences.text("safety.emergency_number")
        for sentence in safety.after_stop(ended.reason, number):
            await visit.ask(TellScreen(sentence))
    if not ended.keeps:
        await visit.ask(TellScreen(REHEARSED))
        return
    if ended.wishes_after is None:
        with app.asking_before_leaving(_still_missing(ended)):
            if not ended.wiped:
                await visit.ask(WipeScreen())
            after = await rate_after(app, visit, ended.session_id, ONCE_MORE)
    else:
        if not ended.wiped:
            await visit.ask(WipeScreen())
        after = ended.wishes_after
        await keep_after(app, visit, ended.session_id, after)
    summary = Summary(ended.before, after, ended.active_s, ended.status, ended.reason, app.records.saves)
    await sum_up(visit, ended.session_id, summary)


async def rate_after(app: TpsessionApp, visit: Visit, session_id: str, *sentences: str) -> int | None:
    """Ask for the rating after, without showing the one before, and keep it; None where it is left out."""
    value = await visit.ask(RateScreen(sentences, goes_back=False))
    if not isinstance(value, int):
        return None
    await keep_after(app, visit, session_id, value)
    return value


def _still_missing(ended: Ended) -> str:
    """What is said to somebody who leaves before the rating."""
    asked_again = ended.before is not None and ended.status in {Status.COMPLETED, Status.STOPPED}
    return RATING_WAITS if asked_again else RATING_MISSING


async def keep_after(app: TpsessionApp, visit: Visit, session_id: str, value: int) -> None:
    """Keep a rating after."""
    rating = Rating(RatingKind.AFTER, value, app.house.clock.wall())
    await visit.keep(lambda history: history.rate(session_id, rating))


async def sum_up(visit: Visit, session_id: str, summary: Summary) -> None:
    """Show how a session went, and keep its note, or that the note is to be asked for later."""
    screen = SummaryScreen(summary)
    note = await visit.ask(screen)
    if isinstance(note, NoteLater):
        await visit.keep(lambda history: history.want_note(session_id))
    elif note:
        await visit.keep(lambda history: history.note(session_id, note))
    if screen.quits:
        visit.leave()
