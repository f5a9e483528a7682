"""How much is heard before the first step, and whether anything is said twice, on scripted runs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SAFE, PlainRun
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.history.ratings import HIGHEST_ANCHOR, QUESTION
from tpsession.core.safety.questions import ITEMS
from tpsession.core.safety.screening import Tier
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
FIRST_WORDS = 484
"""At most so many words from the start menu to the first step, in the first session ever: neck routine.

With less, something that protects would be left out: 214 words are the items of the long safety list, 50 its
titles and prompts, 54 the stop signs, 23 what is never pressed, and 38 the question about pain, whose wording
is frozen. The rest is the short first session (26), how to sit (13), what to have at hand (13), how far it is
proven (9), how to pause, stop and get help, and the menu with the choice of the side.
"""
THIRD_WORDS = 118
"""At most so many in the third session of a week, with ``same`` typed at the start menu."""
ANY_FIRST, ANY_THIRD = 506, 127
"""The same for any built-in routine with an area: some have more places that are never pressed."""
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
        if line not in run.menus  # the menu comes again after a session
        for sentence in re.split(r"(?<=[.?!])\s+", line)
        if len(sentence.split()) >= _A_SENTENCE and sentence != QUESTION and HIGHEST_ANCHOR not in sentence
    )
    return [sentence for sentence, count in sentences.items() if count > 1]


def words_of_three_sessions(routine: Routine) -> tuple[int, int]:
    """Play a routine on three days from the start menu; return the words of the first and the third time."""
    history, clock = MemoryHistory(), FakeClock(date=MONDAY)
    typed = [(float(second), "") for second in range(200, 3000, 300)]
    side = ["both"] if routine.sides is Sides.EACH else []
    whole_list = [SAFE] * len(Tier)
    answers = (
        [routine.name, *side, *whole_list, "", "5", "3", "", "quit"],
        ["same", SAFE, "5", "3", "", "quit"],
        ["same", SAFE, "5", "3", "", "quit"],
    )
    counts = []
    for each in answers:
        run = PlainRun(each, typed, history=history, clock=clock, routines=(routine,), long_list=True)
        assert run.choose() == 0
        counts.append(words_before_the_first_step(run))
        if len(counts) == 1:
            assert all(any(item.text in line for line in heard(run)) for item in ITEMS)
        if routine.id == "neck":
            assert repeated(run) == []
        clock.pass_time(86_400.0)
    return counts[0], counts[2]


@pytest.mark.parametrize(
    ("names", "first", "third"),
    [
        pytest.param(("neck",), FIRST_WORDS, THIRD_WORDS, id="short"),
        pytest.param(
            ("calf", "foot", "low-back", "upper-back"),
            ANY_FIRST,
            ANY_THIRD,
            id="long",
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_session_is_soon_reached_and_nothing_is_said_twice(
    names: tuple[str, ...], first: int, third: int
) -> None:
    for name in names:
        words = words_of_three_sessions(built_in(name))
        assert words[0] <= first, name
        assert words[1] <= third, name
