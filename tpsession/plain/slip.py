"""Takes back, in plain mode, the reason of a stop that was a slip, after asking again where that matters."""

from __future__ import annotations

from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.safety.slip import TAKEN_BACK, slip_question, take_back_reason
from tpsession.plain.asking.question import Question, ask, words
from tpsession.plain.console import Console
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices


def ask_if_slip(console: Console) -> bool:
    """Return whether the person says that they chose the reason of a stop by mistake; they are asked.

    False if nobody can answer.
    """
    answers = {"slip": True, "s": True, "": False, "no": False}
    prompt = "If that was a slip, type slip. Otherwise press enter:"
    explanation = "slip takes the reason back, because you chose it by mistake. Enter keeps it."
    return bool(ask(console, Question(prompt, words(answers), help=explanation)))


def ask_again(console: Console, question: str) -> bool:
    """Ask for confirmation that the reason of a stop was a mistake; return whether it was.

    False if nobody can answer.

    question: whether the person had what the reason says; yes means that the reason was right.
    """
    answers = {"yes": False, "y": False, "slip": True, "n": True, "no": True}
    prompt = f"{question} Type yes, or slip if it was one:"
    explanation = "yes keeps the reason. slip takes it back, because you chose it by mistake."
    return bool(ask(console, Question(prompt, words(answers), help=explanation)))


def save_slip(services: PlainServices, history: HistoryAccess, session_id: str, reason: StopReason) -> bool:
    """Save that the person chose a reason for a stop by mistake: the session counts as interrupted.

    Returns whether it was saved; if so, that is printed. Raises `QuestionLeft` if saving fails and the person
    leaves the question whether to try again.
    """
    change = take_back_reason(session_id, reason, services.new_id(), services.clock.local_time())
    is_saved = history.save_change(change)
    if is_saved:
        services.console.say(TAKEN_BACK)
    return is_saved


def take_back(services: PlainServices, history: HistoryAccess, record: SessionRecord) -> bool:
    """Offer to take back the reason for which a session was stopped, if it was chosen by mistake.

    Before a serious reason is taken back, the person is asked once more. Returns whether it was taken back
    and saved; then nothing has to rest because of it. False if nobody can answer, or if there is no reason.
    """
    reason, console = record.stop_reason, services.console
    if reason is None or not ask_if_slip(console):
        return False
    question = slip_question(reason)
    if question and not ask_again(console, question):
        return False
    return save_slip(services, history, record.id, reason)
