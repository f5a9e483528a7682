"""All about one routine, before anything is chosen: its plan, what it needs, what never to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan
from tpsession.core.safety.screening import NOT_REVIEWED
from tpsession.core.settings.actions import BEGIN, REHEARSE
from tpsession.core.text.formatting import format_timer
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routine_rows import RoutineRow
from tpsession.tui.widgets.common.facts import Fact, Facts
from tpsession.tui.widgets.session.phase_bar import PhaseBar, PhaseLegend
from tpsession.tui.widgets.session.phase_list import PhaseList

if TYPE_CHECKING:
    from tpsession.tui.widgets.body.body_picture import BodyPicture

SIDES_TEXT = {
    Sides.EACH: "left, then right",
    Sides.LEFT: "left side",
    Sides.RIGHT: "right side",
    Sides.BOTH: "both sides at once",
    Sides.NONE: "",
}
_PICTURED = {Sides.LEFT: Side.LEFT, Sides.RIGHT: Side.RIGHT}
_MARKS = (
    (Ink.SPOT, "bold $text-success", "tender spot"),
    (Ink.REFERS, "bold $text-warning", "pain may refer to"),
    (Ink.NEVER, "bold $text-error", "never press"),
)
"""What the marks on the body mean."""
CHOSEN_LATER = "any area: chosen at the start"
OF_THE_AREA = "what the area asks for; it is shown once you have chosen one"


class RoutineScroll(VerticalScroll):
    """What scrolls; it takes the focus only where there is something to scroll."""

    wanted = False
    """Whether it is to take the focus even so."""

    def allow_focus(self) -> bool:
        """Only where not everything is in sight, or where it is to be looked at first."""
        return super().allow_focus() and (self.wanted or self.max_scroll_y > 0)


class RoutineDetail(Vertical):
    """Shows one routine, or what is wrong with its file.

    Its layout follows the classes of its screen: ``-stacked`` below the list, ``-wide`` and ``-huge`` with
    the body beside the words, ``-low`` without buttons.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoutineDetail {
        background: $surface;
        border: round $edge;
        &:focus-within { border: round $border; }
        &.-empty > * { display: none; }

        #sheet { height: 1fr; padding: 0 1; }
        #words { width: 100%; height: auto; padding-right: 1; }
        #sheet, #words {
            scrollbar-size-vertical: 1;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
        }
        #words > * { height: auto; }
        #place { color: $text-muted; margin-bottom: 1; }
        #summary, PhaseLegend, #facts, PhaseList { margin-bottom: 1; }
        PhaseBar { height: 1; }
        #sources { color: $text-muted; }
        #figure { width: 100%; height: auto; margin-top: 1; }
        BodyPicture { width: 100%; height: 18; }
        #marks { width: auto; height: auto; color: $text-muted; }
        #doing { height: 1; margin-top: 1; padding: 0 1; }
        #doing Button { margin-right: 2; }

        &.-broken {
            PhaseBar, PhaseLegend, PhaseList, #sources, #figure, #doing { display: none; }
        }
    }
    .-low RoutineDetail #doing { display: none; }
    .-wide RoutineDetail, .-huge RoutineDetail {
        #sheet { layout: horizontal; overflow: hidden hidden; }
        #words { width: 1fr; height: 100%; overflow-y: auto; }
        #figure { width: 30; height: 100%; margin: 0 0 0 2; }
        BodyPicture { height: 1fr; }
    }
    .-huge RoutineDetail #figure { width: 46; }
    .-stacked RoutineDetail {
        border: none;
        border-top: solid $edge;
        &:focus-within { border: none; border-top: solid $border; }
        #sheet { height: auto; }
        #place, #summary { margin-bottom: 0; }
        PhaseLegend, #facts, PhaseList, #sources, #figure, #doing { display: none; }
        &.-broken #facts { display: block; }
        /* What is wrong is read here: as high as half of the screen, and scrolled. */
        &.-broken #sheet { height: 1fr; }
        &.-broken { height: 50%; }
    }
    """

    _body: BodyPicture | None = None
    _marks: Static | None = None

    def __init__(self, listed: RoutineRow | None, *, id: str) -> None:
        """Show this routine from the start."""
        super().__init__(id=id)
        self._listed = listed

    def compose(self) -> ComposeResult:
        """Words, bar, facts, steps, and two buttons; the body's picture follows."""
        with RoutineScroll(id="sheet"), Vertical(id="words"):
            yield Static("", id="name", classes="strong")
            yield Static("", id="place")
            yield Static("", id="summary")
            yield PhaseBar()
            yield PhaseLegend()
            yield Facts(id="facts")
            yield PhaseList()
            yield Facts(id="sources")
        with Horizontal(id="doing"):
            yield Button(BEGIN.name, id="begin", variant="primary", compact=True, tooltip=BEGIN.help)
            yield Button(REHEARSE.name, id="rehearse", compact=True, tooltip=REHEARSE.help)

    def on_mount(self) -> None:
        """The words come first: the body takes a while to load."""
        self._show()
        self.call_after_refresh(self._add_body)

    async def _add_body(self) -> None:
        # The contours and the map of the body: 20 ms that the words don't wait for.
        from tpsession.tui.drawing.body.marks import mark_for  # noqa: PLC0415
        from tpsession.tui.widgets.body.body_picture import BodyPicture  # noqa: PLC0415

        marks = Content("\n").join(
            Content.assemble((mark_for(ink, charset_of(self)).char, style), f" {words}")
            for ink, style, words in _MARKS
        )
        self._body, self._marks = BodyPicture(), Static(marks, id="marks")
        self._show_body()
        await self.query_one(RoutineScroll).mount(Vertical(self._body, self._marks, id="figure"))

    def show(self, listed: RoutineRow | None) -> None:
        """Show this routine; None empties it."""
        self._listed = listed
        self._show()

    def focus_problems(self) -> None:
        """Turn to what is wrong with the file that is shown."""
        self.query(RoutineScroll).focus()

    def _show(self) -> None:
        if not self.query("#sources"):
            # The program was left at once: what was just made is being taken away again.
            return
        listed = self._listed
        sheet = self.query_one(RoutineScroll)
        sheet.scroll_home(animate=False)
        sheet.wanted = listed is not None and listed.plan is None
        self.set_class(listed is None, "-empty")
        self.set_class(sheet.wanted, "-broken")
        self._show_body()
        if listed is None:
            return
        routine, plan = listed.entry.routine, listed.plan
        if routine is None or plan is None:
            self._show_problems(listed)
        else:
            self._show_routine(listed, routine, plan)

    def _show_body(self) -> None:
        if self._body is None or self._marks is None:
            return
        routine = None if self._listed is None else self._listed.entry.routine
        area = None if routine is None else routine.area
        side = Side.BOTH if routine is None else _PICTURED.get(routine.sides, Side.BOTH)
        self._body.show(area, side)
        self._marks.display = area is not None

    def _show_routine(self, listed: RoutineRow, routine: Routine, plan: Plan) -> None:
        self._say("#name", listed.name)
        place = CHOSEN_LATER if routine.area is None else listed.area
        sides = SIDES_TEXT[routine.sides]
        words = f"  {place}; {sides}" if sides else f"  {place}"
        self._put("#place", Content.assemble((format_timer(plan.planned_s), "bold"), words))
        self._say("#summary", routine.summary)
        self.query_one(PhaseBar).show(plan)
        self.query_one(PhaseLegend).show(plan)
        self.query_one("#facts", Facts).show_facts(facts(routine, plan))
        self.query_one(PhaseList).show(plan)
        self.query_one("#sources", Facts).show_facts(origins(listed, routine))

    def _show_problems(self, listed: RoutineRow) -> None:
        self._say("#name", f"{listed.name} can't be played")
        self._say("#place", f"Its file {listed.problem_text}:")
        self._say("#summary", "")
        problems = [problem.format_with_path(listed.entry.path) for problem in listed.entry.problems]
        told = [Fact("", words) for problem in problems for words in (problem, "")]
        self.query_one("#facts", Facts).show_facts(
            [*told, Fact("", "Mend the file and come back to this list.")]
        )

    def _say(self, name: str, words: str) -> None:
        self._put(name, literal(words))

    def _put(self, name: str, words: Content) -> None:
        static = self.query_one(name, Static)
        static.update(words)
        static.display = bool(words)


def facts(routine: Routine, plan: Plan) -> list[Fact]:
    """What to know before a session; of a routine for any area only what the file says."""
    later = routine.area is None
    position = routine.position if later else plan.position
    have = routine.have if later else plan.have
    never = (*routine.avoid, OF_THE_AREA) if later else plan.avoid
    told = [Fact("Position", position)] if position else []
    told += [Fact("Have at hand", ", ".join(have))] if have else []
    told += [Fact("Never press", "; ".join(never), important=True)] if never else []
    if not later:
        told += [
            Fact("Tender spots", f"{each.place}; pain may refer to: {each.refers_to}")
            for each in plan.area.spots
        ]
        told += [Fact("Take care", sentence) for sentence in plan.care]
        told += [Fact("Changed here", note) for note in plan.notes]
    return told


def origins(listed: RoutineRow, routine: Routine) -> list[Fact]:
    """What a routine rests on, and what its file is warned of."""
    told = [Fact("Sources", source) for source in (*routine.sources, NOT_REVIEWED)]
    return told + [
        Fact("In its file", problem.format_with_path(listed.entry.path)) for problem in listed.entry.problems
    ]
