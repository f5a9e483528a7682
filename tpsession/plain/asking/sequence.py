"""Several questions of plain mode in a row: back leads from each to the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tpsession.plain.asking.question import BackRequested

Step = Callable[[], bool]
"""Asks one question, or does what comes between two; returns whether it asked the person anything."""


def ask_in_turn(steps: Sequence[Step]) -> None:
    """Take the steps one after the other; a person who goes back is asked the question before again.

    A step may be taken several times, and asks anew each time. From the first question, `BackRequested` is
    raised; other exceptions end the sequence, too.
    """
    asked: list[int] = []
    number = 0
    while number < len(steps):
        try:
            if steps[number]():
                asked.append(number)
        except BackRequested:
            if not asked:
                raise
            number = asked.pop()
        else:
            number += 1
