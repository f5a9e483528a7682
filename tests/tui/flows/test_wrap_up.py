"""From the end of a session back to the list: wiping hands, the rating, and the summary with its note."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from textual.widgets import Input

from tests.tui.driving import FakeNavigator, FlowApp, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, with_sessions
from tests.tui.screens.rating.test_after import SIZES, flat
from tests.tui.user import User, UserActions, wait_until
from tpsession.core.catalog.area import AREAS, CALF, FOREARM
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import NOTICE_UNREAD, RATING_OPTIONAL, REHEARSED, SessionOutcome
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import NOT_VALIDATED, STIFFNESS_QUESTION
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.series import Series
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.progress.recent_sessions import MORE_PAIN, REST_THEN_LIGHTER
from tpsession.core.safety import stopping
from tpsession.core.safety.dose import REST_TOMORROW
from tpsession.core.safety.eligibility import find_missing_rating
from tpsession.core.safety.screening import Tier, advice_for
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.wrap_up import WrapUpFlow
from tpsession.tui.view_models.answer_keys import answer_key

ENDED = SessionOutcome(
    session_id="done",
    before=6,
    active_s=500.0,
    status=Status.COMPLETED,
    reason=None,
    hands_clean=False,
    is_saved=True,
    area=FOREARM.id,
)


def unrated() -> FakeTui:
    """A program whose history has a session that has just ended."""
    return with_sessions(DONE._replace(after=None))


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
        assert "Thigh, left side" in user.screen_text
        await user.press("3", "enter")
        assert "Pain before 6, after 3: 3 points less." in user.screen_text
        await user.press("o", "k", "enter")
        assert "the list of routines" in user.screen_text

    tui = unrated()
    wrap_up(replace(ENDED, series=Series("thigh", Side.LEFT)), person, tui)
    assert (saved_record(tui).after, saved_record(tui).note) == (3, "ok")


def test_a_rating_that_was_mistyped_is_corrected_at_once_and_the_note_stays() -> None:
    async def person(user: User) -> None:
        await user.press("space", "8", "enter")
        assert "Pain before 6, after 8: 2 points more." in user.screen_text
        await user.press(*"ok", "f3")
        await wait_until(user.pilot, lambda: "2  Pain after: 8" in user.screen_text)
        await user.press("2", "4", "enter")
        await wait_until(user.pilot, lambda: "after 4: 2 points less." in user.screen_text)
        assert "ok" in user.screen_text
        await user.press("enter")
        assert "the list of routines" in user.screen_text

    tui = unrated()
    wrap_up(replace(ENDED, series=Series("thigh", Side.LEFT)), person, tui)
    assert (saved_record(tui).after, saved_record(tui).note) == (4, "ok")


def test_a_history_that_cannot_be_read_after_a_correction_is_reported_and_the_summary_stays() -> None:
    tui = unrated()
    load = tui.history.find_sessions

    def fail(query: HistoryQuery) -> list[SessionRecord]:
        raise HistoryError("The disk is gone.")

    async def person(user: User) -> None:
        await user.press("space", "8", "enter", "f3")
        await wait_until(user.pilot, lambda: "2  Pain after: 8" in user.screen_text)
        tui.history.find_sessions = fail  # type: ignore[method-assign]
        await user.press("2", "4", "enter")
        await wait_until(
            user.pilot, lambda: any("disk is gone" in each.message for each in user.app._notifications)
        )
        tui.history.find_sessions = load  # type: ignore[method-assign]
        assert "How it went" in user.screen_text
        await user.press("enter")

    wrap_up(replace(ENDED, series=Series("thigh", Side.LEFT)), person, tui)
    assert saved_record(tui).after == 4


def test_after_the_area_is_corrected_the_summary_is_about_the_right_area() -> None:
    async def person(user: User) -> None:
        await user.press("space", "3", "enter")
        assert "first session on this area" not in flat(user.screen_text)
        await user.press("f3")
        await wait_until(user.pilot, lambda: "7  Where you massaged: Neck" in user.screen_text)
        await user.press("7", answer_key(list(AREAS).index(CALF.id)))
        await wait_until(user.pilot, lambda: REST_TOMORROW in flat(user.screen_text))
        await user.press("enter")

    tui = unrated()
    tui.history.add_session(
        saved_record(tui)._replace(id="earlier", started_at=DONE.started_at - timedelta(days=9)), []
    )
    wrap_up(replace(ENDED, area=DONE.area), person, tui)


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        (StopReason.SHARP, stopping.AFTER_SHARP),
        (StopReason.DIZZY, advice_for(Tier.EMERGENCY, "112")),
    ],
)
def test_after_the_reason_is_corrected_to_a_warning_sign_the_summary_says_what_to_do(
    reason: StopReason, advice: str
) -> None:
    async def person(user: User) -> None:
        await user.press("space", "3", "enter")
        assert advice not in flat(user.screen_text)
        await user.press("f3")
        await wait_until(user.pilot, lambda: "9  Reason for stopping" in user.screen_text)
        await user.press("9", answer_key(list(STOP_LABELS).index(reason)))
        await wait_until(user.pilot, lambda: advice in flat(user.screen_text))
        await user.press("escape")

    tui = with_sessions(DONE._replace(after=None, status=Status.STOPPED, stop_reason=StopReason.INTERRUPTED))
    tui.services.settings.save_setting("safety.emergency_number", "112")
    wrap_up(replace(ENDED, status=Status.STOPPED, reason=StopReason.INTERRUPTED, area=DONE.area), person, tui)
    assert saved_record(tui).stop_reason is reason


def test_stiffness_is_a_second_number_if_the_person_wants_it() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        assert STIFFNESS_QUESTION in user.screen_text
        assert NOT_VALIDATED in flat(user.screen_text)
        assert "Not stiff" in user.screen_text
        assert "No pain" not in user.screen_text
        await user.press("7", "enter")
        assert "Stiffness (not validated): after 7." in flat(user.screen_text)
        await user.press("enter")

    tui = unrated()
    tui.services.settings.save_setting("session.stiffness", True)
    wrap_up(replace(ENDED, hands_clean=True, series=Series(DONE.place, DONE.side)), person, tui)
    assert (saved_record(tui).after, saved_record(tui).stiffness_after) == (3, 7)


def test_more_pain_is_said_plainly_beside_the_last_sessions_of_the_place() -> None:
    async def person(user: User) -> None:
        await user.press("7", "enter")
        screen_text = flat(user.screen_text)
        assert "Pain before 6, after 7: 1 point more." in screen_text
        assert f"{MORE_PAIN} {REST_THEN_LIGHTER}" in screen_text
        assert "Your last 3 rated sessions here: 6 to 3, 4 to 5, and this one 6 to 7." in screen_text
        await user.press("enter")

    def earlier(days: int, before: int, after: int) -> SessionRecord:
        started = DONE.started_at - timedelta(days=days)
        return DONE._replace(id=f"earlier-{days}", started_at=started, before=before, after=after)

    elsewhere = DONE._replace(id="elsewhere", place="knee", started_at=DONE.started_at - timedelta(hours=1))
    tui = with_sessions(DONE._replace(after=None), elsewhere, earlier(1, 4, 5), earlier(2, 6, 3))
    wrap_up(replace(ENDED, hands_clean=True, series=Series(DONE.place, DONE.side)), person, tui)


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
            with_sessions(DONE._replace(before=before, after=None)),
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
        for sentence in stopping.advice_after_stop(reason, "112"):
            assert sentence in flat(user.screen_text)
        assert not user.app.screen.has_class("-emergency")
        await user.press("escape", "x")
        await user.press("space")
        assert QUESTION in user.screen_text
        await user.press("9", "enter")
        await user.press("enter")

    tui = unrated()
    tui.services.settings.save_setting("safety.emergency_number", "112")
    wrap_up(replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=reason), person, tui)
    assert saved_record(tui).after == 9


def test_a_slip_is_asked_about_again_and_then_taken_back() -> None:
    async def person(user: User) -> None:
        await user.press("s", after=0.2)
        assert "Too fast" in user.screen_text
        await user.press("s")
        assert "Did you have dizziness, nausea, or a change in sight or speech?" in flat(user.screen_text)
        await user.press("y")
        assert "This may be an emergency." in flat(user.screen_text)
        await user.press("s")
        await user.press("n", "enter")
        assert QUESTION in user.screen_text
        assert "emergency" not in user.screen_text
        await user.press("3", "enter")
        assert "Stopped: interrupted; nothing is wrong." in flat(user.screen_text)
        await user.press("enter")

    stopped = DONE._replace(after=None, status=Status.STOPPED, stop_reason=StopReason.DIZZY)
    tui = with_sessions(stopped)
    outcome = replace(ENDED, hands_clean=True, status=Status.STOPPED, reason=StopReason.DIZZY)
    wrap_up(outcome, person, tui)
    assert saved_record(tui).stop_reason is StopReason.INTERRUPTED
    (change,) = tui.history.find_changes("done")
    assert change.corrections[0].earlier == "dizzy"


def test_a_slip_is_taken_back_in_the_summary_though_nothing_is_saved() -> None:
    async def person(user: User) -> None:
        await user.press("s", after=0.2)
        await user.press("s")
        assert QUESTION in user.screen_text
        await user.press("3", "enter")
        assert "Stopped: interrupted; nothing is wrong." in flat(user.screen_text)
        await user.press("enter")

    outcome = replace(
        ENDED, hands_clean=True, is_saved=False, status=Status.STOPPED, reason=StopReason.PAINFUL
    )
    wrap_up(outcome, person, replace(unrated(), options=SessionOptions(save=False)))


@pytest.mark.parametrize("screens_passed", [0, 1, 2])
def test_a_person_who_has_to_call_for_help_leaves_by_one_press_and_rates_later(screens_passed: int) -> None:
    notice = "This may be an emergency. Call 112 now."

    async def leave(app: FlowApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            user = User(pilot, app, tui)
            await user.pilot.pause()
            assert notice in flat(user.screen_text)
            assert user.app.screen.has_class("-emergency")
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
        assert "read this" not in user.screen_text
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


NECK_ENDED = replace(ENDED, hands_clean=True, series=Series(DONE.place, DONE.side))


def test_the_progress_of_the_sessions_place_is_a_key_or_a_click_away_and_leads_back_to_the_note() -> None:
    elsewhere = DONE._replace(id="elsewhere", place="knee", started_at=DONE.started_at + timedelta(hours=1))

    async def see_progress(user: User) -> None:
        await wait_until(user.pilot, lambda: "Neck, left side (2 of 2)" in user.screen_text)
        await user.press("escape")
        assert "p" in user.app.screen.query_one(Input).value

    async def person(user: User) -> None:
        await user.press("3", "enter")
        assert "f2 Progress" in user.screen_text
        # A letter goes into the note, the other key doesn't.
        await user.press("p", "f2")
        await see_progress(user)
        await user.click("#buttons #progress")
        await see_progress(user)
        await user.press("p")
        await see_progress(user)
        await user.press("escape")

    tui = with_sessions(DONE._replace(after=None), elsewhere)
    wrap_up(NECK_ENDED, person, tui)
    assert {record.note for record in tui.history.find_sessions(HistoryQuery(place="neck"))} == {"p"}


def test_the_note_is_saved_when_the_program_is_left_from_the_progress() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        await user.press("o", "k", "f2")
        await user.press("q")
        assert user.app.return_value == 0

    tui = unrated()
    wrap_up(NECK_ENDED, person, tui)
    assert saved_record(tui).note == "ok"


def test_an_accidental_press_as_the_summary_appears_opens_nothing() -> None:
    async def person(user: User) -> None:
        await user.press("3", "enter")
        await user.press("f2", after=0.2)
        assert "Too fast" in user.screen_text
        await user.press("escape")

    wrap_up(NECK_ENDED, person, unrated())


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
        assert stopping.AREA_RESTS in flat(user.screen_text)
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
        user.app.arrivals.presses.add("enter", user.tui.clock.now())
        await user.press("enter", after=0.3)
        assert "Too fast" in user.screen_text
        await user.press("4", "enter")
        await user.press("enter")

    tui = unrated()
    wrap_up(replace(ENDED, hands_clean=True), person, tui)
    assert saved_record(tui).after == 4
