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
    describe_programme,
    describe_schedule,
)

THREE = [session(0), session(2), session(4)]
ILL = replace(PROGRAMME, pause=Pause(day(5), day(8)))
OPEN = replace(PROGRAMME, pause=Pause(day(5)))


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        (make_schedule(PROGRAMME, THREE, day(5)), "3 of 6 days done. Next tomorrow."),
        (make_schedule(PROGRAMME, THREE, day(9)), "3 of 6 days done. Due today."),
        (
            make_schedule(PROGRAMME, THREE, day(6), day(6)),
            "3 of 6 days done. The area rests today. Next tomorrow.",
        ),
        (make_schedule(PROGRAMME, THREE, day(4)), "3 of 6 days done. Next on Sunday."),
        (
            make_schedule(replace(PROGRAMME, every_days=7), [session(0)], day(0)),
            "1 of 6 days done. Next on 2026-03-09.",
        ),
        (make_schedule(ILL, THREE, day(5)), "3 of 6 days done. Paused. Next on Wednesday."),
        (make_schedule(OPEN, THREE, day(5)), "3 of 6 days done. Paused until you resume it."),
        (make_schedule(OPEN, THREE, day(4)), "3 of 6 days done. Paused until you resume it."),
        (make_schedule(replace(PROGRAMME, sessions=3), THREE, day(5)), "3 of 3 days done. Finished."),
        (make_schedule(replace(PROGRAMME, ended_on=day(5)), THREE, day(5)), "3 of 6 days done. Ended."),
    ],
)
def test_a_schedule_is_said_in_calm_sentences(schedule: Schedule, sentence: str) -> None:
    assert describe_schedule(schedule) == sentence


def test_a_plan_is_said_with_its_place() -> None:
    assert describe_programme(PROGRAMME) == "6 sessions, one every 2 days, for Foot, left side."
    assert describe_interval(1) == "one a day"


def test_what_is_next_names_every_place_of_that_day() -> None:
    due = make_schedule(PROGRAMME, [], day(0))
    calf = replace(due, programme=replace(PROGRAMME, place="calf"))
    later = make_schedule(PROGRAMME, [session(0)], day(0))
    assert describe_next([due, calf, later]) == "Due today: Foot, left side; Calf, left side."
    assert describe_next([later]) == "Next session on Wednesday: Foot, left side."
    assert describe_next([make_schedule(OPEN, [], day(5))]) == ""
    assert describe_next([]) == ""
