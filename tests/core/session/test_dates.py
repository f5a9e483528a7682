"""The dates of a session are right although the machine sleeps or somebody changes its date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.session.runner_driver import RunnerDriver
from tests.fakes.ports import MORNING, FakeClock
from tests.plain.fake_services import SAFE, PlainRun
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.session.dates import TOLERANCE_S, SessionDates
from tpsession.tui.view_models.summary import Summary, SummaryText


def test_time_that_passes_and_sleep_are_both_counted() -> None:
    clock = FakeClock()
    dates = SessionDates(clock)
    clock.pass_time(100.0)
    clock.sleep(3_000.0)
    clock.pass_time(50.0)
    assert dates.at() == MORNING + timedelta(seconds=3_150)
    assert dates.at(20.0) == MORNING + timedelta(seconds=3_130)
    assert dates.take_sleep() == 3_000.0
    assert dates.take_sleep() == 0.0
    assert not dates.was_changed


def test_sleep_before_the_session_is_forgotten() -> None:
    clock = FakeClock()
    clock.sleep(500.0)
    dates = SessionDates(clock)
    assert dates.take_sleep() == 0.0
    assert dates.at() == clock.local_time()


def test_a_small_correction_of_the_clock_is_followed() -> None:
    clock = FakeClock()
    dates = SessionDates(clock)
    clock.change_date(seconds=-TOLERANCE_S)
    assert dates.at() == clock.local_time()
    assert not dates.was_changed


@pytest.mark.parametrize("days", [-2 * 365, 80 * 365, 1])
def test_the_end_of_a_session_is_counted_from_its_start_if_the_date_was_changed(days: int) -> None:
    driver = RunnerDriver()
    driver.pass_time(20.0)
    driver.clock.change_date(days=days)
    driver.pass_time(10.0)
    driver.runner.stop(StopReason.INTERRUPTED)
    (record,) = driver.history.find_sessions(HistoryQuery())
    assert record.started_at == MORNING
    assert record.ended_at == MORNING + timedelta(seconds=30)
    assert driver.runner.date_was_changed


def test_that_the_date_was_changed_is_said_in_plain_mode() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""])
    say = run.console.say

    def change_date(text: str) -> None:
        if text.startswith("Get ready"):
            run.clock.change_date(days=-700)
        say(text)

    run.console.say = change_date  # type: ignore[method-assign] # somebody changes the date in the session
    run.play()
    assert sum(line.startswith("The computer's clock was changed") for line in run.console.lines) == 1


def test_that_the_date_was_changed_is_said_in_the_summary() -> None:
    plain, changed = (
        SummaryText.of(Summary(6, 3, 500.0, Status.COMPLETED, None, date_was_changed=was_changed)).facts
        for was_changed in (False, True)
    )
    assert [fact for fact in changed if fact not in plain] == [
        "The computer's clock was changed during the session. Its end is counted from its start."
    ]
