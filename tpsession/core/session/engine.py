"""The session: a state machine over a plan, in seconds that are given from outside.

However the time is cut into `Session.advance` calls, the events are the same: each carries the moment at
which it was due, not the moment at which it was noticed. What its seconds were spent on is booked by
`tpsession.core.session.time_accounting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from enum import StrEnum
from typing import Self

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import TimedCue
from tpsession.core.history.records import Status, StepRecord, StopReason
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.session import time_accounting
from tpsession.core.session.cue_timeline import remaining_phase_signals, pacing_and_speech, spoken_ending, upcoming_signals
from tpsession.core.session.events import (
    PhaseBegan,
    CueReached,
    Eased,
    Ended,
    Event,
    Extended,
    Found,
    Halted,
    PauseCause,
    Paused,
    Resumed,
    Skipped,
    WentBack,
)
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.state import EntryState, SessionState
from tpsession.core.speech.announcements import COMPLETE_SPEECH_S

EXTEND_S = 10.0
"""Seconds that one extending adds or takes."""
BACK_TWICE_S = 3.0
"""Going back again within this many seconds leads to the step before."""
_SAME_MOMENT_S = 1e-6
"""Moments closer than this are one, whatever the rounding of their sums says."""


class Mode(StrEnum):
    """What the session's clock does."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    HALTED = "halted"
    """Stop was asked for: the clock stands until the reason is given, or the session goes on."""
    ENDED = "ended"


class Session:
    """One session over a plan. Every `now` is in seconds of one clock and never less than the one before."""

    def __init__(self, plan: Plan) -> None:
        """A session that hasn't started."""
        self.plan = plan
        self.mode = Mode.READY
        self.status: Status | None = None
        """How it ended; None before that."""
        self.reason: StopReason | None = None
        self._state = SessionState(entries=[EntryState() for _ in plan.entries])
        self._anchor = 0.0
        self._halted_at: float | None = None
        self._halted_in_pause = False
        """Whether it was paused already when stop was asked for."""
        self._back_at: float | None = None
        self._in_turn_from: float | None = None
        """The moment since which one phase has followed the other; None until the clock runs again."""

    @classmethod
    def restore(cls, plan: Plan, state: SessionState) -> Self:
        """A session as it was left: paused at its last known moment, or ready if it never started.

        Raises `CodecError` where the state isn't one of this plan, or leaves nothing to play.
        """
        if len(state.entries) != len(plan.entries) or not 0 <= state.index < len(plan.phases):
            raise SerializationError("this state isn't one of this plan")
        session = cls(plan)
        session._state = deepcopy(state)
        if state.started:
            session.mode = Mode.PAUSED
            session._state.came_s = state.into_s
        return session

    # What is so now

    @property
    def phase(self) -> Phase:
        """The current phase; the last one when the session has ended."""
        return self.plan.phases[min(self._state.index, len(self.plan.phases) - 1)]

    @property
    def index(self) -> int:
        """Index of the current phase; the number of phases when the session is complete."""
        return self._state.index

    @property
    def is_in_gate(self) -> bool:
        """Whether the session waits for "found"."""
        return self.mode is not Mode.ENDED and self.phase.is_gate

    @property
    def length_s(self) -> float:
        """Seconds that the current phase takes: as planned, plus what was extended; 0 for a gate."""
        return self._state.length_s

    @property
    def skip_ends_session(self) -> bool:
        """Whether skipping now would end the session: nothing follows the step."""
        return self.mode is not Mode.ENDED and self.plan.section_end(self.index) == len(self.plan.phases)

    @property
    def ease_ends_session(self) -> bool:
        """Whether easing off now would end the session: its last phase is this hold."""
        return self.phase.kind is PhaseKind.HOLD and self.index == len(self.plan.phases) - 1

    @property
    def extended_s(self) -> float:
        """Seconds added by extending, less those taken, in phases as they were played."""
        return self._state.extended_s

    @property
    def skipped_s(self) -> float:
        """Timed seconds that were skipped or eased off."""
        return self._state.skipped_s

    @property
    def repeated_s(self) -> float:
        """Seconds that are played once more because of going back."""
        return self._state.repeated_s

    @property
    def paused_s(self) -> float:
        """Seconds of pauses that have ended."""
        return self._state.paused_s

    @property
    def gate_s(self) -> float:
        """Seconds in gates that were left."""
        return self._state.gate_s

    def position(self, now: float) -> float:
        """Seconds into the current phase; in a gate it counts up."""
        if self.mode is Mode.RUNNING:
            return self._state.into_s + (now - self._anchor)
        return self._state.into_s

    def phase_remaining_s(self, now: float) -> float:
        """Seconds left of the current phase; 0 in a gate."""
        return 0.0 if self.phase.is_gate else max(self._state.length_s - self.position(now), 0.0)

    def remaining_s(self, now: float) -> float:
        """Timed seconds left of the whole session."""
        if self.mode is Mode.ENDED:
            return 0.0
        if self.mode is Mode.READY:
            return self.plan.planned_s
        after = self.plan.planned_s - self.phase.starts_s - self.phase.planned_s
        return self.phase_remaining_s(now) + after

    def active_s(self, now: float) -> float:
        """Seconds in work, hold and release so far, repeats included."""
        return sum(step.active_s for step in self.steps(now))

    def steps(self, now: float) -> tuple[StepRecord, ...]:
        """What was done so far, one record for each entry of the plan."""
        return time_accounting.step_records(
            self.plan, self._state, 0.0 if self.mode is Mode.ENDED else self.position(now)
        )

    def state(self, now: float) -> SessionState:
        """A copy of everything that changes, as it is at `now`, to be kept."""
        copy = deepcopy(self._state)
        copy.into_s = self.position(now)
        return copy

    def upcoming_signals(self) -> Iterator[TimedCue]:
        """Every cue up to the next gate or the end that `advance` hasn't told yet, if nothing is done."""
        if self.mode is not Mode.RUNNING or self.phase.is_gate:
            return iter(())
        return upcoming_signals(self.plan, self._state, self._anchor - self._state.into_s)

    def upcoming_sounds(self, now: float, gate_s: float = 0.0) -> Iterator[TimedCue]:
        """Everything that is to be heard from `now` on, up to the next gate or the end, if nothing is done.

        The `upcoming` signals, and what no event tells: pacing and speech, also such as may have begun before
        and can still be said. In any order. gate_s: seconds that a gate takes; 0 where nobody knows.
        """
        since = now - _SAME_MOMENT_S
        turn = f"{self._in_turn_from}"
        if self.mode is Mode.RUNNING:
            yield from self.upcoming_signals()
            yield from pacing_and_speech(
                self.plan, self._state, self._anchor - self._state.into_s, since, turn=turn, gate_s=gate_s
            )
        elif self.status is Status.COMPLETED and self._anchor + COMPLETE_SPEECH_S >= since:
            yield from spoken_ending(self.plan, self._anchor, turn)

    # What happens

    def advance(self, now: float) -> list[Event]:
        """Everything that has become due up to `now`."""
        return list(self._advance(now))

    def start(self, now: float) -> list[Event]:
        """Begin with the first phase. Only a session that is ready can start."""
        if self.mode is not Mode.READY:
            return []
        self.mode = Mode.RUNNING
        self._state.started = True
        self._in_turn_from = now
        return [*self._enter(0, now), *self._advance(now)]

    def pause(self, now: float) -> list[Event]:
        """Stop the clock until `resume`."""
        events = self.advance(now)
        if self.mode is Mode.RUNNING:
            self._halt(now, Mode.PAUSED)
            events += [Paused(now, PauseCause.ASKED), CueReached(now, cues.PAUSED)]
        return events

    def resume(self, now: float) -> list[Event]:
        """Let the clock run on, after a pause or a stop that wasn't meant."""
        if self.mode not in {Mode.PAUSED, Mode.HALTED}:
            return self.advance(now)
        self._close_pause(now)
        self.mode = Mode.RUNNING
        self._anchor = now
        if self._in_turn_from is None:
            self._in_turn_from = now
        return [Resumed(now), CueReached(now, cues.RESUMED), *self._advance(now)]

    def cancel_stop(self, now: float) -> list[Event]:
        """Stop wasn't meant: a session that ran runs on, one that was paused stays paused, in silence."""
        if self.mode is Mode.HALTED and self._halted_in_pause:
            self.mode = Mode.PAUSED
            return []
        return self.resume(now) if self.mode is Mode.HALTED else self.advance(now)

    def slept(self, last_known: float) -> list[Event]:
        """Pause at the last moment that is known, because the machine slept or the program stood still."""
        events = self.advance(last_known)
        if self.mode is Mode.RUNNING:
            self._halt(last_known, Mode.PAUSED)
            # What the player said since then doesn't count: it belongs to what is still to come.
            self._in_turn_from = None
            events.append(Paused(last_known, PauseCause.SLEPT))
        return events

    def found(self, now: float) -> list[Event]:
        """Pass a gate: the clock of what follows starts now."""
        events = self.advance(now)
        if self.mode is Mode.RUNNING and self.phase.is_gate:
            entry = self.phase.entry
            self._leave(now)
            events += [Found(now, entry), *self._enter(self._state.index + 1, now), *self._advance(now)]
        return events

    def skip(self, now: float) -> list[Event]:
        """Leave out the rest of the step, or of what leads in to it."""
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        skipped = Skipped(now, self.phase.entry, self.phase.kind)
        after = time_accounting.record_skip(self.plan, self._state, self.phase_remaining_s(now))
        self._leave(now)
        return [*events, skipped, *self._jump(after, now), *self._advance(now)]

    def back(self, now: float) -> list[Event]:
        """Start the step again; again within `BACK_AGAIN_S`, the step before."""
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        soon = self._back_at is not None and now - self._back_at <= BACK_TWICE_S
        self._back_at = now
        target = self.plan.section_start(self._state.index)
        entry = self.plan.phases[target].entry
        again = soon and entry > 0
        if again:
            # The step before, seen from the beginning of a step or of what leads in to it.
            target = self.plan.entry_start(entry - 1)
        time_accounting.record_repeat(self.plan, self._state, target, self.position(now))
        return [
            *events,
            WentBack(now, self.plan.phases[target].entry, again),
            *self._jump(target, now),
            *self._advance(now),
        ]

    def extend(self, now: float, seconds: float) -> list[Event]:
        """Add or take seconds, as far as the limits of hold and spot allow; nothing in a gate."""
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        state = self._state
        change = time_accounting.apply_extension(self.plan, state, self.phase_remaining_s(now), seconds)
        # A cue that now lies in the past, because the phase's end came nearer, isn't given late.
        state.cued_s = max(state.cued_s, self.position(now) + _SAME_MOMENT_S)
        return [*events, Extended(now, change)]

    def ease(self, now: float) -> list[Event]:
        """End the hold now and start its release; nothing where nothing is held."""
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED} or self.phase.kind is not PhaseKind.HOLD:
            return events
        entry = self.phase.entry
        time_accounting.record_ease(self.plan, self._state, self.phase_remaining_s(now))
        self._leave(now)
        after = self._state.index + 1
        following = self._enter(after, now)
        if self.mode is Mode.RUNNING and self.plan.phases[after].kind is PhaseKind.RELEASE:
            # The release's own signal would say no more than this one does.
            self._state.cued_s = 0.0
            following.append(CueReached(now, cues.EASED))
        return [*events, Eased(now, entry), *following, *self._advance(now)]

    def halt(self, now: float) -> list[Event]:
        """Stop was asked for: the clock stands at once; `call_off` and `resume` go on, `stop` ends."""
        events = self.advance(now)
        self._halted_in_pause = self.mode is Mode.PAUSED
        if self.mode is Mode.RUNNING:
            self._halt(now, Mode.HALTED)
        elif self.mode is Mode.PAUSED:
            self.mode = Mode.HALTED
        else:
            return events
        return [*events, Halted(now), CueReached(now, cues.STOP)]

    def stop(self, now: float, reason: StopReason) -> list[Event]:
        """End the session for a reason."""
        events = self.advance(now)
        if self.mode is Mode.ENDED:
            return events
        self._close_pause(now)
        self._leave(now)
        self._state.into_s = 0.0
        self.mode = Mode.ENDED
        self.status = Status.STOPPED
        self.reason = reason
        return [*events, Ended(now, Status.STOPPED, reason)]

    # How it is done

    def _advance(self, now: float) -> Iterator[Event]:
        """Cues and changes of phase up to `now`, each at its own moment."""
        while self.mode is Mode.RUNNING:
            state = self._state
            starts = self._anchor - state.into_s
            ends = starts + state.length_s
            gate = self.phase.is_gate
            reach = now if gate else min(now, ends)
            for moment, placed in remaining_phase_signals(self.phase, state):
                if starts + moment > reach:
                    break
                state.cued_s = moment
                if placed is cues.HALF_WAY:
                    state.halved, state.middle_s = True, moment
                yield CueReached(starts + moment, placed)
            if gate or now < ends:
                return
            self._leave(ends)
            yield from self._enter(state.index + 1, ends)

    def _jump(self, index: int, at: float) -> list[Event]:
        """Begin a phase out of turn."""
        began = self._enter(index, at)
        self._state.came_s = 0.0
        self._in_turn_from = at
        return began

    def _enter(self, index: int, at: float) -> list[Event]:
        """Begin a phase, or complete the session where none is left."""
        state = self._state
        state.index = index
        state.into_s = 0.0
        state.halved = False
        state.came_s = None
        if index >= len(self.plan.phases):
            state.length_s = 0.0
            self._close_pause(at)
            self._anchor = at
            self.mode = Mode.ENDED
            self.status = Status.COMPLETED
            return [CueReached(at, cues.END), Ended(at, Status.COMPLETED, None)]
        state.length_s = self.plan.phases[index].planned_s
        # A phase that is entered in a pause opens with the signal that the session goes on.
        state.cued_s = -1.0 if self.mode is Mode.RUNNING else 0.0
        if self.mode is Mode.RUNNING:
            self._anchor = at
        return [PhaseBegan(at, index)]

    def _leave(self, now: float) -> None:
        """Book the time that was spent in the current phase."""
        time_accounting.record_phase_time(self.plan, self._state, self.position(now))

    def _halt(self, now: float, mode: Mode) -> None:
        self._state.into_s = self.position(now)
        self._halted_at = now
        self.mode = mode

    def _close_pause(self, now: float) -> None:
        """Book the pause that ends now; one that began in an earlier run of the program has no length."""
        if self._halted_at is not None:
            self._state.paused_s += now - self._halted_at
            self._halted_at = None
