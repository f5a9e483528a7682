"""The overview of progress below the list of routines: a sparkline and a sentence for each place and side."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tpsession.core.history.series import Series
from tpsession.core.progress.overview import Overview, SeriesOverview
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.drawing.charts.sparkline import draw_sparkline
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.home.overview_lines import (
    count_early,
    count_fitting,
    describe_count,
    describe_overview,
    make_heading,
)

_PADDING = 2
"""Cells beside the text of every row."""
_RULE = 1
"""Rows of the line with the title."""


class PlaceOverview(Static):
    """The overview of one place and side; a click posts `Selected`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PlaceOverview {
        height: auto;
        padding: 0 1;
        &:hover { background: $block-hover-background; }
    }
    """

    @dataclass
    class Selected(Message):
        """Posted when the place is clicked."""

        series: Series

    def __init__(self, overview: SeriesOverview) -> None:
        """Make it for one place; `fit` fills it."""
        super().__init__()
        self.tooltip = "See your progress here."
        self._overview = overview

    def fit(self, columns: int) -> int:
        """Show the place's name, its ratings in bars and words if there is room, and the sentence about it.

        Return how many rows this takes if its text is `columns` cells wide.
        """
        heading = make_heading(self._overview, columns)
        content = literal(heading.name).stylize("bold")
        if heading.bars:
            (bars,) = draw_sparkline(self._overview.ratings, heading.bars, charset_of(self)).lines
            gap = "  " if heading.in_one_row else "\n"
            content = Content.assemble(content, gap, (bars, "$text-primary"), f"  {heading.words}")
        content = Content.assemble(content, "\n", literal(self._overview.sentence))
        self.update(content)
        return content.get_height({}, columns)

    def fit_count(self, columns: int) -> int:
        """Show only how many rated sessions the place has of those needed for a sentence about its pain.

        Return how many rows this takes if its text is `columns` cells wide.
        """
        content = literal(describe_count(self._overview))
        self.update(content)
        return content.get_height({}, columns)

    def on_click(self, event: Click) -> None:
        """Post `Selected` with this place and side."""
        event.stop()
        self.post_message(self.Selected(self._overview.series))


class ProgressOverview(Vertical):
    """Shows as many places as the list of routines leaves room for, or nothing."""

    DEFAULT_CSS = """
    ProgressOverview {
        display: none;
        height: auto;
        border-top: solid $edge;
        border-title-color: $text-muted;
        & > #cause { height: auto; padding: 0 1; }
    }
    """

    def __init__(self, overview: Overview, *, id: str) -> None:
        """Make it for these places; nothing is shown before `fit` is called."""
        super().__init__(id=id)
        self._overview = overview

    def compose(self) -> ComposeResult:
        """Build an overview for each place, and below these the sentence `CAUSE_UNKNOWN`."""
        for overview in self._overview.shown:
            yield PlaceOverview(overview)
        yield Static(CAUSE_UNKNOWN, id="cause", classes="quiet")

    def fit(self, columns: int, routine_rows: int, rows: int) -> int:
        """Show as many places as fit, from the first on, and hide the others; return the rows of all this.

        `count_fitting` says how many fit. If no place fits, hide the whole widget and return 0. If there are
        no places at all, or no cells for text, only return 0.

        If all routines and places together don't fit, and no place that would be shown has enough rated
        sessions for a statement about its pain, show the counts of rated sessions instead, a row a place, of
        the places before the first one with enough. If no place would be shown, this depends on the first.

        Args:
            columns: The width of this widget in cells.
            routine_rows: Rows that the list takes if it shows all its routines.
            rows: Rows of the screen that the list and this widget share.

        """
        places = list(self.query(PlaceOverview))
        text_columns = columns - _PADDING
        if text_columns < 1 or not places:
            return 0
        heights = [place.fit(text_columns) for place in places]
        frame = _RULE + literal(CAUSE_UNKNOWN).get_height({}, text_columns)
        shown = count_fitting(heights, frame, routine_rows, rows)
        early = count_early(self._overview.shown)
        counts = early >= max(shown, 1) and frame + sum(heights) + routine_rows > rows
        if counts:
            heights, frame = [place.fit_count(text_columns) for place in places[:early]], _RULE
            shown = count_fitting(heights, frame, routine_rows, rows)
        self.query_one("#cause").display = not counts
        for number, place in enumerate(places):
            place.display = number < shown
        self.border_title = describe_overview(self._overview, shown, counts=counts)
        self.display = shown > 0
        return frame + sum(heights[:shown]) if shown else 0
