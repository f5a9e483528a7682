"""How it is now, hours after a session: asked at the next start, or answered by the next rating."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import END_OF_INPUT, FakeClock
from tests.plain.fake_services import SAFE, SHORT, FakeHouse
from tpsession.core.catalog.area import FOOT
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import SettingsError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery
from tpsession.plain.console import TerminalClosed

HOUR_S = 3600.0
ELSEWHERE = replace(SHORT, id="elsewhere", name="Elsewhere", area=FOOT)


@dataclass
class Days:
    """Several starts of the program on one clock and one history."""

    clock: FakeClock = field(default_factory=FakeClock)
    history: MemoryHistory = field(default_factory=MemoryHistory)
    settings: dict[str, str | int | bool] = field(default_factory=dict)

    def house(self, *answers: str, attended: bool = True, wishes: SessionOptions | None = None) -> FakeHouse:
        house = FakeHouse(
            list(answers),
            clock=self.clock,
            history=self.history,
            settings=self.settings,
            attended=attended,
            wishes=wishes or SessionOptions(),
        )
        self.settings = house.house.settings.values  # type: ignore[attr-defined] # the fake shows them
        return house

    def neck(self, hours_ago: float) -> None:
        """A session on the neck that ended so long ago."""
        self.house(SAFE, "6", "3", "").play()
        self.clock.pass_time(hours_ago * HOUR_S)

    def later(self) -> list[int]:
        """The later ratings of the first session."""
        first = self.history.find_sessions(HistoryQuery())[-1]
        return [rating.value for rating in first.later]


def test_hours_after_a_session_the_next_start_asks_how_it_is_now() -> None:
    days = Days()
    days.neck(3)
    house = days.house("4", SAFE, "5", "2", "")
    house.play(ELSEWHERE)
    assert house.console.lines[0] == f"3 hours ago you worked on this area: Neck. {QUESTION}"
    assert days.later() == [4]


def test_not_now_asks_again_at_the_next_start_of_the_window() -> None:
    days = Days()
    days.neck(3)
    days.house("", SAFE, "5", "2", "").play(ELSEWHERE)
    days.house("eleven", "4", SAFE, "5", "2", "").play(ELSEWHERE)
    assert days.later() == [4]


def test_never_turns_the_setting_off() -> None:
    days = Days()
    days.neck(3)
    days.house("n", SAFE, "5", "2", "").play(ELSEWHERE)
    assert days.settings["follow_up.ask"] is False
    house = days.house(SAFE, "5", "2", "")
    house.play(ELSEWHERE)
    assert "hours ago" not in house.shown
    assert days.later() == []


def test_a_before_rating_of_the_area_counts_as_the_answer() -> None:
    days = Days()
    days.neck(3)
    house = days.house(SAFE, "4", "2", "")
    house.play()
    assert "hours ago" not in house.shown
    assert days.later() == [4]


def test_with_nobody_to_answer_only_a_given_rating_counts() -> None:
    days = Days()
    days.neck(3)
    house = days.house(attended=False, wishes=SessionOptions(before=4))
    house.play(ELSEWHERE)
    assert days.later() == []
    days.house(attended=False, wishes=SessionOptions(before=4)).play()
    assert days.later() == [4]


def test_a_session_that_is_not_kept_answers_nothing() -> None:
    days = Days()
    days.neck(3)
    days.house(SAFE, "4", "2", "", wishes=SessionOptions(save=False)).play()
    assert days.later() == []


def test_a_terminal_that_hangs_up_at_the_question_leaves_it_open() -> None:
    days = Days()
    days.neck(3)
    with pytest.raises(TerminalClosed):
        days.house().play(ELSEWHERE)
    assert days.later() == []


def test_a_session_kept_as_partial_too_late_to_resume_gets_the_next_number_as_a_later_rating() -> None:
    for hours in (1.1, 3.0, 40.0):
        days = Days()
        house = days.house(SAFE, "6")
        house.console.typed.appendleft((30.0, END_OF_INPUT))
        with pytest.raises(TerminalClosed):
            house.play()
        days.history.close()
        days.history = MemoryHistory(days.history.file)
        days.clock.pass_time(hours * HOUR_S)
        days.house(SAFE, "4", "2", "").play()
        assert days.later() == [4]


def test_after_a_stop_the_resting_area_is_asked_about_all_the_same() -> None:
    days = Days()
    house = days.house(SAFE, "6", "3", "7", "")
    house.console.typed.appendleft((30.0, "x"))
    house.play()
    days.clock.pass_time(3 * HOUR_S)
    assert days.house("5").play() == 1
    assert days.later() == [5]


def test_where_the_settings_cannot_be_changed_the_session_goes_on() -> None:
    days = Days()
    days.neck(3)
    house = days.house("n", SAFE, "5", "2", "")

    def refuse(name: str, value: object) -> None:
        raise SettingsError(f"{name} can't be changed.")

    house.house.settings.save_setting = refuse  # type: ignore[method-assign] # a file that is broken
    assert house.play(ELSEWHERE) == 0
    assert "follow_up.ask can't be changed." in house.console.lines
