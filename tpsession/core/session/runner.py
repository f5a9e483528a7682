"""A sitting: one session as it is lived, over the ports. Every front end drives a session through it.

It tells the player what is to be heard, keeps in the history what has happened, and notices when the machine
slept. The front end only ticks it, passes on what the person does, and shows the events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Self

from tpsession.core.catalog.cues import Speak, TimedCue
from tpsession.core.clock import Clock
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.repository import History, InterruptedSession, SessionCheckpoint
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import EXTEND_S, Mode, Session
from tpsession.core.session.events import PhaseBegan, CueReached, Ended, Event, PauseCause, Paused
from tpsession.core.session.serialization import plan_from_text, plan_to_text, state_from_text, state_to_text
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.core.speech.announcements import texts
from tpsession.core.text.formatting import describe_voice_progress

MAX_TICK_GAP_S = 5.0
"""Ticks that stop for longer than this, or a machine that sleeps for longer, pause the session."""
SAVE_INTERVAL_S = 1.0
"""While nothing happens, the state is kept this often."""
MAX_TICK_INTERVAL_S = 0.25
"""Ticks come at least this often, so that a standstill can be told from a wait."""
VOICE_REFRESH_S = 2.0
"""What the voice has made is used at most this often: the player then looks for all its sounds anew."""
UNATTENDED_GATE_S = 10.0
"""What a gate takes where nobody can answer."""


@dataclass(frozen=True, slots=True)
class RunnerPorts:
    """What a sitting runs on."""

    clock: Clock
    player: CuePlayer
    history: History | None = None
    """None keeps nothing."""
    speed: float = 1.0
    """Session seconds that pass in a second."""
    unattended: bool = False
    """Nobody can answer: a gate passes by itself after `UNATTENDED_GATE_S`."""
    voice: Voice | None = None
    """What makes spoken texts ahead; None where nothing does."""
    caller_saves_end: bool = False
    """Whether the front end calls `keep_end` itself, off the thread that draws: it waits for the disk."""


class SessionRunner:
    """One session with its sound and its record."""

    def __init__(self, session: Session, session_id: str, ports: RunnerPorts) -> None:
        """Make a sitting over a session that is ready, or paused because it is resumed."""
        self.session = session
        self.id = session_id
        self._save_error: HistoryError | None = None
        self._end: Callable[[], None] | None = None
        self._ports = ports
        self._ticked = self._now()
        self._kept_at = self._ticked
        ports.clock.slept_since_last_call()
        self._voiced = 0 if ports.voice is None else ports.voice.state().finished
        """Texts that the voice had made when the player last looked for their sounds."""
        self._voiced_at = ports.clock.now()

    @classmethod
    def begin(
        cls, plan: Plan, session_id: str, before: int | None, ports: RunnerPorts
    ) -> tuple[Self, list[Event]]:
        """Keep a new session with its before-rating and start it.

        The session counts from when it is kept, so that its first cue is heard however long the disk takes.
        Raises `HistoryError` where it can't be kept; nothing has started then.
        """
        date = ports.clock.local_time()
        sitting = cls(Session(plan), session_id, ports)
        if ports.history is not None:
            record = SessionRecord(
                id=session_id,
                started_at=date,
                ended_at=None,
                status=Status.RUNNING,
                stop_reason=None,
                routine=plan.routine,
                area=plan.area.id,
                side=plan.side,
                planned_s=plan.planned_s,
                active_s=0.0,
                before=before,
                steps=sitting.session.steps(0.0),
            )
            ports.history.start_session(record, plan_to_text(plan), sitting._progress(date, 0.0))
        return sitting, sitting._act(sitting.session.start)

    @classmethod
    def resume_interrupted(cls, interrupted: InterruptedSession, ports: RunnerPorts) -> Self:
        """Take over a session whose program died, as it was last known: paused.

        Raises `CodecError` where it can't be read, and `HistoryError` where another program has it.
        """
        plan = plan_from_text(interrupted.plan)
        session = Session.restore(plan, state_from_text(interrupted.checkpoint.state))
        if ports.history is not None:
            ports.history.take_over_session(interrupted.record.id)
        if ports.voice is not None:
            ports.voice.prepare(texts(plan))
        return cls(session, interrupted.record.id, ports)

    def resume_events(self) -> list[Event]:
        """The first events of a sitting that is resumed: it stays paused, unless it never got to start."""
        if self.session.mode is Mode.READY:
            return self._act(self.session.start)
        now = self._now()
        return [PhaseBegan(now, self.session.index), Paused(now, PauseCause.ASKED)]

    @property
    def save_error(self) -> str | None:
        """Why something couldn't be kept, or None; the session goes on all the same."""
        if self._save_error is not None:
            return str(self._save_error)
        return None if self._ports.history is None else self._ports.history.background_error()

    def save_progress(self) -> None:
        """Keep how far the session is, because the program is about to end before it."""
        history = self._ports.history
        if history is not None and self.session.mode is not Mode.ENDED:
            now = self._now()
            history.save_checkpoint(self.id, self._progress(self._date(now), now))

    def save_end(self) -> None:
        """Keep how the session ended, where that hasn't been done or failed.

        Raises `HistoryError` where it fails: its status and reason are lost then.
        """
        if self._end is not None:
            self._end()
            self._end = None

    @property
    def voice_text(self) -> str:
        """How far the voice is with what it makes ahead, or why it can't; empty where all is well."""
        voice = self._ports.voice
        # Without a voice the phrases say nearly everything: only who wanted more is told.
        if voice is None or self.session.plan.speak is not Speak.EVERYTHING:
            return ""
        state = voice.state()
        return describe_voice_progress(state.finished, state.requested) if state.is_working else state.message

    @property
    def is_saved(self) -> bool:
        """Whether anything of it is kept."""
        return self._ports.history is not None

    @property
    def unattended(self) -> bool:
        """Whether nobody can answer."""
        return self._ports.unattended

    def next_due_in_s(self) -> float:
        """Seconds until something is due, `LONGEST_WAIT_S` at most."""
        now = self._now()
        due = [cue.at for cue in islice(self.session.upcoming_signals(), 1)]
        if self.session.mode is Mode.RUNNING and not self.session.is_in_gate:
            due.append(now + self.session.phase_remaining_s(now))
        elif self.session.mode is Mode.RUNNING and self.unattended:
            due.append(now + UNATTENDED_GATE_S - self.session.position(now))
        waits = [(moment - now) / self._ports.speed for moment in due]
        return max(min([*waits, MAX_TICK_INTERVAL_S]), 0.0)

    def position(self) -> float:
        """Seconds into the current phase; in a gate it counts up."""
        return self.session.position(self._now())

    def gate_waited_s(self) -> float:
        """Seconds of a person's time for which a gate has waited."""
        return self.position() / self._ports.speed

    def phase_remaining_s(self) -> float:
        """Seconds left of the current phase."""
        return self.session.phase_remaining_s(self._now())

    def remaining_s(self) -> float:
        """Timed seconds left of the session."""
        return self.session.remaining_s(self._now())

    def steps(self) -> tuple[StepRecord, ...]:
        """What was done so far of each step."""
        return self.session.steps(self._now())

    def active_s(self) -> float:
        """Seconds in work, hold and release so far."""
        return self.session.active_s(self._now())

    # What the front end calls

    def tick(self) -> list[Event]:
        """What has become due since the last tick; after a standstill, a pause at the last known moment."""
        now = self._now()
        events = self._catch_up(now)
        self._hear_voice(now)
        waited = self.session.is_in_gate and self.session.position(now) >= UNATTENDED_GATE_S
        if self.unattended and waited:
            events += self._do(self.session.found, now)
        return events

    def continue_or_pause(self) -> list[Event]:
        """What the one big key does: found in a gate, go on in a pause, else pause."""
        if self.session.mode in {Mode.PAUSED, Mode.HALTED}:
            return self._act(self.session.resume)
        return self._act(self.session.found if self.session.is_in_gate else self.session.pause)

    def pause(self) -> list[Event]:
        """Pause, also in a gate."""
        return self._act(self.session.pause)

    def resume(self) -> list[Event]:
        """Go on after a pause or a stop that wasn't meant."""
        return self._act(self.session.resume)

    def skip(self) -> list[Event]:
        """Leave out the rest of the step."""
        return self._act(self.session.skip)

    def back(self) -> list[Event]:
        """Start the step again, or the one before."""
        return self._act(self.session.back)

    def extend(self) -> list[Event]:
        """Add `EXTEND_S` seconds, as far as the limits allow."""
        return self._act(lambda now: self.session.extend(now, EXTEND_S))

    def shorten(self) -> list[Event]:
        """Take `EXTEND_S` seconds away."""
        return self._act(lambda now: self.session.extend(now, -EXTEND_S))

    def ease(self) -> list[Event]:
        """End the hold now."""
        return self._act(self.session.ease)

    def halt(self) -> list[Event]:
        """Stop the clock at once; the reason comes later, or the session goes on."""
        return self._act(self.session.halt)

    def cancel_stop(self) -> list[Event]:
        """After a stop that wasn't meant: as it was before, in a pause or not."""
        return self._act(self.session.cancel_stop)

    def stop(self, reason: StopReason) -> list[Event]:
        """End the session for a reason."""
        return self._act(lambda now: self.session.stop(now, reason))

    # How it is done

    def _now(self) -> float:
        """The moment in session seconds."""
        return self._ports.clock.now() * self._ports.speed

    def _act(self, action: Callable[[float], list[Event]]) -> list[Event]:
        now = self._now()
        return [*self._catch_up(now), *self._do(action, now)]

    def _catch_up(self, now: float) -> list[Event]:
        last_known, self._ticked = self._ticked, now
        stood_still = (now - last_known) / self._ports.speed > MAX_TICK_GAP_S
        if self._ports.clock.slept_since_last_call() > MAX_TICK_GAP_S or stood_still:
            events = self.session.slept(last_known)
            if events:
                self._ports.player.cancel()
            return self._settle(events)
        return self._settle(self.session.advance(now))

    def _hear_voice(self, now: float) -> None:
        """While the clock runs, the player looks for the sounds that the voice has made since."""
        waited_s = self._ports.clock.now() - self._voiced_at
        if self._ports.voice is None or self.session.mode is not Mode.RUNNING or waited_s < VOICE_REFRESH_S:
            return
        made = self._ports.voice.state().finished
        if made != self._voiced:
            self._schedule([], now)

    def _do(self, action: Callable[[float], list[Event]], now: float) -> list[Event]:
        events = action(now)
        self._schedule(events, now)
        return self._settle(events)

    def _schedule(self, events: list[Event], now: float) -> None:
        """Tell the player what is to be heard from now on, after something was done."""
        player = self._ports.player
        at_once = [TimedCue(event.at, event.cue) for event in events if isinstance(event, CueReached)]
        if self.session.mode is not Mode.RUNNING:
            player.cancel()
        if self._ports.voice is not None:
            self._voiced, self._voiced_at = self._ports.voice.state().finished, self._ports.clock.now()
        speed = self._ports.speed
        coming = self.session.upcoming_sounds(now, UNATTENDED_GATE_S if self.unattended else 0.0)
        player.schedule([cue.at_speed(speed) for cue in (*at_once, *coming)], since=now / speed)

    def _settle(self, events: list[Event]) -> list[Event]:
        """Keep what has happened."""
        history = self._ports.history
        now = self._now()
        if history is None or not (events or now - self._kept_at >= SAVE_INTERVAL_S * self._ports.speed):
            return events
        self._kept_at = now
        ended = next((event for event in events if isinstance(event, Ended)), None)
        try:
            if ended is not None:
                progress = self._progress(self._date(ended.at), ended.at)
                self._end = partial(history.finish_session, self.id, ended.status, ended.reason, progress)
                if not self._ports.caller_saves_end:
                    self.save_end()
            elif self.session.mode is not Mode.ENDED:
                history.save_checkpoint(self.id, self._progress(self._date(now), now))
        except HistoryError as error:
            self._save_error = error
        return events

    def _date(self, moment: float) -> datetime:
        """The date and time of a moment that has just passed."""
        ago = (self._now() - moment) / self._ports.speed
        return self._ports.clock.local_time() - timedelta(seconds=ago)

    def _progress(self, date: datetime, now: float) -> SessionCheckpoint:
        session = self.session
        return SessionCheckpoint(
            date, session.active_s(now), session.steps(now), state_to_text(session.state(now))
        )
