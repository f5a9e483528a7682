"""Shows what programs that are killed leave of the history: ``python -m tests.long.kills [KILLS [SEED]]``.

Each line is a kind of work. A step in which a program is killed is whole afterwards or absent. None is half
there, and none that was acknowledged is lost.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.store.kills.killing import Target
from tests.store.kills.work import WORK

COLUMNS = ("kills", "absent", "whole", "lost", "half", "problems")


def main(kills: int = 1000, seed: int = 12) -> int:
    """Print a line for each kind of work; return 1 if anything was lost, half there or wrong."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    sys.stdout.write(f"{'killed in':12}" + "".join(f"{column:>10}" for column in COLUMNS) + "\n")
    total: Counter[str] = Counter()
    for kind in WORK:
        figures: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as name:
            target = Target(kind, Path(name))
            for _ in range(kills // len(WORK)):
                outcome = target.kill(chance)
                figures.update(kills=1, problems=len(outcome.problems), **{outcome.step: 1})
                for problem in outcome.problems:
                    sys.stderr.write(f"{kind}: {problem}\n")
        sys.stdout.write(f"{kind:12}" + "".join(f"{figures[column]:10}" for column in COLUMNS) + "\n")
        sys.stdout.flush()
        total += figures
    return int(any(total[column] for column in COLUMNS[3:]))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
