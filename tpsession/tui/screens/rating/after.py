"""What follows a session: sentences to read, wiping the hands, and how it went with a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tpsession.core.history.ratings import HIGHEST, LOWEST
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.wording import (
    describe_active_time,
    describe_ratings,
    describe_record_place,
    describe_status,
    format_datetime,
)
from tpsession.core.settings.actions import CLOSE, HELP, PROCEED, QUIT
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.glyphs.letters import draw_letters
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.input.bindings import bindings, shortcut_hint
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.common.pictures import PictureWidget

LONGEST_NOTE = 4000
"""Characters of a note."""


class AcknowledgeScreen(DeliberateInput, Page[bool], inherit_bindings=False):
    """Calm words that stand until somebody goes on by a big key or a click.

    What was pressed for the screen before doesn't pass it: neither a key that is still held nor a press that
    came just as this screen did.
    """

    CSS_PATH = "after.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(PROCEED, hidden=[HELP])
    WAY: ClassVar[str] = "To go on"
    """Said before the keys that pass it."""

    def __init__(self, words: str, further: str = "") -> None:
        """words: in the middle of the screen. further: what comes next, below them."""
        super().__init__()
        self._words = words
        self._further = further

    def content(self) -> ComposeResult:
        """The words, and what passes them."""
        with VerticalScroll(id="gate", can_focus=False):
            yield from self.words()
            yield Static(literal(self._further), id="further")
            yield Static(literal(self._ways()), id="how", classes="quiet")

    def words(self) -> ComposeResult:
        """The words in the middle."""
        with Center():
            yield Static(literal(self._words), id="words")

    def _ways(self) -> str:
        app = self.context
        return f"{self.WAY}: {shortcut_hint(app.preferences, PROCEED, app.charset, 'a click')}."

    def on_mouse_down(self) -> None:
        """A press of the mouse anywhere but in the footer."""
        self.action_proceed()

    def action_proceed(self) -> None:
        """Go on, unless the press may have been meant for something else."""
        if self.is_deliberate(*self.context.preferences.keys(PROCEED.id), MOUSE):
            self.dismiss(True)
        else:
            # In the place of what was said there: another row would make large words small.
            how = self.query_one("#how", Static)
            how.update(TOO_FAST)
            how.set_classes("trouble")


class NoticeScreen(AcknowledgeScreen, inherit_bindings=False):
    """A sentence that has to be read. Who has to act on it sees how to leave."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(PROCEED, QUIT, hidden=[HELP])

    HEADING = "Please read this"
    WAY = "When you have read it"


class WipeScreen(AcknowledgeScreen):
    """Between the session and the rating: clean hands."""

    HEADING = "The session is over"
    ABOUT = "Nothing is timed any more: wipe the oil off, then go on to the rating."

    def __init__(self) -> None:
        """Always the same words."""
        super().__init__("Wipe your hands", "Take your time. Then rate once more.")

    def words(self) -> ComposeResult:
        """To be read from across the room."""
        yield BigWords(self._words)


class BigWords(PictureWidget):
    """A few words, as large as the room allows."""

    def __init__(self, words: str) -> None:
        """Show these."""
        super().__init__()
        self._words = words

    def draw(self, columns: int, rows: int) -> Picture:
        """The words."""
        return draw_letters(self._words, columns, rows, self.charset)


@dataclass(frozen=True, slots=True)
class NoteLater:
    """The note is to be asked for at the next start."""


NOTE_LATER = NoteLater()


@dataclass(frozen=True, slots=True)
class Summary:
    """How a session went."""

    before: int | None
    """Rating, 0 to 10."""
    after: int | None
    active_s: float
    """Seconds in work, hold and release."""
    status: Status
    reason: StopReason | None
    accepts_note: bool = True
    """Whether a note can be kept."""
    steps: tuple[StepRecord, ...] = ()
    """What was done of each step."""
    priority_notice: str = ""
    """What matters more than how it went."""


_HEIGHTS = [(0, "-low"), (22, "-high")]
"""Rows from which on there is room for empty ones."""


class SummaryScreen(DeliberateInput, Page[str | NoteLater], ConfirmsExit):
    """Shows how a session went; the result is its note, empty for none, or `NOTE_LATER`."""

    CSS_PATH = "after.tcss"
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HEADING = "How it went"
    ABOUT = (
        "Type a note and press enter to keep it, or have it asked for at the next start. "
        "Leaving keeps what was typed."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE, QUIT, hidden=[HELP])

    def __init__(self, summary: Summary) -> None:
        """Show this."""
        super().__init__()
        self.quits = False
        """Whether the program is to be left once the result is kept."""
        self._summary = summary

    def content(self) -> ComposeResult:
        """The ratings in words and as a picture, the time worked, and a note."""
        summary = self._summary
        with VerticalScroll(id="page", can_focus=False):
            if summary.priority_notice:
                yield Static(literal(summary.priority_notice), id="heed", classes="strong")
            with Vertical(id="went"):
                yield Static(literal(describe_ratings(summary.before, summary.after)), classes="strong")
                scale = scale_lines(summary.before, summary.after)
                if scale:
                    yield Static(plain_lines(scale), id="scale")
                if summary.before is not None and summary.after is not None:
                    yield Static(CAUSE_UNKNOWN, id="cause", classes="quiet")
                yield Static(plain_lines(self._facts()), id="facts")
            if summary.accepts_note:
                yield Static("A note for this session; enter or leaving keeps it.", id="note-label")
                yield LineInput(id="note", compact=True, max_length=LONGEST_NOTE)
            yield Static(TOO_FAST, id="hint", classes="trouble")
            with Horizontal(id="buttons"):
                yield Button("Done", id="done", variant="primary", compact=True)
                if summary.accepts_note:
                    yield Button("Note at the next start", id="later", compact=True)

    def _facts(self) -> list[str]:
        summary = self._summary
        worked = describe_active_time(summary.active_s)
        return [*([worked] if worked else []), describe_status(summary.status, summary.reason, summary.steps)]

    def on_mount(self) -> None:
        """Whatever is typed is the note, but where somebody has to call for help: there a letter quits."""
        typed = self._summary.accepts_note and not self._summary.priority_notice
        self.query_one("#note" if typed else "#done").focus()

    def on_input_submitted(self) -> None:
        """Enter keeps the note."""
        self._leave(self._note)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave with the note, or with none so far."""
        later = event.button.id == "later" and not self._note
        self._leave(NOTE_LATER if later else self._note)

    def action_close(self) -> None:
        """Leave; what was typed is kept."""
        self._leave(self._note)

    def confirm_exit(self) -> None:
        """Leave the program; what was typed is kept."""
        self.quits = True
        self.dismiss(self._note)

    @property
    def _note(self) -> str:
        return " ".join(field.value.strip() for field in self.query(Input))

    def _leave(self, result: str | NoteLater) -> None:
        """Give the result, unless a key is still held that gave the rating."""
        if self.is_deliberate():
            self.dismiss(result)
        else:
            self.query_one("#hint").add_class("-shown")


class NoteScreen(Page[str], ConfirmsExit):
    """Asks for a note that was put off; the result is the note, empty for none, or None for not now."""

    CSS_PATH = "after.tcss"
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HEADING = "A note that waits"
    ABOUT = (
        "Type the note and press enter. Leaving keeps what was typed; "
        "where nothing was, it is asked for again at the next start."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE, hidden=[HELP])

    def __init__(self, record: SessionRecord) -> None:
        """record: the session that waits for its note."""
        super().__init__()
        self.quits = False
        """Whether the program is to be left once the result is kept."""
        self._record = record

    def content(self) -> ComposeResult:
        """Which session it was, the note, and three ways on."""
        record = self._record
        with VerticalScroll(id="page", can_focus=False):
            with Vertical(id="went"):
                yield Static(literal(format_datetime(record.started_at)))
                yield Static(literal(describe_record_place(record)), classes="strong")
                yield Static(literal(describe_ratings(record.before, record.after)))
            yield Static("Its note; enter or leaving keeps it.", id="note-label")
            yield LineInput(id="note", compact=True, max_length=LONGEST_NOTE)
            with Horizontal(id="buttons"):
                yield Button("Keep it", id="keep", variant="primary", compact=True, disabled=True)
                yield Button("Not now", id="not-now", compact=True)
                yield Button("No note", id="none", compact=True)

    def on_mount(self) -> None:
        """Whatever is typed is the note."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """There is something to keep, or nothing; what was typed is no more thrown away by a click."""
        typed = bool(event.value.strip())
        self.query_one("#keep", Button).disabled = not typed
        for other in ("#not-now", "#none"):
            self.query_one(other, Button).disabled = typed

    def on_input_submitted(self) -> None:
        """Enter keeps the note; without one nothing happens."""
        if self._note:
            self.dismiss(self._note)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep it, leave it for another time, or do without."""
        self.dismiss({"keep": self._note, "none": ""}.get(event.button.id or ""))

    def action_close(self) -> None:
        """Leave; what was typed is kept."""
        self.dismiss(self._note or None)

    def confirm_exit(self) -> None:
        """Leave the program; what was typed is kept."""
        self.quits = True
        self.action_close()

    @property
    def _note(self) -> str:
        return self.query_one(Input).value.strip()


_CELL = 4
"""Columns of a number of the scale."""
_NAMED = 8
"""Columns of the names in front."""


def plain_lines(lines: Iterable[str]) -> Content:
    """Lines of nothing but text."""
    return Content("\n").join(map(literal, lines))


def scale_lines(before: int | None, after: int | None) -> tuple[str, ...]:
    """The ratings on the scale from 0 to 10: its numbers, then a line for each rating that was given."""
    numbers = "".join(str(number).rjust(_CELL) for number in range(LOWEST, HIGHEST + 1))
    named = [(name, value) for name, value in (("before", before), ("after", after)) if value is not None]
    marks = [
        f"{name:{_NAMED}}"
        + "".join(("●" if number == value else "·").rjust(_CELL) for number in range(LOWEST, HIGHEST + 1))
        for name, value in named
    ]
    return (" " * _NAMED + numbers, *marks) if marks else ()
