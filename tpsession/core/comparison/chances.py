"""How likely a comparison finds a difference: said before it starts, so that nobody expects more.

The numbers are those of ``python -m tests.benchmarks.simulate_comparisons``, 10,000 trials each, with a
standard error of 0.5 or less: whole-number ratings, changes with a standard deviation of 1.5, and a true
difference of 2 points between two things, found the right way round. Of three things, it is the chance for
two of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.history.comparison import MIN_BLOCKS

DIFFERENCE = 2
"""The true difference in points that the chances are about."""

FOUND_OF_100: Mapping[int, tuple[int, ...]] = {
    2: (18, 36, 42, 46, 58, 60, 63, 71, 76, 79, 81, 83, 88, 89, 90, 92, 93, 94, 95, 96, 97, 97, 98, 98, 98),
    3: (14, 25, 23, 33, 39, 46, 48, 58, 59, 64, 67, 73, 76, 79, 81, 83, 86, 88, 89, 91, 91, 93, 94, 95),
}
"""In how many of 100 comparisons the difference is found: by the number of things, from its fewest blocks on.

With 9 blocks of three things it is no more than with 8: the limits of an exact interval move in jumps.
"""


def find_chance(things: int, blocks: int) -> int:
    """Return in how many of 100 comparisons of this size a difference of `DIFFERENCE` points is found.

    That is known from simulations in which two of the things really differ by so much.

    things: 2 or 3. blocks: from `MIN_BLOCKS` for so many things to `MAX_BLOCKS`.
    """
    return FOUND_OF_100[things][blocks - MIN_BLOCKS[things]]
