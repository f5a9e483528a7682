"""What is asked when the program opens: nearly always nothing, so that the screens for it are loaded late."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import Area
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import NEWEST_SESSION, StartupAnswer, StartupDialogue, StartupPrompts, prompt_follow_ups
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING
from tpsession.tui.base.workers import start
from tpsession.tui.services.services import apart

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.flows.navigator import AppNavigator

TRY_OUT = "try-out"
"""Id of the built-in routine that the first start offers."""


async def arrive(app: TpsessionApp, visit: AppNavigator) -> bool:
    """Ask what has to be asked before anything else; False where a session is played on instead."""
    if not _asks(app):
        return True
    try:
        return await _Arrival(app, visit).ask()
    except HistoryError as error:
        app.notify(str(error), severity="error", timeout=30, markup=False)
        return True


def _asks(app: TpsessionApp) -> bool:
    """Whether anything is asked: not where nothing is kept, and not around a rehearsal."""
    return app.history.saves and not app.launch.wishes.is_rehearsal


async def ask_later(app: TpsessionApp, visit: AppNavigator, coming: Area | None) -> None:
    """Ask how it is now, hours after a session. coming: the area whose before-rating is about to come."""
    if _asks(app) and app.preferences.switch(FOLLOW_UP_SETTING):
        history = await apart(app.services.history)
        await _walk(app, visit, prompt_follow_ups(history, visit.follow_up, app.services.clock.local_time(), coming))


async def _walk(app: TpsessionApp, visit: AppNavigator, asks: StartupDialogue) -> None:
    """Ask one after the other."""
    answer: StartupAnswer = None
    while (asked := await apart(partial(next_prompt, asks, answer))) is not None:
        from tpsession.tui.flows.startup_prompts import PromptScreens  # noqa: PLC0415 - 1 MB and 24 ms, and few starts ask

        answer = await PromptScreens(app, visit).ask(asked)


class _Arrival:
    """One start of the program."""

    def __init__(self, app: TpsessionApp, visit: AppNavigator) -> None:
        self._app = app
        self._visit = visit

    async def ask(self) -> bool:
        """All of it; False where a session is resumed."""
        app, visit = self._app, self._visit
        history = await apart(app.services.history)
        arrival = StartupPrompts(history, visit.follow_up, app.services.clock.local_time())
        await _walk(app, visit, arrival.prompts())
        if arrival.resumed is not None:
            visit.resume(arrival.resumed)
            return False
        await ask_later(app, visit, await self._area_to_come())
        await self._welcome()
        return True

    async def _area_to_come(self) -> Area | None:
        """The area of the routine that the program was opened for; None where nobody knows yet."""
        opened = self._app.launch
        if opened.routine is None or opened.wishes.area is not None:
            return opened.wishes.area
        try:
            routine = await apart(partial(self._app.services.library.load_routine, opened.routine))
        except TpsessionError:
            return None  # whoever plays it tells why it can't be
        return routine.area

    # The first start

    async def _welcome(self) -> None:
        """Offer to try the program out, once, where no session was ever kept.

        Not where a routine is to be played.
        """
        if self._app.launch.routine is not None or await self._is_known():
            return
        from tpsession.tui.screens.home.welcome import TRY, WelcomeScreen  # noqa: PLC0415 - 3 ms, once for all

        screen = WelcomeScreen()
        answer = await self._visit.ask(screen)
        if screen.quits:
            # No screen could tell it any more: it is told when the program has ended.
            self._app.history.failed = await self._keep_welcomed()
            self._visit.leave()
            return
        # The program's own, beside all else: nothing waits for the disk.
        start(self._app, self._keep_and_tell, name="welcomed", group="welcomed")
        if answer == TRY:
            await self._try_out()

    async def _keep_welcomed(self) -> HistoryError | None:
        """Keep that the welcome was seen; why that failed, or None."""
        now = self._app.services.clock.local_time()
        try:
            await self._app.history.write(lambda history: history.mark_welcome_seen(now))
        except HistoryError as error:
            return error
        return None

    async def _keep_and_tell(self) -> None:
        error = await self._keep_welcomed()
        if error is not None:
            self._app.notify(str(error), severity="error", timeout=30, markup=False)

    async def _try_out(self) -> None:
        try:
            self._visit.play(await apart(partial(self._app.services.library.load_routine, TRY_OUT)))
        except TpsessionError as error:
            self._app.notify(str(error), severity="error", timeout=30, markup=False)

    async def _is_known(self) -> bool:
        """Whether the program is known already: a session was kept, or the welcome was seen."""
        return await self._app.history.read(
            lambda history: history.has_seen_welcome() or bool(history.find_sessions(NEWEST_SESSION)), False
        )
