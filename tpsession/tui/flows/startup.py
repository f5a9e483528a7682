"""The flow at start-up: interrupted sessions, missing ratings, notes, later ratings, the welcome.

Most starts need none of them, so their screens are imported only when they are needed.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.place import place_of_area
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import StartupAnswer, StartupDialogue, StartupPrompts, prompt_follow_ups
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING
from tpsession.core.text.formatting import CAUSE_UNKNOWN

if TYPE_CHECKING:
    from tpsession.core.history.repository import InterruptedSession
    from tpsession.tui.context import AppContext, Navigator

WEEK_S = 20.0
"""Seconds for which the summary of a week is shown."""


class StartupFlow:
    """Shows what is due when the program starts: questions on earlier sessions, the welcome, last week."""

    def __init__(self, context: AppContext, navigator: Navigator) -> None:
        self._context = context
        self._navigator = navigator

    async def run(self) -> InterruptedSession | None:
        """Show the start-up prompts that are due; return the session that the person wants to resume, if any.

        Nothing is shown if this run saves nothing, or if a rehearsal was asked for on the command line. An
        error of the history is shown and ends the prompts.
        """
        if not _may_ask(self._context):
            return None
        try:
            return await self._run_prompts()
        except HistoryError as error:
            self._navigator.show_error(error)
            return None

    async def _run_prompts(self) -> InterruptedSession | None:
        """Ask about unfinished sessions, a missing rating, notes and later ratings, as far as these are due.

        Then show the welcome or, without it, last week's summary. Later ratings at the place that is about to
        be rated for the command line aren't asked for. If the person wants to resume a session, return that
        at once, and show none of what would come after; otherwise return None. Raises `HistoryError`.
        """
        context, navigator = self._context, self._navigator
        history = await context.history.open()
        prompts = StartupPrompts(history, navigator.follow_up, context.services.clock.local_time())
        await _show_prompts(context, navigator, prompts.prompts())
        if prompts.resumed is not None:
            return prompts.resumed
        place = context.launch.session.place
        if place is None and (area := await self._area_about_to_be_rated()) is not None:
            place = place_of_area(area)
        await ask_follow_ups(context, navigator, place)
        if not await self._welcome():
            await self._show_week()
        return None

    async def _show_week(self) -> None:
        """Show last week's summary on the list of routines for `WEEK_S`, and save that it was shown.

        Does nothing if it was shown this week, if last week has no session for it, or if the command line
        named a routine. Raises `HistoryError`.
        """
        context = self._context
        if context.launch.routine is not None:
            return
        now = context.services.clock.local_time()
        asks_follow_ups = context.preferences.switch(FOLLOW_UP_SETTING)
        lines = await context.history.load_first_summary(now, asks_follow_ups=asks_follow_ups)
        if lines:
            context.add_home_notice("\n".join((*lines, CAUSE_UNKNOWN)), WEEK_S)
            await context.history.save_summary_shown(now.date())

    async def _area_about_to_be_rated(self) -> Area | None:
        """Return the area of the session that the command line asks for, by an option or by its routine.

        None if it asks for no session, if the area is to be chosen later, or if the routine can't be loaded.
        """
        launch = self._context.launch
        if launch.routine is None or launch.session.area is not None:
            return launch.session.area
        try:
            routine = await asyncio.to_thread(self._context.services.library.load_routine, launch.routine)
        except TpsessionError:
            return None  # The navigator shows the error when it loads the routine.
        return routine.area

    # The first start

    async def _welcome(self) -> bool:
        """Welcome a new person, and have what they choose there start after the prompts.

        Returns whether the welcome was shown. It isn't if the command line named a routine or the program was
        used before. That it was seen is saved; if the person quits here, before the program ends. Raises
        `HistoryError` if the history can't be read.
        """
        context = self._context
        if context.launch.routine is not None or await context.history.has_used_program():
            return False
        from tpsession.tui.screens.home.welcome import TRY, WHERE, WelcomeScreen  # noqa: PLC0415 - 3 ms, once

        screen = WelcomeScreen()
        answer = await self._navigator.ask(screen)
        if screen.quits:
            # No screen is left to show an error. The program prints it when it has ended.
            context.history.error = await self._save_welcomed()
            context.leave(0)
            return True
        # Saved in the background: the person needn't wait for the disk.
        self._navigator.run_in_background(self._save_welcomed_or_show_error)
        if answer == TRY:
            await self._play_trial()
        elif answer == WHERE:
            self._navigator.ask_where_it_hurts()
        return True

    async def _save_welcomed(self) -> HistoryError | None:
        """Save that the welcome was seen; return the error, or None if it was saved."""
        try:
            await self._context.history.save_welcome_seen(self._context.services.clock.local_time())
        except HistoryError as error:
            return error
        return None

    async def _save_welcomed_or_show_error(self) -> None:
        """Save that the welcome was seen, or show why that failed."""
        error = await self._save_welcomed()
        if error is not None:
            self._navigator.show_error(error)

    async def _play_trial(self) -> None:
        """Have the short trial start after the prompts, or show why its routine can't be loaded."""
        try:
            from tpsession.core.safety.questions import TRY_OUT  # noqa: PLC0415 - 7 ms, only after the welcome

            routine = await asyncio.to_thread(self._context.services.library.load_routine, TRY_OUT)
        except TpsessionError as error:
            self._navigator.show_error(error)
        else:
            self._navigator.play(routine)


async def ask_follow_ups(context: AppContext, navigator: Navigator, next_place: str | None) -> None:
    """Ask for the later ratings that are due and save them, unless the settings turn them off.

    Nothing is asked if nothing is saved, or if the command line asked for a rehearsal. Each is asked for at
    most once in a run of the program. Raises `HistoryError`.

    next_place: the id of the place about to be rated before a session. Its sessions are left out, because
    that rating may answer for them. None asks about all places.
    """
    if _may_ask(context) and context.preferences.switch(FOLLOW_UP_SETTING):
        history = await context.history.open()
        now = context.services.clock.local_time()
        prompts = prompt_follow_ups(history, navigator.follow_up, now, next_place)
        await _show_prompts(context, navigator, prompts)


def _may_ask(context: AppContext) -> bool:
    """Return whether prompts are shown: only if sessions are saved, and not for a rehearsal."""
    return context.history.saves and not context.launch.session.is_rehearsal


async def _show_prompts(context: AppContext, navigator: Navigator, prompts: StartupDialogue) -> None:
    """Show the prompts of a dialogue one after the other, and pass each answer back to the dialogue.

    What the person answers is saved at once. Raises `HistoryError`.
    """
    answer: StartupAnswer = None
    while (prompt := await asyncio.to_thread(partial(next_prompt, prompts, answer))) is not None:
        from tpsession.tui.flows.startup_prompts import PromptScreens  # noqa: PLC0415 - 1 MB and 24 ms, needed at few starts

        answer = await PromptScreens(context, navigator).ask(prompt)
