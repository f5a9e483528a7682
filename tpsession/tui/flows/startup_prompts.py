"""Shows the screen for each start-up prompt, with the words of its answers, and saves the answer."""

from __future__ import annotations

import asyncio

from tpsession.core.dialogue.startup import (
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
    StartupAnswer,
    StartupPrompt,
)
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.errors import TpsessionError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING, PendingFollowUp
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.series import Series
from tpsession.core.history.wording import (
    describe_interrupted,
    describe_missing_rating,
    describe_record_place,
    describe_saved_unfinished,
)
from tpsession.core.safety.eligibility import RESUME_WINDOW
from tpsession.core.session.wording import FOLLOW_UPS_OFF
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.flows.stiffness import ask_stiffness
from tpsession.tui.flows.wrap_up import WrapUpFlow
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.rating.after import NoteScreen
from tpsession.tui.screens.rating.later import FollowUpOptOut, LaterScreen


class PromptScreens:
    """Shows start-up prompts as screens and saves their answers; a failed save asks whether to try again."""

    def __init__(self, context: AppContext, navigator: Navigator) -> None:
        """Show nothing yet."""
        self._context = context
        self._navigator = navigator
        self._history = context.history

    async def ask(self, prompt: StartupPrompt) -> StartupAnswer:
        """Carry out one prompt, and return the answer for the dialogue.

        For `OfferResume` that is the choice, or None for later; nothing is saved by it. For a note or a later
        rating it is whether to ask for the next one. For all else it is None. `CloseInterrupted` isn't a
        question: it saves how a session ended, and shows a message if it was saved as unfinished.

        Raises `HistoryError` if the summary after a missing rating can't be read.
        """
        match prompt:
            case OfferResume():
                return await self._offer_resume(prompt)
            case CloseInterrupted():
                await self._close_interrupted(prompt)
            case PromptMissingRating():
                await self._ask_missing_rating(prompt)
            case PromptNote():
                return await self._ask_note(prompt.record)
            case PromptFollowUp():
                return await self._ask_follow_up(prompt.follow_up)
        return None

    async def _offer_resume(self, prompt: OfferResume) -> ResumeChoice | None:
        """Ask what to do with an unfinished session; return the choice, None for "later"."""
        name = await self._name_of(prompt.session.record.routine)
        answer = await self._navigator.ask(
            AskScreen(_resume_question(prompt.session, name, rest_text=prompt.rest_text))
        )
        return _CHOICES.get(str(answer))

    async def _name_of(self, routine: str) -> str:
        """Return the name of a routine, or its id if it can't be loaded. routine: its id."""
        try:
            return (await asyncio.to_thread(self._context.services.library.load_routine, routine)).name
        except TpsessionError:
            return routine

    async def _close_interrupted(self, prompt: CloseInterrupted) -> None:
        """Save how an interrupted session ended, and say so if it is now saved as unfinished."""
        if await self._history.close_interrupted(prompt) and prompt.status is Status.PARTIAL:
            self._navigator.show_message(describe_saved_unfinished(prompt.session))

    async def _ask_missing_rating(self, prompt: PromptMissingRating) -> None:
        """Show the wrap-up for an earlier session that wasn't rated after it; the wrap-up saves the rating.

        The heading says where on the body the session was; in a reminder also that the rating is missing.
        Raises `HistoryError` if what the summary needs can't be read.
        """
        record = prompt.record
        place = describe_record_place(record)
        heading = f"{describe_missing_rating(record)} {place}." if prompt.is_reminder else place
        await WrapUpFlow(self._context, self._navigator).run(SessionOutcome.from_record(record), heading)

    async def _ask_note(self, record: SessionRecord) -> bool:
        """Ask for a note and save it, or save that there is none; return whether to ask for the next note.

        False if the person puts this note off, or quits. On quitting, a note that was typed is saved, too,
        before this method ends the program.
        """
        screen = NoteScreen(record)
        note = await self._navigator.ask(screen)
        if note is not None:
            await self._history.save_note(record.id, note)
        if screen.quits:
            self._context.leave(0)
        return note is not None and not screen.quits

    async def _ask_follow_up(self, pending: PendingFollowUp) -> bool:
        """Ask for a later rating, and for stiffness as `ask_stiffness` does, and save it.

        "Not now" saves nothing. If the person wants no follow-ups, turn these off in the settings. Returns
        whether they are still on, so that the next one may be asked for.
        """
        screen = LaterScreen(pending)
        answer = await self._navigator.ask(screen)
        if isinstance(answer, int):
            record = pending.record
            stiffness = await ask_stiffness(self._context, self._navigator, Series(record.place, record.side))
            now = self._context.services.clock.local_time()
            rating = Rating(RatingKind.LATER, answer, now, screen.flags, screen.soreness, stiffness)
            await save_later_rating(self._context, self._navigator, pending.record.id, rating)
        elif isinstance(answer, FollowUpOptOut):
            await self._turn_follow_ups_off()
        return self._context.preferences.switch(FOLLOW_UP_SETTING)

    async def _turn_follow_ups_off(self) -> None:
        """Turn follow-up ratings off in the settings; say so, or show why it failed."""
        await self._context.try_save_setting(FOLLOW_UP_SETTING, False)
        if not self._context.preferences.switch(FOLLOW_UP_SETTING):
            self._navigator.show_message(FOLLOW_UPS_OFF)


async def save_later_rating(
    context: AppContext, navigator: Navigator, session_id: str, rating: Rating
) -> None:
    """Save a later rating of a session, so that its follow-up isn't pending any more until another is due.

    If it can't be saved and the person gives up, it stays pending: the rating before a new session on its
    place and side can still answer for it.
    """
    if await context.history.save_rating(session_id, rating):
        navigator.follow_up.mark_rated(session_id)


_LATER = "later"
"""The id of the answer that leaves the session as it is."""
_CHOICES = {"resume": ResumeChoice.RESUME, "finish": ResumeChoice.FINISH, "keep": ResumeChoice.SAVE}


def _resume_question(session: InterruptedSession, name: str, *, rest_text: str) -> ChoiceQuestion:
    """Return the question what to do with an unfinished session. Escape answers "later".

    Args:
        session: The session.
        name: The name of its routine.
        rest_text: Why its area must rest today, so that resuming isn't offered; empty if it is.

    """
    resume = AnswerOption("resume", "Resume it", "r")
    others = (
        # Guarded, because after either of them the session can't be resumed.
        AnswerOption("finish", "Finish it and rate", "f", guarded=True),
        AnswerOption("keep", "Save it as unfinished", "s", guarded=True),
    )
    later = AnswerOption(_LATER, "Later", "l")
    title = describe_interrupted(session, {session.record.routine: name})
    until = session.checkpoint.at + RESUME_WINDOW
    asks_again = f"If you choose later, you are asked again when the program starts before {until:%H:%M}."
    if rest_text:
        return ChoiceQuestion(title, (*others, later), (rest_text, asks_again), back=_LATER)
    return ChoiceQuestion(title, (resume, *others, later), (asks_again,), back=_LATER)
