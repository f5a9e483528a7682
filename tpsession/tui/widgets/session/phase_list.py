"""The list of a plan's steps with their times; a step that doesn't fit on one row takes several."""

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
from tpsession.core.plan.wording import describe_count, describe_phase, describe_round, describe_step
from tpsession.core.text.formatting import format_timer
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.columns import align_right, fit_text, wrap_parts, wrap_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.session.phase_bar import PATTERNS, phase_styles

GATE_LABEL = PATTERNS[PhaseKind.GATE].label
_GAP = 2
"""The smallest number of cells between a step's title and its length."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One step on one side, or getting ready or switching sides before it."""

    starts_s: float
    """Planned seconds from the start of the session to this line."""
    kind: PhaseKind
    """The kind of its main phases; it decides the mark and the colour."""
    title: str
    length: tuple[str, ...]
    """Its length in parts that are never broken: ``3 x 0:30``, ``0:15 between``."""


def plan_lines(plan: Plan) -> list[PlanLine]:
    """Return the lines of a plan in order.

    Each entry has a line, and so has each time to get ready or to switch sides. The line of an entry says its
    step and how long it takes: its repeats if the person counts them, its gate, its length or the number and
    length of its holds, and the time to let go.
    """
    lines = []
    numbered = enumerate(plan.phases)
    for (entry, is_lead_in), group in groupby(
        numbered, key=lambda pair: (pair[1].entry, pair[1].kind.is_lead_in)
    ):
        numbered_phases = list(group)
        if is_lead_in:
            lines += [
                PlanLine(
                    phase.starts_s, phase.kind, describe_phase(plan, index), (format_timer(phase.planned_s),)
                )
                for index, phase in numbered_phases
            ]
            continue
        phases = [phase for _, phase in numbered_phases]
        kinds = [phase.kind for phase in phases if not phase.is_gate]
        count = describe_count(plan.entries[entry]).removeprefix(", ")
        length = [*([count] if count else []), *([GATE_LABEL] if phases[0].is_gate else [])]
        timed = [phase.planned_s for phase in phases if phase.kind not in {PhaseKind.GATE, PhaseKind.RELEASE}]
        releases = [phase.planned_s for phase in phases if phase.kind is PhaseKind.RELEASE]
        if timed:
            holds = f"{len(timed)} x " if len(timed) > 1 else ""
            length.append(f"{holds}{format_timer(timed[0])}")
        if releases:
            when = "between" if len(releases) < len(timed) else "to let go"
            length.append(f"{format_timer(releases[0])} {when}")
        lines.append(
            PlanLine(
                phases[0].starts_s,
                kinds[0] if kinds else PhaseKind.GATE,
                f"{describe_step(plan.entries[entry])}{describe_round(plan.entries[entry])}",
                tuple(length),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    """One row on the screen."""

    start: str
    """When the step begins; empty in a continuation row."""
    kind: PhaseKind | None
    """Decides the mark; None for a row that continues the one above."""
    title: str
    length: str


def _rows(line: PlanLine, room: int) -> list[_Row]:
    """Return the rows of a line of the plan.

    Title and length share a row if they fit. Otherwise the length is below the title, and both may take
    several rows.

    room: the cells of a row for title and length, without the starting time and the mark.
    """
    title, length = display_text(line.title), ", ".join(line.length)
    start = format_timer(line.starts_s)
    if cell_len(title) + _GAP + cell_len(length) <= room:
        return [_Row(start, line.kind, title, length)]
    first, *others = wrap_text(title, room)
    *all_but_last, last = line.length
    below = [*others, *wrap_parts([*(f"{part}," for part in all_but_last), last], room)]
    return [_Row(start, line.kind, first, ""), *(_Row("", None, text, "") for text in below)]


class PhaseList(ScrollView):
    """Shows every step of a plan. It scrolls, and takes the focus, only if the steps don't fit."""

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
        """Make a list; without a plan it is empty."""
        super().__init__(id=id)
        self._lines = [] if plan is None else plan_lines(plan)
        self._cached_rows: list[_Row] = []
        self._rows_width = -1
        """The width for which `_cached_rows` was made."""
        self._styles_of_kinds: dict[PhaseKind, Style] | None = None

    def show(self, plan: Plan) -> None:
        """Show the steps of this plan, and scroll to the first."""
        self._lines = plan_lines(plan)
        self._rows_width = -1
        self._update_virtual_size()
        self.scroll_home(animate=False)
        self.refresh(layout=True)

    def notify_style_update(self) -> None:
        """Forget the cached colours, because the theme or a class has changed."""
        self._styles_of_kinds = None
        super().notify_style_update()

    def allow_focus(self) -> bool:
        """Return whether it may take the focus: only if there is something to scroll."""
        return super().allow_focus() and self.max_scroll_y > 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the steps take at this width."""
        return len(self._rows_for(width))

    def on_resize(self, _event: Resize) -> None:
        """Adapt the height of the scrolled region to the new width."""
        self._update_virtual_size()

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the visible part; a blank row below the last step."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        rows = self._rows_for(width)
        index = y + self.scroll_offset.y
        if index >= len(rows):
            return Strip.blank(width, blank)
        return Strip(self._segments(rows[index], width, blank)).adjust_cell_length(width, blank)

    def _segments(self, row: _Row, width: int, blank: Style) -> list[Segment]:
        """Return a row as pieces of text with their colours: starting time, mark of the kind, title, length.

        A row that continues the row above has blanks and then only its text, below the title.
        """
        muted = blank + self.get_visual_style("phases--quiet").rich_style
        start = Segment(f"{align_right(row.start, self._start_width)} ", muted)
        room = width - self._start_width - 3
        if row.kind is None:
            return [start, Segment(f"  {fit_text(row.title, room)}", muted)]
        if self._styles_of_kinds is None:
            self._styles_of_kinds = phase_styles(self)
        mark = Segment(PATTERNS[row.kind].char(charset_of(self)), self._styles_of_kinds[row.kind])
        length = f"{'':{_GAP}}{row.length}" if row.length else ""
        title = fit_text(row.title, room - cell_len(length))
        return [start, mark, Segment(f" {title}", blank), Segment(length, muted)]

    @property
    def _start_width(self) -> int:
        """Cells of the longest starting time, that of the last line; 0 without lines."""
        return cell_len(format_timer(self._lines[-1].starts_s)) if self._lines else 0

    def _update_virtual_size(self) -> None:
        """Make the scrolled region as high as all rows together."""
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, len(self._rows_for(width)))

    def _rows_for(self, width: int) -> list[_Row]:
        """Return the rows of all steps for a list `width` cells wide.

        The result for the last width is cached.
        """
        if self._rows_width != width:
            room = width - self._start_width - 3
            self._cached_rows = [row for line in self._lines for row in _rows(line, room)]
            self._rows_width = width
        return self._cached_rows
