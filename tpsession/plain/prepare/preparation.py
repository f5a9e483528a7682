"""What plain mode asks and shows before a session: routine, area and side, instructions, safety, rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.place import OVERALL, place_name
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.today import DueThing
from tpsession.core.corrections.edit import MAX_SPOT
from tpsession.core.dialogue.earlier_sessions import advise_from_earlier, earlier_sessions
from tpsession.core.dialogue.place_guide import (
    WHERE_QUESTION,
    choose_rated,
    choose_side,
    describe_exact_spot,
    describe_reason,
    find_last_place,
    find_last_spots,
    flags_to_read,
    list_massage_sides,
    spot_query,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import choose_speak, learning_query
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place, question_now
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions
from tpsession.core.safety import screening
from tpsession.core.safety.dose import OFFER_SHORT_FIRST, DoseHistory, list_dose_queries
from tpsession.core.safety.eligibility import (
    Eligibility,
    check_eligibility,
    find_resting_areas,
    sessions_since_yesterday,
)
from tpsession.core.safety.questions import choose_form, list_lines
from tpsession.core.safety.screening import ScreeningResult
from tpsession.core.safety.soreness import NOT_TODAY, SKIP_SPOT, START_ANYWAY, STILL_SORE
from tpsession.core.session.wording import REHEARSAL, list_side_choices
from tpsession.core.settings import plan_options
from tpsession.core.text.formatting import describe_place
from tpsession.plain.asking.body import ask_area, ask_side
from tpsession.plain.asking.choice import DETAILS, choose, confirm
from tpsession.plain.asking.question import Question, QuitRequested, ask, words
from tpsession.plain.asking.rating import ask_rating_before
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.introduction import introduce, list_details
from tpsession.plain.prepare.reported_sign import report_sign, rules_out
from tpsession.plain.prepare.safety import SIGNS, SafetyDialogue, format_lines
from tpsession.plain.services import PlainServices
from tpsession.plain.slip import take_back
from tpsession.plain.spoken import spell_out

SEE_RESULT = "To see what came out: tpsession compare"
"""Follows what is said of a comparison that is finished."""


class Preparation:
    """Prepares a session: asks what its options leave open, and nothing if nobody can answer."""

    def __init__(self, services: PlainServices, options: SessionOptions, history: HistoryAccess) -> None:
        self._services = services
        self._given = options
        """What was said before any question; `_options` has what was answered, too."""
        self._options = options
        self._area: Area | None = None
        self._has_asked_side = False
        self._history = history
        self._console = services.console
        self._preferences = services.settings.load_preferences()
        self._introduced: set[str] = set()
        self._details: list[str] = []
        """What there is to say of the session, for who asks."""

    @property
    def spot(self) -> str:
        """Where exactly it hurts, in a few words, as given or noted for this session; empty if it wasn't."""
        return self._options.spot

    def rated(self, plan: Plan) -> Series:
        """Return the place and side of the pain, which the ratings are about.

        The place is what is massaged unless another one was given; `OVERALL` if nothing is massaged. plan:
        the session's plan.
        """
        return choose_rated(self._options, plan)

    def offer_todays_thing(self) -> DueThing | None:
        """Print how a comparison that is running or has finished lately stands, and offer what is due today.

        Returns what is due if the person wants to play it now; else None, also if nobody can answer. If the
        history can't be read, print that and return None. Raises `QuestionLeft` if the person leaves the
        question.
        """
        today = self._services.clock.local_time().date()
        try:
            thing = self._history.load_todays_thing(self._services.library, today)
        except HistoryError as error:
            self._console.say(str(error))
            return None
        if thing is None:
            return None
        self._console.say(f"{thing.text} {SEE_RESULT}" if thing.is_finished else thing.text)
        if thing.due is None:
            return None
        answers = {"": True, "yes": True, "y": True, "other": False, "n": False, "no": False}
        prompt = "Press enter to play it, or type other for another routine:"
        explanation = "Enter plays what the comparison has for today. other leads to the start menu."
        return thing.due if ask(self._console, Question(prompt, words(answers), help=explanation)) else None

    def choose_area(self, routine: Routine) -> bool:
        """Ask for the area if neither the routine nor the options have one; return whether this asks.

        `choose_options` uses the answer. If nobody can answer, nothing is asked. Raises `HistoryError`.
        """
        self._area = self._given.area
        if not self._console.attended or routine.area is not None or self._area is not None:
            return False
        today = self._services.clock.local_time().date()
        recent = self._history.find_sessions(sessions_since_yesterday(today))
        self._area = ask_area(self._console, find_resting_areas(recent, today))
        return True

    def choose_options(self, routine: Routine) -> tuple[bool, PlanOptions]:
        """Ask where it hurts and for the side, if that is open; return whether this asked, and plan options.

        The plan options have the area of `choose_area`. In a rehearsal, or if nobody can answer, nothing is
        asked. If this is called again, it forgets its own earlier answers; a spot that was noted stays.
        Raises `UsageError` as `_choose_side`, `QuestionLeft` if the person leaves a question, and
        `HistoryError`.
        """
        self._options = self._given._replace(spot=self._options.spot)
        self._has_asked_side = False
        area = self._area
        sessions = self._history.find_sessions(learning_query(routine.id))
        side = self._ask_if_as_last_time(sessions, routine, routine.area or area)
        if side is None:
            side = self._choose_side(routine)
        speak = choose_speak(self._preferences, sessions, teach=self._options.teach)
        options = plan_options.options_from_preferences(
            self._preferences, area=area, side=side, speak=speak, light_only=self._history.light_only()
        )
        gate_key = GateKey.ENTER if self._console.attended else GateKey.NONE
        return self._has_asked_side, options._replace(gate_key=gate_key)

    def _choose_side(self, routine: Routine) -> Side | None:
        """Return the side to massage; None leaves it to the routine.

        If the options don't settle it and the routine is for each side, it is asked. In a rehearsal, or if
        nobody can answer, it is the side that is usual for the side that hurts instead, and None if that
        isn't known. Raises `UsageError` if the routine is only for the other side.
        """
        options, attended = self._options, self._console.attended
        side = choose_side(routine, options)
        if side is not None:
            return side
        sides = list_massage_sides(routine, options.pain_side)
        if attended and not options.is_rehearsal:
            self._has_asked_side = self._has_asked_side or routine.sides is Sides.EACH
            return ask_side(self._console, routine, sides)
        return None if options.pain_side is None else sides[0]

    def _ask_if_as_last_time(
        self, sessions: Sequence[SessionRecord], routine: Routine, area: Area | None
    ) -> Side | None:
        """Ask whether it hurts where it did in the routine's last session on an area, if that was elsewhere.

        If so, return the side to massage, and put the place and side of the pain into the options: the
        ratings are then about it. Where there is a choice of sides, each is an answer of its own. If the pain
        is in the area itself, return None.

        None, without asking, if there is no area, `find_last_place` finds no such place, the options have a
        place or side, in a rehearsal, or if nobody can answer.
        """
        options, console = self._options, self._console
        is_open = options.place is None and options.side is None and not options.is_rehearsal
        last = None
        if area is not None and is_open and console.attended:
            last = find_last_place(sessions, routine, area)
        if area is None or last is None:
            return None
        there = describe_place(place_name(last.place), last.side)
        sides, texts = list_massage_sides(routine, last.side), list_side_choices(routine.first)
        answers = [
            f"{there}, as last time{f'; massage {texts[side]}' if len(sides) > 1 else ''}" for side in sides
        ]
        self._has_asked_side = True
        index = choose(console, WHERE_QUESTION, [*answers, area.name])
        if index is None or index == len(sides):
            return None
        self._options = options._replace(place=last.place, pain_side=last.side)
        return sides[index]

    def show_pain(self, plan: Plan) -> None:
        """Print for which pain the session is, if that isn't what it massages; then print the exact spot.

        The spot is the one given for this session, or else the one noted last for the place and side of the
        pain. If there is neither, no spot is printed.
        """
        options, console = self._options, self._console
        reason = describe_reason(options, plan)
        if reason:
            console.say(f"{reason}.")
        rated = self.rated(plan)
        last = find_last_spots(self._history.find_sessions(spot_query(rated.place))).get(rated, "")
        if exact_spot := describe_exact_spot(options.spot, last):
            console.say(exact_spot)

    @property
    def _emergency_number(self) -> str:
        """The person's emergency number; empty if it isn't set."""
        return self._preferences.text("safety.emergency_number")

    def _note_spot(self, spot: str) -> None:
        """Note where exactly it hurts, at most the first `MAX_SPOT` characters of it, and print that."""
        self._options = self._options._replace(spot=spot[:MAX_SPOT])
        self._console.say(describe_exact_spot(self._options.spot))

    def introduce(self, plan: Plan, routine: Routine) -> None:
        """Print what the session is, how long it takes, and what to take care of.

        If it `is_first_this_week`, this is said in full; else in short, and the safety questions offer the
        rest. Lines that were printed before aren't printed again: after a change of the plan, only what is
        new is.
        """
        first, *others = introduce(
            plan,
            is_first=self.is_first_this_week(plan),
            evidence_read=self._options.evidence_read,
        )
        self._details = list_details(plan, routine)
        for line in (first, *([REHEARSAL] if self._options.is_rehearsal else []), *others):
            if line not in self._introduced:
                self._introduced.add(line)
                self._console.say(line)

    def is_first_this_week(self, plan: Plan) -> bool:
        """Return whether the history has no session of this routine on this area since Monday.

        True, too, if nobody can answer: then everything is said in full, as nobody could ask for it.
        """
        today = self._services.clock.local_time().date()
        this_week = screening.week_query(plan.routine, plan.area, today)
        return not (self._console.attended and self._history.find_sessions(this_week))

    def must_rest(self, plan: Plan) -> bool:
        """Return whether a reported sign or a stopped session rules out a session with a plan today.

        What rules it out is printed, and the person may say that it was a mistake, or that they have had
        advice since; as far as `rules_out` and `take_back` accept that, it rules out nothing any more. If
        nothing is to be saved, a stopped session can't be taken back. Raises `HistoryError`, and
        `QuestionLeft` if the person leaves the question.
        """
        if rules_out(self._services, self._history, plan.areas):
            return True
        today = self._services.clock.local_time().date()
        while (eligibility := self._check_eligibility(plan, today)).rested_by is not None:
            self._console.say(eligibility.rest_text)
            if self._history.writable is None or not take_back(
                self._services, self._history, eligibility.rested_by
            ):
                return True
        return False

    def screen(self, plan: Plan) -> ScreeningResult:
        """Print advice and ask the safety questions; return what they allow on the areas of a plan today.

        If the last screening allowed only a light session, and no answer changes that, it is a light session
        again.

        A sign that the person reports is saved if it rules out sessions today. If they leave the program at
        the advice on it, `QuitRequested` is raised after saving; at any other question, `QuestionLeft` is
        raised. When the whole list of questions was answered, and a session may follow, that is saved. If
        nobody can answer, the questions are only printed, and rule nothing out.
        """
        areas = plan.areas
        kept = ScreeningResult.LIGHT_SESSION if plan.light_only else ScreeningResult.WHOLE_SESSION
        now = self._services.clock.local_time()
        today = now.date()
        place = flags_to_read(self._options, plan.area)
        eligibility = self._check_eligibility(plan, today)
        earlier = self._history.find_sessions(earlier_sessions(today))
        ids = {area.id for area in areas}
        advice = (*eligibility.advice, *advise_from_earlier(earlier, ids, now))
        dose = map(spell_out, self._load_dose(plan).list_advice(plan))
        for sentence in (*advice, *dose):
            self._console.say(sentence)
        if not self._console.attended:
            self._console.say("Before you start, check that none of these apply to you:")
            for line in format_lines(list_lines(areas, place=place)):
                self._console.say(line)
            self._console.say(screening.NO_CLEARANCE)
            return kept
        form = choose_form(self._history.screening_time(), now, plan.routine)
        number = self._preferences.text("safety.emergency_number")
        signs = screening.describe_stop_signs(areas, light_only=plan.light_only)
        more = {SIGNS: [signs], DETAILS: self._details}
        dialogue = SafetyDialogue(self._console, areas, number, more, place=place)
        # The signs of a place may not have been heard this week, although the routine was played.
        titles_only = not place and not self.is_first_this_week(plan)
        screened = dialogue.run(form, titles_only=titles_only)
        result = screened.result
        if screened.reported is not None:
            report_sign(self._services, self._history, screened.reported, areas)
        if screened.quits:
            raise QuitRequested
        if result is not ScreeningResult.NO_SESSION and screened.asked_everything:
            light_only = result is ScreeningResult.LIGHT_SESSION
            self._history.save_screening_time(now, light_only=light_only)
        elif result is ScreeningResult.WHOLE_SESSION:
            return kept
        return result

    def offers_short_first(self, plan: Plan) -> bool:
        """Return whether this would be a long first session on its area, and a person can choose a short one.

        Raises `HistoryError`.
        """
        return self._console.attended and self._load_dose(plan).offers_short_first(plan)

    def wants_short_first(self) -> bool:
        """Offer a short first session, and return whether the person takes it; False if nobody can answer.

        The caller asks `offers_short_first` before. Raises `BackRequested` and `QuitRequested`.
        """
        text = f"{OFFER_SHORT_FIRST} Play that?"
        return confirm(self._console, text, no="the whole one")

    def _load_dose(self, plan: Plan) -> DoseHistory:
        """Return the sessions for advice: all since yesterday, and the newest ones on the plan's area.

        Raises `HistoryError`.
        """
        today = self._services.clock.local_time().date()
        queries = list_dose_queries(plan.area, today)
        return DoseHistory(
            [record for query in queries for record in self._history.find_sessions(query)], today
        )

    def _check_eligibility(self, plan: Plan, today: date) -> Eligibility:
        """Return whether there may be a session with this plan today, and why not. Raises `HistoryError`."""
        recent = self._history.find_sessions(sessions_since_yesterday(today))
        return check_eligibility(recent, [plan.spots], today)

    def ask_rating_before(
        self,
        plan: Plan,
        teach: Callable[[], None],
        *,
        offers_teaching: bool = True,
        is_sore_asked: bool = False,
    ) -> GivenRating | None:
        """Return the rating before the session: from the command line, or else ask for it.

        None if the person skips it, or if nobody can answer. If the person notes the exact spot here, `spot`
        has it from then on. Raises `QuestionLeft` if they leave the question.

        Args:
            plan: The plan of the session.
            teach: Called if the person asks to hear every instruction.
            offers_teaching: Whether help says that they can.
            is_sore_asked: Whether to ask if it is still sore where an earlier session massaged.

        """
        if self._options.before is not None:
            return GivenRating(self._options.before, self._options.flags)
        rated = self.rated(plan)
        question, place = question_now(rated.place), describe_rated_place(rated)
        note_spot = None if rated.place == OVERALL else self._note_spot
        return ask_rating_before(
            self._console,
            question,
            place=place,
            teach=teach,
            offers_teaching=offers_teaching,
            note_spot=note_spot,
            is_sore_asked=is_sore_asked,
        )

    def starts_although_sore(self) -> bool:
        """Advise to skip a spot that is still sore; return whether the person starts the session anyway.

        False if nobody can answer. Raises `QuestionLeft` if the person leaves the question.
        """
        self._console.say(f"{STILL_SORE}. {SKIP_SPOT}")
        answers = {"not today": False, "no": False, "n": False, "": True, "start": True}
        prompt = f"{NOT_TODAY}: type no. {START_ANYWAY}: press enter."
        explanation = "no ends this for today. Enter starts the session; leave out what is still sore."
        return bool(ask(self._console, Question(prompt, words(answers), help=explanation)))
