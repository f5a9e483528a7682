"""Steps through a dialogue: the core decides what to ask next, and a front end asks it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Prompt = TypeVar("Prompt")
Answer = TypeVar("Answer")


def next_prompt(prompts: Generator[Prompt, Answer, None], answer: Answer) -> Prompt | None:
    """Give a dialogue the answer to its last prompt, and return its next prompt, or None at its end.

    The answer of the first call must be None. May wait for the disk. Raises `HistoryError` if the dialogue
    can't read the history.
    """
    try:
        return prompts.send(answer)
    except StopIteration:
        return None
