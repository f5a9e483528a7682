"""How often a comparison finds a difference, and how often one that isn't there: simulated.

``python -m tests.benchmarks.simulate_comparisons`` prints the table that
`tpsession.core.comparison.chances` quotes, and the false alarms. Its short form is
`tests/core/comparison/test_simulation.py`.

The model: the pain before a session is the day's level plus noise; the pain after is the same level plus the
effect of the session plus other noise, so that high ratings before tend to fall by themselves. The changes by
one thing have the standard deviation `CHANGE_SD`. All ratings are whole numbers from 0 to 10. The level may
drift or be correlated from day to day.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.comparison.results import PairResult, compare_outcomes
from tpsession.core.history.comparison import MAX_BLOCKS, MIN_BLOCKS, Outcome

CHANGE_SD = 1.5
"""Standard deviation of the change in a session (ours, as in the other figures of this kind)."""
BEFORE_SD = 1.0
AFTER_SD = (CHANGE_SD**2 - BEFORE_SD**2) ** 0.5
"""Standard deviations of the ratings before and after around the day's level (ours)."""
THINGS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class PainModel:
    """How the pain before a session goes from day to day."""

    name: str
    start: float = 6.0
    """The level on the first day."""
    drift: float = 0.0
    """Points by which the level changes over the whole comparison."""
    correlation: float = 0.0
    """Lag-1 correlation of the level from day to day."""
    level_sd: float = 0.0
    """Standard deviation of the level around its drift."""

    def levels(self, random: Random, days: int) -> Iterator[float]:
        """The level on each day."""
        wandering = random.gauss(0.0, self.level_sd)
        innovation = self.level_sd * (1 - self.correlation**2) ** 0.5
        for day in range(days):
            yield self.start + self.drift * day / max(days - 1, 1) + wandering
            wandering = self.correlation * wandering + random.gauss(0.0, innovation)


STEADY = PainModel("independent days", level_sd=1.0)
MODELS = (
    STEADY,
    PainModel("drifting from 8 to 3", start=8.0, drift=-5.0, level_sd=0.5),
    PainModel("lag-1 correlation 0.6", correlation=0.6, level_sd=1.5),
    PainModel("drifting and correlated", start=8.0, drift=-5.0, correlation=0.6, level_sd=1.0),
)


def simulate(
    random: Random,
    blocks: int,
    effects: Sequence[float],
    *,
    model: PainModel = STEADY,
    outcome: Outcome = Outcome.CHANGE,
    skipped_from: int = 11,
) -> tuple[PairResult, ...]:
    """One comparison from its draw to its result.

    Args:
        random: Where chance comes from.
        blocks: The number of blocks.
        effects: The true change by each thing.
        model: How the pain goes.
        outcome: What is compared.
        skipped_from: The rating from which a person skips the days of the last thing; 11 for never.

    """
    order = draw_blocks(random.getrandbits(63), len(effects), blocks)
    levels = model.levels(random, blocks * len(effects))
    outcomes: dict[str, list[int]] = {thing: [] for thing in THINGS[: len(effects)]}
    for block in order:
        for thing in block:
            level = next(levels)
            before = rate(random.gauss(level, BEFORE_SD))
            while before >= skipped_from and thing == len(effects) - 1:
                level = next(model.levels(random, 1))
                before = rate(random.gauss(level, BEFORE_SD))
            after = rate(random.gauss(level + effects[thing], AFTER_SD))
            value = outcome.value_of(before, after)
            assert value is not None
            outcomes[THINGS[thing]].append(value)
    return compare_outcomes(outcomes)


def rate(pain: float) -> int:
    """The rating that a person gives."""
    return min(max(round(pain), 0), 10)


def share_found(random: Random, blocks: int, things: int, trials: int) -> float:
    """How often a 2-point difference between the first thing and the second is found, the right way round."""
    effects = (-2.0, 0.0, 0.0)[:things]
    found = 0
    for _ in range(trials):
        pair = simulate(random, blocks, effects)[0]
        found += pair.can_tell and pair.difference.value < 0
    return found / trials


def share_false(
    random: Random,
    blocks: int,
    things: int,
    trials: int,
    *,
    model: PainModel = STEADY,
    outcome: Outcome = Outcome.CHANGE,
    skipped_from: int = 11,
) -> float:
    """How often at least one difference is found although all things do the same."""
    effects = (-1.0,) * things
    false = 0
    for _ in range(trials):
        pairs = simulate(random, blocks, effects, model=model, outcome=outcome, skipped_from=skipped_from)
        false += any(pair.can_tell for pair in pairs)
    return false / trials


def main(trials: int = 10_000) -> None:
    """Print the chances to find a difference of 2 points, and the false alarms."""
    random = Random(20260131)  # noqa: S311 - nothing secret
    write = sys.stdout.write
    write(f"a 2-point difference is found ({trials} trials each)\n")
    for things in MIN_BLOCKS:
        write(f"  {things} things:")
        for blocks in range(MIN_BLOCKS[things], MAX_BLOCKS + 1):
            write(f" {blocks}: {100 * share_found(random, blocks, things, trials):.0f},")
            sys.stdout.flush()
        write("\n")
    write("false alarms in %\n")
    for things, least in MIN_BLOCKS.items():
        for blocks in (least, 10, 20):
            for outcome in Outcome:
                write(f"  {things} things, {blocks} blocks, {outcome.value}: ")
                for model in MODELS:
                    share = share_false(random, blocks, things, trials, model=model, outcome=outcome)
                    write(f"{model.name} {100 * share:.1f}; ")
                write("\n")
    write("false alarms in % if the days of the second thing are skipped whenever the pain is 6 or more:")
    for blocks in (6, 10, 20):
        share = share_false(random, blocks, 2, trials, skipped_from=6)
        write(f" {blocks} blocks: {100 * share:.1f};")
    write("\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
