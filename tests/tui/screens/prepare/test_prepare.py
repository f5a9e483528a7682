"""Getting ready: everything that plain mode says, the choice of the side, and going on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.catalog.area import AREAS, CALF, NECK, SKULL_BASE, Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STROKES
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.text.formatting import format_duration
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.questions.must_read import unread_hint

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
EACH = replace(
    with_sides(SHORT, Sides.EACH),
    summary="It may ease pain for a while.",
    have=("oil", "towel"),
    avoid=("a scar",),
)
"""Played on the left, then on the right, unless a side is chosen."""
CHOICES = PlanOptions()
ROOM = (120, 40)
"""Of the screen: all fits, so that one press goes on."""


def prepare(
    does: Does,
    size: tuple[int, int] = ROOM,
    routine: Routine = EACH,
    choices: PlanOptions = CHOICES,
    advice: tuple[str, ...] = (),
    *,
    rehearse: bool = False,
) -> Hands:
    return on(PrepareScreen(routine, choices, advice, rehearse=rehearse), does, size)


async def nothing(hands: Hands) -> None:
    """Only look."""


def words(shown: str) -> str:
    """What is shown, as running text without scroll bars."""
    return " ".join(shown.translate(dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")).split())


def seen_by_scrolling(
    size: tuple[int, int],
    routine: Routine = EACH,
    choices: PlanOptions = CHOICES,
    advice: tuple[str, ...] = (),
) -> str:
    """Everything that comes into sight from the top to the end, line by line."""
    seen: list[str] = []

    async def does(hands: Hands) -> None:
        for _ in range(12):
            seen.append(hands.shown)
            await hands.press("pagedown")

    prepare(does, size, routine, choices, advice)
    return "\n".join(seen)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_what_to_have_and_never_to_press_is_in_sight_at_once(area: Area) -> None:
    routine = replace(EACH, area=area, have=("oil", "towel"))
    advice = ("This area has had 2 sessions today; twice a day is enough.",)

    async def does(hands: Hands) -> None:
        beside_the_body = words(" ".join(line[:53] for line in hands.shown.splitlines()))
        for told in (*area.have, "oil", "towel", *area.never_press, "a scar"):
            assert told in beside_the_body

    prepare(does, (80, 24), routine, advice=advice)


@pytest.mark.parametrize("area", [NECK, CALF, SKULL_BASE])
def test_on_a_small_screen_the_most_important_comes_first(area: Area) -> None:
    async def does(hands: Hands) -> None:
        shown = words(hands.shown)
        order = [shown.index(told) for told in ("Have at hand", "Never press", area.never_press[0], "Go on")]
        assert order == sorted(order)

    prepare(does, (60, 20), replace(EACH, area=area))


@pytest.mark.parametrize("size", SIZES)
def test_all_that_plain_mode_says_can_be_read(size: tuple[int, int]) -> None:
    laid_out = build_plan(EACH, CHOICES)
    seen = seen_by_scrolling(size, advice=("This area has had 2 sessions today; twice a day is enough.",))
    for heading in (
        "Short",
        "Neck, both sides",
        format_duration(laid_out.planned_s),
        "and the time you take",
    ):
        assert heading in seen
    told = (
        EACH.summary, "oil", "towel", *laid_out.avoid, laid_out.position, *laid_out.care,
        *screening.STOP_SIGNS, screening.NOT_REVIEWED, "twice a day is enough",
    )  # fmt: skip
    assert [text for text in told for word in text.split() if word not in seen] == []


def test_what_the_area_changes_is_said() -> None:
    routine = replace(EACH, area=None, steps=(Step(STROKES, duration_s=60.0, sided=True),))
    choices = PlanOptions(area=SKULL_BASE)
    (note,) = build_plan(routine, choices).notes
    seen = seen_by_scrolling((200, 60), routine, choices)
    assert "Changed here" in seen
    assert note in words(seen)


def test_the_marks_on_the_body_are_explained() -> None:
    seen = seen_by_scrolling((200, 60))
    for spot in NECK.spots:
        assert f"● tender spot: {spot.place}" in seen
        assert f"≈ pain may refer to: {spot.refers_to}" in seen
    for never in NECK.never_press:
        assert f"✕ {never}" in seen


@pytest.mark.parametrize(
    ("keys", "side"),
    [
        ([], Side.BOTH),
        (["right"], Side.LEFT),
        (["right", "right"], Side.RIGHT),
        (["right", "right", "right", "left"], Side.LEFT),
        (["left"], Side.BOTH),
        (["l"], Side.LEFT),
        (["r"], Side.RIGHT),
        (["R", "b"], Side.BOTH),
    ],
)
def test_the_side_is_chosen_by_arrows_or_by_its_letter(keys: list[str], side: Side) -> None:
    assert prepare(pressing(*keys, "enter")).result == build_plan(EACH, PlanOptions(side=side))


@pytest.mark.parametrize(
    ("side", "size"),
    [(Side.BOTH, SIZES[0]), (Side.LEFT, SIZES[1]), (Side.RIGHT, SIZES[2]), (Side.RIGHT, SIZES[3])],
)
def test_the_mouse_alone_chooses_the_side_and_goes_on(side: Side, size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#side-left")
        await hands.click(f"#side-{side}")
        presses = 0
        while not hands.closed and presses < 4:
            await hands.click("ContinueButton")
            presses += 1

    chosen = prepare(does, size).result
    assert isinstance(chosen, Plan)
    assert chosen.side is side


def test_length_and_picture_follow_the_side() -> None:
    async def does(hands: Hands) -> None:
        whole = format_duration(build_plan(EACH, CHOICES).planned_s)
        half = format_duration(build_plan(EACH, PlanOptions(side=Side.RIGHT)).planned_s)
        body = hands.app.screen.query_one(BodyPicture).draw(30, 20)
        assert whole in hands.shown
        await hands.press("r")
        assert half in hands.shown
        assert whole not in hands.shown
        assert "Neck, right side" in hands.shown
        assert hands.app.screen.query_one(BodyPicture).draw(30, 20) != body

    prepare(does)


def test_the_chosen_side_is_marked_besides_its_colour() -> None:
    async def does(hands: Hands) -> None:
        assert "(•) b" in hands.shown
        await hands.press("l")
        assert "(•) l" in hands.shown
        assert "( ) b" in hands.shown

    prepare(does)


@pytest.mark.parametrize("sides", [Sides.LEFT, Sides.RIGHT, Sides.BOTH, Sides.NONE])
def test_no_side_is_asked_for_where_the_routine_says_which(sides: Sides) -> None:
    routine = with_sides(SHORT, sides)

    async def does(hands: Hands) -> None:
        assert "( )" not in hands.shown
        await hands.press("l", "r", "right", "enter")

    assert prepare(does, routine=routine).result == build_plan(routine, CHOICES)


def test_no_side_is_asked_for_where_one_was_given() -> None:
    choices = PlanOptions(side=Side.LEFT)

    async def does(hands: Hands) -> None:
        assert "( )" not in hands.shown
        await hands.press("r", "enter")

    assert prepare(does, choices=choices).result == build_plan(EACH, choices)


def test_a_side_that_was_chosen_before_is_pointed_at_on_coming_back() -> None:
    screen = PrepareScreen(EACH, CHOICES, initial_side=Side.RIGHT)
    assert on(screen, pressing("enter"), ROOM).result == build_plan(EACH, PlanOptions(side=Side.RIGHT))


def test_the_persons_other_choices_stay() -> None:
    choices = PlanOptions(get_ready_s=20.0, countdown=Countdown.NONE, halfway=False)
    assert prepare(pressing("l", "enter"), choices=choices).result == build_plan(
        EACH, choices._replace(side=Side.LEFT)
    )


@pytest.mark.parametrize("key", ["enter", "space"])
def test_where_all_is_in_sight_one_press_goes_on(key: str) -> None:
    assert isinstance(prepare(pressing(key)).result, Plan)


def test_what_to_stop_at_is_not_passed_unread() -> None:
    async def does(hands: Hands) -> None:
        assert screening.STOP_SIGNS[-1] not in hands.shown
        await hands.press("space")
        assert not hands.closed
        assert unread_hint("Go on") in hands.shown
        assert screening.STOP_SIGNS[-1] in hands.shown
        assert screening.NOT_REVIEWED in words(" ".join(line[:53] for line in hands.shown.splitlines()))
        await hands.press("space")

    assert isinstance(prepare(does, (80, 24)).result, Plan)


def test_who_has_read_it_and_then_chooses_a_side_need_not_read_it_again() -> None:
    result = prepare(lambda hands: hands.press("end", "l", "enter"), (80, 24)).result
    assert isinstance(result, Plan)
    assert result.side is Side.LEFT


def test_a_click_does_not_pass_it_unread_either() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("ContinueButton")
        assert not hands.closed
        assert screening.STOP_SIGNS[-1] in hands.shown
        await hands.click("ContinueButton")

    assert isinstance(prepare(does, (80, 24)).result, Plan)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_who_goes_on_press_by_press_has_had_every_line_in_sight(size: tuple[int, int]) -> None:
    seen: list[str] = []

    async def does(hands: Hands) -> None:
        for _ in range(6):
            if not hands.closed:
                seen.append(hands.shown)
                await hands.press("enter")
        assert hands.closed

    prepare(does, size, advice=("This area has had 2 sessions today; twice a day is enough.",))
    laid_out = build_plan(EACH, CHOICES)
    told = (*laid_out.avoid, laid_out.position, *laid_out.care, *screening.STOP_SIGNS, screening.NOT_REVIEWED)
    assert [text for text in told for word in text.split() if word not in "\n".join(seen)] == []


def test_who_scrolled_to_the_end_goes_on_with_one_press() -> None:
    async def does(hands: Hands) -> None:
        await hands.press(*["pagedown"] * 4, "home", "space")

    assert isinstance(prepare(does, (80, 24)).result, Plan)


def test_a_rehearsal_massages_nobody_and_has_nothing_to_be_read_first() -> None:
    assert isinstance(prepare(pressing("space"), (80, 24), rehearse=True).result, Plan)


def test_a_key_that_is_still_held_from_before_does_not_go_on_and_it_is_said() -> None:
    async def does(hands: Hands) -> None:
        hands.app.presses.add("enter", hands.tui.clock.now())
        await hands.press("enter", after=0.5)
        await hands.press(*["enter"] * 8, after=0.03)
        assert not hands.closed
        assert TOO_FAST_TO_READ in hands.shown
        await hands.press("enter", after=1.5)

    assert isinstance(prepare(does).result, Plan)


def test_a_double_click_from_before_does_not_go_on() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#place")
        await hands.click("ContinueButton", after=0.2)

    assert not prepare(does).closed


def test_escape_goes_back() -> None:
    gone = prepare(pressing("escape"))
    assert gone.closed
    assert gone.result is None


def test_a_rehearsal_says_that_nothing_is_kept() -> None:
    async def does(hands: Hands) -> None:
        assert "This is a rehearsal. Nothing will be saved." in hands.shown
        assert "Rehearse" in hands.shown

    prepare(does, rehearse=True)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_everything_below_is_reached_by_pages_too(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        assert "reviewed" not in hands.shown
        await hands.press(*["pagedown"] * 2)
        seen = hands.shown
        await hands.press(*["pagedown"] * 8)
        assert "reviewed" in seen + hands.shown
        await hands.press("home")
        assert "Neck, both sides" in hands.shown
        await hands.press("down", "down")
        assert "Neck, both sides" not in hands.shown

    prepare(does, size)


def test_text_from_a_file_is_nothing_but_text() -> None:
    routine = replace(
        EACH, name="[b]Name", summary="[red]Sum\x1b[31m", have=("[i]oil",), avoid=("[u]scar",), position="[x]"
    )

    async def does(hands: Hands) -> None:
        for text in ("[b]Name", "[red]Sum", "[i]oil", "[u]scar", "[x]"):
            assert text in hands.shown
        assert "\x1b" not in hands.shown

    prepare(does, (120, 40), routine)


def test_without_unicode_every_mark_is_plain() -> None:
    async def does(hands: Hands) -> None:
        assert hands.shown.isascii()
        assert "x any pulse" in hands.shown
        assert "(*) b" in hands.shown

    on(PrepareScreen(EACH, CHOICES), does, (120, 40), FakeTui(charset=Charset.ASCII))


def test_the_screen_can_be_resized_at_any_moment() -> None:
    async def does(hands: Hands) -> None:
        for width, height in (*SIZES, (20, 6), (60, 20)):
            await hands.pilot.resize_terminal(width, height)
            await hands.pilot.pause()
        await hands.press("r")
        for _ in range(20):
            if not hands.closed:
                await hands.press("enter")

    chosen = prepare(does).result
    assert isinstance(chosen, Plan)
    assert chosen.side is Side.RIGHT
