"""Several questions of plain mode in a row: back leads from each to the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tpsession.plain.asking.question import BackRequested

Step = Callable[[], bool]
"""Asks one question, or does what comes between two; returns whether it asked the person anything."""


def ask_in_turn(steps: Sequence[Step]) -> None:
    """Run the steps in order. On `BackRequested`, go on from the nearest earlier step that asked something.

    So a step may run several times. If no earlier step has asked anything, `BackRequested` leaves this
    function; other exceptions do so at once.
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
