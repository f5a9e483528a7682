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

from tests.tui.driving import FakeVisit, OneWay, along, settled, step
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, with_sessions
from tests.tui.user import Does, Hands, on, pressing
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
    assert on(WipeScreen(), pressing(key)).result is True


def test_a_knuckle_key_continues_only_with_that_setting_and_the_keys_are_named() -> None:
    async def read(hands: Hands) -> None:
        await hands.press("backspace", "escape", "x", "a", "right")
        assert not hands.closed
        assert "To continue: g or a click." in hands.shown

    on(WipeScreen(), read, tui=FakeTui(settings={"keys.proceed": "g", "session.knuckle": False}))


def test_a_click_anywhere_continues_and_one_on_the_footer_too() -> None:
    async def footer(hands: Hands) -> None:
        while not hands.app.screen.query("FooterEntry"):
            await hands.pilot.pause(0.05)
        await hands.click("FooterEntry")

    assert on(WipeScreen(), lambda hands: hands.click("LargeText")).result is True
    assert on(WipeScreen(), footer).result is True


def test_a_press_just_as_the_screen_appeared_is_too_fast_and_the_large_words_stay() -> None:
    async def press_early(hands: Hands) -> None:
        before = hands.shown.splitlines()
        await hands.click("LargeText", after=0.4)
        await hands.press("space", after=0.4)
        after = hands.shown.splitlines()
        assert [line.strip() for line in after if line not in before] == [TOO_FAST]
        assert len(after) == len(before)

    assert not on(WipeScreen(), press_early, (80, 24)).closed


def test_a_key_that_is_still_held_from_the_session_does_not_continue() -> None:
    async def hold(hands: Hands) -> None:
        for _ in range(16):
            hands.tui.clock.pass_time(0.08)
            await hands.pilot.press("enter")
        assert not hands.closed
        assert TOO_FAST in hands.shown
        await hands.press("enter", after=1.2)

    assert on(WipeScreen(), hold).result is True


def test_the_large_words_are_seen_at_any_size_and_without_unicode() -> None:
    async def look(hands: Hands) -> None:
        assert "#####" in hands.shown
        async for size in hands.sizes([*SIZES, (20, 6)]):
            assert hands.shown.isascii(), size
            assert "#" in hands.shown or "ipe your hands" in hands.shown, size

    on(WipeScreen(), look, (80, 24), FakeTui(charset=Charset.ASCII))


# The summary


def test_the_summary_is_seen_whole_at_every_size() -> None:
    async def look(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            shown = flat(hands.shown)
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
                assert part in shown, (size, part)

    on(SummaryScreen(COMPLETED), look)


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
    assert on(SummaryScreen(COMPLETED), pressing(*keys)).result == result


@pytest.mark.parametrize(("button", "result"), [("#done", ""), ("#later", NOTE_LATER)])
def test_the_mouse_alone_leaves_the_summary(button: str, result: object) -> None:
    assert on(SummaryScreen(COMPLETED), lambda hands: hands.click(button)).result == result


def test_the_enter_that_gave_the_rating_does_not_leave_while_it_is_held() -> None:
    async def hold(hands: Hands) -> None:
        hands.app.presses.add("enter", hands.tui.clock.now())
        for _ in range(12):
            hands.tui.clock.pass_time(0.08)
            await hands.pilot.press("enter")
        assert not hands.closed
        assert TOO_FAST in hands.shown

    on(SummaryScreen(COMPLETED), hold)


def test_where_nothing_is_saved_no_note_is_asked_for() -> None:
    async def leave(hands: Hands) -> None:
        assert "note" not in hands.shown.lower()
        await hands.press("enter")

    assert on(SummaryScreen(replace(COMPLETED, accepts_note=False)), leave).result == ""


def test_below_an_emergency_notice_a_note_can_still_be_typed() -> None:
    async def type_note(hands: Hands) -> None:
        await hands.click("#note")
        await hands.press("q", "enter")

    stopped = Summary(6, None, 600.0, Status.STOPPED, StopReason.DIZZY, priority_notice="Call now.")
    assert on(SummaryScreen(stopped), type_note).result == "q"


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
    hands = on(NoteScreen(DONE), pressing(*keys))
    assert hands.closed
    assert hands.result == note


def test_a_click_declines_a_pending_note_but_never_loses_what_was_typed() -> None:
    async def click(hands: Hands) -> None:
        await hands.press("h", "i")
        await hands.click("#none")
        await hands.click("#not-now")
        assert not hands.closed
        await hands.press("backspace", "backspace")
        await hands.click("#none")

    assert on(NoteScreen(DONE), click).result == ""


def test_which_session_waits_for_its_note_is_seen_at_every_size() -> None:
    async def look(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            assert "2026-01-31 09:00" in hands.shown, size
            assert "Neck, left side" in hands.shown, size
            assert "Pain before 6, after 3: 3 points less." in hands.shown, size
            assert NOTE_LABEL in hands.shown, size

    on(NoteScreen(DONE), look)


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


async def _wrap_up(outcome: SessionOutcome, app: TpsessionApp, navigator: FakeVisit) -> None:
    await WrapUpFlow(app, navigator).run(outcome)


def wrap_up(outcome: SessionOutcome, person: Does, tui: FakeTui) -> None:
    """Show everything that follows a session, to its end."""
    along(partial(_wrap_up, outcome), person, tui)


def test_hands_are_wiped_then_the_pain_is_rated_then_the_summary_takes_a_note() -> None:
    async def person(hands: Hands) -> None:
        assert "The session is over" in hands.shown
        await step(hands, "space")
        assert QUESTION in hands.shown
        await step(hands, "3", "enter")
        assert "Pain before 6, after 3: 3 points less." in hands.shown
        await step(hands, "o", "k", "enter")
        assert "the list of routines" in hands.shown

    tui = unrated()
    wrap_up(ENDED, person, tui)
    assert (saved_record(tui).after, saved_record(tui).note) == (3, "ok")


def test_the_rating_before_is_nowhere_on_the_screen_while_the_one_after_is_given() -> None:
    shown: list[list[str]] = []

    async def person(hands: Hands) -> None:
        shown.append([hands.shown async for _ in hands.sizes(SIZES)])
        await step(hands, "3", "enter")
        await step(hands, "enter")

    for before in (2, 10):
        wrap_up(
            replace(ENDED, before=before, hands_clean=True),
            person,
            with_sessions(replace(DONE, before=before, after=None)),
        )
    assert shown[0] == shown[1]


def test_skipping_the_rating_is_confirmed_and_named() -> None:
    async def person(hands: Hands) -> None:
        # An interruption has no notice.
        assert "The session is over" in hands.shown
        await step(hands, "space", "escape")
        assert "Skip this rating?" in hands.shown
        await step(hands, "n")
        assert QUESTION in hands.shown
        await step(hands, "minus")
        assert "Skip this rating?" in hands.shown
        await step(hands, "y")
        assert "Pain before 6; not rated after." in hands.shown
        await step(hands, "escape")

    tui = unrated()
    wrap_up(replace(ENDED, status=Status.STOPPED, reason=StopReason.INTERRUPTED), person, tui)
    assert saved_record(tui).after is None


def test_a_rating_from_the_command_line_is_saved_and_not_asked_for() -> None:
    async def person(hands: Hands) -> None:
        assert "Pain before 6, after 8: 2 points more." in hands.shown
        await step(hands, "enter")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True, after=8), person, tui)
    assert saved_record(tui).after == 8


@pytest.mark.parametrize("reason", [StopReason.PAINFUL, StopReason.SHARP])
def test_after_a_stop_each_sentence_is_read_before_anything_else(reason: StopReason) -> None:
    async def person(hands: Hands) -> None:
        for sentence in screening.advice_after_stop(reason, "112"):
            assert sentence in flat(hands.shown)
            await step(hands, "escape", "x")
            await step(hands, "space")
        assert QUESTION in hands.shown
        await step(hands, "9", "enter")
        await step(hands, "enter")

    tui = unrated()
    tui.house.settings.save_setting("safety.emergency_number", "112")
    wrap_up(replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=reason), person, tui)
    assert saved_record(tui).after == 9


@pytest.mark.parametrize("screens_passed", [0, 1, 2])
def test_a_person_who_has_to_call_for_help_leaves_by_one_press_and_rates_later(screens_passed: int) -> None:
    notice = "This may be an emergency. Call 112 now."

    async def leave(app: OneWay) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot, app, tui)
            await settled(hands)
            assert notice in flat(hands.shown)
            assert "q Quit" in hands.shown
            # No hands have to be wiped, and the rating may be skipped at once.
            for key in ("space", "minus")[:screens_passed]:
                await step(hands, key)
                assert notice in flat(hands.shown)
            assert (RATING_OPTIONAL in hands.shown) is (screens_passed == 1)
            assert app.return_value is None
            await step(hands, "q")

    tui = unrated()
    tui.house.settings.save_setting("safety.emergency_number", "112")
    outcome = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    app = OneWay(tui, partial(_wrap_up, outcome))
    asyncio.run(leave(app))
    assert app.return_value == 0
    assert find_missing_rating([saved_record(tui)], tui.clock.local_time()) == saved_record(tui)


def test_a_rehearsal_ends_without_a_question() -> None:
    async def person(hands: Hands) -> None:
        assert REHEARSED in hands.shown
        await step(hands, "space")

    tui = unrated()
    wrap_up(replace(ENDED, is_saved=False, is_rehearsal=True), person, tui)
    assert saved_record(tui).after is None


def test_a_note_that_is_put_off_is_asked_for_at_the_next_start() -> None:
    async def person(hands: Hands) -> None:
        await step(hands, "3", "enter")
        await hands.click("#later")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert [record.id for record in tui.history.find_sessions_awaiting_note()] == ["done"]


def test_where_nothing_is_to_be_saved_nothing_is_and_no_note_is_asked_for() -> None:
    async def person(hands: Hands) -> None:
        await step(hands, "3", "enter")
        assert "Pain before 6, after 3" in hands.shown
        assert not hands.app.screen.query(Input)
        await step(hands, "escape")

    tui = replace(unrated(), wishes=SessionOptions(save=False))
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after is None


def test_what_cannot_be_saved_is_reported_and_can_be_tried_again() -> None:
    tui = unrated()

    async def person(hands: Hands) -> None:
        tui.history.write_error = HistoryError("The disk is full.", "Free some space.")
        await step(hands, "3", "enter")
        assert "The disk is full." in hands.shown
        tui.history.write_error = None
        await step(hands, "t")
        assert "Pain before 6, after 3" in hands.shown
        await step(hands, "enter")

    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after == 3


def test_a_note_is_saved_when_the_program_is_left_from_the_summary() -> None:
    async def person(hands: Hands) -> None:
        await step(hands, "3", "enter")
        await step(hands, "o", "k", "ctrl+q")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).note == "ok"


@pytest.mark.parametrize(("before", "asked_again"), [(6, True), (None, False)])
def test_before_the_rating_a_slip_does_not_leave_the_program(before: int | None, asked_again: bool) -> None:
    async def person(hands: Hands) -> None:
        await step(hands, "q")
        assert "Leave now?" in hands.shown
        assert ("asks again" in flat(hands.shown)) is asked_again
        await step(hands, "escape", "space")
        await step(hands, "ctrl+c")
        assert "Leave now?" in hands.shown
        await step(hands, "s")
        assert QUESTION in hands.shown
        await step(hands, "2", "enter")
        assert hands.app.return_value is None
        await step(hands, "enter")

    wrap_up(replace(ENDED, before=before), person, unrated())


def test_a_slip_does_not_leave_the_program_before_the_notices_are_read() -> None:
    async def person(hands: Hands) -> None:
        assert screening.AREA_RESTS in flat(hands.shown)
        await step(hands, "q")
        assert "Leave now?" in hands.shown
        assert NOTICE_UNREAD in hands.shown
        await step(hands, "s")
        await step(hands, "space")
        await step(hands, "enter")

    outcome = replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=StopReason.NUMB, after=2)
    wrap_up(outcome, person, unrated())


def test_a_key_that_is_still_held_from_the_session_gives_no_rating() -> None:
    async def person(hands: Hands) -> None:
        assert QUESTION in hands.shown
        await step(hands, "up")
        hands.app.presses.add("enter", hands.tui.clock.now())
        await hands.press("enter", after=0.3)
        assert "Too fast" in hands.shown
        await step(hands, "4", "enter")
        await step(hands, "enter")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after == 4
