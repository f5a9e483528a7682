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
    """Return what is rated in a session if the person hasn't said where it hurts: what is massaged."""
    return Series(place_of_area(plan.area), plan.side)


class SessionRunner:
    """Runs one session with its sound and its record in the history.

    Each method that returns only events first lets the time pass, then acts, schedules the sound that follows
    from it, and saves if due. It raises nothing if saving fails: `save_error` says why.
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
        """Save a new session and start it.

        It starts only after it has been saved, so that a slow disk doesn't swallow its first cue. Without a
        history it isn't saved. Where sound plays, the first phase begins after `SessionSound.start_lead_s`.

        Args:
            plan: What to play.
            session_id: Id of the session's record.
            before: Pain rating before the session, 0 to 10; None if there is none.
            ports: What the session runs with.
            flags: What else may have changed the rating.
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
        """Return a runner for a session whose program died: paused at its last checkpoint, or ready to start.

        The history makes it a running session of this program, and the voice starts to record its texts.

        gate_key: What the voice says to press in a gate; the session may have begun in the other front end.

        Raises:
            SerializationError: Its plan or its state can't be read.
            HistoryError: It is missing or has ended, or another program has taken it over.

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
        """Return the first events of an interrupted session: they show it paused in its current phase.

        A session that never started starts now.
        """
        if self.session.mode is Mode.READY:
            return self._start()
        now = self._now()
        return [PhaseBegan(now, self.session.index), Paused(now, PauseCause.ASKED)]

    @property
    def save_error(self) -> str | None:
        """Why something couldn't be saved, or None. The session continues despite such an error."""
        return self._saver.error

    def save_progress(self) -> None:
        """Save how far the session is, because the program is about to exit before its end.

        The history saves it in the background. Does nothing after the end, or without a history.
        """
        self._saver.save_progress(self._now())

    def save_end(self) -> None:
        """Save how the session ended; call it again if it failed.

        Does nothing before the end, or if that is saved already.

        Raises:
            HistoryError: It can't be saved. Without another try the status and the reason are lost.

        """
        self._saver.save_end()

    @property
    def voice_text(self) -> str:
        """How far the voice is with recording the texts, or why it can't; empty when it is done.

        Always empty without a voice, and unless the person chose to hear everything.
        """
        return self._sound.voice_text

    @property
    def date_was_changed(self) -> bool:
        """Whether the machine's date was changed during the session, whose end is counted from its start."""
        return self._dates.was_changed

    @property
    def is_saved(self) -> bool:
        """Whether the session is to be saved in the history; `save_error` says whether that failed."""
        return self._ports.history is not None

    @property
    def unattended(self) -> bool:
        """Whether nobody is there to answer, so that the session never waits for a person."""
        return self._ports.unattended

    def next_due_in_s(self) -> float:
        """Return the real seconds until the next signal or change of phase, from 0 to `MAX_TICK_INTERVAL_S`.

        The passing of a gate to which nobody can answer is such a change. 0 if it is overdue. The caller
        ticks after that time.
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
        """Return the session seconds into the current phase; in a gate, those that it has waited."""
        return self.session.position(self._now())

    @property
    def rehearsal_speed(self) -> float | None:
        """Session seconds that pass in one second of a rehearsal; None in a session that isn't one."""
        return self._ports.speed if self._ports.is_rehearsal else None

    def gate_waited_s(self) -> float:
        """Return the seconds of real time, whatever the speed, for which the current gate has waited."""
        return self.position() / self._ports.speed

    def phase_remaining_s(self) -> float:
        """Return the session seconds left of the current phase; 0 in a gate."""
        return self.session.phase_remaining_s(self._now())

    def remaining_s(self) -> float:
        """Return the session seconds left of the whole session. Gates wait for the person and count as 0."""
        return self.session.remaining_s(self._now())

    def steps(self) -> tuple[StepRecord, ...]:
        """Return what has been done so far, one record for each step, side and round."""
        return self.session.steps(self._now())

    def active_s(self) -> float:
        """Return the seconds spent in work, hold and release so far."""
        return self.session.active_s(self._now())

    # Called by the front end. Each returns the events since the last call.

    def tick(self) -> list[Event]:
        """Let time pass and save if due; after sleep or a gap in the ticks, pause at the last tick before it.

        It also schedules texts that the voice has recorded since. If nobody can answer, it passes a gate that
        has waited `UNATTENDED_GATE_S` session seconds.
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
        """Do what the main key does: resume a pause or a stop, pass a gate, and else pause the session.

        Returns the events. The stop is one that the person can still cancel. Before the start and after the
        end, nothing is paused.
        """
        if self.session.mode in {Mode.PAUSED, Mode.HALTED}:
            return self._catch_up_and_do(self.session.resume)
        return self._catch_up_and_do(self.session.found if self.session.is_in_gate else self.session.pause)

    def pause(self) -> list[Event]:
        """Pause the session, even in a gate."""
        return self._catch_up_and_do(self.session.pause)

    def resume(self) -> list[Event]:
        """Continue after a pause or a cancelled stop."""
        return self._catch_up_and_do(self.session.resume)

    def skip(self) -> list[Event]:
        """Skip the rest of the step."""
        return self._catch_up_and_do(self.session.skip)

    def back(self) -> list[Event]:
        """Start the step again, or the one before if called twice in a row."""
        return self._catch_up_and_do(self.session.back)

    def extend(self) -> list[Event]:
        """Add `EXTEND_S` seconds to the current phase, as far as the limits allow."""
        return self._catch_up_and_do(lambda now: self.session.extend(now, EXTEND_S))

    def shorten(self) -> list[Event]:
        """Take `EXTEND_S` seconds away from the current phase, as far as the limits allow."""
        return self._catch_up_and_do(lambda now: self.session.extend(now, -EXTEND_S))

    def ease(self) -> list[Event]:
        """End the current hold early."""
        return self._catch_up_and_do(self.session.ease)

    def halt(self) -> list[Event]:
        """Stop the clock because the person asked to stop; `stop` or `cancel_stop` follows."""
        return self._catch_up_and_do(self.session.halt)

    def cancel_stop(self) -> list[Event]:
        """Undo `halt`: continue, or stay paused if the session was paused before."""
        return self._catch_up_and_do(self.session.cancel_stop)

    def stop(self, reason: StopReason) -> list[Event]:
        """End the session for this reason."""
        return self._catch_up_and_do(lambda now: self.session.stop(now, reason))

    # Internals

    def _now(self) -> float:
        """Return the current moment in session seconds, which pass `speed` times as fast as the clock's."""
        return max(self._ports.clock.now() * self._ports.speed, self._starts_at)

    def _start(self) -> list[Event]:
        """Start the session, after `SessionSound.start_lead_s`, so that its first cue is heard in time."""
        lead_s = self._sound.start_lead_s()
        if lead_s:
            self._starts_at = (self._ports.clock.now() + lead_s) * self._ports.speed
        return self._catch_up_and_do(self.session.start)

    def _catch_up_and_do(self, action: Callable[[float], list[Event]]) -> list[Event]:
        """Let time pass up to now, then do an action and schedule its sound; save if due; return all events.

        action: gets the current moment in session seconds.
        """
        now = self._now()
        return [*self._catch_up(now), *self._do_and_save(action, now)]

    def _catch_up(self, now: float) -> list[Event]:
        """Let the session run on from the last tick to `now`, save if due, and return the events.

        If the machine slept, or no tick came, for over `MAX_TICK_GAP_S` real seconds, a running session is
        paused at the last tick instead, and the player is silenced.

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
        """Do an action, schedule the sound that follows from it, and save if due.

        Return the action's events.
        """
        events = action(now)
        self._awake.update(self.session)
        self._sound.schedule(events, now)
        return self._save_if_due(events)

    def _save_if_due(self, events: list[Event]) -> list[Event]:
        """Save the progress or the end as `SessionSaver.save_if_due` says; return these events."""
        self._saver.save_if_due(events, self._now())
        return events
