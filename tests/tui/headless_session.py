"""A running session with its controls and its questions, but without a screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeSettings
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.routine import Routine
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import Event, PauseCause, Paused
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.settings.actions import BACK, EASE, GO, LONGER, MUTE, SHORTER, SKIP, STOP
from tpsession.tui.input.press_filter import MOUSE, PressHistory
from tpsession.tui.screens.dialogs.ask import ChoiceQuestion
from tpsession.tui.screens.session.stop_dialog import Answered, StopDialog
from tpsession.tui.view_models.session_controls import (
    AskToRepeat,
    ConfirmFinish,
    ControlPress,
    ControlState,
    Effect,
    Run,
    ShowMessage,
    effect_of,
)
from tpsession.tui.view_models.session_messages import describe_event

TICK_S = 0.25
_CONTROLS = (STOP, GO, SKIP, BACK, EASE, LONGER, SHORTER, MUTE)


class HeadlessSession:
    """Does what the session screen does with presses and answers. Time passes only when a test says so."""

    def __init__(
        self,
        routine: Routine = SHORT,
        settings: dict[str, str | int | bool] | None = None,
        *,
        is_saved: bool = True,
    ) -> None:
        self.clock = FakeClock()
        self.player = FakePlayer()
        ports = RunnerPorts(self.clock, self.player, MemoryHistory() if is_saved else None)
        self.runner, _ = SessionRunner.begin(build_plan(routine, PlanOptions()), "one", 6, ports)
        self.messages: list[str] = []
        self.question: ChoiceQuestion | None = None
        """The question that is open."""
        self.at_stake: list[str] = []
        """What was said each time the person tried to leave the program over another question."""
        self.has_left = False
        self.stop_dialog = StopDialog(self.runner, self)
        self.presses = PressHistory()
        self._preferences = FakeSettings(settings or {}).load_preferences()
        self._answered: Answered | None = None

    def mode(self) -> Mode:
        return self.runner.session.mode

    def run_for(self, seconds: float) -> None:
        """Let time pass in ticks too short to look like sleep of the machine."""
        end = self.clock.moment + seconds
        while self.clock.moment < end:
            self.clock.moment = min(self.clock.moment + TICK_S, end)
            self.perform(self.runner.tick)

    def freeze_for(self, seconds: float) -> None:
        """Let time pass without a tick."""
        self.clock.pass_time(seconds)
        self.perform(self.runner.tick)

    def press(self, key: str, *, after_s: float = 2.0) -> Effect | None:
        """Press a key so many seconds after now; returns its effect, or None if it has none of a control."""
        self.run_for(after_s)
        press = self.presses.add(key, self.clock.now())
        action = next((one for one in _CONTROLS if key in self._preferences.keys(one.id)), None)
        if action is None:
            return None
        if action is STOP:
            self.stop_dialog.ask_stop_reason()
            return None
        accepted = press.satisfies(action.guard, self._preferences.keys(action.id))
        effect = effect_of(
            ControlPress(action, is_accepted=accepted, by_mouse=key == MOUSE), ControlState.of(self.runner)
        )
        self._apply(effect)
        return effect

    def answer(self, answer_id: str | None) -> None:
        """Answer the open question; None closes it without an answer."""
        assert self.question is not None, "no question is open"
        ids = {answer.id for answer in self.question.answers} | {self.question.back, None}
        assert answer_id in ids, f"{answer_id} is no answer"
        self.question, answered = None, self._answered
        assert answered is not None
        answered(answer_id)

    def close_question(self) -> None:
        """Answer the open question as escape does."""
        assert self.question is not None
        self.answer(self.question.back)

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Run(command):
                self.perform(lambda: command(self.runner))
            case ConfirmFinish(command):
                self.stop_dialog.confirm_finishing(lambda: command(self.runner))
            case ShowMessage(text):
                self.messages.append(text)
            case AskToRepeat():
                self.messages.append("too fast")

    # SessionHost

    def perform(self, action: Callable[[], list[Event]]) -> None:
        for event in action():
            if isinstance(event, Paused) and event.cause is PauseCause.SLEPT:
                self.stop_dialog.ask_after_sleep()
            elif text := describe_event(event, self.runner.session.plan):
                self.messages.append(text)

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        assert self.question is None, "two questions are open"
        self.question, self._answered = question, answered

    def leave_program(self) -> None:
        self.has_left = True

    def ask_to_leave(self, at_stake: str) -> None:
        self.at_stake.append(at_stake)
