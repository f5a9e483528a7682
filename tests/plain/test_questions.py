"""The safety questions as lines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import FakeClock, ScriptedConsole
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import FOOT
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import QUESTION
from tpsession.plain.questions import FollowUpAnswer, ask_later, ask_safety


def test_the_long_list_says_of_what_blocks_an_area_that_this_area_is_meant() -> None:
    console = ScriptedConsole(FakeClock(), ["n"] * 5)
    assert ask_safety(console, FOOT, long=True, emergency_number="")
    place = console.lines.index("  open wound")
    assert console.lines[place - 1] == "Group 3 of 5. In this area:"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=65), "1 hour 5 minutes ago"),
        (timedelta(minutes=90), "1 hour 30 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
    ],
)
def test_how_long_ago_a_session_was_is_said_in_whole_words(ago: timedelta, words: str) -> None:
    console = ScriptedConsole(FakeClock(), [""])
    assert ask_later(console, PendingFollowUp(a_record(), ago)) is FollowUpAnswer.NOT_NOW
    assert console.lines[0].startswith(f"{words} you worked on this area: ")
    assert console.lines[0].endswith(QUESTION)
