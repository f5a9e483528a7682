"""The first screen before a session: what you need, what never to press, the length, and the side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Button, Static

from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.edit import MAX_SPOT
from tpsession.core.dialogue.place_guide import (
    choose_rated,
    describe_exact_spot,
    list_massage_sides,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT, can_teach
from tpsession.core.errors import UsageError
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.plan.wording import describe_areas
from tpsession.core.safety import screening
from tpsession.core.safety.dose import DoseHistory
from tpsession.core.session.wording import REHEARSAL, describe_length, list_tools
from tpsession.core.settings.actions import (
    CLOSE,
    HELP,
    NOTE_SPOT,
    PAIN_HERE,
    PROCEED,
    SHORT_FIRST,
    STOP_SIGNS,
    TEACH,
    Action,
)
from tpsession.core.text.formatting import describe_place
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import ROOMY, Page
from tpsession.tui.drawing.body.picture import body_legend
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.input.bindings import make_bindings, shortcut_hint
from tpsession.tui.input.press_filter import MOUSE, TOO_FAST_TO_READ
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.preparation_texts import (
    MORE,
    confirm_short_first,
    describe_pain,
    name_proceed,
    name_rating_switch,
    name_short_switch,
    offer_short_first,
)
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.sections import Item, Section, Sections
from tpsession.tui.widgets.questions.must_read import MustReadScroll
from tpsession.tui.widgets.questions.side_choice import SideChoice

NO_OPTIONS = SessionOptions()
NO_SPOTS: Mapping[Series, str] = MappingProxyType({})
SPOT_INSTRUCTION = "Where exactly does it hurt? A few words, such as: inner corner."
_WIDE = 74
"""From so many columns on, the body is shown beside the text."""
_HIGH = 24
"""From so many rows on, there is room for empty lines between the groups and above the footer."""


class PrepareScreen(DeliberateInput, Page[Plan]):
    """Shows what to know before a session; its result is the plan with the chosen side.

    The person must have scrolled to the end of the text before continuing. A rehearsal doesn't require that,
    because nobody is massaged, nor does a session like another one of this week, where it was read.
    """

    CSS_PATH = "prepare.tcss"
    HEADING = "Get ready, 1 of 3"
    ABOUT = "Get what you need, and read what never to press. Choose the side and scroll with the arrows."
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        PROCEED, SHORT_FIRST, STOP_SIGNS, TEACH, NOTE_SPOT, PAIN_HERE, CLOSE, hidden=[HELP]
    )

    def __init__(
        self,
        routine: Routine,
        plan_options: PlanOptions,
        advice: tuple[str, ...] = (),
        *,
        options: SessionOptions = NO_OPTIONS,
        other_options: SessionOptions | None = None,
        last_spots: Mapping[Series, str] = NO_SPOTS,
        initial_side: Side | None = None,
        initially_taught: bool = False,
        initially_short: bool = False,
        every_sign: bool = True,
        dose: DoseHistory | None = None,
    ) -> None:
        """Build the plan; the side is asked for if neither the routine nor the options set it.

        If only names would be spoken, the person may choose to hear every instruction.

        Args:
            routine: What to play.
            plan_options: How to play it.
            advice: What the person should know today, one sentence each.
            options: Where it hurts, and whether this is a rehearsal.
            other_options: The same if it hurts in the area instead, or elsewhere if `options` are for the
                area; None for the area.
            last_spots: Where exactly it hurt last time, by place and side.
            initial_side: The side that is chosen at first; None for the first that is offered.
            initially_taught: Whether every instruction is chosen at first.
            initially_short: Whether the short first session is chosen at first.
            dose: What the area has had lately; None doesn't matter.
            every_sign: Whether every stop sign is shown at first, and the text has to be read to its end; if
                not, only some are, because it was read this week.

        """
        super().__init__()
        self._routine = routine
        self._plan_options = plan_options
        self._advice = advice
        self.options = options
        """The options that were given, with what was chosen here about where it hurts."""
        self.other_options = other_options or options._replace(place=None, pain_side=None, spot="")
        """The same for the area that is massaged, or for the place that was given, whichever isn't chosen."""
        self._last_spots = last_spots
        self._rehearse = options.is_rehearsal
        self._asks_side = routine.sides is Sides.EACH and plan_options.side is None
        self._side = initial_side or self._sides[0]
        self._is_taught = initially_taught
        self._every_sign = every_sign
        self._dose = dose
        self._is_short = initially_short
        self._offers_signs = not every_sign
        self._plan = self._build_plan()

    def compose_content(self) -> ComposeResult:
        """Build the text, the body, and below them the side and the button."""
        with MustReadScroll(id="ready", must_read="#text"):
            with MustReadScroll(id="text"):
                yield Static(id="place", classes="strong")
                yield Static(id="length")
                yield Sections()
            if self._plan.area is not NO_AREA:
                yield BodyPicture(self._plan.area, self._plan.side, others=self._plan.areas[1:])
        with Vertical(id="below"):
            yield Static(id="hint", classes="warning")
            with Horizontal(id="buttons"):
                if self._asks_side:
                    yield SideChoice(self._side, self._routine.first, self._sides)
                yield ContinueButton(self._proceed_name)

    def build_heading(self) -> str:
        """Return the heading with the routine's name; a rehearsal has no numbered steps."""
        return f"{'Get ready' if self._rehearse else self.HEADING}: {self._plan.name}"

    def on_mount(self) -> None:
        """Show the plan, and from now on say on the button whenever what is left to read changes."""
        self._show_plan()
        for scroll in self.query(MustReadScroll):
            for changing in ("scroll_y", "size", "virtual_size"):
                self.watch(scroll, changing, self._show_progress, init=False)

    def _show_progress(self) -> None:
        """Show on the button that there is more to read and on which page this is, or that it continues."""
        self.call_after_refresh(self._update_button)

    def _update_button(self) -> None:
        """Have the button and the footer say whether a press continues or scrolls on, and how far."""
        name = name_proceed(self._proceed_name, self._unread_page)
        button = self.query_one(ContinueButton)
        if str(button.label) != name:
            button.label = name
            self.refresh_bindings()

    def on_resize(self, event: Resize) -> None:
        """Adapt the layout: in a wide screen the body is beside the text, otherwise below it.

        In a high one, sections have space between them; in one that isn't `ROOMY`, the side choice is brief.
        """
        roomy = event.size.width >= ROOMY[0] and event.size.height >= ROOMY[1]
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(roomy, "-roomy")
        self.set_class(event.size.height >= _HIGH, "-high")
        self.query_one(Sections).spaced = event.size.height >= _HIGH
        for choice in self.query(SideChoice):
            choice.brief = not roomy

    # Keys and buttons

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered; True for any that isn't named here.

        To hear every instruction is offered only where not all are spoken anyway, and something is; to read
        every stop sign, only where not all are shown anyway; a short first session, only for a first session
        on the area that would be long. To rate the area instead of another place, or that place again, is
        offered only if such a place was given; to note a spot, only if an area is massaged. Neither of these
        last two is offered in a rehearsal.
        """
        if action == SHORT_FIRST.id:
            return self._offers_short
        if action == STOP_SIGNS.id:
            return self._offers_signs
        if action == PAIN_HERE.id:
            return self._is_pain_switchable
        if action == NOTE_SPOT.id:
            return self._plan.area is not NO_AREA and not self._rehearse
        return action != TEACH.id or can_teach(self._plan_options.speak)

    @property
    def _is_pain_switchable(self) -> bool:
        """Whether the pain may be rated in the area that is massaged or at another place."""
        places = {self.options.place, self.other_options.place}
        return not self._rehearse and places not in ({None}, {None, self._plan.area.id})

    @property
    def _offers_short(self) -> bool:
        """Whether this is a long first session on the area, or would be without the choice of a short one."""
        return self._is_short or (self._dose is not None and self._dose.offers_short_first(self._plan))

    def name_action(self, action: Action) -> str:
        """Return what an action is called now.

        Three names change: of continuing, which scrolls on while there is more to read; of switching to the
        short first session and back; and of switching which place is rated.
        """
        if action.id == SHORT_FIRST.id:
            return name_short_switch(is_short=self._is_short)
        if action.id == PROCEED.id:
            return action.name if self._unread_page is None else MORE
        if action.id != PAIN_HERE.id:
            return action.name
        return name_rating_switch(self.options, self._plan, self.other_options)

    def action_short(self) -> None:
        """Choose the short first session, or the whole routine again, and show its plan from the top."""
        self._is_short = not self._is_short
        self._plan = self._build_plan()
        self._show_plan()
        # That it is chosen stands at the top.
        self._scroll.scroll_home(animate=False)
        self.refresh_bindings()

    def action_signs(self) -> None:
        """Show every stop sign, or only some again."""
        self._every_sign = not self._every_sign
        self._show_plan()

    def action_teach(self) -> None:
        """Have every instruction spoken in this session, or only the names again."""
        self._is_taught = not self._is_taught
        self._plan = self._build_plan()
        self._show_plan()

    def action_note_spot(self) -> None:
        """Ask for a few words on where exactly it hurts, and show them; they are saved with the session."""
        question = LineQuestion(
            NOTE_SPOT.name, SPOT_INSTRUCTION, self.options.spot, is_replaced=False, check=check_spot
        )

        def note(spot: str | None) -> None:
            """Take the spot over and show it; None changes nothing, an empty one removes it."""
            if spot is not None:
                self.options = self.options._replace(spot=spot)
                self._show_plan()

        self.app.push_screen(LineScreen(question), note)

    def action_pain_here(self) -> None:
        """Have the massaged area rated instead of the given place; the next time, that place again."""
        self.options, self.other_options = self.other_options, self.options
        if self._asks_side:
            if self._side not in self._sides:
                self._side = self._sides[0]
            self.query_one(SideChoice).offer(self._side, self._sides)
        self._plan = self._build_plan()
        self._show_plan()
        rated = choose_rated(self.options, self._plan)
        self._show_hint(f"You'll rate: {describe_place(place_name(rated.place), rated.side)}.")
        self.refresh_bindings()

    @property
    def _sides(self) -> tuple[Side, ...]:
        """The sides that may be massaged, the default first."""
        return list_massage_sides(self._routine, self.options.pain_side)

    def on_key(self, event: Key) -> None:
        """Scroll with up, down, page keys, home and end; choose the side with its keys if it is asked for."""
        text = self._scroll
        scrolls = {
            "up": text.scroll_up,
            "down": text.scroll_down,
            "pageup": text.scroll_page_up,
            "pagedown": text.scroll_page_down,
            "home": text.scroll_home,
            "end": text.scroll_end,
        }
        if event.key in scrolls:
            event.stop()
            scrolls[event.key](animate=False)
        elif self._asks_side and self.query_one(SideChoice).process_key(event.key):
            event.stop()

    def on_side_choice_changed(self, event: SideChoice.Changed) -> None:
        """Build and show the plan for another side; text that was read stays read, as it is the same."""
        self._side = event.side
        self._plan = self._build_plan()
        self._show_plan()

    def on_button_pressed(self) -> None:
        """Continue by a click on the button."""
        self.action_proceed()

    def action_proceed(self) -> None:
        """Close with the plan, unless the press was meant for the screen before or there is more to read.

        In the first case show why; in the second scroll on by a page, as the button says. In a rehearsal, or
        where some stop signs are left out because they were shown lately, nothing has to be read first.
        """
        if not self.is_deliberate(*self.context.preferences.keys(PROCEED.id), MOUSE):
            self._show_hint(TOO_FAST_TO_READ)
        elif self._rehearse or self._offers_signs or self._scroll.advance_unread():
            self.dismiss(self._plan)

    @property
    def _proceed_name(self) -> str:
        """What the button says once everything was read."""
        return "Rehearse" if self._rehearse else PROCEED.name

    @property
    def _unread_page(self) -> tuple[int, int] | None:
        """Which page is visible, and of how many, while there is more to read; None if a press continues."""
        return None if self._rehearse or self._offers_signs else self._scroll.unread_page

    @property
    def _scroll(self) -> MustReadScroll:
        """The widget that scrolls: the text alone, or the text with the body."""
        return self.query_one("#text" if self.has_class("-wide") else "#ready", MustReadScroll)

    def _show_hint(self, text: str) -> None:
        """Show why a press didn't continue."""
        self.query_one("#hint", Static).update(text)

    # Display

    def _build_plan(self, *, is_short: bool | None = None) -> Plan:
        """Return the plan for the given options, with what was chosen here.

        is_short: whether to plan the short first session; None takes what was chosen here.
        """
        options = self._plan_options
        if self._asks_side:
            options = options._replace(side=self._side)
        if self._is_taught:
            options = options._replace(speak=Speak.EVERYTHING)
        return build_plan(
            self._routine, options._replace(short_first=self._is_short if is_short is None else is_short)
        )

    def _show_plan(self) -> None:
        """Show place, summary, length and preparation of the plan, and its area on the body."""
        plan = self._plan
        place = describe_place(describe_areas(plan), plan.side)
        self.query_one("#place", Static).update(literal(place))
        lines = [
            *([self._routine.summary] if self._routine.summary else []),
            describe_length(plan),
            *([REHEARSAL] if self._rehearse else []),
            *self._short_lines(),
            *([TAUGHT] if self._is_taught else []),
            *([] if self._rehearse else self._pain_lines()),
        ]
        self.query_one("#length", Static).update(Content("\n").join(map(literal, lines)))
        advice = self._advice
        if self._dose is not None:
            advice = (*advice, *self._dose.list_advice(plan))
        sections = build_preparation_sections(
            plan,
            advice,
            self.context.charset,
            every_sign=self._every_sign,
            evidence_read=self.options.evidence_read,
        )
        self.query_one(Sections).show(sections)
        for body in self.query(BodyPicture):
            body.show(plan.area, plan.side, plan.areas[1:])

    def _short_lines(self) -> list[str]:
        """Return that a short first session is chosen, or the offer of one; nothing where none is offered."""
        if self._is_short:
            return [confirm_short_first(self._short_key)]
        if not self._offers_short:
            return []
        return [offer_short_first(self._build_plan(is_short=True), self._short_key)]

    @property
    def _short_key(self) -> str:
        """The key that chooses the short first session, or the whole one again, as it is shown."""
        return shortcut_hint(self.context.preferences, SHORT_FIRST, self.context.charset, max_keys=1)

    def _pain_lines(self) -> list[str]:
        """Return where it hurts, if that is elsewhere, and the exact spot, a line each.

        The spot is the one noted now, or else the one noted last time; without either it has no line.
        """
        last = self._last_spots.get(choose_rated(self.options, self._plan), "")
        reason = describe_pain(self.options, self._plan, is_switchable=self._is_pain_switchable)
        return [line for line in (reason, describe_exact_spot(self.options.spot, last)) if line]


def check_spot(text: str) -> str:
    """Return a spot that was typed, without spaces around it. Raises `UsageError` if it is too long."""
    spot = text.strip()
    if len(spot) > MAX_SPOT:
        raise UsageError(f"That has {len(spot)} characters; it may have {MAX_SPOT}.")
    return spot


class ContinueButton(Button, can_focus=False):
    """The button that continues. The screen handles its keys, so it never has the focus."""

    def __init__(self, text: str) -> None:
        """Make the button. text: its label."""
        super().__init__(text, variant="primary", compact=True)
        # The screen judges the presses; without this the button ignores them while it looks pressed.
        self.active_effect_duration = 0


def build_preparation_sections(
    plan: Plan,
    advice: tuple[str, ...],
    charset: Charset,
    *,
    every_sign: bool,
    evidence_read: bool,
) -> list[Section]:
    """Return what to know before a session, the most important first, marked as on the body's picture.

    A section may be empty.

    Args:
        plan: The plan of the session.
        advice: What the person should know today, one sentence each.
        charset: The terminal's character set, which decides the marks.
        every_sign: Whether to name every stop sign and when to ease off, or only some stop signs.
        evidence_read: Whether the person has just read how good the evidence is; the note is shorter then.

    """
    marks = [line for area in plan.areas for line in body_legend(area, charset)]
    never_mark = next((mark for mark, ink, _ in marks if ink is Ink.NEVER), "")
    stop_signs = (
        (
            Item("if you notice:"),
            *_lines(screening.list_stop_signs(plan.areas, light_only=plan.light_only), "•"),
        )
        if every_sign
        else (Item(f"at {screening.SOME_STOP_SIGNS}"),)
    )
    today = Section("Today", _lines(advice), "$text-warning")
    stop = Section("Stop at once", stop_signs, "$text-error", is_warning=True)
    return [
        Section("You'll need", _lines((", ".join(tools),) if (tools := list_tools(plan)) else ())),
        Section("Never press", _lines(plan.avoid, never_mark, "$text-error"), "$text-error", is_warning=True),
        # Every sign has to be read anyway; some fit beside what is seen without scrolling.
        *((today, stop) if every_sign else (stop, today)),
        Section("Ease off", _lines(screening.list_ease_rules(plan.areas) if every_sign else ())),
        Section("Position", _lines((plan.position,) if plan.position else ())),
        Section("Take care", _lines(plan.care)),
        Section("Limits", _lines(plan.notes)),
        Section(
            "On the body",
            tuple(Item(text, mark, _COLOURS[ink]) for mark, ink, text in marks if ink in _COLOURS),
        ),
        Section("Note", (Item(" ".join(screening.list_evidence(plan.areas, is_read=evidence_read))),)),
    ]


_COLOURS = {Ink.SPOT: "$text-success", Ink.REFERS: "$text-warning"}
"""The colours of the marks on the body that "Never press" doesn't list."""


def _lines(texts: tuple[str, ...], mark: str = "", colour: str = "") -> tuple[Item, ...]:
    return tuple(Item(text, mark, colour) for text in texts)
