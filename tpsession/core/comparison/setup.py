"""What is chosen before a fair comparison starts: which choices there are, and which go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.catalog.place import PLACES, place_name, place_of_area
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.things import find_rest_length, find_sides, make_comparison, plan_thing
from tpsession.core.comparison.wording import OUTCOME_LABELS, describe_chance
from tpsession.core.history.comparison import DEFAULT_BLOCKS, MAX_BLOCKS, MIN_BLOCKS, Comparison, Outcome
from tpsession.core.history.records import ONLY_REST, ONLY_REST_NAME
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions
from tpsession.core.text.formatting import format_duration

NO_ROUTINES = "There is no routine to compare. Add one first."
_OUTCOMES = {Outcome.CHANGE.value: "the change", Outcome.AFTER.value: "the pain after"}
_SIDES = {Side.BOTH: "both", Side.LEFT: "left", Side.RIGHT: "right", Side.NONE: "no side"}
"""In the order in which they are offered."""
NO_THIRD = ""
"""The value of the third thing if only two are compared."""
FIXED = "What you choose here stays as it is. You can end it early, then without an answer."


class SetupField(Enum):
    """What is chosen; the value is its name for the person."""

    PLACE = "Place"
    SIDE = "Side"
    FIRST = "Compare"
    SECOND = "With"
    THIRD = "And"
    BLOCKS = "Blocks"
    OUTCOME = "What counts"


@dataclass(frozen=True, slots=True)
class SetupChoice:
    """One of the choices, with everything that can be chosen now."""

    field: SetupField
    options: dict[str, str]
    """The text of each value, in the order in which they are offered."""
    value: str
    help: str
    """What the choice means; empty if that is plain."""


@dataclass(frozen=True, slots=True)
class ComparisonSetup:
    """The choices for a comparison; they always go together, so that it can be started."""

    routines: tuple[Routine, ...]
    """All that can be played."""
    today: date
    """The local day, on which it starts."""
    series: Series
    """Where it hurts."""
    things: tuple[str, ...]
    """The ids of two or three things; the first is a routine."""
    blocks: int = DEFAULT_BLOCKS
    outcome: Outcome = Outcome.CHANGE

    @property
    def choices(self) -> tuple[SetupChoice, ...]:
        """The choices to show, in order. A choice with only one option is left out.

        The place and the first two things are always included.
        """
        first, second = self.things[:2]
        third = self.things[2] if len(self.things) > 2 else NO_THIRD
        routines = {routine.id: routine.name for routine in _fitting(self.routines, self.series)}
        with_rest = {**routines, ONLY_REST: ONLY_REST_NAME}
        optional = {NO_THIRD: "nothing else", **with_rest}
        here = self.series.place
        possible = _list_series(self.routines)
        places = {series.place: place_name(series.place) for series in possible}
        sides = [series.side for series in possible if series.place == here]
        blocks = map(str, range(MIN_BLOCKS[len(self.things)], MAX_BLOCKS + 1))
        choices = (
            self._make_choice(SetupField.PLACE, places, here),
            self._make_choice(
                SetupField.SIDE, {side.value: _SIDES[side] for side in sides}, self.series.side
            ),
            self._make_choice(SetupField.FIRST, _without(routines, second, third), first),
            self._make_choice(SetupField.SECOND, _without(with_rest, first, third), second),
            self._make_choice(SetupField.THIRD, _without(optional, first, second), third),
            self._make_choice(SetupField.BLOCKS, {number: number for number in blocks}, str(self.blocks)),
            self._make_choice(SetupField.OUTCOME, _OUTCOMES, self.outcome.value),
        )
        always = {SetupField.PLACE, SetupField.FIRST, SetupField.SECOND}
        return tuple(choice for choice in choices if len(choice.options) > 1 or choice.field in always)

    @property
    def consequence(self) -> str:
        """A sentence: how many days the comparison takes, and the earliest day on which it can be over."""
        days = len(self.things) * self.blocks
        last = self.today + timedelta(days=days - 1)
        return f"{days} days with a session, one a day: until {last} at the earliest."

    def choose(self, field: SetupField, value: str) -> ComparisonSetup:
        """Return the set-up with another value for one field; other fields change only as follows.

        With another place or side, routines that can't be played there are dropped, other things are added if
        fewer than two are left, and only rest comes last. With another place, the side changes if the place
        doesn't have it. With a third thing, the number of blocks rises to the fewest for three.

        value: one of the field's options.
        """
        match field:
            case SetupField.PLACE:
                possible = [series for series in _list_series(self.routines) if series.place == value]
                same_side = Series(value, self.series.side)
                return self._move_to(same_side if same_side in possible else possible[0])
            case SetupField.SIDE:
                return self._move_to(Series(self.series.place, Side(value)))
            case SetupField.BLOCKS:
                return replace(self, blocks=int(value))
            case SetupField.OUTCOME:
                return replace(self, outcome=Outcome(value))
        place = (SetupField.FIRST, SetupField.SECOND, SetupField.THIRD).index(field)
        chosen = [*self.things, NO_THIRD][:3]
        chosen[place] = value
        things = tuple(thing for thing in chosen if thing != NO_THIRD)
        return replace(self, things=things, blocks=max(self.blocks, MIN_BLOCKS[len(things)]))

    def make(self, identifier: str, seed: int, library: RoutineLibrary) -> Comparison:
        """Return the comparison without saving it.

        Raises `TpsessionError` if one of its routines can't be played.

        identifier: the id of the comparison. seed: the seed for the order of its things.
        """
        return make_comparison(
            identifier,
            self.things,
            library,
            _plan_options(self.series),
            blocks=self.blocks,
            outcome=self.outcome,
            seed=seed,
            today=self.today,
        )

    def _make_choice(self, field: SetupField, options: dict[str, str], value: str) -> SetupChoice:
        """Return one choice to show, with a help text if its present value needs to be explained.

        Args:
            field: The field.
            options: The text of each possible value, by value.
            value: The present value.

        """
        text = ""
        if value == ONLY_REST:
            plans = [
                plan_thing(routine, _plan_options(self.series))
                for routine in self.routines
                if routine.id in self.things
            ]
            text = f"A timed rest of {format_duration(find_rest_length(plans))}, rated before and after."
        elif field is SetupField.BLOCKS:
            chance = describe_chance(len(self.things), self.blocks)
            text = f"You do each thing {self.blocks} times. {chance}"
        elif field is SetupField.OUTCOME:
            text = f"{OUTCOME_LABELS[self.outcome]}."
        return SetupChoice(field, options, value, text)

    def _move_to(self, series: Series) -> ComparisonSetup:
        """Return the set-up for another place or side.

        Routines that can't be played there are dropped; other things take their places if fewer than two are
        left. Only rest becomes the last of the things.
        """
        fitting = [routine.id for routine in _fitting(self.routines, series)]
        kept = [thing for thing in self.things if thing in fitting or thing == ONLY_REST]
        things = _complete(kept, fitting)
        return replace(self, series=series, things=things)


def make_setup(
    entries: Iterable[RoutineEntry], series: Sequence[Series], preferred: str | None, today: date
) -> ComparisonSetup | None:
    """Return the set-up to propose first; None if no routine can be played.

    Args:
        entries: All routine files; those with errors are passed over.
        series: Where it may hurt, the likeliest first. The first one for which the preferred routine can be
            played is proposed, or if no routine is preferred, the first for which any can be played. If there
            is none among them, another place and side are proposed.
        preferred: The id of the routine to compare. If it is None or of no routine without errors, no routine
            is preferred, and one is chosen that can be played at the proposed place.
        today: The local day.

    """
    routines = tuple(entry.routine for entry in entries if entry.routine is not None)
    wanted = [routine for routine in routines if routine.id == preferred] or list(routines)
    possible = _list_series(wanted)
    if not possible:
        return None
    where = next((each for each in series if each in possible), possible[0])
    fitting = [routine.id for routine in _fitting(routines, where)]
    kept = [preferred] if preferred in fitting else []
    return ComparisonSetup(routines, today, where, _complete(kept, fitting))


def _complete(kept: Sequence[str], fitting: Sequence[str]) -> tuple[str, ...]:
    """Return two or three things to compare: the kept things, completed to two if there are fewer.

    Without a kept routine, the first of `fitting` is taken. Only rest is added if there is a single routine.
    Routines come first, then only rest.

    Args:
        kept: Things that were chosen before and can still be compared; they may be none.
        fitting: The ids of all routines that can be compared; one or more.

    """
    routines = [thing for thing in kept if thing != ONLY_REST] or [fitting[0]]
    rests = [ONLY_REST] if ONLY_REST in kept or len(routines) < 2 else []
    return (*routines, *rests)


def _list_series(routines: Iterable[Routine]) -> list[Series]:
    """Return every place and side for which one of these routines can be compared.

    They are in the order of `PLACES`, and for each place in the order of `_SIDES`. A routine for any area
    gives every area.
    """
    found = {
        Series(place, side)
        for routine in routines
        for place in (AREAS if routine.area is None else (place_of_area(routine.area),))
        for side in find_sides(routine)
    }
    return [Series(place, side) for place in PLACES for side in _SIDES if Series(place, side) in found]


def _fitting(routines: Iterable[Routine], series: Series) -> list[Routine]:
    """Return the routines that can be compared for a place and side.

    Those for that area come first, then those for any area.
    """
    fitting = [
        routine
        for routine in routines
        if _is_rated_at(routine, series.place) and series.side in find_sides(routine)
    ]
    return sorted(fitting, key=lambda routine: routine.area is None)


def _is_rated_at(routine: Routine, place: str) -> bool:
    """Return whether a place is the one that a session of a routine is rated at by default.

    A routine for any area fits every place that is an area. place: its id.
    """
    return place in AREAS if routine.area is None else place_of_area(routine.area) == place


def _plan_options(series: Series) -> PlanOptions:
    return PlanOptions(area=AREAS.get(series.place), side=series.side)


def _without(options: dict[str, str], *taken: str) -> dict[str, str]:
    """Return the options of one field without the things that other fields have. `NO_THIRD` always stays.

    Args:
        options: The text of each thing, by its id.
        taken: The ids of the things that the other fields have.

    """
    return {value: text for value, text in options.items() if value == NO_THIRD or value not in taken}
