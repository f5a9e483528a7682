"""The screens that README shows, each made with a clock that stands still and a history of its own."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING, FakeClock
from tests.tui.every_screen import ask_nothing
from tests.tui.fake_tui import FakeTui
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.screens.progress.progress import ProgressScreen
from tpsession.tui.screens.session.session import SessionScreen

FOLDER = Path(__file__).parent
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Named by its address; a page that shows the picture takes its own font."""
_TEXT = re.compile(r"<text [^>]*>(.*?)</text>")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    """Stem of its file."""
    size: tuple[int, int]
    """Columns and rows."""
    app: Callable[[], TpsessionApp]
    then: Callable[[Pilot[int]], Awaitable[None]] | None = None
    """What is done before the picture is taken."""

    @property
    def path(self) -> Path:
        """Where the picture lies."""
        return FOLDER / f"{self.name}.svg"

    async def draw(self) -> str:
        """The picture as SVG."""
        app = self.app()
        async with app.run_test(size=self.size) as pilot:
            await pilot.pause(0.5)
            if self.then is not None:
                await self.then(pilot)
            return FONT.sub("", await _at_rest(app, pilot))


async def _at_rest(app: TpsessionApp, pilot: Pilot[int]) -> str:
    """The picture once it changes no more: what is beside the list comes when the machine has time."""
    before, drawn, same = "", "", 0
    while same < 3:
        await pilot.pause(0.2)
        before, drawn = drawn, app.export_screenshot(title="tpsession")
        same = same + 1 if words(before) == words(drawn) else 0
    return drawn


def words(svg: str) -> list[str]:
    """The characters of a picture, a run each: what tells whether it is current."""
    return [text for text in _TEXT.findall(svg) if text.strip()]


def _entries() -> tuple[RoutineEntry, ...]:
    entries = FileLibrary(find_paths(), find_resources()).list_entries()
    return tuple(entry._replace(path=f"{entry.id}.toml") for entry in entries if entry.source == "built-in")


_FEW = ((6, 4), (5, 5), (6, 3), (5, 3))
"""The ratings before and after each session of most pictures."""
_MANY = (
    *((7, 5), (7, 6), (6, 7), (7, 4), (6, 4), (6, 5), (7, 5), (6, 4), (5, 5), (6, 3), (6, 4), (5, 3)),
    *((6, 5), (5, 3), (5, 4), (4, 4), (5, 3), (5, 2), (4, 3), (5, 3), (4, 2), (4, 3), (3, 3), (4, 2)),
)
"""Those of the picture of progress, over seven weeks."""


def _history(rated: Sequence[tuple[int, int]] = _FEW) -> MemoryHistory:
    history = MemoryHistory()
    for day, (before, after) in enumerate(rated):
        at = MORNING - timedelta(days=2 * (len(rated) - day), hours=12)
        record = SessionRecord(
            id=f"{day}",
            started_at=at,
            ended_at=at + timedelta(minutes=13),
            status=Status.COMPLETED,
            stop_reason=None,
            routine="neck",
            place="neck",
            area="neck",
            side=Side.BOTH,
            planned_s=773.0,
            active_s=640.0,
            before=before,
            after=after,
        )
        ratings = [Rating(RatingKind.BEFORE, before, at), Rating(RatingKind.AFTER, after, at)]
        history.add_session(record, ratings)
    return history


def _tui(rated: Sequence[tuple[int, int]] = _FEW) -> FakeTui:
    return FakeTui(
        settings={"follow_up.ask": False},
        routines=_entries(),
        clock=FakeClock(),
        history=_history(rated),
    )


def _home() -> TpsessionApp:
    return _tui().app()


def begin_session() -> tuple[FakeTui, SessionRunner, SessionScreen]:
    tui = _tui()
    routine = next(entry.routine for entry in _entries() if entry.id == "neck")
    assert routine is not None
    ports = RunnerPorts(tui.clock, tui.player, tui.history, caller_saves_end=True)
    runner, first = SessionRunner.begin(build_plan(routine, PlanOptions()), "now", 6, ports)
    return tui, runner, SessionScreen(runner, first)


def _session() -> TpsessionApp:
    tui, runner, screen = begin_session()
    for _ in range(52):
        tui.clock.pass_time(1.0)
        runner.tick()
    return tui.single_screen_app(screen)


def _prepare() -> TpsessionApp:
    tui = _tui()
    routine = next(entry.routine for entry in _entries() if entry.id == "neck")
    assert routine is not None
    return tui.single_screen_app(PrepareScreen(routine, PlanOptions(area=NECK)))


def _kept() -> TpsessionApp:
    return _tui().single_screen_app(HistoryScreen())


def _where() -> TpsessionApp:
    return _tui().single_screen_app(WhereScreen(ask_nothing))


async def _highlight_low_back(pilot: Pilot[int]) -> None:
    await pilot.press("l")


def _progress() -> TpsessionApp:
    return _tui(_MANY).single_screen_app(ProgressScreen())


SCENES = (
    Scene("home", (120, 40), _home),
    Scene("prepare", (100, 34), _prepare),
    Scene("session", (100, 30), _session),
    Scene("history", (100, 30), _kept),
    Scene("progress", (120, 36), _progress),
    Scene("where", (100, 34), _where, _highlight_low_back),
)
