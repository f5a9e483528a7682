"""The steps of a plan with their times, a line each, as a table without rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.wording import describe_phase, describe_step
from tpsession.core.text.formatting import format_timer
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.columns import align_right, fit_text, wrap_parts, wrap_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.session.phase_bar import PATTERNS, phase_styles

WAITS = PATTERNS[PhaseKind.GATE].label
_GAP = 2
"""Cells at least between a step and its length."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One step on one side, or what leads in to it."""

    starts_s: float
    """Planned seconds before it."""
    kind: PhaseKind
    """What most of it is."""
    words: str
    length: tuple[str, ...]
    """How long it is, in parts that belong together: ``3 x 0:30``, ``0:15 between``."""


def plan_lines(plan: Plan) -> list[PlanLine]:
    """The steps in the order of the plan; getting ready and switching sides have lines of their own."""
    lines = []
    numbered = enumerate(plan.phases)
    for (entry, leads_in), group in groupby(
        numbered, key=lambda pair: (pair[1].entry, pair[1].kind.is_lead_in)
    ):
        together = list(group)
        if leads_in:
            lines += [
                PlanLine(
                    phase.starts_s, phase.kind, describe_phase(plan, index), (format_timer(phase.planned_s),)
                )
                for index, phase in together
            ]
            continue
        phases = [phase for _, phase in together]
        kinds = [phase.kind for phase in phases if not phase.is_gate]
        length = [WAITS] if phases[0].is_gate else []
        timed = [phase.planned_s for phase in phases if phase.kind not in {PhaseKind.GATE, PhaseKind.RELEASE}]
        releases = [phase.planned_s for phase in phases if phase.kind is PhaseKind.RELEASE]
        if timed:
            times = f"{len(timed)} x " if len(timed) > 1 else ""
            length.append(f"{times}{format_timer(timed[0])}")
        if releases:
            length.append(f"{format_timer(releases[0])} between")
        lines.append(
            PlanLine(
                phases[0].starts_s,
                kinds[0] if kinds else PhaseKind.GATE,
                describe_step(plan.entries[entry]),
                tuple(length),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of cells."""

    start: str
    kind: PhaseKind | None
    """The mark; None for a row that goes on with the one above."""
    words: str
    length: str


def _rows(line: PlanLine, room: int) -> list[_Row]:
    """The rows of a line, with so many cells for words and length: side by side where they fit."""
    words, length = display_text(line.words), ", ".join(line.length)
    start = format_timer(line.starts_s)
    if cell_len(words) + _GAP + cell_len(length) <= room:
        return [_Row(start, line.kind, words, length)]
    first, *others = wrap_text(words, room)
    *but_last, last = line.length
    below = [*others, *wrap_parts([*(f"{part}," for part in but_last), last], room)]
    return [_Row(start, line.kind, first, ""), *(_Row("", None, more, "") for more in below)]


class PhaseList(ScrollView):
    """Shows every step of a plan. Where that is higher than its room it scrolls, and takes the focus then."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"phases--quiet"}
    DEFAULT_CSS = """
    PhaseList {
        width: 100%;
        height: auto;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;

        & > .phases--quiet { color: $text-muted; }
    }
    """

    def __init__(self, plan: Plan | None = None, *, id: str | None = None) -> None:
        """Shows nothing until it has a plan."""
        super().__init__(id=id)
        self._lines = [] if plan is None else plan_lines(plan)
        self._laid: list[_Row] = []
        self._laid_for = -1
        self._inks: dict[PhaseKind, Style] | None = None

    def show(self, plan: Plan) -> None:
        """Show the steps of this plan, from the first."""
        self._lines = plan_lines(plan)
        self._laid_for = -1
        self._lay()
        self.scroll_home(animate=False)
        self.refresh(layout=True)

    def notify_style_update(self) -> None:
        """Take the colours anew: the theme or a class has changed."""
        self._inks = None
        super().notify_style_update()

    def allow_focus(self) -> bool:
        """Only where there is something to scroll."""
        return super().allow_focus() and self.max_scroll_y > 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the steps need."""
        return len(self._rows_for(width))

    def on_resize(self, _event: Resize) -> None:
        """Lay the rows out for another width."""
        self._lay()

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        rows = self._rows_for(width)
        at = y + self.scroll_offset.y
        if at >= len(rows):
            return Strip.blank(width, blank)
        return Strip(self._segments(rows[at], width, blank)).adjust_cell_length(width, blank)

    def _segments(self, row: _Row, width: int, blank: Style) -> list[Segment]:
        quiet = blank + self.get_visual_style("phases--quiet").rich_style
        start = Segment(f"{align_right(row.start, self._start_width)} ", quiet)
        room = width - self._start_width - 3
        if row.kind is None:
            return [start, Segment(f"  {fit_text(row.words, room)}", quiet)]
        if self._inks is None:
            self._inks = phase_styles(self)
        mark = Segment(PATTERNS[row.kind].char(charset_of(self)), self._inks[row.kind])
        length = f"{'':{_GAP}}{row.length}" if row.length else ""
        words = fit_text(row.words, room - cell_len(length))
        return [start, mark, Segment(f" {words}", blank), Segment(length, quiet)]

    @property
    def _start_width(self) -> int:
        return cell_len(format_timer(self._lines[-1].starts_s)) if self._lines else 0

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, len(self._rows_for(width)))

    def _rows_for(self, width: int) -> list[_Row]:
        if self._laid_for != width:
            room = width - self._start_width - 3
            self._laid = [row for line in self._lines for row in _rows(line, room)]
            self._laid_for = width
        return self._laid
