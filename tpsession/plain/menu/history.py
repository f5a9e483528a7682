"""Says the history in plain mode: session by session, newest first, in sentences."""

from __future__ import annotations

from tpsession.core.catalog.routine import routine_names
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.step_wording import describe_steps_aloud
from tpsession.core.history.wording import describe_in_sentences, format_spoken_time
from tpsession.plain.asking.question import Explained, Question, ask
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices

HISTORY_CHOICE = "Hear your sessions"
_AT_ONCE = 3
"""Sessions that are said before the person is asked whether to go on."""
_MOST = 100
"""Sessions that are read at most; the command history has all of them."""
_STEPS = "steps"
_LAST_HELP = "steps says the steps of these sessions. Enter goes back to the menu."


def say_history(services: PlainServices, history: HistoryAccess) -> None:
    """Print at most `_MOST` sessions and scores, newest first, a few at a time as long as wanted.

    The steps of sessions are said on request. Nothing is printed if there are no sessions and scores. Raises
    `HistoryError` if the history can't be read, and `QuitRequested` if the person leaves the program.
    """
    names = routine_names(services.library.list_entries(with_deleted=True))
    records = history.find_sessions(HistoryQuery(limit=_MOST))
    for first in range(0, len(records), _AT_ONCE):
        said = records[first : first + _AT_ONCE]
        for record in said:
            services.console.say(describe_in_sentences(record, names, with_steps=False))
        if not _wants_more(services, said, len(records) - first - len(said)):
            return


def _wants_more(services: PlainServices, said: list[SessionRecord], left: int) -> bool:
    """Offer more sessions, and the steps of those just printed; return whether to print more sessions.

    False, without asking, if there are neither more sessions nor steps. Raises `QuitRequested` if the person
    leaves the program.

    said: the sessions just printed. left: how many sessions there still are.
    """
    with_steps = [record for record in said if record.steps]
    if not left and not with_steps:
        return False
    answers = {"": False, "back": False, **(dict.fromkeys(("more", "m"), True) if left else {})}

    def read(typed: str) -> bool | Explained | None:
        """Return whether the person wants more sessions; say what was done in these for ``steps``."""
        if typed.lower() != _STEPS:
            return answers.get(typed.lower())
        for record in with_steps:
            services.console.say(f"{format_spoken_time(record.started_at)}. {describe_steps_aloud(record)}")
        return Explained.EXPLAINED

    offers = [*(["more"] if left else []), *([f"{_STEPS} for what was done in them"] if with_steps else [])]
    prompt = f"Type {', or '.join(offers)}, or press enter to go back:"
    explanation = f"more says the next {_AT_ONCE}. Enter goes back to the menu."
    question: Question[bool] = Question(
        f"{left} more. {prompt}" if left else prompt, read, help=explanation if left else _LAST_HELP
    )
    return ask(services.console, question) is True
