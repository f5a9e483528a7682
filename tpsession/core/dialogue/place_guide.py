"""Leads from the place where it hurts to the spots that may be behind it, and to their routines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.area_rules import TenderSpot
from tpsession.core.catalog.place import FELT_PLACES, OVERALL, place_name
from tpsession.core.catalog.referral import AreaSpots, find_own_spots, find_referring_spots
from tpsession.core.catalog.routine import Routine, RoutineEntry, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety.place_flags import describe_flags, emergency_advice, is_emergency_place
from tpsession.core.safety.screening import EVIDENCE
from tpsession.core.session.runner import rated_by_default
from tpsession.core.text.formatting import ANY_AREA_TEXT, describe_place, format_length

WHERE_QUESTION = "Where does it hurt?"
SOMEWHERE_ELSE = "Somewhere else…"
MAY_REFER = "Pain here may come from a tender spot in this list."
NO_SPOT = "The maps show no spot whose pain is felt here."
OWN_SPOTS = "You can massage the tender spots of the area itself."
START_WITH_FIRST = "The first routine is made for its area: a good start."
BACK_TO_ROUTINES = "None of these: back to the list"
RECENT_PLACES = 3
"""How many places and sides that were used before are offered first."""
NO_ROUTINE = "None of your routines is for this area."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An area to massage for pain at a place."""

    area: Area
    spots: tuple[TenderSpot, ...]
    """What is worked on there, one or more."""
    routines: tuple[Routine, ...]
    """The area's own routines, then those for any area."""


@dataclass(frozen=True, slots=True)
class PlaceGuide:
    """What may be massaged for pain at a place."""

    place: str
    """Its id."""
    intro: tuple[str, ...]
    """What the suggestions are, and how sure that is, in sentences."""
    suggestions: tuple[Suggestion, ...]
    """What is massaged most directly comes first; none for a place at which pain may be an emergency."""


def make_guide(place: str, entries: Iterable[RoutineEntry]) -> PlaceGuide:
    """Return which areas may be massaged for pain at a place, each with its routines and those for any area.

    Nothing is suggested for a place at which pain may be an emergency.

    place: its id. entries: all routine files; those with errors are passed over.
    """
    if is_emergency_place(place):
        return PlaceGuide(place, (), ())
    routines = [entry.routine for entry in entries if entry.routine is not None]
    referring, own = find_referring_spots(place), find_own_spots(place)
    sentences = [MAY_REFER if referring else NO_SPOT, *([OWN_SPOTS] if own and not referring else [])]
    suggestions = [_suggest(found, routines) for found in (*referring, *([own] if own else []))]
    return PlaceGuide(place, (*sentences, EVIDENCE), tuple(suggestions))


def _suggest(found: AreaSpots, routines: Sequence[Routine]) -> Suggestion:
    """Return a suggestion: an area with its spots, the routines for it, and then those for any area."""
    own = [routine for routine in routines if routine.area is found.area]
    anywhere = [routine for routine in routines if routine.area is None]
    return Suggestion(found.area, found.spots, (*own, *anywhere))


@dataclass(frozen=True, slots=True)
class SuggestedRoutine:
    """One routine to choose for pain at a place."""

    suggestion: Suggestion
    routine: Routine
    length_s: float
    """Seconds that it takes, without pauses, if the side that hurts is massaged."""

    @property
    def area(self) -> Area:
        """The area for which it is suggested."""
        return self.suggestion.area

    @property
    def is_own(self) -> bool:
        """Whether the routine itself is for this area. False if it is for any area."""
        return self.routine.area is self.area

    @property
    def text(self) -> str:
        """`name` and `length`, as a list shows them."""
        return f"{self.name}, {self.length}"

    @property
    def length(self) -> str:
        """How long the routine takes, in words, such as ``11 min``."""
        return format_length(self.length_s)

    @property
    def name(self) -> str:
        """The routine's name as it is suggested for an area, so that it says the area.

        A routine for any area has the area behind its name, such as ``Quick: neck``, without ", any area". A
        routine of the area has it before its name, such as ``Neck: evening``, unless its name begins with it.
        If the routine's name is the area's, it is ``Neck: the routine for it``.
        """
        name, area = self.routine.name, self.area.name
        if not self.is_own:
            return f"{name.removesuffix(f', {ANY_AREA_TEXT}')}: {area.lower()}"
        if name.casefold() == area.casefold():
            return f"{area}: the routine for it"
        return name if name.casefold().startswith(area.casefold()) else f"{area}: {name}"


def list_suggested_routines(guide: PlaceGuide, pain_side: Side) -> list[SuggestedRoutine]:
    """Return every routine of a guide that can be played for pain on a side, in the guide's order.

    A routine for any area is there once for each area that is suggested.
    """
    return [
        SuggestedRoutine(suggestion, routine, _find_length(routine, suggestion.area, pain_side))
        for suggestion in guide.suggestions
        for routine in suggestion.routines
        if _fits_side(routine, pain_side)
    ]


def _find_length(routine: Routine, area: Area, pain_side: Side) -> float:
    """Return how many seconds a routine takes on an area for pain on a side.

    It is planned for the side that is massaged by default for such pain.
    """
    side = list_massage_sides(routine, pain_side)[0]
    return build_plan(routine, PlanOptions(area=area, side=side)).planned_s


def describe_start(choices: Sequence[SuggestedRoutine]) -> str:
    """Return a sentence that recommends the first choice; empty without one, or if that is for any area."""
    return START_WITH_FIRST if choices and choices[0].is_own else ""


def list_recent_places(every: Sequence[Series]) -> list[Series]:
    """Return the places and sides to offer first: up to `RECENT_PLACES`, those used last.

    `OVERALL` and places at which pain may be an emergency are left out.

    every: the places and sides that have a record, newest first.
    """
    felt = [each for each in every if each.place in FELT_PLACES and not is_emergency_place(each.place)]
    return felt[:RECENT_PLACES]


def describe_spot(spot: TenderSpot) -> str:
    """Return where a spot is and where its pain may be felt."""
    return f"{spot.place[0].upper()}{spot.place[1:]}; pain may be felt in: {spot.refers_to}"


def describe_where_to_massage(place: str) -> str:
    """Return in a sentence or two which areas have spots that may cause the pain at a place.

    If there are none, the sentences say that, and that the tender spots of the area itself can be massaged.
    For a place where pain may be an emergency, the only sentence says that.
    """
    if is_emergency_place(place):
        return "Pain here may be an emergency."
    names = [found.area.name.lower() for found in find_referring_spots(place)]
    if names:
        return f"Pain here may come from tender spots in: {', '.join(names)}."
    return f"{NO_SPOT} {OWN_SPOTS}"


def describe_guide(guide: PlaceGuide, emergency_number: str) -> list[str]:
    """Return a guide as the lines that ``tpsession where`` prints, with the commands that play its routines.

    For a place where pain may be an emergency, there are only its name and the advice what to do.

    emergency_number: the person's emergency number; empty if it isn't set.
    """
    if is_emergency_place(guide.place):
        return [place_name(guide.place), emergency_advice(emergency_number)]
    lines = [
        place_name(guide.place),
        *describe_flags(guide.place, emergency_number),
        *guide.intro,
    ]
    for each in guide.suggestions:
        lines += ["", each.area.name, *(f"  {describe_spot(spot)}" for spot in each.spots)]
        lines += [f"  {_format_command(routine, each.area, guide.place)}" for routine in each.routines]
        lines += [] if each.routines else [f"  {NO_ROUTINE}"]
    return lines


def _format_command(routine: Routine, area: Area, place: str) -> str:
    """Return the command that plays a routine on an area for pain at a place. It doesn't name a side.

    The area and the place are named only where they are needed.
    """
    area_option = f" --area {area.id}" if routine.area is None else ""
    place_option = "" if place == area.id else f" --place {place}"
    return f"tpsession play {routine.id}{area_option}{place_option}"


def check_felt(place: str) -> None:
    """Raise `UsageError` if a place is `OVERALL`, which has no spot. place: its id."""
    if place == OVERALL:
        raise UsageError("Pain overall has no spot.", "Name one place, such as knee.")


def check_place(place: str | None, emergency_number: str) -> None:
    """Raise `UsageError` if no session is possible for pain at a place.

    That is at `OVERALL`, and at a place where pain may be an emergency.

    place: its id. For None, which means the area that is massaged, nothing is raised.
    """
    if place is None:
        return
    check_felt(place)
    if is_emergency_place(place):
        raise UsageError(f"{place_name(place)}: there is no routine.", emergency_advice(emergency_number))


# Which side is massaged, for pain on a side


def list_massage_sides(routine: Routine, pain_side: Side | None) -> tuple[Side, ...]:
    """Return the sides that may be massaged for pain on a side, the default first.

    A routine that isn't for each side has only its own side. For a routine for each side: if left or right
    hurts, that side, then both; if both hurt, only both; otherwise both, left and right.

    Raises `UsageError` if the routine is only for the other side.

    pain_side: the side that hurts; None if it isn't known yet.
    """
    if routine.sides is not Sides.EACH:
        fixed = Side(routine.sides.value)
        if pain_side in {Side.LEFT, Side.RIGHT} and fixed in {Side.LEFT, Side.RIGHT} and fixed != pain_side:
            raise UsageError(f'"{routine.name}" is only for the {fixed} side.', "Choose another routine.")
        return (fixed,)
    if pain_side is Side.LEFT or pain_side is Side.RIGHT:
        return (pain_side, Side.BOTH)
    return (Side.BOTH,) if pain_side is Side.BOTH else (Side.BOTH, Side.LEFT, Side.RIGHT)


def plan_each_side(routine: Routine, plan_options: PlanOptions, pain_side: Side | None) -> list[Plan]:
    """Return the plan for each side that may be massaged for pain on a side, the default first.

    If `plan_options` has a side, there is only the plan for that side. Raises `UsageError` if the routine is
    only for the other side, or if its plan isn't possible.
    """
    settled = plan_options.side
    sides = list_massage_sides(routine, pain_side) if settled is None else (settled,)
    return [build_plan(routine, plan_options._replace(side=side)) for side in sides]


def choose_side(routine: Routine, options: SessionOptions) -> Side | None:
    """Return the side to massage, or None if the routine's default or the person decides.

    It is the side of the options. If they have none but say where it hurts, it is the side that
    `list_massage_sides` finds for that pain, or None if it finds several. Raises `UsageError` if the options
    have no side, the pain is on one side, and the routine is only for the other.
    """
    if options.place is None or options.side is not None:
        return options.side
    sides = list_massage_sides(routine, options.pain_side)
    return sides[0] if len(sides) == 1 else None


def find_last_place(newest_first: Iterable[SessionRecord], routine: Routine, area: Area) -> Series | None:
    """Return the place and side of a routine's last session on an area, if the place isn't that area.

    None without such a session, for `OVERALL`, for a place where pain may be an emergency, and if the routine
    can't be played for pain on that side.

    newest_first: the sessions of the routine.
    """
    last = next((each for each in newest_first if each.area == area.id), None)
    if last is None or last.place in {area.id, OVERALL} or is_emergency_place(last.place):
        return None
    return Series(last.place, last.side) if _fits_side(routine, last.side) else None


def _fits_side(routine: Routine, pain_side: Side) -> bool:
    """Return whether a routine can be played for pain on a side."""
    try:
        list_massage_sides(routine, pain_side)
    except UsageError:
        return False
    return True


def remember_place(
    options: SessionOptions, newest_first: Iterable[SessionRecord], routine: Routine, area: Area
) -> SessionOptions:
    """Return the options with the place and side of the last session, as `find_last_place` finds them.

    The options stay as they are if they name a place already, if nothing is found, and for a rehearsal.
    """
    if options.place is not None or options.is_rehearsal:
        return options
    last = find_last_place(newest_first, routine, area)
    return options if last is None else options._replace(place=last.place, pain_side=last.side)


SPOTS_LOOKED_AT = 50
"""How many of the newest sessions and scores of a place are searched for a spot."""


def spot_query(place: str) -> HistoryQuery:
    """Return the query for the newest sessions and scores of a place, for `find_last_spots`.

    place: the id of the place.
    """
    return HistoryQuery(place=place, limit=SPOTS_LOOKED_AT, with_steps=False)


def find_last_spots(newest_first: Iterable[SessionRecord]) -> dict[Series, str]:
    """Return for each place and side the spot that the person noted last.

    newest_first: the sessions that `spot_query` selects. A place and side without a noted spot is left out.
    """
    spots: dict[Series, str] = {}
    for record in newest_first:
        if record.spot:
            spots.setdefault(Series(record.place, record.side), record.spot)
    return spots


def describe_exact_spot(noted: str, last: str = "") -> str:
    """Return a line on where exactly it hurts: the spot noted now, or else the spot noted last time.

    Empty without either.

    Args:
        noted: What the person noted for this session; empty for nothing.
        last: What the person noted for an earlier session; empty for nothing.

    """
    if noted:
        return f"Exact spot: {noted}"
    return f"Exact spot, as you noted last time: {last}" if last else ""


def choose_rated(options: SessionOptions, plan: Plan) -> Series:
    """Return the place and side to rate: where it hurts if the options say so, or else what is massaged.

    If they name a place without a side, the side is the one that is massaged.
    """
    if options.place is None:
        return rated_by_default(plan)
    return Series(options.place, options.pain_side or plan.side)


def describe_reason(options: SessionOptions, plan: Plan) -> str:
    """Return a line that says for which pain a session is.

    Empty if the options name no place, or if it is the massaged one on the massaged side or sides. If the
    routine works on both sides at once and the pain isn't on both, the line says so.
    """
    rated = choose_rated(options, plan)
    if rated == rated_by_default(plan):
        return ""
    is_at_once = plan.side is Side.BOTH and all(entry.side is not Side.LEFT for entry in plan.entries)
    why = " (this routine works on both sides)" if is_at_once and rated.side is not Side.BOTH else ""
    return f"For pain in: {describe_place(place_name(rated.place), rated.side)}{why}"


def flags_to_read(options: SessionOptions, area: Area) -> str:
    """Return the id of the place whose warning signs the person still has to read before a session.

    Empty if the options name no place, if the person has read its signs, or if the place is the area itself,
    whose signs are among the safety questions.
    """
    place = options.place
    return "" if place is None or place == area.id or options.flags_read else place
