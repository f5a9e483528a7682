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
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual import events, work
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.notifications import Notification, Notify
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input

from tpsession.core.errors import SettingsError
from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SUSPEND
from tpsession.core.settings.definitions import Preferences, describe_key_conflicts
from tpsession.core.sound.volume import VolumeControl
from tpsession.tui.context import LaunchOptions
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.input.bindings import FOCUS_BINDINGS, AvailableAction, make_bindings, make_keymap
from tpsession.tui.input.press_filter import MOUSE, Press, PressHistory
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.services.history_service import HistoryService
from tpsession.tui.services.player_proxy import PlayerProxy
from tpsession.tui.services.services import Services
from tpsession.tui.services.settings_writer import VOLUME_SETTINGS, SettingsListener, SettingsWriter
from tpsession.tui.services.terminal_title import TerminalTitle
from tpsession.tui.theme.themes import DARK, FEW_COLOUR_SYSTEMS, THEMES, choose_theme

DEFERRED_STARTUP_S = 1.0
"""Fallback delay before deferred start-up work runs, in seconds; normally the first paint triggers it."""
PROBLEMS_S = 15.0
"""Seconds for which problems in the settings stay on the screen."""
ERROR_S = 15.0
"""Seconds for which an error stays on the screen."""
SILENCE_S = 0.1
"""Seconds within which the player falls silent."""


def summarize_problems(problems: Sequence[str]) -> str:
    """The first problem and how many more there are: all of them would cover half of a small screen."""
    first, *others = problems
    return f"{first}\nAnd {len(others)} more: see Settings." if others else first


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
        *make_bindings(PALETTE, hidden=[QUIT, HELP, SUSPEND]),
        *FOCUS_BINDINGS,
    ]

    def __init__(self, services: Services, launch: LaunchOptions | None = None) -> None:
        """Read the settings; nothing else is read, and nothing played, before the program runs."""
        self.preferences = services.settings.load_preferences()
        # Set before Textual picks a theme: changing it later would read all style sheets once more.
        self.set_reactive(App.theme, choose_theme(self.preferences.text("screen.theme"), os.environ).name)
        super().__init__()
        self.services = services
        self.launch = launch or LaunchOptions()
        self.charset = self.launch.charset
        self.presses = PressHistory()
        self._press_of_event: WeakKeyDictionary[events.Event, Press] = WeakKeyDictionary()
        """The press that caused each event that may still be handled."""
        self._focus_at_press: WeakKeyDictionary[events.Event, Widget | None] = WeakKeyDictionary()
        """The widget that had the focus when each key arrived."""
        self._handled_press: Press | None = None
        self.player = PlayerProxy(services.player, lambda: self.preferences, services.clock)
        self.volume_control = VolumeControl(self.preferences, self.player)
        self.save_before_exit: Callable[[], None] | None = None
        self.pause_before_suspend: Callable[[], None] | None = None
        self.history = HistoryService(services.history, saves=self.launch.session.save)
        self.navigator = AppNavigator(self, self)
        self.history.ask_retry = self.navigator.ask_retry
        self.terminal_title = TerminalTitle(self)
        self.settings_writer = SettingsWriter(
            services.settings,
            self.volume_control,
            apply=self._apply,
            report=self._report_setting,
            start=partial(self.run_worker, name="write", group="settings"),
        )
        self._at_stake = ""
        self._is_asking_to_leave = False
        self._is_changing_player = False
        self._player_backend: tuple[str, str] | None = None
        """The library and the device that the player was last told to use."""
        self._problems: Notification | None = None
        """What is wrong in the settings, as it is shown over the list."""
        self._startup_done = False
        self._own_filters: list[LineFilter] = []
        if self.charset is Charset.ASCII:
            from tpsession.tui.text.plain_characters import AsciiFilter  # noqa: PLC0415 - only for ASCII

            self._own_filters.append(AsciiFilter())
        for theme in THEMES.values():
            self.register_theme(theme)
        self._apply(self.preferences)

    def get_default_screen(self) -> Screen[Any]:
        """The list of routines: as the default screen it is there with the first paint."""
        return HomeScreen()

    # Settings

    def on_mount(self) -> None:
        """Handle signals, and do the rest after the first paint."""
        self._handle_signals()
        self.set_timer(DEFERRED_STARTUP_S, self.run_deferred_startup)

    def run_deferred_startup(self) -> None:
        """Do the start-up work that the first paint doesn't wait for; only the first call does anything."""
        if self._startup_done:
            return
        self._startup_done = True
        if self.launch.on_started is not None:
            self.launch.on_started()
        self._find_problems()
        # The player starts while the person reads the list, so that it is ready when a session begins.
        self._update_player()
        self.ask_startup_prompts()

    def _update_player(self) -> None:
        """Have the player use the library and the device of the settings; returns at once."""
        if not self._is_changing_player and self._player_backend != self._wanted_backend:
            self._is_changing_player = True
            self._change_player()

    @property
    def _wanted_backend(self) -> tuple[str, str]:
        return self.preferences.text("sound.backend"), self.preferences.text("sound.device")

    @work(name="player", group="player")
    async def _change_player(self) -> None:
        """Change the player, which may take seconds, until it is what the settings want by then."""
        try:
            while self._player_backend != (wanted := self._wanted_backend):
                self._player_backend = wanted
                await asyncio.to_thread(self.player.apply_settings)
        finally:
            self._is_changing_player = False

    @work(name="problems", group="settings")
    async def _find_problems(self) -> None:
        """Find what is wrong in the settings, and show it over the list."""
        in_file = await asyncio.to_thread(self.services.settings.find_problems)
        problems = [*in_file, *describe_key_conflicts(self.preferences)]
        if problems:
            text = summarize_problems(problems)
            self._problems = Notification(text, severity="warning", timeout=PROBLEMS_S)
        if isinstance(self.screen, HomeScreen):
            self.show_problems()

    def show_problems(self) -> None:
        """Show what is wrong in the settings over the list, until its time is up."""
        if self._problems is not None and not self._problems.has_expired:
            self.post_message(Notify(self._problems))

    def hide_problems(self) -> None:
        """Hide what is wrong in the settings: it would cover another screen, and the doctor shows it too."""
        if self._problems is not None:
            self._unnotify(self._problems)

    def ask_startup_prompts(self) -> None:
        """Ask what has to be asked when the program opens; returns at once."""
        self.navigator.start()

    def _apply(self, preferences: Preferences) -> None:
        """Put settings in force."""
        self.preferences = preferences
        chosen = preferences.text("screen.theme")
        self.theme = choose_theme(chosen, os.environ, few_colours=self.few_colours).name
        self.animation_level = "full" if preferences.switch("screen.motion") else "none"
        self.set_keymap(make_keymap(preferences))
        self.volume_control.apply_preferences(preferences)
        if self._startup_done:
            self._update_player()

    @property
    def current_settings(self) -> dict[str, str | int | bool | float]:
        """Every setting's value, with the volumes as they are heard now."""
        heard = {name: self.volume_control.percent(name) for name in VOLUME_SETTINGS}
        return {**self.preferences.values, **heard}

    async def try_save_setting(self, name: str, value: str | int | bool) -> bool:
        """Save one setting and put it in force; where that fails, show why. Whether it was saved."""
        try:
            await self.settings_writer.save(name, value)
        except SettingsError as error:
            self._show_error(str(error))
            return False
        return True

    def _report_setting(self, name: str, error: str) -> None:
        """Show on the settings screen that a setting was written, or why not; elsewhere show the error."""
        listener = next((each for each in self.screen_stack if isinstance(each, SettingsListener)), None)
        if listener is not None:
            listener.setting_saved(name, error)
        if error and listener is not self.screen:
            self._show_error(error)

    def _show_error(self, text: str) -> None:
        self.notify(text, severity="error", timeout=ERROR_S, markup=False)

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
        from tpsession.tui.screens.dialogs.palette import Palette  # noqa: PLC0415 - 2 ms, when it is first shown

        self.push_screen(Palette())

    # Presses

    @property
    def press(self) -> Press:
        """The press that is being dealt with, or else the latest.

        Several may arrive at once, a palm's for one: each is judged by itself, not by the last of them.
        """
        return self._handled_press or self.presses.latest

    def press_of(self, event: events.Event) -> Press:
        """The press that an event stands for."""
        return self._press_of_event.get(event, self.presses.latest)

    @contextmanager
    def handling_press(self, press: Press) -> Iterator[None]:
        """What is done now is done because of this press."""
        before, self._handled_press = self._handled_press, press
        try:
            yield
        finally:
            self._handled_press = before

    async def on_event(self, event: events.Event) -> None:
        """Note every press before anything comes of it; a key comes back here to do what it is bound to."""
        if isinstance(event, events.Key):
            if event not in self._press_of_event:
                self._press_of_event[event] = self.presses.add(event.key, self.services.clock.now())
                self._focus_at_press[event] = self.focused
            elif self._forward_to_opened_input(event):
                return
            with self.handling_press(self._press_of_event[event]):
                await super().on_event(event)
            return
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.presses.add(MOUSE, self.services.clock.now())
        await super().on_event(event)

    def _forward_to_opened_input(self, event: events.Key) -> bool:
        """Whether a key goes to a line that was opened by the key before it, when this one was under way."""
        line, met = self.focused, self._focus_at_press.get(event)
        if not isinstance(line, Input) or line is met or met is None or met.screen is not line.screen:
            return False
        self._focus_at_press[event] = line
        return line.post_message(event)

    async def run_available_action(self, available: AvailableAction, press: Press) -> None:
        """Do an action that was chosen by its name, because of this press."""
        with self.handling_press(press):
            await self.run_action(available.action_name, available.node)

    # Leaving

    async def action_quit(self) -> None:
        """Leave; where something is at stake it is asked first, whatever lies over it."""
        from tpsession.tui.base.overlays import ConfirmsExit, dismiss_overlays  # noqa: PLC0415 - 1 ms, on leaving

        parting = next((each for each in reversed(self.screen_stack) if isinstance(each, ConfirmsExit)), None)
        if parting is not None:
            dismiss_overlays(parting)
            parting.confirm_exit()
        elif self._at_stake:
            self.ask_to_leave(self._at_stake)
        else:
            self.leave(0)

    @contextmanager
    def confirming_exit(self, at_stake: str) -> Iterator[None]:
        """Meanwhile the program isn't left without a question.

        at_stake: a sentence that says why; where it is empty, nothing is asked.
        """
        before, self._at_stake = self._at_stake, at_stake
        try:
            yield
        finally:
            self._at_stake = before

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask whether the program is to be left, unless that is asked. at_stake: a sentence on why not."""
        from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion  # noqa: PLC0415 - 3 ms, if asked

        stay, leave = (
            AnswerOption("stay", "Stay", "s"),
            AnswerOption("leave", "Leave the program", "l", guarded=True),
        )
        question = ChoiceQuestion("Leave now?", (stay, leave), (at_stake,), back=stay.id)

        def answered(answer: str | None) -> None:
            self._is_asking_to_leave = False
            if answer == leave.id:
                self.leave(0)

        if not self._is_asking_to_leave:
            self._is_asking_to_leave = True
            self.push_screen(AskScreen(question), answered)

    def leave(self, code: int) -> None:
        """End the program with an exit code; a session that runs can be resumed.

        Waits for the disk where a session has just ended or something was set: nothing is drawn any more that
        could stand still.
        """
        if self.save_before_exit is not None:
            self.save_before_exit()
        self.settings_writer.finish()
        self.exit(code, return_code=code)

    def _handle_signals(self) -> None:
        """Restore the terminal and keep the session when the system ends or suspends the program."""
        self.terminal_title.save()
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
        if self.pause_before_suspend is None:
            stop()
            return
        self.pause_before_suspend()
        # A stopped program can't silence its player: give that word the time to arrive.
        self.set_timer(SILENCE_S, stop)
