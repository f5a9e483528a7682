"""Draws the order of the days of a comparison from its seed.

The order is never saved, so it has to be the same with every version of Python and of this program. Python's
own `random` promises that for `random()` only, not for `shuffle`. So the generator is here: SplitMix64, after
Steele, Lea & Flood 2014 (OOPSLA, doi 10.1145/2660193.2660195).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_64_BITS = 2**64 - 1


def splitmix64(seed: int) -> Iterator[int]:
    """Yield random whole numbers from 0 to 2**64 - 1, without end and always the same ones for a seed."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _64_BITS
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _64_BITS
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _64_BITS
        yield mixed ^ (mixed >> 31)


@lru_cache(maxsize=64)
def draw_blocks(seed: int, things: int, blocks: int) -> tuple[tuple[int, ...], ...]:
    """Return for each block the order of the things in it, as indexes from 0, drawn at random from the seed.

    Every order of a block is equally likely, whatever the other blocks are (Fisher and Yates' shuffle; with
    three things the chances differ by less than one in 10**19, because 2**64 can't be divided by 3). The same
    arguments always give the same orders. With more blocks, the first ones are the same.

    Args:
        seed: The seed of the comparison.
        things: How many things there are, 2 or 3; each comes once in a block.
        blocks: How many blocks.

    """
    numbers = splitmix64(seed)
    drawn = []
    for _ in range(blocks):
        order = list(range(things))
        for last in range(things - 1, 0, -1):
            chosen = next(numbers) % (last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        drawn.append(tuple(order))
    return tuple(drawn)
