"""One session from getting ready to the rating after it, as screens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.plan.plan import Plan, build_plan
from tpsession.core.safety import screening
from tpsession.core.safety.eligibility import SOUND_WAIT_S, check_eligibility, sessions_since_yesterday
from tpsession.core.session.events import Event
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.wording import NOT_RESUMABLE
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.core.speech.announcements import texts
from tpsession.tui.flows.startup import ask_later
from tpsession.tui.flows.wrap_up import after_session
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.prepare.safety import SafetyScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.services.services import apart

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp
    from tpsession.tui.flows.navigator import AppNavigator


class SessionFlow:
    """Gets ready, plays, and asks how it went."""

    def __init__(self, app: TpsessionApp, visit: AppNavigator, wishes: SessionOptions) -> None:
        """wishes: what was said before anybody is asked."""
        self._app = app
        self._visit = visit
        self._wishes = wishes

    async def play(self, routine: Routine) -> None:
        """All of it; returns early where the person goes back or there is no session today."""
        area = routine.area or self._wishes.area or await self._ask_area(routine)
        if area is None:
            return
        try:
            ready = await self._prepare(routine, area)
            if ready is not None:
                await self._begin(*ready)
            elif self._app.launch.routine is not None:
                # The rating before a session that was to answer for those of its area doesn't come.
                await ask_later(self._app, self._visit, None)
        except HistoryError as error:
            await self._tell("The history can't be used.", error.message, error.advice)
        except UsageError as error:
            await self._tell("This doesn't fit.", error.message, error.advice)

    async def _ask_area(self, routine: Routine) -> Area | None:
        from tpsession.tui.screens.prepare.area import AreaScreen  # noqa: PLC0415 - few routines ask for it

        return await self._visit.ask(AreaScreen(routine))

    async def resume(self, left: InterruptedSession) -> None:
        """Play an unfinished session on from where it was left."""
        try:
            sitting = await apart(lambda: SessionRunner.resume_interrupted(left, self._ways()))
        except SerializationError:
            await self._visit.keep(
                lambda history: history.finish_session(left.record.id, Status.PARTIAL, None, left.checkpoint)
            )
            await self._tell(NOT_RESUMABLE, "It is kept as partial.")
            return
        except HistoryError as error:
            await self._tell("The session can't be resumed.", error.message, error.advice)
            return
        await self._follow(sitting, sitting.resume_events(), left.record.before)

    # Getting ready

    async def _prepare(self, routine: Routine, area: Area) -> tuple[Plan, int | None] | None:
        """The plan and the rating before it; None where there is no session."""
        wishes = self._wishes
        now = self._app.services.clock.local_time()
        recent = await self._app.history.read(
            lambda history: history.find_sessions(sessions_since_yesterday(now.date())), list[SessionRecord]()
        )
        stands = check_eligibility(recent, area, now.date())
        if stands.rest_text and not wishes.is_rehearsal:
            await self._tell(stands.rest_title, stands.rest_text)
            return None
        chosen_so_far = options_from_preferences(self._app.preferences, area=area, side=wishes.side)
        # Told now, before anybody answers questions for a session that can't be.
        build_plan(routine, chosen_so_far)
        safe = wishes.is_rehearsal
        pointed = Side.BOTH
        while True:
            screen = PrepareScreen(
                routine, chosen_so_far, stands.advice, rehearse=wishes.is_rehearsal, pointed=pointed
            )
            chosen = await self._visit.ask(screen)
            if chosen is None:
                return None
            pointed = chosen.side
            # Made while the person answers questions.
            await apart(partial(self._speak_ahead, texts(chosen)))
            if not safe:
                answered = await self._safe(area)
                if answered is None:
                    continue
                if not answered:
                    return None
                safe = True
            if wishes.is_rehearsal or wishes.before is not None:
                return chosen, wishes.before
            rated = await self._visit.ask(RateScreen(heading="Get ready, 3 of 3", give="Start"))
            if rated is not None:
                return chosen, rated if isinstance(rated, int) else None

    def _speak_ahead(self, wanted: tuple[str, ...]) -> None:
        self._app.services.voice().prepare(wanted)

    async def _safe(self, area: Area) -> bool | None:
        """Whether a session is all right today; None for "back"."""
        now = self._app.services.clock.local_time()
        asked = await self._app.history.read(lambda history: history.load_screening_time(), None)
        long = screening.is_long_list_due(asked, now)
        number = self._app.preferences.text("safety.emergency_number")
        safe = await self._visit.ask(SafetyScreen(area, long=long, emergency_number=number))
        if safe and long:
            await self._visit.keep(lambda history: history.save_screening_time(now))
        return safe

    # The session

    @property
    def _keeps(self) -> bool:
        return self._app.history.saves and not self._wishes.is_rehearsal

    def _ways(self) -> RunnerPorts:
        house = self._app.services
        return RunnerPorts(
            clock=house.clock,
            player=self._app.player,
            history=house.history() if self._keeps else None,
            speed=self._wishes.speed or 1.0,
            voice=house.voice(),
            caller_saves_end=True,
        )

    async def _begin(self, chosen: Plan, before: int | None) -> None:
        house = self._app.services
        await apart(self._sound_ready)
        if before is not None and self._keeps:
            await self._answer_earlier(chosen.area, before)
        while True:
            try:
                sitting, events = await apart(
                    lambda: SessionRunner.begin(chosen, house.new_id(), before, self._ways())
                )
                break
            except HistoryError as error:
                if not await self._visit.try_again(error):
                    return
        await self._follow(sitting, events, before)

    def _sound_ready(self) -> None:
        self._app.player.follow()
        self._app.player.wait_ready(SOUND_WAIT_S)

    async def _answer_earlier(self, area: Area, before: int) -> None:
        """The rating before a session is a later one of those that wait on its area.

        Kept ahead of the session: what may have to be asked must not stand over one that runs.
        """
        now = self._app.services.clock.local_time()
        answered = await self._app.history.read(
            lambda history: self._visit.follow_up.find_answered_by(history, now, area), list[str]()
        )
        for session_id in answered:
            await self._visit.rate_later(session_id, Rating(RatingKind.LATER, before, now))

    async def _follow(self, sitting: SessionRunner, events: list[Event], before: int | None) -> None:
        """Play to the end, then ask how it went."""
        await self._visit.ask(SessionScreen(sitting, events))
        await self._visit.keep(lambda _: sitting.save_end())
        self._app.keep_for_later = None
        ended = SessionOutcome.from_runner(sitting, before, is_rehearsal=self._wishes.is_rehearsal, after=self._wishes.after)
        await after_session(self._app, self._visit, ended)

    async def _tell(self, title: str, *sentences: str) -> None:
        said = tuple(sentence for sentence in sentences if sentence)
        answer = AnswerOption("back", "Back to the list", "b")
        await self._visit.ask(
            AskScreen(ChoiceQuestion(title, (answer,), said, back="back", points_at="back"))
        )
