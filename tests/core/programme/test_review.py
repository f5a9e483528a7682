"""The lines of a week as the history gives them, and the one time a week that they are shown unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.core.programme.samples import MONDAY, PROGRAMME, day, session
from tests.fakes.history import MemoryHistory
from tpsession.core.history.records import RecordKind
from tpsession.core.programme.review import load_first_summary, load_week

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def history() -> MemoryHistory:
    """A session on Sunday of last week, and one last night; a programme that is due."""
    history = MemoryHistory()
    history.save_programme(replace(PROGRAMME, every_days=1))
    history.add_session(session(6, before=4, after=2), [])
    history.add_session(session(7, hour=22.0), [])
    history.add_session(session(7, hour=21.0, place="calf", area="calf"), [])
    return history


def test_a_week_ends_with_what_is_next_and_the_later_ratings(history: MemoryHistory) -> None:
    midnight = TUESDAY - timedelta(hours=9)
    assert load_week(history, MONDAY, midnight, asks_follow_ups=True) == (
        "Last week (2026-03-02 to 2026-03-08): 1 session on 1 day.",
        "Foot, left side: 1 session, pain before 4; 1 ended lower.",
        "Due today: Foot, left side.",
        "1 later rating is open.",
    )
    assert load_week(history, MONDAY, TUESDAY, asks_follow_ups=True)[-1] == "2 later ratings are open."
    assert load_week(history, MONDAY, TUESDAY, asks_follow_ups=False)[-1] == "Due today: Foot, left side."


def test_without_programmes_and_later_ratings_nothing_is_said_about_them() -> None:
    assert len(load_week(MemoryHistory(), MONDAY, TUESDAY, asks_follow_ups=True)) == 1


def test_last_week_is_shown_on_the_first_start_of_a_week(history: MemoryHistory) -> None:
    assert load_first_summary(history, TUESDAY, asks_follow_ups=False)[0].startswith("Last week (2026-03-02")
    history.save_week_shown(day(0))
    assert load_first_summary(history, TUESDAY, asks_follow_ups=False)
    history.save_week_shown(day(7))
    assert load_first_summary(history, TUESDAY, asks_follow_ups=False) == ()


def test_a_week_without_sessions_is_not_shown_unasked(history: MemoryHistory) -> None:
    assert load_first_summary(history, TUESDAY + timedelta(days=14), asks_follow_ups=False) == ()


def test_a_week_with_nothing_but_scores_is_not_shown_unasked() -> None:
    history = MemoryHistory()
    history.add_session(session(6, before=4, kind=RecordKind.SCORE), [])
    assert load_first_summary(history, TUESDAY, asks_follow_ups=False) == ()
