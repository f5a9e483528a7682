"""A question with a few answers: which presses choose one, and which don't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.dialogs.ask import (
    CHOOSE_FIRST,
    ENTER_CONFIRMS,
    TOO_FAST,
    AnswerOption,
    AskScreen,
    ChoiceQuestion,
)

STOPPED = ChoiceQuestion(
    "Stopped. Why?",
    (
        AnswerOption("go", "Go", "g"),
        AnswerOption("sharp", "Sharp pain", "1", guarded=True),
        AnswerOption("numb", "Numb", "2", guarded=True),
    ),
    ("The timer has stopped.",),
    back="go",
)
PLAIN = ChoiceQuestion(
    "Which?", (AnswerOption("again", "Try again", "t"), AnswerOption("leave", "Leave it", "l"))
)


def ask(
    question: ChoiceQuestion, act: UserActions, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None
) -> object:
    """Ask while a person does something; return the answer, or None if there is none."""
    return open_screen(AskScreen(question), act, size, tui).result


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["t"], "again"),
        (["L"], "leave"),
        (["down", "enter"], "again"),
        (["down", "down", "enter"], "leave"),
        (["up", "enter"], "leave"),
        (["right", "right", "right", "enter"], "again"),
        (["tab", "enter"], "again"),
    ],
)
def test_a_letter_or_arrows_and_enter_choose_an_answer(keys: list[str], answer: str) -> None:
    assert ask(PLAIN, press_keys(*keys)) == answer


@pytest.mark.parametrize("key", ["enter", "space", "escape", "x", "1"])
def test_a_stray_key_chooses_nothing_if_nothing_is_highlighted(key: str) -> None:
    async def act(user: User) -> None:
        await user.press(key, key)
        assert (CHOOSE_FIRST in user.screen_text) is (key in {"enter", "space"})

    assert ask(PLAIN, act) is None


def test_a_click_chooses_an_answer() -> None:
    assert ask(PLAIN, lambda user: user.click("#answer-leave")) == "leave"


def test_escape_gives_its_own_result() -> None:
    assert ask(STOPPED, press_keys("escape")) == "go"


def test_enter_chooses_the_answer_that_is_highlighted_at_first() -> None:
    assert ask(replace(STOPPED, highlighted="go"), press_keys("enter")) == "go"


def test_the_key_of_a_guarded_answer_only_highlights_it() -> None:
    async def act(user: User) -> None:
        await user.press("1")
        assert not user.is_closed
        assert user.highlighted_line == "1  Sharp pain"

    assert ask(STOPPED, act) is None


@pytest.mark.parametrize("key", ["enter", "2"])
def test_enter_or_the_same_key_after_a_quiet_moment_chooses_a_guarded_answer(key: str) -> None:
    async def act(user: User) -> None:
        await user.press("2")
        await user.press(key, after=0.2)
        assert not user.is_closed
        await user.press(key, after=1.2)

    assert ask(STOPPED, act) == "numb"


def test_enter_right_after_a_key_does_not_choose_a_guarded_answer_and_a_hint_says_so() -> None:
    async def act(user: User) -> None:
        assert TOO_FAST not in user.screen_text
        await user.press("2")
        await user.press("enter", after=0.3)
        assert not user.is_closed
        assert TOO_FAST in user.screen_text
        await user.press("enter", after=1.2)

    assert ask(STOPPED, act) == "numb"


def test_a_click_asks_as_a_key_does_and_no_answer_moves_when_the_hint_appears() -> None:
    async def act(user: User) -> None:
        def row() -> int:
            return next(n for n, line in enumerate(user.screen_text.splitlines()) if "Numb" in line)

        before = row()
        await user.click("#answer-numb", after=1.2)
        assert not user.is_closed
        assert ENTER_CONFIRMS in user.screen_text
        assert row() == before
        await user.click("#answer-sharp", after=1.2)
        assert not user.is_closed
        assert row() == before
        await user.press("2")
        assert row() == before
        await user.click("#answer-numb", after=1.2)

    for size in ((60, 20), (80, 24)):
        assert ask(STOPPED, act, size) == "numb"


def test_a_click_chooses_a_guarded_answer_only_after_a_quiet_moment() -> None:
    async def act(user: User) -> None:
        await user.press("down")
        await user.click("#answer-numb", after=0.2)
        assert not user.is_closed
        assert user.highlighted_line == "2  Numb"
        await user.click("#answer-numb", after=1.2)

    assert ask(STOPPED, act) == "numb"


def test_two_quick_clicks_do_not_choose_a_guarded_answer_if_the_first_came_too_early() -> None:
    async def act(user: User) -> None:
        await user.press("g", "x", after=0.1)
        await user.click("#answer-sharp", after=0.1)
        await user.click("#answer-sharp", after=0.3)

    assert ask(replace(STOPPED, answers=STOPPED.answers[1:]), act) is None


@pytest.mark.parametrize("held", ["enter", "1", "down", "space"])
def test_a_held_key_never_chooses_a_guarded_answer(held: str) -> None:
    question = replace(STOPPED, answers=STOPPED.answers[1:], back=None, highlighted="sharp")

    async def act(user: User) -> None:
        # The key was pressed before the question appeared; only its repeats arrive here.
        user.app.arrivals.presses.add(held, user.tui.clock.now())
        await user.press(held, after=0.9)
        await user.press(*[held] * 8, after=0.03)

    assert ask(question, act) is None


def test_a_quick_series_of_keys_never_chooses_a_guarded_answer() -> None:
    question = replace(STOPPED, answers=STOPPED.answers[1:], back=None, highlighted="sharp")
    palm = ["1", "enter", "2", "enter", "down", "space", "enter", "up", "tab", "enter", "x", "enter"]
    assert ask(question, press_keys(*["a", *palm], after=0.2)) is None


def test_an_unguarded_answer_needs_no_quiet_moment_after_the_first_second() -> None:
    async def act(user: User) -> None:
        await user.press("1", after=1.1)
        await user.press("g", after=0.05)

    assert ask(STOPPED, act) == "go"


def test_escape_goes_back_however_soon_because_that_costs_nothing() -> None:
    assert ask(STOPPED, lambda user: user.press("escape", after=0.1)) == STOPPED.back


@pytest.mark.parametrize("key", ["g", "escape"])
def test_presses_in_the_first_second_and_held_keys_answer_nothing(key: str) -> None:
    async def act(user: User) -> None:
        user.app.arrivals.presses.add(key, user.tui.clock.now())
        await user.press(key, after=0.5)
        assert TOO_FAST in user.screen_text
        await user.press(key, key, after=0.7)
        await user.press(*[key] * 5, after=0.03)
        assert not user.is_closed
        await user.press(key, after=1.1)

    assert ask(STOPPED, act) == "go"


def test_the_program_can_be_left_from_a_question() -> None:
    asked = open_screen(AskScreen(PLAIN), press_keys("q"))
    assert not asked.is_closed
    assert asked.app.return_value == 0


def test_the_highlighted_answer_has_a_mark_as_well_as_a_colour() -> None:
    async def act(user: User) -> None:
        before = user.highlighted_line
        await user.press("down")
        assert (before, user.highlighted_line) == ("", "g  Go")

    ask(STOPPED, act)


def test_without_unicode_the_mark_is_ascii() -> None:
    async def act(user: User) -> None:
        await user.press("down")
        assert "> g  Go" in user.screen_text
        assert user.screen_text.isascii() or "▸" not in user.screen_text

    ask(STOPPED, act, tui=FakeTui(charset=Charset.ASCII))


def test_long_sentences_scroll_by_key_while_every_answer_stays_visible() -> None:
    sentences = tuple(
        f"Sentence {number} is long enough to be wrapped on a small screen." for number in range(20)
    )

    async def act(user: User) -> None:
        assert "Sentence 19" not in user.screen_text
        for _ in range(10):
            await user.press("pagedown")
            assert "g  Go" in user.screen_text
            assert "Numb" in user.screen_text
        assert "Sentence 19" in user.screen_text
        await user.press(*["pageup"] * 10)
        assert "Stopped. Why?" in user.screen_text
        await user.press("2")
        assert not user.is_closed
        await user.press("enter")

    assert ask(replace(STOPPED, sentences=sentences), act, size=(60, 20)) == "numb"


def test_long_answers_wrap_with_a_hanging_indent() -> None:
    long_text = "word " * 30

    async def act(user: User) -> None:
        lines = [line for line in user.screen_text.splitlines() if "word" in line]
        assert len(lines) > 1
        assert len({line.index("word") for line in lines}) == 1

    ask(
        ChoiceQuestion(
            "Which?", (AnswerOption("long", long_text.strip(), "a"), AnswerOption("short", "Short", "b"))
        ),
        act,
    )


def test_texts_are_shown_literally() -> None:
    question = ChoiceQuestion(
        "[b]Title[/b]", (AnswerOption("a", "[red]Answer", "a"),), ("[link=x]\x1b[31mSentence",)
    )

    async def act(user: User) -> None:
        for text in ("[b]Title[/b]", "[red]Answer", "[link=x]", "[31mSentence"):
            assert text in user.screen_text
        assert "\x1b" not in user.screen_text

    ask(question, act)


@pytest.mark.parametrize("size", [(20, 6), (60, 20), (200, 60)])
def test_every_answer_can_be_reached_at_every_size(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        await user.press("down", "down", "down")
        assert "Numb" in user.screen_text
        await user.press("enter")

    assert ask(STOPPED, act, size=size) == "numb"
