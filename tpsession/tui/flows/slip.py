"""Takes back the reason of a stop that was a slip, after asking again where that matters."""

from __future__ import annotations

from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.safety.slip import WAS_SLIP, slip_question, take_back_reason
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion

SLIP_ANSWER = AnswerOption("slip", WAS_SLIP, "s")
_WAS_RIGHT = AnswerOption("right", "Yes", "y")
_WAS_SLIP = AnswerOption("slip", f"No. {WAS_SLIP}", "n", guarded=True)


async def confirm_slip(navigator: Navigator, question: str) -> bool:
    """Ask a question of `slip_question`; return True if the answer is that the reason of the stop was a slip.

    Escape keeps the reason.
    """
    answers = (_WAS_RIGHT, _WAS_SLIP)
    asked = ChoiceQuestion(question, answers, back=_WAS_RIGHT.id)
    return await navigator.ask(AskScreen(asked)) == _WAS_SLIP.id


async def save_slip(context: AppContext, session_id: str, reason: StopReason) -> bool:
    """Save that the person chose a reason for a stop by mistake: the session counts as interrupted.

    It is saved as a change of the session. If that fails, the person is asked whether to try again; False if
    they give up.
    """
    services = context.services
    change = take_back_reason(session_id, reason, services.new_id(), services.clock.local_time())
    return await context.history.save_change(change)


async def take_back(context: AppContext, navigator: Navigator, record: SessionRecord) -> bool:
    """Take back the reason for which a session was stopped, which the person says was chosen by mistake.

    For a grave reason they must confirm that first. False if they don't, if it can't be saved, or without a
    reason; otherwise nothing has to rest because of this session any more.
    """
    reason = record.stop_reason
    if reason is None:
        return False
    question = slip_question(reason)
    if question and not await confirm_slip(navigator, question):
        return False
    return await save_slip(context, record.id, reason)
