"""The full-screen program with fakes behind every port, whole or with one screen only."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from textual.app import App
from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.fakes.awake import FakeAwake
from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeLibrary, FakeListMemory, FakeSettings
from tests.fakes.rendering import FakeBrowser, FakeDoctor, FakeOwnData, FakeRenderer, FakeReportWriter
from tests.fakes.routine_writer import FakeRoutineWriter
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.task_progress import TaskProgress
from tpsession.tui.app import TpsessionApp
from tpsession.tui.context import LaunchOptions
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.services.services import Services

_NUMBERS = count(1)


@dataclass
class FakeTui:
    """The program with fakes behind every port."""

    settings: dict[str, str | int | bool] = field(default_factory=dict)
    routines: tuple[Routine | RoutineEntry, ...] = (SHORT,)
    options: SessionOptions = field(default_factory=SessionOptions)
    routine: str | None = None
    person: str = ""
    charset: Charset = Charset.UNICODE
    clock: FakeClock = field(default_factory=FakeClock)
    list_memory: FakeListMemory = field(default_factory=FakeListMemory)
    history: MemoryHistory = field(default_factory=MemoryHistory)
    opening: TaskProgress = field(default_factory=TaskProgress)
    player: FakePlayer = field(default_factory=FakePlayer)
    voice: FakeVoice = field(default_factory=FakeVoice)
    awake: FakeAwake = field(default_factory=FakeAwake)
    renderer: FakeRenderer = field(default_factory=FakeRenderer)
    report_writer: FakeReportWriter = field(default_factory=FakeReportWriter)
    browser: FakeBrowser = field(default_factory=FakeBrowser)
    routine_writer: FakeRoutineWriter = field(default_factory=FakeRoutineWriter)
    doctor: FakeDoctor = field(default_factory=FakeDoctor)
    own_data: FakeOwnData = field(default_factory=FakeOwnData)

    def __post_init__(self) -> None:
        self.services = Services(
            clock=self.clock,
            library=FakeLibrary(*self.routines),
            list_memory=self.list_memory,
            settings=FakeSettings(self.settings),
            player=lambda _preferences: self.player,
            voice=lambda: self.voice,
            history=lambda: self.history,
            open_again=lambda _: None,
            opening=self.opening,
            awake=lambda: self.awake,
            renderer=lambda: self.renderer,
            report_writer=lambda: self.report_writer,
            browser=lambda: self.browser,
            routine_writer=lambda: self.routine_writer,
            routine_code=lambda _: None,
            doctor=lambda: self.doctor,
            own_data=lambda: self.own_data,
            new_id=lambda: f"session-{next(_NUMBERS)}",
        )

    def app(self) -> TpsessionApp:
        """The whole program."""
        return TpsessionApp(
            self.services, LaunchOptions(self.options, self.routine, self.charset, self.person)
        )

    def single_screen_app(self, screen: Screen[Any]) -> SingleScreenApp:
        """The program with nothing but one screen; its `result` is the screen's."""
        return SingleScreenApp(self.services, screen, self.charset)


class SingleScreenApp(TpsessionApp):
    """Shows one screen instead of the list of routines, and keeps its result."""

    def __init__(self, services: Services, screen: Screen[Any], charset: Charset = Charset.UNICODE) -> None:
        super().__init__(services, LaunchOptions(charset=charset))
        self._single_screen = screen
        self.result: object = None
        self.dismissed = False

    def get_default_screen(self) -> Screen[Any]:
        return Screen()

    def on_mount(self) -> None:
        super().on_mount()
        self.player.apply_settings()
        self.push_screen(self._single_screen, self._remember)

    def ask_startup_prompts(self) -> None:
        """Ask nothing."""

    def _remember(self, result: object) -> None:
        self.result = result
        self.dismissed = True


async def click(pilot: Pilot[Any], widget: Widget | str) -> None:
    """Click into the middle of a widget, the way a terminal's mouse does: a press, then its release."""
    target = pilot.app.screen.query_one(widget) if isinstance(widget, str) else widget
    region = target.region
    await click_at(pilot, region.x + region.width // 2, region.y + region.height // 2)


async def click_at(pilot: Pilot[Any], x: int, y: int) -> None:
    """Click on a cell of the screen."""
    for kind in (MouseDown, MouseUp):
        pilot.app.post_message(
            kind(
                widget=None,
                x=x,
                y=y,
                delta_x=0,
                delta_y=0,
                button=1,
                shift=False,
                meta=False,
                ctrl=False,
                screen_x=x,
                screen_y=y,
            )
        )
    await pilot.pause()
    await pilot.pause()


def screen_text(app: App[Any]) -> str:
    """The characters of the whole screen, a line each."""
    screen = app.screen
    return "\n".join(strip.text for strip in screen._compositor.render_strips())
