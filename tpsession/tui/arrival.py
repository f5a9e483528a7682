"""What is asked when the program opens, as screens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.after import Ended
from tpsession.core.area import Area
from tpsession.core.arrival import (
    NEWEST,
    Answered,
    Arrival,
    Asked,
    AskLater,
    AskNote,
    Asks,
    EndLeft,
    OfferLeft,
    RateAgain,
    WithLeft,
    asks_later,
)
from tpsession.core.asking import following
from tpsession.core.before import record_place
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.follow_up import Due
from tpsession.core.ports import Unfinished
from tpsession.core.rating import Rating, RatingKind
from tpsession.core.record import SessionRecord, Status
from tpsession.core.record_wording import kept_words, left_words, unrated_words
from tpsession.core.safety import RESTS
from tpsession.core.session_wording import NEVER_AGAIN
from tpsession.tui.after_flow import after_session
from tpsession.tui.house import apart
from tpsession.tui.screens.after import NoteScreen
from tpsession.tui.screens.ask import Answer, AskScreen, Question
from tpsession.tui.screens.later import LaterScreen, Never

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.visit import Visit

FOLLOW_UP = "follow_up.ask"
TRY_OUT = "try-out"
"""Id of the built-in routine that the first start offers."""


async def arrive(app: TpsessionApp, visit: Visit) -> bool:
    """Ask what has to be asked before anything else; False where a session is played on instead."""
    if not app.records.saves or app.opened_for.wishes.rehearsal:
        return True
    try:
        return await _Arrival(app, visit).ask()
    except HistoryError as error:
        app.notify(str(error), severity="error", timeout=30, markup=False)
        return True


async def ask_later(app: TpsessionApp, visit: Visit, coming: Area | None) -> None:
    """Ask how it is now, hours after a session. coming: the area whose before-rating is about to come."""
    if app.records.saves and app.preferences.switch(FOLLOW_UP):
        history = await apart(app.house.history)
        await _Asking(app, visit).walk(asks_later(history, visit.follow_up, app.house.clock.wall(), coming))


class _Asking:
    """Asks with screens what the core says is to be asked."""

    def __init__(self, app: TpsessionApp, visit: Visit) -> None:
        self._app = app
        self._visit = visit

    async def walk(self, asks: Asks) -> None:
        """Ask one after the other."""
        answer: Answered = None
        while (asked := await apart(partial(following, asks, answer))) is not None:
            answer = await self._ask(asked)

    async def _ask(self, asked: Asked) -> Answered:
        match asked:
            case OfferLeft():
                return await self._offer(asked)
            case EndLeft():
                await self._end(asked)
            case RateAgain():
                await self._rate(asked)
            case AskNote():
                return await self._note(asked.record)
            case AskLater():
                return await self._later(asked.late)
        return None

    async def _offer(self, asked: OfferLeft) -> WithLeft | None:
        name = await self._name(asked.left.record.routine)
        answer = await self._visit.ask(AskScreen(_offer_question(asked.left, name, rests=asked.rests)))
        return _WITH_LEFT.get(str(answer))

    async def _name(self, routine: str) -> str:
        """The name of a routine; its id where the library can't tell."""
        try:
            return (await apart(partial(self._app.house.library.routine, routine))).name
        except TpsessionError:
            return routine

    async def _end(self, asked: EndLeft) -> None:
        if await self._visit.keep(asked.keep) and asked.status is Status.PARTIAL:
            self._app.notify(kept_words(asked.left), markup=False)

    async def _rate(self, asked: RateAgain) -> None:
        record = asked.record
        place = record_place(record)
        sentence = f"{unrated_words(record)} {place}." if asked.missed else place
        await after_session(self._app, self._visit, Ended.again(record), sentence)

    async def _note(self, record: SessionRecord) -> bool:
        """Ask for a note; one that is put off puts off the others."""
        screen = NoteScreen(record)
        note = await self._visit.ask(screen)
        if note is not None:
            await self._visit.keep(lambda history: history.note(record.id, note))
        if screen.quits:
            self._visit.leave()
        return note is not None and not screen.quits

    async def _later(self, late: Due) -> bool:
        value = await self._visit.ask(LaterScreen(late))
        if isinstance(value, int):
            rating = Rating(RatingKind.LATER, value, self._app.house.clock.wall())
            await self._visit.rate_later(late.record.id, rating)
        elif isinstance(value, Never):
            await self._never_ask()
        return self._app.preferences.switch(FOLLOW_UP)

    async def _never_ask(self) -> None:
        await self._app.put_or_tell(FOLLOW_UP, False)
        if not self._app.preferences.switch(FOLLOW_UP):
            self._app.notify(NEVER_AGAIN, markup=False)


class _Arrival:
    """One start of the program."""

    def __init__(self, app: TpsessionApp, visit: Visit) -> None:
        self._app = app
        self._visit = visit

    async def ask(self) -> bool:
        """All of it; False where a session is resumed."""
        app, visit = self._app, self._visit
        history = await apart(app.house.history)
        arrival = Arrival(history, visit.follow_up, app.house.clock.wall())
        await _Asking(app, visit).walk(arrival.asks())
        if arrival.resumed is not None:
            visit.resume(arrival.resumed)
            return False
        await ask_later(app, visit, await self._area_to_come())
        await self._welcome()
        return True

    async def _area_to_come(self) -> Area | None:
        """The area of the routine that the program was opened for; None where nobody knows yet."""
        opened = self._app.opened_for
        if opened.routine is None or opened.wishes.area is not None:
            return opened.wishes.area
        try:
            routine = await apart(partial(self._app.house.library.routine, opened.routine))
        except TpsessionError:
            return None  # whoever plays it tells why it can't be
        return routine.area

    # The first start

    async def _welcome(self) -> None:
        """Offer to try the program out where no session was ever kept, unless a routine is to be played."""
        if self._app.opened_for.routine is not None or await self._any_session():
            return
        # Loaded only then: nearly every start does without it.
        from tpsession.tui.screens.welcome import WelcomeScreen  # noqa: PLC0415 - deferred for its cost

        if await self._visit.ask(WelcomeScreen()) != "try":
            return
        try:
            self._visit.play(await apart(partial(self._app.house.library.routine, TRY_OUT)))
        except TpsessionError as error:
            self._app.notify(str(error), severity="error", timeout=30, markup=False)

    async def _any_session(self) -> bool:
        return bool(await self._app.records.read(lambda history: history.sessions(NEWEST), []))


_WITH_LEFT = {"resume": WithLeft.RESUME, "finish": WithLeft.FINISH, "keep": WithLeft.KEEP}


def _offer_question(left: Unfinished, name: str, *, rests: bool) -> Question:
    """What can be done with a session that was left; an area that rests offers no "go on"."""
    resume = Answer("resume", "Resume it where it was", "r")
    others = (
        # After either it can't be resumed any more.
        Answer("finish", "Finish it and rate", "f", calm=True),
        Answer("keep", "Keep what was done", "k", calm=True),
    )
    title = left_words(left, {left.record.routine: name})
    return Question(title, others, (RESTS,)) if rests else Question(title, (resume, *others))
