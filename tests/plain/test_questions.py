"""The questions of plain mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import FakeClock, ScriptedConsole
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import NECK
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.history.ratings import QUESTION, RatingFlag
from tpsession.core.history.records import StopReason
from tpsession.plain.asking.body import ask_stop_reason
from tpsession.plain.asking.rating import (
    FollowUpAnswer,
    ask_follow_up,
    ask_rating_before,
)


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
    assert ask_stop_reason(ScriptedConsole(FakeClock(), ["", answer]), (NECK,)) is None


def test_a_stop_without_a_person_is_an_interruption() -> None:
    assert ask_stop_reason(ScriptedConsole(FakeClock(), attended=False), (NECK,)) is StopReason.INTERRUPTED


def test_letters_after_the_number_say_what_else_may_have_changed_a_rating() -> None:
    console = ScriptedConsole(FakeClock(), ["5 x", "5 h p"])
    assert ask_rating_before(console) == GivenRating(5, (RatingFlag.PAINKILLER, RatingFlag.HEAT))
    assert "Painkiller or heat in the last 6 hours? Add that word." in console.lines
    assert ask_rating_before(ScriptedConsole(FakeClock(), ["-"])) is None
    assert ask_rating_before(ScriptedConsole(FakeClock(), attended=False)) is None

    console = ScriptedConsole(FakeClock(), ["3p"])
    pending = PendingFollowUp(a_record(), timedelta(hours=3))
    assert ask_follow_up(console, pending) == GivenRating(3, (RatingFlag.PAINKILLER,))
    assert console.lines[1].startswith("Painkiller or heat since the session")
