"""The screen of fair comparisons: what is due today in the running one, and the results of the others."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Button, Static

from tpsession.core.comparison.setup import NO_ROUTINES, make_setup
from tpsession.core.comparison.wording import END_LABEL
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.history.comparison import SEED_BITS
from tpsession.core.history.series import Series
from tpsession.core.settings.actions import (
    BEGIN,
    CLOSE,
    EARLIER_COMPARISON,
    END_COMPARISON,
    HELP,
    NEW_COMPARISON,
)
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.comparison.set_up import SetUpScreen
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.comparison_view import (
    UNCOUNTED,
    ComparisonView,
    choose_shown_index,
    describe_end,
    make_view,
)
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.progress.block_table import BlockTable

if TYPE_CHECKING:
    from tpsession.core.comparison.today import ComparisonOverview

READING = "Reading your comparisons…"
_WIDTHS = [(0, "-narrow"), (110, "-wide")]
_HEIGHTS = [(0, "-low"), (24, "-medium"), (30, "-high")]
_CONTINUE = "continue"
_END = "end"


class ComparisonScreen(Page[None], inherit_bindings=False):
    """Shows one comparison at a time. If there is none to show, a new one is set up first."""

    CSS_PATH = "comparison.tcss"
    HEADING = "Fair comparison"
    ABOUT = (
        "What is today's, and the ratings so far, each before and after. The answer comes after the last "
        "block; it may be that the comparison can't tell. Scroll with the arrows."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        BEGIN, NEW_COMPARISON, EARLIER_COMPARISON, END_COMPARISON, CLOSE, hidden=[HELP]
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, series: Series | None = None, routine: str | None = None) -> None:
        """Make the screen; it reads nothing before it is shown.

        Args:
            series: The place and side that the person is looking at; None for any.
            routine: The id of the routine that is proposed for a new comparison; None for any.

        """
        super().__init__()
        self._series = series
        self._routine = routine
        self._overviews: list[ComparisonOverview] = []
        self._views: list[ComparisonView] = []
        """How each of `_overviews` is shown."""
        self._index = 0
        """Number of the comparison that is shown."""
        self._is_outdated = False
        """Whether a session was started from here, which may have changed what is shown."""

    def compose_content(self) -> ComposeResult:
        """Build a message, and the comparison that takes its place: its name, state, result and ratings.

        Below it is the button that starts the session due today.
        """
        yield Static(READING, id="message")
        with VerticalScroll(id="comparison"):
            yield Static(id="title", classes="strong")
            yield Static(id="state")
            with Container(id="body"):
                with Vertical(id="words"):
                    yield Static(id="answer", classes="strong")
                    yield BulletList(id="sentences")
                with Vertical(id="ratings"):
                    yield BlockTable()
                    yield Static(id="uncounted")
        with Horizontal(id="buttons"):
            yield Button("", id="begin", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Show that the comparisons are being read, and read them."""
        self._show_message(READING)
        self._open()

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Read the comparisons again if `action_begin` was used since: a session may have been played."""
        if self._is_outdated:
            self._is_outdated = False
            self._reload()

    # Reading

    @work(name="comparisons", group="comparisons", exclusive=True)
    async def _open(self) -> None:
        """Read the comparisons and show the one that `choose_shown_index` chooses.

        If it chooses none, have a new one set up. If the person doesn't want to set one up, the screen
        closes. If the comparisons can't be read, only that is shown.
        """
        if not await self._read():
            return
        first = choose_shown_index(self._overviews, self._series)
        if first is None:
            await self._set_up(closes=True)
        else:
            self._index = first
            self._show()

    @work(name="comparisons", group="comparisons", exclusive=True)
    async def _reload(self) -> None:
        """Read the comparisons again, and show the one at the same position of the list, or else the last."""
        if await self._read():
            self._show()

    async def _read(self) -> bool:
        """Read all comparisons, without showing them, and return True.

        If that fails, show why and return False.
        """
        try:
            self._overviews = await self.context.history.load_comparisons(
                self.context.services.library, self.context.services.clock.local_time().date()
            )
        except HistoryError as error:
            self._show_message(str(error))
            return False
        self._views = [make_view(overview) for overview in self._overviews]
        self._index = min(self._index, max(len(self._views) - 1, 0))
        return True

    # Changes

    async def _set_up(self, *, closes: bool) -> None:
        """Have a comparison set up on a screen of its own, and start it; going back starts none.

        If this run saves nothing, the history can't be read or no routine can be compared, a message says so
        instead. If the comparison can't be started, an error says why. Then the first of the list is shown:
        the new one, or whatever is there without it.

        closes: whether going back closes this screen, too. If not, nothing happens while another screen is in
        front.
        """
        services, history = self.context.services, self.context.history
        today = services.clock.local_time().date()
        if not history.saves:
            self._show_message(NOTHING_SAVED)
            return
        try:
            places = await history.list_series()
            entries = await asyncio.to_thread(services.library.list_entries)
        except HistoryError as error:
            self._show_message(str(error))
            return
        first = [] if self._series is None else [self._series]
        proposed = make_setup(entries, [*first, *places], self._routine, today)
        if proposed is None:
            self._show_message(NO_ROUTINES)
            return
        if not closes and self.app.screen is not self:
            # The key was pressed twice, and the first press has been here by now.
            return
        chosen = await self.context.navigator.ask(SetUpScreen(proposed))
        if chosen is None:
            if closes:
                self.dismiss(None)
            return
        try:
            comparison = await asyncio.to_thread(
                chosen.make, services.new_id(), secrets.randbits(SEED_BITS), services.library
            )
            await history.start_comparison(comparison, services.library, today)
        except TpsessionError as error:
            self.context.navigator.show_error(error)
        if await self._read():
            self._index = 0
            self._show()

    @work(name="new-comparison", group="questions")
    async def action_new_comparison(self) -> None:
        """Have another comparison set up and started. Does nothing while another screen is in front."""
        await self._set_up(closes=False)

    @work(name="end-comparison", group="questions")
    async def action_end_comparison(self) -> None:
        """Ask whether to end the shown comparison; on a yes end it early, and read all comparisons again.

        The one at the same position of the list is shown then. Does nothing while another screen, such as
        this question, is in front.
        """
        if self.app.screen is not self:
            # The key was pressed twice, and this is being asked by now.
            return
        state = self._overviews[self._index].state
        question = ChoiceQuestion(
            "End this comparison early?",
            (
                AnswerOption(_CONTINUE, "Continue comparing", "c"),
                AnswerOption(_END, END_LABEL, "e", guarded=True),
            ),
            (describe_end(state),),
            back=_CONTINUE,
            highlighted=_CONTINUE,
        )
        if await self.context.navigator.ask(AskScreen(question)) == _END:
            await self.context.history.end_comparison(state.comparison, state.today)
            if await self._read():
                self._show()

    def action_earlier_comparison(self) -> None:
        """Show the comparison that comes after the shown one in the list.

        The list begins with the running one; the others follow, those that started later first. The end of
        the list leads back to its beginning.
        """
        self._index = (self._index + 1) % len(self._overviews)
        self._show()
        self.query_one("#comparison").scroll_home(animate=False)

    def action_begin(self) -> None:
        """Start the session that is due today in the shown comparison, on its side and for its place.

        Does nothing if none is due, or while another flow is running.
        """
        due = self._overviews[self._index].due
        if due is not None:
            self._is_outdated = True
            options = SessionOptions(area=due.area, side=due.side, place=due.place)
            self.context.navigator.play(due.routine, options=options)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start the session that is due today."""
        event.stop()
        self.action_begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered now; True for an action that isn't about comparisons.

        Nothing can be set up or ended if this run saves nothing. A new comparison can't be set up while one
        runs, nor while none is there, because then the set-up opens by itself.
        """
        view = self._views[self._index] if self._views else None
        saves = self.context.history.saves
        offered = {
            "begin": view is not None and bool(view.due_name),
            "new_comparison": saves and bool(self._views) and not self._views[0].is_running,
            "earlier_comparison": len(self._views) > 1,
            "end_comparison": saves and view is not None and view.is_running,
        }
        return offered.get(action, True)

    # Display

    def _show_message(self, text: str) -> None:
        """Show a text instead of everything else; the empty text shows everything else."""
        message = self.query_one("#message", Static)
        message.update(literal(text))
        message.display = bool(text)
        for selector in ("#comparison", "#buttons"):
            self.query_one(selector).display = not text

    def _show(self) -> None:
        """Show the comparison at `_index`, and the button if it has a routine due today that can be played.

        Without any comparison, close the screen.
        """
        if not self._views:
            # The first one couldn't be saved.
            self.dismiss(None)
            return
        view, count = self._views[self._index], len(self._views)
        title = view.title if count == 1 else f"{view.title} ({self._index + 1} of {count})"
        self._show_message("")
        self.query_one("#title", Static).update(literal(title))
        self.query_one("#state", Static).update(literal(view.state))
        uncounted = (UNCOUNTED, *view.uncounted) if view.uncounted else ()
        self.query_one(BulletList).show(view.sentences)
        for selector, lines in (("#answer", view.answer), ("#uncounted", uncounted)):
            text = self.query_one(selector, Static)
            text.update(Content("\n").join(map(literal, lines)))
            text.display = bool(lines)
        self.query_one(BlockTable).show(view.table)
        self.query_one("#ratings").display = bool(view.table.rows or uncounted)
        self.refresh_bindings()
        begin = self.query_one("#begin", Button)
        begin.label = literal(f"{BEGIN.name}: {view.due_name}")
        self.query_one("#buttons").display = bool(view.due_name)
