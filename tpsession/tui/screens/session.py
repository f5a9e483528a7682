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
from textual.widgets import Button, Footer

from tpsession.core import safety
from tpsession.core.action import (
    BACK,
    CLOSE,
    EASE,
    GO,
    HELP,
    LONGER,
    LOUDER,
    MUTE,
    QUIETER,
    QUIT,
    SHORTER,
    SKIP,
    STOP,
    Action,
)
from tpsession.core.errors import HistoryError
from tpsession.core.event import CueReached, Eased, Event, Extended, PauseCause, Paused, Skipped, WentBack
from tpsession.core.phase_wording import entry_words
from tpsession.core.plan import PhaseKind
from tpsession.core.record import StopReason
from tpsession.core.session import Mode
from tpsession.core.sitting import Sitting
from tpsession.core.wording import seconds_in_words
from tpsession.tui.bindings import bindings
from tpsession.tui.face import Face, Stand
from tpsession.tui.page import Page
from tpsession.tui.presses import KNUCKLE_KEYS
from tpsession.tui.screens.ask import Answer, AskScreen, Question
from tpsession.tui.widgets.line import Line
from tpsession.tui.widgets.session_view import SessionView
from tpsession.tui.window import set_window_title

MOVING_S = 0.125
"""Seconds between two looks at the clock while the guide moves: eight pictures a second."""
STILL_S = 0.25
"""The same without motion; ticks must come at least this often for a standstill to be told."""
FLASH_S = 0.2
FLASH_AGAIN_S = 0.4
"""A cue without sound flashes this long, and not more often than this: 3 a second at most (WCAG 2.2)."""
SAID_S = 4.0
"""How long a passing message stands."""
VOLUME_STEP = 5
"""Percent by which the sound is turned up or down."""


_REASONS = tuple(
    Answer(reason.value, words, str(number), calm=True)
    for number, (reason, words) in enumerate(safety.STOP_LABELS.items(), start=1)
)
_GO_ON = Answer("go-on", "Go on with the session", "g")
WHY = Question("Stopped; the clock stands. Why?", (*_REASONS, _GO_ON), back=_GO_ON.id)
LEAVE = Question(
    "Leave in the middle of the session? The clock stands.",
    (
        _GO_ON,
        Answer("end", "End it: say why and rate", "e"),
        Answer("later", "Close the program; it can be resumed for an hour", "c", calm=True),
    ),
    back=_GO_ON.id,
)
LAST = Question(
    "That was the last step. The clock stands.",
    (Answer("finish", "Finish the session", "f", calm=True), _GO_ON),
    back=_GO_ON.id,
)
SLEPT = Question(
    "The session stood still and is paused where it was.",
    (
        Answer("continue", "Continue", "c"),
        Answer("restart", "Restart this step", "r"),
        Answer("finish", "Finish and rate", "f", calm=True),
    ),
)


_HEIGHTS = [(0, "-least-rows"), (8, "-scant-rows"), (12, "-few-rows"), (24, "-rows")]
_WIDTHS = [(0, "-few-columns"), (56, "-columns")]
"""From so many cells on the screen has this class."""


class SessionScreen(Page[bool]):
    """Plays a sitting to its end; the result is whether it ended."""

    CSS_PATH = "session.tcss"
    ABOUT = (
        "Any of the big keys pauses, goes on, or says that the spot is found; so does a press of the mouse "
        "beside the buttons. Nothing ends by a single press."
    )
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        GO, STOP, EASE, BACK, SKIP, LONGER, SHORTER, MUTE, hidden=[LOUDER, QUIETER, HELP, CLOSE, QUIT]
    )

    def __init__(self, sitting: Sitting, first: list[Event]) -> None:
        """Follow a sitting; first: the events with which it began."""
        super().__init__()
        self._sitting = sitting
        self._first = first
        self._face: Face | None = None
        self._muted = False
        self._flashed_at = float("-inf")
        self._said_at = float("-inf")
        self._asking = False
        self._over = False

    # What is on it

    def content(self) -> ComposeResult:
        """What is followed, with the buttons below."""
        buttons = Horizontal(*map(self._button, (GO, EASE, BACK, SKIP, STOP)), id="buttons")
        yield SessionView(self._sitting, buttons, moves=self.house_app.preferences.switch("screen.motion"))

    @staticmethod
    def _button(action: Action) -> Button:
        """The button of an action; the keys stay with the session, so that it never takes the focus."""
        button = Button(action.name, id=f"do-{action.id}", action=f"screen.{action.id}")
        button.can_focus = False
        button.tooltip = action.help
        return button

    def on_mount(self) -> None:
        """Begin to follow."""
        app = self.house_app
        app.keep_for_later = self._keep
        app.before_suspend = self._pause_for_suspension
        moving = app.preferences.switch("screen.motion")
        self.set_interval(MOVING_S if moving else STILL_S, self.tick)
        self._take(self._first)
        self._show()

    def on_unmount(self) -> None:
        """The session is over for this screen; what is to be kept of it the program still knows."""
        self.house_app.before_suspend = None
        if self._muted:
            self._muted = False
            self._set_volume()

    def _keep(self) -> None:
        """Keep how far the session is, or how it ended, because the program is about to end.

        What fails now is told by nobody any more: the state of a second ago is what can be resumed.
        """
        if self._sitting.session.mode is Mode.ENDED:
            with suppress(HistoryError):
                self._sitting.keep_end()
        else:
            self._sitting.keep_now()

    # Time

    def tick(self) -> None:
        """Take in what has become due, and show it."""
        self._take(self._sitting.tick())
        self._show()

    def _take(self, taken: list[Event]) -> None:
        for event in taken:
            self._tell(event)
        # Help or the list of commands may lie over it: then it is left when they are closed.
        over = self._sitting.session.mode is Mode.ENDED and self.app.screen is self
        if over and not self._asking and not self._over:
            self._over = True
            set_window_title(self.app, "")
            self.dismiss(True)

    def _do(self, action: Callable[[], list[Event]]) -> None:
        self._take(action())
        self._show()

    # What happens, told

    @singledispatchmethod
    def _tell(self, event: Event) -> None:
        """Tell an event; most are seen in the face of the screen anyway."""

    @_tell.register
    def _(self, event: CueReached) -> None:
        if self.house_app.player.state().heard:
            return
        if self.house_app.preferences.switch("sound.bell"):
            self.app.bell()
        now = self.house_app.house.clock.now()
        if now - self._flashed_at >= FLASH_AGAIN_S:
            self._flashed_at = now
            self.query_one("#heading", Line).say(event.cue.text)
            self.add_class("flash")
            self.set_timer(FLASH_S, self._flash_over)

    @_tell.register
    def _(self, event: Paused) -> None:
        if event.cause is PauseCause.SLEPT:
            self._ask(SLEPT, self._after_sleep)

    @_tell.register
    def _(self, event: Skipped) -> None:
        self._say(f"Skipped: {entry_words(self._sitting.session.plan.entries[event.entry])}.")

    @_tell.register
    def _(self, _event: WentBack) -> None:
        self._say("Back. Once more within three seconds goes to the step before.")

    @_tell.register
    def _(self, _event: Eased) -> None:
        self._say("Eased off.")

    @_tell.register
    def _(self, event: Extended) -> None:
        if event.seconds == 0:
            self._say("No change: the limit for this step is reached.")
            return
        more = "more" if event.seconds > 0 else "less"
        self._say(f"{seconds_in_words(abs(event.seconds))} {more}.")

    def _say(self, words: str) -> None:
        """Show a passing message."""
        self._said_at = self.house_app.house.clock.now()
        self.query_one(SessionView).say(words)

    def _standing_message(self) -> str:
        """What stays on the screen as long as it is so."""
        trouble = self._sitting.trouble
        if trouble is not None:
            return f"{trouble} The session goes on."
        if self._muted:
            return "The sound is off."
        return self.house_app.player.state().message

    def _flash_over(self) -> None:
        self.remove_class("flash")
        if self._face is not None:
            self.query_one("#heading", Line).say(self._face.heading)

    # What is shown

    def _show(self) -> None:
        """Bring the screen up to date."""
        app = self.house_app
        view = self.query_one(SessionView)
        now = view.show(self._face, app.preferences.keys(GO.id)[0])
        if now is not None:
            before, self._face = self._face, now
            self._show_around(now, before)
        if app.house.clock.now() - self._said_at > SAID_S:
            view.say(self._standing_message())

    def _show_around(self, now: Face, before: Face | None) -> None:
        """What changes with the face beside the view: title, frame and buttons."""
        if before is None or now.window != before.window:
            set_window_title(self.app, now.window)
        if not self.has_class("flash"):
            self.query_one("#heading", Line).say(now.heading)
        if before is None or now.stand is not before.stand:
            for stand in Stand:
                self.set_class(stand is now.stand, f"-{stand}")
        self.set_class(now.soon, "-soon")
        if before is None or now.go != before.go:
            self.query_one("#do-go", Button).label = now.go
        self.query_one("#do-ease", Button).disabled = not self._holds()

    def _holds(self) -> bool:
        return self._sitting.session.phase.kind is PhaseKind.HOLD

    # What hands do

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press anywhere but on a button pauses."""
        pressed, _ = self.get_widget_at(event.screen_x, event.screen_y)
        in_footer = isinstance(pressed.parent, Footer)
        if not isinstance(pressed, Button) and not in_footer:
            self._do(self._sitting.pause)

    def on_key(self, event: events.Key) -> None:
        """A knuckle's keys do what the big ones do."""
        if event.key in KNUCKLE_KEYS and self.house_app.preferences.switch("session.knuckle"):
            event.stop()
            self.action_go()

    @property
    def _big_keys(self) -> tuple[str, ...]:
        return (*self.house_app.preferences.keys(GO.id), *KNUCKLE_KEYS)

    def action_go(self) -> None:
        """Found, go on, or pause. A held key or a resting palm counts once."""
        if self.house_app.presses.is_big(self._big_keys):
            self._do(self._sitting.go)

    def action_skip(self) -> None:
        """Leave out the rest of the step, unless the press may be a slip."""
        if not self.house_app.presses.is_calm:
            return
        if self._sitting.session.skip_ends:
            self._ask_last(self._sitting.skip)
        else:
            self._do(self._sitting.skip)

    def action_back(self) -> None:
        """Start the step again."""
        if self.house_app.presses.is_new:
            self._do(self._sitting.back)

    def action_ease(self) -> None:
        """End the hold now."""
        if not self.house_app.presses.is_new:
            return
        if not self._holds():
            self._say("There is nothing to ease off: no hold is running.")
        elif self._sitting.session.ease_ends:
            self._ask_last(self._sitting.ease)
        else:
            self._do(self._sitting.ease)

    def action_longer(self) -> None:
        """Add ten seconds."""
        self._change(self._sitting.longer)

    def action_shorter(self) -> None:
        """Take ten seconds away."""
        self._change(self._sitting.shorter)

    def _change(self, change: Callable[[], list[Event]]) -> None:
        if not self.house_app.presses.is_new:
            return
        if self._sitting.session.in_gate:
            self._say("This step waits for you: it has no time to change.")
        else:
            self._do(change)

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self.house_app.presses.is_new:
            self._muted = not self._muted
            self._set_volume()
            self._said_at = float("-inf")
            self._show()

    def action_louder(self) -> None:
        """Turn the sound up."""
        self._turn(VOLUME_STEP)

    def action_quieter(self) -> None:
        """Turn the sound down."""
        self._turn(-VOLUME_STEP)

    def _turn(self, by: int) -> None:
        volume = min(max(self.house_app.preferences.percent("sound.volume") + by, 0), 100)
        self._muted = False
        self._say(f"Volume {volume} %.")
        self.house_app.turn_volume(volume)

    def _set_volume(self) -> None:
        preferences = self.house_app.preferences
        overall = 0 if self._muted else preferences.percent("sound.volume")
        self.house_app.player.volume(preferences.levels, overall)

    # Stopping

    def action_stop(self) -> None:
        """The clock stands at once; then why, or go on."""
        self._halt_and_ask(WHY, self._after_why)

    def action_close(self) -> None:
        """Escape asks as well: a session isn't left by a slip."""
        self.action_stop()

    def action_quit(self) -> None:
        """Leave the program, after a question."""
        self._halt_and_ask(LEAVE, self._after_leave)

    def _ask_last(self, finish: Callable[[], list[Event]]) -> None:
        """What would end the session is asked about."""
        paused = self._sitting.session.mode is Mode.PAUSED

        def answered(answer: str | None) -> None:
            self._do(self._sitting.resume)
            if answer == "finish":
                self._do(finish)
            elif paused:
                self._do(self._sitting.pause)

        self._halt_and_ask(LAST, answered)

    def _halt_and_ask(self, question: Question, answered: Callable[[str | None], None]) -> None:
        if self._asking:
            return
        self._do(self._sitting.halt)
        if self._sitting.session.mode is Mode.HALTED:
            self._ask(question, answered)

    def _ask(self, question: Question, answered: Callable[[str | None], None]) -> None:
        if self._asking:
            return
        self._asking = True

        def given(answer: str | None) -> None:
            self._asking = False
            answered(answer)

        self.app.push_screen(AskScreen(question), given)

    def _after_why(self, answer: str | None) -> None:
        if answer in {None, _GO_ON.id}:
            self._do(self._sitting.resume)
        else:
            self._do(lambda: self._sitting.stop(StopReason(str(answer))))

    def _after_leave(self, answer: str | None) -> None:
        match answer:
            case "end":
                self._ask(WHY, self._after_why)
            case "later":
                self.house_app.leave(0)
            case _:
                self._do(self._sitting.resume)

    def _after_sleep(self, answer: str | None) -> None:
        match answer:
            case "finish":
                self._do(lambda: self._sitting.stop(StopReason.INTERRUPTED))
            case "restart":
                self._do(self._sitting.back)
                self._do(self._sitting.resume)
            case _:
                self._do(self._sitting.resume)

    def _pause_for_suspension(self) -> None:
        """The program is put into the background: its player must not go on without it."""
        self._do(self._sitting.pause)
