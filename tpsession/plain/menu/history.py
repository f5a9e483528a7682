"""Says the history in plain mode: session by session, newest first, in sentences."""

from __future__ import annotations

from tpsession.core.catalog.routine import routine_names
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.wording import describe_in_sentences
from tpsession.plain.asking.question import Question, ask, words
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices

HISTORY_CHOICE = "Hear your sessions"
_AT_ONCE = 3
"""Sessions that are said before the person is asked whether to go on."""
_MOST = 100
"""Sessions that are read at most; the command history has all of them."""


def say_history(services: PlainServices, history: HistoryAccess) -> None:
    """Print the newest sessions in sentences, a few at a time, until the person has had enough.

    Raises `HistoryError` if the history can't be read.
    """
    names = routine_names(services.library.list_entries(with_deleted=True))
    records = history.find_sessions(HistoryQuery(limit=_MOST))
    answers = {"more": True, "m": True, "": False, "back": False}
    for number, record in enumerate(records):
        if number and number % _AT_ONCE == 0:
            prompt = f"{len(records) - number} more. Type more, or press enter to go back:"
            explanation = f"more says the next {_AT_ONCE}. Enter goes back to the menu."
            if not ask(services.console, Question(prompt, words(answers), help=explanation)):
                return
        services.console.say(describe_in_sentences(record, names))
