"""The footer: the screen's actions with their keys, the most important first, and help at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.events import MouseDown
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from tpsession.core.settings.actions import BACK, CLOSE, HELP, LONGER, SHORTER, SKIP, Action
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import AvailableAction, describe_key, find_available_actions

_GAP = 1
"""Columns between two entries."""


_PAIRS = ((BACK, SKIP), (LONGER, SHORTER))
"""Actions of which one leads to expect the other."""


def find_fitting(labels: Mapping[Action, str], columns: int) -> set[Action]:
    """Return the actions that the footer shows: the most important ones whose labels fit side by side.

    Room is given to `HELP` first, then to `CLOSE`, then to the others in the order of `labels`, up to the
    first one that doesn't fit. `HELP` is returned in any case, even without room or label. If one action of a
    pair in `_PAIRS` has a label but no room, neither of the pair is returned.

    Args:
        labels: What the footer would show for each action, in its order.
        columns: The width of the footer.

    """
    first = [action for action in (HELP, CLOSE) if action in labels]
    free = columns + _GAP
    fitting = {HELP}
    for action in (*first, *(action for action in labels if action not in first)):
        free -= cell_len(labels[action]) + _GAP
        if free < 0 and action is not HELP:
            break
        fitting.add(action)
    for pair in _PAIRS:
        if any(action in labels and action not in fitting for action in pair):
            fitting.difference_update(pair)
    return fitting


class FooterEntry(Widget):
    """An action with its key. A click runs the action, whatever has the focus."""

    ALLOW_SELECT = False
    # The same colours and spaces as Textual's own entries of a compact footer.
    DEFAULT_CSS = """
    FooterEntry {
        width: auto;
        height: 1;
        margin-right: 1;
        text-wrap: nowrap;
        background: $footer-item-background;
        &:hover {
            pointer: pointer;
            color: $footer-key-foreground;
            background: $block-hover-background;
        }
        &.-disabled { text-style: dim; }
    }
    """

    def __init__(self, available_action: AvailableAction, key: str) -> None:
        """Make an entry. key: as it is shown to people; empty if no key runs the action now."""
        super().__init__(classes="" if available_action.enabled else "-disabled")
        self.shrink = False
        self.tooltip = available_action.action.help
        self.available_action = available_action
        self._key = key

    @property
    def label(self) -> str:
        """The key and the action's name; the name alone if no key runs the action."""
        return f"{self._key} {self.available_action.action.name}".strip()

    def render(self) -> Content:
        """Draw the key and the action's name."""
        return Content.assemble(
            (self._key, "bold $footer-key-foreground on $footer-key-background"),
            (
                self.label.removeprefix(self._key),
                "$footer-description-foreground on $footer-description-background",
            ),
        )

    async def on_mouse_down(self, event: MouseDown) -> None:
        """Run the action, or ring the terminal's bell if the action can't be run now."""
        event.stop()
        if self.available_action.enabled:
            context = context_of(self)
            await context.run_available_action(self.available_action, context.press)
        else:
            self.app.bell()


class KeyFooter(Footer):
    """Shows the screen's actions with their keys, in the screen's order, and help at the end, as many as fit.

    While the person types into an input, actions whose keys go into it aren't shown. Help lists every action,
    so that each can be reached with the mouse alone.
    """

    DEFAULT_CSS = """
    /* As the title line. */
    KeyFooter { padding-left: 1; }
    """

    def __init__(self, *, shows_help: bool = True) -> None:
        """Make a footer. shows_help: whether it has an entry for help."""
        super().__init__(compact=True, show_command_palette=False)
        self._shows_help = shows_help
        self._entries: object = None
        """What the entries show, or will show after the next recompose."""

    def compose(self) -> ComposeResult:
        """Yield an entry for each action of `_find_entries`; none until the screen's bindings are known."""
        if not self._bindings_ready:
            # The screen's bindings aren't known yet.
            return
        self._entries = entries = self._find_entries()
        for action, key in entries:
            yield FooterEntry(action, key)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Have new entries made soon if they would differ from those shown; Textual calls this.

        Most moves of the focus change no entry. No entries are made if the bindings are another screen's or
        the terminal isn't in front.

        Args:
            screen: The screen whose bindings have changed.

        """
        if self.is_attached and screen is self.screen and screen.app.app_focus:
            entries = self._find_entries()
            if entries == self._entries:
                return
            self._entries = entries
        super().bindings_changed(screen)

    def _find_entries(self) -> list[tuple[AvailableAction, str]]:
        """Return the actions to show with their keys as text, in the screen's order.

        Actions that the screen hides or that no key runs now are left out. Help is at the end in any case,
        perhaps with an empty key, unless the footer was made without it.
        """
        charset = context_of(self).charset
        actions = find_available_actions(self.screen, context_of(self).preferences)
        shown = [
            action for action in actions if action.shown and action.working_key and action.action is not HELP
        ]
        if self._shows_help:
            shown += [action for action in actions if action.action is HELP]
        return [
            (action, describe_key(action.working_key, charset) if action.working_key else "")
            for action in shown
        ]

    async def recompose(self) -> None:
        """Make new entries, and hide those that don't fit."""
        await super().recompose()
        self.fit(self.content_size.width)

    def on_resize(self) -> None:
        """Show the entries that fit in the new width."""
        self.fit(self.content_size.width)

    def fit(self, width: int) -> None:
        """Show the entries that `find_fitting` chooses for `width` columns; hide the others."""
        entries = list(self.query(FooterEntry))
        fitting = find_fitting({entry.available_action.action: entry.label for entry in entries}, width)
        for entry in entries:
            entry.display = entry.available_action.action in fitting
