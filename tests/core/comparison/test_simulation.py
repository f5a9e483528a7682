"""The chances that are said before a comparison, and its false alarms: the short form of the simulation."""

from __future__ import annotations

from random import Random

import pytest

from tests.benchmarks.simulate_comparisons import MODELS, PainModel, share_false, share_found
from tpsession.core.comparison.chances import FOUND_OF_100, find_chance
from tpsession.core.history.comparison import MAX_BLOCKS, MIN_BLOCKS, Outcome

TRIALS = 300


def chance() -> Random:
    """The same chance in every run."""
    return Random(20260131)  # noqa: S311 - nothing secret


@pytest.mark.parametrize(("things", "blocks"), [(2, 6), (2, 10), (2, 20), (3, 7), (3, 20)])
def test_what_is_said_at_the_start_is_what_the_simulation_finds(things: int, blocks: int) -> None:
    share = share_found(chance(), blocks, things, TRIALS)
    # 3 standard errors of 300 trials are 8.7 points at most.
    assert 100 * share == pytest.approx(find_chance(things, blocks), abs=8.7)


def test_there_is_a_chance_for_every_number_of_blocks() -> None:
    for things, least in MIN_BLOCKS.items():
        assert len(FOUND_OF_100[things]) == MAX_BLOCKS - least + 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize(("things", "blocks"), [(2, 10), (3, 12)])
def test_false_alarms_are_at_most_5_percent(model: PainModel, things: int, blocks: int) -> None:
    for outcome in Outcome:
        share = share_false(chance(), blocks, things, TRIALS // 2, model=model, outcome=outcome)
        assert share <= 0.05


def test_who_skips_the_bad_days_of_one_thing_is_misled() -> None:
    """Why the person is asked to do what is drawn on good days and bad days alike."""
    assert share_false(chance(), 20, 2, TRIALS // 2, skipped_from=6) > 0.1
