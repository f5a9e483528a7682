"""The way through the program: what was left, getting ready, the session, and what follows it.

Screens are loaded when they are first shown: the list of routines must be there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.ratings import Rating
from tpsession.tui.base.workers import start
from tpsession.tui.services.services import apart

if TYPE_CHECKING:
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.history.repository import History, InterruptedSession
    from tpsession.tui.app import TpsessionApp

T = TypeVar("T")
Flow = Callable[[], Coroutine[Any, Any, None]]
"""Shows screens, one after the other."""

NO_HISTORY_EXIT = 4
REHEARSAL_SPEED = 10.0
"""Times the speed at which a routine is rehearsed from the list."""


class AppNavigator:
    """One run of the program."""

    def __init__(self, app: TpsessionApp) -> None:
        """Over the program's screens."""
        self._app = app
        self._under_way = False
        self._arriving = False
        self._next: Flow | None = None
        """What is to be gone once the program has asked what it has to ask first."""

    @cached_property
    def follow_up(self) -> FollowUpTracker:
        """The later ratings that wait in this run."""
        # 1 ms that the first paint needn't wait for.
        from tpsession.core.history.follow_up import FollowUpTracker  # noqa: PLC0415

        return FollowUpTracker()

    def open(self) -> None:
        """Ask what has to be asked before anything else; returns at once."""
        self._arriving = True
        start(self._app, self._open, name="arrive", group="visit")

    def play(self, routine: Routine, *, rehearse: bool = False, wishes: SessionOptions | None = None) -> None:
        """Get ready for a routine and play it; returns at once. wishes: what the command line said."""
        from tpsession.tui.flows.session import SessionFlow  # noqa: PLC0415 - 50 ms, when one is played

        said = wishes or SessionOptions()
        if rehearse and not said.is_rehearsal:
            said = said._replace(speed=REHEARSAL_SPEED)
        flow = SessionFlow(self._app, self, said)
        self._begin(partial(flow.play, routine))

    def resume(self, left: InterruptedSession) -> None:
        """Play a session on that was left unfinished; returns at once."""
        from tpsession.tui.flows.session import SessionFlow  # noqa: PLC0415 - 50 ms, when one is played

        flow = SessionFlow(self._app, self, SessionOptions())
        self._begin(partial(flow.resume, left))

    def _begin(self, way: Flow) -> None:
        """Go one way through the screens; while one is gone, another doesn't begin.

        What is chosen while the program still asks is done afterwards; of several the last one.
        """
        if self._arriving:
            self._next = way
        elif not self._under_way:
            self._under_way = True
            start(self._app, partial(self._go, way), name="way", group="visit")

    async def _go(self, way: Flow) -> None:
        from tpsession.tui.screens.dialogs.loading import LoadingScreen  # noqa: PLC0415 - with the first of them

        between = LoadingScreen()
        await self._app.push_screen(between)
        try:
            await way()
        finally:
            self._under_way = False
        between.way_is_over()

    # For the ways through

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a screen and wait for its result; None is "back"."""
        return await self._app.push_screen_wait(screen)

    async def keep(self, write: Callable[[History], None]) -> bool:
        """Keep something; where that fails the person can mend the cause and try again."""
        while True:
            try:
                await self._app.history.write(write)
            except HistoryError as error:
                if not await self.try_again(error):
                    return False
            else:
                return True

    async def rate_later(self, session_id: str, rating: Rating) -> None:
        """Keep a later rating."""
        if await self.keep(lambda history: history.save_rating(session_id, rating)):
            self.follow_up.mark_rated(session_id)

    async def try_again(self, error: HistoryError) -> bool:
        """Tell that something couldn't be kept, and ask whether to try once more; else it is given up."""
        from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion  # noqa: PLC0415 - 3 ms, on trouble

        asked = ChoiceQuestion(
            "This couldn't be kept.",
            (AnswerOption("again", "Try again", "t"), AnswerOption("leave", "Leave it", "l")),
            (error.message, error.advice) if error.advice else (error.message,),
        )
        again = await self.ask(AskScreen(asked)) == "again"
        if not again:
            self._app.history.failed = error
        return again

    def leave(self) -> None:
        """Leave the program."""
        self._app.leave(0)

    # At the start

    async def _open(self) -> None:
        try:
            await self._arrive()
        finally:
            self._arriving = False
        if self._next is not None:
            self._begin(self._next)

    async def _arrive(self) -> None:
        """What has to be asked before anything else, or the routine of the command line."""
        from tpsession.tui.flows.startup import arrive  # noqa: PLC0415 - 4 ms, after the first paint

        if not await self._open_history():
            return
        if not await arrive(self._app, self):
            return
        name = self._app.launch.routine
        if name is not None:
            try:
                routine = await apart(partial(self._app.services.library.load_routine, name))
            except TpsessionError as error:
                self._app.notify(str(error), severity="error", timeout=30, markup=False)
                return
            self.play(routine, wishes=self._app.launch.wishes)

    async def _open_history(self) -> bool:
        """Wait for the history; where it can't be opened, whether to go on without it."""
        from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion  # noqa: PLC0415 - 3 ms, on trouble

        try:
            await self._app.history.open()
        except HistoryError as error:
            asked = ChoiceQuestion(
                "The history can't be used.",
                (
                    AnswerOption("quit", "Quit and mend it", "q"),
                    AnswerOption("without", "Go on; nothing is kept this time", "g"),
                ),
                (error.message, error.advice) if error.advice else (error.message,),
            )
            if await self.ask(AskScreen(asked)) != "without":
                self._app.leave(NO_HISTORY_EXIT)
                return False
            self._app.history.do_without()
        return True
