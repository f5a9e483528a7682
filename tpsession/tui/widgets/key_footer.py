"""The keys at the bottom: what matters most first, and none cut off."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer

# The toolkit has no public name for the entries of its footer.
from textual.widgets._footer import FooterKey

from tpsession.core.action import HELP
from tpsession.tui.bindings import available, binding

_HELP = binding(HELP).action
_EXTRA = "-extra"
"""Class of help where it is shown only because other entries aren't."""
_GAP = 1
"""Columns between two entries."""


class KeyFooter(Footer):
    """Shows the actions of the screen in its own order, whatever their keys, as many as there is room for.

    Where some are left out, help stands at the end: it lists all of them.
    """

    def __init__(self) -> None:
        """Without the toolkit's own palette."""
        super().__init__(compact=True, show_command_palette=False)
        self._told: object = None
        """What the entries were made from, or are about to be."""

    def compose(self) -> ComposeResult:
        """The entries in their order, and help at the end, also where the screen doesn't want it shown."""
        entries = [entry for entry in super().compose() if isinstance(entry, FooterKey)]
        if not entries:
            # Nothing is known of the screen yet.
            return
        self._told = self._to_tell()
        order = {each.does: place for place, each in enumerate(available(self.screen))}
        order[_HELP] = len(order)
        entries.sort(key=lambda entry: order.get(entry.action, len(order)))
        yield from entries
        if entries[-1].action != _HELP:
            for _, bound, enabled, tooltip in self.screen.active_bindings.values():
                if bound.action == _HELP and enabled:
                    shown = self.app.get_key_display(bound)
                    extra = FooterKey(
                        bound.key, shown, bound.description, _HELP, tooltip=tooltip, classes=_EXTRA
                    )
                    yield extra.data_bind(compact=Footer.compact)
                    break

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Make the entries anew where others can be pressed now; most moves of the focus change none."""
        if self.is_attached and screen is self.screen and screen.app.app_focus:
            to_tell = self._to_tell()
            if to_tell == self._told:
                return
            self._told = to_tell
        super().bindings_changed(screen)

    def _to_tell(self) -> object:
        """All that the entries show, in the order in which the screen has it."""
        active = [
            (bound, self.app.get_key_display(bound), enabled, tooltip)
            for _, bound, enabled, tooltip in self.screen.active_bindings.values()
            if bound.show or bound.action == _HELP
        ]
        return active, [each.does for each in available(self.screen)]

    async def recompose(self) -> None:
        """Make the entries anew, because other actions can be done now."""
        await super().recompose()
        self.fit(self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Other entries fit now."""
        self.fit(event.size.width)

    def fit(self, width: int) -> None:
        """Show the first entries that fit whole in so many columns, and help; the very first in any case."""
        entries = list(self.query(FooterKey))
        others = [entry for entry in entries if entry.action != _HELP]
        wanted = sum(_cells(entry) for entry in entries if not entry.has_class(_EXTRA))
        cut = wanted > width + _GAP
        left = width + _GAP
        for entry in entries:
            if entry.action == _HELP:
                entry.display = cut or not entry.has_class(_EXTRA)
                left -= _cells(entry) if entry.display else 0
        for entry in others:
            left -= _cells(entry)
            entry.display = left >= 0 or entry is others[0]


def _cells(entry: FooterKey) -> int:
    """Columns of an entry with the space after it."""
    return cell_len(f"{entry.key_display} {entry.description}") + _GAP
