"""Runs one session line by line: prints what happens, and does what the person types."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import singledispatchmethod

from tpsession.core.catalog import cues
from tpsession.core.history.records import StopReason
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import (
    CueReached,
    Eased,
    Event,
    Extended,
    PauseCause,
    Paused,
    PhaseBegan,
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
    describe_save_error,
    describe_skip,
)
from tpsession.core.settings.actions import (
    BACK,
    EASE,
    GO,
    HELP,
    LONGER,
    LOUDER,
    MUTE,
    PLAIN_ACTIONS,
    QUIETER,
    REPEAT,
    SHORTER,
    SKIP,
    STOP,
    find_plain_action,
)
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer
from tpsession.core.sound.troubleshooting import FOLLOW_ON_SCREEN
from tpsession.core.sound.volume import VolumeControl
from tpsession.core.text.formatting import format_duration
from tpsession.plain.asking.body import ask_stop_reason
from tpsession.plain.asking.question import BACK_WORD, Question, QuitRequested, ask, join_offers, words
from tpsession.plain.console import Console
from tpsession.plain.session_lines import SessionLines

_HELP = (
    "Enter alone pauses, resumes or confirms. quit does what stop does. You can also type "
    f"{join_offers([action.plain_words[0] for action in PLAIN_ACTIONS])}. "
    f"To hear what a word does, type {HELP.plain_words[0]} before it, such as: help ease."
)
_BACK_TWICE = f"Type {BACK_WORD} {BACK_WORD} for the step before."
"""What a person who listens can't do in time by typing back again: by then the step was restarted twice."""
VOLUME_STEP = 10
"""Percent by which louder and quieter change the volume."""
_MAX_QUOTED = 40
"""Characters of an unknown line that are quoted back."""


def describe_sound_problem(player: CuePlayer) -> str:
    """Return what is wrong with the sound and how to fix it; empty if nothing is wrong.

    The advice to follow the session on the screen is left out.
    """
    return player.state().message.replace(f"{FOLLOW_ON_SCREEN} ", "").removesuffix(FOLLOW_ON_SCREEN).strip()


class LineSession:
    """Runs a session to its end in plain mode."""

    def __init__(
        self,
        console: Console,
        runner: SessionRunner,
        player: CuePlayer,
        preferences: Preferences,
        sound_message: str = "",
        *,
        explains_pressure: bool = False,
    ) -> None:
        """Prepare a session.

        Args:
            console: Where it is shown, and where the person types.
            runner: Runs the session.
            player: Plays its sound; muted here, and its failures are shown.
            preferences: The person's settings.
            sound_message: What was said already to be wrong with the sound.
            explains_pressure: Whether to say how hard to press, before the first firm step.

        """
        self.interrupted = False
        """Whether Ctrl-C, or quit at a question, ended the session."""
        self._console = console
        self._runner = runner
        self._player = player
        self._preferences = preferences
        self._volume = VolumeControl(preferences, player)
        self._lines = SessionLines(runner.session.plan, explains_pressure=explains_pressure)
        self._shown_sound_message = sound_message
        self._shown_voice_text = ""
        self._back_explained = False
        self._shown_error = ""
        self._actions: dict[str, Callable[[], list[Event]]] = {
            GO.id: runner.continue_or_pause,
            SKIP.id: runner.skip,
            BACK.id: runner.back,
            EASE.id: self._ease_off,
            LONGER.id: lambda: self._change_time(runner.extend),
            SHORTER.id: lambda: self._change_time(runner.shorten),
            MUTE.id: self._toggle_mute,
            STOP.id: self._halt_and_ask_why,
            HELP.id: self._show_help,
            LOUDER.id: lambda: self._change_volume(VOLUME_STEP),
            QUIETER.id: lambda: self._change_volume(-VOLUME_STEP),
            REPEAT.id: self._repeat_step,
        }

    def run(self, events: list[Event]) -> None:
        """Show `events`, which began the session, then run the session until it has ended.

        Ctrl-C, or quit at a question, asks why to stop. Ctrl-C or quit at that question, or Ctrl-C if nobody
        can answer, ends the session as interrupted and sets `interrupted`. Ctrl-Z pauses the session before
        the program goes to the background. On any other exception, such as the one that ends the program from
        outside, the progress is saved before it is raised again.
        """
        with self._console.delaying_suspension():
            try:
                self._run_to_end(events)
            except BaseException:
                # The program is ended from outside: the session can be resumed from this moment.
                self._runner.save_progress()
                raise

    def _run_to_end(self, events: list[Event]) -> None:
        """Show the first events and run the session until it ends; call `_interrupt` on Ctrl-C or quit."""
        first_events = deque(events)
        while first_events or self._runner.session.mode is not Mode.ENDED:
            try:
                while first_events:
                    self._show_event(first_events.popleft())
                while self._runner.session.mode is not Mode.ENDED:
                    self._wait_and_act()
            except (KeyboardInterrupt, QuitRequested):
                self._interrupt()

    def _wait_and_act(self) -> None:
        """Wait for a typed line or the next event; show events and problems, and do what the line says.

        After Ctrl-Z, pause and go to the background; the session stays paused when it comes back. If nobody
        can answer, a paused session is resumed at once.
        """
        line = self._console.read_line(self._runner.next_due_in_s())
        self._show(self._runner.tick())
        if self._console.suspend_requested:
            self._show(self._runner.pause())
            self._console.suspend()
            if self._runner.session.mode is Mode.PAUSED:
                self._console.say("Welcome back; still paused. Press enter to continue.")
        if self._runner.unattended and self._runner.session.mode is Mode.PAUSED:
            self._show(self._runner.resume())
        if line is not None:
            self._do_command(line)
        self._show_problems()

    def _do_command(self, line: str) -> None:
        """Do the action that a typed line stands for, and show its events; else give the line to `_explain`.

        ``back back`` goes to the step before, if there is one. If the session was paused before the action
        and still is, print that as well.
        """
        action = BACK if self._is_back_twice(line) else find_plain_action(line)
        if action is None:
            self._explain(line.strip())
            return
        if action is not find_plain_action(line):
            # Restarts the step, which nobody needs to hear: the step before follows at once.
            self._runner.back()
        was_paused = self._runner.session.mode is Mode.PAUSED
        self._show(self._actions[action.id]())
        if was_paused and self._runner.session.mode is Mode.PAUSED:
            self._console.say("Still paused. Press enter to continue.")

    @staticmethod
    def _is_back_twice(line: str) -> bool:
        """Return whether a line is a word for back two times, as in ``back back``."""
        typed = line.split()
        return len(typed) == 2 and all(find_plain_action(word) is BACK for word in typed)

    def _explain(self, line: str) -> None:
        """Print what an action does for a line such as ``help skip``; else that the line isn't a command."""
        first, _, word = line.partition(" ")
        action = find_plain_action(word) if word.strip() and find_plain_action(first) is HELP else None
        if action is None:
            self._console.say(f'"{line[:_MAX_QUOTED]}" is not a command. Type help to hear what you can do.')
        else:
            self._console.say(f"{action.help} {_BACK_TWICE}" if action is BACK else action.help)

    def _interrupt(self) -> None:
        """Stop the session's clock and ask why; the answer ends the session or continues it.

        After Ctrl-C or quit at that question, or if nobody can answer, end the session as interrupted and set
        `interrupted`. A clock that is stopped already means that this question was being asked.
        """
        if self._console.attended and self._runner.session.mode is not Mode.HALTED:
            try:
                self._show(self._halt_and_ask_why())
            except (KeyboardInterrupt, QuitRequested):
                self._interrupt()
            return
        self.interrupted = True
        self._show(self._runner.stop(StopReason.INTERRUPTED))

    # Actions that do more than call the runner

    def _toggle_mute(self) -> list[Event]:
        """Turn the sound off or on, and print which. Returns no events."""
        self._volume.set_muted(not self._volume.muted)
        self._console.say("Sound off." if self._volume.muted else "Sound on.")
        return []

    def _change_volume(self, by: int) -> list[Event]:
        """Turn the sound up or down for this session, and print how loud it is. Returns no events.

        by: percentage points, negative to turn it down.
        """
        self._volume.adjust(by)
        self._console.say(f"Volume {self._volume.volume} of 100.")
        return []

    def _repeat_step(self) -> list[Event]:
        """Print the current phase again, with the instruction of its step. Returns no events."""
        session = self._runner.session
        self._console.say(self._lines.describe_in_full(session.index))
        return []

    def _halt_and_ask_why(self) -> list[Event]:
        """Stop the session's clock and ask why; then end the session, or continue it if that is the answer.

        If the session had ended by then, nothing is asked. Returns the events that are still to be shown.
        Raises `QuitRequested` at ``quit``, with the clock still stopped.
        """
        events = self._runner.halt()
        if self._runner.session.mode is Mode.ENDED:
            return events
        self._show(events)
        reason = ask_stop_reason(self._console, self._runner.session.plan.areas)
        return self._runner.resume() if reason is None else self._runner.stop(reason)

    def _ease_off(self) -> list[Event]:
        """End the current hold early and return the events; if none is ended, print that there is no hold."""
        events = self._runner.ease()
        if not any(isinstance(event, Eased) for event in events):
            self._console.say(NO_HOLD)
        return events

    def _change_time(self, change: Callable[[], list[Event]]) -> list[Event]:
        """Extend or shorten the current phase by calling `change`, and return its events.

        In a gate, which has no time to change, `change` isn't called: print why and return no events.
        """
        if self._runner.session.is_in_gate:
            self._console.say(UNTIMED)
            return []
        return change()

    def _show_help(self) -> list[Event]:
        """Print all commands and the time left in the session. Returns no events."""
        remaining = format_duration(self._runner.remaining_s())
        self._console.say(f"{_HELP} {remaining} of the session left.")
        return []

    def _ask_after_sleep(self) -> None:
        """Ask how to continue after the computer slept or the program stood still, and do that.

        The person may resume the session where it is, restart the step, or end the session, which then counts
        as interrupted. If nobody can answer, it is resumed. Raises `QuitRequested` at ``quit``; ``back``
        resumes.
        """
        self._console.say(PAUSED_BY_SLEEP)
        prompt = "Type continue, restart to begin this step again, or finish to rate your pain:"
        answers = {word: word[0] for word in ("continue", "restart", "finish")}
        short = {letter: letter for letter in answers.values()}
        explanation = (
            "continue goes on from here. restart begins this step again. finish ends the session and asks "
            "for your pain now."
        )
        known = words({**answers, **short, BACK_WORD: "c"})
        answer = ask(self._console, Question(prompt, known, help=explanation))
        if answer == "f":
            self._show(self._runner.stop(StopReason.INTERRUPTED))
            return
        if answer == "r":
            self._show(self._runner.back())
        self._show(self._runner.resume())

    # What is shown

    def _show(self, events: list[Event]) -> None:
        for event in events:
            self._show_event(event)

    @singledispatchmethod
    def _show_event(self, event: Event) -> None:
        """Print what an event means. Events of a kind without a method below print nothing."""

    @_show_event.register
    def _(self, event: PhaseBegan) -> None:
        self._console.say(self._lines.describe(event.index))

    @_show_event.register
    def _(self, event: CueReached) -> None:
        """Print the half-way cue; ring the bell for a cue that can't be heard, if the setting says so."""
        if event.cue is cues.HALF_WAY:
            self._console.say(f"{cues.HALF_WAY.text}.")
        if self._volume.needs_bell(event.cue) and self._preferences.switch("sound.bell"):
            self._console.ring()

    @_show_event.register
    def _(self, event: Paused) -> None:
        """Print that the person paused; after a pause that sleep caused, ask how to continue instead.

        If nobody can answer, nothing is asked.
        """
        if event.cause is PauseCause.ASKED:
            self._console.say("Paused. Press enter to continue.")
        elif not self._runner.unattended:
            self._ask_after_sleep()

    @_show_event.register
    def _(self, _event: Resumed) -> None:
        remaining = format_duration(self._runner.phase_remaining_s())
        self._console.say(
            "Resumed." if self._runner.session.is_in_gate else f"Resumed, {remaining} of this part left."
        )

    @_show_event.register
    def _(self, event: Skipped) -> None:
        self._console.say(describe_skip(self._runner.session.plan, event))

    @_show_event.register
    def _(self, event: WentBack) -> None:
        """Print that the session went back.

        If the first time that it does so restarts the present step, also print how to go to the step before.
        """
        explains = not event.to_previous and not self._back_explained
        self._back_explained = True
        self._console.say(f"Back. {_BACK_TWICE}" if explains else "Back.")

    @_show_event.register
    def _(self, _event: Eased) -> None:
        self._console.say(EASED)

    @_show_event.register
    def _(self, event: Extended) -> None:
        self._console.say(describe_extension(event, self._runner.phase_remaining_s()))

    def _show_problems(self) -> None:
        """Print when the sound is lost or comes back, what the voice can't do, and what can't be saved.

        Each is printed only when it changes. While the voice still records texts, how many it has is printed
        once.
        """
        message = describe_sound_problem(self._player)
        if message != self._shown_sound_message:
            self._shown_sound_message = message
            self._console.say(message or "The sound is back.")
        voice_text = self._runner.voice_text
        # Its progress is said only once, a failure whenever it comes.
        is_news = not (self._shown_voice_text and self._runner.is_voice_working)
        if voice_text and is_news and voice_text != self._shown_voice_text:
            self._shown_voice_text = voice_text
            self._console.say(voice_text)
        error = self._runner.save_error
        if error is not None and error != self._shown_error:
            self._shown_error = error
            self._console.say(describe_save_error(error))
