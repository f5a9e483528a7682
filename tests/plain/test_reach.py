"""How much is heard before the first step, and whether anything is said twice, on scripted runs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SAFE, PlainRun
from tpsession.core.catalog.routine import Routine
from tpsession.core.history.ratings import HIGHEST_ANCHOR, QUESTION
from tpsession.core.safety.questions import ITEMS
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
FIRST_WORDS = 650
"""At most so many words before the first step in the first session ever; 270 of them are the safety list."""
THIRD_WORDS = 120
"""At most so many in the third session of a week."""
_A_SENTENCE = 4
"""Words; what is shorter is a label, such as a cue's name or "Number or name:"."""


def built_in(name: str) -> Routine:
    routine, _ = read_routine(find_resources().routines / f"{name}.toml")
    assert routine is not None
    return routine


def heard(run: PlainRun) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip() for line in run.console.lines]


def words_before_the_first_step(run: PlainRun) -> int:
    lines = heard(run)
    start = next(number for number, line in enumerate(lines) if "Step 1 of" in line)
    return sum(len(line.split()) for line in lines[:start])


def repeated(run: PlainRun) -> list[str]:
    """Return every sentence that came twice, but for the question about pain, whose wording is fixed."""
    sentences = Counter(
        sentence
        for line in heard(run)
        for sentence in re.split(r"(?<=[.?!])\s+", line)
        if len(sentence.split()) >= _A_SENTENCE and sentence != QUESTION and HIGHEST_ANCHOR not in sentence
    )
    return [sentence for sentence, count in sentences.items() if count > 1]


def test_a_session_is_soon_reached_and_nothing_is_said_twice() -> None:
    history, clock, routine = MemoryHistory(), FakeClock(date=MONDAY), built_in("neck")
    typed = [(float(second), "") for second in range(200, 3000, 300)]
    answers = (
        ["both", *[SAFE] * 4, "", "5", "3", ""],
        ["both", SAFE, "5", "3", ""],
        ["both", SAFE, "5", "3", ""],
    )
    counts = []
    for each in answers:
        run = PlainRun(each, typed, history=history, clock=clock, routines=(routine,), long_list=True)
        assert run.play(routine) == 0
        assert repeated(run) == []
        counts.append(words_before_the_first_step(run))
        if len(counts) == 1:
            assert all(any(item.text in line for line in heard(run)) for item in ITEMS)
        clock.pass_time(86_400.0)
    assert counts[0] <= FIRST_WORDS
    assert counts[2] <= THIRD_WORDS
