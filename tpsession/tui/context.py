"""Two Protocols for the running program: what screens, widgets and flows may use of it.

`TpsessionApp` is the only `AppContext`, and `AppNavigator` the only `Navigator`. Screens, widgets and flows
depend on these Protocols, so that none of them imports the app:

    class VolumeLabel(Static):
        def on_mount(self) -> None:
            self.update(f"{context_of(self).volume_control.volume} %")
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, cast

from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.tui.drawing.raster.charset import Charset

if TYPE_CHECKING:
    # Named in annotations only: loading them takes 5 ms, which the first paint doesn't need.
    from textual.dom import DOMNode
    from textual.events import Event
    from textual.screen import Screen

    from tpsession.core.catalog.routine import Routine
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.settings.definitions import Preferences
    from tpsession.core.sound.volume import VolumeControl
    from tpsession.core.task_progress import TaskProgress
    from tpsession.tui.input.bindings import AvailableAction
    from tpsession.tui.input.press_filter import Press
    from tpsession.tui.services.history_service import HistoryService
    from tpsession.tui.services.player_proxy import PlayerProxy
    from tpsession.tui.services.services import Services
    from tpsession.tui.services.settings_writer import SettingsWriter
    from tpsession.tui.services.terminal_title import TerminalTitle

T = TypeVar("T")


class LaunchOptions(NamedTuple):
    """The options that the command line gave to the program."""

    session: SessionOptions = SessionOptions()
    """The options for a session."""
    routine: str | None = None
    """The routine to play at once, an id or a file; None shows the list of routines."""
    charset: Charset = Charset.UNICODE
    person: str = ""
    """Whose history is used, if more than one person has one."""
    on_started: Callable[[], None] | None = None
    """Called once: after the first paint, or a second after the start if that takes longer."""


class Navigator(Protocol):
    """Starts flows and shows their screens."""

    @property
    def follow_up(self) -> FollowUpTracker:
        """Finds the sessions that need a later rating, and knows which of them this run has asked about."""
        ...

    def play(
        self, routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None
    ) -> None:
        """Start the flow of one session, unless another flow is running; returns at once.

        During the start-up prompts, the flow is put off until they are over; only the one that was asked for
        last then starts.

        Args:
            routine: What to play.
            rehearse: Whether to play it at a higher speed and to save nothing.
            options: How to play it; None for the default. If they are for a rehearsal, it is one at their own
                speed.

        """
        ...

    def ask_where_it_hurts(self) -> None:
        """Start the flow from where it hurts to a session, unless another flow is running; returns at once.

        During the start-up prompts it is put off, as `play` says.
        """
        ...

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a screen and wait for its result; None if the person left it without one."""
        ...

    async def wait_for_undo(self, undoing: Coroutine[None, None, T], progress: TaskProgress) -> T:
        """Wait until a change is undone, and return the result; if it takes long, show how far it is.

        There the person can ask for a stop; what follows is up to `undoing`, whose errors are passed on.
        Leaving the program asks for it, too.

        progress: what `undoing` reports to, and what tells it to stop.
        """
        ...

    def run_in_background(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Start work in the background; returns at once. The work goes on when the current screen closes."""
        ...

    def show_error(self, error: Exception) -> None:
        """Show an error as a notification."""
        ...

    def show_message(self, text: str) -> None:
        """Show a sentence as a notification."""
        ...


class AppContext(Protocol):
    """The running program, as its screens, widgets and flows see it."""

    services: Services
    preferences: Preferences
    """The current settings."""
    history: HistoryService
    player: PlayerProxy
    volume_control: VolumeControl
    settings_writer: SettingsWriter
    terminal_title: TerminalTitle
    launch: LaunchOptions
    charset: Charset
    save_before_exit: Callable[[], None] | None
    """Saves how far the session is, or how it ended, when the program ends; None if there is no need."""
    pause_before_suspend: Callable[[], None] | None
    """Pauses the running session before the program is suspended; None while no session runs."""

    @property
    def navigator(self) -> Navigator:
        """Starts flows and shows their screens."""
        ...

    @property
    def few_colours(self) -> bool:
        """Whether the terminal shows at most sixteen colours; False without a terminal."""
        ...

    @property
    def current_settings(self) -> Mapping[str, str | int | bool | float]:
        """The value of every setting, with changed volumes that aren't saved yet; mute changes none."""
        ...

    @property
    def press(self) -> Press:
        """The press that is being handled, or else the latest one."""
        ...

    def press_of(self, event: Event) -> Press:
        """Return the press that caused a key event; the latest press for any other event."""
        ...

    def handling_press(self, press: Press) -> AbstractContextManager[None]:
        """Return a context in which the property `press` is this press; afterwards it is what it was."""
        ...

    async def run_available_action(self, available: AvailableAction, press: Press) -> None:
        """Run an action that the person chose in the footer, in help or in the list of commands.

        press: by which the action is judged; `TRUSTED_PRESS` if it was chosen by its name.
        """
        ...

    async def try_save_setting(self, name: str, value: str | int | bool) -> bool:
        """Save one setting and put it into effect; return whether it was saved. If not, show why.

        If the program is closing and has already written the changed settings itself, nothing more is
        written, and the result is True.
        """
        ...

    def run_deferred_startup(self) -> None:
        """Look for problems in the settings, start the sound player, and show the start-up prompts.

        All of this runs in the background. The home screen calls this after its first paint; if that takes
        more than a second, a timer calls it. Only the first call does anything.
        """
        ...

    def add_home_notice(self, text: str, seconds: float) -> None:
        """Have a notice shown on the list of routines until so many seconds from now."""
        ...

    def action_sound(self) -> None:
        """Open the volumes over the current screen, or close them if they are in front."""
        ...

    async def action_quit(self) -> None:
        """Leave the program with exit code 0; if that would lose something, save it first, or ask."""
        ...

    def confirming_exit(self, warning: str) -> AbstractContextManager[None]:
        """Return a context in which quitting asks first; afterwards an earlier warning applies again.

        If a `ConfirmsExit` screen is open, that decides instead, whatever the warning is.

        warning: what would be lost, in one sentence; if it is empty, nothing is asked.
        """
        ...

    def ask_to_leave(self, warning: str) -> None:
        """Ask whether to leave; on a yes, leave with exit code 0. Do nothing while this is asked already.

        Returns at once.

        warning: what would be lost, in one sentence.
        """
        ...

    def leave(self, code: int) -> None:
        """Save the session and the changed settings, and end the program; asks nothing.

        A session that hasn't ended can be resumed later. code: the exit code.
        """
        ...


def context_of(node: DOMNode) -> AppContext:
    """Return the running program that a screen or widget belongs to."""
    return cast("AppContext", node.app)
