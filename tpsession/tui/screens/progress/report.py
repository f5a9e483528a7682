"""Saves the page for an appointment: asks which notes are on it and where it goes, and says where it is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.core.errors import ExistsError, TpsessionError
from tpsession.core.progress.report import SeriesReport
from tpsession.core.progress.report_writer import describe_saved_page
from tpsession.core.settings.actions import CLOSE, HELP
from tpsession.tui.base.cancellation import WorkCancelledError
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen
from tpsession.tui.screens.dialogs.overwrite import OVERWRITE, overwrite_question
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.report_page import OPENING, ReportChoices, ReportNote
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.progress.note_list import NoteList

FILE = "File (.html):"
SAVING = "Saving the page…"
STOPPED = "Stopped. No page was saved."
UNFINISHED = "The page is being saved. If you leave now, there may be no file."
_FEWEST_LINES = 3
"""Lines of the list of notes at least, if there are so many: on a very low screen, the page scrolls."""
_HEIGHTS = [(0, "-low"), (24, "-high")]


class ReportScreen(DeliberateInput, Page[None], inherit_bindings=False):
    """Saves a page about one place and side in a thread; the person can stop it."""

    CSS_PATH = "report.tcss"
    HEADING = "Page for an appointment"
    ABOUT = (
        "A page to print or show: your pain over time as a chart, in numbers and in words. It is saved on "
        "this computer and sent nowhere. Notes are private, so only those that you tick are on it. Enter, or "
        "down from the last note, leads to the button, and up from there to the name of the file."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[HELP])
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, choices: ReportChoices, names: Mapping[str, str]) -> None:
        """Make the screen. names: the names of routines by id."""
        super().__init__()
        self._choices = choices
        self._names = names
        self._stop_saving: threading.Event | None = None
        """Set to stop the saving; None while nothing is being saved."""
        self._saved_path: str | None = None
        """Where the page is as it is now; None if it isn't saved."""
        self._can_open = False
        """Whether a button may open the page."""

    def compose_content(self) -> ComposeResult:
        """Build what the page is about, the notes if there are any, the line for the path, and four buttons.

        These save the page, stop that, open the page, or close the screen; `_show_state` hides those without
        use.
        """
        with VerticalScroll(id="page", can_focus=False):
            yield Static(literal(self._choices.describe()), id="about", classes="strong")
            if self._choices.notes:
                yield Static(id="ticked")
                yield NoteList(self._choices.notes, id="notes")
                with VerticalScroll(id="note", can_focus=False):
                    yield Static(id="note-text", classes="quiet")
            yield Static(FILE, id="label")
            yield LineInput(id="file", compact=True, select_on_focus=False)
            yield BulletList(id="message")
            with Horizontal(id="buttons"):
                yield Button("Save page", id="write", variant="primary", compact=True)
                yield Button("Stop", id="stop", compact=True)
                yield Button("Open it", id="open", variant="primary", compact=True)
                yield Button("Done", id="done", compact=True)

    def on_mount(self) -> None:
        """Show the ticks, the buttons that can be used, and the whole first note; suggest a path.

        Focus the list of notes, or, without any, the button that saves the page.
        """
        self._show_ticks()
        self._show_message()
        self._show_state()
        self.query_one("#notes" if self._choices.notes else "#write").focus()
        if self._choices.notes:
            styles, count = self.query_one(NoteList).styles, len(self._choices.notes)
            styles.min_height, styles.max_height = min(count, _FEWEST_LINES), count
            self._show_note(self._choices.notes[0])
        self._suggest_path()

    def on_unmount(self) -> None:
        """Cancel the saving when the screen closes; a page whose writing has begun is saved all the same."""
        self._cancel_saving()

    @work(name="suggest", group="suggest")
    async def _suggest_path(self) -> None:
        """Fill the input with a path at which nothing is yet, unless the person has typed one meanwhile.

        Also find out whether pages can be opened here.
        """
        get_writer, series = self.context.services.report_writer, self._choices.series
        get_browser = self.context.services.browser
        suggested = await asyncio.to_thread(lambda: get_writer().suggest_path(series))
        self._can_open = await asyncio.to_thread(lambda: get_browser().can_open())
        self.query_one("#file", LineInput).suggest(suggested)

    # Notes

    def on_note_list_highlighted(self, event: NoteList.Highlighted) -> None:
        """Show the whole note below the list."""
        self._show_note(event.note)

    def on_note_list_toggled(self, event: NoteList.Toggled) -> None:
        """Tick a note, or remove its tick, and offer to save again; ignored while the page is being saved."""
        self._choose(self._choices.toggle(event.note))

    def on_note_list_all_toggled(self) -> None:
        """Tick all notes; if all are ticked, remove their ticks."""
        self._choose(self._choices.toggle_all())

    def on_note_list_finished(self) -> None:
        """Focus the first button that is shown, such as the one that saves the page."""
        self._focus_button()

    def _choose(self, choices: ReportChoices) -> None:
        """Take over which notes are ticked, and offer to save again.

        Ignored while the page is being saved.
        """
        if self._stop_saving is None:
            self._choices = choices
            self._show_ticks()
            self._forget_saved()

    # Keys and buttons

    def on_key(self, event: Key) -> None:
        """Move the focus with up and down where nothing else uses them."""
        if event.key in {"up", "down"} and not isinstance(self.focused, NoteList | VerticalScroll):
            event.stop()
            move = self.focus_next if event.key == "down" else self.focus_previous
            move("NoteList, LineInput, Button")

    def on_input_changed(self) -> None:
        """Offer to save at the new path, and hide the message about the one before."""
        self._forget_saved()

    def on_input_submitted(self) -> None:
        """Focus the first button that is shown; enter in the line itself saves nothing."""
        self._focus_button()

    def _focus_button(self) -> None:
        """Focus the first button that is shown."""
        for button in self.query(Button):
            if button.display:
                button.focus()
                return

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save the page, stop saving it, open it, or close the screen, as the button says.

        Nothing of that happens if the press came in the screen's first second, or within a second after a
        press of the same key or another click. The button that saves then shows a hint.
        """
        event.stop()
        if not self.is_deliberate():
            if event.button.id == "write":
                self._show_message(TOO_FAST, is_error=True)
            return
        match event.button.id:
            case "write":
                self._start_if_possible()
            case "stop":
                self._cancel_saving()
            case "open":
                self._open_page()
            case _:
                self.dismiss(None)

    def action_close(self) -> None:
        """Stop the saving and stay, or close the screen if nothing is being saved."""
        if self._stop_saving is None:
            self.dismiss(None)
        else:
            self._cancel_saving()

    # Saving

    def _start_if_possible(self) -> None:
        """Start to save the page; without a path, say so. Nothing is overwritten before the person agrees.

        Does nothing while a page is being saved.
        """
        output = self.query_one("#file", LineInput).value.strip()
        if not output:
            self._show_message("Type where to save the page.", is_error=True)
            self.query_one("#file").focus()
        elif self._stop_saving is None:
            self._start_saving(output, overwrite=False)

    def _start_saving(self, output: str, *, overwrite: bool) -> None:
        """Start to save the page in a thread; returns at once.

        output: the path as it was typed. overwrite: whether an existing file is replaced.
        """
        self._stop_saving = threading.Event()
        self._show_message(SAVING)
        self._show_state()
        self.query_one("#stop").focus()
        self._save_page(output, self._stop_saving, overwrite=overwrite)

    @work(name="report", group="report")
    async def _save_page(self, output: str, stop: threading.Event, *, overwrite: bool) -> None:
        """Save the page in a thread, and say where it is, or why there is none.

        Meanwhile leaving the program asks first, unless a `ConfirmsExit` screen is behind this one. If the
        file exists and may not be overwritten, ask about it.

        Args:
            output: The path as it was typed.
            stop: If it is set before the writing begins, nothing is saved.
            overwrite: Whether an existing file is replaced.

        """
        choices, names, get_writer = self._choices, self._names, self.context.services.report_writer

        def save(report: SeriesReport) -> str:
            """Write the page and return its path; raises `WorkCancelledError` if the person has stopped."""
            writer = get_writer()
            if stop.is_set():
                raise WorkCancelledError
            return writer.write([report], output, overwrite=overwrite)

        error: TpsessionError | None = None
        lines: tuple[str, ...]
        try:
            with self.context.confirming_exit(UNFINISHED):
                records = await self.context.history.load_sessions(choices.query)
                report = await asyncio.to_thread(choices.build_report, records, names)
                self._saved_path = await asyncio.to_thread(save, report)
            lines = describe_saved_page(self._saved_path)
        except WorkCancelledError:
            lines = (STOPPED,)
        except TpsessionError as raised:
            error, lines = raised, (raised.message, raised.advice)
        self._stop_saving = None
        self._show_state()
        if isinstance(error, ExistsError):
            self._show_message()
            self._ask_to_overwrite(error, output)
            return
        self._show_message(*lines, is_error=error is not None)
        if error is None:
            self._focus_button()
        else:
            self.query_one("#file").focus()

    def _ask_to_overwrite(self, error: ExistsError, output: str) -> None:
        """Ask whether to overwrite the existing file; if so, save again, otherwise focus the path."""

        def answered(answer: str | None) -> None:
            """Save again over the file if that was chosen; otherwise focus the path."""
            if answer == OVERWRITE:
                self._start_saving(output, overwrite=True)
            else:
                self.query_one("#file").focus()

        self.app.push_screen(AskScreen(overwrite_question(error)), answered)

    def _cancel_saving(self) -> None:
        """Cancel saving: unless writing has begun, nothing is saved.

        Does nothing if nothing is being saved.
        """
        if self._stop_saving is not None:
            self._stop_saving.set()

    @work(name="open", group="open", exclusive=True)
    async def _open_page(self) -> None:
        """Have the browser show the saved page; say that it is being opened, or why that is impossible.

        Does nothing unless the page is saved.
        """
        get_browser, path = self.context.services.browser, self._saved_path
        if path is None:
            return
        self._show_message(describe_saved_page(path)[0], OPENING)
        try:
            await asyncio.to_thread(lambda: get_browser().open(Path(path).as_uri()))
        except TpsessionError as error:
            self._show_message(describe_saved_page(path)[0], str(error), is_error=True)

    # Display

    def _show_ticks(self) -> None:
        """Show which notes are ticked, and how many."""
        if self._choices.notes:
            self.query_one("#ticked", Static).update(literal(self._choices.describe_notes()))
            self.query_one(NoteList).show_ticks(self._choices.ticked)

    def _show_note(self, note: ReportNote) -> None:
        """Show the whole text of a session's note below the list of notes.

        If there isn't room for it, its box can have the focus, and the arrows scroll it then.
        """
        box = self.query_one("#note", VerticalScroll)
        self.query_one("#note-text", Static).update(literal(note.text))
        box.scroll_home(animate=False)
        self.call_after_refresh(lambda: setattr(box, "can_focus", box.max_scroll_y > 0))

    def _forget_saved(self) -> None:
        """Offer to save again, because the person has changed something; hide the message.

        The saved file stays.
        """
        self._saved_path = None
        self._show_message()
        self._show_state()

    def _show_state(self) -> None:
        """Show the buttons that can be used now. While the page is being saved, its path can't be changed."""
        is_saving, is_saved = self._stop_saving is not None, self._saved_path is not None
        self.query_one("#file").disabled = is_saving
        self.query_one("#write").display = not is_saving and not is_saved
        self.query_one("#stop").display = is_saving
        self.query_one("#open").display = is_saved and self._can_open
        self.query_one("#done").display = is_saved

    def _show_message(self, *lines: str, is_error: bool = False) -> None:
        """Show a message line by line, without its empty lines; hide it if there is no line to show."""
        message = self.query_one("#message", BulletList)
        message.show([line for line in lines if line], bullet="")
        message.set_class(is_error, "warning")
        message.display = any(lines)
