"""The safety questions of plain mode, and areas that rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun
from tpsession.core.catalog.area import CALF, NECK, THIGH, Area
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, StopReason
from tpsession.core.plan.light_only import LIGHT_ONLY
from tpsession.core.safety import screening, stopping
from tpsession.core.safety.dose import ENOUGH, OFFER_SHORT_FIRST
from tpsession.core.safety.questions import TRY_OUT, list_lines, list_pages
from tpsession.core.safety.screening import Tier
from tpsession.core.safety.slip import TAKEN_BACK, WAS_SLIP
from tpsession.core.safety.stopping import AFTER_SHARP
from tpsession.plain.console import TerminalClosed

EVERY_GROUP = [SAFE] * len(screening.Tier)
"""The answers to the whole list, if none apply."""
PAGES = list_pages((NECK,))
ANYWHERE = SHORT._replace(id="anywhere", name="Anywhere", area=None)


@pytest.mark.parametrize("line", ["a", "B", "c", "d", "b, d"])
def test_a_yes_gives_its_advice_and_no_session(line: str) -> None:
    run = PlainRun(answers=[line, "", "n"])
    assert run.play() == 1
    tier = list_lines((NECK,))["abcd".index(line[0].lower())].tier
    assert screening.advice_for(tier, "") in run.console.lines
    assert QUESTION not in run.console.lines
    assert run.history.find_sessions(HistoryQuery()) == []


def test_after_a_yes_the_menu_comes_again_if_the_session_was_chosen_there() -> None:
    run = PlainRun(answers=["short", "a", "", "n", "quit"])
    assert run.choose() == 0
    assert len(run.menus) == 2
    assert QUESTION not in run.console.lines


def test_a_clinicians_word_makes_this_session_and_the_next_ones_light_until_it_is_asked_again() -> None:
    history, clock = MemoryHistory(), FakeClock()
    first = PlainRun(
        [SAFE, SAFE, SAFE, "c", "6", "3", ""], [(60.0, "")], history=history, clock=clock, long_list=True
    )
    assert first.play() == 0
    assert [step.technique for step in first.record.steps] == ["circles", "wipe"]
    assert f"Limit: {LIGHT_ONLY}" in first.console.lines
    again = PlainRun(["signs", SAFE, "6", "3", ""], [(60.0, "")], history=history, clock=clock)
    assert again.play() == 0
    assert "hold 1" not in again.shown
    assert "out of 10" not in again.shown
    clock.pass_time(timedelta(days=31).total_seconds())
    asked = PlainRun([*EVERY_GROUP, "6", "3", ""], history=history, clock=clock)
    assert asked.play() == 0
    assert "hold 1 of 2" in asked.shown
    assert not history.load_light_only()


def test_an_unclear_answer_is_asked_again_and_a_number_typed_too_early_marks_nothing() -> None:
    run = PlainRun(answers=["", "9", "yes", ",", "1", "a, x", "abc", "signs", "no", "6", "3", ""])
    assert run.play() == 0
    assert run.shown.count("Type the letters of those that apply, a to d, or none:") == 8
    assert run.shown.count("isn't an answer here.") == 7
    assert run.shown.count(screening.describe_stop_signs((NECK,))) == 2


def test_the_whole_list_can_be_asked_for_and_counts_as_answered() -> None:
    run = PlainRun(["all", *EVERY_GROUP, "6", "3", ""])
    yesterday = run.clock.local_time() - timedelta(days=1)
    run.history.save_screening_time(yesterday)
    assert run.play() == 0
    assert run.history.load_screening_time() != yesterday


def test_the_whole_list_begins_with_its_first_group_after_a_mistake_in_the_daily_questions() -> None:
    run = PlainRun(["b", "mistake", "all", *EVERY_GROUP, "6", "3", ""])
    assert run.play() == 0
    assert any(line.startswith(f"1 of {len(PAGES)}.") for line in run.console.lines)


def test_what_was_said_this_week_comes_as_titles_and_in_full_for_who_asks() -> None:
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    run = PlainRun(
        ["list", "details", "help", "c", "mistake", SAFE, "6", "3", ""], history=history, clock=clock
    )
    run.play()
    lines = run.console.lines
    whole = [line.text for line in list_lines((NECK,))]
    titles = lines.index("  c. Neck: emergencies.")
    assert not any(text in line for text in whole for line in lines[:titles])
    assert all(any(text in line for line in lines[titles:]) for text in whole)
    assert screening.describe_stop_signs((NECK,)) in lines[titles:]
    assert screening.advice_for(Tier.EMERGENCY, "") in lines


def test_an_area_that_rests_is_said_before_anything_else_about_the_session() -> None:
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "2", "", "7", ""], [(30.0, "x")], history=history, clock=clock).play()
    again = PlainRun([""], history=history, clock=clock)
    assert again.play() == 1
    assert again.console.lines[0].startswith("No more massage on this area today.")


def test_the_stop_signs_are_named_in_full_once_a_week() -> None:
    history, clock = MemoryHistory(), FakeClock()

    def every_sign_is_named() -> bool:
        run = PlainRun([SAFE, "6", "3", ""], history=history, clock=clock)
        run.play()
        return screening.describe_stop_signs((NECK,)) in run.console.lines

    assert every_sign_is_named()
    assert not every_sign_is_named()
    clock.pass_time(timedelta(days=7).total_seconds())
    assert every_sign_is_named()


def test_the_first_try_out_has_one_page_and_the_whole_list_comes_later() -> None:
    history = MemoryHistory()
    run = PlainRun([SAFE, "6", "3", ""], history=history, long_list=True)
    assert run.play(SHORT._replace(id=TRY_OUT)) == 0
    assert "1 of " not in "\n".join(run.console.lines[: run.console.lines.index(QUESTION)])
    assert "Blood thinners" in run.shown
    assert history.load_screening_time() is None


def test_help_names_the_whole_list_only_where_it_can_be_asked_for() -> None:
    asks_it = "all asks the whole list"
    daily = PlainRun(["help", SAFE, "6", "3", ""])
    assert daily.play() == 0
    assert asks_it in daily.shown
    first = PlainRun(["help", SAFE, "6", "3", ""], long_list=True)
    assert first.play(SHORT._replace(id=TRY_OUT)) == 0
    assert asks_it not in first.shown


def test_the_long_list_comes_first_and_then_once_in_thirty_days() -> None:
    history, clock = MemoryHistory(), FakeClock()

    def asks_long_list(run: PlainRun) -> bool:
        run.play()
        return "  sudden, very severe headache" in run.console.lines

    def new_run(*safe: str) -> PlainRun:
        return PlainRun([*safe, "6", "3", ""], history=history, clock=clock, long_list=True)

    assert asks_long_list(new_run(*EVERY_GROUP))
    assert not asks_long_list(new_run(SAFE))
    clock.pass_time(timedelta(days=31).total_seconds())
    assert asks_long_list(new_run(*EVERY_GROUP))


@pytest.mark.parametrize("number", [1, 2])
def test_advice_to_act_on_at_once_comes_right_after_its_group(number: int) -> None:
    run = PlainRun([*[SAFE] * (number - 1), "y", "n"], long_list=True)
    assert run.play() == 1
    asked, after = PAGES[number - 1 : number + 1]
    assert run.console.lines[-2] == screening.advice_for(asked.tier, "")
    assert f"  {asked.items[-1]}" in run.console.lines
    assert f"  {after.items[0]}" not in run.console.lines
    assert run.history.load_screening_time() is None


def test_the_advice_on_the_other_groups_comes_at_the_end_of_the_long_list() -> None:
    run = PlainRun([SAFE, SAFE, "y", "y", "c", "n"], long_list=True)
    assert run.play() == 1
    advice = [screening.advice_for(page.tier, "") for page in PAGES[2:]]
    assert [line for line in run.console.lines if line in advice] == advice
    assert run.console.lines.index(screening.NO_CLEARANCE) < run.console.lines.index(advice[0])


def test_what_needs_a_clinician_has_a_third_answer_which_only_that_group_takes() -> None:
    run = PlainRun(["", "1", "c", SAFE, SAFE, SAFE, "C", "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count("Type none or yes:") == 4
    assert run.history.load_screening_time() is not None
    told_later = PlainRun([SAFE, SAFE, SAFE, "y", "c", "6", "3", ""], long_list=True)
    assert told_later.play() == 0
    assert PlainRun([SAFE, SAFE, SAFE, "y", "n"], long_list=True).play() == 1


@pytest.mark.parametrize("slip", ["n", "y"])
def test_an_answer_in_the_long_list_can_be_changed_by_going_back(slip: str) -> None:
    run = PlainRun([SAFE, SAFE, slip, "b", "b", SAFE, SAFE, SAFE, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count(", back:") == 7
    titles = [line.split(".")[0] for line in run.console.lines if " of 4. " in line]
    assert titles == [f"{number} of 4" for number in (1, 2, 3, 4, 3, 2, 3, 4)]


def test_the_first_group_has_no_previous_one() -> None:
    run = PlainRun(["b", *EVERY_GROUP, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count("Type none or yes:") == 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_yes_by_mistake_does_not_end_the_session(number: int) -> None:
    before, after = [SAFE] * (number - 1), [SAFE] * (len(PAGES) - number + 1)
    run = PlainRun([*before, "y", "", "y", "t", *after, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count(WAS_SLIP) == 3
    assert run.history.load_screening_time() is not None
    short = PlainRun(["ab"[number - 1], "t", SAFE, "6", "3", ""])
    assert short.play() == 0


def test_after_a_mistake_the_later_groups_are_asked_again() -> None:
    answers = [SAFE, SAFE, "y", SAFE, "t", SAFE, "y", "c", "6", "3", ""]
    run = PlainRun(answers, long_list=True)
    assert run.play() == 0


@pytest.mark.parametrize("area", [THIGH, CALF])
def test_on_a_leg_the_leg_clot_questions_come_every_time(area: Area) -> None:
    run = PlainRun(answers=[SAFE, "6"], options=SessionOptions(area=area))
    run.history.save_screening_time(run.clock.local_time())
    with pytest.raises(TerminalClosed):
        run.play(ANYWHERE)
    assert any("One leg swollen" in line and "look at both" in line for line in run.console.lines)


def test_after_a_stop_for_a_symptom_the_area_rests_until_tomorrow() -> None:
    history, clock = MemoryHistory(), FakeClock()
    stopped = PlainRun([SAFE, "6", "2", "", "7", ""], [(30.0, "x")], history=history, clock=clock)
    stopped.play()
    again = PlainRun([""], history=history, clock=clock)
    assert again.play() == 1
    assert any("No more massage on this area today" in line for line in again.console.lines)
    clock.pass_time(24 * 3600.0)
    assert PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play() == 0


def test_a_routine_on_two_areas_asks_about_both_says_both_and_both_rest_after_a_stop() -> None:
    steps = (*SHORT.steps[:1], SHORT.steps[0]._replace(area=CALF), *SHORT.steps[1:])
    run = PlainRun(answers=[SAFE, "6", "2", "", "3", ""], typed=[(30.0, "x")])
    assert run.play(SHORT._replace(steps=steps)) == 0
    lines = run.console.lines
    assert any(line.startswith("Short, Neck; calf, ") for line in lines)
    assert "Neck, calf:" in lines
    assert {place.removeprefix("the ") for place in CALF.never_press} <= {
        place for line in lines if line.startswith("Never press: ") for place in line[13:-1].split(", ")
    }
    assert "No more massage on these areas today: neck, calf." in lines
    assert [step.area for step in run.record.steps] == ["", "calf", "", ""]
    later = PlainRun(answers=[""], history=run.history, clock=run.clock, options=SessionOptions(area=CALF))
    assert later.play(ANYWHERE) == 1
    assert any(line.startswith("No more massage on these areas today") for line in later.console.lines)


@pytest.mark.parametrize(("answer", "holds"), [("y", 1), ("", 2)])
def test_a_long_first_session_on_an_area_is_offered_short_and_asked_once(answer: str, holds: int) -> None:
    long = SHORT._replace(steps=(SHORT.steps[0]._replace(duration_s=100.0), *SHORT.steps[1:]))
    history = MemoryHistory()
    run = PlainRun([SAFE, answer, "6", "3", ""], [(300.0, "")], history=history)
    assert run.play(long) == 0
    assert run.shown.count(OFFER_SHORT_FIRST) == 1
    assert f"hold {holds} of 2" in run.shown or holds == 1
    assert ("hold 2 of 2" in run.shown) == (holds == 2)
    again = PlainRun([SAFE, "6", "3", ""], [(300.0, "")], history=history)
    assert again.play(long) == 0
    assert OFFER_SHORT_FIRST not in again.shown
    assert "Your first session on this area was today." in again.shown


def test_a_third_session_of_an_area_on_one_day_is_advised_against() -> None:
    history, clock = MemoryHistory(), FakeClock()
    for _ in range(2):
        PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    third = PlainRun([SAFE, "6", "3", ""], history=history, clock=clock)
    assert third.play() == 0
    assert f"Neck: 2 sessions today, 3 minutes 10 seconds of massage. {ENOUGH}" in third.console.lines


def test_the_list_of_areas_says_which_rest_today() -> None:
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "2", "", "7", ""], [(30.0, "x")], history=history, clock=clock).play()
    again = PlainRun(["3", ""], history=history, clock=clock)
    again.play(ANYWHERE)
    assert "Neck, rests today" in again.shown
    assert "Calf (calf), rests" not in again.shown


def test_a_stop_after_midnight_rests_the_area_on_the_day_of_the_stop() -> None:
    late = FakeClock(date=datetime(2026, 1, 31, 23, 59, 50, tzinfo=UTC))
    history = MemoryHistory()
    PlainRun([SAFE, "6", "3", "", "7", ""], [(30.0, "x")], clock=late, history=history).play()
    assert PlainRun([""], clock=late, history=history).play() == 1


def test_a_stop_for_dizziness_rests_the_whole_body_for_the_day() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "4", "", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    elsewhere = PlainRun([""], clock=clock, history=history, options=SessionOptions(area=CALF))
    assert elsewhere.play(ANYWHERE) == 1
    assert f"{stopping.BODY_RESTS} Earlier today (Neck): dizziness" in elsewhere.shown


def test_a_reason_that_was_a_slip_is_taken_back_at_once_or_at_the_next_start_of_the_day() -> None:
    at_once = PlainRun([SAFE, "6", "5", "s", "3", ""], [(30.0, "x")])
    at_once.play()
    assert TAKEN_BACK in at_once.console.lines
    assert at_once.record.stop_reason is StopReason.INTERRUPTED
    assert "Stopped: interrupted; nothing is wrong." in at_once.console.lines

    history, clock = MemoryHistory(), FakeClock()
    # Asked in the words of the reason, it is kept; the advice comes again.
    kept = PlainRun([SAFE, "6", "2", "s", "y", "", "7", ""], [(30.0, "x")], history=history, clock=clock)
    kept.play()
    assert any(
        line.startswith("Did you have sharp, electric or burning pain?") for line in kept.console.lines
    )
    assert kept.console.lines.count(AFTER_SHARP) == 2
    again = PlainRun(["s", "n", SAFE, "6", "3", ""], history=history, clock=clock)
    assert again.play() == 0
    stopped = history.find_sessions(HistoryQuery())[-1]
    assert stopped.stop_reason is StopReason.INTERRUPTED
    (change,) = history.find_changes(stopped.id)
    assert change.corrections[0].earlier == "sharp"


def test_a_slip_is_taken_back_in_the_summary_though_nothing_is_saved() -> None:
    run = PlainRun([SAFE, "6", "5", "s", "3"], [(30.0, "x")], options=SessionOptions(save=False))
    assert run.play() == 0
    assert "Stopped: interrupted; nothing is wrong." in run.console.lines
    assert TAKEN_BACK not in run.console.lines


def test_a_stop_that_cannot_be_taken_back_is_not_offered_to_be() -> None:
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "5", "", "7", ""], [(30.0, "x")], history=history, clock=clock).play()
    blocked = PlainRun([], history=history, clock=clock, options=SessionOptions(save=False))
    assert blocked.play() == 1
