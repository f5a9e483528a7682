"""A whole house of fakes for plain mode, and short routines to play in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeLibrary, FakeSettings, ScriptedConsole
from tests.fakes.voice import FakeVoice
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import CIRCLES, PRESSURE, WIPE
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.plain.plain_app import PlainApp, PlainServices

_NUMBERS = count(1)

SHORT = Routine(
    id="short",
    name="Short",
    area=NECK,
    sides=Sides.NONE,
    steps=(
        Step(CIRCLES, duration_s=20.0),
        Step(PRESSURE, hold_s=30.0, release_s=15.0, repeat=2, halfway=True),
        Step(WIPE),
    ),
)
"""Get ready 5 s, circles 20 s, two holds of 30 s with 15 s between, and a gate: 100 s as planned."""

SAFE = "n"
"""The answer to the safety questions that says: none is true."""


@dataclass
class FakeHouse:
    """Plain mode with fakes behind every port."""

    answers: list[str]
    typed: list[tuple[float, str]] | None = None
    """Lines of the session; None passes the gate of `SHORT`, if somebody is there."""
    attended: bool = True
    wishes: SessionOptions = field(default_factory=SessionOptions)
    settings: dict[str, str | int | bool] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    history: MemoryHistory = field(default_factory=MemoryHistory)
    player: FakePlayer = field(default_factory=FakePlayer)
    voice: FakeVoice = field(default_factory=FakeVoice)
    routines: tuple[Routine, ...] = (SHORT,)
    long_list: bool = False
    """Whether the long safety list was never gone through."""

    def __post_init__(self) -> None:
        if not self.long_list and self.history.file.screening_time is None:
            self.history.file.screening_time = self.clock.local_time()
        typed = self.typed
        if typed is None:
            typed = [(107.0, "")] if self.attended else []
        self.console = ScriptedConsole(self.clock, self.answers, typed, attended=self.attended)
        self.house = PlainServices(
            console=self.console,
            clock=self.clock,
            history=self.history,
            library=FakeLibrary(*self.routines),
            settings=FakeSettings(self.settings),
            player=self.player,
            voice=self.voice,
            new_id=lambda: f"session-{next(_NUMBERS)}",
        )

    def play(self, routine: Routine = SHORT) -> int:
        visit = PlainApp(self.house, self.wishes)
        code = visit.pick_up()
        return visit.play(routine) if code is None else code

    def choose(self) -> int:
        visit = PlainApp(self.house, self.wishes)
        code = visit.pick_up()
        return visit.choose_and_play() if code is None else code

    @property
    def record(self) -> SessionRecord:
        """The only session kept."""
        (record,) = self.history.find_sessions(HistoryQuery())
        return record

    @property
    def shown(self) -> str:
        return self.console.output


def with_sides(routine: Routine, sides: Sides) -> Routine:
    """The routine with every step but the last sided."""
    steps = tuple(replace(step, sided=True) for step in routine.steps[:-1])
    return replace(routine, sides=sides, steps=(*steps, routine.steps[-1]))
