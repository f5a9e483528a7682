"""What home adds to the painted list of routines: what a comparison has for today, programmes, progress.

Loaded after the first paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError
from tpsession.tui.context import AppContext
from tpsession.tui.screens import comparison
from tpsession.tui.view_models.home.home_extras import (
    MIN_COLUMNS,
    count_session_lines,
    planned_lines,
    session_lines,
)
from tpsession.tui.widgets.lists.routine_detail import RoutineDetail
from tpsession.tui.widgets.lists.routine_list import RoutineList
from tpsession.tui.widgets.progress.titled_lines import TitledLines

if TYPE_CHECKING:
    from tpsession.core.catalog.routine import Routine
    from tpsession.core.history.records import SessionRecord
    from tpsession.core.programme.schedule import Schedule
    from tpsession.core.progress.overview import Overview
    from tpsession.tui.widgets.lists.routines_pane import RoutinesPane
    from tpsession.tui.widgets.lists.todays_thing import TodaysThingLine
    from tpsession.tui.widgets.progress.overview import ProgressOverview


class HomeAdditions:
    """Reads what the home screen adds to the list of routines, and shows it above, below or beside the list.

    All of it is read in threads. If the history can't be read, nothing is added: the list of routines reports
    what is wrong.
    """

    def __init__(self, context: AppContext, pane: RoutinesPane, detail: RoutineDetail) -> None:
        """Make it; nothing is read before `load`.

        Args:
            context: The program.
            pane: Holds the list of routines; what stands above and below the list is added to it.
            detail: The details of the highlighted routine.

        """
        self._todays_thing: TodaysThingLine | None = None
        """What a comparison has for today; None while there is none."""
        self._schedules: Sequence[Schedule] = ()
        """How the programmes stand."""
        self._overview: Overview | None = None
        self._progress: ProgressOverview | None = None
        """The overview of progress; None while nothing is rated."""
        self._planned: list[str] = []
        """A line for each programme."""
        self._sessions: list[str] = []
        """A line for each of the last sessions."""
        self._planned_lines = TitledLines("Planned", "See all sessions.", id="planned")
        self._session_lines = TitledLines("Last sessions", "See all sessions.", id="sessions")
        self._context = context
        self._pane = pane
        self._detail = detail

    def add_lines(self) -> None:
        """Add two empty blocks below the list, for planned and for last sessions; `fit` fills them."""
        self._pane.mount(self._planned_lines, self._session_lines)

    def show_sessions(self, newest_first: Sequence[SessionRecord]) -> None:
        """Show lines for the last sessions below the list, if there is room for enough of them."""
        self._sessions = session_lines(newest_first, self._context.services.clock.local_time().date())
        self.fit()

    def load(self) -> None:
        """Start to read what a comparison has for today, the programmes, and the overview of progress.

        Each is shown once it is read; until then what is shown stays.
        """
        for load in (self._load_todays_thing, self._load_schedules, self._load_progress):
            self._pane.run_worker(load(), name=load.__name__, group=load.__name__, exclusive=True)

    async def _load_todays_thing(self) -> None:
        """Show what a comparison has for today in a line above the list; remove the line if there is nothing.

        The comparison is the running one, or else the one that started last among those finished in the last
        days.

        If a routine is due, the line gets the focus from the list, unless the person has moved the highlight
        or changed a routine there. If none is due, the list gets the focus from the line. If the history
        can't be read, all stays as it is.
        """
        services = self._context.services
        try:
            thing = await self._context.history.load_todays_thing(
                services.library, services.clock.local_time().date()
            )
        except HistoryError:
            return
        line = self._todays_thing
        if thing is None:
            if line is not None:
                self._todays_thing = None
                await line.remove()
            return
        if line is None:
            from tpsession.tui.widgets.lists.todays_thing import TodaysThingLine  # noqa: PLC0415 - 1 ms, rare

            line = self._todays_thing = TodaysThingLine(thing, id="todays-thing")
            await self._pane.mount(line, before=0)
        else:
            line.show(thing)
        if line.due is None and line.has_focus:
            self._list.focus()
        elif line.due is not None and self._list.has_focus and not self._pane.home_list.keeps_highlight:
            line.focus()

    @property
    def is_todays_thing_focused(self) -> bool:
        """Whether the focus, and so the enter key, is on the comparison's line above the list."""
        return self._todays_thing is not None and self._todays_thing.has_focus

    def open_todays_thing(self) -> None:
        """Start the session that the comparison has for today, on the comparison's side and for its place.

        If nothing is due, or what is due can't be played, open the screen of comparisons instead.
        """
        due = None if self._todays_thing is None else self._todays_thing.due
        if due is None:
            self._pane.app.push_screen(comparison.ComparisonScreen())
        else:
            options = SessionOptions(area=due.area, side=due.side, place=due.place)
            self._context.navigator.play(due.routine, options=options)

    async def ask_programme(self, routine: Routine) -> None:
        """Ask about a routine's programme, save the answer, and show how the programmes stand then."""
        from tpsession.tui.screens.home.programme import ask_programme  # noqa: PLC0415 - 8 ms, if asked

        # They may not have been read yet, or on an earlier day.
        await self._load_schedules()
        await ask_programme(self._context, routine, self._schedules)
        await self._load_schedules()

    async def log(self) -> bool:
        """Ask for a pain score or a session done without the program, and save it.

        If it was saved, read all that `load` reads again. Returns whether it was.
        """
        from tpsession.tui.screens.home.log import log_by_hand  # noqa: PLC0415 - 8 ms, if asked

        is_saved = await log_by_hand(self._context)
        if is_saved:
            self.load()
        return is_saved

    async def _load_schedules(self) -> None:
        """Read how the programmes stand, and show it in the details and below the list.

        If they can't be read, all stays as it is.
        """
        today = self._context.services.clock.local_time().date()
        try:
            self._schedules = await self._context.history.load_schedules(today)
        except HistoryError:
            return
        self._detail.show_schedules(self._schedules)
        self._planned = planned_lines(self._schedules)
        self.fit()

    async def _load_progress(self) -> None:
        """Show the overview of progress below the list, if there is room and anything is rated.

        It replaces the overview that is shown; that is only removed if nothing is rated any more. If nothing
        is new or the history can't be read, all stays as it is.
        """
        try:
            overview = await self._context.history.load_overview()
        except HistoryError:
            return
        if overview == self._overview:
            return
        from tpsession.tui.widgets.progress.overview import ProgressOverview  # noqa: PLC0415 - not without ratings

        # Another `load` may end this at each wait; it then finds what is left to do.
        if self._progress is not None:
            await self._progress.remove()
            self._progress = None
        if overview is not None and overview.shown:
            self._progress = ProgressOverview(overview, id="progress")
            await self._pane.mount(self._progress)
        self._overview = overview
        self.fit()

    def fit(self) -> None:
        """Show below the list of routines what there is room for, and hide the rest.

        The room that the list leaves goes first to what is planned, then to the overview of progress, then to
        the last sessions.
        """
        routines = self._list
        below = [
            each for each in (self._progress, self._planned_lines, self._session_lines) if each is not None
        ]
        rows = routines.outer_size.height + sum(each.outer_size.height for each in below if each.display)
        columns = routines.outer_size.width
        routine_rows = len(self._pane.home_list.rows or ())
        is_roomy = columns >= MIN_COLUMNS and rows >= 2 * routine_rows
        self._planned_lines.show(self._planned if is_roomy else ())
        left = rows - self._planned_lines.rows
        progress_rows = 0
        if self._progress is not None:
            progress_rows = self._progress.fit(columns, routine_rows, left)
        shown = count_session_lines(
            len(self._sessions), routine_rows=routine_rows, rows=left, others=progress_rows
        )
        self._session_lines.show(self._sessions[:shown] if is_roomy else ())

    @property
    def _list(self) -> RoutineList:
        return self._pane.query_one(RoutineList)
