"""The view of a running session, readable from three metres: time, guide, instruction and phase bar."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tpsession.core.plan.wording import describe_pace
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import SessionRunner
from tpsession.core.text.formatting import format_timer
from tpsession.tui.drawing.motion.guide import (
    GuideKind,
    cycle_position,
    describe_direction,
    describe_guide,
    guide_kind,
    still_position,
)
from tpsession.tui.view_models.session_view import DisplayState, SessionViewState, build_view_state
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.session.guide import Guide
from tpsession.tui.widgets.session.large_instruction import LargeInstruction
from tpsession.tui.widgets.session.phase_bar import PhaseBar
from tpsession.tui.widgets.session.press_prompt import PressPrompt
from tpsession.tui.widgets.session.status_icon import StatusIcon
from tpsession.tui.widgets.session.time_digits import TimeDigits

_LARGE_FROM = 110, 32
"""From this many columns and rows on, what to do is shown in large letters."""
_ROWS_FOR_TIME = 10
"""Rows that the time keeps at least beside large letters; then it can still be read from three metres."""
_TEXT_MARGINS = 4
"""Columns left and right of the text, together."""
_OTHER_ROWS = 10
"""Rows of everything but the time, title and instruction: status, message, what comes next, bar and gaps."""


class SessionView(Vertical):
    """Shows the state of a session. `show` is called several times a second and updates only what changed."""

    def __init__(self, runner: SessionRunner, *, animated: bool) -> None:
        """Make the view.

        Args:
            runner: The session to show.
            animated: Whether the guide moves.

        """
        super().__init__()
        self._runner = runner
        self._animated = animated
        self._time = TimeDigits(id="time")
        self._prompt = PressPrompt(id="prompt")
        self._guide = Guide(id="guide")
        self._status_icon = StatusIcon(id="status-icon")
        self._status = TruncatedLabel(id="sign")
        self._large = LargeInstruction(id="large")
        self._step = TruncatedLabel(id="step", classes="strong", grows=True)
        self._instruction = TruncatedLabel(id="instruction", grows=True)
        self._limit = TruncatedLabel(id="limit", classes="warning", grows=True)
        self._scale = TruncatedLabel(classes="scale", grows=True)
        self._next_scale = TruncatedLabel(classes="scale", grows=True)
        self._upcoming = TruncatedLabel(id="upcoming", grows=True)
        self._message = TruncatedLabel(id="message", classes="warning", grows=True)
        self._bar = PhaseBar(runner.session.plan, id="bar")
        self._kind: GuideKind | None = None
        self._status_text = ""
        self._caption = ""

    def compose(self) -> ComposeResult:
        """Build the time and the guide, the prompt and the icon that may replace them, the texts and the bar.

        As little as possible is in one container with the guide, which changes all the time: Textual looks at
        everything in the container of a widget that changes.
        """
        with Horizontal(id="stage"):
            yield self._time
            yield self._prompt
            yield self._guide
            yield self._status_icon
        with Vertical(id="below"):
            yield self._status
            yield self._large
            with Vertical(id="text"):
                yield self._step
                yield self._instruction
                yield self._limit
                yield self._scale
                yield self._upcoming
                yield self._next_scale
                yield self._message
            yield self._bar

    def show_message(self, text: str) -> None:
        """Show a message below what comes next, in place of the message before; empty for none."""
        self._message.set_text(text)

    def show_caption(self, text: str) -> None:
        """Show what a cue says, in place of the status; an empty text brings the status back."""
        self._caption = text
        self._status.set_text(text or self._status_text)

    def show(self, before: SessionViewState | None, continue_key: str) -> SessionViewState | None:
        """Show the session at this moment; do nothing once it has ended.

        Args:
            before: The state that was shown last; None if none was.
            continue_key: The key that continues a session that is paused or waits, as it is shown to people.

        Returns:
            The new state if it differs from `before`; None if it doesn't, or if the session has ended.

        """
        if self._runner.session.mode is Mode.ENDED:
            return None
        now = build_view_state(self._runner)
        changed = now != before
        if changed:
            self._show_state(now, continue_key)
        self._show_motion(now)
        session = self._runner.session
        self._bar.show_position(session.index, self._runner.position(), session.length_s)
        return now if changed else None

    def _show_state(self, now: SessionViewState, go_key: str) -> None:
        """Show a state, all but the guide's picture and the bar: `show` updates these more often.

        If there is a caption, it stays in place of the status.

        go_key: the key that the prompt names, as it is shown to people.
        """
        widest = len(format_timer(self._runner.session.length_s))
        # Padding keeps the size of the digits when 10:00 becomes 9:59.
        self._time.show(now.time.rjust(widest))
        self._status_icon.show(now.state)
        self._status_text = now.banner
        self._status.set_text(self._caption or now.banner)
        if now.prompt:
            self._prompt.show(now.prompt, f"Press {go_key}")
        self._step.set_text(now.title)
        self._instruction.set_text(now.instruction)
        self._show_large(now)
        self._limit.set_text(now.limit)
        self._limit.display = bool(now.limit)
        for label, scale in ((self._scale, now.scale), (self._next_scale, now.next_scale)):
            label.set_text(scale)
            label.display = bool(scale)
        self._upcoming.set_text(now.upcoming)

    def on_resize(self) -> None:
        """Show what to do in letters that fit the new size, unless the session has ended."""
        if self._runner.session.mode is not Mode.ENDED:
            self._show_large(build_view_state(self._runner))

    def _show_large(self, now: SessionViewState) -> None:
        """Show the step in large letters if they have all its characters and there is room.

        The instruction is large, too, if both fit; in ASCII it never is. What isn't shown in large letters is
        shown as lines of text.
        """
        columns, rows = self.size
        has_room = columns >= _LARGE_FROM[0] and rows >= _LARGE_FROM[1]
        free_rows = rows - _ROWS_FOR_TIME - _OTHER_ROWS if has_room else 0
        self._large.show(now.title, now.instruction, columns - _TEXT_MARGINS, free_rows)
        self._step.display = not self._large.display
        self._instruction.display = not self._large.shows_text
        self.set_class(self._large.display, "-large")

    def _show_motion(self, now: SessionViewState) -> None:
        """Show the guide's picture for this moment, or a still one if motion is turned off.

        While the session runs, there may be words below it: the direction of a stroke or breath, or for a
        still picture the pace.
        """
        session = self._runner.session
        phase = session.phase
        entry = session.plan.entries[phase.entry]
        position = self._runner.position()
        kind = guide_kind(phase, entry)
        if kind is not self._kind:
            self._kind = kind
            self._guide.tooltip = describe_guide(kind)
        moment = (
            cycle_position(phase, entry, position, session.length_s)
            if self._animated
            else still_position(kind)
        )
        word = describe_direction(phase, entry, position) if self._animated else describe_pace(phase, entry)
        self._guide.show(kind, moment, word if now.state is DisplayState.RUNS else "")
