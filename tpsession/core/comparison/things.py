"""The things of a comparison as routines: those of the library, and only rest, which is made to measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.catalog.place import place_of_area
from tpsession.core.catalog.routine import MAX_DURATION_S, MIN_DURATION_S, Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import REST
from tpsession.core.errors import RoutineFileError, UsageError
from tpsession.core.history.comparison import MAX_BLOCKS, MIN_BLOCKS, Comparison, Outcome
from tpsession.core.history.records import ONLY_REST, ONLY_REST_NAME
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan

REST_TEXT = (
    "Sit or lie comfortably. Leave the sore place alone: no rubbing, pressing or stretching. "
    "Breathe as you like."
)


def make_rest_routine(rest_s: float, area: Area, side: Side) -> Routine:
    """Return the routine that is only a timed rest.

    Args:
        rest_s: Seconds of rest. They are rounded to a whole number, and brought between `MIN_DURATION_S` and
            `MAX_DURATION_S`.
        area: The area that the other routines work on.
        side: The side that hurts; the session is recorded under it.

    """
    step = Step(
        technique=REST,
        duration_s=min(max(float(round(rest_s)), MIN_DURATION_S), MAX_DURATION_S),
        text=REST_TEXT,
        halfway=True,
    )
    return Routine(
        id=ONLY_REST,
        name=ONLY_REST_NAME,
        area=area,
        sides=Sides(side.value),
        steps=(step,),
        summary="A timed rest, as long as what it is compared with.",
        position="Sit or lie as is comfortable.",
    )


def load_thing(comparison: Comparison, thing: str, library: RoutineLibrary, area: Area) -> Routine:
    """Load the routine of a thing; for `ONLY_REST`, which is in no file, make a timed rest.

    Args:
        comparison: The comparison.
        thing: The id of one of its routines, or `ONLY_REST`.
        library: Where routines are found.
        area: The comparison's area.

    Raises:
        TpsessionError: The routine isn't there any more, or its file has errors.

    """
    if thing == ONLY_REST:
        return make_rest_routine(comparison.rest_s, area, comparison.series.side)
    return library.load_routine(thing)


def make_comparison(
    identifier: str,
    things: Sequence[str],
    library: RoutineLibrary,
    options: PlanOptions,
    *,
    blocks: int,
    outcome: Outcome,
    seed: int,
    today: date,
) -> Comparison:
    """Return a new comparison that starts today. Nothing is saved.

    Whether another comparison is running isn't checked.

    Args:
        identifier: Its id, a UUID.
        things: Two or three routines, each by its id, in capitals or not, or by the path of its file; one may
            be `ONLY_REST`.
        library: Where routines are found.
        options: The area and side, for routines that leave them open.
        blocks: How many blocks.
        outcome: What is compared.
        seed: The number that the order of the days is drawn from.
        today: The local day.

    Raises:
        TpsessionError: A routine isn't there, isn't the one that the library has under its id, or can't be
            played with these options; there are fewer than two things, more than three, or equal ones; the
            number of blocks isn't from `MIN_BLOCKS` to `MAX_BLOCKS`; or the routines are for different areas
            or sides.

    """
    if len(things) not in MIN_BLOCKS:
        raise UsageError("A comparison has two or three things.", "Name routines, or only-rest.")
    if not MIN_BLOCKS[len(things)] <= blocks <= MAX_BLOCKS:
        raise UsageError(
            f"A comparison of {len(things)} takes {MIN_BLOCKS[len(things)]} to {MAX_BLOCKS} blocks.",
            "With fewer, it could never tell a difference.",
        )
    # The path of a file keeps its capitals, and may be of a routine that is named by its id, too.
    plans = [
        None if thing.lower() == ONLY_REST else plan_thing(_load_listed(thing, library), options)
        for thing in things
    ]
    ids = tuple(ONLY_REST if plan is None else plan.routine for plan in plans)
    if len(set(ids)) < len(ids):
        raise UsageError("Each thing can be named only once.", "Name different routines, or only-rest.")
    routines = [plan for plan in plans if plan is not None]
    first = routines[0]
    for plan in routines:
        if (plan.area, plan.side) != (first.area, first.side):
            raise UsageError(
                f'"{first.name}" and "{plan.name}" are for different areas or sides.',
                "Compare routines for the same area, and choose the side with --side.",
            )
    return Comparison(
        id=identifier,
        series=Series(place_of_area(first.area), first.side),
        area=first.area.id,
        things=ids,
        blocks=blocks,
        seed=seed,
        started_on=today,
        outcome=outcome,
        rest_s=find_rest_length(routines) if ONLY_REST in ids else 0.0,
    )


def _load_listed(thing: str, library: RoutineLibrary) -> Routine:
    """Load a routine by its id or the path of its file. Raises `TpsessionError` if that isn't possible.

    Also raises `UsageError` if the file isn't the one that the library has under the routine's id: a later
    day of the comparison finds its routine by the id alone.
    """
    routine = library.load_routine(thing)
    if thing.lower() == routine.id:
        return routine
    try:
        listed = library.load_routine(routine.id)
    except (UsageError, RoutineFileError):
        listed = None
    if listed != routine:
        raise UsageError(
            f'"{routine.name}" is in a file that isn\'t among your routines.',
            "Add it first: tpsession routines add FILE",
        )
    return routine


def find_sides(routine: Routine) -> tuple[Side, ...]:
    """Return the sides for which a routine can be played, its default side first.

    For a routine for one side, that is this side alone; for a routine without sides, `Side.NONE` alone.
    """
    if routine.sides in {Sides.EACH, Sides.BOTH}:
        return (Side.BOTH, Side.LEFT, Side.RIGHT)
    return (Side(routine.sides.value),)


def plan_thing(routine: Routine, options: PlanOptions) -> Plan:
    """Return the timed plan of a routine.

    Of the options only the area and the side are used, each only if the routine leaves it open. If the
    routine leaves the side open and the options have none, its default side is planned.

    Raises `UsageError` if the area is missing, or if the area or the side doesn't fit.
    """
    area = options.area if routine.area is None else None
    side = options.side if len(find_sides(routine)) > 1 else None
    return build_plan(routine, PlanOptions(area=area, side=side))


def find_rest_length(plans: Iterable[Plan]) -> float:
    """Return how many seconds only rest takes: as long as the longest of these plans. plans: at least one."""
    return max(plan.planned_s for plan in plans)
