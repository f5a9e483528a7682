"""The keys at the bottom: what matters most first, none cut off, and the way to all others at the end."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import MouseDown, Resize
from textual.screen import Screen
from textual.widgets import Footer

# The toolkit has no public name for the entries of its footer.
from textual.widgets._footer import FooterKey

from tpsession.core.settings.actions import HELP
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import AvailableAction, describe_key, find_available_actions

_GAP = 1
"""Columns between two entries."""


class FooterEntry(FooterKey):
    """An action with its key. A press of the mouse does it, whatever takes the keys."""

    DEFAULT_CSS = """
    FooterEntry.-no-key.-compact .footer-key--description { padding: 0; }
    """

    def __init__(self, each: AvailableAction, key: str) -> None:
        """key: in words; empty where no key does it now."""
        action = each.action
        super().__init__(
            each.working_key,
            key,
            action.name,
            each.action_name,
            disabled=not each.enabled,
            tooltip=action.help,
        )
        self.set_class(not key, "-no-key")
        self.each = each

    @property
    def cells(self) -> int:
        """Columns of it with the space after it."""
        return cell_len(f"{self.key_display} {self.description}".strip()) + _GAP

    async def _on_mouse_down(self, event: MouseDown) -> None:
        """Do the action itself, not what its key would do; the toolkit's own presses the key."""
        event.prevent_default()
        event.stop()
        if self.each.enabled:
            context = context_of(self)
            await context.run_available_action(self.each, context.press)
        else:
            self.app.bell()


class KeyFooter(Footer):
    """Shows the actions of the screen in its own order, as many as there is room for, and help at the end.

    While a line is typed, those whose keys it takes aren't shown. Help lists all of them, so that every one
    can be reached by the mouse alone.
    """

    def __init__(self, *, shows_help: bool = True) -> None:
        """Without the toolkit's own palette."""
        super().__init__(compact=True, show_command_palette=False)
        self._leads_to_help = shows_help
        self._told: object = None
        """What the entries were made from, or are about to be."""

    def compose(self) -> ComposeResult:
        """The entries in their order, and help at the end, also where the screen doesn't want it shown."""
        if not self._bindings_ready:
            # Nothing is known of the screen yet.
            return
        self._told = told = self._to_tell()
        for each, key in told:
            yield FooterEntry(each, key).data_bind(compact=Footer.compact)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Make the entries anew where others can be pressed now; most moves of the focus change none."""
        if self.is_attached and screen is self.screen and screen.app.app_focus:
            to_tell = self._to_tell()
            if to_tell == self._told:
                return
            self._told = to_tell
        super().bindings_changed(screen)

    def _to_tell(self) -> list[tuple[AvailableAction, str]]:
        """All that the entries show, in the order in which the screen has it."""
        charset = context_of(self).charset
        found = find_available_actions(self.screen, context_of(self).preferences)
        listed = [each for each in found if each.shown and each.working_key and each.action is not HELP]
        if self._leads_to_help:
            listed += [each for each in found if each.action is HELP]
        return [
            (each, describe_key(each.working_key, charset) if each.working_key else "") for each in listed
        ]

    async def recompose(self) -> None:
        """Make the entries anew, because other actions can be done now."""
        await super().recompose()
        self.fit(self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Other entries fit now."""
        self.fit(event.size.width)

    def fit(self, width: int) -> None:
        """Show help, and the first entries that fit whole beside it in so many columns."""
        entries = list(self.query(FooterEntry))
        left = width + _GAP - sum(entry.cells for entry in entries if entry.each.action is HELP)
        for entry in entries:
            if entry.each.action is not HELP:
                left -= entry.cells
                entry.display = left >= 0
