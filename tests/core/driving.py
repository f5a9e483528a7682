"""Playing a session in tests, and reckoning from its events alone what it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.core.strategies import TimedAction
from tpsession.core.catalog.cues import Cue
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import PhaseBegan, CueReached, Ended, Event, Halted, Paused, Resumed

ORIGIN = 4096.0
"""Where the clock of the tests stands when a session starts: clocks don't start at nought."""
ROUNDING_S = 1e-6
"""Rounding that is forgiven where times aren't on the grid."""


def perform(session: Session, act: TimedAction, now: float) -> list[Event]:
    """Do one thing at a moment."""
    if act.name == "extend":
        return session.extend(now, act.seconds)
    method = {
        "advance": session.advance,
        "pause": session.pause,
        "resume": session.resume,
        "slept": session.slept,
        "found": session.found,
        "skip": session.skip,
        "back": session.back,
        "ease": session.ease,
        "halt": session.halt,
        "call_off": session.cancel_stop,
    }[act.name]
    return method(now)


def after(seconds: float, name: str) -> TimedAction:
    """An action some seconds after the one before."""
    return TimedAction(seconds, name)


@dataclass
class SessionRun:
    """A session that is being played, with all that it told."""

    session: Session
    now: float = ORIGIN
    events: list[Event] = field(default_factory=list)

    @classmethod
    def started(cls, plan: Plan) -> SessionRun:
        """A session that has just started."""
        run = cls(Session(plan))
        run.events += run.session.start(run.now)
        return run

    def perform(self, act: TimedAction) -> list[Event]:
        """Let the time before an action pass, then do it."""
        self.now += act.after_s
        told = perform(self.session, act, self.now)
        self.events += told
        return told

    def perform_all(self, course: Iterable[TimedAction]) -> SessionRun:
        """Do one thing after the other."""
        for act in course:
            self.perform(act)
        return self

    def finish(self) -> SessionRun:
        """Go on from wherever the session stands, passing every gate, until it ends."""
        while self.session.mode is not Mode.ENDED:
            if self.session.mode in {Mode.PAUSED, Mode.HALTED}:
                self.perform(TimedAction(1.0, "resume"))
            elif self.session.is_in_gate:
                self.perform(TimedAction(1.0, "found"))
            else:
                self.perform(TimedAction(self.session.remaining_s(self.now) + 1.0, "advance"))
        return self

    @property
    def ended_at(self) -> float:
        """When it ended."""
        return next(event.at for event in self.events if isinstance(event, Ended))

    @property
    def cues(self) -> list[Cue]:
        """Every cue that was told."""
        return cues_of(self.events)


def cues_of(events: Sequence[Event]) -> list[Cue]:
    """The cues among some events."""
    return [event.cue for event in events if isinstance(event, CueReached)]


@dataclass
class TimeTally:
    """Where the time went, told from the events of a session and its plan."""

    played_s: dict[int, float]
    """Seconds that the clock ran in each phase, by its index."""
    stopped_s: float
    """Seconds that the clock stood."""

    @classmethod
    def from_events(cls, events: Sequence[Event], until: float | None = None) -> TimeTally:
        """Reckon what was told, up to a moment or the last event."""
        played: dict[int, float] = defaultdict(float)
        stood = 0.0
        index, running, last = 0, True, events[0].at
        for event in events:
            assert event.at >= last - ROUNDING_S
            if running:
                played[index] += event.at - last
            else:
                stood += event.at - last
            last = event.at
            match event:
                case PhaseBegan():
                    index = event.index
                case Paused() | Halted() | Ended():
                    running = False
                case Resumed():
                    running = True
        if until is not None and not isinstance(events[-1], Ended):
            if running:
                played[index] += until - last
            else:
                stood += until - last
        return cls(dict(played), stood)

    def gate_s(self, plan: Plan) -> float:
        """Seconds spent in gates."""
        return sum(spent for index, spent in self.played_s.items() if plan.phases[index].is_gate)

    def timed_s(self, plan: Plan) -> float:
        """Seconds spent in timed phases."""
        return sum(spent for index, spent in self.played_s.items() if not plan.phases[index].is_gate)

    def active_s(self, plan: Plan, entry: int) -> float:
        """Seconds spent in work, hold and release of an entry."""
        return sum(
            spent
            for index, spent in self.played_s.items()
            if plan.phases[index].entry == entry and plan.phases[index].kind in {"work", "hold", "release"}
        )
