"""The order of the days: the same for a seed everywhere, and every order equally likely."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.comparison.draw import draw_blocks, splitmix64

SEEDS = st.integers(0, 2**63 - 1)


def test_the_generator_gives_the_numbers_of_its_published_reference() -> None:
    # The first outputs of the authors' C code for this seed, as other implementations quote them.
    assert list(islice(splitmix64(1234567), 5)) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_the_order_of_a_seed_never_changes() -> None:
    # A comparison that runs would get other days if this ever changed.
    assert draw_blocks(2026, 2, 8) == ORDER_OF_TWO
    assert draw_blocks(2026, 3, 4) == ORDER_OF_THREE


ORDER_OF_TWO = ((0, 1), (0, 1), (1, 0), (1, 0), (0, 1), (0, 1), (1, 0), (0, 1))
ORDER_OF_THREE = ((0, 2, 1), (1, 0, 2), (2, 1, 0), (2, 1, 0))


@given(SEEDS, st.sampled_from([2, 3]), st.integers(1, 30))
def test_a_block_has_each_thing_once(seed: int, things: int, blocks: int) -> None:
    drawn = draw_blocks(seed, things, blocks)
    assert len(drawn) == blocks
    assert all(sorted(block) == list(range(things)) for block in drawn)


@given(SEEDS, st.sampled_from([2, 3]), st.integers(1, 29))
def test_more_blocks_begin_with_the_same_ones(seed: int, things: int, blocks: int) -> None:
    assert draw_blocks(seed, things, blocks + 1)[:blocks] == draw_blocks(seed, things, blocks)


def test_every_order_is_equally_likely_in_every_place() -> None:
    for things, orders in ((2, 2), (3, 6)):
        counts = Counter(
            (place, order) for seed in range(6000) for place, order in enumerate(draw_blocks(seed, things, 4))
        )
        assert len(counts) == 4 * orders
        expected = 6000 / orders
        # 5 standard deviations.
        assert all(abs(count - expected) < 5 * expected**0.5 for count in counts.values())
