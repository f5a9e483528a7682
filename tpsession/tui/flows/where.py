"""The flow from where it hurts to a session: the place, its warning signs, the spots, and a routine."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import (
    SOMEWHERE_ELSE,
    WHERE_QUESTION,
    SuggestedRoutine,
    list_recent_places,
    make_guide,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.logged import describe_series
from tpsession.core.history.series import Series
from tpsession.core.safety.place_flags import (
    NONE_APPLY,
    NONE_KEY,
    flag_lead,
    flags_title,
    is_emergency_place,
    list_flag_answers,
    list_flag_tiers,
    list_flags,
)
from tpsession.core.safety.screening import NO_CLEARANCE, Tier
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.flows.reported_sign import report_sign
from tpsession.tui.flows.session import SessionFlow
from tpsession.tui.screens.dialogs.ask import BULLET, AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.home.log import ask_pain_side
from tpsession.tui.screens.prepare.safety import SLIP, ScreeningResultScreen
from tpsession.tui.screens.prepare.spots import SpotsScreen
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.view_models.answer_keys import answer_key

_BACK, _ELSEWHERE, _NONE = "back", "elsewhere", "none"


@dataclass(frozen=True, slots=True)
class _PlaceAnswer:
    """Where it hurts, and whether a session may be for that."""

    rated: Series
    no_sign_applies: bool
    """Whether none of the warning signs of the place applies; True where none is asked about."""


class WhereFlow:
    """Shows the screens from the place where it hurts to the routine, then those of the session."""

    def __init__(self, context: AppContext, navigator: Navigator) -> None:
        """Make the flow; nothing is shown yet."""
        self._context = context
        self._navigator = navigator

    async def run(self) -> None:
        """Ask where it hurts and what to massage, and play that.

        "Back" leads from the first screen of the session to the routines, and from there to where it hurts.

        Pain at the chest shows the advice for an emergency and ends the flow; a warning sign ends it, too. If
        the person says that they chose it by mistake, they are asked again instead.
        """
        while (answer := await self._ask_place()) is not None:
            rated = answer.rated
            if is_emergency_place(rated.place):
                screen = ScreeningResultScreen([Tier.EMERGENCY], self._emergency_number, WHERE_QUESTION)
                if await self._navigator.ask(screen) == SLIP:
                    continue
                await self._report(Tier.EMERGENCY)
                return
            if not answer.no_sign_applies:
                return
            chosen: SuggestedRoutine | None = None
            while (chosen := await self._ask_routine(rated, chosen)) is not None:
                if not await self._play(chosen, rated):
                    return

    async def _ask_place(self) -> _PlaceAnswer | None:
        """Ask where it hurts, on which side, and whether warning signs of the place apply; None for "back".

        The places and sides that were used last, if any, are offered first, together with "somewhere else".
        If a sign applies, what to do has been shown, and the sign is saved for the day. Where pain may be an
        emergency, no signs are asked about.
        """
        try:
            recent = list_recent_places(await self._context.history.list_series())
        except TpsessionError:
            # Home says that the history can't be read; a new place can be chosen all the same.
            recent = []
        options = [
            *(AnswerOption(str(n), describe_series(each), answer_key(n)) for n, each in enumerate(recent)),
            AnswerOption(_ELSEWHERE, SOMEWHERE_ELSE, "0"),
        ]
        question = ChoiceQuestion(WHERE_QUESTION, tuple(options), back=_BACK, highlighted="0")
        while True:
            answer = _ELSEWHERE if not recent else await self._navigator.ask(AskScreen(question))
            if answer is None or answer == _BACK:
                return None
            if answer == _ELSEWHERE:
                found = await self._navigator.ask(WhereScreen(self._ask_about))
            else:
                found = await self._ask_signs(recent[int(answer)])
            if found is not None or not recent:
                return found

    async def _ask_about(self, place: str) -> _PlaceAnswer | None:
        """Ask for the side of a place that was chosen on the body, then about its signs; None for "back".

        Where pain may be an emergency nothing is asked, and the result has `Side.NONE`. If a sign applies,
        what to do has been shown, and the sign is saved for the day.
        """
        side = Side.NONE if is_emergency_place(place) else await ask_pain_side(self._context, place)
        return None if side is None else await self._ask_signs(Series(place, side))

    async def _ask_signs(self, rated: Series) -> _PlaceAnswer | None:
        """Ask about the warning signs of a place as `_ask_flags` does; None for "back".

        Where pain may be an emergency, nothing is asked, and the result says that none applies.
        """
        passed = is_emergency_place(rated.place) or await self._ask_flags(rated.place)
        return None if passed is None else _PlaceAnswer(rated, passed)

    async def _ask_flags(self, place: str) -> bool | None:
        """Ask about the warning signs of a place; return whether none applies, or None for "back".

        If one does, show what to do; if that was a mistake, ask again, otherwise save for the day that a sign
        of this tier applies, or show why it can't be saved. True, without a question, for a place that has
        none.
        """
        answers = {answer.key: answer for answer in list_flag_answers(place)}
        if not answers:
            return True
        number = self._emergency_number
        lines: list[str] = []
        for tier in list_flag_tiers(place):
            lines += [f"{flag_lead(tier, number)}:", *(f"{BULLET}{text}" for text in list_flags(place, tier))]
        options = (
            AnswerOption(_NONE, NONE_APPLY, NONE_KEY),
            *(AnswerOption(key, answer.text, key) for key, answer in answers.items()),
        )
        question = ChoiceQuestion(flags_title(place), options, (*lines, NO_CLEARANCE), back=_BACK)
        while (chosen := await self._navigator.ask(AskScreen(question))) in answers:
            screen = ScreeningResultScreen([answers[chosen].tier], number, WHERE_QUESTION)
            if await self._navigator.ask(screen) != SLIP:
                await self._report(answers[chosen].tier)
                return False
        return True if chosen == _NONE else None

    async def _report(self, tier: Tier) -> None:
        """Save for the day that a sign of this tier applies; if the earlier signs can't be read, show why."""
        try:
            await report_sign(self._context, tier)
        except HistoryError as error:
            # The person has read the advice. An error that went further would end the program.
            self._navigator.show_error(error)

    async def _ask_routine(
        self, rated: Series, highlighted: SuggestedRoutine | None
    ) -> SuggestedRoutine | None:
        """Ask which routine to play for pain at a place; None for "back".

        None, too, if the routines can't be read; the error is shown then. highlighted: what was chosen
        before; None highlights the first.
        """
        try:
            entries = await asyncio.to_thread(self._context.services.library.list_entries)
        except TpsessionError as error:
            self._navigator.show_error(error)
            return None
        return await self._navigator.ask(SpotsScreen(make_guide(rated.place, entries), rated, highlighted))

    async def _play(self, chosen: SuggestedRoutine, rated: Series) -> bool:
        """Prepare and play a routine for pain at a place, and wrap it up.

        Return True if the person went back from the first screen of the preparation instead.
        """
        routine = chosen.routine
        options = SessionOptions(
            area=chosen.area if routine.area is None else None,
            place=rated.place,
            pain_side=rated.side,
            flags_read=True,
            evidence_read=True,
        )
        flow = SessionFlow(self._context, self._navigator, options)
        await flow.play(routine)
        return flow.went_back

    @property
    def _emergency_number(self) -> str:
        """The person's emergency number; empty if it isn't set."""
        return self._context.preferences.text("safety.emergency_number")
