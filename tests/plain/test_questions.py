"""The questions of plain mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import FakeClock, ScriptedConsole
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import FOOT
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import StopReason
from tpsession.plain.questions import FollowUpAnswer, ask_follow_up, ask_safety, ask_stop_reason


def test_the_long_list_names_the_area_for_what_rules_out_one_area() -> None:
    console = ScriptedConsole(FakeClock(), ["n"] * 5)
    assert ask_safety(console, FOOT, long=True, emergency_number="")
    place = console.lines.index("  open wound")
    assert console.lines[place - 1] == "Group 3 of 5. In this area:"


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=65), "1 hour 5 minutes ago"),
        (timedelta(minutes=90), "1 hour 30 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
    ],
)
def test_the_follow_up_question_says_how_long_ago_the_session_was(ago: timedelta, text: str) -> None:
    console = ScriptedConsole(FakeClock(), [""])
    assert ask_follow_up(console, PendingFollowUp(a_record(), ago)) is FollowUpAnswer.NOT_NOW
    assert console.lines[0].startswith(f"{text} you worked on this area: ")
    assert console.lines[0].endswith(QUESTION)


@pytest.mark.parametrize("answer", ["c", "g", "C"])
def test_a_stop_can_be_taken_back(answer: str) -> None:
    assert ask_stop_reason(ScriptedConsole(FakeClock(), ["", answer])) is None


def test_a_stop_without_a_person_is_an_interruption() -> None:
    assert ask_stop_reason(ScriptedConsole(FakeClock(), attended=False)) is StopReason.INTERRUPTED
