"""Explains the highlighted setting: what it does, and which keys change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.setting_editor import KeyHint
from tpsession.tui.widgets.settings.setting_row import LINK_STYLE, MUTED_STYLE, NAME_STYLE, clickable

_GAP = "   "
"""Between two hints in one line."""


class SettingExplanation(Widget):
    """Shows the help and the keys of one setting. Some of the keys can be clicked instead."""

    DEFAULT_CSS = """
    SettingExplanation {
        width: 100%;
        background: $surface;
        color: $foreground;
    }
    """
    ALLOW_SELECT = False

    is_beside: reactive[bool] = reactive(False, layout=True)
    """Whether it is beside the settings: then it begins with the name, and each hint has its own line."""

    @dataclass
    class Clicked(Message):
        """Posted when a hint was clicked."""

        part: str

    _title = ""
    _help = ""
    _hints: tuple[KeyHint, ...] = ()

    def show(self, title: str, text: str, hints: tuple[KeyHint, ...]) -> None:
        """Show a setting's name, its help and which keys do something now, as far as `render` draws them."""
        if (title, text, hints) != (self._title, self._help, self._hints):
            self._title, self._help, self._hints = title, text, hints
            self.refresh(layout=self.is_beside)

    def on_click(self, event: Click) -> None:
        """Post `Clicked` for the hint under the mouse, if it can be clicked."""
        part = event.style.meta.get("part")
        if part is not None:
            event.stop()
            self.post_message(self.Clicked(str(part)))

    def render(self) -> RenderResult:
        """Draw the help and, below it, the hints on keys, as many in a line as fit.

        If the widget is beside the list of settings, draw the setting's name above the help, and each hint in
        a line of its own. Otherwise the name is left out, and in a widget of a single row the help, too.
        """
        hints = [
            clickable(str(hint), LINK_STYLE, hint.part)
            if hint.part
            else Content.styled(str(hint), MUTED_STYLE)
            for hint in self._hints
        ]
        text = literal(self._help)
        if self.is_beside:
            name = Content.styled(self._title, NAME_STYLE)
            return Content("\n").join([name, Content(""), text, Content(""), *hints])
        lines = _share_lines(hints, self.content_size.width)
        return Content("\n").join(lines if self.content_size.height < 2 else [text, *lines])


def _share_lines(hints: Sequence[Content], width: int) -> list[Content]:
    """Return lines with as many hints in each as fit into `width` cells, in their order.

    No hint is divided. A hint that is wider than a line has a line of its own, uncut.
    """
    lines: list[Content] = []
    for hint in hints:
        if lines and lines[-1].cell_length + len(_GAP) + hint.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], _GAP, hint)
        else:
            lines.append(hint)
    return lines
