"""The screens after a session that wait until the person continues: which presses count, and large words."""

from __future__ import annotations

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.screens.rating.test_after import SIZES
from tests.tui.user import User, open_screen, press_keys
from tpsession.core.history.records import StopReason
from tpsession.core.safety.stopping import advice_after_stop, signs_in_advice
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.notices import NoticeScreen, WipeScreen


@pytest.mark.parametrize("size", SIZES)
def test_after_numbness_each_sign_to_call_for_help_at_has_a_line_of_its_own(size: tuple[int, int]) -> None:
    signs = signs_in_advice(StopReason.NUMB)

    async def read(user: User) -> None:
        assert "Call 112 now if:" in user.screen_text
        assert all(f"\N{BULLET} {sign[:30]}" in user.screen_text for sign in signs)
        assert "Once you have read it" in user.screen_text

    open_screen(NoticeScreen(*advice_after_stop(StopReason.NUMB, "112"), signs=signs), read, size)


@pytest.mark.parametrize("key", ["space", "tab"])
def test_a_main_key_or_a_knuckle_key_continues_to_the_rating(key: str) -> None:
    assert open_screen(WipeScreen(), press_keys(key)).result is True


def test_a_knuckle_key_continues_only_with_that_setting_and_the_keys_are_named() -> None:
    async def read(user: User) -> None:
        await user.press("backspace", "escape", "x", "a", "right")
        assert not user.is_closed
        assert "To continue: g or a click." in user.screen_text

    open_screen(WipeScreen(), read, tui=FakeTui(settings={"keys.proceed": "g", "session.knuckle": False}))


def test_a_click_anywhere_continues_and_one_on_the_footer_too() -> None:
    async def footer(user: User) -> None:
        while not user.app.screen.query("FooterEntry"):
            await user.pilot.pause(0.05)
        await user.click("FooterEntry")

    assert open_screen(WipeScreen(), lambda user: user.click("LargeText")).result is True
    assert open_screen(WipeScreen(), footer).result is True


def test_a_press_just_as_the_screen_appeared_is_too_fast_and_the_large_words_stay() -> None:
    async def press_early(user: User) -> None:
        before = user.screen_text.splitlines()
        await user.click("LargeText", after=0.4)
        await user.press("space", after=0.4)
        after = user.screen_text.splitlines()
        assert [line.strip() for line in after if line not in before] == [TOO_FAST]
        assert len(after) == len(before)

    assert not open_screen(WipeScreen(), press_early, (80, 24)).is_closed


def test_a_key_that_is_still_held_from_the_session_does_not_continue() -> None:
    async def hold(user: User) -> None:
        for _ in range(16):
            user.tui.clock.pass_time(0.08)
            await user.pilot.press("enter")
        assert not user.is_closed
        assert TOO_FAST in user.screen_text
        await user.press("enter", after=1.2)

    assert open_screen(WipeScreen(), hold).result is True


def test_the_large_words_are_seen_at_any_size_and_without_unicode() -> None:
    async def look(user: User) -> None:
        assert "#####" in user.screen_text
        async for size in user.resize_to([*SIZES, (20, 6)]):
            assert user.screen_text.isascii(), size
            assert "#" in user.screen_text or "ipe your hands" in user.screen_text, size

    open_screen(WipeScreen(), look, (80, 24), FakeTui(charset=Charset.ASCII))
