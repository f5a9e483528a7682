"""From where it hurts to a session on screen: the place, its warning signs, the spots, and what is kept."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from textual.widgets import Static

from tests.plain.fake_services import SHORT, with_sides
from tests.store.sample_records import a_record
from tests.tui.driving import FakeNavigator, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions
from tpsession.core.catalog.area import CALF, THIGH
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import SOMEWHERE_ELSE, WHERE_QUESTION
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import Status, StopReason
from tpsession.core.history.series import Series
from tpsession.core.safety.reported_sign import TITLE, ReportedSign, ReportedSigns, read_reported_signs
from tpsession.core.safety.screening import EVIDENCE, Tier, advice_for
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.body.targets import PLACE_TARGETS
from tpsession.tui.flows.preparation import PreparedSession
from tpsession.tui.flows.session import SessionFlow
from tpsession.tui.flows.where import WhereFlow
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.lists.suggestion_list import SuggestionList

THIGH_ROUTINE = with_sides(SHORT, Sides.EACH)._replace(id="thigh", name="Thigh work", area=THIGH)
CALF_ROUTINE = with_sides(SHORT, Sides.EACH)._replace(id="calf", name="Calf work", area=CALF)


def find_way(tui: FakeTui, act: UserActions) -> None:
    """Run the flow while a user acts."""

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await WhereFlow(app, navigator).run()

    run_flow(flow, act, tui, (120, 40))


def steps_to(place: str) -> list[str]:
    """Return the presses that choose a place in the list."""
    return [*["down"] * (PLACE_TARGETS.ids.index(place) + 1), "enter"]


def shown(user: User) -> str:
    """Return the text on the screen without frames, as running text."""
    return " ".join(re.sub("[─│╭╮╰╯━┃┏┓┗┛]", " ", user.screen_text).split())


def test_the_signs_come_before_the_spots_and_the_session_keeps_place_and_side() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE, CALF_ROUTINE))

    async def act(user: User) -> None:
        await user.press(*steps_to("knee"))
        assert "Knee: on which side?" in shown(user)
        # The body stays behind what is asked about it, and "back" leads to it.
        assert isinstance(user.app.screen_stack[-2], WhereScreen)
        await user.press("escape")
        assert "Knee: on which side?" not in shown(user)
        assert user.highlighted_line.startswith("Knee")
        await user.press("enter", "l")
        assert "the joint is hot, red or swollen" in shown(user)
        assert isinstance(user.app.screen_stack[-2], WhereScreen)
        # Enter answers nothing here, and a mistaken yes can be taken back.
        await user.press("enter", "y")
        assert advice_for(Tier.URGENT, "") in shown(user)
        await user.press("t", "n")
        assert user.app.screen.query(SuggestionList)
        evidence = user.app.screen.query_one("#evidence", Static)
        assert user.app.screen.find_widget(evidence).visible_region.height == evidence.size.height > 0
        assert "●  tender spot" in user.screen_text
        assert "⣿  what is massaged" in user.screen_text
        await user.press("down")
        assert "Calf work, 2 min" in user.highlighted_line
        assert "Upper calf; pain may be felt in:" in shown(user)
        assert user.app.screen.query_one(BodyPicture)._area is CALF
        # Back leads to the place, and forth again to what was highlighted first.
        await user.press("escape")
        assert WHERE_QUESTION in shown(user)
        # A letter moves to the next place that begins with it, and does nothing if there is none.
        await user.press("h", "k", "z")
        assert user.highlighted_line.startswith("Knee")
        await user.press("enter", "l", "n", "enter")
        prepare = user.app.screen
        assert isinstance(prepare, PrepareScreen)
        assert "Thigh, left side" in shown(user)
        assert "For pain in: Knee, left side" in shown(user)
        assert "right only" not in shown(user)
        assert "hot, red or swollen" not in shown(user)
        assert (prepare.choices.options.place, prepare.choices.options.area) == ("knee", None)
        # It was read on the screen before.
        assert EVIDENCE not in shown(user)
        # Back leads to what to massage, where the line is still highlighted that was chosen.
        await user.press("escape", "down", "enter")
        assert "Calf, left side" in shown(user)
        await user.press("escape")
        assert "Calf work, 2 min" in user.highlighted_line
        await user.press("escape", "escape")

    find_way(tui, act)


def test_the_chest_shows_what_to_do_and_nothing_else() -> None:
    async def act(user: User) -> None:
        await user.press(*steps_to("chest"))
        assert advice_for(Tier.EMERGENCY, "") in shown(user)
        assert shown(user).startswith(WHERE_QUESTION)
        assert "massage" not in shown(user).lower().replace("no massage", "")
        await user.press("enter", after=2.0)
        await user.press("n", after=2.0)

    tui = FakeTui()
    find_way(tui, act)
    (sign,) = read_reported_signs(tui.history.load_reported_signs()).signs
    assert sign.tier is Tier.EMERGENCY


@pytest.mark.parametrize(("place", "answers"), [("chest", ["n"]), ("knee", ["l", "y", "n"])])
def test_a_sign_that_cannot_be_saved_is_advised_about_all_the_same_and_the_error_shown(
    place: str, answers: list[str]
) -> None:
    tui = FakeTui()

    async def act(user: User) -> None:
        with patch.object(tui.history, "load_reported_signs", side_effect=HistoryError("The disk is gone.")):
            await user.press(*steps_to(place))
            for answer in answers:
                await user.press(answer, after=2.0)
            await user.press("n", after=2.0)
        assert [note.message for note in user.app._notifications] == ["The disk is gone."]

    find_way(tui, act)


@pytest.mark.parametrize(("key", "is_played"), [("n", False), ("escape", False), ("t", True), ("a", True)])
def test_a_sign_that_was_reported_today_comes_before_every_session(key: str, is_played: bool) -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    tui.history.save_screening_time(tui.clock.local_time())
    urgent = ReportedSign(Tier.URGENT, tui.clock.local_time())
    tui.history.save_reported_signs(ReportedSigns((urgent,)).to_text())

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(THIGH_ROUTINE)

    async def act(user: User) -> None:
        assert TITLE in shown(user)
        assert advice_for(Tier.URGENT, "") in shown(user)
        await user.press(key, after=2.0)
        if key in {"t", "a"}:
            await user.press("enter", after=2.0)
        assert ("Get ready, 1 of 3" in shown(user)) == is_played
        if is_played:
            await user.press("escape", after=2.0)

    run_flow(flow, act, tui, (120, 40))
    assert bool(tui.history.load_reported_signs()) == (not is_played)


def test_each_sign_of_the_day_is_asked_about_until_one_is_left_as_it_is() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    tui.history.save_screening_time(tui.clock.local_time())
    numb = ReportedSign(Tier.BLOCK_AREA, tui.clock.local_time(), frozenset({"thigh"}))
    signs = ReportedSigns((numb, ReportedSign(Tier.URGENT, tui.clock.local_time())))
    tui.history.save_reported_signs(signs.to_text())

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(THIGH_ROUTINE)

    async def act(user: User) -> None:
        assert advice_for(Tier.URGENT, "") in shown(user)
        await user.press("t", after=2.0)
        await user.press("enter", after=2.0)
        assert advice_for(Tier.BLOCK_AREA, "") in shown(user)
        await user.press("n", after=2.0)

    run_flow(flow, act, tui, (120, 40))
    assert read_reported_signs(tui.history.load_reported_signs()).signs == (numb,)


def test_while_one_side_rests_the_other_is_played_and_the_resting_one_says_why_not() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    tui.history.save_screening_time(tui.clock.local_time())
    stopped = a_record(area="thigh", before=None, status=Status.STOPPED)._replace(
        side=Side.LEFT, stop_reason=StopReason.SHARP, started_at=tui.clock.local_time()
    )
    tui.history.add_session(stopped._replace(ended_at=stopped.started_at), [])
    rests = "No more massage on this side today: left thigh."

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(THIGH_ROUTINE)

    async def act(user: User) -> None:
        assert rests in shown(user)
        assert "Thigh, right side" in shown(user)
        await user.press("l", "space", "space", after=2.0)
        assert "No session on this side today." in shown(user)
        await user.press("b", after=2.0)
        assert "Thigh, left side" in shown(user)
        await user.press("r", "space", "space", after=2.0)
        assert "Get ready, 2 of 3" in shown(user)
        await user.press("escape", "escape", after=2.0)

    run_flow(flow, act, tui, (120, 40))


def test_a_place_used_before_takes_one_press_and_a_sign_ends_it() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    record = a_record(area="thigh", before=None, status=Status.COMPLETED)
    tui.history.add_session(record._replace(place="knee"), [])

    async def act(user: User) -> None:
        assert SOMEWHERE_ELSE in shown(user)
        await user.press("1", "y", "n", "enter")

    find_way(tui, act)


def test_on_a_repeat_day_three_presses_and_the_rating_start_the_session_for_the_same_place() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    record = a_record(area="thigh", routine="thigh", before=None, status=Status.COMPLETED)
    tui.history.add_session(record._replace(place="knee", spot="inner corner"), [])
    tui.history.save_screening_time(tui.clock.local_time())

    begun: list[PreparedSession] = []

    class Preparing(SessionFlow):
        """Prepares a session, and keeps what it would begin."""

        async def _begin(self, prepared: PreparedSession) -> None:
            begun.append(prepared)

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await Preparing(app, navigator, tui.options).play(THIGH_ROUTINE)

    async def act(user: User) -> None:
        # The first of the three is enter, on home.
        assert "For pain in: Knee, left side" in shown(user)
        assert "inner corner" in shown(user)
        await user.press("enter")
        assert "The joint is hot, red or swollen" in shown(user)
        await user.press("n")
        assert "Knee, left side" in shown(user).split("How strong")[0]
        await user.press("6", "enter")

    run_flow(flow, act, tui, (120, 50))
    (prepared,) = begun
    assert (prepared.rated, prepared.before) == (Series("knee", Side.LEFT), 6)
    assert prepared.plan.side is Side.LEFT


def test_a_place_that_is_chosen_after_the_safety_questions_has_its_signs_asked_about_too() -> None:
    tui = FakeTui(routines=(THIGH_ROUTINE,))
    record = a_record(area="thigh", routine="thigh", before=None, status=Status.COMPLETED)
    tui.history.add_session(record._replace(place="knee"), [])
    tui.history.save_screening_time(tui.clock.local_time())

    async def flow(app: TpsessionApp, navigator: FakeNavigator) -> None:
        await SessionFlow(app, navigator, tui.options).play(THIGH_ROUTINE)

    async def act(user: User) -> None:
        sign = "The joint is hot, red or swollen"
        await user.press("o", "enter")
        assert sign not in shown(user)
        await user.press("n", "escape", "o")
        assert "For pain in: Knee, left side" in shown(user)
        await user.press("enter")
        assert sign in shown(user)
        # Once they are passed, they aren't asked about again, nor are those of the thigh.
        for place in ("Knee, left side", "Thigh, left side"):
            await user.press("n" if place.startswith("Knee") else "enter")
            assert place in shown(user).split("How strong")[0]
            await user.press("escape", "o")
        await user.press("escape")

    run_flow(flow, act, tui, (120, 50))
