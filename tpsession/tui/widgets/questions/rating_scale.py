"""The scale of the pain rating: eleven numbers between its two anchors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.history.ratings import HIGHEST, HIGHEST_ANCHOR, LOWEST, LOWEST_ANCHOR, parse_rating
from tpsession.tui.drawing.glyphs.digits import draw_digits
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.columns import wrap_text

_WIDEST = 15
_NARROWEST = 2
"""Columns of one number, with the free one between two; the last number has two all the same."""
_DRAWN_WIDTH = 12
_DRAWN_ROWS = 5
"""Columns and rows of one number from which on it is drawn large."""
_GAP = 1
"""Columns between the anchors at least."""
_MARKS = {Charset.UNICODE: "▲", Charset.ASCII: "^"}
_STEPS = {"left": -1, "down": -1, "right": 1, "up": 1}


class RatingScale(Widget, can_focus=True):
    """Numbers 0 to 10 in a row. Digits type, arrows move (the first shows 0); the screen hands it the keys.

    What is higher than need be is filled by the numbers, which are drawn large where there is room.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"scale--number", "scale--chosen", "scale--mark", "scale--anchor"}
    DEFAULT_CSS = """
    RatingScale {
        width: 100%;
        height: auto;

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

    def __init__(self, may_choose: Callable[[], bool] = lambda: True) -> None:
        """may_choose: whether the press that is being dealt with may choose a number."""
        super().__init__()
        self._may_choose = may_choose

    def watch_value(self, value: int | None) -> None:
        """Tell the screen."""
        self.post_message(self.Changed(value))

    # Hands

    def process_key(self, event: Key, *, held: bool) -> bool:
        """Let a key choose a number; whether it is one that does.

        held: whether it may be the repeat of a key that is held: ten must not become the nought it ends in.
        """
        digit = event.character is not None and event.character.isascii() and event.character.isdigit()
        if not digit and event.key not in {*_STEPS, "backspace", "delete"}:
            return False
        if self._may_choose():
            self._choose(event, held=held)
        return True

    def _choose(self, event: Key, *, held: bool) -> None:
        if event.key in _STEPS:
            moved = LOWEST if self.value is None else self.value + _STEPS[event.key]
            self.value = min(max(moved, LOWEST), HIGHEST)
        elif event.key in {"backspace", "delete"}:
            self.value = None
        elif not held:
            self._type(str(event.character))

    def on_click(self, event: Click) -> None:
        """Choose the number under the mouse."""
        number = (event.x - self._indent) // self._cell
        if LOWEST <= number <= HIGHEST and self._may_choose():
            self.value = number

    def _type(self, digit: str) -> None:
        """A digit: a second one makes ten, or replaces the first."""
        both = None if self.value is None else parse_rating(f"{self.value}{digit}")
        self.value = both if both == HIGHEST else int(digit)

    # Drawing

    @property
    def _cell(self) -> int:
        return _cell(self.size.width)

    @property
    def _indent(self) -> int:
        return _indent(self.size.width)

    @property
    def _charset(self) -> Charset:
        return charset_of(self)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for the numbers, one for the mark, and what the anchors need."""
        return 2 + len(anchors(width))

    def render_line(self, y: int) -> Strip:
        """The numbers, a mark under the chosen one, and the anchors."""
        blank = self.visual_style.rich_style
        below = anchors(self.size.width)
        high = max(1, self.size.height - 1 - len(below))
        segments = [Segment(" " * self._indent, blank)]
        if y < high:
            for number in range(LOWEST, HIGHEST + 1):
                segments += [self._number(number, y, high), Segment(" ", blank)]
        elif y == high:
            segments += self._mark()
        else:
            segments = [Segment(below[y - high - 1], self._style("scale--anchor"))]
        return Strip(segments).adjust_cell_length(self.size.width, blank)

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name).rich_style

    def _number(self, number: int, y: int, high: int) -> Segment:
        """One row of a number's cell."""
        width = self._cell - 1
        drawn = width >= _DRAWN_WIDTH and high >= _DRAWN_ROWS
        rows = draw_digits(str(number), width, high - 2, self._charset).lines if drawn else (str(number),)
        row = y - (high - len(rows)) // 2
        text = rows[row] if 0 <= row < len(rows) else ""
        style = self._style("scale--chosen" if number == self.value else "scale--number")
        return Segment(_centred(text, width), style)

    def _mark(self) -> list[Segment]:
        if self.value is None:
            return []
        under = _centred(_MARKS[self._charset], self._cell - 1)
        return [Segment(" " * (self.value * self._cell) + under, self._style("scale--mark"))]


def anchors(width: int) -> list[str]:
    """The words under the first and the last number, in lines of at most so many cells; never shortened.

    Where the scale is too narrow for both in a line they reach over its ends, or stand below each other.
    """
    together = len(LOWEST_ANCHOR) + _GAP + len(HIGHEST_ANCHOR)
    indent, room = _indent(width), _cell(width) * (HIGHEST + 1) - 1
    if room < together:
        indent, room = 0, width
    if room >= together:
        return [" " * indent + LOWEST_ANCHOR + HIGHEST_ANCHOR.rjust(room - len(LOWEST_ANCHOR))]
    lowest, highest = wrap_text(LOWEST_ANCHOR, width), wrap_text(HIGHEST_ANCHOR, width)
    return [*lowest, *(line.rjust(width) for line in highest)]


def _cell(width: int) -> int:
    """Columns of one number with the free one behind it."""
    return min(max(width // (HIGHEST + 1), _NARROWEST), _WIDEST)


def _indent(width: int) -> int:
    """Columns before the first number."""
    return max(0, (width - _cell(width) * (HIGHEST + 1) + 1) // 2)


def _centred(text: str, width: int) -> str:
    """In the middle; where that lies between two columns, in the left one."""
    before = (width - len(text)) // 2
    return " " * before + text + " " * (width - len(text) - before)
