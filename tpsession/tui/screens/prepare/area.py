"""Asks for the area of a routine that works on any area, with a list and a picture of the body."""

from __future__ import annotations

from collections.abc import Collection

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.geometry import Region
from textual.widgets import Static

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.safety.screening import EVIDENCE
from tpsession.core.session.wording import WHICH_AREA
from tpsession.tui.base.page import Page
from tpsession.tui.widgets.body.area_list import AreaList
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.hanging import BulletList

HOW = "Point at an area with the arrows or the mouse, then choose it with enter or a click."
_BODY_WIDTH = 40
"""From so many columns on, the body is shown beside the list."""
_SPACED = 24
"""From so many rows on, there are empty lines around the list."""
_SURE = 18
"""From so many rows on, there is room to say how sure all this is; the next screen says it anyway."""
_ROOMY = (110, 30)
"""From so many columns and rows on, there is room for every spot."""


class AreaScreen(Page[Area]):
    """Asks for the area; its result is the chosen area."""

    CSS_PATH = "area.tcss"
    HEADING = WHICH_AREA
    ABOUT = "Choose the area to work on, in the list or on the body, with the arrows and enter or the mouse."

    def __init__(self, routine: Routine | None = None, resting: Collection[Area] = ()) -> None:
        """Make the screen.

        Args:
            routine: What the area is for, named in the heading; None names nothing.
            resting: The areas that have to rest today.

        """
        super().__init__()
        self._resting = resting
        self._routine = routine
        self._highlighted: Area | None = None
        self._roomy = False

    def build_heading(self) -> str:
        """Return the question, with the name of the routine."""
        return self.HEADING if self._routine is None else f"{self._routine.name}: {self.HEADING.lower()}"

    def compose_content(self) -> ComposeResult:
        """Build the list, the text about the highlighted area, the body, and how sure all that is."""
        with Horizontal(id="choice"):
            with Vertical(id="text"):
                with VerticalScroll(id="areas", can_focus=False):
                    yield AreaList(self._resting)
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(HOW, id="instructions", classes="quiet")
                    yield BulletList()
            yield BodyPicture(selectable=True, resting=self._resting)
        yield Static(EVIDENCE, id="evidence", classes="quiet")

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(AreaList).focus()

    def on_resize(self, event: Resize) -> None:
        """Adapt the layout, and the text about the highlighted area, to the size."""
        self._roomy = event.size.width >= _ROOMY[0] and event.size.height >= _ROOMY[1]
        self.set_class(self._roomy, "-roomy")
        self.set_class(event.size.width < _BODY_WIDTH, "-narrow")
        self.set_class(event.size.height < _SPACED, "-low")
        self.set_class(event.size.height < _SURE, "-least-rows")
        self._show_about()

    def on_area_highlighted(self, event: AreaHighlighted) -> None:
        """Highlight the area in the list and on the body, and show the text about it."""
        self._highlight(event.area)

    def on_area_selected(self, event: AreaSelected) -> None:
        """Close with the area that was chosen in the list or on the body."""
        self.dismiss(event.area)

    def _highlight(self, area: Area) -> None:
        """Highlight an area in the list and on the body, scroll to it, and show the text about it."""
        self._highlighted = area
        area_list = self.query_one(AreaList)
        # List and body would each post a message that moves the other, which could go on for ever.
        with self.prevent(AreaHighlighted):
            area_list.highlight(area)
            self.query_one(BodyPicture).highlight(area)
        self.query_one("#areas").scroll_to_region(Region(0, area_list.highlighted_row, 1, 1), animate=False)
        self._show_about()

    def _show_about(self) -> None:
        """Show where pain of the highlighted area may be felt; without one, show how to choose.

        If there is room, the text names each tender spot.
        """
        self.query_one("#instructions").display = self._highlighted is None
        if self._highlighted is None:
            return
        spots = self._highlighted.spots
        if self._roomy:
            lines = [f"{spot.place}: pain may be felt in {spot.refers_to}" for spot in spots]
            self.query_one(BulletList).show(lines, self._highlighted.name)
        else:
            targets = "; ".join(spot.refers_to for spot in spots)
            self.query_one(BulletList).show([f"May be felt in: {targets}."], bullet="")
