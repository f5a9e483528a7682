"""The moving guide: which motion fits a phase, where it is at a moment, and its picture.

Everything derives from the plan's phase and entry, so that what a person sees is in step with what they hear.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, nextafter, pi

from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import LOCATE, OIL, PRESSURE, STRETCH, WIPE, Pacing
from tpsession.core.plan.pacing import pace_for
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import PlanStep
from tpsession.tui.drawing.motion import motions
from tpsession.tui.drawing.motion.motions import HELD_UNTIL, HELD_FROM, Motion, Stage
from tpsession.tui.drawing.raster.picture import Charset, Picture

BUILD_S = 3.0
"""Seconds in which a hold builds and a release lets go (ours)."""
STRETCH_S = 5.0
"""Seconds in which a stretch is pulled long: gently (ours)."""
PULSE_S = 10.0
"""Seconds of the slight pulse of what is held: that of a quiet breath."""
UNKNOWN_CYCLE_S = 4.0
"""Seconds of a cycle where a plan that was kept names none that can be."""


class GuideKind(StrEnum):
    """What the guide shows."""

    DROP = "drop"
    CIRCLE = "circle"
    STROKES = "strokes"
    PRESSURE = "pressure"
    STRETCH = "stretch"
    HOLD = "hold"
    """Held without a picture of its own: a person's own step, tensed muscles."""
    BREATH = "breath"
    SEARCH = "search"
    REST = "rest"
    PACE = "pace"
    """A person's own step that has a tempo."""
    WAIT = "wait"
    WIPE = "wipe"
    READY = "ready"
    TO_LEFT = "to-left"
    TO_RIGHT = "to-right"


@dataclass(frozen=True, slots=True)
class _Guide:
    """One kind of guide."""

    motion: Motion
    words: str
    """What it shows, for who doesn't see it."""
    still: float
    """The turn that tells most when nothing is to move."""
    cycle_s: float = 0.0
    """Seconds of a cycle; 0 where the plan has them."""
    directions: tuple[str, str] = ("", "")
    """The words for the first and second half of a cycle."""


_GUIDES = {
    GuideKind.DROP: _Guide(motions.draw_drop, "A drop of oil falls and spreads", 0.38, cycle_s=4.0),
    GuideKind.CIRCLE: _Guide(motions.draw_circle, "A palm circling", 0.1),
    GuideKind.STROKES: _Guide(
        motions.draw_strokes, "A grip going up and down", 0.25, directions=("up", "down")
    ),
    GuideKind.PRESSURE: _Guide(motions.draw_pressure, "A thumb sinks in, stays, and lifts", HELD_FROM),
    GuideKind.STRETCH: _Guide(motions.draw_stretch, "A band is pulled long, held, and let back", HELD_FROM),
    GuideKind.HOLD: _Guide(motions.draw_hold, "A bar fills, stays full, and empties", HELD_FROM),
    GuideKind.BREATH: _Guide(
        motions.draw_breath, "A ball swells with the breath in and falls with the breath out", 0.5,
        directions=("in", "out"),
    ),
    GuideKind.SEARCH: _Guide(motions.draw_search, "Fingertips feeling for the spot", 0.9, cycle_s=9.0),
    GuideKind.REST: _Guide(motions.draw_rest, "A calm swell", 0.0, cycle_s=12.0),
    GuideKind.PACE: _Guide(motions.draw_pace, "A ball swinging to and fro", 0.25),
    GuideKind.WAIT: _Guide(motions.draw_wait, "Three points: it waits for you", 0.5, cycle_s=4.0),
    GuideKind.WIPE: _Guide(motions.draw_wipe, "A cloth wiping to and fro", 0.25, cycle_s=3.0),
    GuideKind.READY: _Guide(motions.draw_ready, "A ring closes in until it begins", 0.4),
    GuideKind.TO_LEFT: _Guide(motions.draw_to_left, "A ball goes over to the left", 0.75),
    GuideKind.TO_RIGHT: _Guide(motions.draw_to_right, "A ball goes over to the right", 0.75),
}  # fmt: skip

_BY_TECHNIQUE = {
    OIL.id: GuideKind.DROP,
    LOCATE.id: GuideKind.SEARCH,
    PRESSURE.id: GuideKind.PRESSURE,
    STRETCH.id: GuideKind.STRETCH,
    WIPE.id: GuideKind.WIPE,
}
_BY_PACING = {
    Pacing.CIRCLES: GuideKind.CIRCLE,
    Pacing.STROKES: GuideKind.STROKES,
    Pacing.BREATH: GuideKind.BREATH,
    Pacing.HOLD: GuideKind.HOLD,
}
_HELD = {GuideKind.PRESSURE, GuideKind.STRETCH, GuideKind.HOLD}
_GATES = {
    GuideKind.SEARCH: GuideKind.SEARCH,
    GuideKind.WIPE: GuideKind.WIPE,
    # Its hold waits until the spot is found.
    GuideKind.PRESSURE: GuideKind.SEARCH,
}
"""What is shown while a gate waits; else that it waits."""
_ONCE = {GuideKind.READY, GuideKind.TO_LEFT, GuideKind.TO_RIGHT}
"""Their cycle is the whole phase."""
_BELOW_ONE = nextafter(1.0, 0.0)


def guide_kind(phase: Phase, entry: PlanStep) -> GuideKind:
    """The guide for a phase of an entry."""
    own = _BY_TECHNIQUE.get(entry.technique.id) or _BY_PACING.get(entry.technique.pacing)
    match phase.kind:
        case PhaseKind.GET_READY:
            kind = GuideKind.READY
        case PhaseKind.SWITCH_SIDES:
            kind = GuideKind.TO_LEFT if entry.side is Side.LEFT else GuideKind.TO_RIGHT
        case PhaseKind.REST:
            kind = GuideKind.REST
        case PhaseKind.HOLD | PhaseKind.RELEASE:
            kind = own if own is not None and own in _HELD else GuideKind.HOLD
        case PhaseKind.GATE:
            kind = GuideKind.WAIT if own is None else _GATES.get(own, GuideKind.WAIT)
        case PhaseKind.WORK:
            kind = own or (GuideKind.REST if entry.tempo is None else GuideKind.PACE)
    return kind


def cycle_position(phase: Phase, entry: PlanStep, position_s: float, length_s: float) -> float:
    """Where the motion is in its cycle, from 0 to below 1.

    position_s, length_s: seconds since the phase began, and that it takes; a gate's length doesn't matter.
    """
    kind = guide_kind(phase, entry)
    position_s = max(0.0, position_s)
    if kind in _ONCE:
        return min(position_s / length_s, _BELOW_ONE) if length_s > 0 else 0.0
    if kind in _HELD:
        if phase.kind is PhaseKind.RELEASE:
            return _released(position_s, length_s)
        return _held(position_s, length_s, STRETCH_S if kind is GuideKind.STRETCH else BUILD_S)
    return _cycled(kind, entry, position_s)


def _held(position_s: float, length_s: float, build_s: float) -> float:
    """It builds, then stays with a slight pulse."""
    build_s = min(build_s, length_s / 2)
    if position_s < build_s:
        return HELD_FROM * position_s / build_s
    pulse = (1 - cos(2 * pi * (position_s - build_s) / PULSE_S)) / 2
    return min(HELD_FROM + (HELD_UNTIL - HELD_FROM) * pulse, nextafter(HELD_UNTIL, 0.0))


def _released(position_s: float, length_s: float) -> float:
    """It lets go, then is as it was before the hold."""
    done = position_s / min(BUILD_S, length_s) if length_s > 0 else 1.0
    return HELD_UNTIL + (1 - HELD_UNTIL) * done if done < 1 else 0.0


def _cycled(kind: GuideKind, entry: PlanStep, position_s: float) -> float:
    """It repeats; what is paced, as its pacing sounds: a breath is at its top at the end of the inhale."""
    cycle_s = _GUIDES[kind].cycle_s
    if not cycle_s:
        pace = pace_for(entry)
        if pace is not None:
            return pace.cycle_position(position_s)
        cycle_s = UNKNOWN_CYCLE_S
    return min(position_s % cycle_s / cycle_s, _BELOW_ONE)


def draw_guide(kind: GuideKind, position: float, columns: int, rows: int, charset: Charset) -> Picture:
    """The guide at one moment of its motion, exactly as large as asked.

    turn: where it is in its cycle, from 0 to below 1.
    """
    stage = Stage(max(0, columns), max(0, rows), charset)
    if stage.shorter_side:
        _GUIDES[kind].motion(stage, position)
    return stage.to_picture()


def still_position(kind: GuideKind) -> float:
    """The turn that tells most, for a person who turned motion off."""
    return _GUIDES[kind].still


def describe_guide(kind: GuideKind) -> str:
    """What the guide shows, in words."""
    return _GUIDES[kind].words


def describe_direction(phase: Phase, entry: PlanStep, position_s: float) -> str:
    """The direction at this moment: in or out for a breath, up or down for strokes, else nothing."""
    kind = guide_kind(phase, entry)
    first, second = _GUIDES[kind].directions
    if not first:
        return ""
    return first if _cycled(kind, entry, max(0.0, position_s)) < 0.5 else second
