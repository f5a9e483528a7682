"""The list of routines, and beside it all about the one that is pointed at."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, ScreenResume, ScreenSuspend
from textual.widgets import Button, Input, Static

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.recent import RECENT_SESSIONS, find_last_used_routine
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.settings.actions import (
    BEGIN,
    CLOSE,
    DOCTOR,
    FILTER,
    HELP,
    HISTORY,
    QUIT,
    REHEARSE,
    RENDER,
    SETTINGS,
    SOUND,
)
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row, last_days, matches, sort_rows
from tpsession.tui.widgets.lists.routine_list import RoutineList

if TYPE_CHECKING:
    from tpsession.tui.widgets.lists.routine_detail import RoutineDetail

LOOKING_AFTER_S = 0.3
"""Seconds after which it is said that the routines are looked for."""
FIRST_PICTURE_S = 0.03
"""Seconds that the first picture waits for the list: without it there is nothing to see."""
PATIENCE_S = 0.5
"""Seconds that the list waits for the history, so that it is in its order at once."""
_WIDTHS = [(0, "-stacked"), (72, "-beside"), (112, "-wide"), (160, "-huge")]
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""What the layout is called from so many columns and rows on."""
LOOKING = "Looking for your routines ..."
NO_ROUTINES = "There are no routines."
NO_MATCH = "No routine has these letters."


class HomeScreen(Page[None], inherit_bindings=False):
    """The first screen."""

    CSS_PATH = "home.tcss"
    HEADING = "tpsession"
    ABOUT = (
        "Choose a routine: the one used last is on top. Beside it stand its steps, what it needs, and what "
        "never to press."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        CLOSE, BEGIN, HISTORY, SETTINGS, QUIT, FILTER, REHEARSE, DOCTOR, HELP, hidden=[SOUND, RENDER]
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Nothing is read before the screen is shown."""
        super().__init__()
        self._routines: list[RoutineRow] | None = None
        """In the order of the list; None until they are read."""
        self._detail: RoutineDetail | None = None
        self._letters = ""
        """What the filter asks for."""
        self._days: dict[str, date] = {}
        self._made = asyncio.Event()
        """Whether there is a list to show them in."""
        self._ordered = asyncio.Event()
        """Whether they are shown in it."""
        self._outdated = False
        """Whether something else than what lies over it was shown since it was read."""
        self._moved = False
        """Whether the person has moved in the list since the screen was shown: then its order stays."""
        self._chose = False
        """Whether the person ever did: then what is pointed at stays, wherever it goes."""

    def compose_content(self) -> ComposeResult:
        """The list, and all about one routine."""
        # Read while the widgets are made, so that the list is there with the first picture.
        self._read()
        with Horizontal(id="home"), Vertical(id="routines"):
            yield RoutineList(id="list")
            yield Static("", id="trouble", classes="trouble")
            yield Static(NOTHING_SAVED, id="nothing-kept", classes="quiet")

    async def on_mount(self) -> None:
        """The list takes the keys."""
        self._made.set()
        self._list.focus()
        self.set_timer(LOOKING_AFTER_S, self._say_looking)
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PICTURE_S):
                await self._ordered.wait()

    def on_screen_suspend(self, _event: ScreenSuspend) -> None:
        """Help, commands and questions lie over the list; whatever else comes may change what it shows."""
        self._outdated |= not self.app.screen.is_modal
        self.context.hide_problems()

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Read everything anew where a session may have been done, or a file been changed."""
        if self._outdated:
            self._outdated = False
            self._read()
        self.query_one("#nothing-kept").display = not self.context.history.saves
        self.context.show_problems()

    # Reading

    def _read(self) -> None:
        self._moved = False
        self._load()

    @work(name="load", group="load", exclusive=True)
    async def _load(self) -> None:
        """Read routines and history, and show the list once its order is known."""
        library = asyncio.create_task(asyncio.to_thread(self._read_routines))
        history = asyncio.create_task(self.context.history.load_sessions(HistoryQuery(limit=RECENT_SESSIONS)))
        try:
            await asyncio.wait({library, history}, timeout=PATIENCE_S)
            await self._made.wait()
            routines = await library
            if self._routines is None and not history.done():
                self._show(routines, None)
            await self._show_done(routines, history)
        except TpsessionError as error:
            self._tell(str(error))
            if self._routines is None:
                self._show([], None)
        finally:
            library.cancel()
            history.cancel()

    async def _show_done(
        self, routines: list[RoutineRow], history: asyncio.Task[list[SessionRecord]]
    ) -> None:
        """Show the list as the history orders it, and when each was last done."""
        trouble = ""
        recent: list[SessionRecord] = []
        try:
            recent = await history
        except HistoryError as error:
            trouble = str(error)
        self._tell(trouble)
        known = {one.id for one in routines}
        days = last_days(recent)
        self._show(routines, find_last_used_routine(recent, known))
        self._show_days({**self._days, **days})
        others = sorted(known - days.keys())
        if others and len(recent) == RECENT_SESSIONS:
            days |= last_days(await self.context.history.load_last_sessions(others))
        if not trouble:
            self._show_days(days)

    def _read_routines(self) -> list[RoutineRow]:
        preferences = self.context.preferences
        return [build_row(entry, preferences) for entry in self.context.services.library.list_entries()]

    def _say_looking(self) -> None:
        if self._routines is None:
            self._list.show((), empty_text=LOOKING)

    # Showing

    def _show(self, routines: list[RoutineRow], last: str | None) -> None:
        """Show the list in its order; once the person has moved in it, that stays as it is."""
        ordered = sort_rows(routines, last)
        if self._moved and self._routines is not None:
            places = {one.id: place for place, one in enumerate(self._routines)}
            ordered.sort(key=lambda one: places.get(one.id, len(places)))
        self._routines = ordered
        self._show_filtered()
        self._ordered.set()
        if self._detail is None:
            self.call_after_refresh(self._add_detail)

    async def _add_detail(self) -> None:
        """Add what stands beside the list, once the list is painted."""
        # It and its styles take about as long to load and make as all else on this screen.
        from tpsession.tui.widgets.lists.routine_detail import RoutineDetail  # noqa: PLC0415

        if self._detail is None:
            self._detail = RoutineDetail(self._list.highlighted, id="detail")
            await self.query_one("#home").mount(self._detail)
        self.call_after_refresh(self.context.run_deferred_startup)

    def _show_filtered(self) -> None:
        known = self._routines or []
        shown = [one for one in known if matches(one, self._letters)]
        self._list.show(shown, empty_text=NO_MATCH if known else NO_ROUTINES, keep_highlight=self._chose)

    def _show_days(self, days: dict[str, date]) -> None:
        self._days = days
        self._list.show_last_days(self._days, self.context.services.clock.local_time().date())

    def _tell(self, words: str) -> None:
        trouble = self.query_one("#trouble", Static)
        trouble.update(literal(words))
        trouble.display = bool(words)

    @property
    def _list(self) -> RoutineList:
        return self.query_one(RoutineList)

    @property
    def _filter(self) -> Input | None:
        """The line over the list, while it is open."""
        return next(iter(self.query(Input)), None)

    # What the person does

    def on_routine_list_highlighted(self, event: RoutineList.Highlighted) -> None:
        """Show what is pointed at."""
        if event.by_person:
            self._moved = self._chose = True
        if self._detail is not None:
            self._detail.show(event.routine)

    def on_routine_list_selected(self, _event: RoutineList.Selected) -> None:
        """A click on what is pointed at starts it."""
        self.action_begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start or rehearse."""
        if event.button.id == "begin":
            self.action_begin()
        elif event.button.id == "rehearse":
            self.action_rehearse()

    def action_begin(self) -> None:
        """Get ready for the routine that is pointed at."""
        self._play(rehearse=False)

    def action_rehearse(self) -> None:
        """Play it faster, without keeping anything."""
        self._play(rehearse=True)

    def _play(self, *, rehearse: bool) -> None:
        routine = self._playable()
        if routine is not None:
            self.context.navigator.play(routine, rehearse=rehearse)

    def _playable(self) -> Routine | None:
        """The routine that is pointed at; where its file is broken its problems get the keys."""
        pointed = self._list.highlighted
        if pointed is not None and pointed.entry.routine is None and self._detail is not None:
            self._detail.focus_problems()
        return None if pointed is None else pointed.entry.routine

    def action_render(self) -> None:
        """Write the routine that is pointed at as a sound file; its area is asked for where it says any."""
        from tpsession.tui.screens.prepare.area import AreaScreen  # noqa: PLC0415 - 16 ms, if asked

        routine = self._playable()
        if routine is None:
            return
        if routine.area is None:
            self.app.push_screen(AreaScreen(routine), partial(self._render_for, routine))
        else:
            self._render_for(routine, routine.area)

    def _render_for(self, routine: Routine, area: Area | None) -> None:
        from tpsession.tui.screens.tools.render import RenderScreen  # noqa: PLC0415 - 19 ms, when shown

        if area is not None:
            self.app.push_screen(RenderScreen(routine, area, self.context.preferences))

    def action_history(self) -> None:
        """Show the sessions that were kept."""
        from tpsession.tui.screens.history.history import HistoryScreen  # noqa: PLC0415 - 7 ms, when first shown

        self.app.push_screen(HistoryScreen())

    def action_settings(self) -> None:
        """Show the settings."""
        from tpsession.tui.screens.tools.settings import SettingsScreen  # noqa: PLC0415 - 4 ms, when first shown

        self.app.push_screen(SettingsScreen())

    def action_doctor(self) -> None:
        """Show what works on this machine."""
        from tpsession.tui.screens.tools.doctor import DoctorScreen  # noqa: PLC0415 - 4 ms, when first shown

        self.app.push_screen(DoctorScreen())

    # Filter

    async def action_filter(self) -> None:
        """Open the line over the list, go back to it, or put it away."""
        from tpsession.tui.widgets.common.line_input import LineInput  # noqa: PLC0415 - the toolkit's line, if typed

        if self._filter is None:
            line = LineInput(placeholder="letters of its name or area", id="filter", compact=True)
            await self.query_one("#routines").mount(line, before=0)
            line.focus()
            self.refresh_bindings()
        elif self._filter.has_focus:
            self.action_close()
        else:
            self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show only what has these letters."""
        self._letters = event.value
        self._show_filtered()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Go on in the list."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """From the filter's line the arrows move in the list."""
        if event.key in {"up", "down"} and self._filter is not None and self._filter.has_focus:
            event.stop()
            self._list.action_move(1 if event.key == "down" else -1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing behind this screen: back means the filter, where there is one."""
        return action != "close" or self._filter is not None

    def action_close(self) -> None:
        """Put the filter away."""
        if self._filter is not None:
            self._list.focus()
            self._filter.remove()
            self._letters = ""
            self._show_filtered()
            self.refresh_bindings()
