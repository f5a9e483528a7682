"""Around a session in plain mode: what was left, safety, choices and ratings, and the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tpsession.core import safety
from tpsession.core.action import HELP, STOP
from tpsession.core.area import Area
from tpsession.core.before import (
    SOUND_PATIENCE_S,
    left_over,
    record_place,
    since_yesterday,
    standing,
    unrated,
)
from tpsession.core.codec import CodecError
from tpsession.core.errors import SettingsError
from tpsession.core.event import Event
from tpsession.core.follow_up import LOOK_BACK, Due, due, with_left
from tpsession.core.plan import Choices, Plan, plan
from tpsession.core.ports import Clock, CuePlayer, History, Library, Settings, Unfinished, Voice
from tpsession.core.rating import Rating, RatingKind
from tpsession.core.record import HistoryQuery, Status
from tpsession.core.record_wording import (
    kept_words,
    left_words,
    moment_words,
    time_worked_words,
    unrated_words,
)
from tpsession.core.routine import Routine, RoutineEntry
from tpsession.core.session_wording import NEVER_AGAIN, NOT_RESUMABLE, REHEARSAL, ahead_words, length_words
from tpsession.core.sitting import Sitting, Ways
from tpsession.core.speech import texts
from tpsession.core.wishes import Wishes
from tpsession.core.wording import CAUSE_UNKNOWN, area_words, change_words, place_words, problems_words
from tpsession.plain import questions
from tpsession.plain.console import Console
from tpsession.plain.follow import Follower
from tpsession.plain.keeper import Keeper

NO_SESSION_EXIT = 1
INTERRUPTED_EXIT = 130
LATER = "l"
"""The answer that puts a note off until the next start."""
RECENT = 20
"""Sessions that are looked through for the routine that was used last."""


@dataclass(frozen=True, slots=True)
class House:
    """The ports that a visit uses."""

    console: Console
    clock: Clock
    history: History | None
    """None where it can't be read and nothing is to be kept in it."""
    library: Library
    settings: Settings
    player: CuePlayer
    voice: Voice
    new_id: Callable[[], str]


class Visit:
    """One call of the program in plain mode."""

    def __init__(self, house: House, wishes: Wishes) -> None:
        """Prepare a visit; nothing happens yet."""
        self._house = house
        self._wishes = wishes
        self._console = house.console
        self._preferences = house.settings.preferences()
        self._keeper = Keeper(house.console, house.history, saves=wishes.save and not wishes.rehearsal)
        self._left: list[Due] = []

    def pick_up(self) -> int | None:
        """Deal with what an earlier run left; an exit code where a session was resumed and that was all."""
        if not self._keeper.saves:
            return None
        code = self._offer_unfinished()
        if code is None:
            self._offer_rating()
            self._offer_notes()
        return code

    def play(self, routine: Routine) -> int:
        """Play a routine; returns the exit code. Raises `HistoryError` where something couldn't be kept."""
        choices = self._choices(routine)
        if choices is None:
            return self._done(NO_SESSION_EXIT)
        chosen = plan(routine, choices)
        # Made while the person answers questions.
        self._house.voice.prepare(texts(chosen))
        if self._wishes.rehearsal:
            self._introduce(chosen, routine)
            # Nothing is asked meanwhile: without this the first cue would come too early for the player.
            self._house.player.settle(SOUND_PATIENCE_S)
            return self._sit(chosen, None)
        waiting = with_left(self._waiting(), self._left)
        self._follow_up([late for late in waiting if late.record.area != chosen.area.id])
        here = [late for late in waiting if late.record.area == chosen.area.id]
        self._introduce(chosen, routine)
        if not self._safe(chosen.area):
            self._follow_up(here)
            return self._done(NO_SESSION_EXIT)
        if self._console.attended:
            self._console.say(
                "It begins after the next answer. "
                f"Then enter pauses, {STOP.plain} stops, {HELP.plain} lists the rest."
            )
        # The player starts while questions are answered; with nobody to answer it may need a moment more.
        self._house.player.settle(SOUND_PATIENCE_S)
        return self._sit(chosen, self._before(), here)

    def choose_and_play(self) -> int:
        """Let a routine be chosen, the last used on top, and play it; returns the exit code."""
        entries = self._last_used_first()
        shown = [self._entry_line(entry) for entry in entries]
        while (chosen := questions.choose(self._console, "Which routine?", shown)) is not None:
            routine = entries[chosen].routine
            if routine is not None:
                return self.play(routine)
            for problem in entries[chosen].problems:
                self._console.say(problem.located(entries[chosen].path))
        return self._done(NO_SESSION_EXIT)

    def _done(self, code: int) -> int:
        """The exit code, unless something couldn't be kept: that is raised now that all else is done."""
        if self._keeper.failed is not None:
            raise self._keeper.failed
        return code

    # Before

    def _last_used_first(self) -> list[RoutineEntry]:
        entries = self._house.library.entries()
        recent = self._keeper.sessions(HistoryQuery(limit=RECENT))
        last = next((record.routine for record in recent if record.routine), "")
        return sorted(entries, key=lambda entry: (entry.id != last, entry.id))

    @staticmethod
    def _entry_line(entry: RoutineEntry) -> str:
        if entry.routine is None:
            return f"{entry.id}: {problems_words(len(entry.problems))}; choose it to read what is wrong"
        return f"{entry.routine.name} ({entry.id}), {area_words(entry.routine.area)}. {entry.routine.summary}"

    def _choices(self, routine: Routine) -> Choices | None:
        """The choices for this session, asked for where the command line didn't say; None to give up."""
        area, side = self._wishes.area, self._wishes.side
        if self._console.attended:
            if routine.area is None and area is None:
                area = questions.ask_area(self._console)
                if area is None:
                    return None
            if side is None and not self._wishes.rehearsal:
                side = questions.ask_side(self._console, routine)
        preferences = self._preferences
        return Choices(
            area=area,
            side=side,
            get_ready_s=preferences.get_ready_s,
            countdown=preferences.countdown,
            halfway=preferences.switch("sound.halfway"),
            speak=preferences.speak,
        )

    def _introduce(self, chosen: Plan, routine: Routine) -> None:
        say = self._console.say
        place = place_words(chosen.area.name, chosen.side)
        say(f"{chosen.name}: {place}. {length_words(chosen)}.")
        if routine.summary:
            say(routine.summary)
        if self._wishes.rehearsal:
            say(REHEARSAL)
        for line in ahead_words(chosen):
            say(line)
        say(safety.REVIEW)

    def _safe(self, area: Area) -> bool:
        """Whether a session on this area is all right today."""
        console = self._console
        now = self._house.clock.wall()
        stands = standing(self._keeper.sessions(since_yesterday(now.date())), area, now.date())
        if stands.rests is not None:
            console.say(stands.rest_words)
            return False
        for sentence in stands.advice:
            console.say(sentence)
        if not console.attended:
            console.say("Before you start, check that nothing of this is true:")
            questions.print_safety(console, area, long=False)
            console.say(safety.NOT_CLEARED)
            return True
        asked = None if self._house.history is None else self._house.history.safety_asked()
        long = safety.long_list_due(asked, now)
        number = self._preferences.text("safety.emergency_number")
        safe = questions.ask_safety(console, area, long=long, emergency_number=number)
        if safe and long:
            self._keeper.keep(lambda history: history.keep_safety(now))
        return safe

    def _waiting(self) -> list[Due]:
        """Sessions that wait for a later rating."""
        if not self._keeper.saves:
            return []
        now = self._house.clock.wall()
        recent = self._keeper.sessions(HistoryQuery(since=(now - LOOK_BACK).date()))
        return due(recent, now)

    def _follow_up(self, waiting: list[Due]) -> None:
        """Ask how it is now where earlier sessions wait for it."""
        if not self._console.attended or not self._preferences.switch("follow_up.ask"):
            return
        for late in waiting:
            value = questions.ask_later(self._console, late)
            if value is questions.Later.NEVER:
                self._never_ask()
                return
            if isinstance(value, int):
                self._rate_later([late], value)

    def _never_ask(self) -> None:
        try:
            self._house.settings.put("follow_up.ask", False)
        except SettingsError as error:
            self._console.say(str(error))
        else:
            self._console.say(NEVER_AGAIN)

    def _rate_later(self, waiting: list[Due], value: int) -> None:
        rating = Rating(RatingKind.LATER, value, self._house.clock.wall())
        for late in waiting:
            self._keeper.rate(late.record.id, rating)

    def _before(self) -> int | None:
        if self._wishes.before is not None or not self._console.attended:
            return self._wishes.before
        return questions.ask_rating(self._console)

    # The session and what follows

    def _ways(self) -> Ways:
        return Ways(
            clock=self._house.clock,
            player=self._house.player,
            history=self._house.history if self._keeper.saves else None,
            speed=self._wishes.speed or 1.0,
            unattended=not self._console.attended,
            voice=self._house.voice,
        )

    def _sit(self, chosen: Plan, before: int | None, earlier: Sequence[Due] = ()) -> int:
        """Play a plan from its start; returns the exit code.

        earlier: sessions of the same area for which today's number says how long their relief lasted.
        """
        sitting, events = Sitting.begin(chosen, self._house.new_id(), before, self._ways())
        follower = self._follow(sitting, events)
        if before is not None:
            self._rate_later(list(earlier), before)
        return self._finish(sitting, follower, before)

    def _follow(self, sitting: Sitting, events: list[Event]) -> Follower:
        follower = Follower(self._console, sitting, self._house.player, self._preferences)
        follower.play(events)
        return follower

    def _finish(self, sitting: Sitting, follower: Follower, before: int | None) -> int:
        """Rate again, show the change, take a note; returns the exit code."""
        session = sitting.session
        if session.reason is not None:
            number = self._preferences.text("safety.emergency_number")
            for sentence in safety.after_stop(session.reason, number):
                self._console.say(sentence)
        self._console.say("Session complete." if session.status is Status.COMPLETED else "Session ended.")
        asks = self._console.attended and not follower.interrupted
        self._keeper.keep(lambda _: sitting.keep_end())
        if not self._wishes.rehearsal:
            after = None if follower.interrupted else self._after(sitting.id)
            self._summary(sitting, before, after)
            if asks:
                self._note(sitting.id)
        return self._done(INTERRUPTED_EXIT if follower.interrupted else 0)

    def _after(self, session_id: str) -> int | None:
        """Ask for the rating after, without showing the one before, and keep it."""
        after = self._wishes.after
        if after is None and self._console.attended:
            self._console.say("When your hands are clean, rate once more.")
            after = questions.ask_rating(self._console)
        if after is not None:
            rating = Rating(RatingKind.AFTER, after, self._house.clock.wall())
            self._keeper.rate(session_id, rating)
        return after

    def _summary(self, sitting: Sitting, before: int | None, after: int | None) -> None:
        self._change(before, after)
        worked = time_worked_words(sitting.active_s())
        if worked:
            self._console.say(worked)

    def _change(self, before: int | None, after: int | None) -> None:
        if before is not None and after is not None:
            self._console.say(change_words(before, after))
            self._console.say(CAUSE_UNKNOWN)

    def _note(self, session_id: str) -> None:
        note = self._console.ask(f"A note for this session, enter for none, or {LATER} for later:")
        if note is not None and note.lower() == LATER:
            self._keeper.keep(lambda history: history.want_note(session_id))
        elif note:
            self._keep_note(session_id, note)

    def _keep_note(self, session_id: str, note: str) -> None:
        self._keeper.keep(lambda history: history.note(session_id, note))

    # What an earlier run left

    def _offer_unfinished(self) -> int | None:
        """Deal with sessions whose program died; an exit code where one was resumed and that was all."""
        if self._house.history is None:
            return None
        now = self._house.clock.wall()
        for left in left_over(self._house.history.unfinished(), now):
            if left.resumable and self._console.attended:
                code = self._offer(left.unfinished)
                if code is not None:
                    return code
            else:
                self._keep_partial(left.unfinished)
                # Whenever that was: the next number for this area says how it went on.
                self._left.append(Due(left.unfinished.record, left.ago))
        return None

    def _offer(self, left: Unfinished) -> int | None:
        """Offer one unfinished session; an exit code where it was resumed."""
        record = left.record
        self._console.say(left_words(left, {}))
        now = self._house.clock.wall()
        recent = self._keeper.sessions(since_yesterday(now.date()))
        rests = safety.rest_reason(recent, record.area, now.date()) is not None
        first = f"{safety.RESTS} Type" if rests else "Type r to resume it,"
        prompt = f"{first} f to finish it and rate, or k to keep what was done:"
        while (line := self._console.ask(prompt)) is not None:
            match line.lower():
                case "r" if not rests:
                    return self._resume(left)
                case "f":
                    self._keep_partial(left)
                    after = self._after(record.id)
                    self._change(record.before, after)
                    return None
                case "k":
                    self._keep_partial(left)
                    return None
        return None

    def _keep_partial(self, left: Unfinished) -> None:
        if self._keeper.keep(
            lambda history: history.end(left.record.id, Status.PARTIAL, None, left.progress)
        ):
            self._console.say(kept_words(left))

    def _resume(self, left: Unfinished) -> int | None:
        """Play an unfinished session on; None where it can't be read and is kept as partial instead."""
        try:
            sitting = Sitting.resumed(left, self._ways())
        except CodecError:
            self._console.say(NOT_RESUMABLE)
            self._keep_partial(left)
            return None
        follower = self._follow(sitting, sitting.pick_up())
        return self._finish(sitting, follower, left.record.before)

    def _offer_rating(self) -> None:
        """Ask for the rating after that the last session lacks because the program ended too early."""
        if not self._console.attended:
            return
        record = unrated(self._keeper.sessions(HistoryQuery(limit=1)), self._house.clock.wall())
        if record is not None:
            self._console.say(unrated_words(record))
            self._change(record.before, self._after(record.id))

    def _offer_notes(self) -> None:
        """Ask for the notes that were put off, until one is put off again."""
        if self._house.history is None or not self._console.attended:
            return
        for record in self._house.history.notes_wanted():
            when = moment_words(record.started_at)
            self._console.say(f"A note was put off: {when}, {record_place(record)}.")
            note = self._console.ask(f"The note, enter for none, or {LATER} for later:")
            if note is None or note.lower() == LATER:
                return
            self._keep_note(record.id, note)
