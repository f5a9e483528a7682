"""The animated guide: which motion fits a phase, how far the motion is at a moment, and its picture.

Everything derives from the plan's phase and step, so the picture is in step with the sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, nextafter, pi

from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import LOCATE, OIL, PRESSURE, STRETCH, WIPE, Pacing
from tpsession.core.plan.pacing import pace_for
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import PlanEntry
from tpsession.tui.drawing.motion import ball, motions
from tpsession.tui.drawing.motion.motions import Motion
from tpsession.tui.drawing.motion.stage import HELD_FROM, HELD_UNTIL, CyclePosition, Stage
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Picture

BUILD_S = 3.0
"""Seconds in which a hold builds up and in which a release lets go (our choice)."""
STRETCH_S = 5.0
"""Seconds in which a stretch is pulled long, gently (our choice)."""
PULSE_S = 10.0
"""Seconds of a hold's slight pulse: those of a quiet breath."""
UNKNOWN_CYCLE_S = 4.0
"""Seconds of a cycle for a stored plan whose tempo isn't valid."""


class GuideKind(StrEnum):
    """The picture that the guide shows."""

    DROP = "drop"
    CIRCLE = "circle"
    STROKES = "strokes"
    PRESSURE = "pressure"
    STRETCH = "stretch"
    HOLD = "hold"
    """A hold without a picture of its own: a custom step, tensed muscles."""
    BREATH = "breath"
    SEARCH = "search"
    BALL_PRESSURE = "ball-pressure"
    BALL_SEARCH = "ball-search"
    REST = "rest"
    PACE = "pace"
    """A custom step that has a tempo, or strokes with a ball."""
    WAIT = "wait"
    WIPE = "wipe"
    READY = "ready"
    TO_LEFT = "to-left"
    TO_RIGHT = "to-right"


@dataclass(frozen=True, slots=True)
class _Guide:
    """How one kind of guide is drawn and described."""

    motion: Motion
    description: str
    """For people who don't see the picture well."""
    still: CyclePosition
    """The position in the cycle that shows most, used while motion is turned off."""
    cycle_s: float = 0.0
    """Seconds of a cycle; 0 if the plan says how long it is."""
    directions: tuple[str, str] = ("", "")
    """The words for the first and the second half of a cycle."""


_GUIDES = {
    GuideKind.DROP: _Guide(motions.draw_drop, "A drop of oil falls and spreads", 0.38, cycle_s=4.0),
    GuideKind.CIRCLE: _Guide(motions.draw_circle, "A palm circles", 0.1),
    GuideKind.STROKES: _Guide(
        motions.draw_strokes, "A hand strokes there and back", 0.25, directions=("stroke", "back")
    ),
    GuideKind.PRESSURE: _Guide(motions.draw_pressure, "A hand sinks in, stays, and lifts", HELD_FROM),
    GuideKind.STRETCH: _Guide(motions.draw_stretch, "A band is pulled long, held, and let go", HELD_FROM),
    GuideKind.HOLD: _Guide(motions.draw_hold, "A bar fills, stays full, and empties", HELD_FROM),
    GuideKind.BREATH: _Guide(
        motions.draw_breath, "A ball grows as you breathe in and shrinks as you breathe out", 0.5,
        directions=("in", "out"),
    ),
    GuideKind.SEARCH: _Guide(motions.draw_search, "Fingertips feel for the spot", 0.9, cycle_s=9.0),
    GuideKind.BALL_PRESSURE: _Guide(
        ball.draw_ball_pressure, "A ball sinks in, stays, and comes out", HELD_FROM
    ),
    GuideKind.BALL_SEARCH: _Guide(
        ball.draw_ball_search, "A ball rolls over the spot", 0.9, cycle_s=9.0
    ),
    GuideKind.REST: _Guide(motions.draw_rest, "A slow wave", 0.0, cycle_s=12.0),
    GuideKind.PACE: _Guide(motions.draw_pace, "A ball swings to and fro", 0.25),
    GuideKind.WAIT: _Guide(motions.draw_wait, "Three dots: waiting for you", 0.5, cycle_s=4.0),
    GuideKind.WIPE: _Guide(motions.draw_wipe, "A cloth wipes to and fro", 0.25, cycle_s=3.0),
    GuideKind.READY: _Guide(motions.draw_ready, "A ring closes in until the step starts", 0.4),
    GuideKind.TO_LEFT: _Guide(motions.draw_to_left, "A ball moves over to the left", 0.75),
    GuideKind.TO_RIGHT: _Guide(motions.draw_to_right, "A ball moves over to the right", 0.75),
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
_WITH_BALL = {
    GuideKind.PRESSURE: GuideKind.BALL_PRESSURE,
    GuideKind.SEARCH: GuideKind.BALL_SEARCH,
    GuideKind.STROKES: GuideKind.PACE,
}
"""The picture of a step with a ball, by what it would be without."""
_HELD = {GuideKind.PRESSURE, GuideKind.BALL_PRESSURE, GuideKind.STRETCH, GuideKind.HOLD}
_GATES = {
    GuideKind.SEARCH: GuideKind.SEARCH,
    GuideKind.WIPE: GuideKind.WIPE,
    # The hold starts only once the person has found the spot.
    GuideKind.PRESSURE: GuideKind.SEARCH,
    GuideKind.BALL_SEARCH: GuideKind.BALL_SEARCH,
    GuideKind.BALL_PRESSURE: GuideKind.BALL_SEARCH,
}
"""The picture during a gate, by the step's own picture; `GuideKind.WAIT` for all others."""
_ONE_CYCLE = {GuideKind.READY, GuideKind.TO_LEFT, GuideKind.TO_RIGHT}
"""Pictures whose cycle takes the whole phase."""
_BELOW_ONE = nextafter(1.0, 0.0)


def guide_kind(phase: Phase, entry: PlanEntry) -> GuideKind:
    """Return which picture the guide shows in a phase.

    Getting ready, switching sides and a rest have a picture of their own. In other phases it depends on the
    technique too. If the technique has no picture for the phase, a hold or release shows `HOLD`, a gate
    `WAIT`, and work `PACE` if the step has a tempo, otherwise `REST`. If the text of the step contains
    "ball", a ball takes the place of a hand that presses, strokes, or feels for a spot.

    entry: the step that the phase belongs to.
    """
    own = _BY_TECHNIQUE.get(entry.technique.id) or _BY_PACING.get(entry.technique.pacing)
    if own is not None and "ball" in entry.text_of(1).casefold():
        own = _WITH_BALL.get(own, own)
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


def cycle_position(phase: Phase, entry: PlanEntry, position_s: float, length_s: float) -> CyclePosition:
    """Return where the motion is in its cycle, from 0 to below 1.

    position_s: seconds since the phase began; less than 0 counts as 0. length_s: seconds that the
    phase takes; ignored where the motion repeats.
    """
    kind = guide_kind(phase, entry)
    position_s = max(0.0, position_s)
    if kind in _ONE_CYCLE:
        return min(position_s / length_s, _BELOW_ONE) if length_s > 0 else 0.0
    if kind in _HELD:
        if phase.kind is PhaseKind.RELEASE:
            return _release_position(position_s, length_s)
        return _hold_position(position_s, length_s, STRETCH_S if kind is GuideKind.STRETCH else BUILD_S)
    return _repeating_position(kind, entry, position_s)


def _hold_position(position_s: float, length_s: float, build_s: float) -> CyclePosition:
    """Return where the motion is in its cycle during a hold: it builds up, then stays with a slight pulse.

    The result is from 0 to below `HELD_UNTIL`. build_s: seconds to build up; half the hold if that is less.
    """
    build_s = min(build_s, length_s / 2)
    if position_s < build_s:
        return HELD_FROM * position_s / build_s
    pulse = (1 - cos(2 * pi * (position_s - build_s) / PULSE_S)) / 2
    return min(HELD_FROM + (HELD_UNTIL - HELD_FROM) * pulse, nextafter(HELD_UNTIL, 0.0))


def _release_position(position_s: float, length_s: float) -> CyclePosition:
    """Return where the motion is in its cycle during a release: it lets go, then stays as before the hold.

    It lets go from `HELD_UNTIL` to 1 within `BUILD_S`, or faster in a shorter phase; after that it is 0.
    """
    done = position_s / min(BUILD_S, length_s) if length_s > 0 else 1.0
    return HELD_UNTIL + (1 - HELD_UNTIL) * done if done < 1 else 0.0


def _repeating_position(kind: GuideKind, entry: PlanEntry, position_s: float) -> CyclePosition:
    """Return where a motion that repeats is in its cycle, from 0 to below 1.

    A cycle takes as long as the picture says, or else the pace of the step, or `UNKNOWN_CYCLE_S` without one.
    A paced motion follows its pacing sounds: a breath is at its largest at the end of the inhale.
    """
    cycle_s = _GUIDES[kind].cycle_s
    if not cycle_s:
        pace = pace_for(entry)
        if pace is not None:
            return pace.cycle_position(position_s)
        cycle_s = UNKNOWN_CYCLE_S
    return min(position_s % cycle_s / cycle_s, _BELOW_ONE)


def draw_guide(
    kind: GuideKind, position: CyclePosition, columns: int, rows: int, charset: Charset
) -> Picture:
    """Return a picture of one moment of the guide's motion, in exactly so many cells; empty for no cells."""
    stage = Stage(max(0, columns), max(0, rows), charset)
    if stage.shorter_side:
        _GUIDES[kind].motion(stage, position)
    return stage.to_picture()


def still_position(kind: GuideKind) -> CyclePosition:
    """Return the position in the cycle to show while motion is turned off."""
    return _GUIDES[kind].still


def describe_guide(kind: GuideKind) -> str:
    """Return what the guide shows, in a few words."""
    return _GUIDES[kind].description


def describe_direction(phase: Phase, entry: PlanEntry, position_s: float) -> str:
    """Return the direction: ``in`` or ``out`` of a breath, ``stroke`` or ``back`` of strokes; else empty.

    It is also empty if the guide's picture shows no breath or strokes, as with a ball instead of a hand.

    position_s: the moment, in seconds since the phase began.
    """
    kind = guide_kind(phase, entry)
    first, second = _GUIDES[kind].directions
    if not first:
        return ""
    return first if _repeating_position(kind, entry, max(0.0, position_s)) < 0.5 else second
