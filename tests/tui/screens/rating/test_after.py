"""The screens after a session: notices to read, clean hands, the rating, and the summary with its note.

What the summary says and what becomes of a note is tested in `test_summary`, the order of the steps in the
tests of `core.dialogue.wrap_up`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from textual.widgets import Input

from tests.tui.driving import FakeNavigator, FlowApp, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, with_sessions
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import NOTICE_UNREAD, RATING_OPTIONAL, REHEARSED, SessionOutcome
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.safety import screening
from tpsession.core.safety.eligibility import find_missing_rating
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.flows.wrap_up import WrapUpFlow
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.after import NOTE_LABEL, NoteScreen, SummaryScreen, WipeScreen
from tpsession.tui.view_models.summary import NOTE_LATER, Summary

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
COMPLETED = Summary(6, 3, 500.0, Status.COMPLETED, None)


def flat(text: str) -> str:
    """A screen's text on one line, without borders."""
    return " ".join(text.replace("│", " ").split())


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
                "before · · · · · · ● · · · ·",
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
        user.app.presses.add("enter", user.tui.clock.now())
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
        await user.click("#not-now")
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
            assert NOTE_LABEL in user.screen_text, size

    open_screen(NoteScreen(DONE), look)


# From the end of a session back to the list


ENDED = SessionOutcome(
    session_id="done",
    before=6,
    active_s=500.0,
    status=Status.COMPLETED,
    reason=None,
    hands_clean=False,
    is_saved=True,
)


def unrated() -> FakeTui:
    """A program whose history has a session that has just ended."""
    return with_sessions(replace(DONE, after=None))


def saved_record(tui: FakeTui) -> SessionRecord:
    (record,) = tui.history.find_sessions(HistoryQuery())
    return record


async def _wrap_up(outcome: SessionOutcome, app: TpsessionApp, navigator: FakeNavigator) -> None:
    await WrapUpFlow(app, navigator).run(outcome)


def wrap_up(outcome: SessionOutcome, person: UserActions, tui: FakeTui) -> None:
    """Show everything that follows a session, to its end."""
    run_flow(partial(_wrap_up, outcome), person, tui)


def test_hands_are_wiped_then_the_pain_is_rated_then_the_summary_takes_a_note() -> None:
    async def person(user: User) -> None:
        assert "The session is over" in user.screen_text
        await user.press("space")
        assert QUESTION in user.screen_text
        await user.press("3", "enter")
        assert "Pain before 6, after 3: 3 points less." in user.screen_text
        await user.press("o", "k", "enter")
        assert "the list of routines" in user.screen_text

    tui = unrated()
    wrap_up(ENDED, person, tui)
    assert (saved_record(tui).after, saved_record(tui).note) == (3, "ok")


def test_the_rating_before_is_nowhere_on_the_screen_while_the_one_after_is_given() -> None:
    screen_text: list[list[str]] = []

    async def person(user: User) -> None:
        screen_text.append([user.screen_text async for _ in user.resize_to(SIZES)])
        await user.press("3", "enter")
        await user.press("enter")

    for before in (2, 10):
        wrap_up(
            replace(ENDED, before=before, hands_clean=True),
            person,
            with_sessions(replace(DONE, before=before, after=None)),
        )
    assert screen_text[0] == screen_text[1]


def test_skipping_the_rating_is_confirmed_and_named() -> None:
    async def person(user: User) -> None:
        # An interruption has no notice.
        assert "The session is over" in user.screen_text
        await user.press("space", "escape")
        assert "Skip this rating?" in user.screen_text
        await user.press("n")
        assert QUESTION in user.screen_text
        await user.press("minus")
        assert "Skip this rating?" in user.screen_text
        await user.press("y")
        assert "Pain before 6; not rated after." in user.screen_text
        await user.press("escape")

    tui = unrated()
    wrap_up(replace(ENDED, status=Status.STOPPED, reason=StopReason.INTERRUPTED), person, tui)
    assert saved_record(tui).after is None


def test_a_rating_from_the_command_line_is_saved_and_not_asked_for() -> None:
    async def person(user: User) -> None:
        assert "Pain before 6, after 8: 2 points more." in user.screen_text
        await user.press("enter")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True, after=8), person, tui)
    assert saved_record(tui).after == 8


@pytest.mark.parametrize("reason", [StopReason.PAINFUL, StopReason.SHARP])
def test_after_a_stop_each_sentence_is_read_before_anything_else(reason: StopReason) -> None:
    async def person(user: User) -> None:
        for sentence in screening.advice_after_stop(reason, "112"):
            assert sentence in flat(user.screen_text)
            await user.press("escape", "x")
            await user.press("space")
        assert QUESTION in user.screen_text
        await user.press("9", "enter")
        await user.press("enter")

    tui = unrated()
    tui.services.settings.save_setting("safety.emergency_number", "112")
    wrap_up(replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=reason), person, tui)
    assert saved_record(tui).after == 9


@pytest.mark.parametrize("screens_passed", [0, 1, 2])
def test_a_person_who_has_to_call_for_help_leaves_by_one_press_and_rates_later(screens_passed: int) -> None:
    notice = "This may be an emergency. Call 112 now."

    async def leave(app: FlowApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            user = User(pilot, app, tui)
            await user.pilot.pause()
            assert notice in flat(user.screen_text)
            assert "q Quit" in user.screen_text
            # No hands have to be wiped, and the rating may be skipped at once.
            for key in ("space", "minus")[:screens_passed]:
                await user.press(key)
                assert notice in flat(user.screen_text)
            assert (RATING_OPTIONAL in user.screen_text) is (screens_passed == 1)
            assert app.return_value is None
            await user.press("q")

    tui = unrated()
    tui.services.settings.save_setting("safety.emergency_number", "112")
    outcome = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    app = FlowApp(tui, partial(_wrap_up, outcome))
    asyncio.run(leave(app))
    assert app.return_value == 0
    assert find_missing_rating([saved_record(tui)], tui.clock.local_time()) == saved_record(tui)


def test_a_rehearsal_ends_without_a_question() -> None:
    async def person(user: User) -> None:
        assert REHEARSED in user.screen_text
        await user.press("space")

    tui = unrated()
    wrap_up(replace(ENDED, is_saved=False, is_rehearsal=True), person, tui)
    assert saved_record(tui).after is None


def test_a_note_that_is_put_off_is_asked_for_at_the_next_start() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        await user.click("#later")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert [record.id for record in tui.history.find_sessions_awaiting_note()] == ["done"]


def test_where_nothing_is_to_be_saved_nothing_is_and_no_note_is_asked_for() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        assert "Pain before 6, after 3" in user.screen_text
        assert not user.app.screen.query(Input)
        await user.press("escape")

    tui = replace(unrated(), options=SessionOptions(save=False))
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after is None


def test_what_cannot_be_saved_is_reported_and_can_be_tried_again() -> None:
    tui = unrated()

    async def person(user: User) -> None:
        tui.history.write_error = HistoryError("The disk is full.", "Free some space.")
        await user.press("3", "enter")
        assert "The disk is full." in user.screen_text
        tui.history.write_error = None
        await user.press("t")
        assert "Pain before 6, after 3" in user.screen_text
        await user.press("enter")

    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after == 3


def test_a_note_is_saved_when_the_program_is_left_from_the_summary() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        await user.press("o", "k", "ctrl+q")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).note == "ok"


@pytest.mark.parametrize(("before", "asked_again"), [(6, True), (None, False)])
def test_before_the_rating_a_slip_does_not_leave_the_program(before: int | None, asked_again: bool) -> None:
    async def person(user: User) -> None:
        await user.press("q")
        assert "Leave now?" in user.screen_text
        assert ("asks again" in flat(user.screen_text)) is asked_again
        await user.press("escape", "space")
        await user.press("ctrl+c")
        assert "Leave now?" in user.screen_text
        await user.press("s")
        assert QUESTION in user.screen_text
        await user.press("2", "enter")
        assert user.app.return_value is None
        await user.press("enter")

    wrap_up(replace(ENDED, before=before), person, unrated())


def test_a_slip_does_not_leave_the_program_before_the_notices_are_read() -> None:
    async def person(user: User) -> None:
        assert screening.AREA_RESTS in flat(user.screen_text)
        await user.press("q")
        assert "Leave now?" in user.screen_text
        assert NOTICE_UNREAD in user.screen_text
        await user.press("s")
        await user.press("space")
        await user.press("enter")

    outcome = replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=StopReason.NUMB, after=2)
    wrap_up(outcome, person, unrated())


def test_a_key_that_is_still_held_from_the_session_gives_no_rating() -> None:
    async def person(user: User) -> None:
        assert QUESTION in user.screen_text
        await user.press("up")
        user.app.presses.add("enter", user.tui.clock.now())
        await user.press("enter", after=0.3)
        assert "Too fast" in user.screen_text
        await user.press("4", "enter")
        await user.press("enter")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after == 4
