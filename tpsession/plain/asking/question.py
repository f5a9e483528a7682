"""One question of plain mode: asked until it is answered; help, repeat, back and quit always work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar

from tpsession.plain.console import Console

T = TypeVar("T")

HELP_WORDS = frozenset({"help", "?"})
REPEAT_WORDS = frozenset({"repeat", "again"})
BACK_WORD, QUIT_WORD = "back", "quit"
"""The answers that leave a question: back to where it came from, or out of the program."""
LEAVING_WORDS = frozenset({BACK_WORD, QUIT_WORD})
HELP_OFFER = "help and repeat always work."
"""Said once at the start of a run."""
_LEAVING_HELP = f"{BACK_WORD} goes back, {QUIT_WORD} leaves the program."
_QUITTING_HELP = f"{QUIT_WORD} leaves the program."
_MAX_QUOTED = 40
"""Characters of an unclear answer that are quoted back."""


class QuestionLeft(Exception):  # noqa: N818 - what the person wants, not an error
    """The person leaves a question without an answer."""


class BackRequested(QuestionLeft):
    """The person goes back to what led to the question; if nothing did, to the start menu."""


class QuitRequested(QuestionLeft):
    """The person leaves the program."""


class Explained(Enum):
    """What `Question.read` returns for a line that is no answer, but for which it has printed something."""

    EXPLAINED = auto()


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is asked, how the answer is read, and what is said if the person needs more."""

    prompt: str
    """The last line; it names the words that can be typed."""
    read: Callable[[str], T | Explained | None]
    """Returns the answer that a typed line stands for; None if it stands for none."""
    lines: tuple[str, ...] = ()
    """What is said before the prompt, such as the choices; `repeat` says it again."""
    is_listed: bool = True
    """Whether `lines` are said at once; if not, because they were said before, only for `repeat`."""
    again: str = ""
    """The prompt after an unclear answer; empty stands for `prompt`."""
    is_first: bool = field(default=False, kw_only=True)
    """Whether no question lies behind, so that `help` doesn't offer to go back."""
    help: str = field(kw_only=True)
    """What `help` says: what each answer does, in a sentence or two."""


def ask(console: Console, question: Question[T]) -> T | None:
    """Ask until the question's `read` returns an answer, and return that; None if nobody can answer.

    `help` says more about the question, and `repeat` says it again; neither is ever taken for an answer. A
    line that `read` doesn't understand is quoted. Raises `BackRequested` and `QuitRequested` for the words
    that leave a question, unless `read` understands them.
    """
    for line in question.lines if console.attended and question.is_listed else ():
        console.say(line)
    prompt = question.prompt
    while (typed := console.ask(prompt)) is not None:
        word = typed.lower()
        if word in HELP_WORDS:
            console.say(f"{question.help} {_QUITTING_HELP if question.is_first else _LEAVING_HELP}")
            prompt = question.prompt
            continue
        if word in REPEAT_WORDS:
            for line in question.lines:
                console.say(line)
            prompt = question.prompt
            continue
        answer = question.read(typed)
        if answer is None and word in LEAVING_WORDS:
            raise BackRequested if word == BACK_WORD else QuitRequested
        if answer is None:
            console.say(describe_unclear(typed))
        elif not isinstance(answer, Explained):
            return answer
        prompt = question.again or question.prompt
    return None


def describe_unclear(typed: str) -> str:
    """Return the sentence which says that a typed line, or enter alone, isn't an answer; it quotes the line.

    Of a long line, it quotes only the beginning.
    """
    return f'"{typed[:_MAX_QUOTED]}" isn\'t an answer here.' if typed else "Enter alone isn't an answer here."


def words(answers: Mapping[str, T]) -> Callable[[str], T | None]:
    """Return a function for `Question.read`: it returns the value of a typed word, None if there is none.

    answers: the values by word, in lower case. The word may be typed in upper case.
    """
    return lambda typed: answers.get(typed.lower())


def ask_text(console: Console, prompt: str, explanation: str, *, back_is_enter: bool = True) -> str | None:
    """Ask for a text in the person's own words, and return it; empty if they only press enter.

    None if nobody can answer. ``back`` and ``quit`` are never taken for the text. ``quit`` raises
    `QuitRequested`.

    Args:
        console: Where to ask.
        prompt: What is asked.
        explanation: What `help` says.
        back_is_enter: Whether ``back`` returns an empty text, as enter does; if not, it raises
            `BackRequested`.

    """

    def read(typed: str) -> str | None:
        """Return the text that was typed; None for a word that leaves the question."""
        if back_is_enter and typed.lower() == BACK_WORD:
            return ""
        return None if typed.lower() in LEAVING_WORDS else typed

    return ask(console, Question(prompt, read, help=explanation))


def join_offers(offers: list[str] | tuple[str, ...]) -> str:
    """Return the words that can be typed, at least one, joined for a sentence: ``a, b or c``."""
    return f"{', '.join(offers[:-1])} or {offers[-1]}" if len(offers) > 1 else offers[0]
