"""Before a session in the full-screen program: what the history decides about it."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests.plain.fake_services import SHORT
from tests.tui.driving import FakeNavigator, run_flow
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.flows.test_navigator import run_program
from tests.tui.flows.test_startup import after_crash, after_session
from tests.tui.user import User, wait_until
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Soreness
from tpsession.core.history.records import HistoryQuery
from tpsession.core.plan.light_only import LIGHT_ONLY
from tpsession.core.safety.soreness import SKIP_SPOT
from tpsession.core.session.wording import NOT_RESUMABLE
from tpsession.core.settings.actions import TEACH
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.session import SessionFlow
from tpsession.tui.flows.wrap_up import WrapUpFlow


@pytest.mark.parametrize(
    ("completed", "teach", "spoken"),
    [(1, False, Speak.LEARN), (2, False, Speak.PHRASES), (2, True, Speak.EVERYTHING)],
)
def test_a_routine_that_was_completed_twice_is_explained_only_if_the_person_asks(
    completed: int, *, teach: bool, spoken: Speak
) -> None:
    tui = FakeTui(options=SessionOptions(teach=teach))
    for number in range(completed):
        after_session(100.0 + 24 * number, tui, id=f"done-{number}", routine=SHORT.id)

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(SHORT)

    async def act(user: User) -> None:
        assert (TEACH.name in user.screen_text) == (spoken is Speak.PHRASES)
        if spoken is Speak.PHRASES:
            # What was chosen is still chosen when the person comes back from the safety questions.
            await user.press(TEACH.keys[0], *["enter"] * 4, "escape")
            assert TAUGHT in " ".join(user.screen_text.split())
        await user.press("escape")

    run_flow(flow, act, tui, (120, 40))


def test_a_clinicians_word_leads_back_to_what_is_left_of_the_session_and_is_kept() -> None:
    tui = FakeTui()

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(SHORT)

    async def act(user: User) -> None:
        text = ""
        await user.press("enter", "n", "n", "n", "c")
        text = " ".join(user.screen_text.split())
        assert "1 of 3" in text
        assert LIGHT_ONLY[:40] in text
        assert "out of 10" not in text
        # Nothing is asked twice: the rating is next.
        await user.press("enter", "enter")
        assert "3 of 3" in user.screen_text
        await user.press("escape", "escape")

    run_flow(flow, act, tui, (120, 64))
    assert tui.history.load_light_only()

    async def look(user: User) -> None:
        assert LIGHT_ONLY[:40] in " ".join(user.screen_text.split())
        await user.press("enter", "n")
        assert "3 of 3" in user.screen_text
        await user.press("escape", "escape")

    run_flow(flow, look, tui, (120, 64))
    assert tui.history.load_light_only()


def test_on_a_repeat_day_three_presses_and_the_rating_lead_from_the_list_to_the_first_step() -> None:
    tui = FakeTui(routines=(SHORT,))
    tui.history.save_screening_time(tui.clock.local_time())
    after_session(1.0, tui, id="done", routine=SHORT.id, side=Side.NONE)
    screens: list[str] = []

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        async def press(key: str, screen: str) -> None:
            await wait_until(pilot, lambda: type(app.screen).__name__ == screen)
            tui.clock.pass_time(2.0)
            screens.append(screen)
            await pilot.press(key)

        await wait_until(pilot, lambda: "Position" in screen_text(app))
        await press("enter", "HomeScreen")
        await press("enter", "PrepareScreen")
        await press("n", "SafetyScreen")
        await wait_until(pilot, lambda: type(app.screen).__name__ == "RateScreen")
        tui.clock.pass_time(2.0)
        await pilot.press("4")
        tui.clock.pass_time(2.0)
        # What it was the last time is seen only once the number is given.
        assert not app._notifications
        await pilot.press("enter")
        await wait_until(pilot, lambda: type(app.screen).__name__ == "SessionScreen")
        assert any("your pain was 6." in each.message for each in app._notifications)

    run_program(tui, act)
    assert len(screens) == 3


def test_still_sore_at_the_rating_before_it_advises_to_skip_the_spot_and_lets_the_person_decide() -> None:
    tui = after_session(3.0, side=Side.NONE)
    tui.history.file.screening_time = tui.clock.local_time()

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(SHORT)

    async def act(user: User) -> None:
        await user.press("enter", "n")
        assert "Where you massaged: [ ] s Still sore" in " ".join(user.screen_text.split())
        await user.press("5", "s", "enter")
        assert SKIP_SPOT in " ".join(user.screen_text.split())
        await user.press("n")
        assert "the list of routines" in user.screen_text

    run_flow(flow, act, tui, (160, 60))
    (record,) = tui.history.find_sessions(HistoryQuery())
    assert [(rating.value, rating.soreness) for rating in record.later] == [(5, Soreness.SORE)]


def test_a_resumed_session_whose_history_fails_afterwards_ends_with_a_notice() -> None:
    tui = after_crash()
    (left,) = tui.history.find_interrupted_sessions()

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        with patch.object(WrapUpFlow, "run", side_effect=HistoryError("The disk is gone.", "Plug it in.")):
            await SessionFlow(app, navigator, tui.options).resume(left)

    async def act(user: User) -> None:
        await user.press("x")
        await user.press("6", "enter", after=2.0)
        await wait_until(user.pilot, lambda: "The disk is gone." in user.screen_text)
        assert "Plug it in." in user.screen_text
        await user.press("b", after=2.0)

    run_flow(flow, act, tui, (80, 24))


@pytest.mark.parametrize("is_saved", [True, False])
def test_a_session_that_cannot_be_resumed_is_said_to_be_saved_only_if_it_is(*, is_saved: bool) -> None:
    tui = after_crash()
    (left,) = tui.history.find_interrupted_sessions()
    if not is_saved:
        tui.history.write_error = HistoryError("The disk is full.")

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).resume(replace(left, plan="{}"))

    async def act(user: User) -> None:
        if not is_saved:
            await user.press("d", after=2.0)
        await wait_until(user.pilot, lambda: NOT_RESUMABLE in " ".join(user.screen_text.split()))
        assert ("It was saved as unfinished." in user.screen_text) == is_saved
        await user.press("b", after=2.0)

    run_flow(flow, act, tui, (80, 24))
