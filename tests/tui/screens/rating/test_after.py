"""The summary after a session with its note, and the note that was put off.

What the summary says and what becomes of a note is tested in `test_summary`, the order of the steps in the
tests of `core.dialogue.wrap_up`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.screens.history.test_history import DONE
from tests.tui.user import User, open_screen, press_keys
from tpsession.core.history.records import Status, StopReason
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.after import NOTE_LABEL, NoteScreen, SummaryScreen
from tpsession.tui.view_models.summary import NOTE_LATER, Summary

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
COMPLETED = Summary(6, 3, 500.0, Status.COMPLETED, None)


def flat(text: str) -> str:
    """A screen's text on one line, without borders."""
    return " ".join(text.replace("│", " ").split())


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
                "Ask for a note next time",
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
