"""Runs one session: schedules its sound, silences it in a pause, saves progress, and notices sleep.

Every front end runs a session through `SessionRunner`. The front end calls `tick` often, passes on what the
person does, and shows the events that it gets back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Self

from tpsession.core.catalog.place import place_of_area
from tpsession.core.clock import Clock
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import StepRecord, StopReason
from tpsession.core.history.repository import History, InterruptedSession
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import GateKey, Plan
from tpsession.core.session.awake import Awake, SessionAwake
from tpsession.core.session.dates import SessionDates
from tpsession.core.session.engine import EXTEND_S, Mode, Session
from tpsession.core.session.events import Event, PauseCause, Paused, PhaseBegan
from tpsession.core.session.saving import SessionSaver
from tpsession.core.session.serialization import plan_from_text, state_from_text
from tpsession.core.session.sound import SessionSound
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.core.speech.announcements import list_voiced_texts

MAX_TICK_GAP_S = 5.0
"""Seconds without a tick, or of sleep of the machine, after which the session is paused."""
MAX_TICK_INTERVAL_S = 0.25
"""Longest time between two ticks in seconds; the front end may not wait longer."""
SOUND_WAIT_S = 3.0
"""Seconds that the front end waits at most for the sound before it begins a session."""
UNATTENDED_GATE_S = 10.0
"""Seconds that a gate takes if nobody can answer."""


@dataclass(frozen=True, slots=True)
class RunnerPorts:
    """The ports and the options that a session runs with."""

    clock: Clock
    player: CuePlayer
    history: History | None = None
    """Where the session is saved; None saves nothing."""
    speed: float = 1.0
    """Session seconds that pass in one second of the clock."""
    unattended: bool = False
    """Whether nobody can answer, so that each gate passes after `UNATTENDED_GATE_S`."""
    voice: Voice | None = None
    """Records spoken texts in advance; None if there is no voice."""
    awake: Awake | None = None
    """Keeps the computer awake while the session runs; None doesn't."""
    caller_saves_end: bool = False
    """Whether the front end calls `SessionRunner.save_end` itself, on a thread that may block on the disk."""
    is_rehearsal: bool = False
    """Whether this is a rehearsal, at whatever speed; the screen says so."""


def rated_by_default(plan: Plan) -> Series:
    """Return the place and side that are rated if the person names no others: those that are massaged.

    If nothing is massaged, the place is `OVERALL`.
    """
    return Series(place_of_area(plan.area), plan.side)


class SessionRunner:
    """Runs one session with its sound and its record in the history.

    A method for something that the person does first lets the time pass, then acts, schedules the sound that
    follows from it, and saves if due. If saving fails, it raises nothing: `save_error` says why.
    """

    def __init__(
        self, session: Session, session_id: str, ports: RunnerPorts, rated: Series | None = None
    ) -> None:
        """Make a runner for a session that hasn't started, or is paused because it was interrupted.

        rated: the place and side that are rated; None for what is massaged.
        """
        self.session = session
        self.id = session_id
        self.rated = rated or rated_by_default(session.plan)
        """The place and side that are rated."""
        self._ports = ports
        self._starts_at = -math.inf
        """The moment in session seconds at which the first phase begins; until then time stands still."""
        self._last_tick = self._now()
        self._dates = SessionDates(ports.clock)
        self._awake = SessionAwake(ports.awake, ports.clock)
        self._saver = SessionSaver(
            session,
            session_id,
            ports.history,
            self._dates,
            self._last_tick,
            speed=ports.speed,
            caller_saves_end=ports.caller_saves_end,
        )
        self._sound = SessionSound(
            session,
            ports.player,
            ports.voice,
            ports.clock,
            speed=ports.speed,
            gate_s=UNATTENDED_GATE_S if ports.unattended else 0.0,
        )

    @classmethod
    def begin(
        cls,
        plan: Plan,
        session_id: str,
        before: int | None,
        ports: RunnerPorts,
        *,
        flags: tuple[RatingFlag, ...] = (),
        rated: Series | None = None,
        spot: str = "",
        stiffness: int | None = None,
    ) -> tuple[Self, list[Event]]:
        """Save a new session, then start it.

        It is saved first, so that a slow disk can't delay its first cue. Without a history it isn't saved.
        Where sound plays, the first phase begins after `SessionSound.start_lead_s`.

        Args:
            plan: What to play.
            session_id: Id of the session's record.
            before: Pain rating before the session, 0 to 10; None if there is none.
            ports: What the session runs with.
            flags: What the person used in the 6 hours before, which may have changed the rating.
            rated: The place and side where it hurts; None for what is massaged.
            spot: Where exactly it hurts, in a few words of the person.
            stiffness: How stiff it is before the session, 0 to 10; None if it isn't known.

        Returns:
            The runner and the first events.

        Raises:
            HistoryError: The session can't be saved; it hasn't started.

        """
        runner = cls(Session(plan), session_id, ports, rated)
        runner._saver.save_new(runner.rated, before, flags=flags, spot=spot, stiffness=stiffness)
        return runner, runner._start()

    @classmethod
    def resume_interrupted(
        cls, interrupted: InterruptedSession, ports: RunnerPorts, gate_key: GateKey = GateKey.BIG
    ) -> Self:
        """Return a runner for an interrupted session: paused at its last checkpoint, or not yet started.

        In the history it becomes a running session of this program, if there is a history. The voice, if
        there is one, starts to record its texts.

        Args:
            interrupted: The session.
            ports: What the session runs with.
            gate_key: What the voice says to press in a gate. It may differ from before the interruption.

        Raises:
            SerializationError: Its plan or its state can't be read, or they don't fit together.
            HistoryError: It is missing, deleted, damaged or has ended, or another program runs it.

        """
        plan = plan_from_text(interrupted.plan)._replace(gate_key=gate_key)
        session = Session.restore(plan, state_from_text(interrupted.checkpoint.state))
        if ports.history is not None:
            ports.history.take_over_session(interrupted.record.id)
        if ports.voice is not None:
            ports.voice.prepare(list_voiced_texts(plan))
        record = interrupted.record
        return cls(session, record.id, ports, Series(record.place, record.side))

    def resume_events(self) -> list[Event]:
        """Return the first events after `resume_interrupted`: that the current phase began, and a pause.

        A session that had never started is started instead.
        """
        if self.session.mode is Mode.READY:
            return self._start()
        now = self._now()
        return [PhaseBegan(now, self.session.index), Paused(now, PauseCause.ASKED)]

    @property
    def save_error(self) -> str | None:
        """Why something couldn't be saved, or else a report on damage in the history; None without either.

        The session continues nevertheless. An error that `save_end` raises to its caller isn't included.
        """
        return self._saver.error

    def save_progress(self) -> None:
        """Save how far the session is, because the program is about to exit before its end.

        The history saves it in the background. Does nothing after the end, or without a history.
        """
        self._saver.save_progress(self._now())

    def save_end(self) -> None:
        """Save how the session ended. If that fails, the caller may call this again.

        Does nothing before the end, without a history, or if the end is saved already.

        Raises:
            HistoryError: It can't be saved. Without another try the status and the reason are lost.

        """
        self._saver.save_end()

    @property
    def voice_text(self) -> str:
        """How many texts the voice has recorded, or why it can't record; empty when it is done.

        Always empty without a voice, or unless the person chose to have everything spoken.
        """
        return self._sound.voice_text

    @property
    def is_voice_working(self) -> bool:
        """Whether the voice is still recording texts; `voice_text` may be empty all the same."""
        return self._sound.is_voice_working

    @property
    def date_was_changed(self) -> bool:
        """Whether saving the session found that the machine's date was changed by more than a minute.

        While the date differs, the session's times are counted from when this runner began. Always False if
        nothing is saved.
        """
        return self._dates.was_changed

    @property
    def is_saved(self) -> bool:
        """Whether the session is to be saved in the history; if that fails, `save_error` says why."""
        return self._ports.history is not None

    @property
    def unattended(self) -> bool:
        """Whether nobody can answer, so that each gate passes after `UNATTENDED_GATE_S`."""
        return self._ports.unattended

    def next_due_in_s(self) -> float:
        """Return the real seconds until the next signal or change of phase, from 0 to `MAX_TICK_INTERVAL_S`.

        The caller calls `tick` after that time. 0 if something is overdue. If nobody can answer, the moment
        at which a gate is passed counts as a change of phase.
        """
        # Before the first phase begins, `_now` is ahead.
        real_now, now = self._ports.clock.now() * self._ports.speed, self._now()
        due = [cue.at for cue in islice(self.session.upcoming_signals(), 1)]
        if self.session.mode is Mode.RUNNING and not self.session.is_in_gate:
            due.append(now + self.session.phase_remaining_s(now))
        elif self.session.mode is Mode.RUNNING and self.unattended:
            due.append(now + UNATTENDED_GATE_S - self.session.position(now))
        waits = [(moment - real_now) / self._ports.speed for moment in due]
        return max(min([*waits, MAX_TICK_INTERVAL_S]), 0.0)

    def position(self) -> float:
        """Return how many session seconds the phase has run, or the gate has waited, without pauses."""
        return self.session.position(self._now())

    @property
    def rehearsal_speed(self) -> float | None:
        """Session seconds that pass in one second of a rehearsal; None if the session is no rehearsal."""
        return self._ports.speed if self._ports.is_rehearsal else None

    def gate_waited_s(self) -> float:
        """Return the real seconds for which the current gate has waited without pauses. There must be one.

        They are real seconds even if the session runs faster.
        """
        return self.position() / self._ports.speed

    def phase_remaining_s(self) -> float:
        """Return the session seconds left of the current phase; 0 in a gate."""
        return self.session.phase_remaining_s(self._now())

    def remaining_s(self) -> float:
        """Return the session seconds left of the whole session. Gates wait for the person and count as 0."""
        return self.session.remaining_s(self._now())

    def steps(self) -> tuple[StepRecord, ...]:
        """Return what has been done so far of each step on each side in each round, even of those to come."""
        return self.session.steps(self._now())

    def active_s(self) -> float:
        """Return the session seconds spent in work, hold and release so far, including repeats."""
        return self.session.active_s(self._now())

    # Called by the front end. Each returns the events since the last call.

    def tick(self) -> list[Event]:
        """Let time pass, save if due, and return the events.

        After sleep of the machine, or a long gap between two ticks, the session is paused at the last tick
        before it. Texts that the voice has recorded since are scheduled. If nobody can answer, a gate that
        has waited `UNATTENDED_GATE_S` session seconds is passed. The computer is kept awake if needed.
        """
        now = self._now()
        events = self._catch_up(now)
        self._sound.use_recorded_texts(now)
        gate_is_over = self.session.is_in_gate and self.session.position(now) >= UNATTENDED_GATE_S
        if self.unattended and gate_is_over:
            events += self._do_and_save(self.session.found, now)
        self._awake.update(self.session)
        return events

    def continue_or_pause(self) -> list[Event]:
        """Do what the main key does, and return the events since the last call, these included.

        In a pause, or after `halt`, continue the session. In a gate, pass the gate. Otherwise pause a running
        session. After sleep that wasn't noticed yet, the session is only paused. Before the start and after
        the end, do nothing.
        """
        if self.session.mode in {Mode.PAUSED, Mode.HALTED}:
            return self._catch_up_and_do(self.session.resume)
        return self._catch_up_and_do(self.session.found if self.session.is_in_gate else self.session.pause)

    def pause(self) -> list[Event]:
        """Pause a running session, even in a gate; return the events."""
        return self._catch_up_and_do(self.session.pause)

    def resume(self) -> list[Event]:
        """Continue after a pause or after `halt`; return the events."""
        return self._catch_up_and_do(self.session.resume)

    def skip(self) -> list[Event]:
        """Skip the rest of the step, or of the phases that lead in to it; return the events."""
        return self._catch_up_and_do(self.session.skip)

    def back(self) -> list[Event]:
        """Start the step or its lead-in again, or the step before if called again soon; return the events.

        Soon means at most `BACK_TWICE_S` after the last call.
        """
        return self._catch_up_and_do(self.session.back)

    def extend(self) -> list[Event]:
        """Add `EXTEND_S` seconds to the current phase, as far as the limits allow; return the events."""
        return self._catch_up_and_do(lambda now: self.session.extend(now, EXTEND_S))

    def shorten(self) -> list[Event]:
        """Take `EXTEND_S` seconds off the current phase, as far as the limits allow; in a gate, do nothing.

        Returns all events up to now.
        """
        return self._catch_up_and_do(lambda now: self.session.extend(now, -EXTEND_S))

    def ease(self) -> list[Event]:
        """End the current hold early, if there is one, and begin the phase after it; return the events."""
        return self._catch_up_and_do(self.session.ease)

    def halt(self) -> list[Event]:
        """Stop the clock because the person asked to stop; return the events.

        After this, `stop`, `resume` or `cancel_stop` is called.
        """
        return self._catch_up_and_do(self.session.halt)

    def cancel_stop(self) -> list[Event]:
        """Take `halt` back: continue, or stay paused if the session was paused before; return the events."""
        return self._catch_up_and_do(self.session.cancel_stop)

    def stop(self, reason: StopReason) -> list[Event]:
        """End the session for this reason, unless it is completed by now; return the events."""
        return self._catch_up_and_do(lambda now: self.session.stop(now, reason))

    # Internals

    def _now(self) -> float:
        """Return the current moment in session seconds, of which `speed` pass in one second of the clock.

        Before the first phase begins, it is the moment at which it begins.
        """
        return max(self._ports.clock.now() * self._ports.speed, self._starts_at)

    def _start(self) -> list[Event]:
        """Start the session after `SessionSound.start_lead_s`, so that its first cue is heard in time.

        Returns the first events.
        """
        lead_s = self._sound.start_lead_s()
        if lead_s:
            self._starts_at = (self._ports.clock.now() + lead_s) * self._ports.speed
        return self._catch_up_and_do(self.session.start)

    def _catch_up_and_do(self, action: Callable[[float], list[Event]]) -> list[Event]:
        """Let time pass up to now, then do an action, schedule the sound, and save; return all events.

        action: takes the current moment in session seconds, and returns its events.
        """
        now = self._now()
        return [*self._catch_up(now), *self._do_and_save(action, now)]

    def _catch_up(self, now: float) -> list[Event]:
        """Let the session run on from the last tick to `now`, save if due, and return the events.

        If the machine slept for over `MAX_TICK_GAP_S` real seconds, or no tick came for so long, a running
        session is paused at the last tick instead, and the player is silenced.

        now: the current moment in session seconds, as `_now` returns it.
        """
        last_tick, self._last_tick = self._last_tick, now
        has_gap = (now - last_tick) / self._ports.speed > MAX_TICK_GAP_S
        if self._dates.take_sleep() > MAX_TICK_GAP_S or has_gap:
            events = self.session.slept(last_tick)
            if events:
                self._sound.silence()
            return self._save_if_due(events)
        return self._save_if_due(self.session.advance(now))

    def _do_and_save(self, action: Callable[[float], list[Event]], now: float) -> list[Event]:
        """Do an action, schedule the sound that follows from it, and save; return the action's events.

        The computer is kept awake, or may sleep, as the session needs it now.

        action: takes the current moment in session seconds, and returns its events. now: that moment.
        """
        events = action(now)
        self._awake.update(self.session)
        self._sound.schedule(events, now)
        return self._save_if_due(events)

    def _save_if_due(self, events: list[Event]) -> list[Event]:
        """Save the progress or the end of the session if `SessionSaver.save_if_due` finds it due.

        Returns the same events.
        """
        self._saver.save_if_due(events, self._now())
        return events
