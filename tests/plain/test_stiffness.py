"""The second number in plain mode: how stiff it is, if the person wants to be asked."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SAFE, PlainRun
from tests.plain.test_follow_up import ELSEWHERE
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.rating_flags import NOT_VALIDATED, STIFFNESS_QUESTION
from tpsession.core.history.records import HistoryQuery


def test_how_stiff_it_is_is_asked_before_after_and_later_and_kept_apart() -> None:
    settings: dict[str, str | int | bool] = {"session.stiffness": True}
    history, clock = MemoryHistory(), FakeClock()
    run = PlainRun([SAFE, "6", "x", "8", "3", "2", ""], history=history, clock=clock, settings=settings)
    run.play()
    assert run.console.lines.count(f"{STIFFNESS_QUESTION} {NOT_VALIDATED}") == 2
    assert "Pain before 6, after 3: 3 points less." in run.console.lines
    assert "Stiffness (not validated): before 8, after 2." in run.console.lines
    clock.pass_time(3 * 3600.0)
    later = PlainRun(
        ["4", "-", SAFE, "5", "-", "2", "-", ""], history=history, clock=clock, settings=settings
    )
    later.play(ELSEWHERE)
    *_, first = history.find_sessions(HistoryQuery())
    assert (first.before, first.stiffness_before, first.after, first.stiffness_after) == (6, 8, 3, 2)
    assert [(rating.value, rating.stiffness) for rating in first.later] == [(4, None)]


def test_it_is_off_at_first_and_not_asked_without_a_rating() -> None:
    run = PlainRun([SAFE, "6", "3", ""])
    run.play()
    assert STIFFNESS_QUESTION not in run.shown
    skipped = PlainRun([SAFE, "-", "-", ""], settings={"session.stiffness": True})
    skipped.play()
    assert STIFFNESS_QUESTION not in skipped.shown


def test_who_leaves_at_the_stiffness_has_rated_the_pain_of_the_earlier_session() -> None:
    settings: dict[str, str | int | bool] = {"session.stiffness": True}
    history, clock = MemoryHistory(), FakeClock()
    run = PlainRun([SAFE, "6", "x", "8", "3", "2", ""], history=history, clock=clock, settings=settings)
    run.play()
    clock.pass_time(3 * 3600.0)
    later = PlainRun([SAFE, "5", "quit"], history=history, clock=clock, settings=settings)
    later.play()
    (first,) = history.find_sessions(HistoryQuery())
    assert [(rating.value, rating.stiffness) for rating in first.later] == [(5, None)]


def test_who_leaves_at_the_stiffness_does_not_hear_that_it_is_saved_if_nothing_is_to_be() -> None:
    settings: dict[str, str | int | bool] = {"session.stiffness": True}
    unsaved = PlainRun(
        [SAFE, "6", "x", "8", "3", "quit"], settings=settings, options=SessionOptions(save=False)
    )
    assert unsaved.play() == 0
    assert "Saved." not in unsaved.console.lines
    saved = PlainRun([SAFE, "6", "x", "8", "3", "quit"], settings=settings)
    assert saved.play() == 0
    assert "Saved." in saved.console.lines
