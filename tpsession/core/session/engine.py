"""The session engine: a state machine that plays a plan, with the time passed in by the caller.

The events don't depend on when or how often `Session.advance` is called: each carries the moment at which
it was due, not the moment at which it was noticed. `tpsession.core.session.time_accounting` records what the
time was spent on.
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
from tpsession.core.session.cue_timeline import (
    pacing_and_speech,
    remaining_phase_signals,
    spoken_ending,
    upcoming_signals,
    with_own_sound,
)
from tpsession.core.session.events import (
    CueReached,
    Eased,
    Ended,
    Event,
    Extended,
    Found,
    Halted,
    PauseCause,
    Paused,
    PhaseBegan,
    Resumed,
    Skipped,
    WentBack,
)
from tpsession.core.session.serialization import SerializationError
from tpsession.core.session.state import EntryState, SessionState
from tpsession.core.speech.announcements import COMPLETE_SPEECH_S

EXTEND_S = 10.0
"""Seconds that the person adds or takes away at a time."""
BACK_TWICE_S = 3.0
"""Going back twice within this many seconds leads to the step before."""
_SAME_MOMENT_S = 1e-6
"""Moments closer than this many seconds count as the same, because their sums are rounded."""


class Mode(StrEnum):
    """Whether the session's clock runs, and why not."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    HALTED = "halted"
    """The person asked to stop: the clock stands still until they give a reason or continue."""
    ENDED = "ended"


class Session:
    """Plays one plan and reports what happens as events.

    Every `now` is in seconds of the same clock and never less than the one before. An action reports what was
    due before it, then its own events. An action that doesn't fit the `mode` only lets time pass.
    """

    def __init__(self, plan: Plan) -> None:
        """Make a session that hasn't started."""
        self.plan = plan
        self.mode = Mode.READY
        self.status: Status | None = None
        """How the session ended; None before its end."""
        self.reason: StopReason | None = None
        """Why the session was stopped; None if it wasn't."""
        self._state = SessionState(entries=[EntryState() for _ in plan.entries])
        self._anchor = 0.0
        """The moment at which the clock last started to run, `SessionState.into_s` seconds into the phase."""
        self._clock_stopped_at: float | None = None
        """When the current pause or stop began; None while the clock runs, and after a restart."""
        self._was_paused_at_halt = False
        """Whether the session was already paused when the person asked to stop."""
        self._went_back_at: float | None = None
        self._run_started: float | None = None
        """The moment since which the phases have followed each other in order; None until the clock runs."""

    @classmethod
    def restore(cls, plan: Plan, state: SessionState) -> Self:
        """Rebuild a session from its stored state: paused where it was, or ready if it never started.

        Raises:
            SerializationError: The state doesn't fit the plan, or the session is already complete.

        """
        if len(state.entries) != len(plan.entries) or not 0 <= state.index < len(plan.phases):
            raise SerializationError("this state doesn't belong to this plan")
        session = cls(plan)
        session._state = deepcopy(state)
        if state.started:
            session.mode = Mode.PAUSED
            session._state.came_s = state.into_s
        return session

    # Queries

    @property
    def phase(self) -> Phase:
        """The current phase; the last one once the session is complete."""
        return self.plan.phases[min(self._state.index, len(self.plan.phases) - 1)]

    @property
    def index(self) -> int:
        """Index of the current phase; the number of phases when the session is complete."""
        return self._state.index

    @property
    def is_in_gate(self) -> bool:
        """Whether the current phase is a gate, in a pause too; False once the session has ended."""
        return self.mode is not Mode.ENDED and self.phase.is_gate

    @property
    def length_s(self) -> float:
        """Seconds that the current phase takes: as planned, or as the person has made it longer or shorter.

        0 for a gate, before the start, and once the session is complete.
        """
        return self._state.length_s

    @property
    def skip_ends_session(self) -> bool:
        """Whether skipping would end the session, because this is the last step and not its lead-in.

        It says so after `halt`, too, where `skip` does nothing.
        """
        return self.mode is not Mode.ENDED and self.plan.section_end(self.index) == len(self.plan.phases)

    @property
    def ease_ends_session(self) -> bool:
        """Whether the current phase is a hold and the last phase, so that easing off would end the session.

        It says so in any mode, also where `ease` does nothing.
        """
        return self.phase.kind is PhaseKind.HOLD and self.index == len(self.plan.phases) - 1

    def position(self, now: float) -> float:
        """Return how many seconds the current phase has run, or the gate has waited, without pauses."""
        if self.mode is Mode.RUNNING:
            return self._state.into_s + (now - self._anchor)
        return self._state.into_s

    def phase_remaining_s(self, now: float) -> float:
        """Return the seconds left of the current phase; 0 in a gate, and before the session starts.

        After a stop it means nothing.
        """
        return 0.0 if self.phase.is_gate else max(self._state.length_s - self.position(now), 0.0)

    def remaining_s(self, now: float) -> float:
        """Return the seconds left of the whole session. Gates wait for the person and count as 0 seconds."""
        if self.mode is Mode.ENDED:
            return 0.0
        if self.mode is Mode.READY:
            return self.plan.planned_s
        later_s = self.plan.planned_s - self.phase.starts_s - self.phase.planned_s
        return self.phase_remaining_s(now) + later_s

    def active_s(self, now: float) -> float:
        """Return the seconds spent in work, hold and release so far, including repeats."""
        return sum(step.active_s for step in self.steps(now))

    def steps(self, now: float) -> tuple[StepRecord, ...]:
        """Return what has been done so far of each step on each side in each round, even of those to come."""
        return time_accounting.step_records(
            self.plan, self._state, 0.0 if self.mode is Mode.ENDED else self.position(now)
        )

    def state(self, now: float) -> SessionState:
        """Return a copy of the session's state at `now`, to be stored. The session itself doesn't change."""
        copy = deepcopy(self._state)
        copy.into_s = self.position(now)
        return copy

    def upcoming_signals(self) -> Iterator[TimedCue]:
        """Return the signals that `advance` will report up to the next gate or the end of the session.

        It assumes that the person does nothing. There are none in a gate, and none unless the session runs.
        """
        if self.mode is not Mode.RUNNING or self.phase.is_gate:
            return iter(())
        return upcoming_signals(self.plan, self._state, self._anchor - self._state.into_s)

    def upcoming_sounds(self, now: float, gate_s: float = 0.0) -> Iterator[TimedCue]:
        """Yield all cues from `now` up to the next gate or the end, if the person does nothing; in any order.

        These are the `upcoming_signals`, and the pacing and speech that no event reports. Speech whose
        `TimedCue.until` hasn't passed is included even if it may have been said already. In a gate there is
        only the speech of the gate. For `COMPLETE_SPEECH_S` after completion there are only the closing
        words. Before the start, in a pause and after a stop there is nothing.

        Args:
            now: The current moment.
            gate_s: Seconds that a gate takes; 0 if unknown.

        """
        since = now - _SAME_MOMENT_S
        run = f"{self._run_started}"
        if self.mode is Mode.RUNNING:
            yield from self.upcoming_signals()
            yield from pacing_and_speech(
                self.plan, self._state, self._anchor - self._state.into_s, since, run=run, gate_s=gate_s
            )
        elif self.status is Status.COMPLETED and self._anchor + COMPLETE_SPEECH_S >= since:
            yield from spoken_ending(self.plan, self._anchor, run)

    # Actions

    def advance(self, now: float) -> list[Event]:
        """Let the time pass up to `now` and return the events that were due, even the end of the session.

        Unless the session runs, nothing is due.
        """
        return list(self._advance(now))

    def start(self, now: float) -> list[Event]:
        """Start the session with its first phase. If it started before, do nothing and return no events."""
        if self.mode is not Mode.READY:
            return []
        self.mode = Mode.RUNNING
        self._state.started = True
        self._run_started = now
        return [*self._enter_phase(0, now), *self._advance(now)]

    def pause(self, now: float) -> list[Event]:
        """Stop the clock of a running session until `resume` is called, and report a cue.

        In any other mode, only let time pass. Returns the events up to now, those of the pause last.
        """
        events = self.advance(now)
        if self.mode is Mode.RUNNING:
            self._stop_clock(now, Mode.PAUSED)
            events += [Paused(now, PauseCause.ASKED), CueReached(now, cues.PAUSED)]
        return events

    def resume(self, now: float) -> list[Event]:
        """Continue after a pause or after `halt`, with a cue. In any other mode, only let time pass.

        Returns the events up to now.
        """
        if self.mode not in {Mode.PAUSED, Mode.HALTED}:
            return self.advance(now)
        self._close_pause(now)
        self.mode = Mode.RUNNING
        self._anchor = now
        if self._run_started is None:
            self._run_started = now
        return [Resumed(now), CueReached(now, cues.RESUMED), *self._advance(now)]

    def cancel_stop(self, now: float) -> list[Event]:
        """Take `halt` back: continue a session that was running before it, with a cue, or leave it paused.

        A session that was paused before `halt` is paused again, without a cue. One that isn't halted only
        lets time pass. Returns the events up to now.
        """
        if self.mode is Mode.HALTED and self._was_paused_at_halt:
            self.mode = Mode.PAUSED
            return []
        return self.resume(now) if self.mode is Mode.HALTED else self.advance(now)

    def slept(self, last_known: float) -> list[Event]:
        """Pause a running session at the last known moment, without a cue.

        To be called if the machine slept or the program was frozen since that moment. After `resume`, speech
        whose `TimedCue.until` hasn't passed is said again. Returns the events up to that moment.
        """
        events = self.advance(last_known)
        if self.mode is Mode.RUNNING:
            self._stop_clock(last_known, Mode.PAUSED)
            # A new run: what the player has said since `last_known` must be said again.
            self._run_started = None
            events.append(Paused(last_known, PauseCause.SLEPT))
        return events

    def found(self, now: float) -> list[Event]:
        """Pass the gate in which a running session is: the next phase starts now.

        In any other case, only let time pass. Returns all events up to now.
        """
        events = self.advance(now)
        if self.mode is Mode.RUNNING and self.phase.is_gate:
            entry = self.phase.entry
            self._leave_phase(now)
            events += [Found(now, entry), *self._enter_phase(self._state.index + 1, now), *self._advance(now)]
        return events

    def skip(self, now: float) -> list[Event]:
        """Skip the rest of the step, or if it hasn't begun, the rest of the phases that lead in to it.

        Skipping the last step completes the session, even in a pause; otherwise a paused session stays
        paused. Before the start, after `halt` and after the end, nothing is skipped. Returns the events up to
        now.
        """
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        skipped = Skipped(now, self.phase.entry, self.phase.kind)
        target = time_accounting.record_skip(self.plan, self._state, self.phase_remaining_s(now))
        self._leave_phase(now)
        return [*events, skipped, *self._jump_to_phase(target, now), *self._advance(now)]

    def back(self, now: float) -> list[Event]:
        """Start the step again, or if it hasn't begun, the phases that lead in to it.

        If the person went back at most `BACK_TWICE_S` ago, start the entry of the plan before it instead, if
        there is one, without its lead-in. A paused session stays paused. Before the start, after `halt` and
        after the end, nothing is started again. Returns the events up to now.
        """
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        is_second = self._went_back_at is not None and now - self._went_back_at <= BACK_TWICE_S
        self._went_back_at = now
        target = self.plan.section_start(self._state.index)
        entry = self.plan.phases[target].entry
        to_previous = is_second and entry > 0
        if to_previous:
            target = self.plan.entry_start(entry - 1)
        time_accounting.record_repeat(self.plan, self._state, target, self.position(now))
        return [
            *events,
            WentBack(now, self.plan.phases[target].entry, to_previous),
            *self._jump_to_phase(target, now),
            *self._advance(now),
        ]

    def extend(self, now: float, seconds: float) -> list[Event]:
        """Add seconds to the current phase, or take them away if negative, as far as the limits allow.

        `Extended` is reported even if the limits allow no change. If the phase is shorter now, cues that
        would have been due before `now` are dropped. In a session that is neither running nor paused, only
        let time pass. Returns the events up to now.
        """
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        state = self._state
        change_s = time_accounting.apply_extension(self.plan, state, self.phase_remaining_s(now), seconds)
        # In a shortened phase a cue may now lie in the past; it is dropped rather than played late.
        state.cued_s = max(state.cued_s, self.position(now) + _SAME_MOMENT_S)
        return [*events, Extended(now, change_s, wants_more=seconds > 0)]

    def ease(self, now: float) -> list[Event]:
        """End the current hold early, and begin the phase after it.

        That phase is the hold's release, or after a last hold without one, the next step or the end of the
        session. If a release begins and the session runs, the cue `EASED` replaces the release's opening cue.

        Outside a hold, or in a session that neither runs nor is paused, only let time pass. Returns the
        events up to now.
        """
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED} or self.phase.kind is not PhaseKind.HOLD:
            return events
        entry = self.phase.entry
        time_accounting.record_ease(self.plan, self._state, self.phase_remaining_s(now))
        self._leave_phase(now)
        next_index = self._state.index + 1
        following = self._enter_phase(next_index, now)
        if self.mode is Mode.RUNNING and self.plan.phases[next_index].kind is PhaseKind.RELEASE:
            # The cue for easing off takes the place of the release's own opening cue.
            self._state.cued_s = 0.0
            following.append(CueReached(now, cues.EASED))
        return [*events, Eased(now, entry), *following, *self._advance(now)]

    def halt(self, now: float) -> list[Event]:
        """Halt a running or paused session because the person asked to stop: its clock stands; report a cue.

        After this, `stop` ends the session, `resume` continues it, and `cancel_stop` takes this back. In any
        other mode, only let time pass. Returns the events up to now.
        """
        events = self.advance(now)
        if self.mode not in {Mode.RUNNING, Mode.PAUSED}:
            return events
        self._was_paused_at_halt = self.mode is Mode.PAUSED
        if self.mode is Mode.RUNNING:
            self._stop_clock(now, Mode.HALTED)
        else:
            self.mode = Mode.HALTED
        return [*events, Halted(now), CueReached(now, cues.STOP)]

    def stop(self, now: float, reason: StopReason) -> list[Event]:
        """End the session for this reason, without a cue; return the events up to now.

        A session that has ended already, or is completed by `now`, stays as it is.
        """
        events = self.advance(now)
        if self.mode is Mode.ENDED:
            return events
        self._close_pause(now)
        self._leave_phase(now)
        self._state.into_s = 0.0
        self.mode = Mode.ENDED
        self.status = Status.STOPPED
        self.reason = reason
        return [*events, Ended(now, Status.STOPPED, reason)]

    # Internals

    def _advance(self, now: float) -> Iterator[Event]:
        """Yield the signals and changes of phase up to `now`, each with the moment at which it was due.

        A running session goes from phase to phase, up to a gate or to its completion. Nothing is due in any
        other mode. The session changes only as far as the caller iterates.
        """
        while self.mode is Mode.RUNNING:
            state = self._state
            starts = self._anchor - state.into_s
            ends = starts + state.length_s
            is_gate = self.phase.is_gate
            until = now if is_gate else min(now, ends)
            for moment, cue in remaining_phase_signals(self.phase, state):
                if starts + moment > until:
                    break
                state.cued_s = moment
                if cue is cues.HALF_WAY:
                    state.halved, state.middle_s = True, moment
                yield CueReached(starts + moment, with_own_sound(self.plan, self.phase, cue))
            if is_gate or now < ends:
                return
            self._leave_phase(ends)
            yield from self._enter_phase(state.index + 1, ends)

    def _jump_to_phase(self, index: int, at: float) -> list[Event]:
        """Begin a phase to which the person skipped or went back, and return the events of `_enter_phase`.

        All speech of the phase is said, even if it was said before, and with it what would have been
        announced in the phase before.
        """
        events = self._enter_phase(index, at)
        self._state.came_s = 0.0
        self._run_started = at
        return events

    def _enter_phase(self, index: int, at: float) -> list[Event]:
        """Begin a phase at the moment `at`, or complete the session if `index` is past the last phase.

        Return `PhaseBegan`, or the closing cue and `Ended`. `_advance` yields the opening cue of the phase
        afterwards. In a pause, the session stays paused, and the phase has no opening cue. The mode changes
        only when the session is complete.
        """
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
        # A phase that begins in a pause has no opening cue: the cue for resuming takes its place.
        state.cued_s = -1.0 if self.mode is Mode.RUNNING else 0.0
        if self.mode is Mode.RUNNING:
            self._anchor = at
        return [PhaseBegan(at, index)]

    def _leave_phase(self, now: float) -> None:
        """Record the time spent in the current phase with `record_phase_time`; it stays the current phase."""
        time_accounting.record_phase_time(self.plan, self._state, self.position(now))

    def _stop_clock(self, now: float, mode: Mode) -> None:
        """Stop the session's clock at its current position. mode: why it doesn't run."""
        self._state.into_s = self.position(now)
        self._clock_stopped_at = now
        self.mode = mode

    def _close_pause(self, now: float) -> None:
        """Add the pause or halt that ends now to the time of pauses; do nothing if the clock isn't stopped.

        A pause that began before a restart of the program isn't counted.
        """
        if self._clock_stopped_at is not None:
            self._state.paused_s += now - self._clock_stopped_at
            self._clock_stopped_at = None
