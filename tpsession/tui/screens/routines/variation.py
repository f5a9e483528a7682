"""Makes a routine a little different, without its file being seen: lines turned with left and right."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import ScreenResume
from textual.widgets import Button, Static

from tpsession.core.errors import TpsessionError
from tpsession.core.routine_editing.saving import (
    LEAVE_LABEL,
    NOTHING_CHANGED,
    SAVE_LABEL,
    describe_saved,
    list_names,
    save_variation,
)
from tpsession.core.settings.actions import CLOSE, HELP, SAVE
from tpsession.core.text.sanitize import sanitize
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import Page
from tpsession.tui.context import AppContext
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routines.variation_view import VariationView, make_variation_view
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.lists.variation_list import VariationList
from tpsession.tui.widgets.session.phase_bar import PhaseBar, PhaseLegend

UNSAVED = "What you have changed isn't saved."
_WIDTHS = [(0, "-narrow"), (120, "-wide")]
_HEIGHTS = [(0, "-low"), (24, "-medium"), (28, "-high")]
_SAVE, _DISCARD, _STAY = "save", "discard", "stay"


async def vary_routine(context: AppContext, routine: str) -> str | None:
    """Let the person change a routine line by line; return the id of the saved routine, or None.

    None if nothing was saved. If the routine's file can't be read or has errors, only that is shown.

    routine: the id of the routine to change.
    """
    writer = context.services.routine_writer()
    try:
        old, variation = await asyncio.to_thread(writer.open_variation, routine)
        entries = await asyncio.to_thread(context.services.library.list_entries)
    except TpsessionError as error:
        context.navigator.show_error(error)
        return None
    view = make_variation_view(old, variation, context.preferences, list_names(entries, old))
    return await context.navigator.ask(VariationScreen(view))


class VariationScreen(Page[str], ConfirmsExit):
    """Shows the lines of a routine, and its plan as it is now; its result is the id of the saved routine."""

    CSS_PATH = "variation.tcss"
    HEADING = "A little different"
    ABOUT = (
        "The up and down arrows move between the lines, page up and page down between the steps. "
        "Left and right change a line, and enter lets you type its value. You can click, too. "
        "The bar shows the whole session as it is now. Nothing is saved before you say so."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, SAVE, HELP)
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, view: VariationView) -> None:
        """Make the screen. view: the variation to change, in which nothing is changed yet."""
        super().__init__()
        self._view = view
        self._is_plan_due = False
        self._is_saving = False
        """Whether saving has begun and hasn't failed: the screen closes once the file is written."""
        self._saved_id: str | None = None
        """The id of the saved routine; None until it is saved. It may be saved while another screen is in
        front: then this one closes when it is in front again."""

    def build_heading(self) -> str:
        """Return the heading with the name that the routine has in its file, whatever its name is now."""
        return f"{self.HEADING}: {sanitize(self._view.variation.original.name)}"

    def compose_content(self) -> ComposeResult:
        """Build the plan's length, bar and legend, the lines, messages, keys, and the button that saves."""
        with Vertical(id="plan"):
            yield Static(id="length")
            yield PhaseBar()
            yield PhaseLegend()
        yield VariationList(self._view, id="lines")
        with Vertical(id="below"):
            yield TruncatedLabel(id="notices", classes="warning", grows=True)
            yield TruncatedLabel(id="words", grows=True)
            yield TruncatedLabel(id="keys", classes="quiet")
            with Horizontal(id="buttons"):
                yield Button(SAVE_LABEL, id="save", variant="primary", compact=True)
                yield TruncatedLabel(id="saving", classes="quiet")

    def on_mount(self) -> None:
        """Show the routine as it was opened, focus its lines, and say what saving does to its file."""
        self._list.focus()
        self._show(self._view)
        self.query_one("#saving", TruncatedLabel).set_text(self._view.saving)

    # The lines

    def on_variation_list_highlighted(self, _event: VariationList.Highlighted) -> None:
        """Show the keys, and maybe the text, of the line that is highlighted now, as `_show_keys` does."""
        self._show_keys()

    def on_variation_list_turned(self, event: VariationList.Turned) -> None:
        """Give a line its next value, or the one before; if that can't be, show why."""
        self._show(self._view.turn(event.line, event.by))

    def on_variation_list_reset(self, event: VariationList.Reset) -> None:
        """Give a line the value that it had when the screen opened; if that can't be, show why."""
        self._show(self._view.reset(event.line))

    def on_variation_list_opened(self, event: VariationList.Opened) -> None:
        """Give a line its next choice, or show why that can't be.

        If its value isn't one of a few choices, ask the person to type it. A typed value that the line can't
        have is refused; after escape the line keeps its value.
        """
        if self._view.is_chosen(event.line):
            self._show(self._view.turn(event.line, 1))
            return
        line, variation = event.line, self._view.variation
        shown, kind = variation.describe(line), variation.kind_of(line)

        def check(typed: str) -> str:
            """Return what was typed; raises `UsageError` if the line can't have it."""
            self._view.read(line, typed)
            return typed

        def take(typed: str | None) -> None:
            if typed is not None:
                self._show(self._view.read(line, typed))

        title = shown.name if line.step < 0 else f"{variation.step_name(line.step)}: {shown.name}"
        question = LineQuestion(
            title, kind.instruction, variation.write(line), is_replaced=not kind.is_words, check=check
        )
        self.app.push_screen(LineScreen(question), take)

    def _show(self, view: VariationView) -> None:
        """Show another state of the variation: its lines at once, and its plan, which takes longer, later.

        If several states follow each other before that, only the last one's plan is shown. Does nothing while
        the variation is being saved, or once it is saved: a change would be lost when the screen closes.
        """
        if self._is_saving:
            return
        self._view = view
        self._list.show(view)
        self._show_keys()
        if not self._is_plan_due:
            self._is_plan_due = True
            self.call_after_refresh(self._show_plan)

    def _show_plan(self) -> None:
        """Show the plan and its length; then why the last change failed, or else what to know about the plan.

        The message is hidden if there is nothing to say.
        """
        self._is_plan_due = False
        plan = self._view.make_plan()
        self.query_one("#length", Static).update(literal(self._view.describe_length(plan)))
        self.query_one(PhaseBar).show(plan)
        self.query_one(PhaseLegend).show(plan)
        self._show_notices(self._view.describe_notices(plan))

    def _show_keys(self) -> None:
        """Show which keys change the highlighted line; for a line of text, on a high screen also the text.

        The text is cut off after two rows.
        """
        line = self._list.highlighted
        if line is not None:
            self.query_one("#words", TruncatedLabel).set_text(self._view.words_of(line))
            self.query_one("#keys", TruncatedLabel).set_text(self._view.keys_hint(line))

    def _show_notices(self, text: str) -> None:
        """Show a text below the lines, such as why the last change failed; an empty text hides it."""
        notices = self.query_one("#notices", TruncatedLabel)
        notices.set_text(text)
        notices.display = bool(text)

    @property
    def _list(self) -> VariationList:
        return self.query_one(VariationList)

    # Saving and leaving

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what `action_save` does: the button was clicked, or pressed with enter."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Save the variation, and close; if nothing is changed, only show that.

        Does nothing while it is being saved, or once it is saved: saved twice, it would be there twice.
        """
        if self._is_saving:
            return
        if self._view.variation.is_changed:
            self._is_saving = True
            self._save()
        else:
            self._show_notices(NOTHING_CHANGED)

    @work(name="save", group="variation")
    async def _save(self) -> None:
        """Save the variation as a file, and close with the routine's id; if saving fails, show why and stay.

        If another screen is in front by then, this one closes as soon as it is in front again.
        """
        view = self._view
        writer = self.context.services.routine_writer()
        try:
            new = await asyncio.to_thread(save_variation, writer, view.old, view.variation)
        except TpsessionError as error:
            self._is_saving = False
            self._show_notices(str(error))
            return
        self._saved_id = new.id
        self.context.navigator.show_message(describe_saved(view.old, new, view.variation))
        self.dismiss(new.id)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Close if the variation was saved while another screen, such as the help, was in front."""
        if self._saved_id is not None:
            self.dismiss(self._saved_id)

    def action_close(self) -> None:
        """Close; if something is changed, ask first whether to save it.

        Does nothing while the variation is being saved: after that the screen closes, unless saving fails.
        """
        if self._is_saving:
            return
        if self._view.variation.is_changed:
            self.app.push_screen(AskScreen(_LEAVE_QUESTION), self._leave)
        else:
            self.dismiss(None)

    def _leave(self, answer: str | None) -> None:
        """Do what the answer to `_LEAVE_QUESTION` says: save, close without saving, or stay; None stays."""
        if answer == _SAVE:
            self.action_save()
        elif answer == _DISCARD:
            self.dismiss(None)

    def confirm_exit(self) -> None:
        """Leave the program if there is no unsaved change; otherwise first ask whether to leave unsaved."""
        if self._view.variation.is_changed and self._saved_id is None:
            self.context.ask_to_leave(UNSAVED)
        else:
            self.context.leave(0)


_LEAVE_QUESTION = ChoiceQuestion(
    "Save your changes?",
    (
        AnswerOption(_SAVE, SAVE_LABEL, "s"),
        AnswerOption(_DISCARD, LEAVE_LABEL, "l", guarded=True),
        AnswerOption(_STAY, "Keep changing", "k"),
    ),
    back=_STAY,
    highlighted=_SAVE,
)
