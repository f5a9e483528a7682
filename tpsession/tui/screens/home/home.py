"""The home screen: the list of routines, and beside it the details of the one that is highlighted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing, suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key, ScreenResume, ScreenSuspend
from textual.widgets import Button

from tpsession.core.errors import TpsessionError
from tpsession.core.history.recent import find_last_session
from tpsession.core.settings.actions import (
    BEGIN,
    CLOSE,
    COMPARE,
    COPY_ROUTINE,
    DELETE_ROUTINE,
    DOCTOR,
    EDIT_ROUTINE,
    FAVOURITE,
    FILTER,
    HELP,
    HISTORY,
    LOG,
    NEW_ROUTINE,
    OPEN_LINK,
    OWN_DATA,
    PROGRAMME,
    PROGRESS,
    QUIT,
    REHEARSE,
    RENDER,
    SAME_AGAIN,
    SETTINGS,
    SHOW_CODE,
    SOUND,
    UNDO_DELETION,
    VARY,
    WHERE,
)
from tpsession.core.settings.definitions import FAVOURITES
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens import progress
from tpsession.tui.screens.home.reading import HomeReading, read_home
from tpsession.tui.screens.home.starting_page import RoutineStartingPage
from tpsession.tui.view_models.home.home_list import routines_without_day
from tpsession.tui.view_models.routine_rows import RoutineRow, last_days
from tpsession.tui.widgets.lists.routine_list import RoutineList
from tpsession.tui.widgets.lists.routines_pane import RoutinesPane

if TYPE_CHECKING:
    from textual.notifications import Notification

    from tpsession.core.history.records import SessionRecord
    from tpsession.tui.widgets.lists.todays_thing import TodaysThingLine
    from tpsession.tui.widgets.progress.overview import PlaceOverview
    from tpsession.tui.widgets.progress.titled_lines import TitledLines

LOADING_TEXT_DELAY_S = 0.3
"""Seconds of reading after which the list says that it is looking for the routines."""
FIRST_PAINT_WAIT_S = 0.03
"""Longest time in seconds that the first paint waits for the routines, without which the list is empty."""
DAY_WATCH_S = 30.0
"""Seconds between two looks at the date."""
_WIDTHS = [(0, "-stacked"), (72, "-beside"), (112, "-wide"), (160, "-huge")]
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""The screen's class from this many columns, or rows, on."""


class HomeScreen(RoutineStartingPage, inherit_bindings=False):
    """The first screen, with the list of routines: the person chooses one and starts it, or opens a page."""

    CSS_PATH = "home.tcss"
    HEADING = "tpsession"
    ABOUT = (
        "Choose a routine: the one you used last is at the top, then your favourites. Its steps, what you'll "
        "need and where never to press are beside the list, and below it how strong your pain was."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        CLOSE,
        BEGIN,
        SAME_AGAIN,
        WHERE,
        HISTORY,
        PROGRESS,
        SETTINGS,
        QUIT,
        FILTER,
        LOG,
        REHEARSE,
        FAVOURITE,
        VARY,
        EDIT_ROUTINE,
        COMPARE,
        DOCTOR,
        HELP,
        hidden=[
            NEW_ROUTINE,
            COPY_ROUTINE,
            DELETE_ROUTINE,
            UNDO_DELETION,
            OPEN_LINK,
            SHOW_CODE,
            SOUND,
            RENDER,
            PROGRAMME,
            OWN_DATA,
        ],
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Make the screen; nothing is read yet."""
        super().__init__()
        self._pane = RoutinesPane(id="routines")
        self._recent: Sequence[SessionRecord] = ()
        """The newest sessions, as far as they have been read."""
        self._list_mounted = asyncio.Event()
        """Set once there is a list widget to show the routines in."""
        self._list_filled = asyncio.Event()
        """Set once routines are shown in it."""
        self._files_read = asyncio.Event()
        """Set once the routines in it can be played: their files have been read."""
        self._is_outdated = False
        """Whether another screen was shown that may have changed what the list shows, or the date changed."""
        self._day: date | None = None
        """The date when it was last looked at; None before that."""
        self._one_favourite = asyncio.Lock()
        """Held while a favourite is saved: the next one is added to a list that has it."""

    def build_heading(self) -> str:
        """Return the program's name, followed by the person's name if several people have a history."""
        person = self.context.launch.person
        return f"{self.HEADING}: {person}" if person else self.HEADING

    def compose_content(self) -> ComposeResult:
        """Start to read the routines and the history, and build the list.

        The details are added once the list has been painted with its routines.
        """
        # Starts now, while the widgets are made, so that the first paint has the routines.
        self._start_reading()
        yield self._pane

    async def on_mount(self) -> None:
        """Focus the list, and let the first paint wait up to `FIRST_PAINT_WAIT_S` for the routines.

        If there are still none after `LOADING_TEXT_DELAY_S`, the list says that it is looking for them.
        """
        self._list_mounted.set()
        self._list.focus()
        self.set_timer(LOADING_TEXT_DELAY_S, self._pane.show_loading_text)
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PAINT_WAIT_S):
                await self._list_filled.wait()

    def on_screen_suspend(self, _event: ScreenSuspend) -> None:
        """Note it if a page is now in front, which may change the list; help and questions don't."""
        self._is_outdated |= not self.app.screen.is_modal

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Show a note if this run of the program saves nothing; otherwise hide it.

        If a page was in front, such as a session or the editor, read the routines and the history again: it
        may have changed them. Read them, too, if the date has changed meanwhile.
        """
        self._read_if_outdated()
        self._pane.show_saving(saves=self.context.history.saves)

    def _look_for_new_day(self) -> None:
        """If the date has changed, read everything again: something else may be due now.

        If another screen is in front, that waits until it closes.
        """
        today = self.context.services.clock.local_time().date()
        if today != self._day:
            self._day = today
            self._is_outdated = True
            if self.app.screen is self:
                self._read_if_outdated()

    def _read_if_outdated(self) -> None:
        """Read the routines, the history and what `HomeAdditions` shows again if they may have changed.

        They may have if another screen was in front, or a new day has begun.
        """
        if self._is_outdated:
            self._is_outdated = False
            self._start_reading()
            if self._additions is not None:
                self._additions.load()

    # Reading

    def _start_reading(self) -> None:
        """Start to read the routines and the history.

        They may come in another order than before, unless the person moves in the list before they are read.
        """
        self._pane.prepare_reading(self.context.preferences.favourites)
        self._load()

    @work(name="load", group="load", exclusive=True)
    async def _load(self) -> None:
        """Read the routines and the history, and show them; if the history can't be read, show why.

        Any other error that ends the reading is shown, too. Then the routines that are shown stay; without
        any, the list is shown empty.
        """
        try:
            is_first = not self._pane.home_list.is_read
            async with aclosing(read_home(self.context, is_first=is_first)) as readings:
                async for reading in readings:
                    await self._list_mounted.wait()
                    if not self.query("#error"):
                        # The program is exiting: the widgets are being removed.
                        return
                    await self._show_reading(reading)
        except TpsessionError as error:
            await self._list_mounted.wait()
            self._pane.show_error(str(error))
            if not self._pane.home_list.is_read:
                self._show_routines([], None)
            self._add_detail_once()
        finally:
            self._files_read.set()

    async def _show_reading(self, reading: HomeReading) -> None:
        """Show a reading: the routines, the last used one at the top, and the day when each was last done.

        If the history couldn't be read, show why; then none counts as last used, and the days that were shown
        stay. While a remembered list is shown, keys wait for the files (`RoutinesPane.paint_and_hold_keys`).
        With any other list, add the details. If the history was read, also look up in all of it the routines
        without a recent session, and show their days; raises `HistoryError` if that fails. Sets
        `fingerprint`.
        """
        rows, recent, self.fingerprint = reading.rows, reading.recent, reading.fingerprint
        self._pane.show_error(reading.error)
        days = {} if recent is None else last_days(recent)
        known = {row.id: row for row in rows}
        self._recent = recent or ()
        if self._additions is not None:
            self._additions.show_sessions(self._recent)
        last = self._last_session = find_last_session(recent or (), known)
        self._last_routine = None if last is None else known[last.routine]
        self._show_routines(rows, None if last is None else last.routine)
        self.refresh_bindings()
        # The earlier days stay until older sessions are looked up, so that no day disappears and comes back.
        self._show_days({**self._pane.days, **days})
        if reading.is_remembered:
            await self._pane.paint_and_hold_keys(self._files_read)
            return
        self._files_read.set()
        self._add_detail_once()
        if recent is None:
            return
        to_look_up = routines_without_day(rows, days, recent)
        if to_look_up:
            days |= last_days(await self.context.history.load_last_sessions(to_look_up))
        if not reading.error:
            self._show_days(days)

    # Showing

    def _show_routines(self, rows: Sequence[RoutineRow], last_used: str | None) -> None:
        """Show these routines as `RoutinesPane.show_routines` does, and let the first paint go on."""
        self._pane.show_routines(rows, last_used)
        self._fit()
        self._list_filled.set()

    def _add_detail_once(self) -> None:
        """Add the details after the next paint, unless they are there."""
        if self._detail is None:
            self.call_after_refresh(self._add_detail)

    async def _add_detail(self) -> None:
        """Add the details of the highlighted routine beside the list, and run the deferred start-up soon.

        Also read and show the additions, such as the overview of progress, and look for changed routine files
        and for a new day from now on. Does nothing if the details are there already.
        """
        # Loading and making them, with their styles, takes about as long as everything else on this screen.
        from tpsession.tui.screens.home.additions import HomeAdditions  # noqa: PLC0415 - after the first paint
        from tpsession.tui.widgets.lists.routine_detail import RoutineDetail  # noqa: PLC0415 - as above

        if self._detail is None:
            self._detail = RoutineDetail(self._list.highlighted, id="detail")
            await self.mount(self._detail, after=self._pane)
            self._additions = HomeAdditions(self.context, self._pane, self._detail)
            self._show_last_done()
            self.call_after_refresh(self.context.run_deferred_startup)
            self._additions.add_lines()
            self._additions.show_sessions(self._recent)
            self.call_after_refresh(self._additions.load)
            self.watch_files()
            self._day = self.context.services.clock.local_time().date()
            self.set_interval(DAY_WATCH_S, self._look_for_new_day)

    def _show_days(self, days: Mapping[str, date]) -> None:
        """Show in the list when each routine was last done. days: by the routine's id.

        If the list has no room for that, the details show it for the highlighted routine.
        """
        self._pane.show_days(days)
        self._show_last_done()

    def _show_last_done(self) -> None:
        """Show in the details when the highlighted routine was last done, if the list has no room for it."""
        if self._detail is not None:
            self._detail.show_last_done(self._list.unseen_last_day)

    @property
    def highlighted_row(self) -> RoutineRow | None:
        """The routine that is highlighted in the list; None without one, or if its file isn't read yet."""
        row = self._list.highlighted
        return None if row is None or row.entry is None else row

    @property
    def routine_names(self) -> list[str]:
        """The name of each routine of the list; the id of one with a broken file."""
        return [row.name for row in self._pane.home_list.rows or ()]

    def read_again(self, identifier: str | None = None) -> None:
        """Start to read the routines again; with an id, highlight that one: `HomeList.after_change`."""
        if identifier is not None:
            self._pane.highlight_later(identifier)
        self._start_reading()

    def show_notices(self, notices: Sequence[Notification]) -> None:
        """Show these notices above the footer, the newest last, until each one's time is over.

        They replace the notices that are shown; a click on them hides them all.
        """
        from tpsession.tui.widgets.lists.home_notices import HomeNotices  # noqa: PLC0415 - 1 ms, rare

        shown = self.query(HomeNotices)
        if shown:
            shown.first().show(notices)
        else:
            self.mount(HomeNotices(notices))

    @property
    def _list(self) -> RoutineList:
        return self._pane.routine_list

    # Choosing

    def on_routines_pane_highlighted(self, event: RoutinesPane.Highlighted) -> None:
        """Show the details of the highlighted routine."""
        if self._detail is not None:
            self._detail.show(event.routine)
            self._show_last_done()
        self.refresh_bindings()

    def on_routine_list_selected(self, _event: RoutineList.Selected) -> None:
        """Start the highlighted routine, because it was clicked."""
        self.action_begin()

    def on_routine_list_resized(self) -> None:
        """Show beside and below the list what there is room for now."""
        self._fit()

    def on_routines_pane_filtered(self) -> None:
        """Fit what is beside the list to the routines that are listed now."""
        self._fit()

    def _fit(self) -> None:
        """Show below the list what there is room for, and in the details when the routine was last done.

        The details say that only if the list has no room for it.
        """
        if self._additions is not None:
            self._additions.fit()
        self._show_last_done()

    def on_todays_thing_line_selected(self, _event: TodaysThingLine.Selected) -> None:
        """Start what the comparison has for today, or show the comparison, because the line was clicked."""
        if self._additions is not None:
            self._additions.open_todays_thing()

    def on_titled_lines_selected(self, _event: TitledLines.Selected) -> None:
        """Show the saved sessions, because the planned or the last sessions were clicked."""
        self.action_history()

    def on_place_overview_selected(self, event: PlaceOverview.Selected) -> None:
        """Show the progress of the place that was clicked."""
        self.app.push_screen(progress.ProgressScreen(event.series))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Focus the list, and start or rehearse the highlighted routine, as the button says."""
        self._list.focus()
        if event.button.id == "start":
            self.action_begin()
        elif event.button.id == "rehearse":
            self.action_rehearse()

    @work(name="favourite", group="favourite")
    async def action_favourite(self) -> None:
        """Make the highlighted routine a favourite, or no longer one, and save that as a setting.

        Favourites come right after the routine that was used last. Nothing changes if the key may be held, or
        if the setting can't be saved, which is shown.
        """
        row = self._list.highlighted
        if row is None or self.context.press.is_held:
            return
        async with self._one_favourite:
            favourites = self._pane.home_list.favourites ^ {row.id}
            if await self.context.try_save_setting(FAVOURITES, ", ".join(sorted(favourites))):
                self._pane.show_favourites(favourites)
                self._fit()

    # Filter

    async def action_filter(self) -> None:
        """Open the filter line and focus it. If it is open, focus it; if it has the focus, close it."""
        await self._pane.switch_filter()
        self.refresh_bindings()

    def on_key(self, event: Key) -> None:
        """On the down key, focus the list if the comparison's line above it has the focus."""
        if event.key == "down" and self._additions is not None and self._additions.is_todays_thing_focused:
            event.stop()
            self._list.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered; True for any that isn't named here.

        "Log" is offered only if this run saves anything; "again" only if the newest session of a listed
        routine is known, and that routine can be played; "open its page" only for a routine that names one;
        "back" only to close the filter, because no screen is behind this one.
        """
        if action == "log":
            return self.context.history.saves
        if action == SAME_AGAIN.id:
            return self._last_routine is not None and not self._last_routine.is_broken
        if action == OPEN_LINK.id:
            row = self.highlighted_row
            return row is not None and row.routine is not None and bool(row.routine.link)
        return action != "close" or self._pane.is_filter_open

    def action_close(self) -> None:
        """If the filter line is open, close it, focus the list, and show every routine."""
        self._pane.close_filter()
        self.refresh_bindings()
