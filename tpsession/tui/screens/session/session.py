"""The session screen: shows time, step and guide, and passes every key and click on to the session."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tpsession.core.catalog.cues import Cue
from tpsession.core.errors import HistoryError
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import CueReached, Event, PauseCause, Paused
from tpsession.core.session.runner import SessionRunner
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
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen, ChoiceQuestion
from tpsession.tui.screens.session.stop_dialog import Answered, StopDialog
from tpsession.tui.view_models.session_controls import (
    AskToRepeat,
    ConfirmFinish,
    ControlPress,
    ControlState,
    Run,
    ShowMessage,
    ToggleMute,
    effect_of,
)
from tpsession.tui.view_models.session_messages import (
    PassingMessage,
    choose_cue_signals,
    describe_event,
    describe_sound_problem,
    describe_volume,
    lasting_message,
)
from tpsession.tui.view_models.session_view import DisplayState, SessionViewState
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.session.session_view import SessionView

ANIMATED_TICK_S = 1 / 6
"""Seconds between two ticks while the guide moves. A second is a whole number of ticks, here and in
`STILL_TICK_S`, so that the countdown changes at regular intervals."""
STILL_TICK_S = 0.5
"""Seconds between two ticks without motion. Only frequent ticks show the runner that the machine froze."""
FLASH_S = 0.2
"""Seconds that a flash lasts."""
_HEIGHTS = [(0, "-least-rows"), (8, "-scant-rows"), (12, "-few-rows"), (18, "-some-rows"), (24, "-rows")]
_WIDTHS = [(0, "-few-columns"), (56, "-columns"), (110, "-many-columns")]
"""The screen's class from this many rows, or columns, on."""


class SessionScreen(Page[bool], LiveScreen):
    """Plays a session to its end; the result is True once it has ended."""

    CSS_PATH = "session.tcss"
    HEADING = "Session"
    """Stands in its help; the title line says how far it is."""
    ABOUT = (
        "The main keys pause, resume, or confirm that you found the spot. A click anywhere but on the keys "
        "at the bottom pauses, even while the session waits for you. A single press never ends anything."
    )
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        GO, STOP, EASE, BACK, SKIP, LONGER, SHORTER, MUTE, hidden=[LOUDER, QUIETER, SOUND, HELP, CLOSE]
    )

    def __init__(self, runner: SessionRunner, first: list[Event]) -> None:
        """Show a session that has started. first: the events of its start."""
        super().__init__()
        self._runner = runner
        self._first = first
        self._state: SessionViewState | None = None
        self._flashed_at = -math.inf
        self._message = PassingMessage()
        self._stop_dialog = StopDialog(runner, self)
        self._finished = False
        self._hidden_text = ""
        """What the player reports about its sound, if the person has read and hidden that."""

    # Layout

    def compose_content(self) -> ComposeResult:
        """Build the view of the session. Its actions are in the footer, which every page has."""
        yield SessionView(self._runner, animated=self.context.preferences.switch("screen.motion"))

    def on_mount(self) -> None:
        """Start to tick, and show the first events and the session as it is now.

        From now on the app saves the session before it exits, and pauses it before a suspension.
        """
        context = self.context
        context.save_before_exit = self._save_before_exit
        context.pause_before_suspend = self._pause_before_suspend
        is_animated = context.preferences.switch("screen.motion")
        self.set_interval(ANIMATED_TICK_S if is_animated else STILL_TICK_S, self.tick)
        self._handle_events(self._first)
        self._refresh_display()

    def on_unmount(self) -> None:
        """Turn a muted sound back on, and no longer pause the session when the program is suspended.

        `save_before_exit` stays set, because the end of the session may still be unsaved.
        """
        self.context.pause_before_suspend = None
        self.context.volume_control.unmute_after_session()

    def _save_before_exit(self) -> None:
        """Save how far the session is or, if it has ended, how it ended: the program is about to exit.

        How it ended is written before this returns; how far it is, the history writes in the background. An
        error isn't shown, because the screen is closing.
        """
        if self._runner.session.mode is Mode.ENDED:
            with suppress(HistoryError):
                self._runner.save_end()
        else:
            self._runner.save_progress()

    def _pause_before_suspend(self) -> None:
        """Pause because the program goes to the background; else its player would play on."""
        self.perform(self._runner.pause)

    # Time and events

    def tick(self) -> None:
        """Let the session run on up to now, and show the result. A timer calls this."""
        self._handle_events(self._runner.tick())
        self._refresh_display()

    def perform(self, action: Callable[[], list[Event]]) -> None:
        """Do something to the session, and show the result. action: a method of the runner.

        It may end the session and with it this screen.
        """
        self._handle_events(action())
        self._refresh_display()

    def _handle_events(self, new_events: list[Event]) -> None:
        """Show what each event means; if the session has ended, close the overlays and then the screen.

        While a question is in front, the screen stays open; the first call after that closes the screen.
        """
        for event in new_events:
            self._handle_event(event)
        if self._runner.session.mode is not Mode.ENDED or self._finished:
            return
        dismiss_overlays(self)
        if self.app.screen is self:
            self._finished = True
            self.context.terminal_title.show("")
            self.dismiss(True)

    def _handle_event(self, event: Event) -> None:
        """Signal a cue that can't be heard, ask how to continue after sleep, or show a message, if any.

        A frozen program counts as sleep, too.
        """
        match event:
            case CueReached():
                self._signal_cue(event.cue)
            case Paused(cause=PauseCause.SLEPT):
                self._stop_dialog.ask_after_sleep()
            case _:
                text = describe_event(event, self._runner.session.plan)
                if text:
                    self._show_message(text)

    def _signal_cue(self, cue: Cue) -> None:
        """Signal a cue that can't be heard: flash and show its text for a moment, ring the bell, or both.

        `choose_cue_signals` decides it, from the settings and the time since the last flash: right after
        another flash there is none. Nothing happens if the cue can be heard.
        """
        volume_control = self.context.volume_control
        now = self.context.services.clock.now()
        signals = choose_cue_signals(
            is_audible=volume_control.is_audible(cue),
            needs_bell=volume_control.needs_bell(cue),
            bell_enabled=self.context.preferences.switch("sound.bell"),
            since_flash_s=now - self._flashed_at,
        )
        if signals.bell:
            self.app.bell()
        if signals.flash:
            self._flashed_at = now
            self.query_one(SessionView).show_caption(cue.text)
            self.add_class("flash")
            self.set_timer(FLASH_S, self._end_flash)

    def _end_flash(self) -> None:
        """Show the usual colours again, and the status in place of the cue's text."""
        self.remove_class("flash")
        self.query_one(SessionView).show_caption("")

    def _show_message(self, text: str) -> None:
        """Show a message, such as what was just done, for `MESSAGE_S` seconds or until the next message."""
        self._message = PassingMessage(text, self.context.services.clock.now())
        self.query_one(SessionView).show_message(text)

    # Display

    def on_resize(self) -> None:
        """Show the heading that fits the new width."""
        self._show_heading()

    def _show_heading(self) -> None:
        """Show the most detailed heading that fits, or the briefest if none does.

        Does nothing before the session was shown for the first time.
        """
        if self._state is not None:
            heading = self.query_one("#heading", TruncatedLabel)
            heading.set_text(self._state.heading(self.size.width - heading.gutter.width))

    def _refresh_display(self) -> None:
        """Show the session as it is now; if no passing message is shown, show the lasting one or none."""
        context = self.context
        view = self.query_one(SessionView)
        state = view.show(self._state, describe_key(context.preferences.keys(GO.id)[0], context.charset))
        if state is not None:
            previous, self._state = self._state, state
            self._show_state(state, previous)
        if self._message.is_over(context.services.clock.now()):
            view.show_message(
                lasting_message(
                    save_error=self._runner.save_error,
                    is_muted=context.volume_control.muted,
                    player_text=self._sound_problem_text(),
                    voice_text=self._runner.voice_text,
                )
            )

    def _show_state(self, state: SessionViewState, previous: SessionViewState | None) -> None:
        """Update the terminal's title, the heading, the names in the footer, and the screen's colours.

        previous: the state shown before; but for the heading, only what differs from it is set again. None
        sets everything.
        """
        if previous is None or state.terminal_title != previous.terminal_title:
            self.context.terminal_title.show(state.terminal_title)
        self._show_heading()
        if previous is None or state.main_key_name != previous.main_key_name:
            self.refresh_bindings()
        if previous is None or (state.state, state.is_upcoming_soon) != (
            previous.state,
            previous.is_upcoming_soon,
        ):
            # All classes at once, because each update computes the styles of every widget here.
            for display_state in DisplayState:
                self.set_class(display_state is state.state, f"-{display_state}", update=False)
            self.set_class(state.is_upcoming_soon, "-soon", update=False)
            self.update_node_styles()

    # Keys and clicks

    def name_action(self, action: Action) -> str:
        """Return what an action is called now: `GO` after what its press does, such as "Pause"."""
        return self._state.main_key_name if self._state is not None and action.id == GO.id else action.name

    def on_mouse_down(self) -> None:
        """Pause on a press of the mouse anywhere but on an action in the footer."""
        self.handle_press_outside()

    def handle_press_outside(self) -> None:
        """Pause a running session, because a mouse press has hit no action; a paused one stays paused."""
        self.perform(self._runner.pause)

    def _control(self, action: Action) -> None:
        """Do what `effect_of` decides for the press that is being handled and this action.

        That is to run the action, to ask first because it would end the session, to show a message why it
        isn't run, or nothing.
        """
        press = self.context.press
        control_press = ControlPress(
            action,
            is_accepted=press.satisfies(action.guard, self.context.preferences.keys(action.id)),
            by_mouse=press.key == MOUSE,
        )
        match effect_of(control_press, ControlState.of(self._runner)):
            case Run(command):
                self.perform(lambda: command(self._runner))
            case ConfirmFinish(command):
                self._stop_dialog.confirm_finishing(lambda: command(self._runner))
            case ShowMessage(text):
                self._show_message(text)
            case AskToRepeat():
                self._show_message(TOO_FAST)
            case ToggleMute():
                self._toggle_mute()

    def action_go(self) -> None:
        """Pause a running session, resume a paused one, or end the wait of a gate: the spot is found, say.

        In the first `GATE_GRACE_S` seconds of the wait it does nothing.
        """
        self._control(GO)

    def action_skip(self) -> None:
        """Skip the rest of the step or of its lead-in; ask first if that would end the session."""
        self._control(SKIP)

    def action_back(self) -> None:
        """Start the step again, or its lead-in if that is on; see `Session.back`.

        A second press soon after starts the step before, if there is one.
        """
        self._control(BACK)

    def action_ease(self) -> None:
        """End the hold now; ask first if that would end the session. If the phase isn't a hold, say so."""
        self._control(EASE)

    def action_longer(self) -> None:
        """Add ten seconds to the phase, as far as its limits allow; in a gate, say why that can't be."""
        self._control(LONGER)

    def action_shorter(self) -> None:
        """Take ten seconds off the phase, as far as its limits allow; in a gate, say why that can't be."""
        self._control(SHORTER)

    def action_mute(self) -> None:
        """Mute the sound, turn it back on, or hide what is wrong with it, as `_toggle_mute` does."""
        self._control(MUTE)

    def _sound_problem_text(self) -> str:
        """Return what is wrong with the sound, such as that there is none, and which key hides this message.

        Empty if nothing is wrong, or if the person has hidden the message. If the player then reports another
        problem, there is a message again.
        """
        player_text = self.context.player.state().message
        if player_text == self._hidden_text:
            return ""
        key = describe_key(self.context.preferences.keys(MUTE.id)[0], self.context.charset)
        return describe_sound_problem(player_text, key)

    def _toggle_mute(self) -> None:
        """Mute the sound, or turn it back on; while it is muted, the lasting message says so.

        A message that saving has failed takes precedence over that one. If the sound isn't muted and
        `_sound_problem_text` isn't empty, hide that problem instead.
        """
        volume_control = self.context.volume_control
        if self._sound_problem_text() and not volume_control.muted:
            self._hidden_text = self.context.player.state().message
        else:
            volume_control.set_muted(not volume_control.muted)
        # Ends the passing message, so that the lasting one is shown at once.
        self._message = PassingMessage()
        self._refresh_display()

    def action_louder(self) -> None:
        """Turn the sound up by `VOLUME_STEP_PERCENT`, as `_adjust_volume` does."""
        self._adjust_volume(VOLUME_STEP_PERCENT)

    def action_quieter(self) -> None:
        """Turn the sound down by `VOLUME_STEP_PERCENT`, as `_adjust_volume` does."""
        self._adjust_volume(-VOLUME_STEP_PERCENT)

    def _adjust_volume(self, by_percent: int) -> None:
        """Change the overall volume, have it saved, and show the new one; a muted sound is heard again.

        by_percent: percentage points, negative to turn it down. The volume stays within 0 and 100.
        """
        self.context.settings_writer.adjust_volume(by_percent)
        self._show_message(describe_volume(self.context.volume_control.volume))

    # Stopping

    def action_stop(self) -> None:
        """Stop the timer at once, then ask why the person stops; do nothing if this is asked already.

        If the session turns out to have ended by now, nothing is asked; if the machine slept, how to continue
        is asked instead.
        """
        self._stop_dialog.ask_stop_reason()

    def action_close(self) -> None:
        """Do what `action_stop` does, because escape alone doesn't end a session."""
        self._stop_dialog.ask_stop_reason()

    def confirm_exit(self) -> None:
        """Stop the timer at once, then ask whether to leave the program; see `StopDialog.confirm_leaving`."""
        self._stop_dialog.confirm_leaving()

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask, over another question, whether to leave the program; on a yes, leave it.

        at_stake: what would be lost, or what can be done later, in a sentence.
        """
        self.context.ask_to_leave(at_stake)

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question over the session, soon after this returns. answered: what to do with the answer."""
        # Textual calls `answered` through whoever pushed the question, so this screen must push it. The list
        # of commands, from which the session can be stopped too, is closed by then and would lose the answer.
        self.call_next(self.app.push_screen, AskScreen(question), answered)

    def leave_program(self) -> None:
        """Leave the program with code 0; the app saves the session first, if sessions are saved."""
        self.context.leave(0)
