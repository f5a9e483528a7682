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

    An emergency or urgent sign rules out all of them; a sign of `Tier.BLOCK_AREA` those on `areas`, and none
    if these are empty; any other sign none. Signs of earlier days are dropped, other signs of the same day
    stay saved.

    areas: the areas that were asked about; empty if a place was.
    """
    ids = frozenset(area.id for area in areas)
    sign = ReportedSign(tier, services.clock.local_time(), ids)
    if sign.rules_out(sign.at, ids):
        history.save_reported_signs(history.reported_signs().with_sign(sign))


def rules_out(services: PlainServices, history: HistoryAccess, areas: Sequence[Area]) -> bool:
    """Return whether a sign that was reported before rules out a session on `areas` now.

    Prints what to do about the most serious sign that does. If the person says that it was a mistake, or,
    where advice may lift it, that they have had advice, the sign is forgotten, and the next one is printed.
    Returns True as soon as they let one stand, or nobody can answer; False once none is left. Raises
    `QuestionLeft` if the person leaves the question.
    """
    signs, now = history.reported_signs(), services.clock.local_time()
    ids = {area.id for area in areas}
    while (sign := signs.find_ruling_out(now, ids)) is not None:
        if not _ask_to_forget(services, sign):
            return True
        signs = signs.without(sign)
        history.save_reported_signs(signs)
    return False


def _ask_to_forget(services: PlainServices, sign: ReportedSign) -> bool:
    """Print what to do about a sign; return whether the person says that it counts no longer.

    False if nobody can answer.
    """
    console = services.console
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
    return ask(console, question) is True
