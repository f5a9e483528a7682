"""Asks in plain mode what to do about a history that isn't open, such as one that was damaged."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.errors import HistoryError, OpeningChoice
from tpsession.plain.asking.choice import choose
from tpsession.plain.asking.question import QuestionLeft
from tpsession.plain.console import Console

WHAT_NOW = "What do you want to do?"
QUIT = "Quit"


def ask_choice(
    console: Console, error: HistoryError, choices: Sequence[OpeningChoice]
) -> OpeningChoice | None:
    """Print why the history isn't open, ask what to do, and return the choice; None if the person leaves.

    With nothing to choose, or if nobody can answer, nothing is printed, and the result is None.

    choices: what can be done before the history is opened once more, such as going back to a backup.
    """
    if not (choices and console.attended):
        return None
    console.say(error.message)
    if error.explanation:
        console.say(error.explanation)
    try:
        index = choose(console, WHAT_NOW, [*(choice.text for choice in choices), QUIT])
    except QuestionLeft:
        return None
    return None if index is None or index == len(choices) else choices[index]
