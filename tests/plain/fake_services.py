"""Runs plain mode with fakes for all ports, and a short routine to play in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from tests.fakes.awake import FakeAwake
from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeLibrary, FakeSettings, ScriptedConsole
from tests.fakes.rendering import FakeDoctor, FakeRenderer, FakeReportWriter
from tests.fakes.routine_writer import FakeRoutineWriter
from tests.fakes.voice import FakeVoice
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import CIRCLES, PRESSURE, WIPE
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.plain.plain_app import PlainApp
from tpsession.plain.services import PlainServices

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
"""The answer that none of the safety questions apply."""


@dataclass
class PlainRun:
    """One run of plain mode with fakes for all ports."""

    answers: list[str]
    typed: list[tuple[float, str]] | None = None
    """Lines typed during the session, each with its second; None passes the gate of `SHORT`, if attended."""
    attended: bool = True
    options: SessionOptions = field(default_factory=SessionOptions)
    settings: dict[str, str | int | bool] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    history: MemoryHistory = field(default_factory=MemoryHistory)
    player: FakePlayer = field(default_factory=FakePlayer)
    voice: FakeVoice = field(default_factory=FakeVoice)
    awake: FakeAwake = field(default_factory=FakeAwake)
    report_writer: FakeReportWriter = field(default_factory=FakeReportWriter)
    routine_writer: FakeRoutineWriter = field(default_factory=FakeRoutineWriter)
    renderer: FakeRenderer = field(default_factory=FakeRenderer)
    routines: tuple[Routine, ...] = (SHORT,)
    long_list: bool = False
    """Whether the person has never gone through the long safety list."""

    def __post_init__(self) -> None:
        if not self.long_list and self.history.file.screening_time is None:
            self.history.file.screening_time = self.clock.local_time()
        typed = self.typed
        if typed is None:
            typed = [(107.0, "")] if self.attended else []
        self.console = ScriptedConsole(self.clock, self.answers, typed, attended=self.attended)
        self.services = PlainServices(
            console=self.console,
            clock=self.clock,
            history=self.history,
            library=FakeLibrary(*self.routines),
            settings=FakeSettings(self.settings),
            player=self.player,
            voice=self.voice,
            awake=self.awake,
            report_writer=lambda: self.report_writer,
            routine_writer=lambda: self.routine_writer,
            renderer=lambda: self.renderer,
            doctor=FakeDoctor,
            new_id=lambda: f"session-{next(_NUMBERS)}",
        )

    def play(self, routine: Routine = SHORT) -> int:
        app = PlainApp(self.services, self.options)
        code = app.run_startup_prompts()
        return app.play(routine) if code is None else code

    def choose(self) -> int:
        app = PlainApp(self.services, self.options)
        code = app.run_startup_prompts(menu_follows=True)
        return app.choose_and_play() if code is None else code

    @property
    def record(self) -> SessionRecord:
        """The only saved session."""
        (record,) = self.history.find_sessions(HistoryQuery())
        return record

    @property
    def menus(self) -> list[str]:
        """Each question of the start menu that was asked."""
        return [line for line in self.console.lines if line.endswith((" quit or help:", " quit:"))]

    @property
    def shown(self) -> str:
        return self.console.output


def with_sides(routine: Routine, sides: Sides) -> Routine:
    """Return the routine with these sides, and every step but the last one sided."""
    steps = tuple(step._replace(sided=True) for step in routine.steps[:-1])
    return routine._replace(sides=sides, steps=(*steps, routine.steps[-1]))
