"""Remembers for the day that the person has reported a warning sign, and says so before another session."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.safety.reported_sign import ADVISED_SINCE, TITLE, ReportedSign, read_reported_signs
from tpsession.core.safety.screening import NOT_TODAY, Tier
from tpsession.core.safety.slip import WAS_SLIP
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion

_LEAVE = "leave"


async def report_sign(context: AppContext, tier: Tier, areas: Sequence[Area] = ()) -> None:
    """Save that a sign of this tier applies, if it rules out sessions today; otherwise do nothing.

    A sign that is only about areas (`Tier.BLOCK_AREA`) rules out none without `areas`. Other signs of the
    same day stay saved. If the sign can't be saved, the person is asked whether to try again. Raises
    `HistoryError` only if the other signs can't be read.

    areas: those that the question was about; none if it was about a place.
    """
    ids = frozenset(area.id for area in areas)
    sign = ReportedSign(tier, context.services.clock.local_time(), ids)
    if sign.rules_out(sign.at, ids):
        signs = read_reported_signs(await context.history.load_reported_signs())
        await context.history.save_reported_signs(signs.with_sign(sign).to_text())


async def rules_out(context: AppContext, navigator: Navigator, areas: Sequence[Area]) -> bool:
    """Return whether a sign that was reported today rules out a session on any of these areas.

    Such signs are shown one after the other, the most serious first, with what to do. If the person says that
    it was a slip, or that they have had advice, the sign is forgotten and the next one is shown; otherwise
    the result is True. False if none is left. Raises `HistoryError` if the signs can't be read.
    """
    signs = read_reported_signs(await context.history.load_reported_signs())
    now, ids = context.services.clock.local_time(), {area.id for area in areas}
    while (sign := signs.find_ruling_out(now, ids)) is not None:
        if not await _ask_to_forget(context, navigator, sign):
            return True
        signs = signs.without(sign)
        await context.history.save_reported_signs(signs.to_text())
    return False


async def _ask_to_forget(context: AppContext, navigator: Navigator, sign: ReportedSign) -> bool:
    """Show what to do about a sign; return whether the person answers that it needn't count any longer.

    That is a slip or, unless it is an emergency, medical advice. The caller forgets the sign.
    """
    advised = (AnswerOption("advised", ADVISED_SINCE, "a", guarded=True),) if sign.may_be_advised else ()
    answers = (
        AnswerOption(_LEAVE, NOT_TODAY, "n"),
        *advised,
        AnswerOption("slip", WAS_SLIP, "t", guarded=True),
    )
    number = context.preferences.text("safety.emergency_number")
    question = ChoiceQuestion(TITLE, answers, (sign.describe(number),), back=_LEAVE, highlighted=_LEAVE)
    return await navigator.ask(AskScreen(question)) not in {None, _LEAVE}
