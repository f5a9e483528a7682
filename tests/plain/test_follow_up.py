"""Follow-ups: the pain hours after a session, asked at the next start or answered by the next rating."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import END_OF_INPUT, FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun
from tpsession.core.catalog.area import FOOT
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import SettingsError
from tpsession.core.history.ratings import QUESTION, Soreness
from tpsession.core.history.records import HistoryQuery
from tpsession.core.safety.soreness import SKIP_SPOT
from tpsession.plain.console import TerminalClosed

HOUR_S = 3600.0
ELSEWHERE = SHORT._replace(id="elsewhere", name="Elsewhere", area=FOOT)


@dataclass
class Runs:
    """Several runs of plain mode with one clock and one history."""

    clock: FakeClock = field(default_factory=FakeClock)
    history: MemoryHistory = field(default_factory=MemoryHistory)
    settings: dict[str, str | int | bool] = field(default_factory=dict)

    def new(self, *answers: str, attended: bool = True, options: SessionOptions | None = None) -> PlainRun:
        run = PlainRun(
            list(answers),
            clock=self.clock,
            history=self.history,
            settings=self.settings,
            attended=attended,
            options=options or SessionOptions(),
        )
        self.settings = run.services.settings.values  # type: ignore[attr-defined] # the fake shows them
        return run

    def play_neck(self, hours_ago: float) -> None:
        """Play a session on the neck, and let this time pass after it."""
        self.new(SAFE, "6", "3", "").play()
        self.clock.pass_time(hours_ago * HOUR_S)

    def later_ratings(self) -> list[int]:
        """Return the later ratings of the first session."""
        first = self.history.find_sessions(HistoryQuery())[-1]
        return [rating.value for rating in first.later]


def test_hours_after_a_session_the_next_start_asks_how_strong_the_pain_is_now() -> None:
    runs = Runs()
    runs.play_neck(3)
    run = runs.new("4", SAFE, "5", "2", "")
    run.play(ELSEWHERE)
    assert run.console.lines[0] == "Before your session, one question about an earlier one."
    assert run.console.lines[1] == f"3 hours ago you worked on this area: Neck. {QUESTION}"
    assert runs.later_ratings() == [4]


def test_a_sore_spot_is_asked_about_and_said_before_the_next_session_on_it() -> None:
    runs = Runs()
    runs.play_neck(3)
    runs.new("4 s", SAFE, "5", "2", "").play(ELSEWHERE)
    first = runs.history.find_sessions(HistoryQuery())[-1]
    assert first.later[0].soreness is Soreness.SORE
    again = runs.new("", SAFE, "5", "2", "")
    again.play()
    assert any(line.endswith(f"Neck. {SKIP_SPOT}") for line in again.console.lines)
    runs.clock.pass_time(13 * HOUR_S)
    healed = runs.new("", "3", SAFE, "5", "2", "")
    healed.play(ELSEWHERE)
    assert "Painkiller or heat since the session, or sore? Add that word." in healed.console.lines


@pytest.mark.parametrize("answer", ["n", "quit"])
def test_the_rating_before_a_session_asks_too_if_it_is_also_the_later_one(answer: str) -> None:
    runs = Runs()
    runs.play_neck(3)
    stays = runs.new(SAFE, "5 s", answer)
    assert stays.play() == 1
    (first,) = runs.history.find_sessions(HistoryQuery())
    assert [(rating.value, rating.soreness) for rating in first.later] == [(5, Soreness.SORE)]
    runs.clock.pass_time(13 * HOUR_S)
    plays = runs.new(SAFE, "5 s", "", "3", "")
    assert plays.play() == 0
    assert f"Still sore where you massaged. {SKIP_SPOT}" in plays.console.lines
    # Nothing is due any more: nothing is asked.
    again = runs.new(SAFE, "5", "3", "")
    again.play()
    assert not any("Where you massaged" in line for line in again.console.lines)


def test_after_not_now_the_next_start_asks_again() -> None:
    runs = Runs()
    runs.play_neck(3)
    runs.new("", SAFE, "5", "2", "").play(ELSEWHERE)
    runs.new("eleven", "4", SAFE, "5", "2", "").play(ELSEWHERE)
    assert runs.later_ratings() == [4]


def test_only_the_whole_word_never_turns_the_setting_off() -> None:
    runs = Runs()
    runs.play_neck(3)
    runs.new("n", "N", "never", SAFE, "5", "2", "").play(ELSEWHERE)
    assert runs.settings["follow_up.ask"] is False
    run = runs.new(SAFE, "5", "2", "")
    run.play(ELSEWHERE)
    assert "hours ago" not in run.shown
    assert runs.later_ratings() == []


def test_a_before_rating_of_the_area_counts_as_the_answer() -> None:
    runs = Runs()
    runs.play_neck(3)
    run = runs.new(SAFE, "4", "2", "")
    run.play()
    assert "hours ago" not in run.shown
    assert runs.later_ratings() == [4]


def test_without_a_person_only_a_rating_from_the_command_line_counts() -> None:
    runs = Runs()
    runs.play_neck(3)
    run = runs.new(attended=False, options=SessionOptions(before=4))
    run.play(ELSEWHERE)
    assert runs.later_ratings() == []
    runs.new(attended=False, options=SessionOptions(before=4)).play()
    assert runs.later_ratings() == [4]


def test_a_session_that_is_not_saved_answers_no_follow_up() -> None:
    runs = Runs()
    runs.play_neck(3)
    runs.new(SAFE, "4", "2", "", options=SessionOptions(save=False)).play()
    assert runs.later_ratings() == []


def test_a_terminal_closed_at_the_question_leaves_it_open() -> None:
    runs = Runs()
    runs.play_neck(3)
    with pytest.raises(TerminalClosed):
        runs.new().play(ELSEWHERE)
    assert runs.later_ratings() == []


def test_a_session_too_old_to_resume_gets_the_next_rating_as_its_later_rating() -> None:
    for hours in (1.1, 3.0, 40.0):
        runs = Runs()
        run = runs.new(SAFE, "6")
        run.console.typed.appendleft((30.0, END_OF_INPUT))
        with pytest.raises(TerminalClosed):
            run.play()
        runs.history.close()
        runs.history = MemoryHistory(runs.history.file)
        runs.clock.pass_time(hours * HOUR_S)
        runs.new(SAFE, "4", "2", "").play()
        assert runs.later_ratings() == [4]


def test_a_resting_area_has_its_follow_up_as_well() -> None:
    runs = Runs()
    run = runs.new(SAFE, "6", "3", "", "7", "")
    run.console.typed.appendleft((30.0, "x"))
    run.play()
    runs.clock.pass_time(3 * HOUR_S)
    assert runs.new("", "5").play() == 1
    assert runs.later_ratings() == [5]


def test_if_the_setting_cannot_be_saved_the_session_continues() -> None:
    runs = Runs()
    runs.play_neck(3)
    run = runs.new("never", SAFE, "5", "2", "")

    def refuse(name: str, value: object) -> None:
        raise SettingsError(f"{name} can't be changed.")

    run.services.settings.save_setting = refuse  # type: ignore[method-assign] # a file that is broken
    assert run.play(ELSEWHERE) == 0
    assert "follow_up.ask can't be changed." in run.console.lines
