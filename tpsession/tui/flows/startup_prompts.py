"""Each thing that is asked when the program opens, as a screen. Loaded when there is anything to ask."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.dialogue.startup import (
    StartupAnswer,
    StartupPrompt,
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
)
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.errors import TpsessionError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING, PendingFollowUp
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.wording import describe_saved_unfinished, describe_interrupted, describe_record_place, describe_missing_rating
from tpsession.core.session.wording import FOLLOW_UPS_OFF
from tpsession.tui.flows.wrap_up import after_session
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.rating.after import NoteScreen
from tpsession.tui.screens.rating.later import FollowUpOptOut, LaterScreen
from tpsession.tui.services.services import apart

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.flows.navigator import AppNavigator


class PromptScreens:
    """Asks with screens what the core says is to be asked."""

    def __init__(self, app: TpsessionApp, visit: AppNavigator) -> None:
        """Over the program's screens."""
        self._app = app
        self._visit = visit

    async def ask(self, asked: StartupPrompt) -> StartupAnswer:
        """Ask one thing, and keep what comes of it."""
        match asked:
            case OfferResume():
                return await self._offer(asked)
            case CloseInterrupted():
                await self._end(asked)
            case PromptMissingRating():
                await self._rate(asked)
            case PromptNote():
                return await self._note(asked.record)
            case PromptFollowUp():
                return await self._later(asked.follow_up)
        return None

    async def _offer(self, asked: OfferResume) -> ResumeChoice | None:
        name = await self._name(asked.session.record.routine)
        answer = await self._visit.ask(AskScreen(_offer_question(asked.session, name, rests=asked.rest_text)))
        return _WITH_LEFT.get(str(answer))

    async def _name(self, routine: str) -> str:
        """The name of a routine; its id where the library can't tell."""
        try:
            return (await apart(partial(self._app.services.library.load_routine, routine))).name
        except TpsessionError:
            return routine

    async def _end(self, asked: CloseInterrupted) -> None:
        if await self._visit.keep(asked.save) and asked.status is Status.PARTIAL:
            self._app.notify(describe_saved_unfinished(asked.session), markup=False)

    async def _rate(self, asked: PromptMissingRating) -> None:
        record = asked.record
        place = describe_record_place(record)
        sentence = f"{describe_missing_rating(record)} {place}." if asked.is_reminder else place
        await after_session(self._app, self._visit, SessionOutcome.from_record(record), sentence)

    async def _note(self, record: SessionRecord) -> bool:
        """Ask for a note; one that is put off puts off the others."""
        screen = NoteScreen(record)
        note = await self._visit.ask(screen)
        if note is not None:
            await self._visit.keep(lambda history: history.save_note(record.id, note))
        if screen.quits:
            self._visit.leave()
        return note is not None and not screen.quits

    async def _later(self, late: PendingFollowUp) -> bool:
        value = await self._visit.ask(LaterScreen(late))
        if isinstance(value, int):
            rating = Rating(RatingKind.LATER, value, self._app.services.clock.local_time())
            await self._visit.rate_later(late.record.id, rating)
        elif isinstance(value, FollowUpOptOut):
            await self._never_ask()
        return self._app.preferences.switch(FOLLOW_UP_SETTING)

    async def _never_ask(self) -> None:
        await self._app.try_save_setting(FOLLOW_UP_SETTING, False)
        if not self._app.preferences.switch(FOLLOW_UP_SETTING):
            self._app.notify(FOLLOW_UPS_OFF, markup=False)


_WITH_LEFT = {"resume": ResumeChoice.RESUME, "finish": ResumeChoice.FINISH, "keep": ResumeChoice.SAVE}


def _offer_question(left: InterruptedSession, name: str, *, rests: str) -> ChoiceQuestion:
    """What can be done with a session that was left; an area that rests offers no "go on"."""
    resume = AnswerOption("resume", "Resume it where it was", "r")
    others = (
        # After either it can't be resumed any more.
        AnswerOption("finish", "Finish it and rate", "f", calm=True),
        AnswerOption("keep", "Keep what was done", "k", calm=True),
    )
    title = describe_interrupted(left, {left.record.routine: name})
    return ChoiceQuestion(title, others, (rests,)) if rests else ChoiceQuestion(title, (resume, *others))
