"""The welcome at the first start: what the program does, and the offer of a two-minute trial."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.core.catalog.cues import CueGroup
from tpsession.core.settings.actions import CLOSE, GO, HELP, STOP
from tpsession.core.sound.player import SOUND_TURNED_OFF
from tpsession.core.sound.sound_check import SoundCheck, describe_muted_groups
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import ROOMY, Page
from tpsession.tui.drawing.glyphs.letters import draw_letters
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.input.bindings import make_bindings, shortcut_hint
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.pictures import PictureWidget
from tpsession.tui.widgets.questions.answer_button import AnswerButton
from tpsession.tui.widgets.session.taste import Taste

TRY = "try"
SKIP = "skip"
WHERE = "where"
_HEAR = "hear"
_WIDTHS = [(0, "-narrow"), (78, "-wide"), (ROOMY[0], "-roomy")]
_HEIGHTS = [(0, "-low"), (22, "-high"), (ROOMY[1], "-tall")]
"""The class for each size; the moving picture needs ``-wide -high``, name and body ``-roomy -tall``."""
_ANSWERS = (
    (TRY, "t", "Try it: two minutes on one hand, no oil needed"),
    (WHERE, "o", "Say where it hurts, and be led to a routine"),
    (SKIP, "s", "Skip to the routines"),
    (_HEAR, "h", "Hear a signal and the voice"),
)
_HEARD = "First the signal that a step begins, then the voice."


class LargeName(PictureWidget):
    """The name of the program in large letters."""

    def draw(self, columns: int, rows: int) -> Picture:
        """Draw the name in the largest letters that fit."""
        return draw_letters("tpsession", columns, rows, self.charset)


class WelcomeScreen(DeliberateInput, Page[str], ConfirmsExit):
    """Explains the program; its result is ``try``, ``where`` or ``skip``, as the person chose.

    That is the trial, to say where it hurts, or the list of routines. The screen appears unasked, so presses
    that were meant for the list below don't count.
    """

    CSS_PATH = "welcome.tcss"
    HEADING = "Welcome to tpsession"
    ABOUT = "Choose with the arrows and enter, with a click, or with the letter in front of an answer."
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    # There is nothing to go back to, so the footer doesn't show escape, which skips the trial.
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(hidden=[CLOSE, HELP])

    def __init__(self) -> None:
        """Make the welcome; its text is always the same, apart from the keys."""
        super().__init__()
        self.quits = False
        """Whether the person left the program here; it ends once this welcome is saved as seen."""
        self._check: SoundCheck | None = None
        """Plays what is to be heard; None until it is asked for."""

    def compose_content(self) -> ComposeResult:
        """Build the body and the moving picture, and beside them the name, the sentences and four buttons.

        These are to try a session, say where it hurts, skip to the routines, or hear a sample of the sounds.
        """
        with Horizontal(id="welcome"):
            with Vertical(id="pictures"):
                yield BodyPicture(id="body")
                yield Taste(id="taste")
            with VerticalScroll(id="text", can_focus=False):
                yield LargeName(id="name")
                for sentence in self._sentences():
                    yield Static(literal(sentence), classes="sentence")
                for identifier, key, text in _ANSWERS:
                    yield AnswerButton(text, key, id=identifier)
                yield Static(id="hint", classes="warning")

    def on_mount(self) -> None:
        """Highlight the trial, and show the moving picture, which stands still if the settings say so."""
        self.query_one(f"#{TRY}", AnswerButton).focus()
        self.query_one(Taste).start(animated=self.context.preferences.switch("screen.motion"))

    def on_unmount(self) -> None:
        """Stop the sounds of the sample if they are still playing."""
        if self._check is not None:
            self._check.stop()

    def _sentences(self) -> tuple[str, ...]:
        """Return the sentences of the welcome, with the keys that the settings name."""
        context = self.context
        go = shortcut_hint(context.preferences, GO, context.charset)
        stop = shortcut_hint(context.preferences, STOP, context.charset, max_keys=1)
        return (
            "This program guides you through self-massage with sound and pictures, hands-free.",
            "It is not a medical device, and nothing you enter leaves this computer.",
            f"During a session, any big key such as {go} pauses and resumes, and {stop} stops.",
            "With a screen reader: tpsession --plain",
        )

    def action_close(self) -> None:
        """Skip the trial; if the press was meant for the screen before, show a hint instead."""
        self._try_dismiss(SKIP)

    def confirm_exit(self) -> None:
        """Close as if the trial was skipped, and set `quits`; the flow then leaves the program."""
        self.quits = True
        self.dismiss(SKIP)

    def on_key(self, event: Key) -> None:
        """Move the focus with the arrow keys, or choose an answer by its letter in upper or lower case."""
        if event.key in {"up", "down", "left", "right"}:
            event.stop()
            move = self.focus_next if event.key in {"down", "right"} else self.focus_previous
            move(AnswerButton)
            return
        for identifier, key, _ in _ANSWERS:
            if event.character is not None and event.character.lower() == key:
                event.stop()
                with self.context.handling_press(self.context.press_of(event)):
                    self._try_dismiss(identifier)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose the answer that was clicked or confirmed with enter, as `_try_dismiss` does."""
        event.stop()
        self._try_dismiss(str(event.button.id))

    def _try_dismiss(self, answer: str) -> None:
        """Close with an answer, or show a hint if the press was meant for the screen before.

        The answer that plays a sound closes nothing, and isn't refused. answer: the id of an answer.
        """
        if answer == _HEAR:
            self._play_sample()
        elif self.is_deliberate():
            self.dismiss(answer)
        else:
            self._show_hint(TOO_FAST_TO_READ)

    def _play_sample(self) -> None:
        """Play a signal, then the voice, and show a sentence on what should be heard.

        If sound doesn't work or is turned off, the sentence says that instead; otherwise, if one of the two
        has the volume 0, it is about that.
        """
        context = self.context
        if self._check is None:
            self._check = SoundCheck(context.player, context.services.clock)
        state = context.player.state()
        muted = describe_muted_groups((CueGroup.CUES, CueGroup.VOICE), context.preferences)
        heard = " ".join(muted) or _HEARD
        self._show_hint(state.message or (heard if state.is_audible else SOUND_TURNED_OFF))
        self.set_timer(self._check.play(CueGroup.CUES), partial(self._check.play, CueGroup.VOICE))

    def _show_hint(self, text: str) -> None:
        """Show a sentence below the answers."""
        hint = self.query_one("#hint", Static)
        hint.update(literal(text))
        hint.display = True
        hint.scroll_visible(animate=False)
