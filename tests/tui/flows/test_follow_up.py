"""The follow-up rating that is asked for some hours after a session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.driving import FakeNavigator, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.flows.test_startup import (
    HOUR_S,
    after_crash,
    after_session,
    expect_no_prompt,
    find_record,
    later_ratings,
    notifications,
    open_program,
    run_startup,
    running_text,
)
from tests.tui.user import User
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import RATING_ASKED_LATER
from tpsession.core.errors import SettingsError
from tpsession.core.history.ratings import QUESTION, RatingFlag, Soreness
from tpsession.core.session.wording import FOLLOW_UPS_OFF
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.startup import ask_follow_ups


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
def test_a_later_rating_is_asked_for_some_hours_after_a_session(size: tuple[int, int]) -> None:
    tui = after_session(3.0)

    async def act(user: User) -> None:
        assert "3 hours ago you worked on this area: Neck, left side." in user.screen_text
        assert QUESTION in user.screen_text
        assert "Not now" in user.screen_text
        assert "Don't ask again" in user.screen_text
        await user.press("4", "enter")

    open_program(tui, act, size)
    assert later_ratings(tui) == [4]


def test_a_later_rating_says_what_was_used_since_the_session_and_whether_it_is_still_sore() -> None:
    tui = after_session(3.0)

    async def act(user: User) -> None:
        assert "Since the session: [ ] p Painkiller [ ] h Heat" in running_text(user)
        assert "Where you massaged: [ ] s Still sore" in running_text(user)
        await user.press("4", "h", "s", "s")
        await user.click("#flag-sore")
        assert "[x] s Still sore" in running_text(user)
        await user.press("enter")

    open_program(tui, act)
    (rating,) = find_record(tui, "done").later
    assert (rating.value, rating.flags, rating.soreness) == (4, (RatingFlag.HEAT,), Soreness.SORE)


@pytest.mark.parametrize("answer", ["escape", "minus", "#skip"])
def test_not_now_asks_again_at_the_next_start(answer: str) -> None:
    tui = after_session(3.0)

    async def not_now(user: User) -> None:
        await (user.click(answer) if answer.startswith("#") else user.press(answer))
        await user.pilot.pause()
        assert "the list of routines" in user.screen_text

    async def number(user: User) -> None:
        await user.press("1", "0", "enter")

    open_program(tui, not_now)
    assert later_ratings(tui) == []
    open_program(tui, number)
    assert later_ratings(tui) == [10]


def test_each_area_without_a_later_rating_is_asked_about() -> None:
    tui = after_session(3.0)
    after_session(4.0, tui, id="foot", place="foot", area="foot")

    async def act(user: User) -> None:
        await user.press("escape")
        assert "4 hours ago you worked on this area: Foot, left side." in user.screen_text
        await user.press("2", "enter")

    open_program(tui, act)
    assert (later_ratings(tui), later_ratings(tui, "foot")) == ([], [2])


def test_dont_ask_again_turns_the_setting_off_and_says_how_to_turn_it_on() -> None:
    tui = after_session(3.0)
    after_session(4.0, tui, id="foot", place="foot", area="foot")

    async def act(user: User) -> None:
        await user.click("#never")
        await user.pilot.pause()
        assert FOLLOW_UPS_OFF in notifications(user)

    open_program(tui, act)
    assert tui.services.settings.load_preferences().switch("follow_up.ask") is False
    open_program(tui, expect_no_prompt)


def test_an_error_while_turning_it_off_is_shown() -> None:
    tui = after_session(3.0)

    def refuse(name: str, value: object) -> None:
        raise SettingsError(f"{name} can't be changed.")

    tui.services.settings.save_setting = refuse  # type: ignore[method-assign] # a broken file

    async def act(user: User) -> None:
        await user.click("#never")
        await user.pilot.pause()
        assert "follow_up.ask can't be changed." in notifications(user)
        assert FOLLOW_UPS_OFF not in notifications(user)

    open_program(tui, act)


def test_nothing_is_asked_if_the_setting_is_off() -> None:
    open_program(after_session(3.0, FakeTui({"follow_up.ask": False})), expect_no_prompt)


@pytest.mark.parametrize("hours", [1.0, 37.0])
def test_nothing_is_asked_too_early_or_too_late(hours: float) -> None:
    open_program(after_session(hours), expect_no_prompt)


def test_the_area_of_the_routine_about_to_be_played_is_not_asked_about() -> None:
    open_program(after_session(3.0, FakeTui(routine="short")), expect_no_prompt)
    open_program(
        after_session(3.0, FakeTui(routine="short", options=SessionOptions(area=NECK))), expect_no_prompt
    )

    async def act(user: User) -> None:
        await user.press("4", "enter")

    for tui in (
        FakeTui(routine="no-such-routine"),
        FakeTui(routine="short", options=SessionOptions(area=FOOT)),
    ):
        open_program(after_session(3.0, tui), act)
        assert later_ratings(tui) == [4]


def test_a_rating_before_a_session_also_answers_for_an_interrupted_session_on_its_area() -> None:
    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> list[str]:
        await run_startup(app, navigator)
        side = find_record(tui, "left-0").side
        return navigator.follow_up.find_answered_by(tui.history, tui.clock.local_time(), "neck", side)

    tui = replace(after_crash(1.2 * HOUR_S), routine="short")
    assert run_flow(flow, expect_no_prompt, tui).result == ["left-0"]


def test_without_a_rating_before_the_session_the_later_rating_is_asked_for_but_only_once() -> None:
    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await run_startup(app, navigator)
        await ask_follow_ups(app, navigator, None)
        await ask_follow_ups(app, navigator, None)

    async def act(user: User) -> None:
        assert "3 hours ago you worked on this area" in user.screen_text
        await user.press("escape")

    run_flow(flow, act, after_session(3.0, FakeTui(routine="short")))


def test_nothing_is_asked_around_a_rehearsal() -> None:
    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await run_startup(app, navigator)
        await ask_follow_ups(app, navigator, None)

    run_flow(
        flow,
        expect_no_prompt,
        after_session(3.0, FakeTui(routine="short", options=SessionOptions(speed=10.0))),
    )


def test_leaving_before_a_rating_is_confirmed_and_a_skipped_one_is_not_asked_for_again() -> None:
    async def skip(user: User) -> None:
        await user.press("f", "enter")
        await user.press("q")
        assert RATING_ASKED_LATER in running_text(user)
        await user.press("s")
        await user.press("minus", "y")
        assert "the list of routines" in user.screen_text

    async def start_again(user: User) -> None:
        assert "the list of routines" in user.screen_text

    tui = after_crash()
    open_program(tui, skip)
    open_program(tui, start_again)
    assert find_record(tui, "left-0").after is None
