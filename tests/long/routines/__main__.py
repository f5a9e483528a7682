"""Plays each built-in routine and listens to it: ``python -m tests.long.routines [ROUTINE ...]``.

Each is played as a first session, full screen in a pseudo-terminal, at real speed, on a silent sound server
of its own, which is recorded. The person goes through the questions, listens to the end where the session
waits, then presses space, and rates. A routine for any area is played on one.

Then each sound that the plan has is looked for in the recording: its start by cross-correlation with the
known file, the rest by what is left of it once all known sounds are taken out, which has to be nothing. That
each instruction is in the plan at all, and that its file says what it should, is known from
`tests/audio/sounds/test_instructions_heard.py` and `test_instructions_understood.py`.

All 17 take about half an hour. Sound that has to wait for a processor has gaps, which count as problems. So
the server, the recorder and the player get real-time priority where the system allows it, as root for
example; elsewhere the machine should do little else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.long.routines.expected import built_in_routines
from tests.long.routines.verdict import Verdict, play_and_judge

AT_A_TIME = 6
"""Routines that are played at the same time; two processors have time for these."""
HEADINGS = ("minutes", "cues", "heard", "late ms", "said", "heard", "late ms", "result")


def main(chosen: Sequence[str] = ()) -> int:
    """Print a line for each routine, those of the command line or all; return 1 if anything is wrong."""
    _print_row("routine", HEADINGS)
    problems = False
    # A process plays one routine only, because its environment names the sound server and the home.
    with ProcessPoolExecutor(AT_A_TIME, get_context("spawn"), max_tasks_per_child=1) as processes:
        for verdict in processes.map(play_and_judge, chosen or built_in_routines()):
            _print_row(verdict.routine, _cells(verdict))
            for problem in verdict.problems:
                sys.stderr.write(f"{verdict.routine}: {problem}\n")
            problems = problems or bool(verdict.problems)
    return int(problems)


def _cells(verdict: Verdict) -> tuple[str, ...]:
    """Return the cells of a routine's row, one for each of `HEADINGS`."""
    return (
        f"{verdict.minutes:.1f}",
        *map(str, verdict.cues),
        f"{verdict.cues_late_s * 1000:.1f}",
        *map(str, verdict.sentences),
        f"{verdict.speech_late_s * 1000:.1f}",
        f"{len(verdict.problems)} problems" if verdict.problems else "good",
    )


def _print_row(first: str, cells: Sequence[str]) -> None:
    sys.stdout.write(f"{first:12}" + "".join(f"{cell:>12}" for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
