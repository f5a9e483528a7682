"""What is asked when the program opens. Nearly always nothing, so the screens for it are loaded late."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import Area
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import StartupAnswer, StartupDialogue, StartupPrompts, prompt_follow_ups
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING

if TYPE_CHECKING:
    from tpsession.core.history.repository import InterruptedSession
    from tpsession.tui.context import AppContext, Navigator

TRY_OUT = "try-out"
"""Id of the built-in routine that the first start offers."""


class StartupFlow:
    """Asks about unfinished sessions, missing ratings, notes and later ratings; welcomes a new person."""

    def __init__(self, context: AppContext, navigator: Navigator) -> None:
        self._context = context
        self._navigator = navigator

    async def run(self) -> InterruptedSession | None:
        """Ask everything that is due. Returns the session that the person wants to resume, or None."""
        if not _is_asking(self._context):
            return None
        try:
            return await self._ask_all()
        except HistoryError as error:
            self._navigator.show_error(error)
            return None

    async def _ask_all(self) -> InterruptedSession | None:
        context, navigator = self._context, self._navigator
        history = await context.history.open()
        prompts = StartupPrompts(history, navigator.follow_up, context.services.clock.local_time())
        await _ask(context, navigator, prompts.prompts())
        if prompts.resumed is not None:
            return prompts.resumed
        await ask_follow_ups(context, navigator, await self._area_to_be_rated())
        await self._welcome()
        return None

    async def _area_to_be_rated(self) -> Area | None:
        """The area of the routine that the command line named; None where it isn't known yet."""
        launch = self._context.launch
        if launch.routine is None or launch.session.area is not None:
            return launch.session.area
        try:
            routine = await asyncio.to_thread(self._context.services.library.load_routine, launch.routine)
        except TpsessionError:
            return None  # shown when the routine is about to be played
        return routine.area

    # The first start

    async def _welcome(self) -> None:
        """Offer to try the program out, once; not where the command line named a routine."""
        context = self._context
        if context.launch.routine is not None or await context.history.has_used_program():
            return
        from tpsession.tui.screens.home.welcome import TRY, WelcomeScreen  # noqa: PLC0415 - 3 ms, at one start only

        screen = WelcomeScreen()
        answer = await self._navigator.ask(screen)
        if screen.quits:
            # No screen is left to show an error: it is printed when the program has ended.
            context.history.error = await self._save_welcomed()
            context.leave(0)
            return
        # Nothing waits for the disk.
        self._navigator.run_in_background(self._save_and_show_error)
        if answer == TRY:
            await self._try_out()

    async def _save_welcomed(self) -> HistoryError | None:
        """Save that the welcome was seen; returns why that failed, or None."""
        try:
            await self._context.history.save_welcome_seen(self._context.services.clock.local_time())
        except HistoryError as error:
            return error
        return None

    async def _save_and_show_error(self) -> None:
        error = await self._save_welcomed()
        if error is not None:
            self._navigator.show_error(error)

    async def _try_out(self) -> None:
        try:
            routine = await asyncio.to_thread(self._context.services.library.load_routine, TRY_OUT)
        except TpsessionError as error:
            self._navigator.show_error(error)
        else:
            self._navigator.play(routine)


async def ask_follow_ups(context: AppContext, navigator: Navigator, area: Area | None) -> None:
    """Ask for the later ratings that are due.

    area: the one that is about to be rated before a session: that rating answers for its sessions.
    """
    if _is_asking(context) and context.preferences.switch(FOLLOW_UP_SETTING):
        history = await context.history.open()
        now = context.services.clock.local_time()
        await _ask(context, navigator, prompt_follow_ups(history, navigator.follow_up, now, area))


def _is_asking(context: AppContext) -> bool:
    """Whether anything is asked: not where nothing is saved, and not around a rehearsal."""
    return context.history.saves and not context.launch.session.is_rehearsal


async def _ask(context: AppContext, navigator: Navigator, prompts: StartupDialogue) -> None:
    """Ask one prompt after the other."""
    answer: StartupAnswer = None
    while (prompt := await asyncio.to_thread(partial(next_prompt, prompts, answer))) is not None:
        from tpsession.tui.flows.startup_prompts import PromptScreens  # noqa: PLC0415 - 1 MB and 24 ms, at few starts

        answer = await PromptScreens(context, navigator).ask(prompt)
