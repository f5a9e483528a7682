"""The safety questions: which answers pass, which rule a session out, and that a mistake passes nothing."""

from __future__ import annotations

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.catalog.area import CALF, NECK, UPPER_BACK, Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm, list_lines, list_pages
from tpsession.core.safety.screening import ScreeningResult, Tier
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.prepare.safety import SafetyScreen
from tpsession.tui.widgets.questions.daily_questions import MARK_OR_N_HINT
from tpsession.tui.widgets.questions.safety_questions import NONE_APPLY, UNREAD_HINT
from tpsession.tui.widgets.questions.whole_questions import N_OR_Y_HINT, SOME_APPLY

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
WIDE = (120, 40)
"""A screen size at which every question is visible at once."""
LOW = (60, 14)
"""A screen size at which the daily questions have to be scrolled."""
WHOLE, LIGHT, NO_SESSION = ScreeningResult
LAST_PAGE = ["n"] * (len(Tier) - 1)
"""The keys that lead to the last page of the whole list, if nothing applies before it."""


def ask(
    act: UserActions,
    size: tuple[int, int] = WIDE,
    area: Area = NECK,
    number: str = "",
    form: QuestionForm = QuestionForm.DAILY,
) -> User:
    return open_screen(SafetyScreen((area,), form=form, emergency_number=number), act, size)


def ask_everything(act: UserActions, size: tuple[int, int] = WIDE) -> User:
    return ask(act, size, form=QuestionForm.WHOLE)


# The daily page


def test_one_press_passes_at_every_size_if_none_apply_and_every_line_was_seen() -> None:
    for size in SIZES:
        seen = ""
        presses = 0

        async def act(user: User) -> None:
            nonlocal seen, presses
            while not user.is_closed:
                seen += " " + words(user)
                await user.press("N")
                presses += 1

        assert ask(act, size, UPPER_BACK).result is WHOLE
        lines = list_lines((UPPER_BACK,))
        assert [line.text for line in lines if line.text not in seen] == []
        assert presses == {60: 3}.get(size[0], 1)


def test_lines_that_were_never_visible_are_not_passed_not_even_by_a_held_key() -> None:
    async def act(user: User) -> None:
        await user.press("n")
        assert not user.is_closed
        assert UNREAD_HINT in user.screen_text
        await user.press("n", after=0.5)
        await user.press(*["n"] * 8, after=0.03)
        assert not user.is_closed
        await user.press(*["pagedown"] * 5, *["pageup"] * 5, "n")

    assert ask(act, LOW).result is WHOLE


def test_what_continued_on_the_page_before_marks_and_passes_nothing_here() -> None:
    async def act(user: User) -> None:
        # A digit typed a page early.
        await user.press("2", after=0.5)
        assert "[x]" not in user.screen_text
        assert TOO_FAST_TO_READ in user.screen_text
        for key in ("enter", "space"):
            await user.press(key, key)
            await user.press(*[key] * 5, after=0.05)
            assert MARK_OR_N_HINT in words(user)
            assert "[x]" not in user.screen_text
        for _ in range(8):
            await user.press("tab", "enter")

    user = ask(act)
    assert not user.is_closed or user.screen_text


def test_space_a_number_or_a_click_marks_a_line_and_unmarks_it() -> None:
    async def act(user: User) -> None:
        assert NONE_APPLY in user.screen_text
        await user.press("down", "down", "space")
        assert user.screen_text.count("[x]") == 1
        assert "[x] 2  Fever" in user.screen_text
        await user.press("space")
        assert "[x]" not in user.screen_text
        await user.press("4")
        assert "[x] 4  Open wound" in user.screen_text
        assert NONE_APPLY not in user.screen_text
        assert "Continue" in user.screen_text
        await user.press("n")
        assert "A line is marked" in user.screen_text
        await user.click("#line-4")
        assert "[x]" not in user.screen_text
        await user.click("#none-apply")

    assert ask(act).result is WHOLE


@pytest.mark.parametrize(
    ("number", "leave"), [("1", "enter"), ("2", "escape"), ("3", "enter"), ("4", "escape")]
)
def test_a_yes_shows_its_advice_and_ends_for_today(number: str, leave: str) -> None:
    async def act(user: User) -> None:
        await user.press(number, "enter")
        assert screening.advice_for(list_lines((NECK,))[int(number) - 1].tier, "112") in words(user)
        assert "clinician" not in user.screen_text
        await user.press("enter", after=0.6)
        await user.press(*["enter"] * 8, after=0.03)
        assert TOO_FAST in user.screen_text
        # That was a mistake: the marks are still there.
        await user.press("t")
        assert f"[x] {number}" in user.screen_text
        await user.press("enter", leave)

    assert ask(act, number="112").result is NO_SESSION


def test_every_marked_line_shows_its_advice_the_most_serious_first() -> None:
    async def act(user: User) -> None:
        await user.press("4", "2", "1", "enter")
        marked = (Tier.EMERGENCY, Tier.URGENT, Tier.BLOCK_AREA)
        order = [words(user).index(screening.advice_for(tier, "")) for tier in marked]
        assert order == sorted(order)
        assert words(user).startswith(SafetyScreen.HEADING)
        assert user.app.screen.has_class("-emergency")
        assert f"Call {screening.LOCAL_NUMBER} now" in words(user)
        await user.click("#answer-leave")

    assert ask(act).result is NO_SESSION


def test_the_whole_list_can_be_asked_for_because_something_has_changed() -> None:
    async def act(user: User) -> None:
        await user.press("a", after=0.5)
        assert TOO_FAST_TO_READ in user.screen_text
        await user.press("a")
        assert "1 of 4" in user.screen_text
        await user.press(*LAST_PAGE, "n")

    screen = SafetyScreen((CALF,), form=QuestionForm.DAILY, emergency_number="")
    assert open_screen(screen, act, WIDE).result is WHOLE
    assert screen.asked_everything


def test_before_the_try_out_a_clinicians_word_is_asked_for_on_the_same_page() -> None:
    assert ask(press_keys("3", "enter", "c"), form=QuestionForm.TRY_OUT).result is LIGHT
    assert ask(press_keys("3", "1", "enter", "c", "enter"), form=QuestionForm.TRY_OUT).result is NO_SESSION
    assert ask(press_keys("a", "escape"), form=QuestionForm.TRY_OUT).result is None


def test_marks_are_visible_without_colour_and_without_unicode() -> None:
    async def act(user: User) -> None:
        await user.press("2")
        assert "[x] 2" in user.screen_text
        assert user.screen_text.count("[ ]") == 3
        assert user.screen_text.isascii()

    screen = SafetyScreen((NECK,), form=QuestionForm.DAILY, emergency_number="")
    open_screen(screen, act, WIDE, FakeTui(charset=Charset.ASCII))


# The whole list


@pytest.mark.parametrize("size", [SIZES[0], SIZES[1]])
def test_every_item_of_the_whole_list_becomes_visible_and_each_page_is_answered(
    size: tuple[int, int],
) -> None:
    seen = ""

    async def act(user: User) -> None:
        nonlocal seen
        while not user.is_closed:
            seen += " " + words(user)
            await user.press("n")

    assert ask_everything(act, size).result is WHOLE
    assert [item for page in list_pages((NECK,)) for item in page.items if item not in seen] == []
    assert screening.NO_CLEARANCE in seen
    assert "In this area:" in seen
    assert [f"{page} of 4" for page in range(1, 5) if f"{page} of 4" not in seen] == []


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_answers_stay_in_their_place_from_page_to_page(size: tuple[int, int]) -> None:
    rows = set()

    async def act(user: User) -> None:
        while not user.is_closed:
            rows.add(user.app.screen.query_one("#none-apply").region.y)
            await user.press("n")

    ask_everything(act, size)
    assert len(rows) == 1


def test_a_held_key_quick_clicks_and_stray_keys_answer_one_page_at_most() -> None:
    async def act(user: User) -> None:
        for key in ("enter", "space", "x", "c"):
            await user.press(key, key)
            assert "1 of 4" in user.screen_text
        assert N_OR_Y_HINT in user.screen_text
        await user.press("left", "left")
        await user.press("n")
        await user.press("n", after=0.7)
        await user.press(*["n"] * 8, after=0.03)
        assert "2 of 4" in user.screen_text
        await user.click("#none-apply")
        await user.click("#none-apply", after=0.3)
        assert "3 of 4" in user.screen_text
        await user.press("left", "left", "y")
        await user.press("y", after=0.7)
        await user.press(*["y"] * 8, after=0.03)
        assert screening.advice_for(Tier.EMERGENCY, "") in words(user)
        assert not user.is_closed

    ask_everything(act)


def test_advice_to_act_on_at_once_comes_right_after_its_page_with_earlier_answers() -> None:
    async def act(user: User) -> None:
        await user.press("n", "n", "y", "left")
        assert "3 of 4" in user.screen_text
        assert f"You answered: {SOME_APPLY}." in user.screen_text
        await user.press("left", "y")
        assert screening.advice_for(Tier.URGENT, "") in words(user)
        assert screening.advice_for(Tier.BLOCK_AREA, "") in words(user)
        await user.press("t")
        assert "2 of 4" in user.screen_text
        await user.click("#none-apply")
        await user.click("#some-apply")
        await user.click("#before")
        await user.click("#none-apply")
        await user.press("n")

    assert ask_everything(act).result is WHOLE


def test_a_clinicians_word_is_the_third_answer_of_the_last_page_and_of_no_other() -> None:
    async def act(user: User) -> None:
        assert screening.CLINICIAN_AGREED not in words(user)
        await user.press(*LAST_PAGE)
        assert screening.CLINICIAN_AGREED in words(user)
        await user.press("c")

    assert ask_everything(act).result is LIGHT


def test_what_needs_a_clinician_allows_nothing_without_that_word_and_no_held_key_gives_it() -> None:
    async def act(user: User) -> None:
        await user.press(*LAST_PAGE, "y")
        await user.press("c", after=0.5)
        await user.press("c", after=0.9)
        await user.press(*["c"] * 8, after=0.03)
        await user.press(*["y"] * 8, after=0.03)
        assert not user.is_closed
        assert screening.advice_for(Tier.CLINICIAN, "") in words(user)
        assert TOO_FAST in user.screen_text
        await user.press("escape")

    assert ask_everything(act).result is NO_SESSION
    assert ask_everything(press_keys(*LAST_PAGE, "y", "c")).result is LIGHT
    # It outweighs no other yes.
    assert ask_everything(press_keys("n", "n", "y", "c", "enter")).result is NO_SESSION
    assert ask_everything(press_keys("n", "escape")).result is None


@pytest.mark.parametrize("form", [QuestionForm.DAILY, QuestionForm.WHOLE])
def test_a_tiny_screen_causes_no_error(form: QuestionForm) -> None:
    async def act(user: User) -> None:
        await user.press("down", "1", "y", "enter", "left")

    ask(act, (20, 6), form=form)


def words(user: User) -> str:
    """Return what is shown as running text, without frames, bullets and scroll bars."""
    drawn = str.maketrans(dict.fromkeys("│╭╮╰╯─┃┏┓┗┛━•▁▂▃▄▅▆▇█▸", " "))
    return " ".join(user.screen_text.translate(drawn).split())
