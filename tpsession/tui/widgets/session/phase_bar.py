"""A whole plan as one line: each phase as wide as it is long, in the colour and the pattern of its kind."""

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
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.text.charset import charset_of


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a kind of phase looks, and what it is called."""

    unicode: str
    """One cell of it."""
    ascii: str
    """The same where the terminal shows no more."""
    label: str

    def char(self, charset: Charset) -> str:
        """One cell in the characters that the terminal shows."""
        return self.ascii if charset is Charset.ASCII else self.unicode


# The fuller the cell, the firmer the hand; what is done sinks to the ground line.
PATTERNS: dict[PhaseKind, Pattern] = {
    PhaseKind.GET_READY: Pattern("·", ".", "get ready"),
    PhaseKind.WORK: Pattern("▄", "=", "work"),
    PhaseKind.HOLD: Pattern("█", "#", "hold"),
    PhaseKind.RELEASE: Pattern("░", ":", "release"),
    PhaseKind.REST: Pattern("─", "-", "rest"),
    PhaseKind.SWITCH_SIDES: Pattern("◆", "X", "switch sides"),
    PhaseKind.GATE: Pattern("│", "|", "waits for you"),
}
"""Each kind of phase told from the others without colour."""
DONE = Pattern("▁", "_", "done")
"""What is over, whatever it was."""
POSITION_MARK = Pattern("▲", "^", "now")
"""Where the session is."""
_BETWEEN = "  "


def phase_widths(plan: Plan, width: int) -> list[int]:
    """How many of `width` cells each phase gets; together they are exactly `width`.

    A longer phase never gets fewer. Gates get a single cell, and every other phase at least one, where there
    is room for that; where there isn't, gates go first, then the shortest phases.
    """
    width = max(0, width)
    lengths = [phase.planned_s for phase in plan.phases]
    timed = [place for place, phase in enumerate(plan.phases) if not phase.is_gate]
    gates = [place for place, phase in enumerate(plan.phases) if phase.is_gate]
    shown = [0] * len(lengths)
    if width >= len(lengths):
        for place in gates:
            shown[place] = 1
        width -= len(gates)
    small: list[int] = []
    large = timed
    while width - len(small) >= len(large):
        unit = sum(lengths[place] for place in large) / max(1, width - len(small))
        below = [place for place in large if lengths[place] < unit]
        if not below:
            break
        small += below
        large = [place for place in large if lengths[place] >= unit]
    for place in small:
        shown[place] = 1
    for place, count in zip(large, _shares([lengths[at] for at in large], width - len(small)), strict=True):
        shown[place] = count
    return shown


def _shares(lengths: Sequence[float], width: int) -> list[int]:
    """The cells in proportion to the lengths, what is left over to the largest remainders."""
    total = sum(lengths)
    quotas = [length * width / total for length in lengths]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(
        range(len(lengths)), key=lambda at: (quotas[at] - shares[at], lengths[at]), reverse=True
    )
    for at in by_remainder[: width - sum(shares)]:
        shares[at] += 1
    return shares


def cell_at(widths: Sequence[int], index: int, share_done: float) -> int:
    """The cell, counted from 0, of a place in the phase `index` of which the part `done`, 0 to 1, is over.

    widths: of all phases; together they are at least 1.
    """
    inside = min(int(share_done * widths[index]), max(0, widths[index] - 1))
    return min(sum(widths[:index]) + inside, sum(widths) - 1)


def phase_legend(plan: Plan, charset: Charset = Charset.UNICODE, width: int | None = None) -> Content:
    """The patterns of the kinds that a plan has, each with its words, in the order of `PATTERNS`.

    width: of the lines that they are laid in; None puts them in one.
    """
    used = {phase.kind for phase in plan.phases}
    lines: list[list[Content]] = [[]]
    room = width
    for kind in (kind for kind in PATTERNS if kind in used):
        pattern = PATTERNS[kind]
        part = Content.assemble((pattern.char(charset), f"$phase-{kind}"), f" {pattern.label}")
        if lines[-1] and room is not None and width is not None and part.cell_length > room:
            lines.append([])
            room = width
        lines[-1].append(part)
        room = None if room is None else room - part.cell_length - len(_BETWEEN)
    return Content("\n").join(Content(_BETWEEN).join(line) for line in lines)


def phase_styles(widget: Widget) -> dict[PhaseKind, Style]:
    """The theme's colour of each kind of phase, on the widget's own ground."""
    # Component classes would have each of these matched against every rule whenever any class changes.
    named = widget.app.theme_variables
    ground = widget.visual_style.rich_style
    return {
        kind: ground + Style.from_color(Color.parse(named[f"phase-{kind}"]).rich_color) for kind in PhaseKind
    }


class PhaseLegend(Widget):
    """What the patterns of a plan's bar mean."""

    DEFAULT_CSS = """
    PhaseLegend {
        width: 100%;
        height: auto;
        color: $text-muted;
    }
    """

    _plan: Plan | None = None

    def show(self, plan: Plan) -> None:
        """Explain the bar of this plan."""
        self._plan = plan
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return self._words(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The words."""
        return self._words(self.size.width)

    def _words(self, width: int) -> Content:
        return Content() if self._plan is None else phase_legend(self._plan, charset_of(self), width)


class PhaseBar(Widget):
    """Shows a plan, and where in it a session is.

    With a height of 2 the second line marks the place; with 1 the place is where what is done ends.
    """

    DEFAULT_CSS = """
    PhaseBar {
        width: 100%;
        height: 1;
    }
    """
    ALLOW_SELECT = False
    """Patterns are nothing to copy."""

    def __init__(
        self, plan: Plan | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Shows nothing until it has a plan."""
        super().__init__(id=id, classes=classes)
        self._plan = plan
        self._place: tuple[int, float] | None = None
        self._widths: list[int] = []
        self._laid_for = -1
        self._inks: dict[PhaseKind, Style] | None = None

    def show(self, plan: Plan) -> None:
        """Show this plan, with no place in it."""
        self._plan = plan
        self._place = None
        self._laid_for = -1
        self.refresh()

    def show_position(self, index: int, position_s: float, length_s: float) -> None:
        """Mark where the session is.

        index: of the phase. position_s: seconds in it so far. length_s: its length as it is now; 0 for a
        gate. Cheap: draws only when the mark comes to another cell.
        """
        before = self._here()
        done = min(max(position_s / length_s, 0.0), 1.0) if length_s > 0 else 0.0
        self._place = (index, done)
        if self._here() != before:
            self.refresh()

    @property
    def charset(self) -> Charset:
        """The characters that the terminal shows."""
        return charset_of(self)

    def notify_style_update(self) -> None:
        """Take the colours anew: the theme or a class has changed."""
        self._inks = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """The phases, or the mark under them."""
        width = self.size.width
        blank = self.visual_style.rich_style
        if self._plan is None or y > 1:
            return Strip.blank(width, blank)
        here = self._here()
        if y == 1:
            return self._mark(here, width, blank)
        return self._phases(self._plan, here, width)

    def _phases(self, plan: Plan, here: int | None, width: int) -> Strip:
        kinds = [
            phase.kind for phase, count in zip(plan.phases, self._widths, strict=True) for _ in range(count)
        ]
        drawn = [
            (DONE if here is not None and at < here else PATTERNS[kind], kind)
            for at, kind in enumerate(kinds)
        ]
        if self._inks is None:
            self._inks = phase_styles(self)
        segments = [
            Segment(pattern.char(self.charset) * len(list(run)), self._inks[kind])
            for (pattern, kind), run in groupby(drawn)
        ]
        return Strip(segments, width)

    def _mark(self, here: int | None, width: int, blank: Style) -> Strip:
        if here is None:
            return Strip.blank(width, blank)
        segments = [
            Segment(" " * here, blank),
            Segment(POSITION_MARK.char(self.charset), blank + Style(bold=True)),
        ]
        return Strip(segments, here + 1).adjust_cell_length(width, blank)

    def _here(self) -> int | None:
        """The cell of the place, or None without one."""
        width = self.size.width
        if self._plan is None:
            return None
        if self._laid_for != width:
            self._widths = phase_widths(self._plan, width)
            self._laid_for = width
        if self._place is None or width == 0:
            return None
        return cell_at(self._widths, *self._place)
