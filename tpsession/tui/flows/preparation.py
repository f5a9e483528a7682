"""Before a session: the screens that say what to know, ask what may rule it out, and rate the pain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.place import place_of_area
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.earlier_sessions import advise_from_earlier, earlier_sessions
from tpsession.core.dialogue.last_rating import describe_last_rating, last_rating_query
from tpsession.core.dialogue.place_guide import (
    choose_rated,
    choose_side,
    find_last_spots,
    flags_to_read,
    plan_each_side,
    remember_place,
    spot_query,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import choose_speak, learning_query
from tpsession.core.history.rating_flags import BEFORE_SESSION
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, Soreness
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place, question_now
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.short_first import SHORT_FIRST
from tpsession.core.safety.dose import DoseHistory, list_dose_queries
from tpsession.core.safety.eligibility import (
    Eligibility,
    check_eligibility,
    sessions_since_yesterday,
)
from tpsession.core.safety.questions import choose_form
from tpsession.core.safety.screening import ScreeningResult, week_query
from tpsession.core.safety.soreness import NOT_TODAY, SKIP_SPOT, START_ANYWAY, STILL_SORE, asks_soreness
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.tui.context import AppContext, Navigator
from tpsession.tui.flows.reported_sign import report_sign
from tpsession.tui.flows.slip import SLIP_ANSWER, take_back
from tpsession.tui.flows.startup_prompts import save_later_rating
from tpsession.tui.flows.stiffness import ask_stiffness
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.prepare.safety import SafetyScreen
from tpsession.tui.screens.rating.rate import RateScreen

_BACK = AnswerOption("back", "Back", "b")


@dataclass(frozen=True, slots=True)
class PreparedSession:
    """What is known before a session begins."""

    plan: Plan
    before: int | None
    """The pain rating, 0 to 10; None if it was skipped."""
    flags: tuple[RatingFlag, ...]
    """What was used in the 6 hours before."""
    rated: Series
    """The place and side that are rated, before and after."""
    spot: str
    """Where exactly it hurts, in a few words."""
    stiffness: int | None = None
    """How stiff it is, 0 to 10; None if it wasn't asked, or skipped."""
    soreness: Soreness | None = None
    """Whether a spot is still sore from an earlier session; None if it wasn't asked."""


class PreparationFlow:
    """Asks what has to be known before one session: what to massage, the safety questions, and the pain."""

    def __init__(self, context: AppContext, navigator: Navigator, options: SessionOptions) -> None:
        """Make it; nothing is shown yet. options: from the command line, or for where it hurts."""
        self._context = context
        self._navigator = navigator
        self._history = context.history
        self._options = options
        self._asked_everything = False
        """Whether the last safety questions were the whole list."""
        self.went_back = False
        """Whether the person went back from the first screen."""

    async def run(self, routine: Routine, area: Area) -> PreparedSession | None:
        """Show the screens before a session, and return what they found out.

        "Back" leads to the first screen, and from there out of the flow. Safety questions that were passed
        aren't asked again, unless the person has then chosen a place whose own signs weren't among them. If
        their answers make the session light, or no longer light, the first screen comes again, with what is
        played now. A rehearsal has neither the safety questions nor the rating; a rating on the command line
        replaces the screen for it. The voice starts to record the texts of the plan.

        Returns None if there is no session: the person went back (then `went_back` is set), an answer rules
        it out, every side must rest, or the person lets an area rest that is still sore. If only the chosen
        side must rest, the first screen comes again. Nothing rests in a rehearsal. Raises `HistoryError`, or
        `UsageError` if no plan is possible.
        """
        today = self._context.services.clock.local_time().date()
        preferences = self._context.preferences
        sessions = await self._history.load_sessions(learning_query(routine.id))
        options, other = remember_place(self._options, sessions, routine, area), None
        speak = choose_speak(preferences, sessions, teach=options.teach)
        side = choose_side(routine, options)
        light_only = await self._history.load_light_only()
        plan_options = options_from_preferences(
            preferences, area=area, side=side, speak=speak, light_only=light_only
        )
        # Raises `UsageError` now, before the person answers questions for a session that isn't possible.
        choices = plan_each_side(routine, plan_options, options.pain_side)
        areas = choices[0].areas
        eligibility = await self._check_rest(choices)
        if eligibility is None:
            return None
        advice = await self._advise_from_earlier(areas)
        dose = None if options.is_rehearsal else await self._load_dose(area, today)
        every_sign = not await self._history.load_sessions(week_query(routine.id, area, today))
        # The places whose signs were asked about; empty until the safety questions are passed.
        passed: set[str] = set()
        spots = await self._load_spots(place_of_area(area), options.place)
        massaged: Side | None = choices[eligibility.first_possible].side
        is_taught, is_short = False, False
        while True:
            screen = PrepareScreen(
                routine,
                plan_options,
                (*eligibility.advice, *advice),
                options=options,
                other_options=other,
                last_spots=spots,
                initial_side=massaged,
                initially_taught=is_taught,
                initially_short=is_short,
                every_sign=every_sign,
                dose=dose,
            )
            plan = await self._navigator.ask(screen)
            if plan is None:
                self.went_back = True
                return None
            options, other = screen.choices.options, screen.choices.other_options
            massaged, is_taught, is_short = plan.side, plan.speak is not speak, SHORT_FIRST in plan.notes
            if await self._check_rest([plan]) is None:
                continue
            rated = choose_rated(options, plan)
            # The voice records the texts while the person answers the questions.
            await asyncio.to_thread(self._prepare_voice, list_voiced_texts(plan))
            place = flags_to_read(options, area)
            if not options.is_rehearsal and place not in passed:
                allowed = await self._ask_safety(routine, areas, place)
                if allowed is None:
                    continue
                if allowed is ScreeningResult.NO_SESSION:
                    return None
                passed |= {place, ""}
                is_light = allowed is ScreeningResult.LIGHT_SESSION
                if is_light is not light_only and (is_light or self._asked_everything):
                    # What was read before is of another session: show what this one is.
                    light_only = is_light
                    plan_options = plan_options._replace(light_only=light_only)
                    every_sign = True
                    continue
            if options.is_rehearsal or options.before is not None:
                return PreparedSession(plan, options.before, options.flags, rated, options.spot)
            rate_screen = RateScreen(
                heading=": ".join(filter(None, ("Get ready, 3 of 3", describe_rated_place(rated)))),
                button_text="Start",
                question=question_now(rated.place),
                flag_period=BEFORE_SESSION,
                asks_soreness=await self._asks_soreness(rated),
            )
            rating = await self._navigator.ask(rate_screen)
            if rating is not None:
                prepared = await self._with_rating(rate_screen, rating, plan, rated, options)
                return prepared if await self._starts_although_sore(prepared) else None

    async def _check_rest(self, choices: Sequence[Plan]) -> Eligibility | None:
        """Return what the eligibility check says of today; None if every choice must rest.

        In that case the person is shown why. If they say that the reason was a slip, and that can be saved,
        it is taken back and all is checked again. In a rehearsal nothing is shown, and the result is never
        None. Raises `HistoryError` if the history can't be read.

        choices: one plan, or one for each side if that is still open.
        """
        while True:
            today = self._context.services.clock.local_time().date()
            recent = await self._history.load_sessions(sessions_since_yesterday(today))
            eligibility = check_eligibility(recent, [plan.spots for plan in choices], today)
            if eligibility.rested_by is None or self._options.is_rehearsal:
                return eligibility
            if not await self._offer_slip(eligibility):
                return None

    async def _with_rating(
        self, screen: RateScreen, rating: object, plan: Plan, rated: Series, options: SessionOptions
    ) -> PreparedSession:
        """Return the session to begin, with what the rating's screen holds.

        If the pain was rated, ask for stiffness as `ask_stiffness` does, and show the pain before the last
        session at this place and side as a notification. Raises `HistoryError`.

        Args:
            screen: The screen that was answered.
            rating: Its result: the number, or a `RatingSkipped`.
            plan: The session.
            rated: The place and side that were rated.
            options: Has more of what was used before the session, and where exactly it hurts.

        """
        value = rating if isinstance(rating, int) else None
        stiffness = None
        if value is not None:
            stiffness = await ask_stiffness(self._context, self._navigator, rated)
            last = describe_last_rating(await self._history.load_sessions(last_rating_query(rated)))
            if last:
                self._navigator.show_message(last)
        flags = (*options.flags, *screen.flags)
        return PreparedSession(plan, value, flags, rated, options.spot, stiffness, screen.soreness)

    async def _load_dose(self, area: Area, today: date) -> DoseHistory:
        """Load the sessions from which advice on too much or a first massage follows. Raises `HistoryError`.

        today: the local day.
        """
        lately = [await self._history.load_sessions(query) for query in list_dose_queries(area, today)]
        return DoseHistory([record for found in lately for record in found], today)

    async def _load_spots(self, *places: str | None) -> dict[Series, str]:
        """Return where exactly it hurt last time, by place and side; without those where nothing was noted.

        Raises `HistoryError`.

        places: the ids of the places to look at, each with every side; None is passed over.
        """
        spots: dict[Series, str] = {}
        for place in set(filter(None, places)):
            spots |= find_last_spots(await self._history.load_sessions(spot_query(place)))
        return spots

    async def _advise_from_earlier(self, areas: Sequence[Area]) -> tuple[str, ...]:
        """Return advice because pain rose in earlier sessions on these areas, or a spot on them was sore.

        Empty without any, and for a rehearsal. Raises `HistoryError`.
        """
        if self._options.is_rehearsal:
            return ()
        now = self._context.services.clock.local_time()
        records = await self._history.load_sessions(earlier_sessions(now.date()))
        return advise_from_earlier(records, {area.id for area in areas}, now)

    async def _asks_soreness(self, rated: Series) -> bool:
        """Return whether to ask, with the rating before this session, if a spot is still sore.

        True if that rating also becomes the later rating of an earlier session with massage. False in a
        rehearsal, and if nothing is saved. Raises `HistoryError`.

        rated: the place and side.
        """
        if not self._history.saves or self._options.is_rehearsal:
            return False
        now = self._context.services.clock.local_time()
        ids = await self._history.find_answered_by(self._navigator.follow_up, now, rated.place, rated.side)
        records = [await self._history.load_record(session_id) for session_id in ids]
        return any(record is not None and asks_soreness(record) for record in records)

    async def _starts_although_sore(self, prepared: PreparedSession) -> bool:
        """If the person said that the area is still sore, advise to skip it, and ask whether to start anyway.

        Return whether to start: True without a question if they didn't say so. If they don't start, a rating
        that they gave is still saved as the later one of earlier sessions. Raises `HistoryError`.
        """
        if prepared.soreness is not Soreness.SORE:
            return True
        answers = (AnswerOption("skip", NOT_TODAY, "n"), AnswerOption("start", START_ANYWAY, "s"))
        question = ChoiceQuestion(f"{STILL_SORE}.", answers, (SKIP_SPOT,), back="skip")
        if await self._navigator.ask(AskScreen(question)) == "start":
            return True
        await answer_follow_ups(self._context, self._navigator, prepared)
        return False

    def _prepare_voice(self, spoken: tuple[str, ...]) -> None:
        self._context.services.voice().prepare(spoken)

    async def _ask_safety(
        self, routine: Routine, areas: Sequence[Area], place: str
    ) -> ScreeningResult | None:
        """Ask the safety questions; return what the answers allow, or None for "back".

        If the whole list was answered and a session may follow, save when, and whether it has to be light. A
        sign that rules out sessions for the rest of the day is saved, too. Raises `HistoryError` if the
        history can't be read.

        Args:
            routine: What is played; the short trial never begins with the whole list.
            areas: What is massaged.
            place: Id of the place where it hurts, if its own signs are asked about, too; empty if not.

        """
        now = self._context.services.clock.local_time()
        form = choose_form(await self._history.load_screening_time(), now, routine.id)
        number = self._context.preferences.text("safety.emergency_number")
        screen = SafetyScreen(areas, form=form, emergency_number=number, place=place)
        allowed = await self._navigator.ask(screen)
        self._asked_everything = screen.asked_everything
        if allowed not in {None, ScreeningResult.NO_SESSION} and screen.asked_everything:
            light_only = allowed is ScreeningResult.LIGHT_SESSION
            await self._history.save_screening_time(now, light_only=light_only)
        if screen.reported is not None:
            await report_sign(self._context, screen.reported, areas)
        return allowed

    async def _offer_slip(self, eligibility: Eligibility) -> bool:
        """Show what has to rest and why; if the person says that the reason was a slip, take it back.

        Return whether it was taken back. That isn't offered while nothing is saved.
        """
        answers = (_BACK, SLIP_ANSWER) if self._history.saves else (_BACK,)
        question = ChoiceQuestion(
            eligibility.rest_title, answers, (eligibility.rest_text,), back=_BACK.id, highlighted=_BACK.id
        )
        is_slip = await self._navigator.ask(AskScreen(question)) == SLIP_ANSWER.id
        record = eligibility.rested_by
        return is_slip and record is not None and await take_back(self._context, self._navigator, record)


async def answer_follow_ups(context: AppContext, navigator: Navigator, prepared: PreparedSession) -> None:
    """Save the rating before this session also as the follow-up rating of earlier sessions that lack one.

    These are the sessions on the same place and side whose follow-up is pending now. Does nothing if the
    person skipped the rating. Call it before the session starts: if a save fails, the person is asked what to
    do, which mustn't cover the session. Raises `HistoryError` if the earlier sessions can't be read.
    """
    if prepared.before is None:
        return
    tracker, rated = navigator.follow_up, prepared.rated
    rating = Rating(
        RatingKind.LATER,
        prepared.before,
        context.services.clock.local_time(),
        prepared.flags,
        prepared.soreness,
        prepared.stiffness,
    )
    for session_id in await context.history.find_answered_by(tracker, rating.at, rated.place, rated.side):
        await save_later_rating(context, navigator, session_id, rating)
