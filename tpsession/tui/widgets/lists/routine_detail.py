"""A widget that shows one routine: its plan, what it needs, and what never to press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Routine, Sides, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.playing_order import other_side
from tpsession.core.plan.wording import AREA_LIMIT
from tpsession.core.safety.screening import NOT_REVIEWED
from tpsession.core.settings.actions import BEGIN, EDIT_ROUTINE, OPEN_LINK, REHEARSE
from tpsession.core.text.formatting import format_timer
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routine_rows import RoutineRow
from tpsession.tui.widgets.common.facts import Fact, Facts
from tpsession.tui.widgets.session.phase_bar import PhaseBar, PhaseLegend
from tpsession.tui.widgets.session.phase_list import PhaseList

if TYPE_CHECKING:
    from tpsession.core.programme.schedule import Schedule
    from tpsession.tui.widgets.body.body_picture import BodyPicture

_SIDES_TEXT = {
    Sides.LEFT: "left side",
    Sides.RIGHT: "right side",
    Sides.BOTH: "both sides at once",
    Sides.NONE: "",
}
_SIDES_SHOWN = {Sides.LEFT: Side.LEFT, Sides.RIGHT: Side.RIGHT}
_MARKS = (
    (Ink.SPOT, "bold $text-success", "tender spot"),
    (Ink.REFERS, "bold $text-warning", "pain may be felt here"),
    (Ink.NEVER, "bold $text-error", "never press"),
)
"""Ink, style and meaning of each mark on the body."""
CHOSEN_LATER = "any area: you choose it at the start"
MEND_IT = "Edit it here, or in your own editor: this list sees it once it is saved."
OF_THE_AREA = "more places, shown once you have chosen the area"


class RoutineScroll(VerticalScroll):
    """The scrolling part of the details. It takes the focus only if there is something to scroll."""

    always_focusable = False
    """Whether it takes the focus even if there is nothing to scroll."""

    def allow_focus(self) -> bool:
        """Return whether it may take the focus: to scroll, or because `always_focusable` is set."""
        return super().allow_focus() and (self.always_focusable or self.max_scroll_y > 0)


class _Figure(Vertical):
    """The place of the body's picture; it asks for the picture when it is painted for the first time.

    Many never scroll to it, or have no room for it. With all that draws the body, it takes 0.7 MB.
    """

    class Seen(Message):
        """The place has come into view, and is empty."""

    _was_seen = False

    def render(self) -> str:
        """Paint nothing, and post `Seen` the first time.

        Textual calls this only while the place, or a part of it, is in view.
        """
        if not self._was_seen:
            self._was_seen = True
            self.post_message(self.Seen())
        return ""


class RoutineDetail(Vertical):
    """Shows one routine, or what is wrong with its file.

    The classes of its screen set the layout: ``-stacked`` is below the list, ``-wide`` and ``-huge`` have
    the body beside the text, ``-low`` has no buttons.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoutineDetail {
        background: $surface;
        border: round $edge;
        &:focus-within { border: round $border; }
        &.-empty > * { display: none; }

        #sheet { height: 1fr; padding-left: 1; }
        #text { width: 100%; height: auto; }
        #sheet, #text {
            scrollbar-size-vertical: 1;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
        }
        /* So that nothing touches the scrollbar. */
        #text > * { height: auto; padding-right: 1; }
        #place { color: $text-muted; margin-bottom: 1; }
        #programme, #summary, PhaseLegend, #facts, PhaseList { margin-bottom: 1; }
        PhaseBar { height: 1; }
        #sources { color: $text-muted; }
        #figure { width: 100%; height: auto; margin-top: 1; }
        #figure:empty { min-height: 21; }
        BodyPicture { width: 100%; height: 18; }
        #marks { width: auto; height: auto; color: $text-muted; }
        #buttons { height: 1; margin-top: 1; padding: 0 1; }
        #buttons Button { margin-right: 2; }

        &.-broken {
            PhaseBar, PhaseLegend, PhaseList, #sources, #figure, #rehearse { display: none; }
        }
    }
    .-low RoutineDetail #buttons { display: none; }
    .-wide RoutineDetail, .-huge RoutineDetail {
        #sheet { layout: horizontal; overflow: hidden hidden; padding: 0 1; }
        #text { width: 1fr; height: 100%; overflow-y: auto; }
        #figure { width: 29; height: 100%; margin: 0 0 0 1; }
        /* As high as its width lets it be, so that the meaning of its marks stands right below it. */
        BodyPicture { height: 1fr; max-height: 18; }
    }
    .-huge RoutineDetail {
        #figure { width: 46; }
        BodyPicture { max-height: 28; }
    }
    .-stacked RoutineDetail {
        border: none;
        border-top: solid $edge;
        &:focus-within { border: none; border-top: solid $border; }
        #sheet { height: auto; }
        #place, #programme, #summary { margin-bottom: 0; }
        PhaseLegend, #facts, PhaseList, #sources, #figure, #buttons { display: none; }
        &.-broken #facts { display: block; }
        /* The problems are read here: half as high as the screen, and scrolling. */
        &.-broken #sheet { height: 1fr; }
        &.-broken { height: 50%; }
    }
    """

    _body: BodyPicture | None = None
    _marks: Static | None = None

    def __init__(self, row: RoutineRow | None, *, id: str) -> None:
        """Make the widget with this routine; None makes it empty."""
        super().__init__(id=id)
        self._row = row
        self._schedules: Sequence[Schedule] = ()
        self._last_done = ""
        """When the routine was last done, in words; empty if that isn't known, or stands elsewhere."""

    def compose(self) -> ComposeResult:
        """Yield a routine's name, place, programmes, summary, bar with its legend, facts, steps and sources.

        After these come an empty place for the body, and the buttons that start and rehearse the routine.
        """
        with RoutineScroll(id="sheet"):
            with Vertical(id="text"):
                yield Static("", id="name", classes="strong")
                yield Static("", id="place")
                yield Static("", id="programme")
                yield Static("", id="summary")
                yield PhaseBar()
                yield PhaseLegend()
                yield Facts(id="facts")
                yield PhaseList()
                yield Facts(id="sources")
            yield _Figure(id="figure")
        with Horizontal(id="buttons"):
            yield Button(BEGIN.name, id="start", variant="primary", compact=True, tooltip=BEGIN.help)
            yield Button(REHEARSE.name, id="rehearse", compact=True, tooltip=REHEARSE.help)

    def on_mount(self) -> None:
        """Show the routine; the body's picture, which takes a while to load, comes once its place is seen."""
        self._show_row()

    async def on__figure_seen(self, event: _Figure.Seen) -> None:
        """Load and add the body's picture and the meaning of its marks, because their place is in view.

        Does nothing while the program is exiting.
        """
        event.stop()
        figure = next(iter(self.query(_Figure)), None)
        if figure is None:
            # The program is exiting: the place has been removed since it was painted.
            return
        # The text is shown first: these load the contours and the map of the body.
        from tpsession.tui.drawing.body.marks import mark_for  # noqa: PLC0415 - 3 ms
        from tpsession.tui.widgets.body.body_picture import BodyPicture  # noqa: PLC0415 - 10 ms

        marks = Content("\n").join(
            Content.assemble((mark_for(ink, charset_of(self)).char, style), f" {meaning}")
            for ink, style, meaning in _MARKS
        )
        self._body, self._marks = BodyPicture(), Static(marks, id="marks")
        self._show_body()
        await figure.mount(self._body, self._marks)

    def show(self, row: RoutineRow | None) -> None:
        """Show this routine, or what is wrong with its file.

        For None, or while its file hasn't been read, hide everything in the widget.
        """
        self._row = row
        self._show_row()

    def show_last_done(self, text: str) -> None:
        """Show when the routine was last done.

        Args:
            text: The time in words, shown for every routine until it is replaced. Empty for none.

        """
        if text == self._last_done:
            return
        self._last_done = text
        row = self._row
        if row is not None and row.routine is not None and row.plan is not None and self.query("#sources"):
            self._show_place(row, row.routine, row.plan)

    def show_schedules(self, schedules: Sequence[Schedule]) -> None:
        """Show how far along the programmes of the shown routine are.

        Args:
            schedules: The programmes of all routines, replacing those before.

        """
        self._schedules = schedules
        if self.query("#programme"):
            self._show_programmes()

    def focus_problems(self) -> None:
        """Focus the scrolling part, in which the problems of the routine's file are shown."""
        self.query(RoutineScroll).focus()

    def _show_row(self) -> None:
        """Show the routine from its beginning, or the problems of its file.

        Show nothing if there is no routine, or if its file hasn't been read. Does nothing while the program
        is exiting.
        """
        if not self.query("#sources"):
            # The program is exiting: the widgets made a moment ago are being removed.
            return
        row = None if self._row is None or self._row.entry is None else self._row
        is_broken = row is not None and row.is_broken
        scroll = self.query_one(RoutineScroll)
        scroll.scroll_home(animate=False)
        scroll.always_focusable = is_broken
        self.set_class(row is None, "-empty")
        self.set_class(is_broken, "-broken")
        button, action = self.query_one("#start", Button), EDIT_ROUTINE if is_broken else BEGIN
        button.label, button.tooltip = action.name, action.help
        self._show_body()
        if row is None:
            return
        routine, plan = row.routine, row.plan
        self._show_programmes()
        if routine is None or plan is None:
            self._show_problems(row)
        else:
            self._show_routine(row, routine, plan)

    def _show_body(self) -> None:
        """Show the routine's area and side on the body, if the picture has been added.

        Without an area, for instance in a routine for any area, hide the meaning of the marks.
        """
        if self._body is None or self._marks is None:
            return
        routine = None if self._row is None else self._row.routine
        area = None if routine is None or routine.area is NO_AREA else routine.area
        side = Side.BOTH if routine is None else _SIDES_SHOWN.get(routine.sides, Side.BOTH)
        others = (
            () if area is None or self._row is None or self._row.plan is None else self._row.plan.areas[1:]
        )
        self._body.show(area, side, others)
        self._marks.display = area is not None

    def _show_routine(self, row: RoutineRow, routine: Routine, plan: Plan) -> None:
        """Fill the widgets with a routine that can be played."""
        self._set_text("#name", row.name)
        self._show_place(row, routine, plan)
        self._set_text("#summary", routine.summary)
        self.query_one(PhaseBar).show(plan)
        self.query_one(PhaseLegend).show(plan)
        self.query_one("#facts", Facts).show_facts(routine_facts(routine, plan))
        self.query_one(PhaseList).show(plan)
        self.query_one("#sources", Facts).show_facts(source_facts(row, routine))

    def _show_place(self, row: RoutineRow, routine: Routine, plan: Plan) -> None:
        """Show how long the routine takes, its area and sides, and when it was last done."""
        area = CHOSEN_LATER if routine.area is None else row.shown.area
        done = f"last done {self._last_done}" if self._last_done else ""
        where = "; ".join(filter(None, (area, describe_sides(routine), done)))
        self._set_content("#place", Content.assemble((format_timer(plan.planned_s), "bold"), f"  {where}"))

    def _show_programmes(self) -> None:
        """Show how far along each programme of the routine is, a line each; only those that `is_shown`.

        Without any, hide the place for them.
        """
        name = None if self._row is None else self._row.id
        shown = [each for each in self._schedules if each.programme.routine == name and each.is_shown]
        if not shown:
            self._set_text("#programme", "")
            return
        # Most people have no programme.
        from tpsession.core.programme.wording import describe_place_of, describe_schedule  # noqa: PLC0415 - 2 ms

        lines = [f"{describe_place_of(each.programme)}: {describe_schedule(each)}" for each in shown]
        self._set_text("#programme", "\n".join(lines))

    def _show_problems(self, row: RoutineRow) -> None:
        """Show what is wrong with a broken routine file, and how to mend it, in place of the routine."""
        self._set_text("#name", f"{row.name} can't be played")
        self._set_text("#place", f"Its file {row.shown.problem_text}:")
        self._set_text("#summary", "")
        paragraphs = [Fact("", text) for problem in row.file_problems for text in (problem, "")]
        self.query_one("#facts", Facts).show_facts([*paragraphs, Fact("", MEND_IT)])

    def _set_text(self, selector: str, text: str) -> None:
        self._set_content(selector, literal(text))

    def _set_content(self, selector: str, content: Content) -> None:
        """Show content in a `Static`, and hide the widget if it is empty."""
        static = self.query_one(selector, Static)
        static.update(content)
        static.display = bool(content)


def describe_sides(routine: Routine) -> str:
    """Return in words on which sides a routine is played, in order; empty if it is for no side."""
    if routine.sides is not Sides.EACH:
        return _SIDES_TEXT[routine.sides]
    order = f"{routine.first}, then {other_side(routine.first)}"
    return f"each step {order}" if routine.switch is Switch.STEP else order


def routine_facts(routine: Routine, plan: Plan) -> list[Fact]:
    """Return what the person should know before a session; a fact without text is left out.

    For a routine for any area, these are only the facts from its file, with a note that the area will add
    places never to press.
    """
    for_any_area = routine.area is None
    position = routine.position if for_any_area else plan.position
    have = routine.have if for_any_area else plan.have
    never_press = (*routine.avoid, OF_THE_AREA) if for_any_area else plan.avoid
    # First, so that it is seen without scrolling also in a small window.
    facts = [Fact("Never press", "; ".join(never_press), important=True)] if never_press else []
    facts += [Fact("Position", position)] if position else []
    facts += [Fact("You'll need", ", ".join(have))] if have else []
    if not for_any_area:
        spots = [spot for area in plan.areas for spot in area.spots]
        mark = "•" if len(spots) > 1 else ""
        facts += [
            Fact("Tender spots", f"{spot.place}; pain may be felt in: {spot.refers_to}", mark)
            for spot in spots
        ]
        facts += [Fact("Take care", sentence) for sentence in plan.care]
        facts += [Fact(AREA_LIMIT, note) for note in plan.notes]
    return facts


def source_facts(row: RoutineRow, routine: Routine) -> list[Fact]:
    """Return the page and the sources of a routine, `NOT_REVIEWED`, and the warnings about its file."""
    facts = [Fact("Page", f"{routine.link} ({OPEN_LINK.keys[0]} opens it)")] if routine.link else []
    facts += [Fact("Sources", source) for source in (*routine.sources, NOT_REVIEWED)]
    return facts + [Fact("File problems", problem) for problem in row.file_problems]
