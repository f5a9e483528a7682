"""The scale of the pain rating: eleven numbers between its two anchors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.rating import HIGHEST, HIGHEST_ANCHOR, LOWEST, LOWEST_ANCHOR, parse_rating
from tpsession.tui.drawing.digits import digits
from tpsession.tui.drawing.picture import Charset
from tpsession.tui.presses import Press

_WIDEST = 15
_NARROWEST = 3
"""Columns of one number, with the free one between two."""
_DRAWN_WIDTH = 12
_DRAWN_ROWS = 5
"""Columns and rows of one number from which on it is drawn large."""
_BELOW = 2
"""Rows for the mark and the anchors."""
_MARKS = {Charset.UNICODE: "▲", Charset.ASCII: "^"}
_STEPS = {"left": -1, "down": -1, "right": 1, "up": 1}


class RatingScale(Widget, can_focus=True):
    """Numbers 0 to 10 in a row. Digits type, arrows move (the first shows 0), enter gives.

    What is higher than three rows is filled by the numbers, which are drawn large where there is room.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"scale--number", "scale--chosen", "scale--mark", "scale--anchor"}
    DEFAULT_CSS = """
    RatingScale {
        width: 100%;
        height: 3;

        & > .scale--number { color: $foreground; background: $panel; }
        & > .scale--chosen { color: $background; background: $primary; text-style: bold; }
        & > .scale--mark { color: $text-primary; text-style: bold; }
        & > .scale--anchor { color: $text-muted; }
    }
    """

    value: reactive[int | None] = reactive(None)
    """The number that is chosen; None as long as nothing is."""

    @dataclass
    class Changed(Message):
        """Another number is chosen."""

        value: int | None

    @dataclass
    class Given(Message):
        """Enter gave the number."""

        value: int

    def watch_value(self, value: int | None) -> None:
        """Tell the screen."""
        self.post_message(self.Changed(value))

    # Hands

    def on_key(self, event: Key) -> None:
        """Type, move or give a number."""
        if event.key == "enter" and self.value is not None:
            event.stop()
            self.post_message(self.Given(self.value))
        elif self.take(event):
            event.stop()

    def take(self, event: Key) -> bool:
        """Let a key choose a number; whether it is one that does."""
        if event.key in _STEPS:
            moved = LOWEST if self.value is None else self.value + _STEPS[event.key]
            self.value = min(max(moved, LOWEST), HIGHEST)
        elif event.character is not None and event.character.isascii() and event.character.isdigit():
            if not self._is_held(event):
                self._type(event.character)
        elif event.key in {"backspace", "delete"}:
            self.value = None
        else:
            return False
        return True

    def on_click(self, event: Click) -> None:
        """Choose the number under the mouse."""
        number = (event.x - self._indent) // self._cell
        if LOWEST <= number <= HIGHEST:
            self.value = number

    def _type(self, digit: str) -> None:
        """A digit: a second one makes ten, or replaces the first."""
        both = None if self.value is None else parse_rating(f"{self.value}{digit}")
        self.value = both if both == HIGHEST else int(digit)

    def _is_held(self, event: Key) -> bool:
        """Whether a digit is the repeat of a key that is held: ten must not become the nought it ends in."""
        press_of: Callable[[Key], Press] | None = getattr(self.app, "press_of", None)
        return press_of is not None and press_of(event).is_repeat

    # Drawing

    @property
    def _cell(self) -> int:
        return min(max(self.size.width // (HIGHEST + 1), _NARROWEST), _WIDEST)

    @property
    def _indent(self) -> int:
        return max(0, (self.size.width - self._cell * (HIGHEST + 1) + 1) // 2)

    @property
    def _charset(self) -> Charset:
        charset: Charset = getattr(self.app, "charset", Charset.UNICODE)
        return charset

    def render_line(self, y: int) -> Strip:
        """The numbers, a mark under the chosen one, and the anchors."""
        blank = self.visual_style.rich_style
        high = max(1, self.size.height - _BELOW)
        segments = [Segment(" " * self._indent, blank)]
        if y < high:
            for number in range(LOWEST, HIGHEST + 1):
                segments += [self._number(number, y, high), Segment(" ", blank)]
        elif y == high:
            segments += self._mark()
        else:
            segments.append(Segment(self._anchors(), self._style("scale--anchor")))
        return Strip(segments).adjust_cell_length(self.size.width, blank)

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name).rich_style

    def _number(self, number: int, y: int, high: int) -> Segment:
        """One row of a number's cell."""
        width = self._cell - 1
        drawn = width >= _DRAWN_WIDTH and high >= _DRAWN_ROWS
        rows = digits(str(number), width, high - 2, self._charset).lines if drawn else (str(number),)
        row = y - (high - len(rows)) // 2
        text = rows[row] if 0 <= row < len(rows) else ""
        style = self._style("scale--chosen" if number == self.value else "scale--number")
        return Segment(_centred(text, width), style)

    def _mark(self) -> list[Segment]:
        if self.value is None:
            return []
        under = _centred(_MARKS[self._charset], self._cell - 1)
        return [Segment(" " * (self.value * self._cell) + under, self._style("scale--mark"))]

    def _anchors(self) -> str:
        """The anchors under the first and the last number."""
        room = self._cell * (HIGHEST + 1) - 1
        return LOWEST_ANCHOR + HIGHEST_ANCHOR.rjust(max(room - len(LOWEST_ANCHOR), len(HIGHEST_ANCHOR) + 1))


def _centred(text: str, width: int) -> str:
    """In the middle; where that lies between two columns, in the left one."""
    before = (width - len(text)) // 2
    return " " * before + text + " " * (width - len(text) - before)
