"""Everything saved about one session: beside the list, or on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tpsession.core.history.records import SessionRecord
from tpsession.core.history.wording import (
    describe_flags,
    describe_later_rating,
    describe_ratings_with_mark,
    describe_record_area,
    describe_record_place,
    describe_record_routine,
    describe_score,
    describe_status,
    describe_step,
    describe_time_worked,
    format_time_span,
)
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.base.page import Page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.facts import Fact, Facts


class DetailScreen(Page[None]):
    """Everything saved about one session, on a page of its own."""

    CSS_PATH = "history.tcss"
    HEADING = "Session details"
    ABOUT = "Everything saved about this session. Scroll with the arrows."

    def __init__(self, record: SessionRecord, names: Mapping[str, str]) -> None:
        """Make the page for a session. names: the names of routines by id."""
        super().__init__()
        self._record = record
        self._names = names

    def compose_content(self) -> ComposeResult:
        """Build the details."""
        yield SessionDetail(id="detail")

    def on_mount(self) -> None:
        """Show the session, and focus the details so that the arrows scroll."""
        detail = self.query_one(SessionDetail)
        detail.show(self._record, self._names)
        detail.focus()


class SessionDetail(VerticalScroll):
    """Everything saved about one session; it scrolls if there isn't room for all."""

    def compose(self) -> ComposeResult:
        """Build the place and the facts."""
        yield Static("", id="place", classes="strong")
        yield Facts(id="facts")

    def show(self, record: SessionRecord | None, names: Mapping[str, str]) -> None:
        """Show a session from its beginning; None shows nothing. names: the names of routines by id."""
        self.query_one("#place", Static).update(literal(describe_record_place(record)) if record else "")
        self.query_one(Facts).show_facts(build_facts(record, names) if record else ())
        self.scroll_home(animate=False)


def build_facts(record: SessionRecord, names: Mapping[str, str]) -> list[Fact]:
    """Return everything saved about a session, as named facts; what wasn't saved is left out.

    names: the names of routines by id.
    """
    ended = record.ended_at or record.started_at
    has_change = record.before is not None and record.after is not None
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
                CAUSE_UNKNOWN if has_change else "",
            ],
        ),
        ("Later", [describe_later_rating(rating, ended) for rating in record.later]),
        ("Time", [describe_time_worked(record)]),
        ("Note", [record.note]),
        ("Steps", [describe_step(step) for step in record.steps]),
    ]
    return [Fact(name, text) for name, texts in facts for text in texts if text]
