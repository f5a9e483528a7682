"""The full-screen program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import Any, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.notifications import Notification, Notify
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input

from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import SettingsError
from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SUSPEND
from tpsession.core.settings.definitions import Preferences, describe_key_conflicts
from tpsession.core.sound.volume import VolumeControl
from tpsession.tui.base.workers import start
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.input.bindings import FOCUS_BINDINGS, Available, bindings, keymap
from tpsession.tui.input.press_filter import MOUSE, Press, PressHistory
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.services.player_proxy import PlayerProxy
from tpsession.tui.services.services import HistoryService, Services, apart
from tpsession.tui.services.settings_writer import LOUDNESSES, SettingsWriter
from tpsession.tui.services.terminal_title import WindowTitle
from tpsession.tui.theme.themes import DARK, FEW_COLOUR_SYSTEMS, THEMES, choose_theme

SETTLED_S = 1.0
"""Seconds after which the program does what the first paint needn't wait for, painted or not."""
PROBLEMS_S = 15.0
"""Seconds for which it is told what is wrong in the settings."""
SILENCE_S = 0.1
"""Seconds within which the player falls silent."""


def _nothing() -> None:
    """What is called where nothing has to be done."""


def problems_words(problems: Sequence[str]) -> str:
    """The first problem, and how many there are besides: all of them would cover half of a small screen."""
    first, *others = problems
    return f"{first}\nAnd {len(others)} more: see Settings." if others else first


class LaunchOptions(NamedTuple):
    """What the program is opened for."""

    wishes: SessionOptions = SessionOptions()
    routine: str | None = None
    """The routine to play at once, an id or a file; None shows the list."""
    charset: Charset = Charset.UNICODE
    settled: Callable[[], None] = _nothing
    """Called once, after the first paint."""


class TpsessionApp(App[int], inherit_bindings=False):
    """The program; its result is the exit code."""

    TITLE = "tpsession"
    # The toolkit reads a screen's own style sheet when it is pushed; the default screen never is.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(__file__).with_name("app.tcss"),
        Path(__file__).with_name("screens") / "home" / "home.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    """The toolkit's own, with its own commands; `action_palette` opens ours."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(PALETTE, hidden=[QUIT, HELP, SUSPEND]),
        *FOCUS_BINDINGS,
    ]

    def __init__(self, house: Services, start: LaunchOptions | None = None) -> None:
        """Nothing is read or played before the program runs, but the settings."""
        self.preferences = house.settings.load_preferences()
        # Before the toolkit takes a theme of its own: it would read all style sheets once more for ours.
        self.set_reactive(App.theme, choose_theme(self.preferences.text("screen.theme"), os.environ).name)
        super().__init__()
        self.services = house
        self.launch = start or LaunchOptions()
        self.charset = self.launch.charset
        self.history = HistoryService(house, saves=self.launch.wishes.save)
        self.presses = PressHistory()
        self._noted: WeakKeyDictionary[events.Event, Press] = WeakKeyDictionary()
        """The presses that events stand for, as long as something may come of them."""
        self._met: WeakKeyDictionary[events.Event, Widget | None] = WeakKeyDictionary()
        """What had the focus when a key came."""
        self._dealt_with: Press | None = None
        self.player = PlayerProxy(house.player, lambda: self.preferences, house.clock)
        """There from the start; what plays behind it is begun when the list is there."""
        self.volume_control = VolumeControl(self.preferences, self.player)
        self.keep_for_later: Callable[[], None] | None = None
        """Keeps how far the session that runs is; None while none runs."""
        self.before_suspend: Callable[[], None] | None = None
        """Silences the session before the program is put into the background; None while none runs."""
        self.navigator = AppNavigator(self)
        self.window_title = WindowTitle(self)
        self._at_stake = ""
        self._asks_to_leave = False
        self._putting = asyncio.Lock()
        self.settings_writer = SettingsWriter(self)
        self._follows = False
        self._followed: tuple[str, str] | None = None
        """The library and the device that the player was last told to take."""
        self._problem: Notification | None = None
        """What is wrong in the settings, as it is told over the list."""
        self._settled = False
        self._own_filters: list[LineFilter] = []
        if self.charset is Charset.ASCII:
            from tpsession.tui.text.plain_characters import AsciiFilter  # noqa: PLC0415 - only for ASCII

            self._own_filters.append(AsciiFilter())
        for theme in THEMES.values():
            self.register_theme(theme)
        self._apply(self.preferences)

    def get_default_screen(self) -> Screen[Any]:
        """The list of routines: as the default screen it comes with the first picture."""
        return HomeScreen()

    # Settings

    def on_mount(self) -> None:
        """Be ready for every end, and do the rest after the first paint."""
        self._listen_for_ends()
        self.set_timer(SETTLED_S, self.run_deferred_startup)

    def run_deferred_startup(self) -> None:
        """Do what the first paint needn't wait for; once, however often it is called."""
        if self._settled:
            return
        self._settled = True
        self.launch.settled()
        start(self, self._find_problems, name="problems", group="settings")
        # The player starts while the list is read, so that it is ready when a session begins.
        self._follow_sound()
        self.begin()

    def _follow_sound(self) -> None:
        """Have that play what the settings want; returns at once."""
        if not self._follows and self._followed != self._wanted_sound:
            self._follows = True
            start(self, self._follow, name="player", group="player")

    @property
    def _wanted_sound(self) -> tuple[str, str]:
        return self.preferences.text("sound.backend"), self.preferences.text("sound.device")

    async def _follow(self) -> None:
        """Exchange what plays, which may take seconds, as often as something else is wanted meanwhile."""
        try:
            while self._followed != (wanted := self._wanted_sound):
                self._followed = wanted
                await apart(self.player.follow)
        finally:
            self._follows = False

    async def _find_problems(self) -> None:
        """Find what is wrong in the settings, and tell it."""
        problems = [*await apart(self.services.settings.find_problems), *describe_key_conflicts(self.preferences)]
        if problems:
            words = problems_words(problems)
            self._problem = Notification(words, severity="warning", timeout=PROBLEMS_S)
        if isinstance(self.screen, HomeScreen):
            self.show_problems()

    def show_problems(self) -> None:
        """Tell what is wrong in the settings, over the list; for its time and no longer."""
        if self._problem is not None and not self._problem.has_expired:
            self.post_message(Notify(self._problem))

    def hide_problems(self) -> None:
        """They would hide what another screen says; the doctor and the settings say them as well."""
        if self._problem is not None:
            self._unnotify(self._problem)

    def begin(self) -> None:
        """Ask what has to be asked when the program opens."""
        self.navigator.open()

    async def save_setting(self, name: str, value: str | int | bool) -> None:
        """Set one setting and apply it at once. Raises `SettingsError` where it can't be written."""
        async with self._putting:
            try:
                await apart(partial(self.settings_writer.write, name, value))
            finally:
                self._apply(await apart(self.services.settings.load_preferences))
            # What was turned counts until the settings that hold it are taken.
            if name in LOUDNESSES:
                self.volume_control.mark_saved(name, int(value))

    async def reread(self) -> None:
        """Take the settings anew: their file may have been edited by hand."""
        async with self._putting:
            self._apply(await apart(self.services.settings.load_preferences))

    def _apply(self, preferences: Preferences) -> None:
        self.preferences = preferences
        chosen = preferences.text("screen.theme")
        self.theme = choose_theme(chosen, os.environ, few_colours=self.few_colours).name
        self.animation_level = "full" if preferences.switch("screen.motion") else "none"
        self.set_keymap(keymap(preferences))
        self.volume_control.apply_preferences(preferences)
        if self._settled:
            self._follow_sound()

    @property
    def shown_values(self) -> dict[str, str | int | bool | float]:
        """What the settings are, the volumes as they are heard now."""
        heard = {name: self.volume_control.percent(name) for name in LOUDNESSES}
        return {**self.preferences.values, **heard}

    async def try_save_setting(self, name: str, value: str | int | bool) -> bool:
        """Set one setting, and tell it where that fails; whether it was set."""
        try:
            await self.save_setting(name, value)
        except SettingsError as error:
            self.notify(str(error), severity="error", timeout=15, markup=False)
            return False
        return True

    # What is shown

    @property
    def few_colours(self) -> bool:
        """Whether the terminal shows sixteen colours at most; without a terminal nothing is too few."""
        # The toolkit draws there, whether it runs already or not.
        drawn_on = sys.__stderr__
        at_terminal = drawn_on is not None and drawn_on.isatty() and not self.is_headless
        return at_terminal and self.console.color_system in FEW_COLOUR_SYSTEMS

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by its name; ours are there before any is registered."""
        return THEMES.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of our themes, for as long as none of them is taken."""
        return DARK.variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The toolkit's own filters, then plain characters where the terminal shows no others."""
        return [*super().get_line_filters(), *self._own_filters]

    def action_help(self) -> None:
        """Explain the current screen, or put the explanation away."""
        from tpsession.tui.screens.dialogs.help import HelpScreen  # noqa: PLC0415 - 2 ms, when it is first shown

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(self.screen))

    def action_sound(self) -> None:
        """Show how loud everything is, or put that away."""
        from tpsession.tui.screens.tools.sound import SoundScreen  # noqa: PLC0415 - 8 ms, when it is first shown

        if isinstance(self.screen, SoundScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(SoundScreen())

    def action_palette(self) -> None:
        """List the commands of the current screen."""
        from tpsession.tui.input.palette import Palette  # noqa: PLC0415 - 2 ms, when it is first shown

        self.push_screen(Palette())

    # Presses

    @property
    def press(self) -> Press:
        """The press that is being dealt with, or else the latest.

        Several may arrive at once, a palm's for one: each is judged by itself, not by the last of them.
        """
        return self._dealt_with or self.presses.latest

    def press_of(self, event: events.Event) -> Press:
        """The press that an event stands for."""
        return self._noted.get(event, self.presses.latest)

    @contextmanager
    def handling_press(self, press: Press) -> Iterator[None]:
        """What is done now is done because of this press."""
        before, self._dealt_with = self._dealt_with, press
        try:
            yield
        finally:
            self._dealt_with = before

    async def on_event(self, event: events.Event) -> None:
        """Note every press before anything comes of it; a key comes back here to do what it is bound to."""
        if isinstance(event, events.Key):
            if event not in self._noted:
                self._noted[event] = self.presses.note(event.key, self.services.clock.now())
                self._met[event] = self.focused
            elif self._belongs_into_a_line(event):
                return
            with self.handling_press(self._noted[event]):
                await super().on_event(event)
            return
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.presses.note(MOUSE, self.services.clock.now())
        await super().on_event(event)

    def _belongs_into_a_line(self, event: events.Key) -> bool:
        """Whether a key goes to a line that was opened by the key before it, when this one was under way."""
        line, met = self.focused, self._met.get(event)
        if not isinstance(line, Input) or line is met or met is None or met.screen is not line.screen:
            return False
        self._met[event] = line
        return line.post_message(event)

    async def do(self, each: Available, press: Press) -> None:
        """Do an action that was chosen by its name, because of this press."""
        with self.handling_press(press):
            await self.run_action(each.does, each.node)

    # Leaving

    async def action_quit(self) -> None:
        """Leave; where something is at stake it is asked first, whatever lies over it."""
        from tpsession.tui.base.overlays import ConfirmsExit, dismiss_overlays  # noqa: PLC0415 - 1 ms, on leaving

        parting = next((each for each in reversed(self.screen_stack) if isinstance(each, ConfirmsExit)), None)
        if parting is not None:
            dismiss_overlays(parting)
            parting.confirm_exit()
        elif self._at_stake:
            self.ask_before_leaving(self._at_stake)
        else:
            self.leave(0)

    @contextmanager
    def asking_before_leaving(self, at_stake: str) -> Iterator[None]:
        """Meanwhile the program isn't left without a question.

        at_stake: a sentence that says why; where it is empty, nothing is asked.
        """
        before, self._at_stake = self._at_stake, at_stake
        try:
            yield
        finally:
            self._at_stake = before

    def ask_before_leaving(self, at_stake: str) -> None:
        """Ask whether the program is to be left, unless that is asked. at_stake: a sentence on why not."""
        from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion  # noqa: PLC0415 - 3 ms, if asked

        stay, leave = (
            AnswerOption("stay", "Stay", "s"),
            AnswerOption("leave", "Leave the program", "l", calm=True),
        )
        question = ChoiceQuestion("Leave now?", (stay, leave), (at_stake,), back=stay.id)

        def answered(answer: str | None) -> None:
            self._asks_to_leave = False
            if answer == leave.id:
                self.leave(0)

        if not self._asks_to_leave:
            self._asks_to_leave = True
            self.push_screen(AskScreen(question), answered)

    def leave(self, code: int) -> None:
        """End the program with an exit code; a session that runs can be resumed.

        Waits for the disk where a session has just ended or something was set: nothing is drawn any more that
        could stand still.
        """
        if self.keep_for_later is not None:
            self.keep_for_later()
        self.settings_writer.end()
        self.exit(code, return_code=code)

    def _listen_for_ends(self) -> None:
        """Restore the terminal and keep the session when the system ends or suspends the program."""
        self.window_title.borrow()
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.leave, 128 + number)
        suspend = signal.getsignal(signal.SIGTSTP)
        if callable(suspend):
            # In the loop, not in the midst of what the signal happens to interrupt.
            stop: Callable[[], None] = partial(suspend, signal.SIGTSTP, None)
            loop.add_signal_handler(signal.SIGTSTP, self._suspend, stop)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Not every system has a background to be put into."""
        return action != SUSPEND.id or self._can_suspend

    @property
    def _can_suspend(self) -> bool:
        return sys.platform != "win32" and not self.is_headless

    def action_suspend(self) -> None:
        """Be put into the background, as if the terminal had asked for it."""
        if self._can_suspend:
            os.kill(os.getpid(), signal.SIGTSTP)

    def _suspend(self, stop: Callable[[], None]) -> None:
        """Be put into the background, with the session paused and silent."""
        if self.before_suspend is None:
            stop()
            return
        self.before_suspend()
        # A stopped program can't silence its player: give that word the time to arrive.
        self.set_timer(SILENCE_S, stop)
