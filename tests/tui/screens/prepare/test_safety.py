"""The safety questions: which answers pass, which rule a session out, and that a mistake passes nothing."""

from __future__ import annotations

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.catalog.area import CALF, NECK, Area
from tpsession.core.safety import screening
from tpsession.core.safety.screening import QUESTIONS, Tier
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.prepare.safety import SafetyScreen
from tpsession.tui.widgets.questions.safety_questions import (
    MARK_OR_N_HINT,
    N_OR_Y_HINT,
    NONE_APPLY,
    SOME_APPLY,
    UNREAD_HINT,
)

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
WIDE = (120, 40)
"""A screen size at which every question is visible at once."""
RULING_OUT = [
    str(number) for number, question in enumerate(QUESTIONS, start=1) if question.tier.rules_out_session
]
"""The numbers of the questions that rule out a session."""
CLINICIAN = str(1 + [question.tier for question in QUESTIONS].index(Tier.CLINICIAN))
"""The number of the question that allows a light session."""


def short(does: Does, size: tuple[int, int] = WIDE, area: Area = NECK, number: str = "") -> Hands:
    return on(SafetyScreen(area, long=False, emergency_number=number), does, size)


def long(does: Does, size: tuple[int, int] = WIDE, number: str = "") -> Hands:
    return on(SafetyScreen(NECK, long=True, emergency_number=number), does, size)


async def read_and_pass(hands: Hands) -> None:
    """Press n slowly until the questions are finished."""
    for _ in range(40):
        if hands.closed:
            return
        await hands.press("n")


# The short form


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", [short, long], ids=["short", "long"])
def test_n_passes_at_every_size_if_none_apply(form: object, size: tuple[int, int]) -> None:
    answered = (short if form is short else long)(read_and_pass, size)
    assert answered.result is True


def test_one_press_passes_if_all_text_is_visible() -> None:
    assert short(pressing("n")).result is True
    assert short(pressing("N")).result is True


def test_the_mouse_alone_passes() -> None:
    async def does(hands: Hands) -> None:
        assert NONE_APPLY in hands.shown
        await hands.click("#nothing")

    assert short(does).result is True


def test_lines_that_were_never_visible_are_not_passed() -> None:
    async def does(hands: Hands) -> None:
        assert "Blood thinners" not in hands.shown
        await hands.press("n")
        assert not hands.closed
        assert UNREAD_HINT in hands.shown
        assert "Blood thinners" in hands.shown
        await hands.press("n")

    assert short(does, (80, 24)).result is True


def test_scrolling_to_the_end_and_back_counts_as_reading() -> None:
    async def does(hands: Hands) -> None:
        await hands.press(*["pagedown"] * 5, *["pageup"] * 5)
        await hands.press("n")

    assert short(does, (80, 24)).result is True


def test_a_held_n_passes_no_lines_that_were_not_visible() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n")
        await hands.press("n", after=0.5)
        await hands.press(*["n"] * 8, after=0.03)

    assert not short(does, (60, 20)).closed


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("key", ["enter", "space"])
def test_a_stray_enter_or_space_passes_nothing_and_says_what_to_press(
    size: tuple[int, int], key: str
) -> None:
    async def does(hands: Hands) -> None:
        hands.app.screen.set_focus(None)
        await hands.press(key, key)
        await hands.press(*[key] * 5, after=0.05)
        assert MARK_OR_N_HINT in " ".join(hands.shown.split())

    assert not short(does, size).closed


def test_enter_passes_nothing_wherever_the_focus_is() -> None:
    async def does(hands: Hands) -> None:
        for _ in range(8):
            await hands.press("tab", "enter")

    assert not short(does).closed


def test_space_marks_a_line_and_unmarks_it() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "space")
        assert hands.shown.count("[x]") == 1
        assert "[x] 2  Fever" in hands.shown
        await hands.press("space")
        assert "[x]" not in hands.shown

    short(does)


def test_a_number_marks_its_line() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("4")
        assert "[x] 4  A clot" in hands.shown
        await hands.press("4")
        assert "[x]" not in hands.shown

    short(does)


def test_a_click_marks_a_line() -> None:
    async def does(hands: Hands) -> None:
        await hands.click(f"#true-{Tier.CLINICIAN}")
        assert "[x] 5  Blood" in hands.shown

    short(does)


def test_with_a_mark_n_passes_nothing_and_is_not_offered() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("3")
        assert NONE_APPLY not in hands.shown
        assert "Continue" in hands.shown
        await hands.press("n")
        assert "A line is marked" in hands.shown

    assert not short(does).closed


@pytest.mark.parametrize(("number", "leave"), list(zip(RULING_OUT, ["enter", "escape"] * 2, strict=True)))
def test_a_yes_that_rules_out_a_session_shows_its_advice_and_ends_for_today(number: str, leave: str) -> None:
    tier = QUESTIONS[int(number) - 1].tier

    async def does(hands: Hands) -> None:
        await hands.press(number, "enter")
        assert screening.advice_for(tier, "112") in words(hands)
        assert "lightly" not in hands.shown
        await hands.press(leave)

    assert short(does, number="112").result is False


def test_the_emergency_advice_names_the_persons_number_or_a_general_one() -> None:
    async def named(hands: Hands) -> None:
        await hands.press("1", "enter")
        assert "Call 112 now" in words(hands)

    async def unnamed(hands: Hands) -> None:
        await hands.press("1", "enter")
        assert f"Call {screening.LOCAL_NUMBER} now" in words(hands)

    short(named, number="112")
    short(unnamed)


def test_every_marked_line_shows_its_advice_the_most_serious_first() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("5", "3", "1", "enter")
        text = words(hands)
        order = [
            text.index(screening.advice_for(question.tier, ""))
            for question in QUESTIONS
            if question.tier in marked
        ]
        assert order == sorted(order)
        assert "lightly" not in text.replace("keep everything light", "")

    marked = {Tier.EMERGENCY, Tier.BLOCK_AREA, Tier.CLINICIAN}
    short(does)


def test_only_the_clinicians_line_allows_a_light_session() -> None:
    assert short(pressing(CLINICIAN, "enter", "c")).result is True


def test_after_the_clinicians_line_enter_and_escape_end_for_today() -> None:
    assert short(pressing(CLINICIAN, "enter", "enter")).result is False
    assert short(pressing(CLINICIAN, "enter", "escape")).result is False


def test_the_mouse_alone_reaches_the_advice_and_ends_for_today() -> None:
    async def does(hands: Hands) -> None:
        await hands.click(f"#true-{Tier.BLOCK_BODY}")
        await hands.click("#go-on")
        await hands.click("#answer-leave")

    assert short(does).result is False


def test_a_mistake_leads_back_to_the_questions_with_their_marks() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1", "enter", "t")
        assert "[x] 1" in hands.shown
        await hands.press("1", "n")

    assert short(does).result is True


def test_a_held_enter_does_not_pass_the_advice_unread() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1", "enter")
        await hands.press("enter", after=0.6)
        await hands.press(*["enter"] * 8, after=0.03)
        assert TOO_FAST in hands.shown

    assert not short(does).closed


def test_escape_goes_back_without_an_answer() -> None:
    answered = short(pressing("1", "escape"))
    assert answered.closed
    assert answered.result is None


def test_on_the_calf_the_leg_clot_signs_are_asked_every_time() -> None:
    async def does(hands: Hands) -> None:
        assert "Look at both legs first" in words(hands)

    short(does, area=CALF)


def test_marks_are_visible_without_colour_and_without_unicode() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("2")
        assert "> [x] 2" in hands.shown
        assert hands.shown.count("[ ]") == 4
        assert hands.shown.isascii()

    screen = SafetyScreen(NECK, long=False, emergency_number="")
    on(screen, does, WIDE, FakeTui(charset=Charset.ASCII))


# The long form


@pytest.mark.parametrize("size", SIZES)
def test_every_item_of_the_long_list_becomes_visible(size: tuple[int, int]) -> None:
    seen = ""

    async def does(hands: Hands) -> None:
        nonlocal seen
        for _ in range(40):
            if hands.closed:
                return
            seen += " " + words(hands)
            await hands.press("n")

    assert long(does, size).result is True
    assert [item for question in QUESTIONS for item in question.items if item not in seen] == []
    assert screening.NO_CLEARANCE in seen
    assert "In this area:" in seen
    assert [f"{page} of 5" for page in range(1, 6) if f"{page} of 5" not in seen] == []


def test_each_page_is_answered_separately() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "n", "n")
        assert "5 of 5" in hands.shown
        assert not hands.closed
        await hands.press("n")

    assert long(does).result is True


@pytest.mark.parametrize("key", ["n", "y"])
def test_a_held_key_answers_one_page_only(key: str) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", key)
        await hands.press(key, after=0.7)
        await hands.press(*[key] * 8, after=0.03)
        assert "4 of 5" in hands.shown

    long(does)


def test_quick_clicks_answer_one_page_only() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#nothing")
        await hands.click("#nothing", after=0.3)
        await hands.click("#nothing", after=0.3)
        assert "2 of 5" in hands.shown
        await hands.click("#nothing", after=1.5)
        assert "3 of 5" in hands.shown

    long(does)


@pytest.mark.parametrize("key", ["enter", "space"])
def test_a_stray_enter_or_space_answers_no_page(key: str) -> None:
    async def does(hands: Hands) -> None:
        await hands.press(key, key, "x")
        assert "1 of 5" in hands.shown
        assert N_OR_Y_HINT in hands.shown

    assert not long(does).closed


def test_a_yes_on_a_page_shows_its_advice_after_the_last_page() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "y", "n")
        assert "5 of 5" in hands.shown
        await hands.press("n")
        assert screening.advice_for(Tier.BLOCK_AREA, "") in words(hands)
        await hands.press("enter")

    assert long(does).result is False


@pytest.mark.parametrize(("before", "tier"), [([], Tier.EMERGENCY), (["n"], Tier.URGENT)])
def test_advice_for_immediate_action_is_shown_right_after_its_page(before: list[str], tier: Tier) -> None:
    async def does(hands: Hands) -> None:
        await hands.press(*before, "y")
        assert screening.advice_for(tier, "") in words(hands)
        await hands.press("enter")

    assert long(does).result is False


def test_earlier_answers_are_included_in_immediate_advice() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "y", "left", "left", "left", "y")
        text = words(hands)
        assert screening.advice_for(Tier.EMERGENCY, "") in text
        assert screening.advice_for(Tier.BLOCK_AREA, "") in text
        await hands.press("t", "n", "n", "n", "n", "n")

    assert long(does).result is True


def test_a_yes_on_the_clinicians_page_alone_allows_a_light_session() -> None:
    assert long(pressing("n", "n", "n", "n", "y", "c")).result is True


def test_a_held_key_never_passes_the_advice_unread() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "n", "n", "y")
        await hands.press("c", after=0.5)
        await hands.press("c", after=0.9)
        await hands.press(*["c"] * 8, after=0.03)
        await hands.press(*["y"] * 8, after=0.03)
        assert not hands.closed
        assert screening.advice_for(Tier.CLINICIAN, "") in words(hands)
        assert TOO_FAST in hands.shown
        await hands.press("c", after=1.5)

    assert long(does).result is True


def test_the_left_arrow_goes_a_page_back_and_the_answer_can_be_changed() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "y", "left")
        assert "3 of 5" in hands.shown
        assert f"You answered: {SOME_APPLY}." in hands.shown
        await hands.press("n", "n", "n")

    assert long(does).result is True


def test_the_left_arrow_on_the_first_page_changes_nothing() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("left", "left")
        assert "1 of 5" in hands.shown

    assert not long(does).closed


def test_the_mouse_alone_answers_pages_and_goes_back() -> None:
    async def does(hands: Hands) -> None:
        for button in ("#nothing", "#nothing", "#something", "#before"):
            await hands.click(button)
        assert "3 of 5" in hands.shown
        for _ in range(3):
            await hands.click("#nothing")

    assert long(does).result is True


def test_a_mistake_in_the_long_list_leads_back_to_the_page_with_the_yes() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("n", "n", "y", "n", "n", "t")
        assert "3 of 5" in hands.shown
        await hands.press("n", "n", "n")

    assert long(does).result is True


def test_escape_leaves_the_long_list_without_an_answer() -> None:
    answered = long(pressing("n", "escape"))
    assert answered.closed
    assert answered.result is None


@pytest.mark.parametrize("form", [short, long], ids=["short", "long"])
def test_a_tiny_screen_causes_no_error(form: object) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "1", "y", "enter", "left")

    (short if form is short else long)(does, (20, 6))


def words(hands: Hands) -> str:
    """Return what is shown as running text, without frames, bullets and scroll bars."""
    drawn = str.maketrans(dict.fromkeys("│╭╮╰╯─•▁▂▃▄▅▆▇█▸", " "))
    return " ".join(hands.shown.translate(drawn).split())
