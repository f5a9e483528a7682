"""The phase bar: a plan on one line, each phase as wide as it is long, in its kind's colour and pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.charset import charset_of


@dataclass(frozen=True, slots=True)
class Pattern:
    """The character that fills a kind of phase in the bar, and its label."""

    unicode: str
    """One cell of the pattern."""
    ascii: str
    """The same for a terminal that shows only ASCII."""
    label: str
    """What the legend calls it."""

    def char(self, charset: Charset) -> str:
        """Return one cell of the pattern in the terminal's character set."""
        return self.ascii if charset is Charset.ASCII else self.unicode


# The fuller the cell, the firmer the pressure. Finished phases are a line at the bottom of the cell.
PATTERNS: dict[PhaseKind, Pattern] = {
    PhaseKind.GET_READY: Pattern("·", ".", "get ready"),
    PhaseKind.WORK: Pattern("▄", "=", "work"),
    PhaseKind.HOLD: Pattern("█", "#", "hold"),
    PhaseKind.RELEASE: Pattern("▒", ":", "release"),
    PhaseKind.REST: Pattern("─", "-", "rest"),
    PhaseKind.SWITCH_SIDES: Pattern("◆", "X", "switch sides"),
    PhaseKind.GATE: Pattern("│", "|", "waits for you"),
}
"""The pattern of each kind of phase; they differ without colour."""
DONE = Pattern("▁", "_", "done")
"""The pattern of the finished part, whatever its kind."""
POSITION_MARK = Pattern("▲", "^", "now")
"""The mark below the position of the session."""
_GAP = "  "


def phase_widths(plan: Plan, width: int) -> list[int]:
    """Return how many of `width` cells each phase gets, in order; they add up to exactly `width`.

    A longer phase never gets fewer cells than a shorter one. A gate gets one cell and every other phase at
    least one, if there are enough cells. If not, all gates get 0; if there are still too few cells, the
    shortest phases get 0, too.

    Args:
        plan: A plan in which at least one phase isn't a gate.
        width: Cells of the bar, 0 or more.

    """
    width = max(0, width)
    lengths = [phase.planned_s for phase in plan.phases]
    timed = [index for index, phase in enumerate(plan.phases) if not phase.is_gate]
    gates = [index for index, phase in enumerate(plan.phases) if phase.is_gate]
    widths = [0] * len(lengths)
    if width >= len(lengths):
        for index in gates:
            widths[index] = 1
        width -= len(gates)
    # A phase that is shorter than a cell stands for gets one cell all the same. That leaves fewer cells for
    # the others, so that a cell stands for more seconds, and more phases may be too short.
    short: list[int] = []
    long = timed
    while width - len(short) >= len(long):
        seconds_per_cell = sum(lengths[index] for index in long) / max(1, width - len(short))
        shorter = [index for index in long if lengths[index] < seconds_per_cell]
        if not shorter:
            break
        short += shorter
        long = [index for index in long if lengths[index] >= seconds_per_cell]
    for index in short:
        widths[index] = 1
    shares = _divide_cells([lengths[index] for index in long], width - len(short))
    for index, share in zip(long, shares, strict=True):
        widths[index] = share
    return widths


def _divide_cells(lengths: Sequence[float], width: int) -> list[int]:
    """Divide `width` cells in proportion to the lengths, by the largest remainder method.

    The results add up to `width`; a short length may get 0. Without lengths, the result is empty.

    lengths: in seconds; not all of them may be 0.
    """
    total = sum(lengths)
    quotas = [length * width / total for length in lengths]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(
        range(len(lengths)),
        key=lambda index: (quotas[index] - shares[index], lengths[index]),
        reverse=True,
    )
    for index in by_remainder[: width - sum(shares)]:
        shares[index] += 1
    return shares


def cell_at(widths: Sequence[int], index: int, share_done: float) -> int:
    """Return the cell of the bar in which a position lies, counted from 0.

    If the phase has no cell, return the first cell after it, or the last cell of the bar if there is none.

    Args:
        widths: The widths of all phases from `phase_widths`; they add up to at least 1.
        index: The phase of the position, counted from 0.
        share_done: The share of that phase that is over, 0 to 1.

    """
    inside = min(int(share_done * widths[index]), max(0, widths[index] - 1))
    return min(sum(widths[:index]) + inside, sum(widths) - 1)


def phase_legend(plan: Plan, charset: Charset = Charset.UNICODE, width: int | None = None) -> Content:
    """Return the pattern and label of each kind of phase that a plan has, in the order of `PATTERNS`.

    Args:
        plan: The plan whose kinds are explained.
        charset: The terminal's character set.
        width: Cells of a line; None puts everything on one line.

    """
    used = {phase.kind for phase in plan.phases}
    lines: list[list[Content]] = [[]]
    free = width
    for kind in (kind for kind in PATTERNS if kind in used):
        pattern = PATTERNS[kind]
        entry = Content.assemble((pattern.char(charset), f"$phase-{kind}"), f" {pattern.label}")
        if lines[-1] and free is not None and width is not None and entry.cell_length > free:
            lines.append([])
            free = width
        lines[-1].append(entry)
        free = None if free is None else free - entry.cell_length - len(_GAP)
    return Content("\n").join(Content(_GAP).join(line) for line in lines)


def phase_styles(widget: Widget) -> dict[PhaseKind, Style]:
    """Return the style of each kind of phase: the theme's colour for it on the widget's background."""
    # Component classes would be slower: Textual matches each against every rule whenever a class changes.
    variables = widget.app.theme_variables
    background = widget.visual_style.rich_style
    return {
        kind: background + Style.from_color(Color.parse(variables[f"phase-{kind}"]).rich_color)
        for kind in PhaseKind
    }


class PhaseLegend(Widget):
    """Explains the pattern of each kind of phase in a plan's phase bar."""

    DEFAULT_CSS = """
    PhaseLegend {
        width: 100%;
        height: auto;
        color: $text-muted;
    }
    """

    _plan: Plan | None = None

    def show(self, plan: Plan) -> None:
        """Explain the patterns of the kinds of phases in this plan, instead of those of an earlier plan."""
        self._plan = plan
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the legend takes at this width."""
        return self._legend(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Draw the legend."""
        return self._legend(self.size.width)

    def _legend(self, width: int) -> Content:
        return Content() if self._plan is None else phase_legend(self._plan, charset_of(self), width)


class PhaseBar(Widget):
    """Shows a plan and the position of the session in it.

    If the bar is 2 rows high, a mark in the second row shows the position. In a bar of 1 row the position
    is where the finished part ends.
    """

    DEFAULT_CSS = """
    PhaseBar {
        width: 100%;
        height: 1;
    }
    """
    ALLOW_SELECT = False
    """Off, because the patterns make no sense as copied text."""

    def __init__(
        self, plan: Plan | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Make a bar; without a plan it is empty."""
        super().__init__(id=id, classes=classes)
        self._plan = plan
        self._position_in_plan: tuple[int, float] | None = None
        """The index of the current phase, and the share of it that is over; None without a session."""
        self._widths: list[int] = []
        self._widths_for = -1
        """The width of the widget for which `_widths` was computed."""
        self._styles_of_kinds: dict[PhaseKind, Style] | None = None

    def show(self, plan: Plan) -> None:
        """Show this plan without a position."""
        self._plan = plan
        self._position_in_plan = None
        self._widths_for = -1
        self.refresh()

    def show_position(self, index: int, position_s: float, length_s: float) -> None:
        """Show this position of the session; draw the bar again only if the position is in another cell now.

        Args:
            index: The current phase, counted from 0 in the plan.
            position_s: Seconds into that phase.
            length_s: The present length of that phase in seconds; 0 for a gate.

        """
        old_cell = self._position_cell()
        share_done = min(max(position_s / length_s, 0.0), 1.0) if length_s > 0 else 0.0
        self._position_in_plan = (index, share_done)
        if self._position_cell() != old_cell:
            self.refresh()

    @property
    def charset(self) -> Charset:
        """The terminal's character set."""
        return charset_of(self)

    def notify_style_update(self) -> None:
        """Forget the cached colours, because the theme or a class has changed."""
        self._styles_of_kinds = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw the phases in row 0 and the mark in row 1. Other rows, and a bar without a plan, are blank."""
        width = self.size.width
        blank = self.visual_style.rich_style
        if self._plan is None or y > 1:
            return Strip.blank(width, blank)
        cell = self._position_cell()
        if y == 1:
            return self._draw_mark(cell, width, blank)
        return self._draw_phases(self._plan, cell, width)

    def _draw_phases(self, plan: Plan, position_cell: int | None, width: int) -> Strip:
        """Return the row with the phases of the plan; the cells before the position look finished.

        Call `_position_cell` first: it brings the phases' widths up to date.

        position_cell: the cell of the session's position; None if no position is shown.
        """
        kinds = [
            phase.kind for phase, count in zip(plan.phases, self._widths, strict=True) for _ in range(count)
        ]
        patterns = [
            (DONE if position_cell is not None and cell < position_cell else PATTERNS[kind], kind)
            for cell, kind in enumerate(kinds)
        ]
        if self._styles_of_kinds is None:
            self._styles_of_kinds = phase_styles(self)
        segments = [
            Segment(pattern.char(self.charset) * len(list(run)), self._styles_of_kinds[kind])
            for (pattern, kind), run in groupby(patterns)
        ]
        return Strip(segments, width)

    def _draw_mark(self, position_cell: int | None, width: int, blank: Style) -> Strip:
        """Return the row below the phases, with the mark in `position_cell`; a blank row for None."""
        if position_cell is None:
            return Strip.blank(width, blank)
        segments = [
            Segment(" " * position_cell, blank),
            Segment(POSITION_MARK.char(self.charset), blank + Style(bold=True)),
        ]
        return Strip(segments, position_cell + 1).adjust_cell_length(width, blank)

    def _position_cell(self) -> int | None:
        """Return the cell in which the session's position lies; None without a plan, position or width.

        With a plan, this also updates `_widths` to the width of the widget.
        """
        width = self.size.width
        if self._plan is None:
            return None
        if self._widths_for != width:
            self._widths = phase_widths(self._plan, width)
            self._widths_for = width
        if self._position_in_plan is None or width == 0:
            return None
        return cell_at(self._widths, *self._position_in_plan)
