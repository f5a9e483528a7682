"""What the session screen says at a moment, as plain values made from a sitting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.technique import LOCATE, PRESSURE, Technique
from tpsession.core.plan.wording import describe_next_phase, describe_instruction, describe_phase
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import SessionRunner
from tpsession.core.text.formatting import format_timer, describe_place

SOON_S = 5.0
"""What comes next is stressed when it is no further away than this; the voice says it 3 to 5 s ahead."""
_ROUNDING_S = 0.001
"""A clock that is this close to a full second shows it."""


class DisplayState(StrEnum):
    """What the session does, as it is to be seen from afar."""

    RUNS = "runs"
    WAITS = "waits"
    """A gate: it counts up until the person goes on."""
    PAUSED = "paused"
    STOPPED = "stopped"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SessionViewState:
    """Everything that the screen says in words and numbers."""

    state: DisplayState
    headings: tuple[str, ...]
    """Area and side, which step of how many, and the time left of the session; then the same in fewer words.

    The time left stays to the last.
    """
    time: str
    """Time left of the phase; in a gate the time waited, with a plus."""
    title: str
    instruction: str
    upcoming: str
    is_upcoming_soon: bool
    """Whether what comes next is near."""
    status: str
    """One or two words where the clock stands or waits; else empty."""
    main_action: str
    """What the one big key does now."""
    terminal_title: str
    """The terminal's title."""

    def heading(self, columns: int) -> str:
        """The longest heading that fits into so many columns; else the shortest."""
        return next((each for each in self.headings if len(each) <= columns), self.headings[-1])


_SEARCHING = (LOCATE, PRESSURE)
_SIGNS = {
    DisplayState.PAUSED: "PAUSED",
    DisplayState.STOPPED: "STOPPED",
    DisplayState.WAITS: "WAITING FOR YOU",
}


def display_state(sitting: SessionRunner) -> DisplayState:
    """What the session does right now."""
    session = sitting.session
    match session.mode:
        case Mode.PAUSED:
            return DisplayState.PAUSED
        case Mode.HALTED:
            return DisplayState.STOPPED
        case Mode.ENDED:
            return DisplayState.OVER
        case _:
            return DisplayState.WAITS if session.is_in_gate else DisplayState.RUNS


def build_view_state(sitting: SessionRunner) -> SessionViewState:
    """What the screen says right now."""
    session = sitting.session
    plan = session.plan
    index = min(session.index, len(plan.phases) - 1)
    phase = plan.phases[index]
    stands = display_state(sitting)
    left = format_timer(_whole(sitting.remaining_s()))
    time = _time(sitting)
    title = describe_phase(plan, index)
    near = not phase.is_gate and sitting.phase_remaining_s() <= SOON_S
    return SessionViewState(
        state=stands,
        headings=_headings(
            describe_place(plan.area.name, plan.entries[phase.entry].side),
            f"{phase.entry + 1} of {len(plan.entries)}",
            left,
        ),
        time=time,
        title=title,
        instruction=describe_instruction(plan, index),
        upcoming=describe_next_phase(plan, index),
        is_upcoming_soon=near,
        status=_SIGNS.get(stands, ""),
        main_action=_go(stands, plan.entries[phase.entry].technique),
        terminal_title=f"{time} {title}"
        if stands is DisplayState.RUNS
        else f"{_SIGNS.get(stands, 'Done').lower()}: {title}",
    )


def _headings(place: str, step: str, left: str) -> tuple[str, ...]:
    """The words of the title line, the longest first."""
    forms = (
        (place, f"step {step}", f"{left} left in all"),
        (place, step, f"{left} left"),
        (f"step {step}", f"{left} left in all"),
        (step, f"{left} left"),
        (f"{left} left",),
    )
    return tuple(" \N{MIDDLE DOT} ".join(form) for form in forms)


def _time(sitting: SessionRunner) -> str:
    if sitting.session.is_in_gate:
        return f"+{format_timer(math.floor(sitting.position() + _ROUNDING_S))}"
    return format_timer(_whole(sitting.phase_remaining_s()))


def _whole(seconds: float) -> int:
    """The full seconds that a countdown shows: 0 only when nothing is left."""
    return math.ceil(seconds - _ROUNDING_S)


def _go(stands: DisplayState, technique: Technique) -> str:
    if stands is DisplayState.RUNS:
        return "Pause"
    # Only where something is looked for it can be found.
    return "Found it, go on" if stands is DisplayState.WAITS and technique in _SEARCHING else "Go on"
