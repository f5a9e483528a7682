"""The session: time, step and guide to be followed from three metres, and everything a hand can do to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import singledispatchmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button

from tpsession.core.errors import HistoryError
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import (
    CueReached,
    Eased,
    Event,
    Extended,
    PauseCause,
    Paused,
    Skipped,
    WentBack,
)
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import (
    EASED,
    NO_HOLD,
    UNTIMED,
    describe_back,
    describe_extension,
    describe_save_error,
    describe_skip,
)
from tpsession.core.settings.actions import (
    BACK,
    CLOSE,
    EASE,
    GO,
    HELP,
    LONGER,
    LOUDER,
    MUTE,
    QUIETER,
    SHORTER,
    SKIP,
    SOUND,
    STOP,
    Action,
)
from tpsession.core.settings.definitions import VOLUME_STEP_PERCENT
from tpsession.tui.base.overlays import LiveScreen, dismiss_overlays
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import describe_key, make_bindings
from tpsession.tui.input.press_filter import DEBOUNCE_S, MOUSE
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen, ChoiceQuestion
from tpsession.tui.screens.session.stop_dialog import Answered, StopDialog
from tpsession.tui.view_models.session_view import DisplayState, SessionViewState
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.session.session_view import SessionView

MOVING_S = 1 / 6
"""Seconds between two looks at the clock while the guide moves. Like the next, a part of a second: so the
seconds on the screen change evenly."""
STILL_S = 0.5
"""The same without motion; ticks must come at least this often for a standstill to be told."""
FLASH_S = 0.2
FLASH_AGAIN_S = 0.4
"""A cue without sound flashes this long, and not more often than this: 3 a second at most (WCAG 2.2)."""
SAID_S = 4.0
"""How long a passing message stands."""
_HEIGHTS = [(0, "-least-rows"), (8, "-scant-rows"), (12, "-few-rows"), (24, "-rows")]
_WIDTHS = [(0, "-few-columns"), (56, "-columns"), (110, "-many-columns")]
"""From so many cells on the screen has this class."""


class SessionScreen(Page[bool], LiveScreen):
    """Plays a sitting to its end; the result is whether it ended."""

    CSS_PATH = "session.tcss"
    ABOUT = (
        "Any of the big keys pauses, goes on, or says that the spot is found. A press of the mouse beside "
        "the buttons pauses, also while it waits for you. Nothing ends by a single press."
    )
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        GO, STOP, EASE, BACK, SKIP, LONGER, SHORTER, MUTE, hidden=[LOUDER, QUIETER, SOUND, HELP, CLOSE]
    )

    def __init__(self, runner: SessionRunner, first: list[Event]) -> None:
        """Follow a sitting; first: the events with which it began."""
        super().__init__()
        self._runner = runner
        self._first = first
        self._state: SessionViewState | None = None
        self._flashed_at = float("-inf")
        self._said_at = float("-inf")
        self._stopping = StopDialog(runner, self)
        self._finished = False

    # What is on it

    def compose_content(self) -> ComposeResult:
        """What is followed, with the buttons below."""
        buttons = Horizontal(*map(self._button, (GO, EASE, BACK, SKIP, STOP)), id="buttons")
        yield SessionView(self._runner, buttons, animated=self.context.preferences.switch("screen.motion"))

    @staticmethod
    def _button(action: Action) -> Button:
        """The button of an action; the keys stay with the session, so that it never takes the focus."""
        button = Button(action.name, id=f"do-{action.id}", action=f"screen.{action.id}")
        button.can_focus = False
        button.tooltip = action.help
        return button

    def on_mount(self) -> None:
        """Begin to follow."""
        app = self.context
        app.save_before_exit = self._keep
        app.pause_before_suspend = self._pause_for_suspension
        moving = app.preferences.switch("screen.motion")
        self.set_interval(MOVING_S if moving else STILL_S, self.tick)
        self._take(self._first)
        self._show()

    def on_unmount(self) -> None:
        """The session is over for this screen; what is to be kept of it the program still knows."""
        self.context.pause_before_suspend = None
        self.context.volume_control.unmute_after_session()

    def _keep(self) -> None:
        """Keep how far the session is, or how it ended, because the program is about to end.

        What fails now is told by nobody any more: the state of a second ago is what can be resumed. How it
        ended is waited for.
        """
        if self._runner.session.mode is Mode.ENDED:
            with suppress(HistoryError):
                self._runner.save_end()
        else:
            self._runner.save_progress()

    # Time

    def tick(self) -> None:
        """Take in what has become due, and show it."""
        self._take(self._runner.tick())
        self._show()

    def _take(self, taken: list[Event]) -> None:
        for event in taken:
            self._tell(event)
        if self._runner.session.mode is not Mode.ENDED or self._finished:
            return
        dismiss_overlays(self)
        if self.app.screen is self:
            self._finished = True
            self.context.terminal_title.show("")
            self.dismiss(True)

    def perform(self, action: Callable[[], list[Event]]) -> None:
        """Do something to the session, and show what comes of it."""
        self._take(action())
        self._show()

    # What happens, told

    @singledispatchmethod
    def _tell(self, event: Event) -> None:
        """Tell an event; most are seen in the face of the screen anyway."""

    @_tell.register
    def _(self, event: CueReached) -> None:
        loudness = self.context.volume_control
        if loudness.is_audible(event.cue):
            return
        if loudness.needs_bell(event.cue) and self.context.preferences.switch("sound.bell"):
            self.app.bell()
        now = self.context.services.clock.now()
        if now - self._flashed_at >= FLASH_AGAIN_S:
            self._flashed_at = now
            self.query_one("#heading", TruncatedLabel).set_text(event.cue.text)
            self.add_class("flash")
            self.set_timer(FLASH_S, self._flash_over)

    @_tell.register
    def _(self, event: Paused) -> None:
        if event.cause is PauseCause.SLEPT:
            self._stopping.ask_after_sleep()

    @_tell.register
    def _(self, event: Skipped) -> None:
        self._say(describe_skip(self._runner.session.plan, event))

    @_tell.register
    def _(self, event: WentBack) -> None:
        self._say(describe_back(event))

    @_tell.register
    def _(self, _event: Eased) -> None:
        self._say(EASED)

    @_tell.register
    def _(self, event: Extended) -> None:
        self._say(describe_extension(event.seconds))

    def _say(self, words: str) -> None:
        """Show a passing message."""
        self._said_at = self.context.services.clock.now()
        self.query_one(SessionView).show_message(words)

    def _standing_message(self) -> str:
        """What stays on the screen as long as it is so."""
        trouble = self._runner.save_error
        if trouble is not None:
            return describe_save_error(trouble)
        if self.context.volume_control.muted:
            return "The sound is off."
        return self.context.player.state().message or self._runner.voice_text

    def _flash_over(self) -> None:
        self.remove_class("flash")
        self._show_heading()

    def on_resize(self) -> None:
        """More or fewer words of the title line fit now."""
        self._show_heading()

    def _show_heading(self) -> None:
        if self._state is not None and not self.has_class("flash"):
            heading = self.query_one("#heading", TruncatedLabel)
            heading.set_text(self._state.heading(self.size.width - heading.gutter.width))

    # What is shown

    def _show(self) -> None:
        """Bring the screen up to date."""
        app = self.context
        view = self.query_one(SessionView)
        now = view.show(self._state, describe_key(app.preferences.keys(GO.id)[0], app.charset))
        if now is not None:
            before, self._state = self._state, now
            self._show_around(now, before)
        if app.services.clock.now() - self._said_at > SAID_S:
            view.show_message(self._standing_message())

    def _show_around(self, now: SessionViewState, before: SessionViewState | None) -> None:
        """What changes with the face beside the view: title, frame and buttons."""
        if before is None or now.terminal_title != before.terminal_title:
            self.context.terminal_title.show(now.terminal_title)
        self._show_heading()
        if before is None or (now.state, now.is_upcoming_soon) != (before.state, before.is_upcoming_soon):
            # At one go: each time the styles of all that is here are worked out anew.
            for stand in DisplayState:
                self.set_class(stand is now.state, f"-{stand}", update=False)
            self.set_class(now.is_upcoming_soon, "-soon", update=False)
            self.update_node_styles()
        if before is None or now.main_action != before.main_action:
            self.query_one("#do-go", Button).label = now.main_action
        self.query_one("#do-ease", Button).disabled = not self._holds()

    def _holds(self) -> bool:
        return self._runner.session.phase.kind is PhaseKind.HOLD

    # What hands do

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press anywhere but on a button pauses."""
        pressed, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if not isinstance(pressed, Button):
            self.handle_press_outside()

    def handle_press_outside(self) -> None:
        """Pause."""
        self.perform(self._runner.pause)

    def _suits(self, action: Action) -> bool:
        """Whether the press that is being dealt with is one that an action takes."""
        press = self.context.press
        suits = press.satisfies(action.guard, self.context.preferences.keys(action.id))
        if not suits and press.key == MOUSE:
            # A hand that clicks knows what it wants, unlike a palm on the keys.
            self._say(TOO_FAST)
        return suits

    def action_go(self) -> None:
        """Found, go on, or pause. What was pressed just as a gate began was meant to pause: it stands."""
        if self._suits(GO) and not self._gate_has_just_begun():
            self.perform(self._runner.continue_or_pause)

    def _gate_has_just_begun(self) -> bool:
        session = self._runner.session
        waits = session.is_in_gate and session.mode is Mode.RUNNING
        return waits and self._runner.gate_waited_s() <= DEBOUNCE_S

    def action_skip(self) -> None:
        """Leave out the rest of the step, unless the press may be a slip."""
        if not self._suits(SKIP):
            return
        if self._runner.session.skip_ends_session:
            self._stopping.confirm_finishing(self._runner.skip)
        else:
            self.perform(self._runner.skip)

    def action_back(self) -> None:
        """Start the step again."""
        if self._suits(BACK):
            self.perform(self._runner.back)

    def action_ease(self) -> None:
        """End the hold now."""
        if not self._suits(EASE):
            return
        if not self._holds():
            self._say(NO_HOLD)
        elif self._runner.session.ease_ends_session:
            self._stopping.confirm_finishing(self._runner.ease)
        else:
            self.perform(self._runner.ease)

    def action_longer(self) -> None:
        """Add ten seconds."""
        self._change(LONGER, self._runner.extend)

    def action_shorter(self) -> None:
        """Take ten seconds away."""
        self._change(SHORTER, self._runner.shorten)

    def _change(self, action: Action, change: Callable[[], list[Event]]) -> None:
        if not self._suits(action):
            return
        if self._runner.session.is_in_gate:
            self._say(UNTIMED)
        else:
            self.perform(change)

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self._suits(MUTE):
            self.context.volume_control.set_muted(not self.context.volume_control.muted)
            self._said_at = float("-inf")
            self._show()

    def action_louder(self) -> None:
        """Turn the sound up."""
        self._turn(VOLUME_STEP_PERCENT)

    def action_quieter(self) -> None:
        """Turn the sound down."""
        self._turn(-VOLUME_STEP_PERCENT)

    def _turn(self, by: int) -> None:
        self.context.settings_writer.adjust_volume(by)
        self._say(f"Volume {self.context.volume_control.volume} %.")

    # Stopping

    def action_stop(self) -> None:
        """The clock stands at once; then why, or go on."""
        self._stopping.ask_stop_reason()

    def action_close(self) -> None:
        """Escape asks as well: a session isn't left by a slip."""
        self._stopping.ask_stop_reason()

    def confirm_exit(self) -> None:
        """Leave the program, after a question."""
        self._stopping.confirm_leaving()

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask, over another question, whether the program is to be left."""
        self.context.ask_to_leave(at_stake)

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question over the session."""
        self.app.push_screen(AskScreen(question), answered)

    def leave_program(self) -> None:
        """Close the program in the middle of the session."""
        self.context.leave(0)

    def _pause_for_suspension(self) -> None:
        """The program is put into the background: its player must not go on without it."""
        self.perform(self._runner.pause)
