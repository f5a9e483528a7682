"""Asks how stiff an area is, if the person has turned that on."""

from __future__ import annotations

from tpsession.core.history.rating_flags import (
    NOT_VALIDATED,
    STIFFNESS_ANCHORS,
    STIFFNESS_QUESTION,
    STIFFNESS_SETTING,
    is_stiffness_asked,
)
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.screens.rating.rate import RateScreen


async def ask_stiffness(context: AppContext, navigator: Navigator, series: Series | None) -> int | None:
    """Ask how stiff a place and side is; return the number, or None if the person skips that.

    None, too, without a question: if the person hasn't turned it on in the settings, and if no single place
    was rated (`series` is None, or the pain overall).
    """
    if not is_stiffness_asked(series, is_on=context.preferences.switch(STIFFNESS_SETTING)):
        return None
    screen = RateScreen(
        (NOT_VALIDATED,),
        heading=describe_rated_place(series),
        question=STIFFNESS_QUESTION,
        anchors=STIFFNESS_ANCHORS,
        button_text="Save",
        skip_text="Skip",
        optional=True,
        can_go_back=False,
    )
    value = await navigator.ask(screen)
    return value if isinstance(value, int) else None
