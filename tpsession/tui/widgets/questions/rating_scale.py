"""The pain rating scale: the numbers 0 to 10, with an anchor at either end."""

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
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.columns import wrap_text

_MAX_CELL = 15
_MIN_CELL = 2
"""The largest and smallest width of one number in columns, with the gap after it."""
_MIN_LARGE_WIDTH = 9
_MIN_LARGE_ROWS = 5
"""The smallest width and height of one number at which it is drawn in large digits."""
_GAP = 1
"""The smallest number of columns between the two anchors."""
_MARKS = {Charset.UNICODE: "▲", Charset.ASCII: "^"}
_STEPS = {"left": -1, "down": -1, "right": 1, "up": 1}


PAIN_ANCHORS = (LOWEST_ANCHOR, HIGHEST_ANCHOR)


class RatingScale(Widget, can_focus=True):
    """The numbers 0 to 10 in a row, of which the person chooses one.

    Digits type a number, and arrows move from number to number; the first arrow chooses 0. The screen passes
    the keys on through `process_key`. If the widget is higher than needed, the numbers fill it, in large
    digits if they fit.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"scale--number", "scale--chosen", "scale--mark", "scale--anchor"}
    DEFAULT_CSS = """
    RatingScale {
        width: 100%;
        height: auto;

        & > .scale--number { color: $foreground; background: $tile; }
        & > .scale--chosen { color: $background; background: $primary; text-style: bold; }
        & > .scale--mark { color: $text-primary; text-style: bold; }
        & > .scale--anchor { color: $text-muted; }
    }
    """

    value: reactive[int | None] = reactive(None)
    """The chosen number; None without one."""

    @dataclass
    class Changed(Message):
        """Posted when another number is chosen or the number is deleted, and once when the scale is new."""

        value: int | None
        """The number; None if it was deleted."""

    def __init__(
        self, may_choose: Callable[[], bool] = lambda: True, anchors: tuple[str, str] = PAIN_ANCHORS
    ) -> None:
        """Make a scale with no number chosen.

        Args:
            may_choose: Returns whether the press being handled may choose a number.
            anchors: What 0 and 10 mean, shown at the ends of the scale.

        """
        super().__init__()
        self._anchors = anchors
        self._may_choose = may_choose

    def watch_value(self, value: int | None) -> None:
        """Post `Changed`. Textual calls this when the number changes, and once when the scale is new."""
        self.post_message(self.Changed(value))

    # Keys and mouse

    def process_key(self, event: Key, *, held: bool) -> bool:
        """Choose or delete a number by a key; return whether this is a key of the scale.

        A key of the scale does nothing if the press isn't allowed to choose. `Changed` is posted if the
        number changes.

        Args:
            event: The key.
            held: Whether it may be a repeat of a held key. Then digits are ignored: the 0 of a 10 must not
                replace the 10.

        """
        is_digit = event.character is not None and event.character.isascii() and event.character.isdigit()
        if not is_digit and event.key not in {*_STEPS, "backspace", "delete"}:
            return False
        if self._may_choose():
            self._handle_key(event, held=held)
        return True

    def _handle_key(self, event: Key, *, held: bool) -> None:
        """Move to another number by an arrow, delete the number, or type a digit.

        Arrows stop at the ends; without a number, any arrow chooses 0. A digit of a held key is ignored.
        """
        if event.key in _STEPS:
            value = LOWEST if self.value is None else self.value + _STEPS[event.key]
            self.value = min(max(value, LOWEST), HIGHEST)
        elif event.key in {"backspace", "delete"}:
            self.value = None
        elif not held:
            self._type_digit(str(event.character))

    def on_click(self, event: Click) -> None:
        """Choose the number in whose column the click is, in any row, if the press may choose."""
        number = (event.x - self._indent) // self._cell
        if LOWEST <= number <= HIGHEST and self._may_choose():
            self.value = number

    def _type_digit(self, digit: str) -> None:
        """Type a digit: if the number is 1, a 0 makes it 10; otherwise the digit replaces the number."""
        number = None if self.value is None else parse_rating(f"{self.value}{digit}")
        self.value = number if number == HIGHEST else int(digit)

    # Drawing

    @property
    def _cell(self) -> int:
        return _cell_width(self.size.width)

    @property
    def _indent(self) -> int:
        return _indent_width(self.size.width)

    @property
    def _charset(self) -> Charset:
        return charset_of(self)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows: one for the numbers, one for the mark, and those of the anchors."""
        return 2 + len(anchor_lines(width, self._anchors))

    def render_line(self, y: int) -> Strip:
        """Draw row `y`: a row of the numbers, the row with the mark below them, or a row of the anchors."""
        blank = self.visual_style.rich_style
        anchors = anchor_lines(self.size.width, self._anchors)
        height = max(1, self.size.height - 1 - len(anchors))
        segments = [Segment(" " * self._indent, blank)]
        if y < height:
            for number in range(LOWEST, HIGHEST + 1):
                segments += [self._draw_number(number, y, height), Segment(" ", blank)]
        elif y == height:
            segments += self._draw_mark()
        else:
            segments = [Segment(anchors[y - height - 1], self._style("scale--anchor"))]
        return Strip(segments).adjust_cell_length(self.size.width, blank)

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name).rich_style

    def _draw_number(self, number: int, y: int, height: int) -> Segment:
        """Return row `y` of a number whose box is `height` rows high, in large digits if they fit."""
        width = self._cell - 1
        is_large = width >= _MIN_LARGE_WIDTH and height >= _MIN_LARGE_ROWS
        rows: tuple[str, ...] = (str(number),)
        if is_large:
            # Each digit as wide as those of the 10, so that all numbers look alike.
            inside = width - 2
            room = inside if number == HIGHEST else (inside - 1) // 2
            rows = draw_digits(str(number), room, height - 2, self._charset).lines
        row = y - (height - len(rows)) // 2
        text = rows[row] if 0 <= row < len(rows) else ""
        style = self._style("scale--chosen" if number == self.value else "scale--number")
        return Segment(_centred(text, width), style)

    def _draw_mark(self) -> list[Segment]:
        """Return the mark below the chosen number, with blanks before it; empty if no number is chosen."""
        if self.value is None:
            return []
        mark = _centred(_MARKS[self._charset], self._cell - 1)
        return [Segment(" " * (self.value * self._cell) + mark, self._style("scale--mark"))]


def anchor_lines(width: int, anchors: tuple[str, str] = PAIN_ANCHORS) -> list[str]:
    """Return the lines below the numbers with the two anchors, in at most `width` cells.

    If both anchors fit in a line as wide as the numbers, or else in a line of `width` cells, they are at the
    ends of that line. Otherwise each is wrapped: first come the lines of the left anchor, then those of the
    right one, aligned right.

    Args:
        width: The width of the scale.
        anchors: The words for the lowest and the highest number.

    """
    lowest, highest = anchors
    together = len(lowest) + _GAP + len(highest)
    indent, room = _indent_width(width), _cell_width(width) * (HIGHEST + 1) - 1
    if room < together:
        indent, room = 0, width
    if room >= together:
        return [" " * indent + lowest + highest.rjust(room - len(lowest))]
    return [*wrap_text(lowest, width), *(line.rjust(width) for line in wrap_text(highest, width))]


def _cell_width(width: int) -> int:
    """Return the cells that a number takes with the gap after it, in a scale of this width."""
    return min(max(width // (HIGHEST + 1), _MIN_CELL), _MAX_CELL)


def _indent_width(width: int) -> int:
    """Return the cells before the first number, in a scale of this width."""
    return max(0, (width - _cell_width(width) * (HIGHEST + 1) + 1) // 2)


def _centred(text: str, width: int) -> str:
    """Return a text centred in `width` columns; an odd spare column goes to its right."""
    margin = (width - len(text)) // 2
    return " " * margin + text + " " * (width - len(text) - margin)
