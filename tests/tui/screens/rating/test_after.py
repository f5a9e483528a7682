"""After a session: what has to be read, clean hands, the rating, and how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

from tests.store.sample_records import a_record
from tests.tui.driving import FakeVisit, OneWay, along, settled, step
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, kept
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import NOTICE_UNREAD, RATING_OPTIONAL, REHEARSED, SessionOutcome
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.safety import screening
from tpsession.core.safety.eligibility import find_missing_rating as missing_rating
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.flows.wrap_up import WrapUpFlow
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.rating.after import (
    NOTE_LATER,
    NoteScreen,
    Summary,
    SummaryScreen,
    WipeScreen,
    scale_lines,
)

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
WENT = Summary(6, 3, 500.0, Status.COMPLETED, None)


def seen(screen: Screen[Any], does: Does, size: tuple[int, int] = (80, 24)) -> str:
    """What a screen shows after a person did something."""
    looked: list[str] = []

    async def then(hands: Hands) -> None:
        await does(hands)
        looked.append(hands.shown)

    on(screen, then, size)
    return looked[0]


def seen_at(sizes: Iterable[tuple[int, int]], screen: Screen[Any]) -> list[str]:
    """What a screen shows at each size."""
    looked: list[str] = []

    async def look(hands: Hands) -> None:
        async for _ in hands.sizes(sizes):
            looked.append(hands.shown)  # noqa: PERF401 - the window changes meanwhile

    on(screen, look)
    return looked


# The gate


@pytest.mark.parametrize("key", ["space", "enter"])
def test_the_hands_are_wiped_before_the_rating_and_a_big_key_goes_on(key: str) -> None:
    assert on(WipeScreen(), pressing(key)).result is True


def test_the_keys_that_go_on_are_named_as_they_are_set() -> None:
    async def read(hands: Hands) -> None:
        assert "To go on: g or a click." in hands.shown

    on(WipeScreen(), read, tui=FakeTui(settings={"keys.proceed": "g"}))


def test_that_a_press_came_too_fast_is_said_and_the_large_words_stay_as_they_are() -> None:
    async def does(hands: Hands) -> None:
        before = hands.shown.splitlines()
        await hands.press("space", after=0.5)
        after = hands.shown.splitlines()
        assert [line.strip() for line in after if line not in before] == [TOO_FAST]
        assert len(after) == len(before)

    assert not on(WipeScreen(), does, (80, 24)).closed


def test_a_click_anywhere_goes_on_and_one_on_the_footer_too() -> None:
    async def footer(hands: Hands) -> None:
        while not hands.app.screen.query("FooterKey"):
            await hands.pilot.pause(0.05)
        await hands.click("FooterKey")

    assert on(WipeScreen(), lambda hands: hands.click("BigWords")).result is True
    assert on(WipeScreen(), footer).result is True


def test_a_key_that_is_still_held_from_the_session_does_not_pass_the_gate() -> None:
    async def does(hands: Hands) -> None:
        for _ in range(40):
            hands.tui.clock.pass_time(0.03)
            await hands.pilot.press("enter")
        assert not hands.closed
        assert TOO_FAST in hands.shown
        await hands.press("enter", after=1.2)

    assert on(WipeScreen(), does).result is True


def test_a_press_that_came_just_as_the_gate_did_does_not_pass_it() -> None:
    assert not on(WipeScreen(), pressing("space", after=0.5)).closed
    assert not on(WipeScreen(), lambda hands: hands.click("BigWords", after=0.5)).closed


@pytest.mark.parametrize("key", ["backspace", "tab"])
def test_a_knuckles_keys_pass_the_gate_as_they_pause_a_session(key: str) -> None:
    assert on(WipeScreen(), pressing(key)).result is True
    assert not on(WipeScreen(), pressing(key), tui=FakeTui(settings={"session.knuckle": False})).closed


@pytest.mark.parametrize("key", ["escape", "x", "a", "right"])
def test_no_other_key_passes_the_gate(key: str) -> None:
    assert not on(WipeScreen(), pressing(key, key)).closed


def test_the_words_of_the_gate_are_seen_at_any_size() -> None:
    for shows in seen_at([*SIZES, (20, 6)], WipeScreen()):
        assert "█" in shows or "ipe your hands" in shows


def test_without_unicode_the_gate_is_plain_ascii() -> None:
    async def does(hands: Hands) -> None:
        assert hands.shown.isascii()
        assert "#####" in hands.shown

    on(WipeScreen(), does, (80, 24), FakeTui(charset=Charset.ASCII))


# How it went


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(6, 3, "3 points less"), (3, 4, "1 point more"), (4, 4, "no change"), (0, 10, "10 points more")],
)
def test_relief_and_worsening_stand_alike_with_the_line_on_causes(
    before: int, after: int, words: str
) -> None:
    for shows in seen_at(SIZES, SummaryScreen(replace(WENT, before=before, after=after))):
        flat = " ".join(shows.replace("│", " ").split())
        assert f"Pain before {before}, after {after}: {words}." in flat
        assert CAUSE_UNKNOWN in flat
        assert "Time worked: 8 minutes 20 seconds." in flat
        assert "Completed." in flat
        assert "Note at the next start" in flat
        assert "%" not in flat
        assert "clinical" not in flat


def test_the_picture_shows_both_numbers_on_the_scale() -> None:
    assert scale_lines(10, 0) == (
        "           0   1   2   3   4   5   6   7   8   9  10",
        "before     ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ●",
        "after      ●   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·",
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (6, None, "The rating after is missing."),
        (None, 3, "The rating before is missing."),
        (None, None, "No rating"),
    ],
)
def test_a_rating_that_is_missing_is_named_and_no_change_is_claimed(
    before: int | None, after: int | None, words: str
) -> None:
    shows = seen(SummaryScreen(replace(WENT, before=before, after=after)), pressing())
    assert words in shows
    assert "less" not in shows
    assert "Pain often eases" not in shows
    assert len(scale_lines(before, after)) in {0, 2}


def test_how_it_ended_is_said_plainly() -> None:
    stopped = replace(WENT, status=Status.STOPPED, reason=StopReason.SHARP, active_s=0.0)
    shows = seen(SummaryScreen(stopped), pressing())
    assert "Stopped: sharp, electric or burning pain." in shows
    assert "Time worked" not in shows


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        (["s", "o", "r", "e", "enter"], "sore"),
        (["s", "o", "r", "e", "escape"], "sore"),
        (["s", "space", "question_mark", "tab", "enter"], "s ?"),
        (["space", "enter"], ""),
        (["enter"], ""),
        (["escape"], ""),
        (["tab", "enter"], ""),
        (["tab", "tab", "enter"], NOTE_LATER),
        (["h", "i", "tab", "tab", "enter"], "hi"),
    ],
)
def test_whatever_is_typed_is_kept_and_the_note_can_wait(keys: list[str], note: object) -> None:
    assert on(SummaryScreen(WENT), pressing(*keys)).result == note


@pytest.mark.parametrize(("button", "note"), [("#done", ""), ("#later", NOTE_LATER)])
def test_the_mouse_alone_does_it_too(button: str, note: object) -> None:
    assert on(SummaryScreen(WENT), lambda hands: hands.click(button)).result == note


def test_the_enter_that_gave_the_rating_does_not_leave_while_it_is_held() -> None:
    async def does(hands: Hands) -> None:
        for _ in range(30):
            hands.tui.clock.pass_time(0.03)
            await hands.pilot.press("enter")
        assert not hands.closed

    # The first press is that of the rating.
    screen = SummaryScreen(WENT)

    async def held(hands: Hands) -> None:
        hands.app.presses.note("enter", hands.tui.clock.now())
        await does(hands)

    on(screen, held)


def test_where_nothing_is_kept_no_note_is_asked_for() -> None:
    shows = seen(SummaryScreen(replace(WENT, accepts_note=False)), pressing())
    assert "note" not in shows.lower()
    assert on(SummaryScreen(replace(WENT, accepts_note=False)), pressing("enter")).result == ""


# A note that was put off


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        (["h", "i", "enter"], "hi"),
        (["h", "i", "tab", "enter"], "hi"),
        (["escape"], None),
        (["h", "i", "escape"], "hi"),
        (["h", "i", "ctrl+q"], "hi"),
        (["tab", "enter"], None),
        (["tab", "tab", "enter"], ""),
    ],
)
def test_a_note_that_waits_is_given_left_out_or_put_off_again(keys: list[str], note: str | None) -> None:
    hands = on(NoteScreen(DONE), pressing(*keys))
    assert hands.closed
    assert hands.result == note


@pytest.mark.parametrize(("button", "note"), [("#not-now", None), ("#none", "")])
def test_a_click_puts_a_note_off_or_does_without(button: str, note: str | None) -> None:
    hands = on(NoteScreen(DONE), lambda hands: hands.click(button))
    assert hands.closed
    assert hands.result == note


def test_enter_alone_keeps_no_empty_note() -> None:
    assert not on(NoteScreen(DONE), pressing("enter", "space", "enter")).closed


def test_it_says_which_session_waits_for_its_note() -> None:
    for shows in seen_at(SIZES, NoteScreen(DONE)):
        assert "2026-01-31 09:00" in shows
        assert "Neck, left side" in shows
        assert "Pain before 6, after 3: 3 points less." in shows


# All of it


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
    """A session that has just ended."""
    return kept(replace(DONE, after=None))


def record(tui: FakeTui) -> SessionRecord:
    (found,) = tui.history.find_sessions(HistoryQuery())
    return found


async def _after(ended: SessionOutcome, app: TpsessionApp, visit: FakeVisit) -> None:
    await WrapUpFlow(app, visit).run(ended)


def after(ended: SessionOutcome, does: Does, tui: FakeTui) -> None:
    along(partial(_after, ended), does, tui)


def test_hands_are_wiped_then_rated_then_it_shows_how_it_went() -> None:
    tui = unrated()

    async def does(hands: Hands) -> None:
        assert "The session is over" in hands.shown
        await step(hands, "space")
        assert QUESTION in hands.shown
        await step(hands, "3", "enter")
        assert "Pain before 6, after 3: 3 points less." in hands.shown
        await step(hands, "o", "k", "enter")
        assert "the list of routines" in hands.shown

    after(ENDED, does, tui)
    assert (record(tui).after, record(tui).note) == (3, "ok")


@pytest.mark.parametrize("size", SIZES)
def test_the_rating_before_is_nowhere_on_the_screen_while_the_one_after_is_given(
    size: tuple[int, int],
) -> None:
    looks: list[str] = []

    async def does(hands: Hands) -> None:
        await step(hands, "space")
        looks.append(hands.shown)
        await step(hands, "3", "enter")
        await step(hands, "enter")

    for before in (2, 10):
        tui = kept(replace(DONE, before=before, after=None))
        ended = replace(ENDED, before=before)
        along(partial(_after, ended), does, tui, size)
    assert looks[0] == looks[1]


def test_where_the_hands_are_clean_the_rating_comes_at_once() -> None:
    async def does(hands: Hands) -> None:
        assert QUESTION in hands.shown
        await step(hands, "0", "enter")
        await step(hands, "enter")

    tui = unrated()
    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).after == 0


def test_leaving_the_rating_by_a_slip_is_asked_about_and_leaving_it_out_is_said() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "escape")
        assert "Leave this rating out?" in hands.shown
        await step(hands, "n")
        assert QUESTION in hands.shown
        await step(hands, "escape")
        await step(hands, "y")
        assert "The rating after is missing." in hands.shown
        await step(hands, "escape")

    tui = unrated()
    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).after is None


def test_the_key_that_leaves_the_rating_out_may_be_a_slip_too() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "minus")
        assert "Leave this rating out?" in hands.shown
        await step(hands, "y")
        assert "The rating after is missing." in hands.shown
        await step(hands, "escape")

    after(replace(ENDED, hands_clean=True), does, unrated())


def test_a_rating_from_the_command_line_is_kept_and_not_asked_for() -> None:
    async def does(hands: Hands) -> None:
        assert "Pain before 6, after 8: 2 points more." in hands.shown
        await step(hands, "enter")

    tui = unrated()
    after(replace(ENDED, hands_clean=True, after=8), does, tui)
    assert record(tui).after == 8


@pytest.mark.parametrize("reason", [StopReason.PAINFUL, StopReason.SHARP, StopReason.NUMB, StopReason.DIZZY])
def test_after_a_stop_each_sentence_is_read_before_anything_else(reason: StopReason) -> None:
    async def does(hands: Hands) -> None:
        for sentence in screening.advice_after_stop(reason, "112"):
            flat = " ".join(hands.shown.replace("│", " ").split())
            assert sentence in flat
            await step(hands, "escape", "x")
            await step(hands, "space")
        assert QUESTION in hands.shown
        await step(hands, "9", "enter")
        await step(hands, "enter")

    tui = unrated()
    tui.house.settings.save_setting("safety.emergency_number", "112")
    after(replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=reason), does, tui)
    assert record(tui).after == 9


def test_dizziness_shows_the_emergency_text_with_the_number() -> None:
    async def does(hands: Hands) -> None:
        heed = "This may be an emergency. Call 112 now."
        assert heed in " ".join(hands.shown.split())
        await step(hands, "space")
        # No hands have to be wiped, and the rating may be left out at once.
        assert heed in hands.shown
        assert RATING_OPTIONAL in hands.shown
        await step(hands, "minus")
        assert heed in hands.shown
        await step(hands, "escape")

    tui = unrated()
    tui.house.settings.save_setting("safety.emergency_number", "112")
    after(replace(ENDED, reason=StopReason.DIZZY, status=Status.STOPPED), does, tui)


def test_an_interruption_needs_no_words() -> None:
    async def does(hands: Hands) -> None:
        assert "The session is over" in hands.shown
        await step(hands, "space")
        await step(hands, "minus", "y")
        await step(hands, "escape")

    after(replace(ENDED, status=Status.STOPPED, reason=StopReason.INTERRUPTED), does, unrated())


def test_a_rehearsal_ends_without_a_question() -> None:
    async def does(hands: Hands) -> None:
        assert REHEARSED in hands.shown
        await step(hands, "space")

    tui = unrated()
    after(replace(ENDED, is_saved=False, is_rehearsal=True), does, tui)
    assert record(tui).after is None


def test_a_note_that_is_put_off_is_asked_for_at_the_next_start() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "3", "enter")
        await hands.click("#later")

    tui = unrated()
    after(replace(ENDED, hands_clean=True), does, tui)
    assert [waits.id for waits in tui.history.find_sessions_awaiting_note()] == ["done"]


def test_where_nothing_is_to_be_kept_nothing_is_and_no_note_is_asked_for() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "3", "enter")
        assert "Pain before 6, after 3" in hands.shown
        assert not hands.app.screen.query(Input)
        await step(hands, "escape")

    tui = replace(unrated(), wishes=SessionOptions(save=False))
    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).after is None


def test_what_cannot_be_kept_is_told_and_can_be_tried_again() -> None:
    tui = unrated()

    async def does(hands: Hands) -> None:
        tui.history.write_error = HistoryError("The disk is full.", "Free some space.")
        await step(hands, "3", "enter")
        assert "The disk is full." in hands.shown
        tui.history.write_error = None
        await step(hands, "t")
        assert "Pain before 6, after 3" in hands.shown
        await step(hands, "enter")

    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).after == 3


def test_a_note_is_kept_when_the_program_is_left_from_there() -> None:
    tui = unrated()

    async def does(hands: Hands) -> None:
        await step(hands, "3", "enter")
        await step(hands, "o", "k", "ctrl+q")

    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).note == "ok"


def test_what_was_typed_is_thrown_away_by_no_click() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("h", "i")
        await hands.click("#none")
        await hands.click("#not-now")

    assert not on(NoteScreen(DONE), does).closed


@pytest.mark.parametrize(("before", "promised"), [(6, True), (None, False)])
def test_before_the_rating_the_program_is_not_left_by_a_slip(before: int | None, promised: bool) -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "q")
        assert "Leave now?" in hands.shown
        assert ("asks for it again" in hands.shown) is promised
        await step(hands, "escape", "space")
        await step(hands, "ctrl+c")
        assert "Leave now?" in hands.shown
        await step(hands, "s")
        assert QUESTION in hands.shown
        await step(hands, "2", "enter")
        assert hands.app.return_value is None
        await step(hands, "enter")

    after(replace(ENDED, before=before), does, unrated())


@pytest.mark.parametrize("given", [None, 2])
def test_nor_before_what_has_to_be_read_is_read(given: int | None) -> None:
    async def does(hands: Hands) -> None:
        assert screening.AREA_RESTS in " ".join(hands.shown.split())
        await step(hands, "q")
        assert "Leave now?" in hands.shown
        assert (NOTICE_UNREAD in hands.shown) is (given is not None)
        await step(hands, "s")
        await step(hands, "space")
        if given is None:
            await step(hands, "2", "enter")
        await step(hands, "enter")

    ended = replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=StopReason.NUMB, after=given)
    after(ended, does, unrated())


@pytest.mark.parametrize("read", [0, 1, 2])
def test_who_has_to_call_for_help_leaves_by_one_press_and_is_asked_for_the_rating_later(read: int) -> None:
    async def leaves(app: OneWay) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot, app, tui)
            await settled(hands)
            assert "This may be an emergency." in " ".join(hands.shown.split())
            assert "q Quit" in hands.shown
            # On to the rating, then to how it went.
            for key in ("space", "minus")[:read]:
                await step(hands, key)
            assert app.return_value is None
            assert read == 1 or "q Quit" in hands.shown
            await step(hands, "q")

    tui = unrated()
    ended = replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=StopReason.DIZZY)
    app = OneWay(tui, partial(_after, ended))
    asyncio.run(leaves(app))
    assert app.return_value == 0
    assert missing_rating([record(tui)], tui.clock.local_time()) == record(tui)


def test_where_a_note_is_typed_its_label_says_what_keeps_it() -> None:
    async def read(hands: Hands) -> None:
        assert "enter or leaving keeps it" in hands.shown

    on(SummaryScreen(Summary(6, 3, 600.0, Status.COMPLETED, None)), read)
    on(NoteScreen(a_record()), read)


def test_below_the_emergency_text_a_note_can_still_be_typed() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#note")
        await hands.press("q", "enter")

    went = Summary(6, None, 600.0, Status.STOPPED, StopReason.DIZZY, priority_notice="Call now.")
    assert on(SummaryScreen(went), does).result == "q"


def test_a_key_that_is_still_held_from_the_session_gives_no_number() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "up")
        hands.app.presses.note("enter", hands.tui.clock.now())
        await hands.press("enter", after=0.3)
        assert "Too fast" in hands.shown
        await step(hands, "4", "enter")
        await step(hands, "enter")

    tui = unrated()
    after(replace(ENDED, hands_clean=True), does, tui)
    assert record(tui).after == 4
