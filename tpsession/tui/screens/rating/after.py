"""The summary after a session with its note, and the screen for a note that was put off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tpsession.core.history.records import SessionRecord
from tpsession.core.settings.actions import CLOSE, CORRECT, HELP, PROGRESS, QUIT
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens import progress
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.notices import HEIGHTS
from tpsession.tui.text.plain_text import literal
from tpsession.tui.text.rating_scale import colour_scale
from tpsession.tui.view_models.summary import (
    NoteLater,
    PendingNote,
    Summary,
    SummaryText,
    clean_note,
    describe_session_of_note,
    summary_result,
)
from tpsession.tui.widgets.common.line_input import LineInput

MAX_NOTE_LENGTH = 4000
"""Characters that a note may have."""
NOTE_LABEL = "Add a note (saved automatically)"


class SummaryScreen(DeliberateInput, Page[str | NoteLater], ConfirmsExit):
    """Shows how a session went; the result is the typed note, empty for none, or `NOTE_LATER`."""

    CSS_PATH = "after.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    HEADING = "How it went"
    ABOUT = (
        "Type a note and press enter to save it, or be reminded next time. "
        "If you leave this screen, the note is saved too."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, CORRECT, PROGRESS, QUIT, hidden=[HELP])

    def __init__(
        self, summary: Summary, correct: Callable[[], Awaitable[Summary | None]] | None = None
    ) -> None:
        """Show this summary.

        correct: Lets the person correct the session, and returns its new summary, None if nothing was
            changed. None if it can't be corrected.
        """
        super().__init__()
        self.quits = False
        """Whether to leave the program once the result is saved."""
        self._text = SummaryText.of(summary)
        self._correct = correct
        self._typed = ""
        """The note as it is when the summary changes."""

    def compose_content(self) -> ComposeResult:
        """Build the summary as `SummaryText` has it, then a line for a note, and the buttons.

        These close the screen, have the note asked for later, or show the progress. Without the line and the
        second button if no note can be saved; without the third if no progress can be shown.
        """
        text = self._text
        with VerticalScroll(id="page", can_focus=False):
            if text.priority_notice:
                yield Static(literal(text.priority_notice), id="priority-notice", classes="strong")
            with Vertical(id="result"):
                yield Static(literal(text.ratings), classes="strong")
                if text.after_stop:
                    yield Static(text.after_stop, id="after-stop", classes="warning")
                if text.rise:
                    yield Static(text.rise, id="rise", classes="warning")
                if text.scale:
                    yield Static(colour_scale(*text.scale), id="scale")
                if text.recent:
                    yield Static(text.recent, id="recent")
                if text.cause:
                    yield Static(text.cause, id="cause", classes="quiet")
                yield Static(join_lines(text.facts), id="facts")
            if text.accepts_note:
                yield Static(NOTE_LABEL, id="note-label")
                yield LineInput(self._typed, id="note", compact=True, max_length=MAX_NOTE_LENGTH)
            yield Static(TOO_FAST, id="hint", classes="warning")
            with Horizontal(id="buttons"):
                yield Button("Done", id="done", variant="primary", compact=True)
                if text.accepts_note:
                    yield Button("Ask for a note next time", id="later", compact=True)
                if text.progress_of is not None:
                    yield Button(PROGRESS.name, id="progress", compact=True, tooltip=PROGRESS.help)

    def on_mount(self) -> None:
        """Focus the line for the note; without one, or below a priority notice, the button "Done"."""
        self._focus_first()

    def _focus_first(self) -> None:
        """Focus the line for the note; without one, or below a priority notice, the button "Done"."""
        self.query_one("#note" if self._text.starts_in_note else "#done").focus()

    def on_input_submitted(self) -> None:
        """Close with the note after enter, as `_leave` does."""
        self._leave(summary_result(self._note))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show the progress, or close the screen with the note as its result, as `_leave` does.

        By the button ``later``, with an empty note, the result is `NOTE_LATER`: the next start asks for it.
        """
        if event.button.id == "progress":
            self.action_progress()
        else:
            self._leave(summary_result(self._note, remind=event.button.id == "later"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: corrections only if the session can be corrected.

        The progress is offered only if it can be shown for the session's place, and never below a priority
        notice. All other actions are.
        """
        if action == CORRECT.id:
            return self._correct is not None
        return action != PROGRESS.id or self._text.progress_of is not None

    @work(name="correct", exclusive=True)
    async def action_correct(self) -> None:
        """Let the person correct the session, and show its new summary; a note that is typed stays.

        If the press was meant for the screen before, show a hint instead.
        """
        if self._correct is None:
            return
        if not self.is_deliberate():
            self._show_too_fast()
            return
        summary = await self._correct()
        if summary is not None:
            self._text = SummaryText.of(summary)
            self._typed = self._note
            await self.recompose()
            self._focus_first()

    def action_progress(self) -> None:
        """Show the progress of this session's place and side; "back" leads here again.

        If the press was meant for the screen before, show a hint instead.
        """
        if self.is_deliberate():
            self.app.push_screen(progress.ProgressScreen(self._text.progress_of))
        else:
            self._show_too_fast()

    def action_close(self) -> None:
        """Close with the note, which may be empty, as `_leave` does."""
        self._leave(summary_result(self._note))

    def confirm_exit(self) -> None:
        """Close with the note and set `quits`; the flow saves the note if there is one, and ends the program.

        Screens that were opened from here, such as the progress, are closed first.
        """
        self.quits = True
        while self.app.screen is not self:
            self.app.pop_screen()
        self.dismiss(self._note)

    @property
    def _note(self) -> str:
        return clean_note(field.value for field in self.query(Input))

    def _leave(self, result: str | NoteLater) -> None:
        """Close with this result; if the press was meant for the screen before, show a hint instead."""
        if self.is_deliberate():
            self.dismiss(result)
        else:
            self._show_too_fast()

    def _show_too_fast(self) -> None:
        self.query_one("#hint").add_class("-shown")


class NoteScreen(Page[str], ConfirmsExit):
    """Asks for a note that was put off; the result is the note, empty for none, or None for "ask later"."""

    CSS_PATH = "after.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    HEADING = "Add your note"
    ABOUT = (
        "Type the note and press enter. If you leave this screen, the note is saved too. "
        "Without a note, the program asks again next time."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[HELP])

    def __init__(self, record: SessionRecord) -> None:
        """Make the screen for the session that waits for its note."""
        super().__init__()
        self.quits = False
        """Whether to leave the program once the result is saved."""
        self._record = record

    def compose_content(self) -> ComposeResult:
        """Build the lines that say which session it is, the note, and three buttons.

        These save the note, put it off again, or say that there is none.
        """
        date, place, ratings = describe_session_of_note(self._record)
        with VerticalScroll(id="page", can_focus=False):
            with Vertical(id="result"):
                yield Static(literal(date))
                yield Static(literal(place), classes="strong")
                yield Static(literal(ratings))
            yield Static("Note", id="note-label")
            yield LineInput(id="note", compact=True, max_length=MAX_NOTE_LENGTH)
            with Horizontal(id="buttons"):
                yield Button("Save", id="keep", variant="primary", compact=True, disabled=True)
                yield Button("Ask later", id="ask-later", compact=True)
                yield Button("No note", id="none", compact=True)

    def on_mount(self) -> None:
        """Focus the note."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Enable the button that saves once something is typed, and the others while nothing is."""
        note = PendingNote.typed(event.value)
        self.query_one("#keep", Button).disabled = not note.can_be_saved
        for button in ("#ask-later", "#none"):
            self.query_one(button, Button).disabled = not note.can_be_declined

    def on_input_submitted(self) -> None:
        """Close with the note after enter; without one, do nothing."""
        if self._note.can_be_saved:
            self.dismiss(self._note.text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the note, with None to put it off again, or with an empty text for no note."""
        self.dismiss(self._note.result_of_button(event.button.id))

    def action_close(self) -> None:
        """Close with the note; if it is empty, with None, which puts it off again."""
        self.dismiss(self._note.result_on_leaving)

    def confirm_exit(self) -> None:
        """Close as `action_close` does, and set `quits`; the flow saves a typed note and ends the program."""
        self.quits = True
        self.action_close()

    @property
    def _note(self) -> PendingNote:
        return PendingNote.typed(self.query_one(Input).value)


def join_lines(lines: Iterable[str]) -> Content:
    """Return lines of plain text, one below the other, as content without markup."""
    return Content("\n").join(map(literal, lines))
