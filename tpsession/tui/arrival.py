"""What is asked when the program opens: sessions that were left, ratings and notes that are missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tpsession.core.area import Area
from tpsession.core.before import left_over, record_place, since_yesterday, unrated
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.follow_up import LOOK_BACK, Due, due, with_left
from tpsession.core.ports import History, Unfinished
from tpsession.core.rating import Rating, RatingKind
from tpsession.core.record import HistoryQuery, SessionRecord, Status
from tpsession.core.record_wording import kept_words, left_words, unrated_words
from tpsession.core.safety import RESTS, rest_reason
from tpsession.core.session_wording import NEVER_AGAIN
from tpsession.tui.after_flow import rate_after, sum_up
from tpsession.tui.house import apart
from tpsession.tui.screens.after import NoteScreen, Summary
from tpsession.tui.screens.ask import Answer, AskScreen, Question
from tpsession.tui.screens.later import LaterScreen, Never

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.visit import Visit

T = TypeVar("T")

FOLLOW_UP = "follow_up.ask"
NEWEST = HistoryQuery(limit=1)
TRY_OUT = "try-out"
"""Id of the built-in routine that the first start offers."""


async def waiting(app: TpsessionApp) -> list[Due]:
    """The sessions that wait for a later rating, newest first. Raises `HistoryError`."""
    if not app.records.saves:
        return []
    now = app.house.clock.wall()
    query = HistoryQuery(since=(now - LOOK_BACK).date())
    recent = await app.records.read(lambda history: history.sessions(query), list[SessionRecord]())
    return due(recent, now)


async def arrive(app: TpsessionApp, visit: Visit) -> bool:
    """Ask what has to be asked before anything else; False where a session is played on instead."""
    if not app.records.saves or app.opened_for.wishes.rehearsal:
        return True
    try:
        return await _Arrival(app, visit).ask()
    except HistoryError as error:
        app.notify(str(error), severity="error", timeout=30, markup=False)
        return True


class _Arrival:
    """One start of the program."""

    def __init__(self, app: TpsessionApp, visit: Visit) -> None:
        self._app = app
        self._visit = visit
        self._now = app.house.clock.wall()
        self._left: list[Due] = []
        """Sessions that were left too long ago: today's number says how they went on."""

    async def ask(self) -> bool:
        """All of it, in the order of the days; False where a session is resumed."""
        for left in left_over(await self._read(lambda history: history.unfinished(), []), self._now):
            if not left.resumable:
                await self._keep(left.unfinished)
                self._left.append(Due(left.unfinished.record, left.ago))
            elif await self._offer(left.unfinished):
                return False
        await self._ask_rating()
        await self._ask_notes()
        await self._ask_later()
        await self._welcome()
        return True

    async def _read(self, work: Callable[[History], T], missing: T) -> T:
        return await self._app.records.read(work, missing)

    async def _sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        return await self._read(lambda history: history.sessions(query), [])

    # Sessions that were left

    async def _offer(self, left: Unfinished) -> bool:
        """Offer a session that can be resumed; whether it is."""
        today = self._now.date()
        recent = await self._sessions(since_yesterday(today))
        rests = rest_reason(recent, left.record.area, today) is not None
        name = await self._name(left.record.routine)
        match await self._visit.ask(AskScreen(_offer_question(left, name, rests=rests))):
            case "resume":
                self._visit.resume(left)
                return True
            case "finish":
                await self._keep(left)
                record = left.record
                await self._rate(record, Status.PARTIAL, record_place(record))
            case "keep":
                await self._keep(left)
        return False

    async def _name(self, routine: str) -> str:
        """The name of a routine; its id where the library can't tell."""
        try:
            return (await apart(partial(self._app.house.library.routine, routine))).name
        except TpsessionError:
            return routine

    async def _keep(self, left: Unfinished) -> None:
        """Keep a session that was left as it is."""
        if await self._visit.keep(
            lambda history: history.end(left.record.id, Status.PARTIAL, None, left.progress)
        ):
            self._app.notify(kept_words(left), markup=False)

    # What is missing

    async def _ask_rating(self) -> None:
        """Ask for the rating after that the last session lacks because the program ended too early."""
        record = unrated(await self._sessions(NEWEST), self._now)
        if record is not None:
            await self._rate(record, record.status, f"{unrated_words(record)} {record_place(record)}.")

    async def _rate(self, record: SessionRecord, status: Status, sentence: str) -> None:
        """Ask for the rating after a session, and show how it went."""
        after = await rate_after(self._app, self._visit, record.id, sentence)
        if after is not None:
            summary = Summary(record.before, after, record.active_s, status, record.stop_reason)
            await sum_up(self._visit, record.id, summary)

    async def _ask_notes(self) -> None:
        """Ask for the notes that were put off, until one is put off again."""
        for record in await self._read(lambda history: history.notes_wanted(), list[SessionRecord]()):
            screen = NoteScreen(record)
            note = await self._visit.ask(screen)
            if note is not None:
                await self._note(record.id, note)
            if screen.quits:
                self._visit.leave()
            if note is None or screen.quits:
                return

    async def _note(self, session_id: str, note: str) -> None:
        await self._visit.keep(lambda history: history.note(session_id, note))

    async def _ask_later(self) -> None:
        """Ask how it is now, hours after a session."""
        due_now = await waiting(self._app)
        coming = await self._area_to_come()
        # The rating before the session that is about to come answers for those of its area.
        answered = [late.record.id for late in due_now if coming and late.record.area == coming.id]
        for each in with_left(due_now, self._left):
            if each.record.id in answered or not self._app.preferences.switch(FOLLOW_UP):
                continue
            value = await self._visit.ask(LaterScreen(each))
            if isinstance(value, int):
                await self._rate_later(each.record.id, value)
            elif isinstance(value, Never):
                await self._never_ask()

    async def _rate_later(self, session_id: str, value: int) -> None:
        rating = Rating(RatingKind.LATER, value, self._app.house.clock.wall())
        await self._visit.keep(lambda history: history.rate(session_id, rating))

    async def _never_ask(self) -> None:
        await self._app.put_or_tell(FOLLOW_UP, False)
        if not self._app.preferences.switch(FOLLOW_UP):
            self._app.notify(NEVER_AGAIN, markup=False)

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
        if self._app.opened_for.routine is not None or await self._sessions(NEWEST):
            return
        # Loaded only then: nearly every start does without it.
        from tpsession.tui.screens.welcome import WelcomeScreen  # noqa: PLC0415 - deferred for its cost

        if await self._visit.ask(WelcomeScreen()) != "try":
            return
        try:
            self._visit.play(await apart(partial(self._app.house.library.routine, TRY_OUT)))
        except TpsessionError as error:
            self._app.notify(str(error), severity="error", timeout=30, markup=False)


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
