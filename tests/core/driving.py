"""Play a session in a test, and add up from its events alone what its time was spent on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.core.strategies import TimedAction
from tpsession.core.catalog.cues import Cue
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import CueReached, Ended, Event, Halted, Paused, PhaseBegan, Resumed
from tpsession.core.session.state import SessionState

ORIGIN = 4096.0
"""The clock's reading when a session starts: real clocks don't start at 0."""
ROUNDING_S = 1e-6
"""Tolerance for times that aren't on the grid of `strategies.GRID`."""


def perform(session: Session, action: TimedAction, now: float) -> list[Event]:
    """Do one action at a moment, and return its events."""
    if action.name == "extend":
        return session.extend(now, action.seconds)
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
        "cancel_stop": session.cancel_stop,
    }[action.name]
    return method(now)


def after(seconds: float, name: str) -> TimedAction:
    """An action some seconds after the one before."""
    return TimedAction(seconds, name)


@dataclass
class SessionRun:
    """A session that is being played, with all its events so far."""

    session: Session
    now: float = ORIGIN
    events: list[Event] = field(default_factory=list)

    @classmethod
    def started(cls, plan: Plan) -> SessionRun:
        """A session that has just started."""
        run = cls(Session(plan))
        run.events += run.session.start(run.now)
        return run

    def perform(self, action: TimedAction) -> list[Event]:
        """Let the time before an action pass, do it, and return its events."""
        self.now += action.after_s
        events = perform(self.session, action, self.now)
        self.events += events
        return events

    def perform_all(self, actions: Iterable[TimedAction]) -> SessionRun:
        """Do one action after the other."""
        for action in actions:
            self.perform(action)
        return self

    def finish(self) -> SessionRun:
        """Continue to the end of the session: resume every pause and pass every gate after a second."""
        while self.session.mode is not Mode.ENDED:
            if self.session.mode in {Mode.PAUSED, Mode.HALTED}:
                self.perform(TimedAction(1.0, "resume"))
            elif self.session.is_in_gate:
                self.perform(TimedAction(1.0, "found"))
            else:
                self.perform(TimedAction(self.session.remaining_s(self.now) + 1.0, "advance"))
        return self

    @property
    def state(self) -> SessionState:
        """The session's state now."""
        return self.session.state(self.now)

    @property
    def ended_at(self) -> float:
        """The moment at which it ended."""
        return next(event.at for event in self.events if isinstance(event, Ended))

    @property
    def cues(self) -> list[Cue]:
        """Every cue that was reported."""
        return cues_of(self.events)


def cues_of(events: Sequence[Event]) -> list[Cue]:
    """The cues among some events."""
    return [event.cue for event in events if isinstance(event, CueReached)]


@dataclass
class TimeTally:
    """How long each phase was played and how long the clock stood still, according to the events alone."""

    played_s: dict[int, float]
    """Seconds that the clock ran in each phase, by its index."""
    stopped_s: float
    """Seconds that the clock stood still."""

    @classmethod
    def from_events(cls, events: Sequence[Event], until: float | None = None) -> TimeTally:
        """Add up the time between events, up to the last event or to `until`."""
        played: dict[int, float] = defaultdict(float)
        stopped = 0.0
        index, running, last = 0, True, events[0].at
        for event in events:
            assert event.at >= last - ROUNDING_S
            if running:
                played[index] += event.at - last
            else:
                stopped += event.at - last
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
                stopped += until - last
        return cls(dict(played), stopped)

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
