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

from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.edit import MAX_SPOT
from tpsession.core.dialogue.place_guide import (
    list_massage_sides,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import can_teach
from tpsession.core.errors import UsageError
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions
from tpsession.core.plan.wording import describe_areas
from tpsession.core.safety.dose import DoseHistory
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
from tpsession.tui.input.bindings import make_bindings, shortcut_hint
from tpsession.tui.input.press_filter import MOUSE, TOO_FAST_TO_READ
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.screens.prepare.preparation_sections import build_preparation_sections
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.preparation.preparation_choices import PreparationChoices
from tpsession.tui.view_models.preparation.preparation_texts import (
    MORE,
    name_proceed,
    name_short_switch,
)
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.sections import Sections
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
    """Shows what to know before a session; its result is the plan as chosen here, or None for "back".

    The person must have scrolled to the end of the text before continuing, unless all of it is visible. A
    rehearsal doesn't require that, because nobody is massaged, nor does a session like another one of this
    week, where it was read.
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
        """Make the screen; it asks for the side if neither the routine nor the options set it.

        If only the phrases would be spoken, the person may choose to hear every instruction.

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
            dose: What the area has had lately; None if that doesn't matter.
            every_sign: Whether every stop sign is shown at first, and the text has to be read to its end; if
                not, only some are, because it was read this week.

        """
        super().__init__()
        self.choices = PreparationChoices(
            routine,
            plan_options,
            options,
            other_options or options._replace(place=None, pain_side=None, spot=""),
            last_spots,
            dose,
            initial_side or list_massage_sides(routine, options.pain_side)[0],
            is_taught=initially_taught,
            is_short=initially_short,
        )
        """What was given, with what was chosen here; the flow reads it when the screen has closed."""
        self._advice = advice
        self._every_sign = every_sign
        self._offers_signs = not every_sign

    def compose_content(self) -> ComposeResult:
        """Build the text, the body if an area is massaged, the side if it is asked for, and the button."""
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
                if self.choices.asks_side:
                    yield SideChoice(self.choices.side, self.choices.routine.first, self.choices.sides)
                yield ContinueButton(self._proceed_name)

    def build_heading(self) -> str:
        """Return the heading with the routine's name; unless this is a rehearsal, also which step this is."""
        return f"{'Get ready' if self.choices.is_rehearsal else self.HEADING}: {self._plan.name}"

    @property
    def _plan(self) -> Plan:
        """The plan for what is chosen now."""
        return self.choices.plan

    def on_mount(self) -> None:
        """Show the plan. From now on, update the button whenever what is left to read changes."""
        self._show_plan()
        for scroll in self.query(MustReadScroll):
            for changing in ("scroll_y", "size", "virtual_size"):
                self.watch(scroll, changing, self._show_progress, init=False)

    def _show_progress(self) -> None:
        """Have the button and the footer updated after the next refresh, when the layout is known."""
        self.call_after_refresh(self._update_button)

    def _update_button(self) -> None:
        """Have the button and the footer say whether a press continues or scrolls on.

        If it scrolls, the button also says which page is in sight, and of how many: ``More 1/3``.
        """
        name = name_proceed(self._proceed_name, self._unread_page)
        button = self.query_one(ContinueButton)
        if str(button.label) != name:
            button.label = name
            self.refresh_bindings()

    def on_resize(self, event: Resize) -> None:
        """Adapt the layout: in a wide screen the body is beside the text, otherwise below it.

        In a high screen, sections have space between them. The side choice is brief unless the screen has at
        least the columns and rows of `ROOMY`.
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

        - To choose a short first session: only for a first session on the area that would be long without it.
        - To read every stop sign: only where some are left out at first.
        - To hear every instruction: only for a session in which the phrases alone are spoken otherwise.
        - To switch which pain is rated: only if another place than the area is known; not in a rehearsal.
        - To note a spot: only if an area is massaged, and not in a rehearsal.
        """
        if action == SHORT_FIRST.id:
            return self.choices.offers_short
        if action == STOP_SIGNS.id:
            return self._offers_signs
        if action == PAIN_HERE.id:
            return self.choices.is_pain_switchable
        if action == NOTE_SPOT.id:
            return self._plan.area is not NO_AREA and not self.choices.is_rehearsal
        return action != TEACH.id or can_teach(self.choices.plan_options.speak)

    def name_action(self, action: Action) -> str:
        """Return what an action is called now.

        Three names change: of continuing, which scrolls on while there is more to read; of switching to the
        short first session and back; and of switching which pain is rated.
        """
        if action.id == SHORT_FIRST.id:
            return name_short_switch(is_short=self.choices.is_short)
        if action.id == PROCEED.id:
            return action.name if self._unread_page is None else MORE
        if action.id != PAIN_HERE.id:
            return action.name
        return self.choices.rating_switch_name

    def action_short(self) -> None:
        """Choose the short first session, or the whole routine again, and show its plan from the top."""
        self.choices = self.choices.switch_short()
        self._show_plan()
        # That it is chosen stands at the top.
        self._scroll.scroll_home(animate=False)
        self.refresh_bindings()

    def action_signs(self) -> None:
        """Show every stop sign and when to ease off, or only some of the signs again."""
        self._every_sign = not self._every_sign
        self._show_plan()

    def action_teach(self) -> None:
        """Have every instruction spoken in this session, or only the phrases again."""
        self.choices = self.choices.switch_taught()
        self._show_plan()

    def action_note_spot(self) -> None:
        """Ask for a few words on where exactly it hurts, and show them; they are saved with the session."""
        question = LineQuestion(
            NOTE_SPOT.name, SPOT_INSTRUCTION, self.choices.options.spot, is_replaced=False, check=check_spot
        )

        def note(spot: str | None) -> None:
            """Take the spot over and show it; None changes nothing, an empty one removes it."""
            if spot is not None:
                self.choices = self.choices.with_spot(spot)
                self._show_plan()

        self.app.push_screen(LineScreen(question), note)

    def action_pain_here(self) -> None:
        """Switch which pain is rated, that in the massaged area or that at another place, and say which.

        If the chosen side can't be massaged for that pain, the side changes, too.
        """
        self.choices = self.choices.switch_rated()
        for choice in self.query(SideChoice):
            choice.offer(self.choices.side, self.choices.sides)
        self._show_plan()
        rated = self.choices.rated
        self._show_hint(f"You'll rate: {describe_place(place_name(rated.place), rated.side)}.")
        self.refresh_bindings()

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
        elif self.choices.asks_side and self.query_one(SideChoice).process_key(event.key):
            event.stop()

    def on_side_choice_changed(self, event: SideChoice.Changed) -> None:
        """Build and show the plan for another side. What was read of the text counts as read."""
        if event.side is not self.choices.side:
            # The hint may name the side that was to be rated with the other one.
            self._show_hint("")
        self.choices = self.choices.with_side(event.side)
        self._show_plan()

    def on_button_pressed(self) -> None:
        """Continue, or scroll on, by a click on the button, as `action_proceed` does."""
        self.action_proceed()

    def action_proceed(self) -> None:
        """Close with the plan. If there is more to read, scroll on by a page instead, as the button says.

        If the press was meant for the screen before, only show a hint. In a rehearsal, or where some stop
        signs are left out at first because they were shown lately, nothing has to be read before closing.
        """
        if not self.is_deliberate(*self.context.preferences.keys(PROCEED.id), MOUSE):
            self._show_hint(TOO_FAST_TO_READ)
        elif self.choices.is_rehearsal or self._offers_signs or self._scroll.advance_unread():
            self.dismiss(self._plan)

    @property
    def _proceed_name(self) -> str:
        """What the button says if nothing is left to read."""
        return "Rehearse" if self.choices.is_rehearsal else PROCEED.name

    @property
    def _unread_page(self) -> tuple[int, int] | None:
        """Which page is visible, from 1, and of how many; None if a press would continue at once."""
        return None if self.choices.is_rehearsal or self._offers_signs else self._scroll.unread_page

    @property
    def _scroll(self) -> MustReadScroll:
        """The widget that scrolls: the text alone, or the text with the body."""
        return self.query_one("#text" if self.has_class("-wide") else "#ready", MustReadScroll)

    def _show_hint(self, text: str) -> None:
        """Show a sentence above the button: why a press didn't continue, or which place is rated now.

        An empty text removes it.
        """
        self.query_one("#hint", Static).update(text)

    # Display

    def _show_plan(self) -> None:
        """Show the plan for the current choices: its areas and side, its length, what to know, and the body.

        Call this after a choice has changed. How far the text was read or scrolled stays.
        """
        plan = self._plan
        place = describe_place(describe_areas(plan), plan.side)
        self.query_one("#place", Static).update(literal(place))
        lines = self.choices.describe(self._short_key)
        self.query_one("#length", Static).update(Content("\n").join(map(literal, lines)))
        sections = build_preparation_sections(
            plan,
            (*self._advice, *self.choices.list_dose_advice()),
            self.context.charset,
            every_sign=self._every_sign,
            evidence_read=self.choices.options.evidence_read,
        )
        self.query_one(Sections).show(sections)
        for body in self.query(BodyPicture):
            body.show(plan.area, plan.side, plan.areas[1:])

    @property
    def _short_key(self) -> str:
        """The key that chooses the short first session, or the whole one again, as it is shown."""
        return shortcut_hint(self.context.preferences, SHORT_FIRST, self.context.charset, max_keys=1)


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
