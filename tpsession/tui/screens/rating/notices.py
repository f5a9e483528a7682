"""Screens after a session that show a text until the person continues: notices, wiping the hands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Vertical, VerticalScroll
from textual.widgets import Static

from tpsession.core.dialogue.wrap_up import REHEARSED
from tpsession.core.settings.actions import HELP, PROCEED, QUIT, SLIP
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.glyphs.letters import draw_letters
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.input.bindings import make_bindings, shortcut_hint
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.screens.dialogs.ask import BULLET, TOO_FAST
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.common.pictures import PictureWidget

HEIGHTS = [(0, "-low"), (24, "-middle"), (30, "-high")]
"""The class of a screen after a session from this many rows on: a middle one has room for some empty rows."""


class AcknowledgeScreen(DeliberateInput, Page[bool], inherit_bindings=False):
    """Shows a text until the person continues by a key for that or a click; its result is True.

    Presses that were meant for the screen before don't count: neither a key that is still held, nor a press
    in the first second.
    """

    CSS_PATH = "after.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(PROCEED, hidden=[HELP])
    HINT_START: ClassVar[str] = "To continue"
    """The start of the hint that names the keys."""

    def __init__(self, text: str, next_step: str = "") -> None:
        """Make the screen.

        Args:
            text: Shown in the middle of the screen.
            next_step: What comes next, shown below the text; empty for nothing.

        """
        super().__init__()
        self._text = text
        self._next_step = next_step

    def compose_content(self) -> ComposeResult:
        """Build the text, the line that says what comes next, and the keys that continue."""
        with VerticalScroll(id="gate", can_focus=False):
            yield from self.compose_text()
            yield Static(literal(self._next_step), id="next-step")
            yield Static(literal(self._describe_keys()), id="instructions", classes="quiet")

    def compose_text(self) -> ComposeResult:
        """Build the text in the middle."""
        with Center():
            yield Static(literal(self._text), id="text")

    def _describe_keys(self) -> str:
        """Return the hint that names the keys, and a click, that continue."""
        keys = shortcut_hint(self.context.preferences, PROCEED, self.context.charset, "a click")
        return f"{self.HINT_START}: {keys}."

    def on_mouse_down(self) -> None:
        """Do what `action_proceed` does, on a press of the mouse anywhere but in the footer."""
        self.action_proceed()

    def action_proceed(self) -> None:
        """Close with True; if the press was meant for the screen before, say that it came too fast."""
        self._dismiss_or_refuse(PROCEED.id, result=True)

    def _dismiss_or_refuse(self, action_id: str, *, result: bool) -> None:
        """Close with a result; if the press was meant for the screen before, say that it came too fast.

        action_id: whose keys close the screen with this result; if one of them, or the mouse, was pressed
            just before, this press counts as meant for the screen before.
        """
        if self.is_deliberate(*self.context.preferences.keys(action_id), MOUSE):
            self.dismiss(result)
        else:
            # Replaces the hint, because another row would leave less room for large words.
            how = self.query_one("#instructions", Static)
            how.update(TOO_FAST)
            how.set_classes("warning")


class NoticeScreen(AcknowledgeScreen, inherit_bindings=False):
    """Shows advice that must be read; the footer says how to quit, for a person who has to act on it.

    Only its first paragraph is bold. The frame is that of a warning, and heavier in an emergency.
    """

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(PROCEED, QUIT, hidden=[HELP])

    HEADING = "Please read this"
    HINT_START = "Once you have read it"

    def __init__(self, *sentences: str, may_be_emergency: bool = False, signs: tuple[str, ...] = ()) -> None:
        """Make the screen.

        Args:
            sentences: A paragraph each; the one to act on comes first.
            may_be_emergency: Whether they say when to call for help.
            signs: Those with which the first sentence ends, which are shown as a list; mostly none.

        """
        super().__init__(" ".join(sentences))
        self._sentences = sentences
        self._signs = signs
        self.set_class(may_be_emergency, "-emergency")

    def compose_text(self) -> ComposeResult:
        """Build the sentences in the middle; signs that the first one names are a list below it."""
        first, *others = self._sentences
        if self._signs:
            first = f"{first[: first.index(self._signs[0])].rstrip()}:"
        with Center(), Vertical(id="text"):
            yield Static(literal(first), classes="strong")
            signs = BulletList()
            signs.show(self._signs, bullet=BULLET)
            yield signs
            for sentence in others:
                yield Static(literal(sentence), classes="sentence")


class StopNoticeScreen(NoticeScreen, inherit_bindings=False):
    """Shows what must be read after a stop. Its result is True, or False if the reason was a slip."""

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(PROCEED, SLIP, QUIT, hidden=[HELP])

    def action_slip(self) -> None:
        """Close with False; if the press comes too soon, or is a repeat, only say that it came too fast."""
        self._dismiss_or_refuse(SLIP.id, result=False)


class RehearsedScreen(AcknowledgeScreen):
    """Shows that the rehearsal is over."""

    HEADING = "Rehearsal"
    ABOUT = "Nothing was saved."

    def __init__(self) -> None:
        """Show the one sentence of this screen."""
        super().__init__(REHEARSED)


class WipeScreen(AcknowledgeScreen):
    """Waits between the session and the rating until the person has wiped their hands and continues."""

    HEADING = "The session is over"
    ABOUT = "The timer is off. Wipe off the oil, then continue to the rating."

    def __init__(self) -> None:
        """Show the one text of this screen."""
        super().__init__("Wipe your hands", "Take your time. Then rate your pain again.")

    def compose_text(self) -> ComposeResult:
        """Build the text in letters that can be read from across the room."""
        yield LargeText(self._text)


class LargeText(PictureWidget):
    """A few words, as large as the room allows."""

    def __init__(self, text: str) -> None:
        """Show this text."""
        super().__init__()
        self._text = text

    def draw(self, columns: int, rows: int) -> Picture:
        """Draw the text in the largest letters that fit."""
        return draw_letters(self._text, columns, rows, self.charset)
