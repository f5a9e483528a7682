"""One question of plain mode: it is asked until the answer is clear, and `help` and `repeat` always work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from tpsession.plain.console import Console

T = TypeVar("T")

HELP_WORDS = frozenset({"help", "?"})
REPEAT_WORDS = frozenset({"repeat", "again"})
HELP_OFFER = "help and repeat work at every question."
"""Said once at the start of a run."""
_LEAVE = "Ctrl-C leaves the program."


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is asked, how the answer is read, and what is said if the person needs more."""

    prompt: str
    """The last line; it names the words that can be typed."""
    read: Callable[[str], T | None]
    """Returns the answer that a typed line stands for; None if it stands for none."""
    lines: tuple[str, ...] = ()
    """What is said before the prompt, such as the choices; `repeat` says it again."""
    again: str = ""
    """The prompt after an unclear answer; empty stands for `prompt`."""
    help: str = ""
    """What `help` says, in a sentence or two; empty if the prompt explains all."""


def ask(console: Console, question: Question[T]) -> T | None:
    """Ask until the answer is clear, and return it; None without a person.

    `help` says more about the question, and `repeat` says it again; neither is ever taken for an answer.
    """
    for line in question.lines if console.attended else ():
        console.say(line)
    prompt = question.prompt
    while (typed := console.ask(prompt)) is not None:
        word = typed.lower()
        if word in HELP_WORDS:
            console.say(" ".join(filter(None, (question.help, _LEAVE))))
            prompt = question.prompt
        elif word in REPEAT_WORDS:
            for line in question.lines:
                console.say(line)
            prompt = question.prompt
        elif (answer := question.read(typed)) is not None:
            return answer
        else:
            prompt = question.again or question.prompt
    return None


def words(answers: Mapping[str, T]) -> Callable[[str], T | None]:
    """Return what reads one of these words, in upper or lower case."""
    return lambda typed: answers.get(typed.lower())


def ask_text(console: Console, prompt: str, explanation: str = "") -> str | None:
    """Ask for a text of the person's own, and return it; empty if they only press enter.

    None without a person. explanation: what `help` says.
    """
    return ask(console, Question(prompt, lambda typed: typed, help=explanation))


def join_offers(offers: list[str] | tuple[str, ...]) -> str:
    """Return what can be typed as a part of a sentence: ``a, b or c``."""
    return f"{', '.join(offers[:-1])} or {offers[-1]}" if len(offers) > 1 else offers[0]
