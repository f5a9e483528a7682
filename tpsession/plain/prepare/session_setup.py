"""Asks plain mode's questions before a session, from the area to the pain; back leads to the one before."""

from __future__ import annotations

from typing import NoReturn

from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT, can_teach
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety.screening import ScreeningResult
from tpsession.core.session.runner import SOUND_WAIT_S
from tpsession.core.settings.actions import STOP
from tpsession.core.sound.player import SOUND_STARTING
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.plain.asking.question import HELP_OFFER
from tpsession.plain.asking.sequence import ask_in_turn
from tpsession.plain.line_session import describe_sound_problem
from tpsession.plain.prepare.introduction import describe_short_length
from tpsession.plain.prepare.preparation import Preparation
from tpsession.plain.services import PlainServices
from tpsession.plain.startup import Startup

UNTOLD_WAIT_S = 0.5
"""Seconds of waiting for the sound after which plain mode says what it waits for."""
_TAUGHT_ANYWAY = "You hear every instruction in this session anyway."
_SILENT = "The voice says nothing now. To change that, go to the settings, sound, voice says."


class SessionRuledOut(Exception):  # noqa: N818 - an outcome, not an error
    """There is no session: the answers about safety or a needed rest rule it out, which was said."""


class SessionSetup:
    """Asks what is to be known before one session, and plans it."""

    def __init__(
        self,
        services: PlainServices,
        options: SessionOptions,
        preparation: Preparation,
        startup: Startup,
        routine: Routine,
        *,
        offers_help: bool,
    ) -> None:
        """Prepare the questions; `run` asks them.

        Args:
            services: The ports.
            options: What the command line or the menu says about the session.
            preparation: Asks about the area, the side, the safety and the pain.
            startup: Asks about earlier sessions that are due.
            routine: What is to be played.
            offers_help: Whether that help works everywhere is still to be said.

        """
        self._services = services
        self._console = services.console
        self._is_rehearsal = options.is_rehearsal
        self._preparation = preparation
        self._startup = startup
        self._routine = routine
        self._offers_help = offers_help
        self._chosen = PlanOptions()
        """With area and side, as the person chose them."""
        self._allowed = PlanOptions()
        """With what the safety questions allow, too."""
        self._options = PlanOptions()
        """With everything, as the session is played."""
        self._plan: Plan | None = None
        self._is_pause_explained = False
        self.before: GivenRating | None = None
        """The rating before the session; None if it was skipped, or wasn't asked."""
        self.sound_message = ""
        """What was said to be wrong with the sound; empty if nothing was."""

    @property
    def plan(self) -> Plan:
        """The plan of the session, made with the answers so far."""
        if self._plan is None:
            self._plan = build_plan(self._routine, self._options)
        return self._plan

    def run(self) -> None:
        """Ask step by step for the area, the side, safety, a short first session, and the pain.

        Follow-ups that are due come before the safety questions. A rehearsal has only the question about the
        area. Going back leads to the last step before that asked something. Raises `BackRequested` if there
        is none, `QuitRequested` if the person leaves the program, `SessionRuledOut` if there is no session,
        `UsageError` if the routine can't be played with the options, and `HistoryError`.
        """
        steps = [self._choose_area, self._choose_side]
        if self._is_rehearsal:
            ask_in_turn([*steps, self._introduce, self._wait_for_sound])
        else:
            ask_in_turn([*steps, self._screen, self._offer_short_first, self._wait_for_sound, self._rate])

    def _take(self, options: PlanOptions) -> None:
        """Plan the session with these options, and let the voice prepare its texts during the questions."""
        self._options = options
        self._plan = None
        self._services.voice.prepare(list_voiced_texts(self.plan))

    def _choose_area(self) -> bool:
        return self._preparation.choose_area(self._routine)

    def _choose_side(self) -> bool:
        has_asked, self._chosen = self._preparation.choose_options(self._routine)
        self._take(self._chosen)
        return has_asked

    def _introduce(self) -> bool:
        """Print what the session is. Returns False, as a step of `run` that asks nothing."""
        self._preparation.introduce(self.plan, self._routine)
        return False

    def _screen(self) -> bool:
        """Ask the follow-ups that are due, print what the session is, and ask the safety questions.

        The follow-ups of the place that is rated before the session are left out; they are asked after all if
        the session is ruled out. If the answers change whether only a light session is allowed, it is planned
        again, and what is new in its introduction is printed.

        Returns whether a person can answer. Raises `SessionRuledOut` if a needed rest or the answers rule the
        session out.
        """
        preparation = self._preparation
        self._take(self._chosen)
        self._startup.ask_follow_ups(preparation.rated(self.plan).place)
        if preparation.must_rest(self.plan):
            self._rule_out()
        self._introduce()
        preparation.show_pain(self.plan)
        result = preparation.screen(self.plan)
        if result is ScreeningResult.NO_SESSION:
            self._rule_out()
        light_only = result is ScreeningResult.LIGHT_SESSION
        self._allowed = self._chosen
        if light_only is not self.plan.light_only:
            # What was told before is of another session: say what this one is.
            self._allowed = self._chosen._replace(light_only=light_only)
            self._take(self._allowed)
            self._introduce()
        return self._console.attended

    def _rule_out(self) -> NoReturn:
        """Raise `SessionRuledOut`, after asking all follow-ups that are still due.

        No rating before a session comes any more that could answer them.
        """
        self._startup.ask_follow_ups(None)
        raise SessionRuledOut

    def _offer_short_first(self) -> bool:
        """Offer a short session instead of a long first one, where that fits; return whether this asks.

        If a person can answer, and the session is the first of this routine and area in this week, also print
        once what can be typed in it.
        """
        preparation = self._preparation
        self._take(self._allowed)
        has_asked = preparation.offers_short_first(self.plan)
        if has_asked and preparation.wants_short_first():
            self._take(self._allowed._replace(short_first=True))
            self._console.say(describe_short_length(self.plan))
        if (
            self._console.attended
            and not self._is_pause_explained
            and preparation.is_first_this_week(self.plan)
        ):
            self._is_pause_explained = True
            in_session = f"In the session, enter pauses, {STOP.plain_words[0]} stops."
            self._console.say(f"{HELP_OFFER} {in_session}" if self._offers_help else in_session)
        return has_asked

    def _rate(self) -> bool:
        """Ask for the pain before the session, unless the command line has it, and store it in `before`.

        If the person asks to hear every instruction, the session is planned anew with them. Returns True, as
        a step of `run` that asks.
        """
        options = self._options
        speak = options.speak

        def teach() -> None:
            """Let this session speak every instruction, and print that."""
            nonlocal speak
            speak = Speak.EVERYTHING
            self._console.say(TAUGHT)

        def explain() -> None:
            """Say why every instruction can't be asked for."""
            self._console.say(_SILENT if options.speak is Speak.NONE else _TAUGHT_ANYWAY)

        rated = self._preparation.rated(self.plan)
        self.before = self._preparation.ask_rating_before(
            self.plan,
            teach if can_teach(options.speak) else explain,
            offers_teaching=can_teach(options.speak),
            is_sore_asked=self._startup.asks_soreness(rated),
        )
        if speak is not options.speak:
            self._take(options._replace(speak=speak))
        return True

    def _wait_for_sound(self) -> bool:
        """Wait up to `SOUND_WAIT_S` for the sound, so that it can play the first cue.

        Usually it has started during the questions. If it takes longer than `UNTOLD_WAIT_S`, that is printed.
        What is wrong with the sound is printed here, before the pain is rated, and not again in the session;
        how to fix it only if the session is the first of this routine and area in this week. Returns False,
        as a step of `run` that asks nothing.
        """
        player, clock = self._services.player, self._services.clock
        begun = clock.now()
        player.wait_ready(UNTOLD_WAIT_S)
        if clock.now() - begun >= UNTOLD_WAIT_S:
            self._console.say(SOUND_STARTING)
            player.wait_ready(SOUND_WAIT_S - UNTOLD_WAIT_S)
        known, self.sound_message = self.sound_message, describe_sound_problem(player)
        if self.sound_message and self.sound_message != known:
            what_is_wrong = self.sound_message.partition(". ")[0].rstrip(".")
            in_full = self._preparation.is_first_this_week(self.plan)
            self._console.say(self.sound_message if in_full else f"{what_is_wrong}.")
        return False
