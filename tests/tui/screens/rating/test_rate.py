"""Rating the pain: the question's wording, giving a number, leaving it out."""

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
    return on(RateScreen(("When your hands are clean, rate once more.",)), does, size)


def test_the_question_and_its_anchors_stand_as_they_are_frozen_at_every_size() -> None:
    frozen = (QUESTION, LOWEST_ANCHOR, HIGHEST_ANCHOR, "When your hands are clean", "Leave it out")

    async def does(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            assert [words for words in frozen if words not in hands.shown] == [], size

    rated(does)


def test_what_leaves_the_rating_out_is_in_sight_below_the_emergency_text_at_every_size() -> None:
    async def does(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            leave_out = hands.app.screen.query_one("#leave-out")
            assert hands.app.screen.find_widget(leave_out).visible_region == leave_out.region, size
            assert "-  Leave it out" in hands.shown, size
            whole = " ".join(hands.shown.split())
            assert [
                words for words in (heed, RATING_OPTIONAL, QUESTION, "No pain") if words not in whole
            ] == [], size

    heed = screening.advice_for(Tier.EMERGENCY, "")
    on(RateScreen((heed, RATING_OPTIONAL), can_go_back=False, optional=True), does)


@pytest.mark.parametrize("size", SIZES)
def test_typing_and_enter_give_a_number_at_every_size(size: tuple[int, int]) -> None:
    assert rated(pressing("1", "0", "enter"), size).result == 10


@pytest.mark.parametrize("size", SIZES)
def test_the_mouse_alone_gives_a_number_at_every_size(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.click("RatingScale")
        await hands.click("#give")

    assert rated(does, size).result == 5


def test_the_button_gives_nothing_before_a_number_is_chosen() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#give")

    assert not rated(does).closed


def test_enter_without_a_number_says_what_to_do() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("enter")
        assert hands.app.screen.query_one("#how").has_class("trouble")
        assert HOW in hands.shown

    assert not rated(does).closed


def test_the_rating_is_left_out_by_its_key() -> None:
    async def does(hands: Hands) -> None:
        assert "-  Leave it out" in hands.shown
        await hands.press("minus")
        assert not hands.closed
        assert "Leave this rating out?" in hands.shown
        await hands.press("y")

    assert rated(does).result is SKIPPED


def test_a_slip_on_the_key_that_leaves_it_out_takes_nothing_away() -> None:
    assert rated(pressing("4", "minus", "escape", "enter")).result == 4


def test_where_there_is_nothing_to_go_back_to_escape_asks_whether_it_is_left_out() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("escape", "n")
        assert not hands.closed
        await hands.press("escape", "y")

    assert on(RateScreen(can_go_back=False), does).result is SKIPPED


def test_a_nought_corrected_to_ten_is_ten_however_fast() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("0")
        await hands.press("1", "0", after=0.25)
        await hands.press("enter", after=0.6)

    assert rated(does).result == 10


def test_the_rating_is_left_out_by_a_click_even_where_a_number_is_chosen() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("7")
        await hands.click("#leave-out")
        await hands.click("#answer-leave")

    assert rated(does).result is SKIPPED


def test_escape_goes_back_without_a_rating() -> None:
    gone = rated(pressing("4", "escape"))
    assert gone.closed
    assert gone.result is None


def test_digits_and_enter_work_wherever_the_focus_went() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#question")
        await hands.press("6", "enter")

    assert rated(does).result == 6


def test_everything_can_be_reached_with_tab() -> None:
    assert rated(pressing("8", "tab", "enter")).result == 8
    assert rated(pressing("8", "tab", "tab", "enter", "y")).result is SKIPPED


@pytest.mark.parametrize("size", [(20, 6), (200, 60)])
def test_a_screen_of_any_size_takes_a_number(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("3")
        assert hands.app.screen.query_one(RatingScale).value == 3
        await hands.press("enter")

    assert rated(does, size).result == 3


def test_sentences_from_anywhere_are_nothing_but_text() -> None:
    async def does(hands: Hands) -> None:
        assert "[b]x[/b]" in hands.shown

    on(RateScreen(("[b]x[/b]",), button_text="[i]Give"), does)


def test_every_size_of_the_terminal_can_follow_every_other() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("9")
        for width, height in (*SIZES, (20, 6), (80, 24)):
            await hands.pilot.resize_terminal(width, height)
            await hands.pilot.pause()
        assert LOWEST_ANCHOR in hands.shown
        await hands.press("enter")

    assert rated(does).result == 9


def test_a_digit_and_enter_in_one_go_give_the_number() -> None:
    async def typed() -> object:
        tui = FakeTui()
        app = tui.alone(RateScreen())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            tui.clock.pass_time(5.0)
            # As over a slow line: both are there before the first is dealt with.
            app.post_message(Key("6", "6"))
            app.post_message(Key("enter", "\r"))
            await pilot.pause(0.1)
        return app.result

    assert asyncio.run(typed()) == 6


def test_what_was_pressed_for_the_screen_before_neither_chooses_nor_leaves_out() -> None:
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


def test_of_a_ten_that_is_typed_too_early_no_nought_is_left() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1", after=0.9)
        await hands.press("0", after=0.2)
        assert hands.app.screen.query_one(RatingScale).value is None

    rated(does)


def test_a_later_rating_that_comes_unasked_is_not_put_off_or_given_by_keys_meant_for_the_list() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "enter", "minus", after=0.2)
        await hands.click("#never", after=0.2)
        assert not hands.closed
        await hands.press("minus")

    assert on(LaterScreen(PendingFollowUp(a_record(), timedelta(hours=3))), does).result is SKIPPED
