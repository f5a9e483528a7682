"""The safety questions: which answers pass, which rule a session out, and that a mistake passes nothing."""

from __future__ import annotations

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.catalog.area import CALF, NECK, Area
from tpsession.core.safety import screening
from tpsession.core.safety.screening import QUESTIONS, Tier
from tpsession.tui.drawing.raster.charset import Charset
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


def short(act: UserActions, size: tuple[int, int] = WIDE, area: Area = NECK, number: str = "") -> User:
    return open_screen(SafetyScreen((area,), long=False, emergency_number=number), act, size)


def long(act: UserActions, size: tuple[int, int] = WIDE, number: str = "") -> User:
    return open_screen(SafetyScreen((NECK,), long=True, emergency_number=number), act, size)


# The short form


@pytest.mark.parametrize("size", SIZES)
def test_n_passes_at_every_size_if_none_apply(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        for _ in range(40):
            if user.is_closed:
                return
            await user.press("n")

    assert short(act, size).result is True


def test_one_press_passes_if_all_text_is_visible() -> None:
    assert short(press_keys("n")).result is True
    assert short(press_keys("N")).result is True


def test_the_mouse_alone_passes() -> None:
    async def act(user: User) -> None:
        assert NONE_APPLY in user.screen_text
        await user.click("#none-apply")

    assert short(act).result is True


def test_lines_that_were_never_visible_are_not_passed() -> None:
    async def act(user: User) -> None:
        assert "Blood thinners" not in user.screen_text
        await user.press("n")
        assert not user.is_closed
        assert UNREAD_HINT in user.screen_text
        assert "Blood thinners" in user.screen_text
        await user.press("n")

    assert short(act, (80, 24)).result is True


def test_scrolling_to_the_end_and_back_counts_as_reading() -> None:
    async def act(user: User) -> None:
        await user.press(*["pagedown"] * 5, *["pageup"] * 5)
        await user.press("n")

    assert short(act, (80, 24)).result is True


def test_a_held_n_passes_no_lines_that_were_not_visible() -> None:
    async def act(user: User) -> None:
        await user.press("n")
        await user.press("n", after=0.5)
        await user.press(*["n"] * 8, after=0.03)

    assert not short(act, (60, 20)).is_closed


@pytest.mark.parametrize("size", SIZES[:2])
def test_a_stray_enter_or_space_passes_nothing_and_says_what_to_press(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        user.app.screen.set_focus(None)
        for key in ("enter", "space"):
            await user.press(key, key)
            await user.press(*[key] * 5, after=0.05)
            assert MARK_OR_N_HINT in " ".join(user.screen_text.split())

    assert not short(act, size).is_closed


def test_enter_passes_nothing_wherever_the_focus_is() -> None:
    async def act(user: User) -> None:
        for _ in range(8):
            await user.press("tab", "enter")

    assert not short(act).is_closed


def test_space_a_number_or_a_click_marks_a_line_and_unmarks_it() -> None:
    async def act(user: User) -> None:
        await user.press("down", "space")
        assert user.screen_text.count("[x]") == 1
        assert "[x] 2  Fever" in user.screen_text
        await user.press("space")
        assert "[x]" not in user.screen_text
        await user.press("4")
        assert "[x] 4  A blood clot" in user.screen_text
        await user.press("4")
        assert "[x]" not in user.screen_text
        await user.click(f"#true-{Tier.CLINICIAN}")
        assert "[x] 5  Blood" in user.screen_text

    short(act)


def test_with_a_mark_n_passes_nothing_and_is_not_offered() -> None:
    async def act(user: User) -> None:
        await user.press("3")
        assert NONE_APPLY not in user.screen_text
        assert "Continue" in user.screen_text
        await user.press("n")
        assert "A line is marked" in user.screen_text

    assert not short(act).is_closed


@pytest.mark.parametrize(("number", "leave"), list(zip(RULING_OUT, ["enter", "escape"] * 2, strict=True)))
def test_a_yes_that_rules_out_a_session_shows_its_advice_and_ends_for_today(number: str, leave: str) -> None:
    tier = QUESTIONS[int(number) - 1].tier

    async def act(user: User) -> None:
        await user.press(number, "enter")
        assert screening.advice_for(tier, "112") in words(user)
        assert "lightly" not in user.screen_text
        await user.press(leave)

    assert short(act, number="112").result is False


def test_the_emergency_advice_names_the_persons_number_or_a_general_one() -> None:
    async def named(user: User) -> None:
        await user.press("1", "enter")
        assert "Call 112 now" in words(user)

    async def unnamed(user: User) -> None:
        await user.press("1", "enter")
        assert f"Call {screening.LOCAL_NUMBER} now" in words(user)

    short(named, number="112")
    short(unnamed)


def test_every_marked_line_shows_its_advice_the_most_serious_first() -> None:
    async def act(user: User) -> None:
        await user.press("5", "3", "1", "enter")
        text = words(user)
        order = [
            text.index(screening.advice_for(question.tier, ""))
            for question in QUESTIONS
            if question.tier in marked
        ]
        assert order == sorted(order)
        assert "lightly" not in text.replace("keep everything light", "")

    marked = {Tier.EMERGENCY, Tier.BLOCK_AREA, Tier.CLINICIAN}
    short(act)


def test_only_the_clinicians_line_allows_a_light_session() -> None:
    assert short(press_keys(CLINICIAN, "enter", "c")).result is True


def test_after_the_clinicians_line_enter_and_escape_end_for_today() -> None:
    assert short(press_keys(CLINICIAN, "enter", "enter")).result is False
    assert short(press_keys(CLINICIAN, "enter", "escape")).result is False


def test_the_mouse_alone_reaches_the_advice_and_ends_for_today() -> None:
    async def act(user: User) -> None:
        await user.click(f"#true-{Tier.BLOCK_BODY}")
        await user.click("#continue")
        await user.click("#answer-leave")

    assert short(act).result is False


def test_a_mistake_leads_back_to_the_questions_with_their_marks() -> None:
    async def act(user: User) -> None:
        await user.press("1", "enter", "t")
        assert "[x] 1" in user.screen_text
        await user.press("1", "n")

    assert short(act).result is True


def test_a_held_enter_does_not_pass_the_advice_unread() -> None:
    async def act(user: User) -> None:
        await user.press("1", "enter")
        await user.press("enter", after=0.6)
        await user.press(*["enter"] * 8, after=0.03)
        assert TOO_FAST in user.screen_text

    assert not short(act).is_closed


def test_escape_goes_back_without_an_answer() -> None:
    answered = short(press_keys("1", "escape"))
    assert answered.is_closed
    assert answered.result is None


def test_on_the_calf_the_leg_clot_signs_are_asked_every_time() -> None:
    async def act(user: User) -> None:
        assert "Look at both legs first" in words(user)

    short(act, area=CALF)


def test_marks_are_visible_without_colour_and_without_unicode() -> None:
    async def act(user: User) -> None:
        await user.press("2")
        assert "> [x] 2" in user.screen_text
        assert user.screen_text.count("[ ]") == 4
        assert user.screen_text.isascii()

    screen = SafetyScreen((NECK,), long=False, emergency_number="")
    open_screen(screen, act, WIDE, FakeTui(charset=Charset.ASCII))


# The long form


@pytest.mark.parametrize("size", SIZES)
def test_every_item_of_the_long_list_becomes_visible(size: tuple[int, int]) -> None:
    seen = ""

    async def act(user: User) -> None:
        nonlocal seen
        for _ in range(40):
            if user.is_closed:
                return
            seen += " " + words(user)
            await user.press("n")

    assert long(act, size).result is True
    assert [item for question in QUESTIONS for item in question.items if item not in seen] == []
    assert screening.NO_CLEARANCE in seen
    assert "In this area:" in seen
    assert [f"{page} of 5" for page in range(1, 6) if f"{page} of 5" not in seen] == []


def test_each_page_is_answered_separately() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "n", "n")
        assert "5 of 5" in user.screen_text
        assert not user.is_closed
        await user.press("n")

    assert long(act).result is True


def test_a_held_key_answers_one_page_only() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "n")
        await user.press("n", after=0.7)
        await user.press(*["n"] * 8, after=0.03)
        assert "4 of 5" in user.screen_text
        await user.press("left", "y")
        await user.press("y", after=0.7)
        await user.press(*["y"] * 8, after=0.03)
        assert "4 of 5" in user.screen_text

    long(act)


def test_quick_clicks_answer_one_page_only() -> None:
    async def act(user: User) -> None:
        await user.click("#none-apply")
        await user.click("#none-apply", after=0.3)
        await user.click("#none-apply", after=0.3)
        assert "2 of 5" in user.screen_text
        await user.click("#none-apply", after=1.5)
        assert "3 of 5" in user.screen_text

    long(act)


def test_a_stray_enter_or_space_answers_no_page_and_left_changes_nothing_on_the_first() -> None:
    async def act(user: User) -> None:
        for key in ("enter", "space"):
            await user.press(key, key, "x")
            assert "1 of 5" in user.screen_text
            assert N_OR_Y_HINT in user.screen_text
        await user.press("left", "left")
        assert "1 of 5" in user.screen_text

    assert not long(act).is_closed


def test_a_yes_on_a_page_shows_its_advice_after_the_last_page() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "y", "n")
        assert "5 of 5" in user.screen_text
        await user.press("n")
        assert screening.advice_for(Tier.BLOCK_AREA, "") in words(user)
        await user.press("enter")

    assert long(act).result is False


@pytest.mark.parametrize(("before", "tier"), [([], Tier.EMERGENCY), (["n"], Tier.URGENT)])
def test_advice_for_immediate_action_is_shown_right_after_its_page(before: list[str], tier: Tier) -> None:
    async def act(user: User) -> None:
        await user.press(*before, "y")
        assert screening.advice_for(tier, "") in words(user)
        await user.press("enter")

    assert long(act).result is False


def test_earlier_answers_are_included_in_immediate_advice() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "y", "left", "left", "left", "y")
        text = words(user)
        assert screening.advice_for(Tier.EMERGENCY, "") in text
        assert screening.advice_for(Tier.BLOCK_AREA, "") in text
        await user.press("t", "n", "n", "n", "n", "n")

    assert long(act).result is True


def test_a_yes_on_the_clinicians_page_alone_allows_a_light_session() -> None:
    assert long(press_keys("n", "n", "n", "n", "y", "c")).result is True


def test_a_held_key_never_passes_the_advice_unread() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "n", "n", "y")
        await user.press("c", after=0.5)
        await user.press("c", after=0.9)
        await user.press(*["c"] * 8, after=0.03)
        await user.press(*["y"] * 8, after=0.03)
        assert not user.is_closed
        assert screening.advice_for(Tier.CLINICIAN, "") in words(user)
        assert TOO_FAST in user.screen_text
        await user.press("c", after=1.5)

    assert long(act).result is True


def test_the_left_arrow_goes_a_page_back_and_the_answer_can_be_changed() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "y", "left")
        assert "3 of 5" in user.screen_text
        assert f"You answered: {SOME_APPLY}." in user.screen_text
        await user.press("n", "n", "n")

    assert long(act).result is True


def test_the_mouse_alone_answers_pages_and_goes_back() -> None:
    async def act(user: User) -> None:
        for button in ("#none-apply", "#none-apply", "#some-apply", "#before"):
            await user.click(button)
        assert "3 of 5" in user.screen_text
        for _ in range(3):
            await user.click("#none-apply")

    assert long(act).result is True


def test_a_mistake_in_the_long_list_leads_back_to_the_page_with_the_yes() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "y", "n", "n", "t")
        assert "3 of 5" in user.screen_text
        await user.press("n", "n", "n")

    assert long(act).result is True


def test_escape_leaves_the_long_list_without_an_answer() -> None:
    answered = long(press_keys("n", "escape"))
    assert answered.is_closed
    assert answered.result is None


@pytest.mark.parametrize("form", [short, long], ids=["short", "long"])
def test_a_tiny_screen_causes_no_error(form: object) -> None:
    async def act(user: User) -> None:
        await user.press("down", "1", "y", "enter", "left")

    (short if form is short else long)(act, (20, 6))


def words(user: User) -> str:
    """Return what is shown as running text, without frames, bullets and scroll bars."""
    drawn = str.maketrans(dict.fromkeys("│╭╮╰╯─•▁▂▃▄▅▆▇█▸", " "))
    return " ".join(user.screen_text.translate(drawn).split())
