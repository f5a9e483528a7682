"""The area of a routine that works for any: chosen from a list or on the body, which go together."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.geometry import Region
from textual.widgets import Static

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.session.wording import WHICH_AREA
from tpsession.tui.base.page import Page
from tpsession.tui.widgets.body.area_list import AreaList
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.common.hanging import BulletList

HOW = "The arrows or the mouse point at an area; enter or a click chooses it."
_BODY = 40
"""Columns of the screen from which on the body stands beside the list."""
_ROOMY = (110, 30)
"""Columns and rows of the screen from which on there is room for every spot."""


class AreaScreen(Page[Area]):
    """Asks for the area; its result is the one chosen."""

    CSS_PATH = "area.tcss"
    HEADING = WHICH_AREA
    ABOUT = "Choose where to work: in the list or on the body, with the arrows and enter or with the mouse."

    def __init__(self, routine: Routine | None = None) -> None:
        """routine: the one that it is asked for, to name it."""
        super().__init__()
        self._routine = routine
        self._pointed: Area | None = None
        self._roomy = False

    def build_heading(self) -> str:
        """The question, with the routine's name."""
        return self.HEADING if self._routine is None else f"{self._routine.name}: {self.HEADING.lower()}"

    def compose_content(self) -> ComposeResult:
        """List and body, and what the area pointed at is about."""
        with Horizontal(id="choice"):
            with Vertical(id="words"):
                with VerticalScroll(id="areas", can_focus=False):
                    yield AreaList()
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(HOW, id="how", classes="quiet")
                    yield BulletList()
            yield BodyPicture(selectable=True)

    def on_mount(self) -> None:
        """The keys go to the list."""
        self.query_one(AreaList).focus()

    def on_resize(self, event: Resize) -> None:
        """The body beside the list where there is room."""
        self._roomy = event.size.width >= _ROOMY[0] and event.size.height >= _ROOMY[1]
        self.set_class(self._roomy, "-roomy")
        self.set_class(event.size.width < _BODY, "-narrow")
        self._show()

    def on_area_highlighted(self, event: AreaHighlighted) -> None:
        """The body follows the list, and the list the body."""
        self._point(event.area)

    def on_area_selected(self, event: AreaSelected) -> None:
        """Chosen in the list or on the body."""
        self.dismiss(event.area)

    def _point(self, area: Area) -> None:
        self._pointed = area
        listed = self.query_one(AreaList)
        # Each would tell that it was pointed at; two such words that cross on their way never came to rest.
        with self.prevent(AreaHighlighted):
            listed.highlight(area)
            self.query_one(BodyPicture).highlight(area)
        self.query_one("#areas").scroll_to_region(Region(0, listed.highlighted_row, 1, 1), animate=False)
        self._show()

    def _show(self) -> None:
        self.query_one("#how").display = self._pointed is None
        if self._pointed is None:
            return
        spots = self._pointed.spots
        if self._roomy:
            each = [f"{spot.place}: pain may refer to {spot.refers_to}" for spot in spots]
            self.query_one(BulletList).show(each, self._pointed.name)
        else:
            together = "; ".join(spot.refers_to for spot in spots)
            self.query_one(BulletList).show([f"Pain may refer to: {together}."], bullet="")
