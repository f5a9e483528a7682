"""Remembers for the day that the person has reported a warning sign, and says so before another session."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.safety.reported_sign import ADVISED_SINCE, TITLE, ReportedSign
from tpsession.core.safety.screening import Tier
from tpsession.core.safety.slip import WAS_SLIP
from tpsession.plain.asking.question import Question, ask, words
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices

_SLIP, _ADVISED = "slip", "advised"
"""The answers that forget the sign."""


def report_sign(
    services: PlainServices, history: HistoryAccess, tier: Tier, areas: Sequence[Area] = ()
) -> None:
    """Save that a sign of this tier applies, if it rules out sessions today.

    It replaces the sign that was saved before, unless that one is more serious and of the same day. If that
    one is of the same day and tier, its areas are kept.

    areas: the areas that were asked about; none if a place was.
    """
    ids = frozenset(area.id for area in areas)
    sign = ReportedSign(tier, services.clock.local_time(), ids)
    if sign.rules_out(sign.at, ids):
        history.save_reported_sign(sign.joined_with(history.reported_sign()))


def rules_out(services: PlainServices, history: HistoryAccess, areas: Sequence[Area]) -> bool:
    """Return whether a sign that was reported before rules out a session on `areas` now.

    If one does, print what to do. If the person then says that it was a mistake, or, where advice may lift
    it, that they have had advice, the sign is forgotten, and the result is False. If nobody can answer, the
    sign stays. Raises `QuestionLeft` if the person leaves the question.
    """
    sign, console = history.reported_sign(), services.console
    now, ids = services.clock.local_time(), {area.id for area in areas}
    if sign is None or not sign.rules_out(now, ids):
        return False
    number = services.settings.load_preferences().text("safety.emergency_number")
    console.say(TITLE)
    console.say(sign.describe(number))
    answers = {_SLIP: WAS_SLIP}
    if sign.may_be_advised:
        answers[_ADVISED] = ADVISED_SINCE
    offers = ". ".join(f"{text}: type {key}" for key, text in answers.items())
    typed = {"": False, "no": False, **dict.fromkeys(answers, True), "mistake": True, "s": True, "t": True}
    if sign.may_be_advised:
        typed["a"] = True
    explanation = f"{_SLIP} forgets the sign, because you named it by mistake."
    if sign.may_be_advised:
        explanation += f" {_ADVISED} means that you have had medical advice since."
    question = Question(
        f"{offers}. Otherwise press enter:",
        words(typed),
        help=f"{explanation} Enter leaves the session for another day.",
    )
    if not ask(console, question):
        return True
    history.save_reported_sign(None)
    return False
