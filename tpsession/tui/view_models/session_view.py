"""The text and numbers that the session screen shows at a moment, made from the running session."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.plan.gate import gate_purpose
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.wording import (
    describe_instruction,
    describe_limit,
    describe_next_phase,
    describe_phase,
    describe_round,
)
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import SessionRunner
from tpsession.core.text.formatting import describe_place, format_timer
from tpsession.tui.view_models.session_messages import describe_scale

SOON_S = 5.0
"""From this many seconds before it starts, the next phase is emphasised; the voice says it 3 to 5 s ahead."""
_ROUNDING_S = 0.001
"""A time this close to a full second is shown as that second."""


class DisplayState(StrEnum):
    """What the session is doing, as the screen shows it."""

    RUNS = "runs"
    WAITS = "waits"
    """In a gate: the time counts up until the person continues."""
    PAUSED = "paused"
    STOPPED = "stopped"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SessionViewState:
    """All text and numbers that the screen shows."""

    state: DisplayState
    headings: tuple[str, ...]
    """The heading in ever fewer words; the first has area and side, the step's number, and the time left.

    The last has only the time left. In a rehearsal each begins by saying so.
    """
    time: str
    """The time left in the phase; in a gate the time waited so far, with a plus."""
    title: str
    """What to do now, in a few words."""
    instruction: str
    limit: str
    """What is never done now, a sentence; mostly empty, as the instruction says it."""
    upcoming: str
    """What comes next, in a sentence."""
    scale: str
    """How hard to press, while that is explained and now is the time to; otherwise empty."""
    next_scale: str
    """How hard to press in what comes next, while that is explained; otherwise empty."""
    is_upcoming_soon: bool
    """Whether the next phase starts within `SOON_S`."""
    status: str
    """A few words while the session is paused, stopped or waiting; otherwise empty."""
    prompt: str
    """What the main key answers yes to while the session waits or is paused; otherwise empty."""
    terminal_title: str
    """The terminal's title."""

    @property
    def banner(self) -> str:
        """The status and the time in the phase, such as ``PAUSED  0:30 left``; empty without a status."""
        counts_up = self.time.startswith("+")
        return f"{self.status}  {self.time}{'' if counts_up else ' left'}" if self.status else ""

    @property
    def main_key_name(self) -> str:
        """What a press of the main key does now, in a word or two; ``Pause`` if there is no prompt."""
        return self.prompt.removesuffix("?") or "Pause"

    def heading(self, columns: int) -> str:
        """Return the most detailed heading that fits into this many columns, or the briefest if none fits."""
        return next((heading for heading in self.headings if len(heading) <= columns), self.headings[-1])


_STATUS = {
    DisplayState.PAUSED: "PAUSED",
    DisplayState.STOPPED: "STOPPED",
    DisplayState.WAITS: "WAITING FOR YOU",
}


def display_state(runner: SessionRunner) -> DisplayState:
    """Return what the session is doing right now. A gate in which it is paused counts as paused."""
    session = runner.session
    match session.mode:
        case Mode.PAUSED:
            return DisplayState.PAUSED
        case Mode.HALTED:
            return DisplayState.STOPPED
        case Mode.ENDED:
            return DisplayState.OVER
        case _:
            return DisplayState.WAITS if session.is_in_gate else DisplayState.RUNS


def build_view_state(runner: SessionRunner) -> SessionViewState:
    """Build what the screen shows right now. After the end, that is the last phase."""
    session = runner.session
    plan = session.plan
    index = min(session.index, len(plan.phases) - 1)
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    state = display_state(runner)
    time_left = format_timer(_full_seconds(runner.remaining_s()))
    time = _format_phase_time(runner)
    title = describe_phase(plan, index)
    status = _STATUS.get(state, "")
    scale, next_scale = describe_scale(plan, index)
    return SessionViewState(
        state=state,
        headings=_headings(
            describe_place(plan.area_of(entry).name, entry.side),
            _describe_position(plan, phase.entry),
            time_left,
            runner.rehearsal_speed,
        ),
        time=time,
        title=title,
        instruction=describe_instruction(plan, index),
        limit=describe_limit(plan, index),
        upcoming=describe_next_phase(plan, index),
        scale=scale,
        next_scale=next_scale,
        is_upcoming_soon=not phase.is_gate and runner.phase_remaining_s() <= SOON_S,
        status=status,
        prompt=_prompt(state, plan, index),
        terminal_title=f"{time} {title}"
        if state is DisplayState.RUNS
        else f"{(status or 'Done').lower()}: {title}",
    )


def _describe_position(plan: Plan, number: int) -> tuple[str, str]:
    """Return where in the session an entry is, as ``step 2 of 5`` and shorter as ``2 of 5``.

    Both name the round, too, if the step is in rounds. For a rest between rounds both are ``between rounds``.

    number: of the entry, from 0.
    """
    entry = plan.entries[number]
    if entry.is_between_rounds:
        return "between rounds", "between rounds"
    step = f"{plan.step_number(number)} of {plan.step_count}{describe_round(entry)}"
    return f"step {step}", step


def _headings(
    place: str, position: tuple[str, str], time_left: str, rehearsal_speed: float | None
) -> tuple[str, ...]:
    """Return the possible headings, from the most detailed to the briefest; the first that fits is shown.

    Args:
        place: Where on the body the session is.
        position: What `_describe_position` returns.
        time_left: Of the whole session, as text.
        rehearsal_speed: How many times as fast the session is rehearsed; None if it isn't.

    """
    step, short_step = position
    forms = (
        (place, step, f"{time_left} left in total"),
        (place, short_step, f"{time_left} left"),
        (step, f"{time_left} left in total"),
        (short_step, f"{time_left} left"),
        (f"{time_left} left",),
    )
    rehearsal = () if rehearsal_speed is None else (f"Rehearsal \N{MULTIPLICATION SIGN}{rehearsal_speed:g}",)
    return tuple(" \N{MIDDLE DOT} ".join((*rehearsal, *form)) for form in forms)


def _format_phase_time(runner: SessionRunner) -> str:
    """Return the time left in the phase, rounded up; or in a gate the time waited, such as ``+0:12``.

    The time waited is rounded down.
    """
    if runner.session.is_in_gate:
        return f"+{format_timer(math.floor(runner.position() + _ROUNDING_S))}"
    return format_timer(_full_seconds(runner.phase_remaining_s()))


def _full_seconds(seconds: float) -> int:
    """Return the full seconds that a countdown shows: rounded up, so that 0 means that no time is left.

    A time up to `_ROUNDING_S` above a full second is rounded down.
    """
    return math.ceil(seconds - _ROUNDING_S)


def _prompt(state: DisplayState, plan: Plan, index: int) -> str:
    """Return the question to which the main key answers yes; empty if there is none.

    There is one while a gate waits and while the session is paused. If it is stopped, a dialog asks instead.

    index: of the current phase.
    """
    if state is DisplayState.WAITS:
        return f"{gate_purpose(plan, index).short_text}?"
    return "Continue?" if state is DisplayState.PAUSED else ""
