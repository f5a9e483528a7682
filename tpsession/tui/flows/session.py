"""The flow of one session: prepare, play and wrap up."""

from __future__ import annotations

import asyncio

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.startup import close_as_partial
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.session.events import Event
from tpsession.core.session.runner import SOUND_WAIT_S, RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.wording import NOT_RESUMABLE
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.flows.preparation import PreparationFlow, PreparedSession, answer_follow_ups
from tpsession.tui.flows.reported_sign import rules_out
from tpsession.tui.flows.startup import ask_follow_ups
from tpsession.tui.flows.wrap_up import WrapUpFlow
from tpsession.tui.screens import prepare
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.session.session import SessionScreen

_UNUSABLE = "The history can't be used."
_BACK = AnswerOption("back", "Back to the list", "b")


class SessionFlow:
    """Shows the screens of one session, from the choice of the area to the summary."""

    def __init__(self, context: AppContext, navigator: Navigator, options: SessionOptions) -> None:
        """Make the flow; nothing is shown yet. options: how to play, such as from the command line."""
        self._context = context
        self._navigator = navigator
        self._history = context.history
        self._options = options
        self.went_back = False
        """Whether the flow ended because the person went back from the first screen of the preparation."""

    async def play(self, routine: Routine) -> None:
        """Ask for the area unless the routine or the options name it; prepare, play and wrap up.

        The flow ends early if the person goes back or must not have a session today. If that happens once the
        area is known, and the command line named a routine, the later ratings that are due are asked for. An
        error of the history or in the options is shown and ends the flow too.
        """
        try:
            area = routine.area or self._options.area
            if area is None:
                area = await prepare.ask_area(self._context, routine)
                # The screen that asks for the area says how well founded all is.
                self._options = self._options._replace(evidence_read=True)
            if area is None:
                return
            areas = [area, *filter(None, routine.areas)]
            is_real = not self._options.is_rehearsal
            is_ruled_out = is_real and await rules_out(self._context, self._navigator, areas)
            prepared = None if is_ruled_out else await self._prepare(routine, area)
            if prepared is not None:
                await self._begin(prepared)
            elif self._context.launch.routine is not None:
                # The rating before the session would have answered these prompts. Now there is none.
                await ask_follow_ups(self._context, self._navigator, None)
        except HistoryError as error:
            await self._show_notice(_UNUSABLE, error.message, error.advice)
        except UsageError as error:
            await self._show_notice("This session can't be played.", error.message, error.advice)

    async def resume(self, session: InterruptedSession) -> None:
        """Continue a session that an earlier run of the program left unfinished, then wrap it up.

        If this version can't read the data of the session, save it as unfinished and say that it can't be
        resumed. If the history can't be used, show why.
        """
        try:
            runner = await asyncio.to_thread(
                lambda: SessionRunner.resume_interrupted(session, self._runner_ports())
            )
        except SerializationError:
            is_saved = await self._history.close_interrupted(close_as_partial(session))
            await self._show_notice(NOT_RESUMABLE, "It was saved as unfinished." if is_saved else "")
            return
        except HistoryError as error:
            await self._show_notice("The session can't be resumed.", error.message, error.advice)
            return
        try:
            await self._play_and_wrap_up(runner, runner.resume_events(), session.record.before)
        except HistoryError as error:
            await self._show_notice(_UNUSABLE, error.message, error.advice)

    async def _prepare(self, routine: Routine, area: Area) -> PreparedSession | None:
        """Do what `PreparationFlow.run` does, and take over its `went_back`."""
        preparation = PreparationFlow(self._context, self._navigator, self._options)
        prepared = await preparation.run(routine, area)
        self.went_back = preparation.went_back
        return prepared

    @property
    def _is_saved(self) -> bool:
        """Whether the session is saved: not in a rehearsal, and not if this run saves nothing."""
        return self._history.saves and not self._options.is_rehearsal

    def _runner_ports(self) -> RunnerPorts:
        """Return what a session runner needs; its history is None if the session isn't saved.

        Otherwise this waits for the history, and raises `HistoryError` if it isn't open. The flow saves the
        end of the session, not the runner.
        """
        services = self._context.services
        return RunnerPorts(
            clock=services.clock,
            player=self._context.player,
            history=services.history() if self._is_saved else None,
            speed=self._options.speed or 1.0,
            is_rehearsal=self._options.is_rehearsal,
            voice=services.voice(),
            awake=services.awake() if self._context.preferences.switch("session.stay_awake") else None,
            caller_saves_end=True,
        )

    async def _begin(self, prepared: PreparedSession) -> None:
        """Wait up to `SOUND_WAIT_S` for the sound, save that the session begins, play it and wrap it up.

        If the session can't be saved, ask whether to try again; if the person doesn't want to, nothing is
        played and `history.error` holds the reason.

        If the session is to be saved, `answer_follow_ups` first saves the rating before it for earlier
        sessions, too. Raises `HistoryError` if the history can't be read.
        """
        services, plan, before = self._context.services, prepared.plan, prepared.before
        await asyncio.to_thread(self._wait_for_sound)
        if before is not None and self._is_saved:
            await answer_follow_ups(self._context, self._navigator, prepared)
        while True:
            try:
                runner, events = await asyncio.to_thread(
                    lambda: SessionRunner.begin(
                        plan,
                        services.new_id(),
                        before,
                        self._runner_ports(),
                        flags=prepared.flags,
                        rated=prepared.rated,
                        spot=prepared.spot,
                        stiffness=prepared.stiffness,
                    )
                )
                break
            except HistoryError as error:
                if not await self._history.ask_retry(error):
                    self._history.error = error
                    return
        await self._play_and_wrap_up(runner, events, before)

    def _wait_for_sound(self) -> None:
        """Have the player started that the settings name, unless it runs; wait up to `SOUND_WAIT_S` for it.

        Runs in a thread. Nothing is raised if there is no sound then.
        """
        self._context.player.apply_settings()
        self._context.player.wait_ready(SOUND_WAIT_S)

    async def _play_and_wrap_up(self, runner: SessionRunner, events: list[Event], before: int | None) -> None:
        """Show the session screen until the session ends, save its end, and wrap it up.

        The session is wrapped up even if its end can't be saved. From then on, leaving the program no longer
        saves the session. Raises `HistoryError` if what the summary needs can't be read.

        events: what the session screen shows first. before: the rating before it, or None.
        """
        await self._navigator.ask(SessionScreen(runner, events))
        await self._history.finish_session(runner)
        self._context.save_before_exit = None
        options = self._options
        outcome = SessionOutcome.from_runner(
            runner, before, is_rehearsal=options.is_rehearsal, after=options.after
        )
        await WrapUpFlow(self._context, self._navigator).run(outcome)

    async def _show_notice(self, title: str, *sentences: str) -> None:
        """Show a notice whose only answer leads back to the list; empty sentences are left out."""
        present = tuple(sentence for sentence in sentences if sentence)
        question = ChoiceQuestion(title, (_BACK,), present, back=_BACK.id, highlighted=_BACK.id)
        await self._navigator.ask(AskScreen(question))
