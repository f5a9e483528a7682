"""The full-screen program: one Textual app that holds the services and shows the screens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual import events, work
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import Notification, SeverityLevel
from textual.screen import Screen
from textual.theme import Theme

from tpsession.core.errors import SettingsError
from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SUSPEND
from tpsession.core.settings.definitions import Preferences, describe_key_conflicts
from tpsession.core.sound.volume import VolumeControl
from tpsession.tui.context import LaunchOptions
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.flows.exit_confirmation import ExitConfirmation
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.input.arrivals import Arrivals
from tpsession.tui.input.bindings import FOCUS_BINDINGS, AvailableAction, make_bindings, make_keymap
from tpsession.tui.input.press_filter import Press
from tpsession.tui.screens import dialogs, tools
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.services.history_service import HistoryService
from tpsession.tui.services.player_proxy import PlayerProxy
from tpsession.tui.services.player_updater import PlayerUpdater
from tpsession.tui.services.services import Services
from tpsession.tui.services.settings_writer import VOLUME_SETTINGS, SettingsListener, SettingsWriter
from tpsession.tui.services.system_signals import SystemSignals
from tpsession.tui.services.terminal_title import TerminalTitle
from tpsession.tui.theme.themes import DARK, FEW_COLOUR_SYSTEMS, GREY_THEMES, THEMES, choose_theme

DEFERRED_STARTUP_S = 1.0
"""Fallback delay before deferred start-up work runs, in seconds; normally the first paint triggers it."""
PROBLEMS_S = 15.0
"""Seconds for which problems in the settings are shown."""
ERROR_S = 15.0
"""Seconds for which an error is shown."""


def summarize_problems(problems: Sequence[str]) -> str:
    """Return the first problem, and on a second line how many more there are, if any.

    All of them would cover half a small screen. problems: at least one.
    """
    first, *others = problems
    return f"{first}\nAnd {len(others)} more: see Settings." if others else first


class TpsessionApp(App[int], inherit_bindings=False):
    """The full-screen program; its result is the exit code."""

    TITLE = "tpsession"
    # Textual loads a screen's style sheet when the screen is pushed. The default screen never is.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(__file__).with_name("app.tcss"),
        Path(__file__).with_name("screens") / "home" / "home.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    """Textual's palette is off; `action_palette` opens our own."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_bindings(PALETTE, hidden=[QUIT, HELP, SUSPEND]),
        *FOCUS_BINDINGS,
    ]

    def __init__(self, services: Services, launch: LaunchOptions | None = None) -> None:
        """Read the settings and put them into effect. No player is started yet, and no signal is handled."""
        self.preferences = services.settings.load_preferences()
        # Set before Textual picks a theme: changing it later would read all style sheets once more.
        self.set_reactive(App.theme, choose_theme(self.preferences.text("screen.theme"), os.environ).name)
        super().__init__()
        self.services = services
        self.launch = launch or LaunchOptions()
        self.charset = self.launch.charset
        self.arrivals = Arrivals(services.clock.now)
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
            apply=self._apply_preferences,
            report=self._report_setting,
            start=partial(self.run_worker, name="write", group="settings"),
        )
        self._player_updater = PlayerUpdater(
            self.player, lambda: self.preferences, partial(self.run_worker, name="player", group="player")
        )
        self._exit_confirmation = ExitConfirmation(self, self.leave)
        self._signals = SystemSignals(self, self.leave, self._pause_session)
        self.fault: Exception | None = None
        """The error that ended the program; None if there was none."""
        self._home_notices: list[Notification] = []
        """What was said on the list of routines, the newest last."""
        self._startup_done = False
        self._own_filters: list[LineFilter] = []
        if self.charset is Charset.ASCII:
            from tpsession.tui.text.plain_characters import AsciiFilter  # noqa: PLC0415 - 0.4 ms, only for ASCII

            self._own_filters.append(AsciiFilter())
            self.add_class("-ascii")
        for theme in THEMES.values():
            self.register_theme(theme)
        self._apply_preferences(self.preferences)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that Textual chooses; for its Linux driver, also used on macOS, return ours."""
        chosen = super().get_driver_class()
        if sys.platform == "win32":
            return chosen
        from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 - only for these systems

        from tpsession.tui.input.terminal_driver import TerminalDriver  # noqa: PLC0415 - only for these systems

        return TerminalDriver if chosen is LinuxDriver else chosen

    def get_default_screen(self) -> Screen[Any]:
        """Return the list of routines; the default screen is shown with the first paint."""
        return HomeScreen()

    # Start-up

    def on_mount(self) -> None:
        """Have the terminal remember its title, and handle the system's signals.

        Also set the timer for `run_deferred_startup` in case there is no first paint.
        """
        self.terminal_title.save()
        self._signals.handle()
        self.set_timer(DEFERRED_STARTUP_S, self.run_deferred_startup)

    def run_deferred_startup(self) -> None:
        """Call `launch.on_started`, and start the rest of the start-up in the background.

        It looks for problems in the settings, starts the sound player, and shows the start-up prompts. The
        home screen calls this after its first paint; if that hasn't happened within `DEFERRED_STARTUP_S`
        seconds, a timer calls it. Only the first call does anything.
        """
        if self._startup_done:
            return
        self._startup_done = True
        if self.launch.on_started is not None:
            self.launch.on_started()
        self._find_problems()
        # Started while the person reads the list, so that it is ready when a session begins.
        self._player_updater.update()
        self.ask_startup_prompts()

    @work(name="problems", group="settings")
    async def _find_problems(self) -> None:
        """Look for problems in the settings file and for keys with two meanings.

        The first one, and how many more there are, is shown on the list of routines for `PROBLEMS_S` seconds.
        """
        in_file = await asyncio.to_thread(self.services.settings.find_problems)
        problems = [*in_file, *describe_key_conflicts(self.preferences)]
        if problems:
            self.add_home_notice(summarize_problems(problems), PROBLEMS_S, severity="warning")

    @property
    def _front_screen(self) -> Screen[Any] | None:
        """The screen in front; None once the program is closing, while a worker may still be running."""
        screens = self.screen_stack
        return screens[-1] if screens else None

    def add_home_notice(self, text: str, seconds: float, *, severity: SeverityLevel = "information") -> None:
        """Have a notice shown on the list of routines until so many seconds from now."""
        self._home_notices.append(Notification(text, severity=severity, timeout=seconds))
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.show_notices(self.home_notices)

    @property
    def home_notices(self) -> list[Notification]:
        """The notices for the list of routines that haven't expired, such as problems in the settings."""
        return [notice for notice in self._home_notices if not notice.has_expired]

    def ask_startup_prompts(self) -> None:
        """Have the navigator show the start-up prompts that are due, in the background; returns at once."""
        self.navigator.start()

    # Settings

    def _apply_preferences(self, preferences: Preferences) -> None:
        """Put these settings into effect: theme, motion, keys, volumes and, once started, the player."""
        self.preferences = preferences
        chosen = preferences.text("screen.theme")
        self.theme = choose_theme(chosen, os.environ, few_colours=self.few_colours).name
        self.animation_level = "full" if preferences.switch("screen.motion") else "none"
        self.set_keymap(make_keymap(preferences))
        self.volume_control.apply_preferences(preferences)
        if self._startup_done:
            self._player_updater.update()

    @property
    def current_settings(self) -> dict[str, str | int | bool | float]:
        """The value of every setting, with changed volumes that aren't saved yet; mute changes none."""
        volumes = {name: self.volume_control.percent(name) for name in VOLUME_SETTINGS}
        return {**self.preferences.values, **volumes}

    async def try_save_setting(self, name: str, value: str | int | bool) -> bool:
        """Save one setting and put it into effect; return whether it was saved. If not, show why.

        If the program is closing and has already written the changed settings itself, nothing more is
        written, and the result is True.
        """
        try:
            await self.settings_writer.save(name, value)
        except SettingsError as error:
            self._show_error(str(error))
            return False
        return True

    def _report_setting(self, name: str, error: str) -> None:
        """Tell the settings screen, if it is open, whether a setting was written.

        An error is also shown as a notification, unless the settings screen is in front. error: empty if the
        setting was written.
        """
        listener = next(
            (screen for screen in self.screen_stack if isinstance(screen, SettingsListener)), None
        )
        if listener is not None:
            listener.setting_saved(name, error)
        if error and listener is not self._front_screen:
            self._show_error(error)

    def _show_error(self, text: str) -> None:
        self.notify(text, severity="error", timeout=ERROR_S, markup=False)

    # Appearance

    @property
    def few_colours(self) -> bool:
        """Whether the terminal shows at most sixteen colours; False without a terminal."""
        # Textual draws on standard error.
        output = sys.__stderr__
        is_terminal = output is not None and output.isatty() and not self.is_headless
        return is_terminal and self.console.color_system in FEW_COLOUR_SYSTEMS

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by its name, None for an unknown one.

        Our own are found even before they are registered. Under NO_COLOR they have no coloured text.
        """
        own = GREY_THEMES if "NO_COLOR" in os.environ else THEMES
        return own.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the variables of our dark theme: Textual needs some before a theme is set."""
        return DARK.variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, and for ASCII the one that replaces all other characters."""
        return [*super().get_line_filters(), *self._own_filters]

    def action_help(self) -> None:
        """Open help about the current screen, or close help if it is in front."""
        if isinstance(self.screen, dialogs.HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(dialogs.HelpScreen(self.screen))

    def action_sound(self) -> None:
        """Open the volumes over the current screen, or close them if they are in front."""
        if isinstance(self.screen, tools.SoundScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(tools.SoundScreen())

    def action_palette(self) -> None:
        """Open the list of commands of the current screen."""
        self.push_screen(dialogs.Palette())

    # Presses

    @property
    def press(self) -> Press:
        """The press that is being handled, or else the latest one.

        A palm causes several presses at once. Each is judged on its own, not by the last of them.
        """
        return self._handled_press or self.arrivals.latest_press

    def press_of(self, event: events.Event) -> Press:
        """Return the press that caused a key event; the latest press for any other event."""
        return self.arrivals.press_of(event)

    @contextmanager
    def handling_press(self, press: Press) -> Iterator[None]:
        """Have the property `press` be this press within the block; afterwards it is what it was."""
        outer, self._handled_press = self._handled_press, press
        try:
            yield
        finally:
            self._handled_press = outer

    async def on_event(self, event: events.Event) -> None:
        """Record every press of a key or the mouse before Textual handles the event.

        A key that has no use on the screen may be changed to an equivalent one. Textual sends a key event a
        second time to trigger its binding. If the focus has moved to an input line of the same screen
        meanwhile, the key goes to that instead.
        """
        if isinstance(event, events.Key):
            is_new = self.arrivals.add_key(event, self.screen)
            if not is_new and self.arrivals.forward_to_opened_input(event, self.focused):
                return
            with self.handling_press(self.press_of(event)):
                await super().on_event(event)
            return
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.arrivals.add_mouse()
        await super().on_event(event)

    async def run_available_action(self, available: AvailableAction, press: Press) -> None:
        """Run an action that the person chose in the footer, in help or in the list of commands.

        press: by which the action is judged; `TRUSTED_PRESS` if it was chosen by its name.
        """
        with self.handling_press(press):
            await self.run_action(available.action_name, available.node)

    # Leaving

    def _handle_exception(self, error: Exception) -> None:
        """Remember the first error that nothing has handled, and end the program with exit code 1."""
        if self.fault is None:
            self.fault = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End the program without a traceback, which would fill the terminal: `fault` has the error."""
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Leave the program with exit code 0; if that would lose something, save it first, or ask."""
        self._exit_confirmation.leave_or_ask()

    def confirming_exit(self, warning: str) -> AbstractContextManager[None]:
        """Return a context in which quitting asks first; afterwards an earlier warning applies again.

        If a `ConfirmsExit` screen is open, that decides instead, whatever the warning is.

        warning: what would be lost, in one sentence; if it is empty, nothing is asked.
        """
        return self._exit_confirmation.warning(warning)

    def ask_to_leave(self, warning: str) -> None:
        """Ask whether to leave; on a yes, leave with exit code 0. Do nothing while this is asked already.

        Returns at once.

        warning: what would be lost, in one sentence.
        """
        self._exit_confirmation.ask(warning)

    def leave(self, code: int) -> None:
        """Save the session and the changed settings, and end the program; asks nothing.

        A session that hasn't ended can be resumed later; of one that has, its end is saved if it isn't yet.
        If the history is still being opened, that stops. May wait for the disk; the screen is closing, so it
        can't freeze.

        code: the exit code.
        """
        # The program can't end while a thread waits for the history.
        self.services.opening.stop()
        if self.save_before_exit is not None:
            self.save_before_exit()
        self.settings_writer.finish()
        self.exit(code, return_code=code)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: suspending only if the system can do it, all others always."""
        return action != SUSPEND.id or self._signals.can_suspend

    def action_suspend(self) -> None:
        """Suspend the program as if ctrl+z had been pressed in a shell, if the system can do it.

        A running session is paused first.
        """
        self._signals.suspend()

    def _pause_session(self) -> bool:
        """Pause the running session, if there is one; return whether there is."""
        if self.pause_before_suspend is None:
            return False
        self.pause_before_suspend()
        return True
