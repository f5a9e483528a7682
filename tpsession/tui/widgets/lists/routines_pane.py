"""The column of the home screen with the list of routines: the filter above it, and errors below it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from tpsession.core.settings.actions import CLOSE, WHERE
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import shortcut_hint
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.home.home_list import HomeList
from tpsession.tui.view_models.routine_rows import RoutineRow
from tpsession.tui.widgets.lists.routine_list import RoutineList

KEYS_WAIT_S = 0.5
"""Longest time in seconds that keys wait for the routine files, while the list is the remembered one."""
LOADING_TEXT = "Looking for your routines…"


class RoutinesPane(Vertical):
    """Shows the routines that match the filter, the last used one and the favourites at the top."""

    class Highlighted(Message):
        """Posted when another routine is highlighted, or the highlighted one has other data or is gone."""

        def __init__(self, routine: RoutineRow | None) -> None:
            """Make the message. routine: None if the list is empty."""
            super().__init__()
            self.routine = routine

    class Filtered(Message):
        """Posted when the filter has changed, so that other routines are listed."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id)
        self.home_list = HomeList()
        """The routines, with the order, the filter and the highlight of the list."""
        self.days: Mapping[str, date] = {}
        """The day of each routine's last session, by its id."""

    def compose(self) -> ComposeResult:
        """Build the list and two lines below it, one for an error and one that says that nothing is saved.

        Both lines are hidden at first.
        """
        yield RoutineList(id="list")
        yield Static("", id="error", classes="warning")
        yield Static(NOTHING_SAVED, id="nothing-saved", classes="quiet")

    @property
    def routine_list(self) -> RoutineList:
        """The list of this column."""
        return self.query_one(RoutineList)

    # Content

    def prepare_reading(self, favourites: frozenset[str]) -> None:
        """Let `show_routines` sort the list anew until the person moves in it; call it before reading again.

        favourites: the ids of the routines that come right after the last used one.
        """
        self.home_list = self.home_list.before_reading(favourites)

    def show_loading_text(self) -> None:
        """Show an empty list which says that the routines are being read; do nothing if they were read."""
        if not self.home_list.is_read:
            self.routine_list.show((), empty_text=LOADING_TEXT)

    def show_routines(self, rows: Iterable[RoutineRow], last_used: str | None) -> None:
        """Take these routines instead of those before, and show those that match the filter.

        The last used one comes first, then the favourites, then the others. If the person has moved in the
        list or changed a favourite since `prepare_reading`, known routines keep their order, and new ones
        come last.

        Args:
            rows: The routines, in any order.
            last_used: The id of the routine that was used last; None if it isn't known.

        """
        self._update(self.home_list.with_rows(rows, last_used))

    def show_favourites(self, favourites: frozenset[str]) -> None:
        """Make these routines the favourites, and move them to right after the last used one.

        The other routines come after them, sorted anew. The highlight stays on its routine. From then on the
        order stays until the next call, or until `prepare_reading`.

        favourites: their ids; the other routines are no favourites any more.
        """
        self._update(self.home_list.with_favourites(favourites))

    def show_days(self, days: Mapping[str, date]) -> None:
        """Show when each routine was last done.

        days: the day of each routine's last session, by the routine's id.
        """
        self.days = days
        self.routine_list.show_last_days(days, context_of(self).services.clock.local_time().date())

    def show_error(self, text: str) -> None:
        """Show an error below the list; an empty text hides it."""
        error_line = self.query_one("#error", Static)
        error_line.update(literal(text))
        error_line.display = bool(text)

    def show_saving(self, *, saves: bool) -> None:
        """Show a line below the list that nothing is saved, or hide it if `saves` is true."""
        self.query_one("#nothing-saved").display = not saves

    def highlight_later(self, identifier: str) -> None:
        """Have this routine highlighted whenever routines are shown, until the person moves the highlight.

        If the id is empty or not in the list, the highlight stays on its routine, or near it.

        identifier: the routine's id.
        """
        self.home_list = self.home_list.after_change(identifier)

    def on_routine_list_highlighted(self, event: RoutineList.Highlighted) -> None:
        """Post the pane's own `Highlighted`.

        If the person moved the highlight, `show_routines` keeps the order of the list until
        `prepare_reading`. From then on the highlight stays on its routine, wherever that goes.
        """
        # Textual doesn't pass it on if this widget has caused it.
        event.stop()
        if event.by_person:
            self.home_list = self.home_list.after_move()
        self.post_message(self.Highlighted(event.routine))

    def _update(self, home_list: HomeList) -> None:
        """Replace `home_list`, and show those of its rows that match its filter."""
        self.home_list = home_list
        context = context_of(self)
        close_key, where_key = (
            shortcut_hint(context.preferences, action, context.charset, max_keys=1)
            for action in (CLOSE, WHERE)
        )
        self.routine_list.show(
            home_list.visible_rows,
            empty_text=home_list.describe_empty(close_key, where_key),
            keep_highlight=home_list.keeps_highlight,
            wanted=home_list.wanted,
        )

    async def paint_and_hold_keys(self, files_read: asyncio.Event) -> None:
        """Return once the list has been painted, and have the list hold back keys and clicks from then on.

        The list handles them as soon as `files_read` is set, and after `KEYS_WAIT_S` seconds at the latest.
        An open filter line takes keys at once.
        """

        async def wait_for_files() -> None:
            """Return once the files have been read, or after `KEYS_WAIT_S`."""
            with suppress(TimeoutError):
                async with asyncio.timeout(KEYS_WAIT_S):
                    await files_read.wait()

        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        # The list takes no key and no click while this waits in its queue.
        self.routine_list.call_later(wait_for_files)

    # Filter

    @property
    def _filter(self) -> Input | None:
        """The filter input above the list; None while it is closed."""
        return next(iter(self.query(Input)), None)

    @property
    def is_filter_open(self) -> bool:
        """Whether there is a filter line above the list."""
        return self._filter is not None

    async def switch_filter(self) -> None:
        """Open the filter line and focus it. If it is open, focus it; if it has the focus, close it."""
        from tpsession.tui.widgets.common.line_input import LineInput  # noqa: PLC0415 - 1 ms, if asked

        if self._filter is None:
            line = LineInput(placeholder="name or area", id="filter", compact=True)
            await self.mount(line, before=0)
            line.focus()
        elif self._filter.has_focus:
            self.close_filter()
        else:
            self._filter.focus()

    def close_filter(self) -> None:
        """If the filter line is open, close it, focus the list, and show every routine."""
        if self._filter is not None:
            self.routine_list.focus()
            self._filter.remove()
            self._filter_by("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show only the routines that match the new filter."""
        self._filter_by(event.value)

    def _filter_by(self, text: str) -> None:
        """Show only the routines that match a filter, all of them if it is empty, and post `Filtered`."""
        self._update(self.home_list.with_filter(text))
        self.post_message(self.Filtered())

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Focus the list; the filter stays."""
        self.routine_list.focus()

    def on_key(self, event: Key) -> None:
        """Move the list's highlight by the up and down keys while the filter line has the focus."""
        if event.key in {"up", "down"} and self._filter is not None and self._filter.has_focus:
            event.stop()
            self.routine_list.action_move(1 if event.key == "down" else -1)
