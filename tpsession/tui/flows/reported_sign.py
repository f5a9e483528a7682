"""Remembers for the day that the person has reported a warning sign, and says so before another session."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.safety.reported_sign import ADVISED_SINCE, TITLE, ReportedSign, read_reported_sign
from tpsession.core.safety.screening import NOT_TODAY, Tier
from tpsession.core.safety.slip import WAS_SLIP
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion

_LEAVE = "leave"


async def report_sign(context: AppContext, tier: Tier, areas: Sequence[Area] = ()) -> None:
    """Save that a sign of this tier applies, if it rules out sessions today; otherwise do nothing.

    A sign that is only about areas rules out none without `areas`. The new sign replaces the last one, unless
    that is more serious and of the same day; the areas of one of the same day and tier are kept. If it can't
    be saved, the person is asked whether to try again. Raises `HistoryError` only if the last one can't be
    read.

    areas: those that were asked about; none for a place.
    """
    ids = frozenset(area.id for area in areas)
    sign = ReportedSign(tier, context.services.clock.local_time(), ids)
    if sign.rules_out(sign.at, ids):
        earlier = read_reported_sign(await context.history.load_reported_sign())
        await context.history.save_reported_sign(sign.joined_with(earlier).to_text())


async def rules_out(context: AppContext, navigator: Navigator, areas: Sequence[Area]) -> bool:
    """Return whether a sign that was reported today rules out a session on any of these areas.

    If one does, show what to do. If the person then says that it was a slip, or that they have had advice,
    the sign is forgotten and the result is False. Raises `HistoryError` if it can't be read.
    """
    sign = read_reported_sign(await context.history.load_reported_sign())
    now, ids = context.services.clock.local_time(), {area.id for area in areas}
    if sign is None or not sign.rules_out(now, ids):
        return False
    advised = (AnswerOption("advised", ADVISED_SINCE, "a", guarded=True),) if sign.may_be_advised else ()
    answers = (
        AnswerOption(_LEAVE, NOT_TODAY, "n"),
        *advised,
        AnswerOption("slip", WAS_SLIP, "t", guarded=True),
    )
    number = context.preferences.text("safety.emergency_number")
    question = ChoiceQuestion(TITLE, answers, (sign.describe(number),), back=_LEAVE, highlighted=_LEAVE)
    if await navigator.ask(AskScreen(question)) in {None, _LEAVE}:
        return True
    await context.history.save_reported_sign("")
    return False
