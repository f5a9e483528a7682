"""Asks for an area, with a list and a picture of the body that mark the areas that rest today."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.safety.eligibility import find_resting_areas, sessions_since_yesterday
from tpsession.core.session.wording import WHICH_AREA
from tpsession.tui.context import AppContext
from tpsession.tui.drawing.body.targets import AREA_TARGETS
from tpsession.tui.screens.prepare.body_choice import BodyChoiceScreen


class AreaScreen(BodyChoiceScreen[Area]):
    """Asks for the area; its result is the chosen area, or None for "back"."""

    HEADING = WHICH_AREA
    ABOUT = "Choose the area to work on, in the list or on the body, with the arrows and enter or the mouse."
    TARGETS = AREA_TARGETS
    INSTRUCTIONS = "Point at one with the arrows, its first letter or the mouse; enter or a click chooses it."

    def __init__(self, routine: Routine | None = None, resting: Mapping[Area, Side] | None = None) -> None:
        """Make the screen.

        Args:
            routine: What the area is for, named in the heading; None names nothing.
            resting: The areas that have to rest today, with the side.

        """
        super().__init__(resting)
        self._routine = routine

    def build_heading(self) -> str:
        """Return the question, after the routine's name if the area is for a routine."""
        return self.HEADING if self._routine is None else f"{self._routine.name}: {self.HEADING.lower()}"

    def describe(self, target: str, *, roomy: bool) -> tuple[str, list[str]]:
        """Return where pain from an area's tender spots may be felt: a heading, and lines.

        Args:
            target: The id of the area.
            roomy: Whether there is room for more: the area's name is the heading, and each spot has a line.
                Otherwise the heading is empty, and a single line tells it for all spots.

        """
        area = AREAS[target]
        if roomy:
            return area.name, [f"{spot.place}: pain may be felt in {spot.refers_to}" for spot in area.spots]
        return "", [f"May be felt in: {'; '.join(spot.refers_to for spot in area.spots)}."]

    def choose(self, target: str) -> None:
        """Close with the area that was chosen."""
        self.dismiss(AREAS[target])


async def ask_area(context: AppContext, routine: Routine | None = None) -> Area | None:
    """Ask for an area, marking those that have to rest today; None means "back".

    Raises `HistoryError` if the history can't be read. routine: the one to play on the area, whose name is
    shown; None for a session that isn't of a routine.
    """
    today = context.services.clock.local_time().date()
    recent = await context.history.load_sessions(sessions_since_yesterday(today))
    return await context.navigator.ask(AreaScreen(routine, find_resting_areas(recent, today)))
