"""A session to be followed from three metres: numerals, the moving guide, the words, and the bar."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

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
from tpsession.tui.widgets.session.phase_bar import PhaseBar
from tpsession.tui.widgets.session.status_icon import StatusIcon
from tpsession.tui.widgets.session.time_digits import TimeDigits


class SessionView(Vertical):
    """Shows where a sitting is. It is shown several times a second: what hasn't changed isn't touched."""

    def __init__(self, runner: SessionRunner, *below: Widget, animated: bool) -> None:
        """below: what stands under it. moves: whether pictures move."""
        super().__init__()
        self._sitting = runner
        self._moves = animated
        self._time = TimeDigits(id="time")
        self._guide = Guide(id="guide")
        self._stand_sign = StatusIcon(id="stand-sign")
        self._sign = TruncatedLabel(id="sign")
        self._step = TruncatedLabel(id="step", classes="strong", grows=True)
        self._instruction = TruncatedLabel(id="instruction", grows=True)
        self._coming = TruncatedLabel(id="coming", grows=True)
        self._said = TruncatedLabel(id="said", classes="trouble", grows=True)
        self._bar = PhaseBar(runner.session.plan, id="bar")
        self._kind: GuideKind | None = None
        self._below = below

    def compose(self) -> ComposeResult:
        """Numerals and guide side by side; the words, the bar and all else below.

        The toolkit goes through everything that lies in one container with what has changed: as little as can
        be lies beside the guide, which changes all the time.
        """
        with Horizontal(id="stage"):
            yield self._time
            yield self._guide
            yield self._stand_sign
        with Vertical(id="below"):
            yield self._sign
            with Vertical(id="words"):
                yield self._step
                yield self._instruction
                yield self._coming
                yield self._said
            yield self._bar
            yield from self._below

    def show_message(self, words: str) -> None:
        """Show a message under the words."""
        self._said.set_text(words)

    def show(self, before: SessionViewState | None, continue_key: str) -> SessionViewState | None:
        """Show this moment; the face where it is another than before, else None.

        go_key: the key that lets a clock go on that stands, in words.
        """
        if self._sitting.session.mode is Mode.ENDED:
            return None
        now = build_view_state(self._sitting)
        changed = now != before
        if changed:
            self._show_face(now, continue_key)
        self._show_motion(now)
        session = self._sitting.session
        self._bar.show_position(session.index, self._sitting.position(), session.length_s)
        return now if changed else None

    def _show_face(self, now: SessionViewState, go_key: str) -> None:
        widest = len(format_timer(self._sitting.session.length_s))
        # Padded, so that the numerals keep their size when 10:00 becomes 9:59.
        self._time.show(now.time.rjust(widest))
        self._stand_sign.show(now.state)
        self._sign.set_text(f"{now.status}  ({go_key}: {now.main_action.lower()})" if now.status else "")
        self._step.set_text(now.title)
        self._instruction.set_text(now.instruction)
        self._coming.set_text(now.upcoming)

    def _show_motion(self, now: SessionViewState) -> None:
        session = self._sitting.session
        phase = session.phase
        entry = session.plan.entries[phase.entry]
        position = self._sitting.position()
        kind = guide_kind(phase, entry)
        if kind is not self._kind:
            self._kind = kind
            self._guide.tooltip = describe_guide(kind)
        at = cycle_position(phase, entry, position, session.length_s) if self._moves else still_position(kind)
        word = describe_direction(phase, entry, position) if self._moves else describe_pace(phase, entry)
        self._guide.show(kind, at, word if now.state is DisplayState.RUNS else "")
