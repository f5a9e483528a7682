"""The order in which the steps of a routine are played, on which side, and where the sides are switched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tpsession.core.catalog.routine import Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import REST


class PlayedStep(NamedTuple):
    """One playing of a step, or the rest between two rounds."""

    number: int
    """Number of the step in the routine, counted from 1; 0 for the rest between two rounds."""
    step: Step
    side: Side
    """The side that it is played on; `Side.NONE` if the step isn't sided."""
    round: int = 1
    """The round in which it is played, or which the rest is before, counted from 1."""


def order_sides(sides: Sides, first: Side = Side.LEFT) -> tuple[Side, ...]:
    """Return the sides on which the sided steps of a whole routine are played, in order.

    For `Sides.EACH` these are `first` and the other side. For any other value it is a single side, which may
    be both or none.

    first: left or right.
    """
    if sides is not Sides.EACH:
        return (Side(sides.value),)
    return (first, other_side(first))


def other_side(side: Side) -> Side:
    """Return left for right, and right for any other side."""
    return Side.LEFT if side is Side.RIGHT else Side.RIGHT


def list_played_steps(
    steps: Sequence[Step], played_sides: Sequence[Side], switch: Switch = Switch.BLOCK
) -> Iterator[PlayedStep]:
    """Yield every playing of every step, in order.

    Consecutive sided steps are all played on the first of `played_sides`, then all on the next. With
    `Switch.STEP`, each sided step is played on all sides before the next step. A step that isn't sided is
    played once, with `Side.NONE`.

    Steps in the same rounds are played by themselves in this order, once in each round. Between two rounds
    comes their rest, if they have one, as a step with the number 0.
    """
    for rounds, group in groupby(enumerate(steps, start=1), key=lambda item: item[1].rounds):
        numbered = list(group)
        for number in range(1, 1 + (rounds.count if rounds else 1)):
            if rounds and rounds.rest_s and number > 1:
                yield PlayedStep(0, Step(REST, duration_s=rounds.rest_s), Side.NONE, number)
            for each in _list_round(numbered, played_sides, switch):
                yield each._replace(round=number)


def _list_round(
    numbered: Sequence[tuple[int, Step]], played_sides: Sequence[Side], switch: Switch
) -> Iterator[PlayedStep]:
    """Yield some steps as they are played in a single round, ordered as `list_played_steps` says.

    A step that isn't sided comes once. The number of the round isn't set here. numbered: each step with its
    number in the routine.
    """
    for sided, group in groupby(numbered, key=lambda item: item[1].sided):
        run = list(group)
        for part in [[item] for item in run] if switch is Switch.STEP else [run]:
            for side in played_sides if sided else (Side.NONE,):
                for number, step in part:
                    yield PlayedStep(number, step, side)


def find_side_switches(played: Iterable[PlayedStep]) -> Iterator[bool]:
    """Yield for each played step whether the person changes sides before it.

    They do where a step has another side than the last step before it that has one. A step without a side
    needs no change, nor does the first one with a side.
    """
    last_side = Side.NONE
    for each in played:
        yield each.side is not Side.NONE and last_side not in {Side.NONE, each.side}
        if each.side is not Side.NONE:
            last_side = each.side
