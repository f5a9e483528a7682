"""A whole session as a sound file: its side, where it is written, and how far that is."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
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
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.common.loading_bar import LoadingBar
from tpsession.tui.widgets.questions.side_choice import SideChoice

FILE = "The sound file; its name ends in .wav, .flac or .mp3. Enter leads on."
GATES = f"Where a step waits for you it gets {UNATTENDED_GATE_S:.0f} seconds."
UNFINISHED = "The sound file is being written. Leaving ends that, and no file is left."
STOPPED = "Stopped: nothing was written."
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""Rows from which on there is space between the parts."""
_ROOMY = 88
"""Columns from which on the sides are said in full."""


class RenderScreen(DeliberateInput, Page[None]):
    """Writes a routine as a sound file, in a thread of its own; it can be stopped at any moment."""

    CSS_PATH = "render.tcss"
    HEADING = RENDER.name
    ABOUT = (
        "Type where the file is to be written; enter, or the arrows up and down, lead on to the buttons. "
        "There left and right choose the side, and enter writes the file. Back stops that: nothing is left "
        "half-written."
    )
    AUTO_FOCUS = "#file"
    VERTICAL_BREAKPOINTS = _HEIGHTS

    class Progress(Message):
        """More of the file is written."""

        def __init__(self, progress: RenderProgress) -> None:
            super().__init__()
            self.progress = progress

        def can_replace(self, message: Message) -> bool:
            """Only the newest is worth showing."""
            return isinstance(message, RenderScreen.Progress)

    def __init__(self, routine: Routine, area: Area, preferences: Preferences) -> None:
        """preferences: what the session is made of, but for its area and side."""
        super().__init__()
        self._routine = routine
        self._choices = partial(options_from_preferences, preferences, area=area)
        self._asks_side = routine.sides is Sides.EACH
        self._plan = self._laid_out(Side.BOTH)
        self._stop_writing: threading.Event | None = None
        """Ends the work when it is set; None while nothing is being written."""

    def build_heading(self) -> str:
        """What is done, and with which routine."""
        return f"{self.HEADING}: {self._routine.name}"

    def compose_content(self) -> ComposeResult:
        """What the session is, the side and the file, and what comes of it."""
        with VerticalScroll(id="page", can_focus=False):
            with Vertical(id="session"):
                yield Static(id="place", classes="strong")
                yield Static(id="length")
                yield Static(id="notes", classes="quiet")
            if self._asks_side:
                yield SideChoice(Side.BOTH)
            yield Static(FILE, id="label")
            yield LineInput(id="file", compact=True, select_on_focus=False)
            yield Static(id="said")
            with Vertical(id="progress"):
                yield Static(id="far")
                yield LoadingBar()
            with Horizontal(id="doing"):
                yield Button("Write it", id="write", variant="primary", compact=True)
                yield Button("Stop", id="stop", compact=True)
                yield Button("Done", id="done", compact=True)

    def on_mount(self) -> None:
        """Suggest a place."""
        self._show_plan()
        self._say()
        self._show_state()
        self._suggest()

    def on_unmount(self) -> None:
        """Nothing is written for nobody."""
        self._halt()

    def on_resize(self, _event: Resize) -> None:
        """The sides in as many words as there is room for; the toolkit loses what changes in this moment."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        for choice in self.query(SideChoice):
            choice.brief = self.size.width < _ROOMY

    @work(name="suggest", group="suggest")
    async def _suggest(self) -> None:
        renderer = self.context.services.renderer
        suggested = await asyncio.to_thread(lambda: renderer().suggest_path(self._routine.id))
        line = self.query_one("#file", LineInput)
        if not line.value:
            line.value = suggested
            # The name, not the folder, is to be seen of a path that is too long. At its first value a line
            # doesn't scroll, and where the cursor is already it doesn't either.
            line.cursor_position = 0
            line.cursor_position = len(suggested)

    # What the person does

    def on_key(self, event: Key) -> None:
        """Arrows up and down lead through the page; the others choose the side, unless the line has them."""
        if event.key in {"up", "down"}:
            event.stop()
            move = self.focus_next if event.key == "down" else self.focus_previous
            move("LineInput, Button")
        elif self._chooses_side and self.query_one(SideChoice).process_key(event.key):
            event.stop()

    @property
    def _chooses_side(self) -> bool:
        """Whether keys choose the side now."""
        return self._asks_side and self._stop_writing is None and not isinstance(self.focused, LineInput)

    def on_side_choice_changed(self, event: SideChoice.Changed) -> None:
        """Lay it out for another side."""
        self._plan = self._laid_out(event.side)
        self._show_plan()
        self._say()

    def on_input_changed(self) -> None:
        """What was said was about another file."""
        self._say()

    def on_input_submitted(self) -> None:
        """Enter in the line leads to what writes the file: nothing is written by a name that is typed."""
        self.query_one("#write").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write it, stop that, or leave; a key that is held, or a double click, does only the first."""
        event.stop()
        if event.button.id == "write":
            self._write()
        elif not self.is_deliberate():
            return
        elif event.button.id == "stop":
            self._halt()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Stop what is being written; else leave."""
        if self._stop_writing is None:
            self.dismiss(None)
        else:
            self._halt()

    # Writing

    def _write(self) -> None:
        """Write the file, unless a key is still held that led here."""
        output = self.query_one("#file", LineInput).value.strip()
        if self._stop_writing is not None:
            return
        if not self.is_deliberate():
            self._say(TOO_FAST, trouble=True)
        elif not output:
            self._say("Type where the file is to be written.", trouble=True)
        else:
            self._begin(output, overwrite=False)

    def _begin(self, output: str, *, overwrite: bool) -> None:
        self._stop_writing = threading.Event()
        self._show_progress(RenderProgress("Getting the sounds ready ...", 0.0))
        self._say()
        self._show_state()
        self.query_one("#stop").focus()
        self._write_file(output, self._stop_writing, overwrite=overwrite)

    @work(name="render", group="render")
    async def _write_file(self, output: str, stop: threading.Event, *, overwrite: bool) -> None:
        """Write the file in a thread, and show what came of it. stop: ends the work at its next report."""

        def report(progress: RenderProgress) -> None:
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
        self._say(*written or message, trouble=focus == "#file")
        self._show_state(done=bool(written))
        self.query_one("#done" if written else focus).focus()
        if existing is not None:
            self._ask(existing, output)

    def on_render_screen_progress(self, event: Progress) -> None:
        """Show how far the file is."""
        if self._stop_writing is not None:
            self._show_progress(event.progress)

    def _ask(self, error: ExistsError, output: str) -> None:
        """Ask before anything is overwritten.

        No letter answers: what is typed may be meant for the name.
        """
        keep = AnswerOption("keep", "Keep it, and choose another name")
        replace = AnswerOption("replace", "Overwrite it", guarded=True)
        asked = ChoiceQuestion(
            "Overwrite what is there?", (keep, replace), (error.message,), back=keep.id, highlighted=keep.id
        )

        def answered(answer: str | None) -> None:
            if answer == replace.id:
                self._begin(output, overwrite=True)
            else:
                self.query_one("#file").focus()

        self.app.push_screen(AskScreen(asked), answered)

    def _halt(self) -> None:
        if self._stop_writing is not None:
            self._stop_writing.set()

    # What is shown

    def _laid_out(self, side: Side) -> Plan:
        return build_plan(self._routine, self._choices(side=side if self._asks_side else None))

    def _show_plan(self) -> None:
        laid_out = self._plan
        length = format_duration(cue_sheet.total_length_s(laid_out, UNATTENDED_GATE_S))
        waits = any(phase.is_gate for phase in laid_out.phases)
        self.query_one("#place", Static).update(literal(describe_place(laid_out.area.name, laid_out.side)))
        self.query_one("#length", Static).update(literal(f"{length}. {GATES}" if waits else f"{length}."))
        notes = self.query_one("#notes", Static)
        notes.update(literal(" ".join(laid_out.notes)))
        notes.display = bool(laid_out.notes)

    def _show_progress(self, progress: RenderProgress) -> None:
        self.query_one("#far", Static).update(literal(progress.text))
        self.query_one(LoadingBar).share = progress.fraction

    def _show_state(self, *, done: bool = False) -> None:
        """What can be done now."""
        working = self._stop_writing is not None
        for given in self.query("#file, SideChoice"):
            given.disabled = working
        self.query_one("#progress").display = working
        self.query_one("#write").display = not working
        self.query_one("#stop").display = working
        self.query_one("#done").display = done

    def _say(self, *words: str, trouble: bool = False) -> None:
        """Say what came of it, each on a line of its own."""
        said = self.query_one("#said", Static)
        said.update(Content("\n").join(literal(each) for each in words if each))
        said.set_class(trouble, "trouble")
        said.display = any(words)


def _describe_result(done: RenderedFile) -> tuple[str, ...]:
    """Where the file lies, what lies beside it, and what else is to know."""
    return (
        describe_written_file(done.path, done.seconds),
        describe_companion_files(*done.companion_names),
        *done.notes,
    )
