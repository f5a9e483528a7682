"""One run of plain mode, from the questions at its start to the note after a session."""

from __future__ import annotations

from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.startup import close_as_partial
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.history.ratings import Soreness
from tpsession.core.history.records import Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_idle
from tpsession.core.plan.plan import GateKey, Plan
from tpsession.core.session.events import Event
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.wording import NOT_RESUMABLE
from tpsession.plain.asking.question import BackRequested, QuitRequested
from tpsession.plain.asking.rating import ask_stiffness
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.line_session import LineSession
from tpsession.plain.menu.start import StartMenu
from tpsession.plain.places.where import NoRoutine
from tpsession.plain.prepare.preparation import Preparation
from tpsession.plain.prepare.session_setup import SessionRuledOut, SessionSetup
from tpsession.plain.services import PlainServices
from tpsession.plain.startup import Startup
from tpsession.plain.wrap_up import WrapUp

NO_SESSION_EXIT = 1
INTERRUPTED_EXIT = 130


class PlainApp:
    """Plays sessions, with all that comes before and after each."""

    def __init__(self, services: PlainServices, options: SessionOptions) -> None:
        """Prepare a run; `run_startup_prompts` comes first, then `play` or `choose_and_play`.

        Args:
            services: The ports.
            options: What the command line says about the session.

        """
        self._services = services
        self._options = options
        self._console = services.console
        self._preferences = services.settings.load_preferences()
        saves = options.save and not options.is_rehearsal
        self._history = HistoryAccess(services.console, services.history, saves=saves)
        self._wrap_up = WrapUp(services, self._history)
        self._startup = Startup(services, self._history, self._wrap_up)
        self._preparation = Preparation(services, options, self._history)
        self._sound_message = ""
        """What was said to be wrong with the sound; empty if nothing was."""
        self._greeted = False
        """Whether what works at every question was said before the menu."""
        self._has_played = False
        """Whether a session began in this run."""

    def run_startup_prompts(self, *, menu_follows: bool = False) -> int | None:
        """Ask what earlier sessions left open, and save the answers; if one is resumed, play it to its end.

        Returns the exit code of the resumed session, or 0 if the person leaves the program at a question.
        Otherwise None: the caller goes on. If the person goes back, the questions that are left aren't asked
        now. Raises `HistoryError`.

        menu_follows: whether the menu is what comes next. Then the result is None after a resumed session,
        too, unless Ctrl-C ended it. Otherwise the command line names a routine, and a resumed session is
        played in its place; if the person goes back from a question after it, the menu comes, and the exit
        code is that of `choose_and_play`.
        """
        try:
            return self._run_startup_prompts(menu_follows=menu_follows)
        except BackRequested:
            # After a resumed session, the routine that the command line names isn't played any more.
            return self.choose_and_play() if self._has_played and not menu_follows else None
        except QuitRequested:
            return self._exit_code(0)

    def _run_startup_prompts(self, *, menu_follows: bool) -> int | None:
        """Do what `run_startup_prompts` does, but raise `BackRequested` and `QuitRequested`."""
        while (interrupted := self._startup.run()) is not None:
            code = self._resume(interrupted)
            if code is not None:
                return None if menu_follows and self._returns_to_menu(code) else code
            # It couldn't be resumed and is closed now; the other prompts still have to be asked.
        return None

    def choose_and_play(self) -> int:
        """Let the person choose and play until they leave; return the exit code.

        It is 0 if they leave, 1 if nobody can answer, and 130 if Ctrl-C ended a session. The menu comes again
        after any other session, after the reason why there can be no session, and if the person goes back
        from a question.

        Only before the first menu, last week's summary, how the programmes stand, and the comparison's offer
        for today are shown.

        Raises `HistoryError` if the history can't be read, or if something couldn't be saved.
        """
        self._startup.show_week_and_programmes()
        options = self._options
        offers_todays_thing = True
        code: int | None = None
        while code is None:
            try:
                code = self._choose_and_play_once(options, offers_todays_thing=offers_todays_thing)
            except BackRequested:
                pass
            except QuitRequested:
                code = self._exit_code(0)
            offers_todays_thing = False
        return code

    def _choose_and_play_once(self, options: SessionOptions, *, offers_todays_thing: bool) -> int | None:
        """Let the person choose once, and play that; return the exit code, None if the menu is to come again.

        The app keeps this session's options, preferences and preparation. Raises `HistoryError`, and
        `QuestionLeft` if the person leaves a question.

        Args:
            options: What the command line says, without what was chosen for an earlier session.
            offers_todays_thing: Whether to offer what a comparison has for today before the menu.

        """
        thing = self._preparation.offer_todays_thing() if offers_todays_thing else None
        if thing is not None:
            # Where it hurts was chosen for the whole comparison.
            routine = thing.routine
            self._options = options._replace(area=thing.area, side=thing.side, place=thing.place)
        else:
            menu = StartMenu(self._services, self._history, options, greets=not self._greeted)
            try:
                chosen = menu.run()
            finally:
                self._greeted = self._greeted or menu.has_greeted
            if chosen is NoRoutine.BACK:
                return self._exit_code(0 if self._console.attended else NO_SESSION_EXIT)
            if isinstance(chosen, NoRoutine):
                return None if self._returns_to_menu(NO_SESSION_EXIT) else self._exit_code(NO_SESSION_EXIT)
            routine, self._options = chosen.routine, chosen.options
        self._preferences = self._services.settings.load_preferences()
        self._preparation = Preparation(self._services, self._options, self._history)
        code = self._play(routine)
        return None if self._returns_to_menu(code) else code

    def _returns_to_menu(self, code: int) -> bool:
        """Return whether the menu comes again: a person can answer, and Ctrl-C didn't end the session.

        code: 0 after a session, 130 after Ctrl-C, 1 if there was no session.
        """
        return self._console.attended and code in {0, NO_SESSION_EXIT}

    def play(self, routine: Routine) -> int:
        """Ask the questions before a session, play the routine, and return the exit code.

        It is 0 after the session, 130 if Ctrl-C ended it, and 1 if none began. If the person goes back where
        `SessionSetup.run` has no earlier step to go back to, or from a question after the rating before the
        session, the start menu follows, and the exit code is that of `choose_and_play`. If they leave the
        program at a question, it is 0 if a session began in this run, else 1.

        Raises `HistoryError` if something couldn't be saved, and `UsageError` if the routine can't be played
        with the options of the command line.
        """
        options = self._options
        try:
            return self._play(routine)
        except BackRequested:
            self._options = options
            return self.choose_and_play()
        except QuitRequested:
            return self._exit_code(0 if self._has_played else NO_SESSION_EXIT)

    def _play(self, routine: Routine) -> int:
        """Ask all questions before a session, play the routine, wrap it up, and return the exit code.

        The questions are those of `SessionSetup.run`. The exit code is 0 after a session, 130 if Ctrl-C ended
        it, and 1 if none began: the answers about safety or a needed rest rule it out, or the person doesn't
        start where it is still sore.

        Raises `QuestionLeft` if the person leaves a question, and the errors of `play`.
        """
        setup = SessionSetup(
            self._services,
            self._options,
            self._preparation,
            self._startup,
            routine,
            offers_help=not self._greeted,
        )
        try:
            setup.run()
        except SessionRuledOut:
            return self._exit_code(NO_SESSION_EXIT)
        self._sound_message = setup.sound_message
        before = setup.before
        is_sore = before is not None and before.soreness is Soreness.SORE
        rated = self._preparation.rated(setup.plan)
        if before is not None and is_sore and not self._starts_although_sore(rated, before):
            return self._exit_code(NO_SESSION_EXIT)
        return self._begin_and_run(setup.plan, before)

    def _starts_although_sore(self, rated: Series, before: GivenRating) -> bool:
        """Ask whether to start although the place is still sore, and return the answer.

        It is False if nobody can answer. If the person doesn't start, or leaves the question, their rating is
        saved as the follow-up of earlier sessions for which one is due, because no session follows it.

        rated: the place and side that were rated. before: the rating.
        """
        starts = False
        try:
            starts = self._preparation.starts_although_sore()
        finally:
            if not starts:
                self._startup.save_follow_ups(rated.place, rated.side, before)
        return starts

    def _exit_code(self, code: int) -> int:
        """Return `code`, or raise the `HistoryError` of something that couldn't be saved in this run."""
        if self._history.error is not None:
            raise self._history.error
        return code

    def _runner_ports(self) -> RunnerPorts:
        """Return what a session runner needs; its history is None if nothing is to be saved."""
        return RunnerPorts(
            clock=self._services.clock,
            player=self._services.player,
            history=self._history.writable,
            speed=self._options.speed or 1.0,
            is_rehearsal=self._options.is_rehearsal,
            unattended=not self._console.attended,
            voice=self._services.voice,
            awake=self._services.awake if self._preferences.switch("session.stay_awake") else None,
        )

    def _begin_and_run(self, session_plan: Plan, given: GivenRating | None) -> int:
        """Begin a new session, run it and its wrap-up, save it, and return the exit code.

        If the pain was rated, how stiff the place is may be asked first, and both answers are saved as the
        follow-up of earlier sessions for which one is due. If the person leaves that question, only the
        rating is saved for these, no session begins, and `QuestionLeft` is raised.

        given: the rating before the session; None if the pain wasn't rated. Raises `HistoryError` if
        something couldn't be saved.
        """
        rated = self._preparation.rated(session_plan)
        value, flags = (None, self._options.flags) if given is None else (given.value, given.flags)
        explains_pressure = self._preparation.is_first_this_week(session_plan)
        stiffness: int | None = None
        try:
            if value is not None:
                stiffness = ask_stiffness(self._console, self._preferences, rated)
        finally:
            # Also if the person leaves the question: no session follows that would have the rating.
            if given is not None:
                self._startup.save_follow_ups(rated.place, rated.side, given, stiffness)
        runner, events = SessionRunner.begin(
            session_plan,
            self._services.new_id(),
            value,
            self._runner_ports(),
            flags=flags,
            rated=rated,
            spot=self._preparation.spot,
            stiffness=stiffness,
        )
        return self._run_to_end(runner, events, value, explains_pressure=explains_pressure)

    def _resume(self, interrupted: InterruptedSession) -> int | None:
        """Resume an interrupted session, play it to its end, and return the exit code, as `_run_to_end`.

        If its plan or state can't be read, that is printed, the session is saved as unfinished, and None is
        returned.
        """
        try:
            runner = SessionRunner.resume_interrupted(interrupted, self._runner_ports(), GateKey.ENTER)
        except SerializationError:
            self._console.say(NOT_RESUMABLE)
            self._startup.close_interrupted(close_as_partial(interrupted))
            return None
        return self._run_to_end(runner, runner.resume_events(), interrupted.record.before)

    def _run_to_end(
        self,
        runner: SessionRunner,
        events: list[Event],
        rating_before: int | None,
        *,
        explains_pressure: bool = False,
    ) -> int:
        """Run a session that has begun, save its end, run the wrap-up, and return the exit code.

        The code is 130 if Ctrl-C ended the session, else 0. The wrap-up asks nothing if Ctrl-C ended the
        session, or if nobody can answer. Raises `HistoryError` if something couldn't be saved, and
        `QuestionLeft` if the person leaves a question of the wrap-up.

        Args:
            runner: The session.
            events: What happened when it began or resumed, which is shown first.
            rating_before: The pain before the session, 0 to 10; None if it wasn't rated.
            explains_pressure: Whether to say how hard to press, before the first firm step.

        """
        self._has_played = True
        session = LineSession(
            self._console,
            runner,
            self._services.player,
            self._preferences,
            self._sound_message,
            explains_pressure=explains_pressure,
        )
        session.run(events)
        outcome = SessionOutcome.from_runner(
            runner, rating_before, is_rehearsal=self._options.is_rehearsal, after=self._options.after
        )
        is_idle = describe_idle(outcome.status, outcome.reason, outcome.steps)
        is_complete = outcome.status is Status.COMPLETED and not is_idle
        self._console.say("Session complete." if is_complete else "Session ended.")
        self._history.save_end(runner)
        self._wrap_up.run(outcome, attended=self._console.attended and not session.interrupted)
        return self._exit_code(INTERRUPTED_EXIT if session.interrupted else 0)
