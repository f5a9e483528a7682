"""Questions of the commands about routines: on standard error, answered by a line of standard input."""

from __future__ import annotations

import sys

from tpsession.core.errors import TpsessionError
from tpsession.core.text.numbers import parse_number
from tpsession.core.text.sanitize import sanitize


def say(sentence: str) -> None:
    """Print a line on standard error."""
    sys.stderr.write(f"{sanitize(sentence)}\n")


def is_attended() -> bool:
    """Return whether a person can answer: whether standard input is a terminal."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """Print a question on standard error; return the next line of standard input, without spaces around it.

    Raises `TpsessionError` if standard input has ended.
    """
    sys.stderr.write(f"{sanitize(question)} ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        raise TpsessionError("There was no answer, so nothing was done.")
    return line.strip()


def confirm(question: str, *, usually: bool) -> bool:
    """Ask whether to do something; return True for ``y`` or ``yes``, and False for any other word.

    Raises as `ask` does. usually: what enter alone returns.
    """
    answer = ask(f"{question} [{'Y/n' if usually else 'y/N'}]").lower()
    return usually if not answer else answer in {"y", "yes"}


def choose(question: str, options: list[str], usual: int) -> int:
    """Let the person choose one of several options, by its number or its first letters; return its index.

    The numbers that they see and type begin at 1, the index at 0. Asks until the answer is clear. Raises as
    `ask` does.

    usual: the index of the option that enter alone means.
    """
    say(question)
    for number, option in enumerate(options, start=1):
        say(f"  {number}  {option}")
    while True:
        answer = ask(f"A number from 1 to {len(options)}, or a word from the list, or enter for {usual + 1}:")
        if not answer:
            return usual
        beginning = answer.casefold().replace("-", " ")
        found = [index for index, option in enumerate(options) if option.casefold().startswith(beginning)]
        if len(found) == 1:
            return found[0]
        if (chosen := parse_number(answer, len(options))) is not None:
            return chosen - 1
