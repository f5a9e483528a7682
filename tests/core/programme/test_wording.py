"""What is said about programmes: calm, and the same in every front end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.programme.samples import PROGRAMME, day, session
from tpsession.core.history.programme import Pause
from tpsession.core.programme.schedule import Schedule, make_schedule
from tpsession.core.programme.wording import (
    describe_interval,
    describe_next,
    describe_plan,
    describe_schedule,
    format_schedule,
)

THREE = [session(0), session(2), session(4)]
ILL = replace(PROGRAMME, pause=Pause(day(5), day(8)))
OPEN = replace(PROGRAMME, pause=Pause(day(5)))


@pytest.mark.parametrize(
    ("schedule", "sentence", "short"),
    [
        (
            make_schedule(PROGRAMME, THREE, day(5)),
            "3 of 6 days done. Next tomorrow.",
            "3 of 6, next tomorrow",
        ),
        (make_schedule(PROGRAMME, THREE, day(9)), "3 of 6 days done. Due today.", "3 of 6, due today"),
        (
            make_schedule(PROGRAMME, THREE, day(6), day(6)),
            "3 of 6 days done. The area rests today. Next tomorrow.",
            "3 of 6, the area rests today",
        ),
        (
            make_schedule(PROGRAMME, THREE, day(4)),
            "3 of 6 days done. Next on Sunday.",
            "3 of 6, next on Sunday",
        ),
        (
            make_schedule(replace(PROGRAMME, every_days=7), [session(0)], day(0)),
            "1 of 6 days done. Next on 2026-03-09.",
            "1 of 6, next on 2026-03-09",
        ),
        (
            make_schedule(ILL, THREE, day(5)),
            "3 of 6 days done. Paused. Next on Wednesday.",
            "3 of 6, paused",
        ),
        (
            make_schedule(OPEN, THREE, day(5)),
            "3 of 6 days done. Paused until you resume it.",
            "3 of 6, paused",
        ),
        (make_schedule(OPEN, THREE, day(4)), "3 of 6 days done. Paused until you resume it.", "3 of 6"),
        (
            make_schedule(replace(PROGRAMME, sessions=3), THREE, day(5)),
            "3 of 3 days done. Finished.",
            "3 of 3, finished",
        ),
        (
            make_schedule(replace(PROGRAMME, ended_on=day(5)), THREE, day(5)),
            "3 of 6 days done. Ended.",
            "3 of 6, ended",
        ),
    ],
)
def test_a_schedule_is_said_in_a_sentence_and_in_a_few_words(
    schedule: Schedule, sentence: str, short: str
) -> None:
    assert describe_schedule(schedule) == sentence
    assert format_schedule(schedule) == short


def test_a_plan_is_said_with_its_place() -> None:
    assert describe_plan(PROGRAMME) == "6 sessions, one every 2 days, for Foot, left side."
    assert describe_interval(1) == "one a day"


def test_what_is_next_names_every_place_of_that_day() -> None:
    due = make_schedule(PROGRAMME, [], day(0))
    calf = replace(due, programme=replace(PROGRAMME, place="calf"))
    later = make_schedule(PROGRAMME, [session(0)], day(0))
    assert describe_next([due, calf, later]) == "Due today: Foot, left side; Calf, left side."
    assert describe_next([later]) == "Next session on Wednesday: Foot, left side."
    assert describe_next([make_schedule(OPEN, [], day(5))]) == ""
    assert describe_next([]) == ""
