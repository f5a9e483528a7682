"""One setting as a row: its name, its value with what changes it, and its sentence.

A row changes nothing by itself: it posts what the person wants, and shows what it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from tpsession.core.settings.definitions import VOLUME_STEP_PERCENT, Setting
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import hanging_indent
from tpsession.tui.widgets.lists.pointer import POINTER_CELLS, pointer

Value = str | int | bool | float

NAME_CELLS = 20
"""Columns of the name and the space after it."""
_DIGITS = frozenset("0123456789")
_NARROW = 46
"""Columns below which the value stands under the name."""

# How the parts look.
NAME = "bold"
CHOSEN = "bold $text-primary"
QUIET = "$text-muted"
LINK = "underline $text-muted"
TOLD = "$text-warning"


def clickable(text: str, style: str, part: str, value: int = 0) -> Content:
    """Text on which a click does something: to which part of the row, with which number."""
    return Content.styled(text, style).stylize(Style.from_meta({"part": part, "value": value}))


class SettingRow(Widget, can_focus=True):
    """What all rows have in common. Arrows up and down lead to the others, ``d`` back to the default."""

    DEFAULT_CSS = """
    SettingRow {
        width: 100%;
        height: auto;
        padding: 0 1 0 0;
        color: $foreground;

        &:hover { background: $panel; }
        &:focus, &:focus-within { background: $block-cursor-blurred-background; }
    }
    """
    ALLOW_SELECT = False
    CHANGES: ClassVar[str] = ""
    """Which keys change it, in a line."""

    @dataclass
    class Changed(Message):
        """The person wants another value."""

        row: SettingRow
        value: str | int | bool

    @dataclass
    class Explained(Message):
        """The row has the focus; these are its keys."""

        text: str

    def __init__(self, setting: Setting, value: Value) -> None:
        """value: what it is set to."""
        super().__init__()
        self.setting = setting
        self._value = value
        self._told = ""
        self.warned: tuple[str, ...] = ()
        """What is doubtful about what it is set to."""

    # What it is told

    @property
    def value(self) -> Value:
        """What it shows."""
        return self._value

    def settle(self, value: Value) -> None:
        """Show what it is set to."""
        if value != self._value:
            self._value = value
            self.refresh(layout=True)
            self.explain()

    def tell(self, message: str) -> None:
        """Say why a value isn't taken; empty for nothing."""
        if message != self._told:
            self._told = message
            self.refresh(layout=True)
            if message and self.has_focus_within:
                self.call_after_refresh(self.scroll_visible, animate=False)

    def warn(self, sentences: Sequence[str]) -> None:
        """Say what is doubtful about what it is set to; empty for nothing."""
        if tuple(sentences) != self.warned:
            self.warned = tuple(sentences)
            self.refresh(layout=True)
            if sentences and self.has_focus_within:
                self.call_after_refresh(self.scroll_visible, animate=False)

    def kept(self) -> None:
        """What it asked for is written."""

    # What the person does

    @property
    def keys_now(self) -> str:
        """Which keys do something right now."""
        return f"{self.CHANGES}   d: default" if self._is_changed else self.CHANGES

    def want(self, value: str | int | bool) -> None:
        """Ask for another value, and show it at once."""
        if value != self._value:
            self.settle(value)
            self.post_message(self.Changed(self, value))

    def to_default(self) -> None:
        """Go back to the default, because a key was pressed for that."""
        self.want(self.setting.default)

    def explain(self) -> None:
        """Tell the screen which keys do something now."""
        if self.has_focus:
            self.post_message(self.Explained(self.keys_now))

    def on_focus(self) -> None:
        """The mark appears, and the keys are told."""
        self.refresh()
        self.post_message(self.Explained(self.keys_now))

    def on_blur(self) -> None:
        """The mark goes."""
        self.left()
        self.refresh()

    def left(self) -> None:
        """The person went on to something else."""

    def on_key(self, event: Key) -> None:
        """Keep the keys that mean something here from everything else."""
        if self.process_key(event):
            event.stop()

    def process_key(self, event: Key) -> bool:
        """Move among the rows, or change the value; whether the key was one that does."""
        if event.key in {"up", "down"}:
            rows = list(self.screen.query(SettingRow))
            place = rows.index(self) + (1 if event.key == "down" else -1)
            # The screen scrolls: it shows a section's title as well.
            rows[place % len(rows)].focus(scroll_visible=False)
        elif event.key in {"d", "delete"}:
            self.to_default()
        else:
            return self.press(event)
        return True

    def on_click(self, event: Click) -> None:
        """Do what the text under the mouse stands for."""
        name = event.style.meta.get("part")
        if name == "default":
            self.want(self.setting.default)
        elif name is not None:
            self.click(str(name), int(event.style.meta["value"]))

    def press(self, event: Key) -> bool:
        """Change the value by a key; whether it was one that does."""
        raise NotImplementedError

    def click(self, name: str, value: int) -> None:
        """Change the value by a click on a part of it."""
        raise NotImplementedError

    # What is shown

    def label(self, value: Value) -> str:
        """A value as a person reads it."""
        return str(value)

    def control(self, room: int) -> Content:
        """The value with what changes it, in at most so many cells."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the sentence needs."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Name and value, then the sentence, then what is wrong."""
        return Content("\n").join(self._lines(self.content_size.width))

    @property
    def _is_changed(self) -> bool:
        return self._value != self.setting.default

    def _lines(self, width: int) -> list[Content]:
        mark = pointer(self, here=self.has_focus)
        name = Content.assemble((mark, CHOSEN), (self.setting.title, NAME))
        inside = max(1, width - POINTER_CELLS)
        if width < _NARROW:
            first = [name.truncate(width), Content.assemble("  ", self.control(inside))]
        else:
            named = name.truncate(NAME_CELLS + POINTER_CELLS, pad=True)
            first = [Content.assemble(named, self.control(inside - NAME_CELLS))]
        lines = [*first, *hanging_indent(Content("  "), self._sentence(), width)]
        for said in filter(None, (self._told, *self.warned)):
            lines += hanging_indent(Content("  "), literal(said).stylize_before(TOLD), width)
        return lines

    def _sentence(self) -> Content:
        sentence = Content.styled(self.setting.help, QUIET)
        if not self._is_changed:
            return sentence
        default = clickable(f"Default: {self.label(self.setting.default)}", LINK, "default")
        return Content.assemble(sentence, "  ", default)


class ChoiceRow(SettingRow):
    """One of a few words."""

    CHANGES = "left, right: another"

    @property
    def choices(self) -> tuple[str | bool, ...]:
        """What it may be, in their order."""
        return self.setting.choices

    def press(self, event: Key) -> bool:
        """Arrows go through the words, space and enter go round."""
        if event.key in {"left", "right"}:
            place = self._place + (1 if event.key == "right" else -1)
            self.want(self.choices[min(max(place, 0), len(self.choices) - 1)])
        elif event.key in {"space", "enter"}:
            self.want(self.choices[(self._place + 1) % len(self.choices)])
        else:
            return False
        return True

    def click(self, name: str, value: int) -> None:
        """The word under the mouse, or the next one."""
        self.want(self.choices[value % len(self.choices)])

    def control(self, room: int) -> Content:
        """All the words, the chosen one in brackets; where they don't fit, that one between arrows."""
        here = self._place
        words = [self.label(choice) for choice in self.choices]
        shown = [
            clickable(f"[{word}]", CHOSEN, "choice", place)
            if place == here
            else clickable(f" {word} ", "", "choice", place)
            for place, word in enumerate(words)
        ]
        if sum(content.cell_length for content in shown) <= room:
            return Content.assemble(*shown)
        return Content.assemble(
            clickable("◀ ", "", "choice", here - 1),
            clickable(words[here], CHOSEN, "choice", here + 1),
            clickable(" ▶", "", "choice", here + 1),
        ).truncate(room)

    @property
    def _place(self) -> int:
        return self.choices.index(str(self._value))


class SwitchRow(ChoiceRow):
    """On or off."""

    CHANGES = "space: on or off"

    @property
    def choices(self) -> tuple[str | bool, ...]:
        """On, then off."""
        return (True, False)

    def label(self, value: Value) -> str:
        """``on`` or ``off``."""
        return "on" if value else "off"

    @property
    def _place(self) -> int:
        return 0 if self._value else 1


class PercentRow(SettingRow):
    """A volume."""

    CHANGES = "left, right: by 5   0-9: a number"
    _AROUND = 14
    """Cells beside the bar."""

    typed = ""
    """The digits that were typed just now."""

    def process_key(self, event: Key) -> bool:
        """Any key but a digit ends the number."""
        if event.character not in _DIGITS:
            self.typed = ""
        return super().process_key(event)

    def press(self, event: Key) -> bool:
        """Arrows turn it, digits type a number."""
        if event.key in {"left", "right"}:
            self._turn(1 if event.key == "right" else -1)
        elif event.character in _DIGITS:
            both = self.typed + str(event.character)
            self.typed = both if int(both) <= 100 else str(event.character)
            self.want(int(self.typed))
        else:
            return False
        return True

    def left(self) -> None:
        """A number that was begun is done."""
        self.typed = ""

    def click(self, name: str, value: int) -> None:
        """As loud as the bar under the mouse, or one step."""
        self.typed = ""
        if name == "turn":
            self._turn(value)
        else:
            self.want(value)

    def _turn(self, by: int) -> None:
        steps, rest = divmod(int(self._value), VOLUME_STEP_PERCENT)
        step = steps + 1 if by > 0 else steps - (rest == 0)
        self.want(min(max(step * VOLUME_STEP_PERCENT, 0), 100))

    def label(self, value: Value) -> str:
        """``80 %``."""
        return f"{value} %"

    def control(self, room: int) -> Content:
        """A bar between less and more, and the number; the bar as long as there is room."""
        cells = next((long for long in (20, 10) if long + self._AROUND <= room), 0)
        filled = round(int(self._value) * cells / 100)
        bar = [
            clickable("━", CHOSEN, "to", (cell + 1) * 100 // cells)
            if cell < filled
            else clickable("─", QUIET, "to", (cell + 1) * 100 // cells)
            for cell in range(cells)
        ]
        less, more = clickable(" - ", "", "turn", -1), clickable(" + ", "", "turn", 1)
        number = Content.styled(f"{self.label(self._value):>6} ", CHOSEN)
        return Content.assemble(less, *bar, more, number).truncate(room)
