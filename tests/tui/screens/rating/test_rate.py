"""Rating the pain: the wording of the question, choosing a number, and skipping the rating."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from textual.events import Key

from tests.store.sample_records import a_record
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.dialogue.wrap_up import RATING_OPTIONAL
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import HIGHEST_ANCHOR, LOWEST_ANCHOR, QUESTION
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.rating.later import LaterScreen
from tpsession.tui.screens.rating.rate import HOW, SKIPPED, RateScreen
from tpsession.tui.widgets.questions.rating_scale import RatingScale

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def rated(does: Does, size: tuple[int, int] = (80, 24)) -> Hands:
    return on(RateScreen(("When your hands are clean, rate again.",)), does, size)


def test_the_frozen_question_and_its_anchors_are_shown_at_every_size() -> None:
    frozen = (QUESTION, LOWEST_ANCHOR, HIGHEST_ANCHOR, "When your hands are clean", "Skip rating")

    async def does(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            assert [text for text in frozen if text not in hands.shown] == [], size

    rated(does)


def test_the_button_that_skips_is_visible_below_the_emergency_advice_at_every_size() -> None:
    async def does(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            skip = hands.app.screen.query_one("#leave-out")
            assert hands.app.screen.find_widget(skip).visible_region == skip.region, size
            assert "-  Skip rating" in hands.shown, size
            shown = " ".join(hands.shown.split())
            expected = (advice, RATING_OPTIONAL, QUESTION, "No pain")
            assert [text for text in expected if text not in shown] == [], size

    advice = screening.advice_for(Tier.EMERGENCY, "")
    on(RateScreen((advice, RATING_OPTIONAL), can_go_back=False, optional=True), does)


@pytest.mark.parametrize("size", SIZES)
def test_typing_and_enter_save_a_number_at_every_size(size: tuple[int, int]) -> None:
    assert rated(pressing("1", "0", "enter"), size).result == 10


@pytest.mark.parametrize("size", SIZES)
def test_the_mouse_alone_saves_a_number_at_every_size(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.click("RatingScale")
        await hands.click("#give")

    assert rated(does, size).result == 5


def test_the_button_does_nothing_before_a_number_is_chosen() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#give")

    assert not rated(does).closed


def test_enter_without_a_number_says_what_to_do() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("enter")
        assert hands.app.screen.query_one("#how").has_class("trouble")
        assert HOW in hands.shown

    assert not rated(does).closed


def test_a_key_skips_the_rating_after_a_question() -> None:
    async def does(hands: Hands) -> None:
        assert "-  Skip rating" in hands.shown
        await hands.press("minus")
        assert not hands.closed
        assert "Skip this rating?" in hands.shown
        await hands.press("y")

    assert rated(does).result is SKIPPED


def test_pressing_the_key_that_skips_by_mistake_loses_nothing() -> None:
    assert rated(pressing("4", "minus", "escape", "enter")).result == 4


def test_escape_asks_whether_to_skip_if_there_is_no_screen_to_go_back_to() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("escape", "n")
        assert not hands.closed
        await hands.press("escape", "y")

    assert on(RateScreen(can_go_back=False), does).result is SKIPPED


def test_a_zero_corrected_to_ten_is_ten_however_fast() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("0")
        await hands.press("1", "0", after=0.25)
        await hands.press("enter", after=0.6)

    assert rated(does).result == 10


def test_a_click_skips_the_rating_even_if_a_number_is_chosen() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("7")
        await hands.click("#leave-out")
        await hands.click("#answer-leave")

    assert rated(does).result is SKIPPED


def test_escape_goes_back_without_a_rating() -> None:
    left = rated(pressing("4", "escape"))
    assert left.closed
    assert left.result is None


def test_digits_and_enter_work_wherever_the_focus_is() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#question")
        await hands.press("6", "enter")

    assert rated(does).result == 6


def test_tab_reaches_everything() -> None:
    assert rated(pressing("8", "tab", "enter")).result == 8
    assert rated(pressing("8", "tab", "tab", "enter", "y")).result is SKIPPED


@pytest.mark.parametrize("size", [(20, 6), (200, 60)])
def test_a_number_can_be_chosen_at_any_size(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("3")
        assert hands.app.screen.query_one(RatingScale).value == 3
        await hands.press("enter")

    assert rated(does, size).result == 3


def test_sentences_are_shown_literally() -> None:
    async def does(hands: Hands) -> None:
        assert "[b]x[/b]" in hands.shown

    on(RateScreen(("[b]x[/b]",), button_text="[i]Save"), does)


def test_the_screen_can_be_resized_at_any_moment() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("9")
        for width, height in (*SIZES, (20, 6), (80, 24)):
            await hands.pilot.resize_terminal(width, height)
            await hands.pilot.pause()
        assert LOWEST_ANCHOR in hands.shown
        await hands.press("enter")

    assert rated(does).result == 9


def test_a_digit_and_enter_at_once_save_the_number() -> None:
    async def type_at_once() -> object:
        tui = FakeTui()
        app = tui.alone(RateScreen())
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
    async def does(hands: Hands) -> None:
        scale = hands.app.screen.query_one(RatingScale)
        await hands.press("down", "minus", "escape", "4", after=0.2)
        await hands.click("RatingScale", after=0.1)
        await hands.press("enter", after=0.05)
        assert scale.value is None
        assert TOO_FAST_TO_READ in hands.shown
        assert type(hands.app.screen) is RateScreen

        await hands.press("5", after=5.0)
        assert scale.value == 5

    assert not rated(does).closed


def test_a_ten_typed_too_early_leaves_no_zero() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1", after=0.9)
        await hands.press("0", after=0.2)
        assert hands.app.screen.query_one(RatingScale).value is None

    rated(does)


def test_keys_meant_for_the_list_neither_postpone_nor_save_a_later_rating() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "enter", "minus", after=0.2)
        await hands.click("#never", after=0.2)
        assert not hands.closed
        await hands.press("minus")

    assert on(LaterScreen(PendingFollowUp(a_record(), timedelta(hours=3))), does).result is SKIPPED
