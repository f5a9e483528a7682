"""What is asked one after the other: the core says what comes next, a front end asks it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


def next_prompt(prompts: Generator[Ask, Answer, None], answer: Answer) -> Ask | None:
    """What is to be asked after this answer, None when all was; the first answer is None.

    May wait for the disk. Raises `HistoryError` where the history can't be read.
    """
    try:
        return prompts.send(answer)
    except StopIteration:
        return None
