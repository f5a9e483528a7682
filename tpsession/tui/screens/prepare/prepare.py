"""Before a session: what to have at hand, what never to press, how long it takes, and which side."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Button, Static

from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.session.wording import REHEARSAL, describe_length
from tpsession.core.settings.actions import CLOSE, HELP, PROCEED
from tpsession.core.text.formatting import describe_place
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import ROOMY, Page
from tpsession.tui.drawing.body.picture import body_legend
from tpsession.tui.drawing.raster.picture import Charset, Ink
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.input.press_filter import MOUSE, TOO_FAST_TO_READ
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.sections import Item, Section, Sections
from tpsession.tui.widgets.questions.must_read import MustReadScroll, unread_hint
from tpsession.tui.widgets.questions.side_choice import SideChoice

_WIDE = 74
"""Columns of the screen from which on the body stands beside the words."""
_HIGH = 45
"""Rows of the screen from which on there is room for empty ones."""


class PrepareScreen(DeliberateInput, Page[Plan]):
    """Shows all that is to know before a session; its result is the plan with the chosen side.

    Nobody goes on who didn't have it in sight to its end; a rehearsal massages nobody.
    """

    CSS_PATH = "prepare.tcss"
    HEADING = "Get ready, 1 of 3"
    ABOUT = "Have everything at hand and read what never to press. The arrows choose the side and scroll."
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(PROCEED, CLOSE, hidden=[HELP])

    def __init__(
        self,
        routine: Routine,
        plan_options: PlanOptions,
        advice: tuple[str, ...] = (),
        *,
        rehearse: bool = False,
        initial_side: Side = Side.BOTH,
    ) -> None:
        """Lay the routine out as the choices say; the side is asked for where both they and it leave it open.

        advice: what to know about today, a sentence each. pointed: the side that is chosen at first.
        """
        super().__init__()
        self._routine = routine
        self._choices = plan_options
        self._advice = advice
        self._rehearse = rehearse
        self._asks_side = routine.sides is Sides.EACH and plan_options.side is None
        self._side = initial_side
        self._plan = self._laid_out()

    def compose_content(self) -> ComposeResult:
        """The words, the body, and below them what is to be chosen."""
        with MustReadScroll(id="ready", must_read="#told"):
            with MustReadScroll(id="told"):
                yield Static(id="place", classes="strong")
                yield Static(id="length")
                yield Sections()
            yield BodyPicture(self._plan.area, self._plan.side)
        with Vertical(id="below"):
            yield Static(id="hint", classes="trouble")
            with Horizontal(id="doing"):
                if self._asks_side:
                    yield SideChoice(self._side)
                yield ContinueButton("Rehearse" if self._rehearse else PROCEED.name)

    def build_heading(self) -> str:
        """Which routine it is; a rehearsal has no further steps."""
        return f"{'Get ready' if self._rehearse else self.HEADING}: {self._plan.name}"

    def on_mount(self) -> None:
        """Show the plan."""
        self._show()

    def on_resize(self, event: Resize) -> None:
        """The body beside the words or below them."""
        roomy = event.size.width >= ROOMY[0] and event.size.height >= ROOMY[1]
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(roomy, "-roomy")
        self.query_one(Sections).spaced = event.size.height >= _HIGH
        self.query_one(ContinueButton).compact = not roomy
        for choice in self.query(SideChoice):
            choice.brief = not roomy

    # Hands

    def on_key(self, event: Key) -> None:
        """Arrows to the sides and the letters choose the side, the others scroll."""
        sheet = self._sheet
        scrolls = {
            "up": sheet.scroll_up,
            "down": sheet.scroll_down,
            "pageup": sheet.scroll_page_up,
            "pagedown": sheet.scroll_page_down,
            "home": sheet.scroll_home,
            "end": sheet.scroll_end,
        }
        if event.key in scrolls:
            event.stop()
            scrolls[event.key](animate=False)
        elif self._asks_side and self.query_one(SideChoice).process_key(event.key):
            event.stop()

    def on_side_choice_changed(self, event: SideChoice.Changed) -> None:
        """Lay it out for another side; what has to be read is the same for each."""
        self._side = event.side
        self._plan = self._laid_out()
        self._show()

    def on_button_pressed(self) -> None:
        """Go on by the mouse, or with enter on the button."""
        self.action_proceed()

    def action_proceed(self) -> None:
        """Go on, unless there is more to read or the key is still held that led here."""
        if not self.is_deliberate(*self.context.preferences.keys(PROCEED.id), MOUSE):
            self._hint(TOO_FAST_TO_READ)
        elif self._rehearse or self._sheet.advance_unread():
            self.dismiss(self._plan)
        else:
            self._hint(unread_hint(PROCEED.name))

    @property
    def _sheet(self) -> MustReadScroll:
        """What scrolls."""
        return self.query_one("#told" if self.has_class("-wide") else "#ready", MustReadScroll)

    def _hint(self, words: str) -> None:
        """Say why a press didn't go on."""
        self.query_one("#hint", Static).update(words)

    # What is shown

    def _laid_out(self) -> Plan:
        return build_plan(
            self._routine, self._choices._replace(side=self._side) if self._asks_side else self._choices
        )

    def _show(self) -> None:
        laid_out = self._plan
        place = describe_place(laid_out.area.name, laid_out.side)
        self.query_one("#place", Static).update(literal(place))
        said = [describe_length(laid_out), *([REHEARSAL] if self._rehearse else [])]
        self.query_one("#length", Static).update(Content("\n").join(map(literal, said)))
        told = build_preparation_sections(laid_out, self._routine.summary, self._advice, self.context.charset)
        self.query_one(Sections).show(told)
        self.query_one(BodyPicture).show(laid_out.area, laid_out.side)


class ContinueButton(Button, can_focus=False):
    """The one button: its keys are the screen's, so that it needs no focus."""

    def __init__(self, words: str) -> None:
        """words: what it says."""
        super().__init__(words, variant="primary")
        # Presses are judged by the screen; none is swallowed while it still looks pressed.
        self.active_effect_duration = 0


def build_preparation_sections(
    laid_out: Plan, summary: str, advice: tuple[str, ...], charset: Charset
) -> list[Section]:
    """All that is to know before a session, the most important first, marked as on the body's picture."""
    marks = body_legend(laid_out.area, charset)
    never = next((mark for mark, ink, _ in marks if ink is Ink.NEVER), "")
    return [
        Section("Have at hand", _lines((", ".join(laid_out.have),) if laid_out.have else ())),
        Section("Never press", _lines(laid_out.avoid, never, "$text-error"), "$text-error"),
        Section("Today", _lines(advice), "$text-warning"),
        Section("Stop at once", (Item("if you notice:"), *_lines(screening.STOP_SIGNS, "•")), "$text-error"),
        Section("Position", _lines((laid_out.position,) if laid_out.position else ())),
        Section("Take care", _lines(laid_out.care)),
        Section("Changed here", _lines(laid_out.notes)),
        Section(
            "On the body",
            tuple(Item(words, mark, _COLOURS[ink]) for mark, ink, words in marks if ink in _COLOURS),
        ),
        Section("In short", _lines((summary,) if summary else ())),
        Section("Please know", (Item(screening.NOT_REVIEWED),)),
    ]


_COLOURS = {Ink.SPOT: "$text-success", Ink.REFERS: "$text-warning"}
"""Of the marks that the list of what never to press leaves out, as on the body."""


def _lines(texts: tuple[str, ...], mark: str = "", colour: str = "") -> tuple[Item, ...]:
    return tuple(Item(text, mark, colour) for text in texts)
