"""The order in which the steps of a routine are played, on which side, and where the sides are switched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tpsession.core.catalog.routine import Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import REST


class PlayedStep(NamedTuple):
    """One playing of a step: on one side, in one round."""

    number: int
    """Number of the step in the routine, counted from 1; 0 for the rest between two rounds."""
    step: Step
    side: Side
    """The side that it is played on; `Side.NONE` if the step isn't sided."""
    round: int = 1
    """The round in which it is played, or which the rest is before, counted from 1."""


def order_sides(sides: Sides, first: Side = Side.LEFT) -> tuple[Side, ...]:
    """Return the sides on which the sided steps of a whole routine are played, in order.

    They are left and right for `Sides.EACH`, and one value for any other, which may be both or none.

    first: left or right; it matters only for `Sides.EACH`.
    """
    if sides is not Sides.EACH:
        return (Side(sides.value),)
    return (first, other_side(first))


def other_side(side: Side) -> Side:
    """Return right for left, and left for right."""
    return Side.LEFT if side is Side.RIGHT else Side.RIGHT


def list_played_steps(
    steps: Sequence[Step], played_sides: Sequence[Side], switch: Switch = Switch.BLOCK
) -> Iterator[PlayedStep]:
    """Yield everything that is played, in order.

    Each run of sided steps is played through on one side and then on the next; with `Switch.STEP`, each sided
    step by itself. Other steps come once, with `Side.NONE`. Steps in rounds are played so in each round, with
    the rest between two.
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
    """Yield what is played in one round, in order. numbered: each step with its number."""
    for sided, group in groupby(numbered, key=lambda item: item[1].sided):
        run = list(group)
        for part in [[item] for item in run] if switch is Switch.STEP else [run]:
            for side in played_sides if sided else (Side.NONE,):
                for number, step in part:
                    yield PlayedStep(number, step, side)


def find_side_switches(played: Iterable[PlayedStep]) -> Iterator[bool]:
    """Yield for each played step whether the person changes sides before it.

    They do where a sided step has another side than the sided step before it.
    """
    last_side = Side.NONE
    for each in played:
        yield each.side is not Side.NONE and last_side not in {Side.NONE, each.side}
        if each.side is not Side.NONE:
            last_side = each.side
