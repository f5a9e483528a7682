"""Everything saved about one session: beside the list, or on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tpsession.core.corrections.wording import describe_earlier_values
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import describe_stiffness
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.step_wording import describe_steps
from tpsession.core.history.wording import (
    describe_flags,
    describe_later_rating,
    describe_ratings_with_mark,
    describe_record_area,
    describe_record_place,
    describe_record_routine,
    describe_score,
    describe_status,
    describe_time_worked,
    format_time_span,
)
from tpsession.core.settings.actions import CLOSE, CORRECT, DELETE, HELP
from tpsession.core.text.formatting import CAUSE_UNKNOWN, is_relief
from tpsession.tui.base.page import Page
from tpsession.tui.context import context_of
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.history.corrections import correct_session, delete_session
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.text.rating_scale import colour_scale
from tpsession.tui.view_models.step_bars import draw_step_bars
from tpsession.tui.view_models.summary import draw_rating_scale
from tpsession.tui.widgets.common.facts import Fact, Facts


class DetailScreen(Page[bool], inherit_bindings=False):
    """Everything saved about one session, as a page; the result is whether it was changed or deleted."""

    CSS_PATH = "history.tcss"
    HEADING = "Session details"
    ABOUT = (
        "Everything saved about this session, with the values that were corrected. Scroll with the arrows."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CORRECT, DELETE, CLOSE, hidden=[HELP])

    def __init__(self, record: SessionRecord, names: Mapping[str, str]) -> None:
        """Make the page for a session. names: the names of routines by id."""
        super().__init__()
        self._record = record
        self._names = names
        self._is_changed = False

    def compose_content(self) -> ComposeResult:
        """Build the details."""
        yield SessionDetail(id="detail")

    def on_mount(self) -> None:
        """Show the session, and focus the details so that the arrows scroll."""
        detail = self.query_one(SessionDetail)
        detail.show(self._record, self._names)
        detail.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: correcting and deleting only if this run saves anything."""
        return action not in {"correct", "delete"} or self.context.history.saves

    @work(name="correct", group="change", exclusive=True)
    async def action_correct(self) -> None:
        """Ask what is wrong in this session, save what is right, and show the session as it is then."""
        corrected = await correct_session(self.context, self._record.id)
        if corrected is not None:
            self._record, self._is_changed = corrected, True
            self.query_one(SessionDetail).show(corrected, self._names)

    @work(name="delete", group="change", exclusive=True)
    async def action_delete(self) -> None:
        """Delete the session as `delete_session` does, which asks first or says why that is impossible.

        Leave the page with True if it was deleted.
        """
        if await delete_session(self.context, self._record.id):
            self.dismiss(True)

    def action_close(self) -> None:
        """Close; the result is whether the session was corrected on this page."""
        self.dismiss(self._is_changed)


class SessionDetail(VerticalScroll):
    """Everything saved about one session; it scrolls if there isn't room for all."""

    def compose(self) -> ComposeResult:
        """Build the place, the scale of the ratings, and the facts."""
        yield Static("", id="place", classes="strong")
        yield Static("", id="scale")
        yield Facts(id="facts")

    def show(self, record: SessionRecord | None, names: Mapping[str, str]) -> None:
        """Show a session, scrolled to the top; None shows nothing. names: the names of routines by id.

        If the session was corrected, its earlier values follow once they are read.
        """
        self.query_one("#place", Static).update(literal(describe_record_place(record)) if record else "")
        is_rated = record is not None and not record.is_score
        lines = draw_rating_scale(record.before, record.after) if record is not None and is_rated else ()
        scale = self.query_one("#scale", Static)
        scale.update(colour_scale(*lines) if lines else "")
        scale.set_class(bool(lines), "-rated")
        self.query_one(Facts).show_facts(build_facts(record, names, charset_of(self)) if record else ())
        self.scroll_home(animate=False)
        self.workers.cancel_group(self, "earlier")
        if record is not None and record.is_corrected:
            self._show_earlier(record, names)

    @work(name="earlier", group="earlier", exclusive=True)
    async def _show_earlier(self, record: SessionRecord, names: Mapping[str, str]) -> None:
        """Read the earlier values of a session, and show its facts again with them.

        If they can't be read, do nothing.
        """
        with suppress(HistoryError):
            earlier = describe_earlier_values(await context_of(self).history.load_changes(record.id))
            self.query_one(Facts).show_facts(build_facts(record, names, charset_of(self), earlier))


def build_facts(
    record: SessionRecord, names: Mapping[str, str], charset: Charset, earlier: Sequence[str] = ()
) -> list[Fact]:
    """Return what the details say of a session or a pain score, as named facts.

    What wasn't saved is left out, and so is the place, which stands above them. Several facts may have one
    name. Each step of the session is one fact, with a bar.

    Args:
        record: The session or score.
        names: The names of routines by id.
        charset: The characters that the terminal shows.
        earlier: The values before corrections, a line each; none if they aren't known.

    """
    ended = record.ended_or_started_at
    facts = [
        ("When", [format_time_span(record)]),
        ("Routine", [describe_record_routine(record, names)]),
        ("Spot", [record.spot]),
        ("Worked on", [describe_record_area(record) if record.area not in {"", record.place} else ""]),
        (
            "Ended",
            [""] if record.is_score else [describe_status(record.status, record.stop_reason, record.steps)],
        ),
        (
            "Rating" if record.is_score else "Ratings",
            [
                describe_score(record)
                if record.is_score
                else describe_ratings_with_mark(record.before, record.after),
                describe_flags(record),
                CAUSE_UNKNOWN if is_relief(record.before, record.after) else "",
            ],
        ),
        ("Stiffness", [describe_stiffness(record)]),
        ("Later", [describe_later_rating(rating, ended) for rating in record.later]),
        ("Time", [describe_time_worked(record)]),
        ("Note", [record.note]),
        ("Corrected", earlier),
    ]
    bars = draw_step_bars(record.steps, charset, is_completed=record.status is Status.COMPLETED)
    steps = zip(describe_steps(record), bars, strict=True)
    return [
        *(Fact(name, text) for name, texts in facts for text in texts if text),
        *(Fact("Steps", text, bar) for text, bar in steps),
    ]
