"""The welcome at the first start."""

from __future__ import annotations

import pytest

from tests.fakes.player import FakePlayer
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys, wait_until
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.sound.sound_check import SAMPLE_CUES
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.home.welcome import WelcomeScreen


def answer(act: UserActions, size: tuple[int, int] = (80, 24)) -> object:
    return open_screen(WelcomeScreen(), act, size).result


def text_of(user: User) -> str:
    """Return what is shown, as one line."""
    at = user.app.screen.query_one("#text").region
    lines = (line[at.x : at.right].strip("▸ ") for line in user.screen_text.splitlines())
    return " ".join(line for line in lines if line)


def welcome_text(tui: FakeTui | None = None) -> str:
    """Return what is shown in a window of the usual size."""
    text = ""

    async def act(user: User) -> None:
        nonlocal text
        text = text_of(user)

    open_screen(WelcomeScreen(), act, tui=tui)
    return text


def test_it_explains_what_the_program_is_and_is_not_and_how_to_control_a_session() -> None:
    text = welcome_text()

    assert "guides you through self-massage" in text
    assert "not a medical device" in text
    assert "nothing you enter leaves this computer" in text
    assert "such as space or enter pauses and resumes, and x stops." in text


def test_the_footer_offers_no_way_back() -> None:
    footers: list[str] = []

    async def act(user: User) -> None:
        footers.append(user.screen_text.splitlines()[-1])

    open_screen(WelcomeScreen(), act)
    (footer,) = footers

    assert "Help" in footer
    assert "Back" not in footer


def test_it_names_the_keys_that_the_person_has_set() -> None:
    text = welcome_text(tui=FakeTui(settings={"keys.go": "f5", "keys.stop": "z"}))

    assert "such as f5 pauses" in text
    assert "z stops" in text


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["enter"], "try"),
        (["t"], "try"),
        (["T"], "try"),
        (["s"], "skip"),
        (["escape"], "skip"),
        (["o"], "where"),
        (["down", "enter"], "where"),
        (["down", "down", "enter"], "skip"),
        (["down", "up", "enter"], "try"),
        (["tab", "enter"], "where"),
    ],
)
def test_keys_alone_answer(keys: list[str], result: str) -> None:
    assert answer(press_keys(*keys)) == result


@pytest.mark.parametrize("button", ["try", "where", "skip"])
def test_the_mouse_alone_answers(button: str) -> None:
    assert answer(lambda user: user.click(f"#{button}")) == button


@pytest.mark.parametrize("key", ["x", "a", "1", "space"])
def test_other_keys_do_not_answer(key: str) -> None:
    assert not open_screen(WelcomeScreen(), press_keys(key)).is_closed


def test_everything_is_visible_at_every_size() -> None:
    async def act(user: User) -> None:
        async for size in user.resize_to([(60, 20), (80, 24), (120, 40), (200, 60)]):
            text = text_of(user)
            assert "This program" in text, size
            assert "Try it" in text, size
            assert "Skip to the routines" in text, size

    open_screen(WelcomeScreen(), act)


def test_a_sample_that_is_muted_is_not_promised() -> None:
    async def act(user: User) -> None:
        await user.press("h")
        assert "then the voice" not in user.screen_text
        assert "Voice can't be heard" in user.screen_text

    open_screen(WelcomeScreen(), act, tui=FakeTui(settings={"sound.voice": "0"}))


def test_a_signal_and_the_voice_are_heard_without_an_answer() -> None:
    async def act(user: User) -> None:
        await user.press("h")
        assert "First the signal" in user.screen_text
        await wait_until(user.pilot, lambda: len(user.tui.player.scheduled) == 2)
        assert not user.is_closed

    user = open_screen(WelcomeScreen(), act)
    heard = [cue.cue for _, cues in user.tui.player.scheduled for cue in cues]
    assert heard == [SAMPLE_CUES[CueGroup.CUES], SAMPLE_CUES[CueGroup.VOICE]]


def test_without_sound_it_says_why_nothing_is_heard() -> None:
    async def act(user: User) -> None:
        await user.click("#hear")
        assert "No sound: no device was found." in user.screen_text

    open_screen(
        WelcomeScreen(), act, tui=FakeTui(player=FakePlayer("none", "No sound: no device was found."))
    )


@pytest.mark.parametrize("moves", [True, False])
def test_the_picture_moves_unless_motion_is_turned_off(moves: bool) -> None:
    async def act(user: User) -> None:
        text = user.screen_text
        await user.pilot.pause(1.0)
        assert (user.screen_text != text) is moves

    open_screen(WelcomeScreen(), act, tui=FakeTui(settings={"screen.motion": moves}))


@pytest.mark.parametrize("size", [(30, 8), (20, 6), (3, 2)])
def test_in_a_tiny_window_it_can_still_be_answered(size: tuple[int, int]) -> None:
    assert answer(press_keys("s"), size) == "skip"


def test_without_unicode_the_mark_is_ascii() -> None:
    assert "> t  Try it" in welcome_text(tui=FakeTui(charset=Charset.ASCII))


def test_presses_for_the_list_below_do_not_answer() -> None:
    async def act(user: User) -> None:
        await user.press("s", "escape", "enter", after=0.2)
        await user.click("#skip", after=0.2)
        assert not user.is_closed
        assert TOO_FAST_TO_READ in user.screen_text
        await user.press("s")

    assert answer(act) == "skip"
