"""The first start."""

from __future__ import annotations

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.home.welcome import WelcomeScreen


def answer(does: Does, size: tuple[int, int] = (80, 24)) -> object:
    return on(WelcomeScreen(), does, size).result


def read(hands: Hands) -> str:
    """What it says, as one line."""
    lines = (line.strip("│╭╮╰╯─▸ ") for line in hands.shown.splitlines())
    return " ".join(line for line in lines if line)


def words(tui: FakeTui | None = None) -> str:
    """What it says in a usual window."""
    said = ""

    async def does(hands: Hands) -> None:
        nonlocal said
        said = read(hands)

    on(WelcomeScreen(), does, tui=tui)
    return said


def test_it_says_what_this_is_and_is_not_and_how_a_session_is_controlled() -> None:
    said = words()

    assert "a massage of your own" in said
    assert "no medical device" in said
    assert "nothing that you enter leaves this computer" in said
    assert "space or enter, pauses and goes on, and x stops." in said


def test_the_footer_names_no_way_back_where_there_is_nothing_to_go_back_to() -> None:
    footer = words().split("Skip to the routines")[1]

    assert "Help" in footer
    assert "Back" not in footer


def test_it_names_the_keys_that_the_person_has_set() -> None:
    said = words(tui=FakeTui(settings={"keys.go": "f5", "keys.stop": "z"}))

    assert "such as f5, pauses" in said
    assert "z stops" in said


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["enter"], "try"),
        (["t"], "try"),
        (["T"], "try"),
        (["s"], "skip"),
        (["escape"], "skip"),
        (["down", "enter"], "skip"),
        (["down", "up", "enter"], "try"),
        (["tab", "enter"], "skip"),
    ],
)
def test_keys_alone_answer(keys: list[str], result: str) -> None:
    assert answer(pressing(*keys)) == result


@pytest.mark.parametrize("button", ["try", "skip"])
def test_the_mouse_alone_answers(button: str) -> None:
    assert answer(lambda hands: hands.click(f"#{button}")) == button


@pytest.mark.parametrize("key", ["x", "a", "1", "space"])
def test_other_keys_do_not_answer_by_chance(key: str) -> None:
    assert not on(WelcomeScreen(), pressing(key)).closed


def test_all_of_it_is_seen_at_every_size() -> None:
    async def does(hands: Hands) -> None:
        async for size in hands.sizes([(60, 20), (80, 24), (120, 40), (200, 60)]):
            said = read(hands)
            assert "This program" in said, size
            assert "Try it" in said, size
            assert "Skip to the routines" in said, size

    on(WelcomeScreen(), does)


@pytest.mark.parametrize("size", [(30, 8), (20, 6), (3, 2)])
def test_in_a_tiny_window_it_can_still_be_answered(size: tuple[int, int]) -> None:
    assert answer(pressing("s"), size) == "skip"


def test_without_unicode_it_is_ascii() -> None:
    assert "> t  Try it" in words(tui=FakeTui(charset=Charset.ASCII))


def test_what_was_pressed_for_the_list_below_answers_nothing() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("s", "escape", "enter", after=0.2)
        await hands.click("#skip", after=0.2)
        assert not hands.closed
        assert TOO_FAST_TO_READ in hands.shown
        await hands.press("s")

    assert answer(does) == "skip"
