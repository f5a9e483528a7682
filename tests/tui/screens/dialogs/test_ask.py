"""A question with a few answers: which press gives one, and which doesn't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AnswerOption, AskScreen, ChoiceQuestion

STOPPED = ChoiceQuestion(
    "Stopped. Why?",
    (
        AnswerOption("go", "Go on", "g"),
        AnswerOption("sharp", "Sharp pain", "1", guarded=True),
        AnswerOption("numb", "Numb", "2", guarded=True),
    ),
    ("The clock stands.",),
    back="go",
)
PLAIN = ChoiceQuestion(
    "Which?", (AnswerOption("again", "Try again", "t"), AnswerOption("leave", "Leave it", "l"))
)


def ask(
    question: ChoiceQuestion, does: Does, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None
) -> object:
    """Ask, let a person do something, and return the answer; None as long as none was given."""
    return on(AskScreen(question), does, size, tui).result


@pytest.mark.parametrize(
    ("keys", "given"),
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
def test_an_answer_is_given_by_its_letter_or_by_arrows_and_enter(keys: list[str], given: str) -> None:
    assert ask(PLAIN, pressing(*keys)) == given


@pytest.mark.parametrize("key", ["enter", "space", "escape", "x", "1"])
def test_a_stray_key_gives_nothing_where_nothing_is_pointed_at(key: str) -> None:
    assert ask(PLAIN, pressing(key, key)) is None


def test_a_click_gives_an_answer() -> None:
    assert ask(PLAIN, lambda hands: hands.click("#answer-leave")) == "leave"


def test_escape_gives_the_answer_it_stands_for() -> None:
    assert ask(STOPPED, pressing("escape")) == "go"


def test_enter_gives_the_answer_that_is_pointed_at_from_the_start() -> None:
    assert ask(replace(STOPPED, points_at="go"), pressing("enter")) == "go"


def test_the_key_of_an_answer_that_ends_something_only_points_at_it() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1")
        assert not hands.closed
        assert hands.pointed == "1  Sharp pain"

    assert ask(STOPPED, does) is None


def test_enter_after_a_quiet_moment_gives_an_answer_that_ends_something() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("2")
        await hands.press("enter", after=0.6)

    assert ask(STOPPED, does) == "numb"


def test_enter_close_behind_a_key_gives_no_answer_that_ends_something_and_says_so() -> None:
    async def does(hands: Hands) -> None:
        assert TOO_FAST not in hands.shown
        await hands.press("2")
        await hands.press("enter", after=0.3)
        assert not hands.closed
        assert TOO_FAST in hands.shown
        await hands.press("enter", after=1.2)

    assert ask(STOPPED, does) == "numb"


def test_a_click_counts_for_an_answer_that_ends_something_only_after_a_quiet_moment() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down")
        await hands.click("#answer-numb", after=0.2)
        assert not hands.closed
        assert hands.pointed == "2  Numb"
        await hands.click("#answer-numb", after=1.2)

    assert ask(STOPPED, does) == "numb"


def test_two_quick_clicks_give_no_answer_that_ends_something_where_the_first_came_too_early() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("g", "x", after=0.1)
        await hands.click("#answer-sharp", after=0.1)
        await hands.click("#answer-sharp", after=0.3)

    assert ask(replace(STOPPED, answers=STOPPED.answers[1:]), does) is None


@pytest.mark.parametrize("held", ["enter", "1", "down", "space"])
def test_a_held_key_never_gives_an_answer_that_ends_something(held: str) -> None:
    question = replace(STOPPED, answers=STOPPED.answers[1:], back=None, points_at="sharp")

    async def does(hands: Hands) -> None:
        # It was pressed before the question came up; only its repeats are heard here.
        hands.app.presses.add(held, hands.tui.clock.now())
        await hands.press(held, after=0.9)
        await hands.press(*[held] * 8, after=0.03)

    assert ask(question, does) is None


def test_quick_keys_without_meaning_never_give_an_answer_that_ends_something() -> None:
    question = replace(STOPPED, answers=STOPPED.answers[1:], back=None, points_at="sharp")
    palm = ["1", "enter", "2", "enter", "down", "space", "enter", "up", "tab", "enter", "x", "enter"]
    assert ask(question, pressing(*["a", *palm], after=0.2)) is None


def test_an_answer_that_ends_nothing_needs_no_quiet_moment_once_the_question_can_be_read() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("1", after=1.1)
        await hands.press("g", after=0.05)

    assert ask(STOPPED, does) == "go"


@pytest.mark.parametrize("key", ["g", "escape"])
def test_nothing_is_answered_in_the_first_second_or_by_a_key_that_is_held(key: str) -> None:
    async def does(hands: Hands) -> None:
        hands.app.presses.add(key, hands.tui.clock.now())
        await hands.press(key, after=0.5)
        assert TOO_FAST in hands.shown
        await hands.press(key, key, after=0.7)
        await hands.press(*[key] * 5, after=0.03)
        assert not hands.closed
        await hands.press(key, after=1.1)

    assert ask(STOPPED, does) == "go"


def test_the_program_can_be_left_from_a_question() -> None:
    left = on(AskScreen(PLAIN), pressing("q"))
    assert not left.closed
    assert left.app.return_value == 0


def test_the_pointed_answer_has_a_mark_besides_its_colour() -> None:
    async def does(hands: Hands) -> None:
        before = hands.pointed
        await hands.press("down")
        assert (before, hands.pointed) == ("", "g  Go on")

    ask(STOPPED, does)


def test_the_mark_is_plain_where_the_terminal_shows_no_other() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down")
        assert "> g  Go on" in hands.shown
        assert hands.shown.isascii() or "▸" not in hands.shown

    ask(STOPPED, does, tui=FakeTui(charset=Charset.ASCII))


def test_long_sentences_scroll_by_key_while_every_answer_stays_in_sight() -> None:
    told = tuple(f"Sentence {number} is long enough to be wrapped on a small screen." for number in range(20))

    async def does(hands: Hands) -> None:
        assert "Sentence 19" not in hands.shown
        for _ in range(10):
            await hands.press("pagedown")
            assert "Go on" in hands.shown
            assert "Numb" in hands.shown
        assert "Sentence 19" in hands.shown
        await hands.press(*["pageup"] * 10)
        assert "Stopped. Why?" in hands.shown
        await hands.press("2")
        assert not hands.closed
        await hands.press("enter")

    assert ask(replace(STOPPED, sentences=told), does, size=(60, 20)) == "numb"


def test_long_answers_wrap_under_their_own_beginning() -> None:
    words = "word " * 30

    async def does(hands: Hands) -> None:
        lines = [line for line in hands.shown.splitlines() if "word" in line]
        assert len(lines) > 1
        assert len({line.index("word") for line in lines}) == 1

    ask(
        ChoiceQuestion(
            "Which?", (AnswerOption("long", words.strip(), "a"), AnswerOption("short", "Short", "b"))
        ),
        does,
    )


def test_what_a_file_says_is_shown_as_nothing_but_text() -> None:
    question = ChoiceQuestion(
        "[b]Title[/b]", (AnswerOption("a", "[red]Answer", "a"),), ("[link=x]\x1b[31mSentence",)
    )

    async def does(hands: Hands) -> None:
        for text in ("[b]Title[/b]", "[red]Answer", "[link=x]", "[31mSentence"):
            assert text in hands.shown
        assert "\x1b" not in hands.shown

    ask(question, does)


@pytest.mark.parametrize("size", [(20, 6), (60, 20), (200, 60)])
def test_every_answer_can_be_reached_at_every_size(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "down", "down")
        assert "Numb" in hands.shown
        await hands.press("enter")

    assert ask(STOPPED, does, size=size) == "numb"
