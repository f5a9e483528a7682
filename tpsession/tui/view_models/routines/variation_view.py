"""What the screen "A little different" shows: lines to turn, the length, and what takes too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from rich.cells import cell_len

from tpsession.core.errors import UsageError
from tpsession.core.plan.plan import Plan
from tpsession.core.routine_editing.line_values import ChoiceKind
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.saving import check_name, describe_saving
from tpsession.core.routine_editing.variation import Variation
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import format_duration, format_timer
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.columns import fit_text
from tpsession.tui.text.plain_text import display_text

_NAME_CELLS = (22, 36)
"""The least and the most columns of the name of a line; between, a third of the width."""
_INDENT = "  "
_ARROWS = {Charset.UNICODE: ("◀ ", " ▶"), Charset.ASCII: ("< ", " >")}
_MIN_VALUE_CELLS = 12
_FROM_SETTINGS = "Your settings have their own, which is played."


class LineTone(Enum):
    """How a part of a line looks."""

    HEADING = auto()
    """The name of a step."""
    NAME = auto()
    VALUE = auto()
    CHANGED = auto()
    """A value that is different."""
    QUIET = auto()


class ClickedPart(Enum):
    """What a click on a part of a line does."""

    NOTHING = auto()
    DOWN = auto()
    UP = auto()
    OPEN = auto()
    """Type the value, or choose the next one."""


@dataclass(frozen=True, slots=True)
class LinePart:
    """A part of a drawn line."""

    text: str
    tone: LineTone
    clicked: ClickedPart = ClickedPart.NOTHING


@dataclass(frozen=True, slots=True)
class VariationView:
    """A variation as its screen shows it, and the file of the routine that it is made of."""

    old: RoutineText
    variation: Variation
    preferences: Preferences
    first_s: float
    """Seconds that it took at first."""
    other_names: tuple[str, ...] = ()
    """The names of the other routines, which this one can't get."""
    error: str = ""
    """Why the last change couldn't be made; empty if it was."""

    @property
    def lines(self) -> tuple[LineId, ...]:
        """The ids of all lines, in order."""
        return self.variation.lines

    def make_plan(self) -> Plan:
        """Return the plan of the routine as it is now, with the person's settings; 10 ms for 200 steps."""
        return preview_plan(self.variation.routine, self.preferences)

    def describe_length(self, plan: Plan) -> str:
        """Return how long the routine takes now, and by how much that is longer or shorter than at first.

        If it takes as long as at first, only the length is returned. plan: from `make_plan`.
        """
        difference = round(plan.planned_s) - round(self.first_s)
        if difference == 0:
            return format_timer(plan.planned_s)
        than = "longer" if difference > 0 else "shorter"
        return f"{format_timer(plan.planned_s)}, {format_duration(abs(difference))} {than} than before"

    def describe_notices(self, plan: Plan) -> str:
        """Return why the last change couldn't be made, or else what takes long, and what the area changes.

        plan: from `make_plan`.
        """
        return self.error or " ".join((*self.variation.warnings, *plan.notes))

    @property
    def saving(self) -> str:
        """A sentence on what saving the variation does to the routine that was opened."""
        return describe_saving(self.old)

    def keys_hint(self, line: LineId) -> str:
        """Return which keys change a line, and a note if the person's settings replace its value anyway."""
        kind, shown = self.variation.kind_of(line), self.variation.describe(line)
        keys = ["left, right: change"] if shown.is_turned else []
        keys += [] if isinstance(kind, ChoiceKind) else ["enter: type"]
        keys += ["d: as it was"] if shown.was else []
        note = _FROM_SETTINGS if self._is_overridden(line) else ""
        return "   ".join([*keys, note]).rstrip()

    def words_of(self, line: LineId) -> str:
        """Return a line's text, of which the list may show only the beginning; empty for other values."""
        shown = self.variation.describe(line)
        return shown.value if shown.is_words else ""

    def _is_overridden(self, line: LineId) -> bool:
        """Return whether the person's settings replace the value of a line."""
        overriding = {
            RoutineLine.GET_READY: self.preferences.get_ready_s,
            RoutineLine.COUNTDOWN: self.preferences.countdown,
        }
        return any(line.subject is subject and value is not None for subject, value in overriding.items())

    def is_chosen(self, line: LineId) -> bool:
        """Return whether a line's value can only be chosen, not typed."""
        return isinstance(self.variation.kind_of(line), ChoiceKind)

    # Changes

    def turn(self, line: LineId, by: int) -> VariationView:
        """Return the view after a line got its next value (1) or the one before (-1).

        If that can't be, return the view as it is, with the reason as its error.
        """
        return self._try_change(lambda: self.variation.turn(line, by))

    def reset(self, line: LineId) -> VariationView:
        """Return the view after a line got the value that it had at first.

        If that can't be, return the view as it is, with the reason as its error.
        """
        return self._try_change(lambda: self.variation.reset(line))

    def read(self, line: LineId, typed: str) -> VariationView:
        """Return the view after a line got a typed value.

        Raises `UsageError` if the line can't have that value, or if the routine couldn't be played with it.
        """
        if line.subject is RoutineLine.NAME:
            check_name(typed, self.other_names)
        return self._with(self.variation.read(line, typed))

    def _try_change(self, change: Callable[[], Variation]) -> VariationView:
        """Return the view after a change; if that raises `UsageError`, the view as it is, with that error."""
        try:
            return self._with(change())
        except UsageError as error:
            return replace(self, error=str(error))

    def _with(self, variation: Variation) -> VariationView:
        """Return the view with another state of the variation, and without an error."""
        return replace(self, variation=variation, error="")

    # Drawing

    def draw(self, line: LineId, width: int, charset: Charset) -> list[LinePart]:
        """Return a line as parts with their tones and what clicks on them do; at most `width` cells in all.

        A changed value is followed by what it was. If there is no room for that, or if the value is a text,
        only ``changed`` follows; without room for it, nothing. The pointer in front of the line isn't among
        the parts.
        """
        shown = self.variation.describe(line)
        is_heading = line.subject is RoutineLine.PLAYED
        indent = "" if is_heading or line.step < 0 else _INDENT
        least, most = _NAME_CELLS
        name_width = min(max(least, width // 3), most, width - _MIN_VALUE_CELLS)
        name = fit_text(f"{indent}{display_text(shown.name)}", name_width) + " "
        parts = [LinePart(name, LineTone.HEADING if is_heading else LineTone.NAME)]
        room = width - cell_len(name)
        tone = LineTone.CHANGED if shown.was else LineTone.VALUE
        less, more = _ARROWS[charset] if shown.is_turned else ("", "")
        value = _cut(display_text(shown.value), room - len(less) - len(more))
        parts += [
            LinePart(less, LineTone.QUIET, ClickedPart.DOWN),
            LinePart(value, tone, ClickedPart.OPEN),
            LinePart(more, LineTone.QUIET, ClickedPart.UP),
        ]
        room -= cell_len(value) + len(less) + len(more)
        was = "" if shown.is_words and shown.was else shown.was
        if was and room > cell_len(f"  was {was}"):
            parts.append(LinePart(f"  was {was}", LineTone.QUIET))
        elif shown.was and room > len("  changed"):
            parts.append(LinePart("  changed", LineTone.QUIET))
        return [part for part in parts if part.text]


def make_variation_view(
    old: RoutineText, variation: Variation, preferences: Preferences, other_names: Sequence[str] = ()
) -> VariationView:
    """Return the view of a variation as it was opened; its present length counts as the length at first.

    other_names: the names of the other routines, which this one can't get.
    """
    first_s = preview_plan(variation.routine, preferences).planned_s
    return VariationView(old, variation, preferences, first_s, tuple(other_names))


def _cut(text: str, width: int) -> str:
    """Return a text, cut with `ELLIPSIS` at its end if it has more than `width` cells; never padded."""
    return text if cell_len(text) <= width else fit_text(text, width)
