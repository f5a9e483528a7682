"""Around a session in plain mode: what was left, safety, choices and ratings, and the summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.clock import Clock
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.startup import (
    StartupAnswer,
    StartupPrompt,
    StartupDialogue,
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
    StartupPrompts,
    prompt_follow_ups,
    close_as_partial,
)
from tpsession.core.dialogue.wrap_up import (
    RATING_OPTIONAL,
    RateAfter,
    SaveRating,
    SessionOutcome,
    ShowNotice,
    ShowSummary,
    WipeHands,
    wrap_up_session,
)
from tpsession.core.errors import SettingsError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING, FollowUpTracker, PendingFollowUp
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.recent import RECENT_SESSIONS, find_last_used_routine
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import History, InterruptedSession
from tpsession.core.history.wording import (
    describe_saved_unfinished,
    describe_interrupted,
    format_datetime,
    describe_record_place,
    describe_status,
    describe_active_time,
    describe_missing_rating,
)
from tpsession.core.plan.plan import PlanOptions, Plan, build_plan
from tpsession.core.safety import screening
from tpsession.core.safety.eligibility import (
    SOUND_WAIT_S,
    check_eligibility,
    sessions_since_yesterday,
)
from tpsession.core.session.events import Event
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.wording import FOLLOW_UPS_OFF, NOT_RESUMABLE, REHEARSAL, describe_preparation, describe_length
from tpsession.core.settings import plan_options
from tpsession.core.settings.actions import HELP, STOP
from tpsession.core.settings.store import SettingsStore
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.core.speech.announcements import texts
from tpsession.core.text.formatting import (
    CAUSE_UNKNOWN,
    describe_area,
    describe_pain_change,
    describe_place,
    describe_problem_count,
)
from tpsession.plain import questions
from tpsession.plain.console import Console
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.line_session import LineSession

NO_SESSION_EXIT = 1
INTERRUPTED_EXIT = 130
LATER = "l"
"""The answer that puts a note off until the next start."""


@dataclass(frozen=True, slots=True)
class PlainServices:
    """The ports that a visit uses."""

    console: Console
    clock: Clock
    history: History | None
    """None where it can't be read and nothing is to be kept in it."""
    library: RoutineLibrary
    settings: SettingsStore
    player: CuePlayer
    voice: Voice
    new_id: Callable[[], str]


class PlainApp:
    """One call of the program in plain mode."""

    def __init__(self, house: PlainServices, wishes: SessionOptions) -> None:
        """Prepare a visit; nothing happens yet."""
        self._house = house
        self._wishes = wishes
        self._console = house.console
        self._preferences = house.settings.load_preferences()
        self._keeper = HistoryAccess(house.console, house.history, saves=wishes.save and not wishes.is_rehearsal)
        self._follow_up = FollowUpTracker()
        self._asks_later = self._preferences.switch(FOLLOW_UP_SETTING)

    def pick_up(self) -> int | None:
        """Deal with what an earlier run left; an exit code where a session was resumed and that was all."""
        if not self._keeper.saves:
            return None
        history = self._house.history
        if history is None:
            return None
        while True:
            now, attended = self._house.clock.local_time(), self._console.attended
            arrival = StartupPrompts(history, self._follow_up, now, attended=attended)
            self._walk(arrival.prompts())
            if arrival.resumed is None:
                return None
            code = self._resume(arrival.resumed)
            if code is not None:
                return code
            # It is kept as partial; all else that is to be asked still is.

    def play(self, routine: Routine) -> int:
        """Play a routine; returns the exit code. Raises `HistoryError` where something couldn't be kept."""
        choices = self._choices(routine)
        if choices is None:
            return self._done(NO_SESSION_EXIT)
        chosen = build_plan(routine, choices)
        # Made while the person answers questions.
        self._house.voice.prepare(texts(chosen))
        if self._wishes.is_rehearsal:
            self._introduce(chosen, routine)
            # Nothing is asked meanwhile: without this the first cue would come too early for the player.
            self._house.player.wait_ready(SOUND_WAIT_S)
            return self._sit(chosen, None)
        self._ask_later(chosen.area)
        self._introduce(chosen, routine)
        if not self._safe(chosen.area):
            self._ask_later(None)
            return self._done(NO_SESSION_EXIT)
        if self._console.attended:
            self._console.say(
                "It begins after the next answer. "
                f"Then enter pauses, {STOP.plain_command} stops, {HELP.plain_command} lists the rest."
            )
        # The player starts while questions are answered; with nobody to answer it may need a moment more.
        self._house.player.wait_ready(SOUND_WAIT_S)
        return self._sit(chosen, self._before())

    def choose_and_play(self) -> int:
        """Let a routine be chosen, the last used on top, and play it; returns the exit code."""
        entries = self._last_used_first()
        shown = [self._entry_line(entry) for entry in entries]
        while (chosen := questions.choose(self._console, "Which routine?", shown)) is not None:
            routine = entries[chosen].routine
            if routine is not None:
                return self.play(routine)
            for problem in entries[chosen].problems:
                self._console.say(problem.format_with_path(entries[chosen].path))
        return self._done(NO_SESSION_EXIT)

    def _done(self, code: int) -> int:
        """The exit code, unless something couldn't be kept: that is raised now that all else is done."""
        if self._keeper.failed is not None:
            raise self._keeper.failed
        return code

    # Before

    def _last_used_first(self) -> list[RoutineEntry]:
        entries = self._house.library.list_entries()
        recent = self._keeper.sessions(HistoryQuery(limit=RECENT_SESSIONS))
        last = find_last_used_routine(recent, {entry.id for entry in entries})
        return sorted(entries, key=lambda entry: (entry.id != last, entry.id))

    @staticmethod
    def _entry_line(entry: RoutineEntry) -> str:
        if entry.routine is None:
            return f"{entry.id}: {describe_problem_count(len(entry.problems))}; choose it to read what is wrong"
        return f"{entry.routine.name} ({entry.id}), {describe_area(entry.routine.area)}. {entry.routine.summary}"

    def _choices(self, routine: Routine) -> PlanOptions | None:
        """The choices for this session, asked for where the command line didn't say; None to give up."""
        area, side = self._wishes.area, self._wishes.side
        if self._console.attended:
            if routine.area is None and area is None:
                area = questions.ask_area(self._console)
                if area is None:
                    return None
            if side is None and not self._wishes.is_rehearsal:
                side = questions.ask_side(self._console, routine)
        return plan_options.options_from_preferences(self._preferences, area=area, side=side)

    def _introduce(self, chosen: Plan, routine: Routine) -> None:
        say = self._console.say
        place = describe_place(chosen.area.name, chosen.side)
        say(f"{chosen.name}: {place}. {describe_length(chosen)}.")
        if routine.summary:
            say(routine.summary)
        if self._wishes.is_rehearsal:
            say(REHEARSAL)
        for line in describe_preparation(chosen):
            say(line)
        say(screening.NOT_REVIEWED)

    def _safe(self, area: Area) -> bool:
        """Whether a session on this area is all right today."""
        console = self._console
        now = self._house.clock.local_time()
        stands = check_eligibility(self._keeper.sessions(sessions_since_yesterday(now.date())), area, now.date())
        if stands.rest_text:
            console.say(stands.rest_text)
            return False
        for sentence in stands.advice:
            console.say(sentence)
        if not console.attended:
            console.say("Before you start, check that nothing of this is true:")
            questions.print_safety(console, area)
            console.say(screening.NO_CLEARANCE)
            return True
        asked = None if self._house.history is None else self._house.history.load_screening_time()
        long = screening.is_long_list_due(asked, now)
        number = self._preferences.text("safety.emergency_number")
        safe = questions.ask_safety(console, area, long=long, emergency_number=number)
        if safe and long:
            self._keeper.keep(lambda history: history.save_screening_time(now))
        return safe

    def _ask_later(self, coming: Area | None) -> None:
        """Ask how it is now where earlier sessions wait for it. coming: the area that is rated next."""
        history = self._house.history
        if history is None or not self._keeper.saves or not self._console.attended:
            return
        if self._asks_later:
            self._walk(prompt_follow_ups(history, self._follow_up, self._house.clock.local_time(), coming))

    def _later(self, late: PendingFollowUp) -> bool:
        """Ask about one session; whether to go on with the next."""
        value = questions.ask_later(self._console, late)
        if value is questions.FollowUpAnswer.NEVER:
            self._never_ask()
        elif isinstance(value, int):
            self._rate_later(late.record.id, value)
        return self._asks_later

    def _never_ask(self) -> None:
        # Also where the setting can't be written: not in this run.
        self._asks_later = False
        try:
            self._house.settings.save_setting(FOLLOW_UP_SETTING, False)
        except SettingsError as error:
            self._console.say(str(error))
        else:
            self._console.say(FOLLOW_UPS_OFF)

    def _rate_later(self, session_id: str, value: int) -> None:
        self._keeper.rate(session_id, Rating(RatingKind.LATER, value, self._house.clock.local_time()))
        self._follow_up.mark_rated(session_id)

    def _before(self) -> int | None:
        if self._wishes.before is not None or not self._console.attended:
            return self._wishes.before
        return questions.ask_rating(self._console)

    # The session and what follows

    def _ways(self) -> RunnerPorts:
        return RunnerPorts(
            clock=self._house.clock,
            player=self._house.player,
            history=self._house.history if self._keeper.saves else None,
            speed=self._wishes.speed or 1.0,
            unattended=not self._console.attended,
            voice=self._house.voice,
        )

    def _sit(self, chosen: Plan, before: int | None) -> int:
        """Play a plan from its start; returns the exit code."""
        if before is not None:
            self._answer_earlier(chosen.area, before)
        sitting, events = SessionRunner.begin(chosen, self._house.new_id(), before, self._ways())
        return self._finish(sitting, self._follow(sitting, events), before)

    def _answer_earlier(self, area: Area, before: int) -> None:
        """The rating before a session says how long the relief of those before it lasted.

        Kept ahead of the session: afterwards there is a newer one of this area.
        """
        history = self._house.history
        if history is not None and self._keeper.saves:
            for session_id in self._follow_up.find_answered_by(history, self._house.clock.local_time(), area):
                self._rate_later(session_id, before)

    def _follow(self, sitting: SessionRunner, events: list[Event]) -> LineSession:
        follower = LineSession(self._console, sitting, self._house.player, self._preferences)
        follower.play(events)
        return follower

    def _finish(self, sitting: SessionRunner, follower: LineSession, before: int | None) -> int:
        """Rate again, show the change, take a note; returns the exit code."""
        ended = SessionOutcome.from_runner(sitting, before, is_rehearsal=self._wishes.is_rehearsal, after=self._wishes.after)
        self._console.say("Session complete." if ended.status is Status.COMPLETED else "Session ended.")
        self._keeper.keep(lambda _: sitting.save_end())
        self._after(ended, attended=self._console.attended and not follower.interrupted)
        return self._done(INTERRUPTED_EXIT if follower.interrupted else 0)

    def _after(self, ended: SessionOutcome, *, attended: bool = True) -> None:
        """What follows a session. attended: whether somebody can answer."""
        number = self._preferences.text("safety.emergency_number")
        asks = wrap_up_session(ended, number, attended=attended)
        answer: int | None = None
        while (step := next_prompt(asks, answer)) is not None:
            answer = None
            match step:
                case ShowNotice():
                    self._console.say(step.sentence)
                case WipeHands():
                    self._console.say("Wipe your hands.")
                case RateAfter():
                    self._console.say(
                        RATING_OPTIONAL if step.priority_notice else "When your hands are clean, rate once more."
                    )
                    answer = questions.ask_rating(self._console)
                case SaveRating():
                    rating = Rating(RatingKind.AFTER, step.value, self._house.clock.local_time())
                    self._keeper.rate(ended.session_id, rating)
                case ShowSummary():
                    self._sum_up(ended, step.after)
                    if attended and self._keeper.saves:
                        self._note(ended.session_id)

    def _sum_up(self, ended: SessionOutcome, after: int | None) -> None:
        if ended.before is not None and after is not None:
            self._console.say(describe_pain_change(ended.before, after))
            self._console.say(CAUSE_UNKNOWN)
        worked = describe_active_time(ended.active_s)
        if worked:
            self._console.say(worked)
        self._console.say(describe_status(ended.status, ended.reason, ended.steps))

    def _note(self, session_id: str) -> None:
        note = self._console.ask(f"A note for this session, enter for none, or {LATER} for later:")
        if note is not None and note.lower() == LATER:
            self._keeper.keep(lambda history: history.request_note(session_id))
        elif note:
            self._keep_note(session_id, note)

    def _keep_note(self, session_id: str, note: str) -> None:
        self._keeper.keep(lambda history: history.save_note(session_id, note))

    # What an earlier run left

    def _walk(self, asks: StartupDialogue) -> None:
        """Ask one after the other what the core says is to be asked."""
        answer: StartupAnswer = None
        while (asked := next_prompt(asks, answer)) is not None:
            answer = self._ask(asked)

    def _ask(self, asked: StartupPrompt) -> StartupAnswer:
        match asked:
            case OfferResume():
                return self._offer(asked)
            case CloseInterrupted():
                self._end(asked)
            case PromptMissingRating():
                if asked.is_reminder:
                    self._console.say(describe_missing_rating(asked.record))
                self._after(SessionOutcome.from_record(asked.record))
            case PromptNote():
                return self._ask_note(asked.record)
            case PromptFollowUp():
                return self._later(asked.follow_up)
        return None

    def _offer(self, asked: OfferResume) -> ResumeChoice | None:
        """Offer one unfinished session."""
        self._console.say(describe_interrupted(asked.session, {}))
        first = f"{asked.rest_text} Type" if asked.rest_text else "Type r to resume it,"
        prompt = f"{first} f to finish it and rate, or k to keep what was done:"
        while (line := self._console.ask(prompt)) is not None:
            answer = _WITH_LEFT.get(line.lower())
            if answer is not None and not (asked.rest_text and answer is ResumeChoice.RESUME):
                return answer
        return None

    def _end(self, asked: CloseInterrupted) -> None:
        if self._keeper.keep(asked.save) and asked.status is Status.PARTIAL:
            self._console.say(describe_saved_unfinished(asked.session))

    def _resume(self, left: InterruptedSession) -> int | None:
        """Play an unfinished session on; None where it can't be read and is kept as partial instead."""
        try:
            sitting = SessionRunner.resume_interrupted(left, self._ways())
        except SerializationError:
            self._console.say(NOT_RESUMABLE)
            self._end(close_as_partial(left))
            return None
        follower = self._follow(sitting, sitting.resume_events())
        return self._finish(sitting, follower, left.record.before)

    def _ask_note(self, record: SessionRecord) -> bool:
        """Ask for a note; one that is put off puts off the others."""
        when = format_datetime(record.started_at)
        self._console.say(f"A note was put off: {when}, {describe_record_place(record)}.")
        note = self._console.ask(f"The note, enter for none, or {LATER} for later:")
        if note is None or note.lower() == LATER:
            return False
        self._keep_note(record.id, note)
        return True


_WITH_LEFT = {"r": ResumeChoice.RESUME, "f": ResumeChoice.FINISH, "k": ResumeChoice.SAVE}
