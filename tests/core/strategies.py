"""Hypothesis strategies for routines, plan options, plans and the actions of a person in a session."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Rounds, Routine, Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan

GRID = 64
"""Times that are multiples of 1/64 s add up without rounding, so that tests can compare them exactly."""


def on_grid(low_s: float, high_s: float) -> SearchStrategy[float]:
    """Seconds on the grid, whose sums are exact."""
    return st.integers(round(low_s * GRID), round(high_s * GRID)).map(lambda count: count / GRID)


def between(low_s: float, high_s: float) -> SearchStrategy[float]:
    """Any seconds in a range; their sums are rounded."""
    return st.floats(low_s, high_s)


def seconds(low_s: float, high_s: float, *, exact: bool) -> SearchStrategy[float]:
    """Seconds as a person writes them, often whole ones; `exact` keeps the others on the grid."""
    whole = st.integers(round(low_s), round(high_s)).map(float)
    return st.one_of(whole, on_grid(low_s, high_s) if exact else between(low_s, high_s))


@st.composite
def steps(draw: DrawFn, techniques: SearchStrategy[Technique] | None = None, *, exact: bool = True) -> Step:
    """A step that a routine file can hold, of any technique."""
    technique = draw(st.sampled_from(list(TECHNIQUES.values())) if techniques is None else techniques)
    keys = technique.step_keys

    def has(key: StepKey) -> bool:
        return key in keys and draw(st.booleans())

    length = seconds(1.0, 120.0, exact=exact)
    is_gate = technique.waits and draw(st.booleans())
    has_holds = not is_gate and (StepKey.DURATION not in keys or has(StepKey.HOLD))
    is_counted = not is_gate and not has_holds and has(StepKey.COUNT)
    repeat = draw(st.integers(1, 4)) if has_holds else 1
    words = st.lists(st.sampled_from(["", "For this hold."]), min_size=repeat, max_size=repeat).map(tuple)
    hold_texts, hold_says = (draw(st.one_of(st.just(()), words)) if has_holds else () for _ in range(2))
    # These tempi times any count are seconds on the grid.
    tempo = draw(st.sampled_from([6.0, 12.0, 30.0])) if has(StepKey.TEMPO) else None
    return Step(
        technique=technique,
        duration_s=None if is_gate or has_holds or is_counted else draw(length),
        hold_s=draw(length) if has_holds else None,
        release_s=draw(seconds(1.0, 30.0, exact=exact)) if has_holds else 0.0,
        repeat=repeat,
        count=draw(st.integers(1, 12)) if is_counted else None,
        wait=has(StepKey.WAIT),
        halfway=not is_gate and has(StepKey.HALFWAY),
        tempo=tempo or (None if is_counted else technique.tempo),
        inhale_s=draw(st.sampled_from([3.0, 4.0])) if has(StepKey.INHALE) else technique.inhale_s,
        exhale_s=draw(st.sampled_from([5.0, 6.0])) if has(StepKey.EXHALE) else technique.exhale_s,
        sided=draw(st.sampled_from([technique.sided, technique.sided, not technique.sided])),
        text=hold_texts[0] if hold_texts else draw(st.sampled_from(["", "The step's own text."])),
        say=hold_says[0] if hold_says else draw(st.sampled_from(["", "Own phrase"])),
        sound=draw(st.sampled_from(["", "", "bell.wav"])),
        hold_texts=hold_texts,
        hold_says=hold_says,
    )


@st.composite
def _in_rounds(draw: DrawFn, listed: SearchStrategy[list[Step]]) -> tuple[Step, ...]:
    """Steps, some of which that follow each other are played in rounds."""
    drawn = draw(listed)
    if draw(st.integers(0, 3)):
        return tuple(drawn)
    begin = draw(st.integers(0, len(drawn) - 1))
    end = draw(st.integers(begin + 1, len(drawn)))
    rounds = Rounds(begin + 1, draw(st.integers(2, 3)), draw(st.sampled_from([0.0, 10.0])))
    return tuple(
        step._replace(rounds=rounds) if begin <= index < end else step for index, step in enumerate(drawn)
    )


areas = st.sampled_from(list(AREAS.values()))


@st.composite
def routines(
    draw: DrawFn,
    *,
    exact: bool = True,
    techniques: SearchStrategy[Technique] | None = None,
    max_steps: int = 6,
    area: SearchStrategy[Area | None] | None = None,
    sides: SearchStrategy[Sides] | None = None,
) -> Routine:
    """A routine of any techniques, for one area, for any or for none, on any sides."""
    if area is None and sides is None and techniques is None and draw(st.integers(0, 9)) == 0:
        area, sides = st.just(NO_AREA), st.just(Sides.NONE)
        techniques = st.sampled_from([each for each in TECHNIQUES.values() if not each.is_massage])
    return Routine(
        id="sample",
        name="Sample",
        area=draw(st.one_of(st.none(), areas) if area is None else area),
        sides=draw(st.sampled_from(Sides) if sides is None else sides),
        steps=draw(_in_rounds(st.lists(steps(techniques, exact=exact), min_size=1, max_size=max_steps))),
        position=draw(st.sampled_from(["", "Sit upright."])),
        have=draw(st.sampled_from([(), ("oil", "towel")])),
        avoid=draw(st.sampled_from([(), ("the spine", "a fresh scar")])),
        get_ready_s=draw(seconds(1.0, 10.0, exact=exact)),
        countdown=draw(st.sampled_from(Countdown)),
        first=draw(st.sampled_from([Side.LEFT, Side.LEFT, Side.RIGHT])),
        switch=draw(st.sampled_from([Switch.BLOCK, Switch.BLOCK, Switch.STEP])),
    )


def possible_sides(routine: Routine) -> list[Side]:
    """The sides that a routine can be played on."""
    if routine.sides in {Sides.EACH, Sides.BOTH}:
        return [Side.LEFT, Side.RIGHT, Side.BOTH]
    return [Side(routine.sides.value)]


@st.composite
def plan_options(draw: DrawFn, routine: Routine, *, exact: bool = True) -> PlanOptions:
    """Options that fit a routine."""
    return PlanOptions(
        area=draw(areas) if routine.area is None else draw(st.sampled_from([None, routine.area])),
        side=draw(st.sampled_from([None, *possible_sides(routine)])),
        get_ready_s=draw(st.one_of(st.none(), seconds(1.0, 10.0, exact=exact))),
        countdown=draw(st.one_of(st.none(), st.sampled_from(Countdown))),
        halfway=draw(st.booleans()),
    )


@st.composite
def routines_with_options(
    draw: DrawFn, routine: SearchStrategy[Routine] | None = None, *, exact: bool = True
) -> tuple[Routine, PlanOptions]:
    """A routine and options that fit it."""
    drawn = draw(routines(exact=exact) if routine is None else routine)
    return drawn, draw(plan_options(drawn, exact=exact))


def plans(routine: SearchStrategy[Routine] | None = None, *, exact: bool = True) -> SearchStrategy[Plan]:
    """The plan of any routine with any options."""
    return routines_with_options(routine, exact=exact).map(lambda pair: build_plan(*pair))


@dataclass(frozen=True, slots=True)
class TimedAction:
    """An action of a person in a session, or the passing of time."""

    after_s: float
    """Seconds since the action before."""
    name: str
    """The method of `Session`."""
    seconds: float = 0.0
    """The argument of `extend`."""


ACTION_NAMES = (
    "advance",
    "pause",
    "resume",
    "slept",
    "found",
    "skip",
    "back",
    "extend",
    "ease",
    "halt",
    "cancel_stop",
)
"""All actions but the one that ends the session."""


def timed_actions(
    names: tuple[str, ...] = ACTION_NAMES, *, exact: bool = True
) -> SearchStrategy[TimedAction]:
    """One action after some time, often at once or after a few seconds."""
    after_s = st.one_of(
        st.just(0.0), seconds(0.0, 4.0, exact=exact), seconds(0.0, 40.0, exact=exact), st.just(150.0)
    )
    # The program only ever asks for 10 s; other amounts show that the engine doesn't rely on that.
    change_s = st.one_of(st.sampled_from([10.0, -10.0]), seconds(-200.0, 200.0, exact=exact))
    return st.builds(TimedAction, after_s, st.sampled_from(names), change_s)


def action_sequences(
    names: tuple[str, ...] = ACTION_NAMES, *, max_size: int = 30, exact: bool = True
) -> SearchStrategy[list[TimedAction]]:
    """A sequence of timed actions."""
    return st.lists(timed_actions(names, exact=exact), max_size=max_size)
