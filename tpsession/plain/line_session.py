"""Following one sitting line by line: what happens is printed, what is typed is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import singledispatchmethod

from tpsession.core.catalog import cues
from tpsession.core.history.records import StopReason
from tpsession.core.plan.wording import describe_phase_start
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import (
    PhaseBegan,
    CueReached,
    Eased,
    Event,
    Extended,
    PauseCause,
    Paused,
    Resumed,
    Skipped,
    WentBack,
)
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import (
    EASED,
    NO_HOLD,
    PAUSED_BY_SLEEP,
    UNTIMED,
    describe_extension,
    describe_skip,
    describe_save_error,
)
from tpsession.core.settings.actions import (
    BACK,
    EASE,
    GO,
    HELP,
    LONGER,
    MUTE,
    PLAIN_ACTIONS,
    SHORTER,
    SKIP,
    STOP,
    find_plain_action,
)
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer
from tpsession.core.sound.volume import VolumeControl
from tpsession.core.text.formatting import format_duration
from tpsession.plain.console import Console
from tpsession.plain.questions import ask_stop_reason

_HELP = ", ".join(f"{action.plain_command or 'enter'} {action.name.lower()}" for action in PLAIN_ACTIONS)


_QUOTED = 40
"""Characters of a line that are quoted back."""


class LineSession:
    """Plays a sitting to its end."""

    def __init__(
        self, console: Console, sitting: SessionRunner, player: CuePlayer, preferences: Preferences
    ) -> None:
        """Follow a sitting; its sound is muted and watched through the player."""
        self.interrupted = False
        """Whether Ctrl-C ended it."""
        self._console = console
        self._sitting = sitting
        self._player = player
        self._preferences = preferences
        self._loudness = VolumeControl(preferences, player)
        self._sound_message = ""
        self._voice_told = False
        self._trouble = ""
        self._commands: dict[str, Callable[[], list[Event]]] = {
            GO.id: sitting.continue_or_pause,
            SKIP.id: sitting.skip,
            BACK.id: sitting.back,
            EASE.id: self._ease,
            LONGER.id: lambda: self._change(sitting.extend),
            SHORTER.id: lambda: self._change(sitting.shorten),
            MUTE.id: self._mute,
            STOP.id: self._stop,
            HELP.id: self._help,
        }

    def play(self, events: list[Event]) -> None:
        """Show the events so far, then follow until the session has ended."""
        with self._console.delaying_suspension():
            try:
                self._follow(events)
            except BaseException:
                # The program is ended from outside: what is known now is what can be resumed.
                self._sitting.save_progress()
                raise

    def _follow(self, events: list[Event]) -> None:
        """Until it has ended. Ctrl-C is a stop at any moment of it, its first words included."""
        begun = deque(events)
        while begun or self._sitting.session.mode is not Mode.ENDED:
            try:
                while begun:
                    self._tell(begun.popleft())
                while self._sitting.session.mode is not Mode.ENDED:
                    self._turn()
            except KeyboardInterrupt:
                self._interrupt()

    def _turn(self) -> None:
        """Wait for the next line or moment, and do what it brings."""
        line = self._console.read_line(self._sitting.next_due_in_s())
        self._show(self._sitting.tick())
        if self._console.suspend_requested:
            self._show(self._sitting.pause())
            self._console.suspend()
            self._console.say("Back again, and still paused. Press enter to go on.")
        if self._sitting.unattended and self._sitting.session.mode is Mode.PAUSED:
            self._show(self._sitting.resume())
        if line is not None:
            self._do(line)
        self._watch()

    def _do(self, line: str) -> None:
        action = find_plain_action(line)
        if action is None:
            self._console.say(f'"{line.strip()[:_QUOTED]}" is no command. {_HELP}.')
            return
        paused = self._sitting.session.mode is Mode.PAUSED
        self._show(self._commands[action.id]())
        if paused and self._sitting.session.mode is Mode.PAUSED:
            self._console.say("Still paused. Press enter to go on.")

    def _interrupt(self) -> None:
        """Ctrl-C: stop and ask why; once more, or with nobody to answer, it ends as interrupted."""
        if self._console.attended and self._sitting.session.mode is not Mode.HALTED:
            try:
                self._show(self._stop())
            except KeyboardInterrupt:
                self._interrupt()
            return
        self.interrupted = True
        self._show(self._sitting.stop(StopReason.INTERRUPTED))

    # What lines do beside acting on the session

    def _mute(self) -> list[Event]:
        self._loudness.set_muted(not self._loudness.muted)
        self._console.say("Sound off." if self._loudness.muted else "Sound on.")
        return []

    def _stop(self) -> list[Event]:
        events = self._sitting.halt()
        if self._sitting.session.mode is Mode.ENDED:
            return events
        self._show(events)
        reason = ask_stop_reason(self._console)
        return self._sitting.resume() if reason is None else self._sitting.stop(reason)

    def _ease(self) -> list[Event]:
        events = self._sitting.ease()
        if not any(isinstance(event, Eased) for event in events):
            self._console.say(NO_HOLD)
        return events

    def _change(self, change: Callable[[], list[Event]]) -> list[Event]:
        if self._sitting.session.is_in_gate:
            self._console.say(UNTIMED)
            return []
        return change()

    def _help(self) -> list[Event]:
        left = format_duration(self._sitting.remaining_s())
        self._console.say(f"{_HELP}. {left} left.")
        return []

    def _after_sleep(self) -> None:
        """The machine slept, or the program stood still: ask how to go on."""
        self._console.say(PAUSED_BY_SLEEP)
        prompt = "Type c to continue, r to restart this step, or f to finish and rate:"
        while (line := self._console.ask(prompt)) is not None:
            match line.lower():
                case "c":
                    self._show(self._sitting.resume())
                    return
                case "r":
                    self._show(self._sitting.back())
                    self._show(self._sitting.resume())
                    return
                case "f":
                    self._show(self._sitting.stop(StopReason.INTERRUPTED))
                    return
        self._show(self._sitting.resume())

    # What is shown

    def _show(self, events: list[Event]) -> None:
        for event in events:
            self._tell(event)

    @singledispatchmethod
    def _tell(self, event: Event) -> None:
        """Print an event; those that say nothing new print nothing."""

    @_tell.register
    def _(self, event: PhaseBegan) -> None:
        self._console.say(describe_phase_start(self._sitting.session.plan, event.index))

    @_tell.register
    def _(self, event: CueReached) -> None:
        if event.cue is cues.HALF_WAY:
            self._console.say(f"{cues.HALF_WAY.text}.")
        if self._loudness.needs_bell(event.cue) and self._preferences.switch("sound.bell"):
            self._console.ring()

    @_tell.register
    def _(self, event: Paused) -> None:
        if event.cause is PauseCause.ASKED:
            self._console.say("Paused. Press enter to go on.")
        elif not self._sitting.unattended:
            self._after_sleep()

    @_tell.register
    def _(self, _event: Resumed) -> None:
        left = format_duration(self._sitting.phase_remaining_s())
        self._console.say("Going on." if self._sitting.session.is_in_gate else f"Going on, {left} left.")

    @_tell.register
    def _(self, event: Skipped) -> None:
        self._console.say(describe_skip(self._sitting.session.plan, event))

    @_tell.register
    def _(self, _event: WentBack) -> None:
        self._console.say("Back.")

    @_tell.register
    def _(self, _event: Eased) -> None:
        self._console.say(EASED)

    @_tell.register
    def _(self, event: Extended) -> None:
        self._console.say(describe_extension(event.seconds, self._sitting.phase_remaining_s()))

    def _watch(self) -> None:
        """Say it when the sound is lost or comes back, and when something can't be kept."""
        message = self._player.state().message
        if message != self._sound_message:
            self._sound_message = message
            self._console.say(message or "The sound is back.")
        voice = self._sitting.voice_text
        if voice and not self._voice_told:
            self._voice_told = True
            self._console.say(voice)
        trouble = self._sitting.save_error
        if trouble is not None and trouble != self._trouble:
            self._trouble = trouble
            self._console.say(describe_save_error(trouble))
