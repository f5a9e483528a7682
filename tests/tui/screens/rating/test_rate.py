"""Rating the pain: the wording of the question, choosing a number, and skipping the rating."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from textual.events import Key
from textual.widgets._toast import Toast

from tests.store.sample_records import a_record
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys, wait_until
from tpsession.core.dialogue.wrap_up import RATING_OPTIONAL
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import BEFORE_SESSION
from tpsession.core.history.ratings import HIGHEST_ANCHOR, LOWEST_ANCHOR, QUESTION, RatingFlag
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.rating.later import OPT_OUT, LaterScreen
from tpsession.tui.screens.rating.rate import CHOOSE_FIRST, SKIPPED, RateScreen
from tpsession.tui.widgets.questions.rating_scale import RatingScale

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def rated(act: UserActions, size: tuple[int, int] = (80, 24)) -> User:
    return open_screen(RateScreen(("When your hands are clean, rate again.",)), act, size)


def test_the_frozen_question_and_its_anchors_are_shown_at_every_size() -> None:
    frozen = (QUESTION, LOWEST_ANCHOR, HIGHEST_ANCHOR, "When your hands are clean", "Skip rating")

    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            assert [text for text in frozen if text not in user.screen_text] == [], size

    rated(act)


def test_the_button_that_skips_is_visible_below_the_emergency_advice_at_every_size() -> None:
    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            skip = user.app.screen.query_one("#skip")
            assert user.app.screen.find_widget(skip).visible_region == skip.region, size
            assert "-  Skip rating" in user.screen_text, size
            screen_text = " ".join(user.screen_text.split())
            expected = (advice, RATING_OPTIONAL, QUESTION, "No pain")
            assert [text for text in expected if text not in screen_text] == [], size

    advice = screening.advice_for(Tier.EMERGENCY, "")
    open_screen(RateScreen((advice, RATING_OPTIONAL), can_go_back=False, optional=True), act)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
def test_a_message_covers_no_button(size: tuple[int, int]) -> None:
    async def look() -> None:
        app = FakeTui().single_screen_app(RateScreen())
        async with app.run_test(size=size, notifications=True) as pilot:
            app.notify("Last time, on 2026-01-28, your pain was 6.", timeout=600)
            await wait_until(pilot, lambda: bool(app.screen.query(Toast)))
            await pilot.pause()
            (toast,) = app.screen.query(Toast)
            covered = [each.region.overlaps(toast.region) for each in app.screen.query("Button, RatingScale")]
            assert toast.region.area
            assert not any(covered)

    asyncio.run(look())


def flags_after(act: UserActions) -> tuple[RatingFlag, ...]:
    """Return the flags of a rating before a session after some actions, which must have saved a 5."""
    screen = RateScreen(flag_period=BEFORE_SESSION)
    assert open_screen(screen, act).result == 5
    return screen.flags


def test_flags_are_set_and_taken_back_by_their_letters_and_by_the_mouse() -> None:
    async def click_both(user: User) -> None:
        await user.press("5")
        await user.click("#flag-heat")
        await user.click("#flag-painkiller")
        assert "[x] p  Painkiller" in user.screen_text
        assert "[x] h  Heat" in user.screen_text
        await user.click("#flag-heat")
        await user.press("enter")

    assert flags_after(press_keys("5", "enter")) == ()
    assert flags_after(press_keys("p", "5", "H", "enter")) == (RatingFlag.PAINKILLER, RatingFlag.HEAT)
    assert flags_after(press_keys("5", "p", "P", "enter")) == ()
    assert flags_after(press_keys("5", "tab", "p", "enter")) == (RatingFlag.PAINKILLER,)
    assert flags_after(click_both) == (RatingFlag.PAINKILLER,)


def test_a_held_letter_sets_a_flag_once() -> None:
    async def hold(user: User) -> None:
        await user.press("5", "h")
        for _ in range(5):
            await user.press("h", after=0.05)
        await user.press("enter")

    assert flags_after(hold) == (RatingFlag.HEAT,)


def test_flags_are_asked_for_at_every_size_and_only_where_they_belong() -> None:
    async def see(user: User) -> None:
        async for size in user.resize_to(SIZES):
            line = next(line for line in user.screen_text.splitlines() if BEFORE_SESSION in line)
            assert line.split() == [
                "In",
                "the",
                "last",
                "6",
                "hours:",
                "[",
                "]",
                "p",
                "Painkiller",
                "[",
                "]",
                "h",
                "Heat",
            ], size

    async def see_none(user: User) -> None:
        assert "Painkiller" not in user.screen_text
        await user.press("p", "h", "4", "enter")

    open_screen(RateScreen(flag_period=BEFORE_SESSION), see)
    assert rated(see_none).result == 4


@pytest.mark.parametrize("size", SIZES)
def test_typing_and_enter_save_a_number_at_every_size(size: tuple[int, int]) -> None:
    assert rated(press_keys("1", "0", "enter"), size).result == 10


@pytest.mark.parametrize("size", SIZES)
def test_the_mouse_alone_saves_a_number_at_every_size(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        await user.click("RatingScale")
        await user.click("#save")

    assert rated(act, size).result == 5


def test_the_button_does_nothing_before_a_number_is_chosen() -> None:
    async def act(user: User) -> None:
        await user.click("#save")

    assert not rated(act).is_closed


def test_enter_without_a_number_says_what_to_do() -> None:
    async def act(user: User) -> None:
        await user.press("enter")
        assert user.app.screen.query_one("#instructions").has_class("warning")
        assert CHOOSE_FIRST in user.screen_text

    assert not rated(act).is_closed


def test_a_key_skips_the_rating_after_a_question() -> None:
    async def act(user: User) -> None:
        assert "-  Skip rating" in user.screen_text
        await user.press("minus")
        assert not user.is_closed
        assert "Skip this rating?" in user.screen_text
        await user.press("y")

    assert rated(act).result is SKIPPED


def test_pressing_the_key_that_skips_by_mistake_loses_nothing() -> None:
    assert rated(press_keys("4", "minus", "escape", "enter")).result == 4


def test_escape_asks_whether_to_skip_if_there_is_no_screen_to_go_back_to() -> None:
    async def act(user: User) -> None:
        await user.press("escape", "n")
        assert not user.is_closed
        await user.press("escape", "y")

    assert open_screen(RateScreen(can_go_back=False), act).result is SKIPPED


def test_a_zero_corrected_to_ten_is_ten_however_fast() -> None:
    async def act(user: User) -> None:
        await user.press("0")
        await user.press("1", "0", after=0.25)
        await user.press("enter", after=0.6)

    assert rated(act).result == 10


def test_a_click_skips_the_rating_even_if_a_number_is_chosen() -> None:
    async def act(user: User) -> None:
        await user.press("7")
        await user.click("#skip")
        await user.click("#answer-leave")

    assert rated(act).result is SKIPPED


def test_escape_goes_back_without_a_rating() -> None:
    left = rated(press_keys("4", "escape"))
    assert left.is_closed
    assert left.result is None


def test_digits_and_enter_work_wherever_the_focus_is() -> None:
    async def act(user: User) -> None:
        await user.click("#question")
        await user.press("6", "enter")

    assert rated(act).result == 6


def test_tab_reaches_everything() -> None:
    assert rated(press_keys("8", "tab", "enter")).result == 8
    assert rated(press_keys("8", "tab", "tab", "enter", "y")).result is SKIPPED


@pytest.mark.parametrize("size", [(20, 6), (200, 60)])
def test_a_number_can_be_chosen_at_any_size(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        await user.press("3")
        assert user.app.screen.query_one(RatingScale).value == 3
        await user.press("enter")

    assert rated(act, size).result == 3


def test_sentences_are_shown_literally() -> None:
    async def act(user: User) -> None:
        assert "[b]x[/b]" in user.screen_text

    open_screen(RateScreen(("[b]x[/b]",), button_text="[i]Save"), act)


def test_the_screen_can_be_resized_at_any_moment() -> None:
    async def act(user: User) -> None:
        await user.press("9")
        for width, height in (*SIZES, (20, 6), (80, 24)):
            await user.pilot.resize_terminal(width, height)
            await user.pilot.pause()
        assert LOWEST_ANCHOR in user.screen_text
        await user.press("enter")

    assert rated(act).result == 9


def test_a_digit_and_enter_at_once_save_the_number() -> None:
    async def type_at_once() -> object:
        tui = FakeTui()
        app = tui.single_screen_app(RateScreen())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            tui.clock.pass_time(5.0)
            # As over a slow connection: both arrive before the first is handled.
            app.post_message(Key("6", "6"))
            app.post_message(Key("enter", "\r"))
            await pilot.pause(0.1)
        return app.result

    assert asyncio.run(type_at_once()) == 6


def test_presses_for_the_screen_before_neither_choose_nor_skip() -> None:
    async def act(user: User) -> None:
        scale = user.app.screen.query_one(RatingScale)
        await user.press("down", "minus", "escape", "4", after=0.2)
        await user.click("RatingScale", after=0.1)
        await user.press("enter", after=0.05)
        assert scale.value is None
        assert TOO_FAST_TO_READ in user.screen_text
        assert type(user.app.screen) is RateScreen

        await user.press("5", after=5.0)
        assert scale.value == 5

    assert not rated(act).is_closed


def test_a_ten_typed_too_early_leaves_no_zero() -> None:
    async def act(user: User) -> None:
        await user.press("1", after=0.9)
        await user.press("0", after=0.2)
        assert user.app.screen.query_one(RatingScale).value is None

    rated(act)


def test_keys_meant_for_the_list_neither_postpone_nor_save_a_later_rating() -> None:
    async def act(user: User) -> None:
        await user.press("down", "enter", "minus", "d", after=0.15)
        await user.click("#never", after=0.15)
        assert not user.is_closed
        await user.press("minus")

    def later() -> LaterScreen:
        return LaterScreen(PendingFollowUp(a_record(), timedelta(hours=3)))

    assert open_screen(later(), act).result is SKIPPED
    assert open_screen(later(), press_keys("D")).result is OPT_OUT
