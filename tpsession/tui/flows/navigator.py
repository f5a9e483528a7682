"""Decides which screens come next: an error of the history, the start-up prompts, then one flow at a time.

A flow is a sequence of screens, such as those of one session. Modules of screens are imported when they are
first needed, so that the list of routines appears at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.screen import Screen
from textual.worker import Worker

from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, OpeningChoice, TpsessionError
from tpsession.tui import flows
from tpsession.tui.screens import dialogs

if TYPE_CHECKING:
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.history.repository import InterruptedSession
    from tpsession.core.task_progress import TaskProgress
    from tpsession.tui.context import AppContext
    from tpsession.tui.screens.dialogs.task import TaskScreen

T = TypeVar("T")
Flow = Callable[[], Coroutine[None, None, None]]
"""Shows a sequence of screens and returns after the last."""

NO_HISTORY_EXIT = 4
"""Exit code if the person quits because the history can't be opened."""
REHEARSAL_SPEED = 10.0
"""How many times as fast as a session a rehearsal from the list is."""
TASK_DELAY_S = 0.5
"""Seconds of a task, such as opening the history, after which the person sees how far it is."""
NOTICE_S = 30.0
"""Seconds for which an error is shown."""


class AppNavigator:
    """Shows the start-up prompts, then the screens of one flow at a time: the program's `Navigator`."""

    def __init__(self, app: App[Any], context: AppContext) -> None:
        """Make a navigator that runs no flow yet. app: shows the screens and runs the workers."""
        self._app = app
        self._context = context
        self._is_flow_running = False
        self._is_starting = False
        self._next: Flow | None = None
        """Flow to start after the start-up prompts."""

    @cached_property
    def follow_up(self) -> FollowUpTracker:
        """Finds the sessions that need a later rating, and knows which of them this run has asked about."""
        from tpsession.core.history.follow_up import FollowUpTracker  # noqa: PLC0415 - 1 ms, not for the first paint

        return FollowUpTracker()

    def start(self) -> None:
        """Have the history opened, the start-up prompts shown, and then a flow, if any; returns at once."""
        self._is_starting = True
        _: Worker[None] = self._app.run_worker(self._run_startup, name="startup", group="flow")

    def play(
        self, routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None
    ) -> None:
        """Start the flow of one session, unless another flow is running; returns at once.

        During the start-up prompts, the flow is put off until they are over; only the one that was asked for
        last then starts.

        Args:
            routine: What to play.
            rehearse: Whether to play it at `REHEARSAL_SPEED` and to save nothing.
            options: How to play it; None for the default. If they are for a rehearsal, it is one at their own
                speed.

        """
        options = options or SessionOptions()
        if rehearse and not options.is_rehearsal:
            options = options._replace(speed=REHEARSAL_SPEED)
        flow = flows.SessionFlow(self._context, self, options)
        self._start_flow(partial(flow.play, routine))

    def ask_where_it_hurts(self) -> None:
        """Start the flow from where it hurts to a session, unless another flow is running; returns at once.

        During the start-up prompts it is put off, as `play` says.
        """
        self._start_flow(flows.WhereFlow(self._context, self).run)

    def _resume(self, session: InterruptedSession) -> None:
        """Let a session that an earlier run left unfinished be resumed once the start-up prompts are over."""
        flow = flows.SessionFlow(self._context, self, SessionOptions())
        self._start_flow(partial(flow.resume, session))

    def _start_flow(self, flow: Flow) -> None:
        """Start a flow; while another one is running, do nothing.

        During the start-up prompts, the flow is put off until they are over, in place of one that was put off
        before.
        """
        if self._is_starting:
            self._next = flow
        elif not self._is_flow_running:
            self._is_flow_running = True
            _: Worker[None] = self._app.run_worker(partial(self._run_flow, flow), name="flow", group="flow")

    async def _run_flow(self, flow: Flow) -> None:
        """Run a flow on top of a loading screen, which covers the list between two screens of the flow.

        When the flow is over, another one may start, and the loading screen closes once it is in front.
        """
        loading = dialogs.LoadingScreen()
        await self._app.push_screen(loading)
        try:
            await flow()
        finally:
            self._is_flow_running = False
        loading.close_when_in_front()

    # Called by the flows

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a screen and wait for its result; None if the person left it without one."""
        return await self._app.push_screen_wait(screen)

    async def ask_retry(self, error: HistoryError) -> bool:
        """Show why something couldn't be saved, and return whether the person wants to try again."""
        question = dialogs.ChoiceQuestion(
            "This couldn't be saved.",
            (
                dialogs.AnswerOption("again", "Try again", "t"),
                dialogs.AnswerOption("leave", "Don't save it", "d"),
            ),
            (error.message, error.advice) if error.advice else (error.message,),
        )
        return await self.ask(dialogs.AskScreen(question)) == "again"

    async def wait_for_undo(self, undoing: Coroutine[None, None, T], progress: TaskProgress) -> T:
        """Wait until a change is undone, and return the result; if it takes long, show how far it is.

        There the person can ask for a stop; what follows is up to `undoing`, whose errors are passed on.
        Leaving the program asks for it, too.

        progress: what `undoing` reports to, and what tells it to stop.
        """
        return await self._wait_for(undoing, dialogs.UndoingScreen(progress), is_shown=False)

    async def _wait_for(self, task: Coroutine[None, None, T], screen: TaskScreen, *, is_shown: bool) -> T:
        """Wait for a task and return its result; if it takes long, show the screen, which can stop it.

        Raises what the task raises. Leaving the program stops it.

        Args:
            task: Reports to the progress of the screen how far it is.
            screen: What shows that; it closes when the task has ended.
            is_shown: Whether to show the screen at once, however short the task is. If not, it comes after
                `TASK_DELAY_S` at the earliest, and only once the task says how far it is.

        """
        progress = screen.progress
        running = asyncio.ensure_future(task)
        try:
            if not is_shown:
                await asyncio.wait((running,), timeout=TASK_DELAY_S)
            while not (is_shown or running.done() or progress.text):
                # It waits for the disk or another program. What is on the screen can be read meanwhile.
                await asyncio.wait((running,), timeout=TASK_DELAY_S)
            if is_shown or not running.done():
                await self._app.push_screen(screen)
                await asyncio.wait((running,))
                screen.close_when_in_front()
            return await running
        finally:
            # Leaving the program ends this worker, not the thread that does the task.
            if not running.done():
                progress.stop()
                running.cancel()

    def run_in_background(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Start work in the background; returns at once. The work goes on when the current screen closes."""
        _: Worker[None] = self._app.run_worker(work, name="background", group="background")

    def show_error(self, error: Exception) -> None:
        """Show an error with its advice as a notification, for `NOTICE_S`."""
        self._app.notify(str(error), severity="error", timeout=NOTICE_S, markup=False)

    def show_message(self, text: str) -> None:
        """Show a sentence as a notification."""
        self._app.notify(text, markup=False)

    # Start-up

    async def _run_startup(self) -> None:
        """Open the history, run the start-up prompts, and then start the flow that was put off, if any."""
        try:
            await self._ask_prompts_and_choose_flow()
        finally:
            self._is_starting = False
        if self._next is not None:
            self._start_flow(self._next)

    async def _ask_prompts_and_choose_flow(self) -> None:
        """Open the history, show the start-up prompts, then choose the flow that `_run_startup` starts.

        That is the one of the session to resume, or else of the command line's routine; if this can't be
        loaded, the error is shown. Either takes the place of a flow that the person has asked for during the
        prompts, such as the trial; without either, that one stays chosen. Nothing more happens after the
        person quits because the history can't be opened.
        """
        if not await self._open_history():
            return
        resumed = await flows.StartupFlow(self._context, self).run()
        if resumed is not None:
            self._resume(resumed)
            return
        name = self._context.launch.routine
        if name is not None:
            try:
                routine = await asyncio.to_thread(self._context.services.library.load_routine, name)
            except TpsessionError as error:
                self.show_error(error)
                return
            self.play(routine, options=self._context.launch.session)

    async def _open_history(self) -> bool:
        """Wait for the history; while it can't be opened, ask what to do, and try again if the person wants.

        True once it is open, or if they continue without it, so that nothing is read or saved in this run.
        False if they quit; the program then ends with `NO_HISTORY_EXIT`.
        """
        choices: tuple[OpeningChoice, ...] = ()
        chosen: OpeningChoice | None = None
        while True:
            try:
                await self._wait_for_history(is_again=chosen is not None)
            except HistoryError as error:
                if not error.keeps_choices:
                    choices = error.choices
                answer = await self.ask(dialogs.AskScreen(opening_question(error, choices)))
            else:
                if chosen is not None and chosen.backup:
                    from tpsession.core.dialogue.rescue import RESTORED  # noqa: PLC0415 - only after damage

                    self.show_message(RESTORED)
                return True
            if answer is not None and answer.isdigit():
                chosen = choices[int(answer)]
                self._context.services.open_again(chosen.backup)
            elif answer == "without":
                self._context.history.turn_off()
                return True
            else:
                self._context.leave(NO_HISTORY_EXIT)
                return False

    async def _wait_for_history(self, *, is_again: bool) -> None:
        """Wait until the history is open; if a recovery or an update of it takes long, show how far that is.

        Raises `HistoryError`.

        is_again: whether an earlier try has failed. Then the screen is shown at once, even for a short wait:
        when it closes, the list of routines behind it reads everything again, instead of showing the error
        from before.
        """
        screen = dialogs.TaskScreen(self._context.services.opening)
        await self._wait_for(self._context.history.open(), screen, is_shown=is_again)


def opening_question(error: HistoryError, choices: Sequence[OpeningChoice]) -> dialogs.ChoiceQuestion:
    """Return the question what to do about a history that isn't open.

    Its result is the number of the choice, from 0, as text; or "quit", or "without".

    Args:
        error: Why it isn't open.
        choices: How opening it can be tried again, in the order of the answers; empty if that can't help.

    """
    again = (
        dialogs.AnswerOption(str(number), choice.text, "b" if choice.backup else "o")
        for number, choice in enumerate(choices)
    )
    others = (
        dialogs.AnswerOption("quit", "Quit" if choices else "Quit and fix it", "q"),
        dialogs.AnswerOption("without", "Continue without saving this time", "c"),
    )
    title = "Your history isn't open." if choices else "The history can't be opened."
    sentences = (error.message, error.explanation or error.advice)
    return dialogs.ChoiceQuestion(title, (*again, *others), tuple(filter(None, sentences)))
