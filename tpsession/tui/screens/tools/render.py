"""Writes a whole guided session to a sound file: asks for side and path, and shows the progress."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key, Resize
from textual.message import Message
from textual.widgets import Button, Static

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.errors import ExistsError, TpsessionError
from tpsession.core.plan import cue_sheet
from tpsession.core.plan.plan import Plan, build_plan
from tpsession.core.plan.renderer import RenderedFile, RenderProgress
from tpsession.core.plan.wording import describe_areas
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.settings.actions import RENDER
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.core.text.formatting import (
    describe_companion_files,
    describe_place,
    describe_written_file,
    format_duration,
)
from tpsession.tui.base.cancellation import WorkCancelledError
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen
from tpsession.tui.screens.dialogs.overwrite import OVERWRITE, overwrite_question
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.common.loading_bar import LoadingBar
from tpsession.tui.widgets.questions.side_choice import SideChoice

FILE = "Sound file (.wav, .flac or .mp3). Press enter to save it."
GATES = f"Each step that waits for you gets {UNATTENDED_GATE_S:.0f} seconds."
UNFINISHED = "The sound file is being saved. If you leave now, there will be no file."
STOPPED = "Stopped. No file was saved."
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""The class that the screen gets from each number of rows on: a high screen has empty lines."""
_ROOMY = 88
"""From so many columns on, the sides are written in full."""


class RenderScreen(DeliberateInput, Page[None]):
    """Writes a routine to a sound file in a thread; the person can stop it at any moment."""

    CSS_PATH = "render.tcss"
    HEADING = RENDER.name
    ABOUT = (
        "Type where to save the file, then press enter or an arrow key to get to the buttons. There, left "
        "and right choose the side, and enter saves the file. Going back stops it; no unfinished "
        "file is left."
    )
    AUTO_FOCUS = "#file"
    VERTICAL_BREAKPOINTS = _HEIGHTS

    class Progress(Message):
        """The work has made progress."""

        def __init__(self, progress: RenderProgress) -> None:
            super().__init__()
            self.progress = progress

        def can_replace(self, message: Message) -> bool:
            """Return whether a later message is a `Progress`, too; then this one is dropped for it."""
            return isinstance(message, RenderScreen.Progress)

    def __init__(
        self, routine: Routine, area: Area, preferences: Preferences, *, light_only: bool = False
    ) -> None:
        """Make the screen.

        Args:
            routine: What to render.
            area: The area of the session.
            preferences: Give the options of the session, apart from area and side.
            light_only: Whether only light massage is all right.

        """
        super().__init__()
        self._routine = routine
        self._make_options = partial(options_from_preferences, preferences, area=area, light_only=light_only)
        self._asks_side = routine.sides is Sides.EACH
        self._plan = self._build_plan(Side.BOTH)
        self._stop_writing: threading.Event | None = None
        """Set to stop the writing; None while nothing is being written."""

    def build_heading(self) -> str:
        """Return the heading with the name of the routine."""
        return f"{self.HEADING}: {self._routine.name}"

    def compose_content(self) -> ComposeResult:
        """Build the session's description, the path's input, the progress bar, and the buttons last.

        The buttons are "Save file", "Stop" and "Done", of which `_show_state` shows those that can be used.
        If the routine is played on each side, there is a choice of side, too.
        """
        with VerticalScroll(id="page", can_focus=False):
            with Vertical(id="session"):
                yield Static(id="place", classes="strong")
                yield Static(id="length")
                yield Static(id="notes", classes="quiet")
            if self._asks_side:
                yield SideChoice(Side.BOTH, self._routine.first)
            yield Static(FILE, id="label")
            yield LineInput(id="file", compact=True, select_on_focus=False)
            yield BulletList(id="message")
            with Vertical(id="progress"):
                yield Static(id="progress-text")
                yield LoadingBar()
            with Horizontal(id="buttons"):
                yield Button("Save file", id="write", variant="primary", compact=True)
                yield Button("Stop", id="stop", compact=True)
                yield Button("Done", id="done", compact=True)

    def on_mount(self) -> None:
        """Show the plan, and start to look for a path to suggest."""
        self._show_plan()
        self._show_message()
        self._show_state()
        self._suggest_path()

    def on_unmount(self) -> None:
        """Stop the writing when the screen closes."""
        self._cancel_writing()

    def on_resize(self, _event: Resize) -> None:
        """Choose the long or short labels of the sides after the refresh: Textual loses changes made now."""
        self.call_after_refresh(self._fit_side_labels)

    def _fit_side_labels(self) -> None:
        """Show the short labels of the sides below `_ROOMY` columns, and the long ones from there on."""
        for choice in self.query(SideChoice):
            choice.brief = self.size.width < _ROOMY

    @work(name="suggest", group="suggest")
    async def _suggest_path(self) -> None:
        """Fill the input with a path for the file, unless there is text in it already."""
        renderer = self.context.services.renderer
        suggested = await asyncio.to_thread(lambda: renderer().suggest_path(self._routine.id))
        self.query_one("#file", LineInput).suggest(suggested)

    # Keys and buttons

    def on_key(self, event: Key) -> None:
        """Move the focus between the path and the buttons with up and down, or choose the side with its keys.

        The keys of the side are used only if `_can_choose_side` is true.
        """
        if event.key in {"up", "down"}:
            event.stop()
            move = self.focus_next if event.key == "down" else self.focus_previous
            move("LineInput, Button")
        elif self._can_choose_side and self.query_one(SideChoice).process_key(event.key):
            event.stop()

    @property
    def _can_choose_side(self) -> bool:
        """Whether keys choose the side: it can be chosen, no file is being written, the path has no focus."""
        return self._asks_side and self._stop_writing is None and not isinstance(self.focused, LineInput)

    def on_side_choice_changed(self, event: SideChoice.Changed) -> None:
        """Build and show the plan for the side that is chosen now, and hide the message."""
        self._plan = self._build_plan(event.side)
        self._show_plan()
        self._show_message()

    def on_input_changed(self) -> None:
        """Hide the message, which may be about another path."""
        self._show_message()

    def on_input_submitted(self) -> None:
        """Focus the button that writes the file; enter in the line itself writes nothing."""
        self.query_one("#write").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write the file, stop the writing, or close the screen, but only on a deliberate press.

        "Save file" says why another press doesn't count; the other two ignore it.
        """
        event.stop()
        if event.button.id == "write":
            self._start_if_possible()
        elif not self.is_deliberate():
            return
        elif event.button.id == "stop":
            self._cancel_writing()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Ask the writing to stop when it next reports its progress; the screen stays open.

        If nothing is being written, close the screen.
        """
        if self._stop_writing is None:
            self.dismiss(None)
        else:
            self._cancel_writing()

    # Writing

    def _start_if_possible(self) -> None:
        """Start to write the file; without a path, or after a press that came too fast, say why not.

        Does nothing while a file is being written. An existing file isn't overwritten before the person has
        agreed.
        """
        output = self.query_one("#file", LineInput).value.strip()
        if self._stop_writing is not None:
            return
        if not self.is_deliberate():
            self._show_message(TOO_FAST, is_error=True)
        elif not output:
            self._show_message("Type where to save the file.", is_error=True)
        else:
            self._start_writing(output, overwrite=False)

    def _start_writing(self, output: str, *, overwrite: bool) -> None:
        """Show the progress bar, and start to write the file in a thread; returns at once.

        output: the path as it was typed. overwrite: whether an existing file is replaced.
        """
        self._stop_writing = threading.Event()
        self._show_progress(RenderProgress("Preparing the sounds…", 0.0))
        self._show_message()
        self._show_state()
        self.query_one("#stop").focus()
        self._write_file(output, self._stop_writing, overwrite=overwrite)

    @work(name="render", group="render")
    async def _write_file(self, output: str, stop: threading.Event, *, overwrite: bool) -> None:
        """Write the file in a thread and show the result, or why there is none.

        Meanwhile leaving the program asks first. If the file exists and may not be overwritten, ask about it.

        Args:
            output: The path as it was typed.
            stop: When it is set, the work ends at its next progress report.
            overwrite: Whether an existing file is replaced.

        """

        def report(progress: RenderProgress) -> None:
            """Post how far the file is; raises `WorkCancelledError` once the person has stopped it."""
            if stop.is_set():
                raise WorkCancelledError
            self.post_message(self.Progress(progress))

        renderer = self.context.services.renderer
        written: tuple[str, ...] = ()
        message: tuple[str, ...] = ()
        focus = "#write"
        existing: ExistsError | None = None
        try:
            with self.context.confirming_exit(UNFINISHED):
                rendered = await asyncio.to_thread(
                    lambda: renderer().render(self._plan, output, report, overwrite=overwrite)
                )
                written = _describe_result(rendered)
        except WorkCancelledError:
            message = (STOPPED,)
        except ExistsError as error:
            existing = error
        except TpsessionError as error:
            message, focus = (error.message, error.advice), "#file"
        self._stop_writing = None
        self._show_message(*written or message, is_error=focus == "#file")
        self._show_state(done=bool(written))
        self.query_one("#done" if written else focus).focus()
        if existing is not None:
            self._ask_to_overwrite(existing, output)

    def on_render_screen_progress(self, event: Progress) -> None:
        """Show how far the file is, unless the writing has ended meanwhile."""
        if self._stop_writing is not None:
            self._show_progress(event.progress)

    def _ask_to_overwrite(self, error: ExistsError, output: str) -> None:
        """Ask whether to overwrite the existing file; if so, write again, otherwise focus the path."""

        def answered(answer: str | None) -> None:
            """Write again over the file if that was chosen; otherwise focus the path."""
            if answer == OVERWRITE:
                self._start_writing(output, overwrite=True)
            else:
                self.query_one("#file").focus()

        self.app.push_screen(AskScreen(overwrite_question(error)), answered)

    def _cancel_writing(self) -> None:
        """Have the writing stop at its next progress report; do nothing if nothing is being written."""
        if self._stop_writing is not None:
            self._stop_writing.set()

    # Display

    def _build_plan(self, side: Side) -> Plan:
        return build_plan(self._routine, self._make_options(side=side if self._asks_side else None))

    def _show_plan(self) -> None:
        """Show the place and the length of the plan, and its notes, such as what the area changes in it.

        If steps wait for the person, the length has `UNATTENDED_GATE_S` seconds for each, and the text says
        so.
        """
        plan = self._plan
        length = format_duration(cue_sheet.total_length_s(plan, UNATTENDED_GATE_S))
        has_gates = any(phase.is_gate for phase in plan.phases)
        self.query_one("#place", Static).update(literal(describe_place(describe_areas(plan), plan.side)))
        self.query_one("#length", Static).update(literal(f"{length}. {GATES}" if has_gates else f"{length}."))
        notes = self.query_one("#notes", Static)
        notes.update(literal(" ".join(plan.notes)))
        notes.display = bool(plan.notes)

    def _show_progress(self, progress: RenderProgress) -> None:
        self.query_one("#progress-text", Static).update(literal(progress.text))
        self.query_one(LoadingBar).share = progress.fraction

    def _show_state(self, *, done: bool = False) -> None:
        """Show the buttons that can be used now, and the progress only while a file is being written.

        While a file is being written, the path and the side can't be changed.

        done: whether a file has just been written, so that the screen can be closed by a button.
        """
        is_writing = self._stop_writing is not None
        for widget in self.query("#file, SideChoice"):
            widget.disabled = is_writing
        self.query_one("#progress").display = is_writing
        self.query_one("#write").display = not is_writing
        self.query_one("#stop").display = is_writing
        self.query_one("#done").display = done

    def _show_message(self, *lines: str, is_error: bool = False) -> None:
        """Show a message line by line, without its empty lines; hide it if there is no line to show."""
        message = self.query_one("#message", BulletList)
        message.show([line for line in lines if line], bullet="")
        message.set_class(is_error, "warning")
        message.display = any(lines)


def _describe_result(rendered: RenderedFile) -> tuple[str, ...]:
    """Return the lines that say where the file is, which files are beside it, and what else to know."""
    return (
        describe_written_file(rendered.path, rendered.seconds),
        describe_companion_files(*rendered.companion_names),
        *rendered.notes,
    )
