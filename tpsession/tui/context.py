"""What screens, widgets and flows may use of the running program, as two Protocols.

`TpsessionApp` is the only `AppContext` and `AppNavigator` the only `Navigator`. Everything below them is
written against these Protocols, so that no screen or widget imports the program:

    class VolumeLabel(Static):
        def on_mount(self) -> None:
            self.update(f"{context_of(self).volume_control.volume} %")
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.tui.drawing.raster.picture import Charset

if TYPE_CHECKING:
    # Named in annotations only: loading them takes 5 ms that the first paint needn't wait for.
    from textual.dom import DOMNode
    from textual.events import Event
    from textual.screen import Screen

    from tpsession.core.catalog.routine import Routine
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.settings.definitions import Preferences
    from tpsession.core.sound.volume import VolumeControl
    from tpsession.tui.input.bindings import AvailableAction
    from tpsession.tui.input.press_filter import Press
    from tpsession.tui.services.history_service import HistoryService
    from tpsession.tui.services.player_proxy import PlayerProxy
    from tpsession.tui.services.services import Services
    from tpsession.tui.services.settings_writer import SettingsWriter
    from tpsession.tui.services.terminal_title import TerminalTitle

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """What the command line opened the program for."""

    session: SessionOptions = field(default_factory=SessionOptions)
    """What it said about a session."""
    routine: str | None = None
    """The routine to play at once, an id or a file; None shows the list."""
    charset: Charset = Charset.UNICODE
    on_started: Callable[[], None] | None = None
    """Called once, after the first paint."""


class Navigator(Protocol):
    """Leads the person from screen to screen."""

    @property
    def follow_up(self) -> FollowUpTracker:
        """The later ratings that are pending in this run of the program."""
        ...

    def play(
        self, routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None
    ) -> None:
        """Start the flow of one session; returns at once. options: what the command line said."""
        ...

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a screen and wait for its result; None is "back"."""
        ...

    def run_in_background(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run work beside the screens; it outlives the screen that is shown."""
        ...

    def show_error(self, error: Exception) -> None:
        """Show an error over whatever is on the screen."""
        ...

    def show_message(self, text: str) -> None:
        """Show a sentence over whatever is on the screen."""
        ...


class AppContext(Protocol):
    """The running program, as far as its screens, widgets and flows use it."""

    services: Services
    preferences: Preferences
    """The settings that are in force."""
    history: HistoryService
    player: PlayerProxy
    volume_control: VolumeControl
    settings_writer: SettingsWriter
    terminal_title: TerminalTitle
    launch: LaunchOptions
    charset: Charset
    save_before_exit: Callable[[], None] | None
    """Saves the session that runs when the program ends; None while none runs."""
    pause_before_suspend: Callable[[], None] | None
    """Pauses the session that runs before the program is suspended; None while none runs."""

    @property
    def navigator(self) -> Navigator:
        """Leads from screen to screen."""
        ...

    @property
    def few_colours(self) -> bool:
        """Whether the terminal shows sixteen colours at most."""
        ...

    @property
    def current_settings(self) -> Mapping[str, str | int | bool | float]:
        """Every setting's value, with the volumes as they are heard now."""
        ...

    @property
    def press(self) -> Press:
        """The press that is being handled, or else the latest one."""
        ...

    def press_of(self, event: Event) -> Press:
        """The press that caused an event."""
        ...

    def handling_press(self, press: Press) -> AbstractContextManager[None]:
        """While in this context, `press` is the press that is being handled."""
        ...

    async def run_available_action(self, available: AvailableAction, press: Press) -> None:
        """Run an action that the person chose by its name."""
        ...

    async def try_save_setting(self, name: str, value: str | int | bool) -> bool:
        """Save one setting and put it in force; where that fails, show why. Whether it was saved."""
        ...

    def run_deferred_startup(self) -> None:
        """Do the start-up work that the first paint doesn't wait for; only the first call does anything."""
        ...

    def show_problems(self) -> None:
        """Show what is wrong in the settings, as long as that is still news."""
        ...

    def hide_problems(self) -> None:
        """Hide what is wrong in the settings."""
        ...

    def action_sound(self) -> None:
        """Open the volumes over the screen, or close them."""
        ...

    async def action_quit(self) -> None:
        """Leave the program, after a question where something would be lost."""
        ...

    def confirming_exit(self, at_stake: str) -> AbstractContextManager[None]:
        """While in this context, leaving the program asks first.

        at_stake: a sentence on what would be lost; where it is empty, nothing is asked.
        """
        ...

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask whether to leave the program. at_stake: a sentence on what would be lost."""
        ...

    def leave(self, code: int) -> None:
        """End the program with an exit code."""
        ...


def context_of(node: DOMNode) -> AppContext:
    """The running program that a screen or widget belongs to."""
    return cast("AppContext", node.app)
