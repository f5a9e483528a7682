"""The palette: a list of every command of the current screen, searched by name."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.events import Key, MouseDown
from textual.widgets import Static

from tpsession.core.settings.actions import PALETTE, QUIT, STOP
from tpsession.core.settings.definitions import THEMES
from tpsession.tui.base.overlays import Overlay, dismiss_overlays
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.bindings import describe_key, find_available_actions
from tpsession.tui.input.press_filter import TRUSTED_PRESS
from tpsession.tui.theme.themes import THEME_DESCRIPTIONS


@dataclass(frozen=True, slots=True)
class _Command:
    """One entry of the palette."""

    name: str
    key: str
    """The key that runs it without the palette, as it is shown; empty if there is none."""
    help: str
    run: Callable[[], Coroutine[Any, Any, object]]


class CommandProvider(Provider):
    """Provides the actions of the screen below, then the themes."""

    async def discover(self) -> Hits:
        """Yield every command, for the time before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(_format_command(command), command.run, command.name, command.help)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose names match what was typed, each with a score; Textual sorts by it."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.name)) > 0:
                shown = _format_command(command, matcher.highlight(command.name))
                yield Hit(score, shown, command.run, command.name, command.help)

    def _commands(self) -> Iterator[_Command]:
        """Yield what the screen below can do now, except open the palette; then a command for each theme."""
        context = context_of(self.screen)
        for available in find_available_actions(self.screen, context.preferences):
            if available.enabled and available.action is not PALETTE:
                # The person chose it by name, so the press isn't judged.
                run = partial(context.run_available_action, available, TRUSTED_PRESS)
                key = describe_key(available.working_key, context.charset) if available.working_key else ""
                yield _Command(available.action.name, key, available.action.help, run)
        for theme in THEMES:
            set_theme = partial(context.try_save_setting, "screen.theme", theme)
            yield _Command(f"Theme: {theme}", "", THEME_DESCRIPTIONS[theme], set_theme)


def _format_command(command: _Command, name: Content | None = None) -> Content:
    """Return the name of a command with its key behind it. name: the name with its matches highlighted."""
    shown = Content(command.name) if name is None else name
    return Content.assemble(shown, "  ", (command.key, "bold $text-accent")) if command.key else shown


class Palette(CommandPalette, SingleResultScreen[None], Overlay):
    """The list of commands, shown over the current screen."""

    DEFAULT_CSS = """
    Palette {
        background: $background 70%;

        & > Vertical {
            width: 84;
            max-width: 100%;
            max-height: 50;
            margin-top: 1;
            background: $surface;
            border: round $primary;
            visibility: visible;
            &:dark { background: $surface; }
        }

        /* Inside of the frame. */
        #--results {
            overlay: none;
            height: 1fr;
        }

        #footer {
            dock: bottom;
            width: 100%;
            height: 1;
            background: $footer-background;
        }

        & > .command-palette--help-text {
            color: $text-muted;
            text-style: not bold;
        }

        SearchIcon {
            display: none;
        }

        #--input, #--input.--list-visible {
            border: none;
            border-bottom: solid $edge;
        }

        CommandInput, CommandInput:focus {
            padding-left: 1;
            border: none;
            height: 1;
        }

        CommandList {
            height: auto;
            max-height: 100%;
            border: none;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
        }

        &:nocolor CommandList > .option-list--option-highlighted {
            text-style: bold underline;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """Build the line and the list, and below them the keys that they understand."""
        yield from super().compose()
        arrows = "up down" if context_of(self).charset is Charset.ASCII else "↑ ↓"
        keys = (("esc", "Back"), (arrows, "Choose"), ("enter", "Run"))
        parts = [part for key, name in keys for part in ((key, "bold $footer-key-foreground"), f" {name} ")]
        yield Static(Content.assemble(*parts), id="footer")

    def __init__(self) -> None:
        """List the commands of the screen below."""
        super().__init__([CommandProvider], placeholder="Type the name of a command")

    async def on_key(self, event: Key) -> None:
        """Stop the session below, or leave the program, by the keys that the settings give to these actions.

        Before the session is stopped, the overlays over it are closed. Without a session below, the keys that
        stop one do nothing here. Letters don't come here: the input line takes them.
        """
        context = context_of(self)
        below = self.live_screen
        if below is not None and event.key in context.preferences.keys(STOP.id):
            event.stop()
            dismiss_overlays(below)
            below.action_stop()
        elif event.key in context.preferences.keys(QUIT.id):
            event.stop()
            await context.action_quit()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Pass a press outside the box on to the session below, if there is one: `pass_press_outside`."""
        self.pass_press_outside(event)
