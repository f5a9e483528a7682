"""Shows the spots that may be behind pain at a place, and asks which routine to play for them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from tpsession.core.dialogue.place_guide import (
    PlaceGuide,
    SuggestedRoutine,
    describe_spot,
    describe_start,
    list_massage_sides,
    list_suggested_routines,
)
from tpsession.core.history.logged import describe_series
from tpsession.core.history.series import Series
from tpsession.core.safety.screening import EVIDENCE
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.body.marks import mark_for
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.lists.suggestion_list import SuggestionList

_BODY_WIDTH = 56
"""From so many columns on, the body is shown beside the list."""
_SPACED = 24
"""From so many rows on, there are empty lines."""
_ROOMY = (110, 30)
"""From so many columns and rows on, the layout is spacious."""
_MARKS = {
    Ink.SPOT: ("tender spot", "bold $text-success"),
    Ink.REFERS: ("pain may be felt", "bold $text-warning"),
    Ink.NEVER: ("never press", "bold $text-error"),
}
"""What the marks on the body stand for, and their style there."""
_AREA = "what is massaged"
"""What the filled part of the body stands for."""


class SpotsScreen(DeliberateInput, Page[SuggestedRoutine]):
    """Asks what to massage; its result is the chosen routine with its area, or None for "back"."""

    CSS_PATH = "spots.tcss"
    ABOUT = (
        "Each line is a routine, and the area with the spots that it works on. The picture shows the spots, "
        "where their pain may be felt, and where never to press."
    )

    def __init__(self, guide: PlaceGuide, rated: Series, highlighted: SuggestedRoutine | None = None) -> None:
        """Make the screen.

        Args:
            guide: What may be massaged.
            rated: The place and side where it hurts.
            highlighted: What is highlighted at first; None for the first line.

        """
        super().__init__()
        self._guide = guide
        self._rated = rated
        self._choices = list_suggested_routines(guide, rated.side)
        self._first = self._choices.index(highlighted) if highlighted in self._choices else 0

    def build_heading(self) -> str:
        """Return the place with its side, and what is asked."""
        return f"{describe_series(self._rated)}: what to massage"

    def compose_content(self) -> ComposeResult:
        """Build the intro, the list, the spots of its highlighted line, a note on evidence, and the body.

        Below the body is a legend.
        """
        with Horizontal(id="choice"):
            with Vertical(id="text"):
                intro = [line for line in self._guide.intro if line != EVIDENCE]
                intro.append(describe_start(self._choices))
                yield Static(literal(" ".join(filter(None, intro))), id="intro")
                yield SuggestionList(self._choices, self._first)
                with VerticalScroll(id="about", can_focus=False):
                    yield BulletList()
                yield Static(EVIDENCE, id="evidence", classes="quiet")
            with Vertical(id="picture"):
                yield BodyPicture()
                with Center():
                    yield Static(id="legend", classes="quiet")

    def on_mount(self) -> None:
        """Focus the list, and show the spots of the line that is highlighted at first."""
        self.query_one(SuggestionList).focus()
        self._show_spots()

    def on_resize(self, event: Resize) -> None:
        """Adapt the layout to the size."""
        self.set_class(event.size.width >= _ROOMY[0] and event.size.height >= _ROOMY[1], "-roomy")
        self.set_class(event.size.width < _BODY_WIDTH, "-narrow")
        self.set_class(event.size.height < _SPACED, "-low")
        self.call_after_refresh(self._show_legend)

    def on_suggestion_list_highlighted(self) -> None:
        """Show the spots of the line that is highlighted now."""
        self._show_spots()

    def on_suggestion_list_selected(self) -> None:
        """Close with the routine and area that were chosen; ignore a press meant for the screen before."""
        chosen = self.query_one(SuggestionList).highlighted
        if chosen is not None and self.is_deliberate():
            self.dismiss(chosen)

    def _show_legend(self) -> None:
        """Show what the filled part and the marks that are drawn on the body stand for, a line each."""
        charset, inks = self.context.charset, self.query_one(BodyPicture).inks
        fill = "\N{BRAILLE PATTERN DOTS-12345678}" if charset is Charset.UNICODE else "#"
        lines = [Content.assemble((fill, "$text-primary"), f"  {_AREA}")]
        lines += [
            Content.assemble((mark_for(ink, charset).char, style), f"  {text}")
            for ink, (text, style) in _MARKS.items()
            if ink in inks
        ]
        self.query_one("#legend", Static).update(Content("\n").join(lines))

    def _show_spots(self) -> None:
        """Show the spots of the highlighted line in words and on the body; do nothing without such a line."""
        chosen = self.query_one(SuggestionList).highlighted
        if chosen is None:
            return
        spots = [describe_spot(spot) for spot in chosen.suggestion.spots]
        self.query_one(BulletList).show(spots, f"Spots: {chosen.area.name.lower()}")
        side = list_massage_sides(chosen.routine, self._rated.side)[0]
        self.query_one(BodyPicture).show(chosen.area, side)
        self.call_after_refresh(self._show_legend)
