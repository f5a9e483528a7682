"""The first screen before a session: what to know, the choice of the side, and how to continue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.routines import BREATHE_60S
from tests.core.safety.test_eligibility import DONE
from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.catalog.area import AREAS, CALF, NECK, SKULL_BASE, Area
from tpsession.core.catalog.cues import Countdown, Speak
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STROKES
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT
from tpsession.core.errors import UsageError
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.safety.dose import DoseHistory
from tpsession.core.settings.actions import NOTE_SPOT, PAIN_HERE, PROCEED, SHORT_FIRST, TEACH
from tpsession.core.text.formatting import format_duration
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.prepare.prepare import PrepareScreen, check_spot
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.questions.side_choice import SideChoice

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
EACH = with_sides(SHORT, Sides.EACH)._replace(
    summary="It may ease pain for a while.",
    have=("oil", "towel"),
    avoid=("a scar",),
)
"""Played on the left, then on the right, unless a side is chosen."""
ON_THREE_PAGES = EACH._replace(area=AREAS["forearm"])
"""What to know before it takes three screens of 80 by 24."""
OPTIONS = PlanOptions()
ROOMY = (120, 50)
"""A screen size at which all text fits, so that one press continues."""


def prepare(
    act: UserActions,
    size: tuple[int, int] = ROOMY,
    routine: Routine = EACH,
    options: PlanOptions = OPTIONS,
    advice: tuple[str, ...] = (),
    *,
    rehearse: bool = False,
) -> User:
    return open_screen(
        PrepareScreen(routine, options, advice, options=SessionOptions(speed=10.0 if rehearse else None)),
        act,
        size,
    )


def running_text(screen_text: str) -> str:
    """Return what is shown as running text, without scroll bars."""
    return " ".join(screen_text.translate(dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")).split())


def scroll_through(
    size: tuple[int, int],
    routine: Routine = EACH,
    options: PlanOptions = OPTIONS,
    advice: tuple[str, ...] = (),
) -> str:
    """Return everything that becomes visible while scrolling from the top to the end."""
    seen: list[str] = []

    async def act(user: User) -> None:
        for _ in range(12):
            seen.append(user.screen_text)
            await user.press("pagedown")

    prepare(act, size, routine, options, advice)
    return "\n".join(seen)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_what_you_need_and_never_press_is_visible_at_once(area: Area) -> None:
    routine = EACH._replace(area=area, have=("oil", "towel"))
    needed = build_plan(routine, PlanOptions()).have
    advice = ("This area has had 2 sessions today; twice a day is enough.",)

    async def act(user: User) -> None:
        beside_the_body = running_text(" ".join(line[:53] for line in user.screen_text.splitlines()))
        for text in (*needed, *area.never_press, "a scar"):
            assert text in beside_the_body

    prepare(act, (80, 24), routine, advice=advice)


@pytest.mark.parametrize("area", [NECK, CALF, SKULL_BASE])
def test_a_small_screen_shows_the_most_important_first(area: Area) -> None:
    async def act(user: User) -> None:
        screen_text = running_text(user.screen_text)
        texts = ("You'll need", "Never press", area.never_press[0], "More 1/")
        order = [screen_text.index(text) for text in texts]
        assert order == sorted(order)

    prepare(act, (60, 20), EACH._replace(area=area))


@pytest.mark.parametrize("size", SIZES)
def test_everything_that_plain_mode_says_can_be_read(size: tuple[int, int]) -> None:
    plan = build_plan(EACH, OPTIONS)
    seen = scroll_through(size, advice=("This area has had 2 sessions today; twice a day is enough.",))
    for heading in (
        "Short",
        "Neck, both sides",
        format_duration(plan.planned_s),
        "plus pauses",
    ):
        assert heading in seen
    expected = (
        EACH.summary, "oil", "towel", *plan.avoid, plan.position, *plan.care,
        *screening.STOP_SIGNS, *screening.list_ease_rules(plan.areas), screening.NOT_REVIEWED,
        "twice a day is enough",
    )  # fmt: skip
    assert [text for text in expected for word in text.split() if word not in seen] == []


def test_changes_for_the_area_are_shown() -> None:
    routine = EACH._replace(area=None, steps=(Step(STROKES, duration_s=60.0, sided=True),))
    options = PlanOptions(area=SKULL_BASE)
    (note,) = build_plan(routine, options).notes
    seen = scroll_through((200, 60), routine, options)
    assert "Limits" in seen
    assert note in running_text(seen)


def test_without_an_area_there_is_no_body_and_nothing_never_to_press() -> None:
    calm = SHORT._replace(area=NO_AREA, steps=(BREATHE_60S,), have=(), avoid=(), sides=Sides.NONE)

    async def see(user: User) -> None:
        assert "eyes open or closed" in user.screen_text
        assert "Never press" not in user.screen_text
        assert "You'll need" not in user.screen_text
        assert "pulse under the finger" not in user.screen_text
        assert not user.app.screen.query(BodyPicture)

    prepare(see, routine=calm)


def test_the_marks_on_the_body_are_explained() -> None:
    seen = scroll_through((200, 60))
    for spot in NECK.spots:
        assert f"● tender spot: {spot.place}" in seen
        assert f"≈ pain may be felt in: {spot.refers_to}" in seen
    for never in NECK.never_press:
        assert f"✕ {never}" in seen


def test_arrows_or_a_letter_choose_the_side() -> None:
    async def act(user: User) -> None:
        chosen = user.app.screen.query_one(SideChoice)
        for key, side in (
            (None, Side.BOTH), ("left", Side.BOTH), ("right", Side.LEFT), ("right", Side.RIGHT),
            ("right", Side.RIGHT), ("left", Side.LEFT), ("r", Side.RIGHT), ("b", Side.BOTH),
            ("R", Side.RIGHT), ("l", Side.LEFT),
        ):  # fmt: skip
            await user.press(*([key] if key else []))
            assert chosen.side is side
        await user.press("enter")

    assert prepare(act).result == build_plan(EACH, PlanOptions(side=Side.LEFT))


@pytest.mark.parametrize(
    ("side", "size"),
    [(Side.BOTH, SIZES[0]), (Side.LEFT, SIZES[1]), (Side.RIGHT, SIZES[2]), (Side.RIGHT, SIZES[3])],
)
def test_the_mouse_alone_chooses_the_side_and_continues(side: Side, size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        await user.click("#side-left")
        await user.click(f"#side-{side}")
        presses = 0
        while not user.is_closed and presses < 4:
            await user.click("ContinueButton")
            presses += 1

    chosen = prepare(act, size).result
    assert isinstance(chosen, Plan)
    assert chosen.side is side


def test_length_and_picture_follow_the_side() -> None:
    async def act(user: User) -> None:
        whole = format_duration(build_plan(EACH, OPTIONS).planned_s)
        half = format_duration(build_plan(EACH, PlanOptions(side=Side.RIGHT)).planned_s)
        body = user.app.screen.query_one(BodyPicture).draw(30, 20)
        assert whole in user.screen_text
        await user.press("r")
        assert half in user.screen_text
        assert whole not in user.screen_text
        assert "Neck, right side" in user.screen_text
        assert user.app.screen.query_one(BodyPicture).draw(30, 20) != body

    prepare(act)


def test_the_chosen_side_has_a_mark_as_well_as_a_colour() -> None:
    async def act(user: User) -> None:
        assert "(•) b" in user.screen_text
        await user.press("l")
        assert "(•) l" in user.screen_text
        assert "( ) b" in user.screen_text

    prepare(act)


@pytest.mark.parametrize("sides", [Sides.LEFT, Sides.RIGHT, Sides.BOTH, Sides.NONE])
def test_the_side_is_not_asked_for_if_the_routine_sets_it(sides: Sides) -> None:
    routine = with_sides(SHORT, sides)

    async def act(user: User) -> None:
        assert "( )" not in user.screen_text
        await user.press("l", "r", "right", "enter")

    assert prepare(act, routine=routine).result == build_plan(routine, OPTIONS)


def test_the_side_is_not_asked_for_if_the_options_set_it() -> None:
    options = PlanOptions(side=Side.LEFT)

    async def act(user: User) -> None:
        assert "( )" not in user.screen_text
        await user.press("r", "enter")

    assert prepare(act, options=options).result == build_plan(EACH, options)


def test_the_side_chosen_before_is_still_chosen_after_coming_back() -> None:
    screen = PrepareScreen(EACH, OPTIONS, initial_side=Side.RIGHT)
    assert open_screen(screen, press_keys("enter"), ROOMY).result == build_plan(
        EACH, PlanOptions(side=Side.RIGHT)
    )


def test_the_other_options_are_kept() -> None:
    options = PlanOptions(get_ready_s=20.0, countdown=Countdown.NONE, halfway=False)
    assert prepare(press_keys("l", "enter"), options=options).result == build_plan(
        EACH, options._replace(side=Side.LEFT)
    )


@pytest.mark.parametrize("key", ["enter", "space"])
def test_one_press_continues_if_all_text_is_visible(key: str) -> None:
    assert isinstance(prepare(press_keys(key)).result, Plan)


def test_the_stop_signs_cannot_be_passed_unread_and_neither_does_a_click() -> None:
    async def act(user: User) -> None:
        await user.press("i")
        assert screening.STOP_SIGNS[-1] not in user.screen_text
        assert "More 1/3" in user.screen_text
        assert PROCEED.name not in user.screen_text
        await user.press("space")
        assert not user.is_closed
        assert "More 2/3" in user.screen_text
        assert screening.STOP_SIGNS[-1] in user.screen_text
        await user.click("ContinueButton")
        assert screening.NOT_REVIEWED in running_text(
            " ".join(line[:53] for line in user.screen_text.splitlines())
        )
        assert not user.is_closed
        assert "More" not in user.screen_text
        assert user.screen_text.count(PROCEED.name) == 2
        await user.press("home")
        assert user.screen_text.count(PROCEED.name) == 2
        await user.press("space")

    assert isinstance(prepare(act, (80, 24), ON_THREE_PAGES).result, Plan)


def test_a_larger_terminal_and_back_does_not_count_as_reading() -> None:
    async def act(user: User) -> None:
        await user.press("pagedown")
        assert "More 2/3" in user.screen_text
        scroll = user.app.screen.query_one("#text")
        async for _ in user.resize_to([(120, 40), (80, 24), (60, 20), (80, 24)]):
            pass
        assert "More 1/3" in user.screen_text
        assert scroll.vertical_scrollbar.position == scroll.scroll_y

    prepare(act, (80, 24), ON_THREE_PAGES)


def test_where_it_was_read_this_week_one_press_continues_and_every_sign_is_behind_a_key() -> None:
    async def act(user: User) -> None:
        assert "i Stop signs" in user.screen_text
        text = running_text(user.screen_text)
        assert text.index(screening.SOME_STOP_SIGNS) < text.index("Today")
        await user.press("i", "pagedown")
        assert screening.STOP_SIGNS[-1] in user.screen_text
        await user.press("i")
        assert screening.STOP_SIGNS[-1] not in user.screen_text
        await user.press("home", "space")

    advice = ("This area has had 2 sessions today; twice a day is enough.",)
    screen = PrepareScreen(EACH, OPTIONS, advice, every_sign=False)
    assert isinstance(open_screen(screen, act, (60, 20)).result, Plan)


def test_choosing_a_side_does_not_require_reading_again() -> None:
    result = prepare(lambda user: user.press("end", "l", "enter"), (80, 24)).result
    assert isinstance(result, Plan)
    assert result.side is Side.LEFT


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_continuing_press_by_press_shows_every_line(size: tuple[int, int]) -> None:
    seen: list[str] = []

    async def act(user: User) -> None:
        for _ in range(6):
            if not user.is_closed:
                seen.append(user.screen_text)
                await user.press("enter")
        assert user.is_closed

    prepare(act, size, advice=("This area has had 2 sessions today; twice a day is enough.",))
    plan = build_plan(EACH, OPTIONS)
    expected = (
        *plan.avoid,
        plan.position,
        *plan.care,
        *screening.STOP_SIGNS,
        screening.EVIDENCE,
        screening.NOT_REVIEWED,
    )
    assert [text for text in expected for word in text.split() if word not in "\n".join(seen)] == []


def test_after_scrolling_to_the_end_one_press_continues() -> None:
    async def act(user: User) -> None:
        await user.press(*["pagedown"] * 4, "home", "space")

    assert isinstance(prepare(act, (80, 24)).result, Plan)


def test_a_rehearsal_requires_no_reading() -> None:
    assert isinstance(prepare(press_keys("space"), (80, 24), rehearse=True).result, Plan)


def test_a_key_held_from_the_screen_before_does_not_continue_and_a_hint_says_so() -> None:
    async def act(user: User) -> None:
        user.app.arrivals.presses.add("enter", user.tui.clock.now())
        await user.press("enter", after=0.5)
        await user.press(*["enter"] * 8, after=0.03)
        assert not user.is_closed
        assert TOO_FAST_TO_READ in user.screen_text
        await user.press("enter", after=1.5)

    assert isinstance(prepare(act).result, Plan)


def test_the_second_click_of_a_double_click_does_not_continue() -> None:
    async def act(user: User) -> None:
        await user.click("#place")
        await user.click("ContinueButton", after=0.2)

    assert not prepare(act).is_closed


def test_escape_goes_back() -> None:
    prepared = prepare(press_keys("escape"))
    assert prepared.is_closed
    assert prepared.result is None


def test_a_rehearsal_says_that_nothing_is_saved() -> None:
    async def act(user: User) -> None:
        assert "This is a rehearsal. Nothing will be saved." in user.screen_text
        assert "Rehearse" in user.screen_text

    prepare(act, rehearse=True)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_page_keys_reach_everything(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        assert "reviewed" not in user.screen_text
        await user.press(*["pagedown"] * 2)
        seen = user.screen_text
        await user.press(*["pagedown"] * 8)
        assert "reviewed" in seen + user.screen_text
        await user.press("home")
        assert "Neck, both sides" in user.screen_text
        await user.press("down", "down")
        assert "Neck, both sides" not in user.screen_text

    prepare(act, size)


def test_text_from_a_file_is_shown_literally() -> None:
    routine = EACH._replace(
        name="[b]Name", summary="[red]Sum\x1b[31m", have=("[i]oil",), avoid=("[u]scar",), position="[x]"
    )

    async def act(user: User) -> None:
        for text in ("[b]Name", "[red]Sum", "[i]oil", "[u]scar", "[x]"):
            assert text in user.screen_text
        assert "\x1b" not in user.screen_text

    prepare(act, ROOMY, routine)


def test_without_unicode_every_mark_is_ascii() -> None:
    async def act(user: User) -> None:
        assert user.screen_text.isascii()
        assert "x any pulse" in user.screen_text
        assert "(*) b" in user.screen_text

    open_screen(PrepareScreen(EACH, OPTIONS), act, ROOMY, FakeTui(charset=Charset.ASCII))


def test_the_screen_can_be_resized_at_any_moment() -> None:
    async def act(user: User) -> None:
        for width, height in (*SIZES, (20, 6), (60, 20)):
            await user.pilot.resize_terminal(width, height)
            await user.pilot.pause()
        await user.press("r")
        for _ in range(20):
            if not user.is_closed:
                await user.press("enter")

    chosen = prepare(act).result
    assert isinstance(chosen, Plan)
    assert chosen.side is Side.RIGHT


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_where_only_names_are_spoken_every_instruction_can_be_asked_for(size: tuple[int, int]) -> None:
    offer = f"{TEACH.keys[0]} {TEACH.name}"

    async def act(user: User) -> None:
        assert offer in user.screen_text
        assert TAUGHT not in running_text(user.screen_text)
        await user.press(TEACH.keys[0])
        assert TAUGHT in running_text(user.screen_text)
        await user.press(TEACH.keys[0], TEACH.keys[0], "r")
        for _ in range(12):
            if not user.is_closed:
                await user.press("enter")

    plan = prepare(act, size).result
    assert isinstance(plan, Plan)
    assert (plan.speak, plan.side) == (Speak.EVERYTHING, Side.RIGHT)

    async def look(user: User) -> None:
        assert offer not in user.screen_text
        await user.press(TEACH.keys[0])
        assert TAUGHT not in running_text(user.screen_text)

    prepare(look, size, options=OPTIONS._replace(speak=Speak.LEARN))


@pytest.mark.parametrize("size", [(60, 20), (120, 50)])
def test_a_long_first_session_on_an_area_can_be_made_short_and_whole_again(size: tuple[int, int]) -> None:
    long = EACH._replace(steps=(EACH.steps[0]._replace(duration_s=100.0), *EACH.steps[1:]))
    today = FakeTui().clock.local_time().date()

    async def act(user: User) -> None:
        assert SHORT_FIRST.name in user.screen_text
        text = running_text(user.screen_text)
        assert text.index("A good first session here") < text.index("Never press")
        await user.press("f", "f", "f", "end")
        for _ in range(12):
            if not user.is_closed:
                await user.press("enter")

    screen = PrepareScreen(long, OPTIONS, dose=DoseHistory((), today))
    assert open_screen(screen, act, size).result == build_plan(
        long, OPTIONS._replace(side=Side.BOTH, short_first=True)
    )

    async def look(user: User) -> None:
        assert SHORT_FIRST.name not in user.screen_text
        await user.press("f")

    known = DoseHistory((DONE._replace(started_at=DONE.started_at - timedelta(days=9)),), today)
    open_screen(PrepareScreen(long, OPTIONS, dose=known), look, size)


def test_pain_elsewhere_is_said_and_may_be_here_this_time() -> None:
    knee = SessionOptions(place="knee", pain_side=Side.LEFT)
    spots = {Series("knee", Side.LEFT): "inner corner", Series("neck", Side.LEFT): "top"}
    screen = PrepareScreen(EACH, OPTIONS, options=knee, last_spots=spots)

    async def act(user: User) -> None:
        text = running_text(user.screen_text)
        assert "Neck, left side" in text
        assert "For pain in: Knee, left side" in text
        assert "Rate the neck instead" in text
        assert "as you noted last time: inner corner" in text
        assert "right only" not in text
        await user.press("s")
        await user.press(*"outer")
        await user.press("enter")
        assert "Exact spot: outer" in running_text(user.screen_text)
        assert screen.choices.rated == Series("knee", Side.LEFT)
        # What was noted about the knee isn't about the neck.
        await user.press(PAIN_HERE.keys[0])
        text = running_text(user.screen_text)
        assert "For pain in: Neck, left side" in text
        assert "You'll rate: Neck, left side." in text
        assert "Rate the knee" in text
        assert "as you noted last time: top" in text
        await user.press("r")
        # The sentence about the other side would be wrong now.
        text = running_text(user.screen_text)
        assert "For pain in: Neck, right side" in text
        assert "You'll rate" not in text
        await user.press("o")
        assert "You'll rate: Knee, left side." in running_text(user.screen_text)
        assert "For pain in: Knee, left side" in running_text(user.screen_text)
        await user.press("space")

    user = open_screen(screen, act, (120, 60))
    assert isinstance(user.result, Plan)
    assert user.result.side is Side.LEFT
    assert (screen.choices.options.place, screen.choices.options.spot) == ("knee", "outer")


def test_a_spot_is_a_few_words() -> None:
    assert check_spot("  inner corner ") == "inner corner"
    with pytest.raises(UsageError, match="may have"):
        check_spot("x" * 201)


def test_where_it_hurts_can_be_changed_only_if_it_is_elsewhere_and_not_in_a_rehearsal() -> None:
    async def act(user: User) -> None:
        assert "Rate the" not in user.screen_text
        assert NOTE_SPOT.name in user.screen_text

    prepare(act)

    async def rehearse(user: User) -> None:
        assert NOTE_SPOT.name not in user.screen_text

    prepare(rehearse, rehearse=True)
