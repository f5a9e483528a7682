"""The kinds of values in a routine: numbers, choices and words. A value is turned by a key, or typed.

To turn a value is to change it to the next one or the one before. A kind says which these are, how a value is
shown, and what may be typed for it. It holds no value itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

from tpsession.core.errors import UsageError
from tpsession.core.text.duration import duration_in_words, parse_duration_text

LineValue = float | int | bool | str | None
"""The value of a line; None stands for a number that isn't given, such as the length of a gate."""
NO_VALUE = "-"
"""What is typed for no number, and for no words of one's own."""


class ValueKind(Protocol):
    """The kind of value that a line has: how it is shown, turned by a key, and typed."""

    __slots__ = ()
    is_turned: ClassVar[bool] = True
    """Whether left and right change the value; if not, it is only typed."""
    is_words: ClassVar[bool] = False
    """Whether the value is a text, so that typing adds to it instead of replacing it."""

    @property
    def instruction(self) -> str:
        """What can be typed for a value, in a sentence."""
        ...

    def turn(self, value: LineValue, by: int) -> LineValue:
        """Return the next value (`by` is 1) or the one before (-1).

        Where there is none, it is the value itself, but a choice goes round to the other end. Before the
        lowest number to which a key turns comes None, if the number may be missing.
        """
        ...

    def describe(self, value: LineValue) -> str:
        """Return a value in words."""
        ...

    def write(self, value: LineValue) -> str:
        """Return a value in the form in which it is typed."""
        ...

    def read(self, typed: str) -> LineValue:
        """Return the value that was typed. Raises `UsageError` with `instruction` if it isn't valid."""
        ...


@dataclass(frozen=True, slots=True)
class NumberKind(ValueKind):
    """A number in a range, or a duration in seconds."""

    lowest: float
    highest: float
    tick: float
    """How far it turns: to the next multiple of this."""
    lowest_turned: float
    """It turns down to this; a lower one, or one between the ticks, is typed."""
    unit: str = ""
    """What follows the number in words; ``s`` makes it a duration."""
    is_whole: bool = False
    usual: float = 0.0
    """What it turns to from no number."""
    without: str = ""
    """What no number means, in words; empty if there must be one."""

    @property
    def instruction(self) -> str:
        """What can be typed for a value, in a sentence."""
        if self.unit == "s":
            lowest, highest = self.describe(self.lowest), self.describe(self.highest)
            what = f"seconds, such as 45, or 1m30s, from {lowest} to {highest}"
        elif self.is_whole:
            what = f"a whole number from {self.lowest:g} to {self.highest:g}"
        else:
            what = f"a number from {self.lowest:g} to {self.highest:g} {self.unit}"
        ending = f", or {NO_VALUE} for: {self.without}" if self.without else ""
        return f"Type {what}{ending}."

    def turn(self, value: LineValue, by: int) -> LineValue:
        """Return the next (`by` is 1) or the previous (-1) multiple of `tick`.

        It goes up no further than `highest`, and down no further than `lowest_turned`. Down from
        `lowest_turned` or less, it is None if there may be no number, and else the value itself. Up from
        None, which is no number, it is `usual`; down from None it is None.
        """
        if not isinstance(value, (int, float)):
            return self._number(self.usual) if by > 0 else None
        if by > 0:
            return self._number(
                max(value, min((math.floor(value / self.tick) + 1) * self.tick, self.highest))
            )
        lower = max((math.ceil(value / self.tick) - 1) * self.tick, self.lowest_turned)
        if lower < value:
            return self._number(lower)
        return None if self.without else value

    def describe(self, value: LineValue) -> str:
        """Return a number with its unit, or for None what no number means, in words."""
        if not isinstance(value, (int, float)):
            return self.without
        if self.unit == "s":
            return duration_in_words(value)
        return f"{value:g} {self.unit}".rstrip()

    def write(self, value: LineValue) -> str:
        """Return a number as it is typed; a duration ends with ``s``. `NO_VALUE` for None."""
        if not isinstance(value, (int, float)):
            return NO_VALUE
        number = str(int(value)) if value == int(value) else repr(value)
        return f"{number}s" if self.unit == "s" else number

    def read(self, typed: str) -> LineValue:
        """Return the typed number; None for `NO_VALUE` if there may be no number.

        A duration may be typed as ``45`` or ``1m30s``. Raises `UsageError` for any other text, for a number
        out of range, and for a fraction where a whole number is needed.
        """
        text = typed.strip()
        if self.without and text == NO_VALUE:
            return None
        number = parse_duration_text(text) if self.unit == "s" else _parse_number(text)
        is_possible = number is not None and self.lowest <= number <= self.highest
        if number is None or not is_possible or (self.is_whole and number != int(number)):
            raise UsageError(self.instruction)
        return self._number(number)

    def _number(self, number: float) -> float | int:
        return int(number) if self.is_whole else float(number)


@dataclass(frozen=True, slots=True)
class ChoiceKind(ValueKind):
    """One of a few values, each with its words. After the last comes the first again."""

    choices: tuple[tuple[LineValue, str], ...]

    @property
    def instruction(self) -> str:
        """What can be typed for a value, in a sentence: the words of every choice."""
        *others, last = (text for _, text in self.choices)
        return f"Type {', '.join(others)} or {last}."

    def turn(self, value: LineValue, by: int) -> LineValue:
        """Return the next value (`by` is 1) or the one before (-1).

        The first one follows the last, and the last one is before the first.
        """
        values = [choice for choice, _ in self.choices]
        return values[(values.index(value) + by) % len(values)]

    def describe(self, value: LineValue) -> str:
        """Return the words of a value."""
        return next(text for choice, text in self.choices if choice == value)

    def write(self, value: LineValue) -> str:
        """Return the words of a value, as they are typed."""
        return self.describe(value)

    def read(self, typed: str) -> LineValue:
        """Return the one value whose words begin with the typed text, in upper or lower case.

        Raises `UsageError` if there is no such value, if there are several, and for an empty text.
        """
        wanted = typed.strip().casefold()
        found = [choice for choice, text in self.choices if wanted and text.casefold().startswith(wanted)]
        if len(found) != 1:
            raise UsageError(self.instruction)
        return found[0]


@dataclass(frozen=True, slots=True)
class WordsKind(ValueKind):
    """A text of the person's own."""

    is_turned: ClassVar[bool] = False
    is_words: ClassVar[bool] = True
    usual: str = ""
    """What is shown or said without it; empty for nothing."""
    is_required: bool = False
    """Whether there must be a text."""

    @property
    def instruction(self) -> str:
        """What can be typed for a value, in a sentence."""
        if self.is_required:
            return "Type a few words."
        return f"Type your own words, or {NO_VALUE} for {'the usual ones' if self.usual else 'none'}."

    def turn(self, value: LineValue, by: int) -> LineValue:
        """Return the value itself: there is no next text."""
        return value

    def describe(self, value: LineValue) -> str:
        """Return the person's text, or the usual text if they have none, or ``none`` if there is neither."""
        return self.write(value) or "none"

    def write(self, value: LineValue) -> str:
        """Return the person's text, or the usual text if they have none; empty if there is neither."""
        return str(value or "") or self.usual

    def read(self, typed: str) -> LineValue:
        """Return the typed text, stripped; empty if it is the usual text, so that this stays in use.

        Unless there must be a text, `NO_VALUE` gives an empty text as well. Raises `UsageError` for an empty
        text if there must be one.
        """
        # A terminal may send half of a surrogate pair, which can't be in a file.
        text = typed.strip().encode(errors="surrogatepass").decode(errors="replace")
        if not text and self.is_required:
            raise UsageError(self.instruction)
        is_usual = text == self.usual or (text == NO_VALUE and not self.is_required)
        return "" if is_usual else text


def _parse_number(text: str) -> float | None:
    """Return the number that a text writes in 1 to 15 digits, maybe with a decimal point behind a digit.

    None for any other text, such as one with a sign.
    """
    whole, _, fraction = text.partition(".")
    digits = whole + fraction
    is_number = digits.isascii() and digits.isdigit() and whole and len(digits) < 16
    return float(text) if is_number else None
