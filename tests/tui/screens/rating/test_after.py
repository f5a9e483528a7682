"""The screens after a session: notices to read, clean hands, the rating, and the summary with its note.

What the summary says and what becomes of a note is tested in `test_summary`, the order of the steps in the
tests of `core.dialogue.wrap_up`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE
from tests.tui.user import User, open_screen, press_keys
from tpsession.core.history.records import Status, StopReason
from tpsession.core.safety.stopping import advice_after_stop, signs_in_advice
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.after import (
    NOTE_LABEL,
    NoteScreen,
    NoticeScreen,
    SummaryScreen,
    WipeScreen,
)
from tpsession.tui.view_models.summary import NOTE_LATER, Summary

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
COMPLETED = Summary(6, 3, 500.0, Status.COMPLETED, None)


def flat(text: str) -> str:
    """A screen's text on one line, without borders."""
    return " ".join(text.replace("│", " ").split())


# What must be read after a stop


@pytest.mark.parametrize("size", SIZES)
def test_after_numbness_each_sign_to_call_for_help_at_has_a_line_of_its_own(size: tuple[int, int]) -> None:
    signs = signs_in_advice(StopReason.NUMB)

    async def read(user: User) -> None:
        assert "Call 112 now if:" in user.screen_text
        assert all(f"\N{BULLET} {sign[:30]}" in user.screen_text for sign in signs)
        assert "Once you have read it" in user.screen_text

    open_screen(NoticeScreen(*advice_after_stop(StopReason.NUMB, "112"), signs=signs), read, size)


# Wiping the hands


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


# The summary


def test_the_summary_is_seen_whole_at_every_size() -> None:
    async def look(user: User) -> None:
        async for size in user.resize_to(SIZES):
            screen_text = flat(user.screen_text)
            for part in (
                "Pain before 6, after 3: 3 points less.",
                "◀───────────●",
                "after before",
                CAUSE_UNKNOWN,
                "Time worked: 8 minutes 20 seconds.",
                "Completed.",
                NOTE_LABEL,
                "Done",
                "Remind me next time",
            ):
                assert part in screen_text, (size, part)

    open_screen(SummaryScreen(COMPLETED), look)


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["s", "space", "question_mark", "tab", "enter"], "s ?"),
        (["s", "o", "escape"], "so"),
        (["enter"], ""),
        (["tab", "tab", "enter"], NOTE_LATER),
        (["h", "i", "tab", "tab", "enter"], "hi"),
    ],
)
def test_whatever_is_typed_is_saved_and_the_note_can_wait(keys: list[str], result: object) -> None:
    assert open_screen(SummaryScreen(COMPLETED), press_keys(*keys)).result == result


@pytest.mark.parametrize(("button", "result"), [("#done", ""), ("#later", NOTE_LATER)])
def test_the_mouse_alone_leaves_the_summary(button: str, result: object) -> None:
    assert open_screen(SummaryScreen(COMPLETED), lambda user: user.click(button)).result == result


def test_the_enter_that_gave_the_rating_does_not_leave_while_it_is_held() -> None:
    async def hold(user: User) -> None:
        user.app.arrivals.presses.add("enter", user.tui.clock.now())
        for _ in range(12):
            user.tui.clock.pass_time(0.08)
            await user.pilot.press("enter")
        assert not user.is_closed
        assert TOO_FAST in user.screen_text

    open_screen(SummaryScreen(COMPLETED), hold)


def test_where_nothing_is_saved_no_note_is_asked_for() -> None:
    async def leave(user: User) -> None:
        assert "note" not in user.screen_text.lower()
        await user.press("enter")

    assert open_screen(SummaryScreen(replace(COMPLETED, accepts_note=False)), leave).result == ""


def test_below_an_emergency_notice_a_note_can_still_be_typed() -> None:
    async def type_note(user: User) -> None:
        await user.click("#note")
        await user.press("q", "enter")

    stopped = Summary(6, None, 600.0, Status.STOPPED, StopReason.DIZZY, priority_notice="Call now.")
    assert open_screen(SummaryScreen(stopped), type_note).result == "q"


# A note that was put off


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        (["enter", "space", "enter", "h", "i", "enter"], "hi"),
        (["h", "i", "ctrl+q"], "hi"),
        (["h", "i", "tab", "enter"], "hi"),
        (["tab", "enter"], None),
        (["tab", "tab", "enter"], ""),
    ],
)
def test_a_pending_note_is_saved_put_off_again_or_declined_by_keys(keys: list[str], note: str | None) -> None:
    user = open_screen(NoteScreen(DONE), press_keys(*keys))
    assert user.is_closed
    assert user.result == note


def test_a_click_declines_a_pending_note_but_never_loses_what_was_typed() -> None:
    async def click(user: User) -> None:
        await user.press("h", "i")
        await user.click("#none")
        await user.click("#ask-later")
        assert not user.is_closed
        await user.press("backspace", "backspace")
        await user.click("#none")

    assert open_screen(NoteScreen(DONE), click).result == ""


def test_which_session_waits_for_its_note_is_seen_at_every_size() -> None:
    async def look(user: User) -> None:
        async for size in user.resize_to(SIZES):
            assert "2026-01-31 09:00" in user.screen_text, size
            assert "Neck, left side" in user.screen_text, size
            assert "Pain before 6, after 3: 3 points less." in user.screen_text, size
            assert "Ask later" in user.screen_text, size

    open_screen(NoteScreen(DONE), look)
