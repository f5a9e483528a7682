"""Asks where it hurts, with a list of the places and a picture of the body."""

from __future__ import annotations

from tpsession.core.catalog.place import place_name
from tpsession.core.dialogue.place_guide import WHERE_QUESTION, describe_where_to_massage
from tpsession.tui.drawing.body.targets import PLACE_TARGETS
from tpsession.tui.screens.prepare.body_choice import BodyChoiceScreen


class WhereScreen(BodyChoiceScreen[str]):
    """Asks where it hurts; its result is the id of the place."""

    HEADING = WHERE_QUESTION
    ABOUT = (
        "Choose where it hurts, in the list or on the body, with the arrows and enter or the mouse. In the "
        "list, a letter moves to the next place that begins with it."
    )
    TARGETS = PLACE_TARGETS
    INSTRUCTIONS = "Point at it with the arrows, its first letter or the mouse; enter or a click chooses it."
    SHOWS_EVIDENCE = False

    def describe(self, target: str, *, roomy: bool) -> tuple[str, list[str]]:
        """Return a heading, and which areas may be massaged for pain at a place.

        target: the id of the place. roomy: whether its name is the heading; otherwise that is empty.
        """
        return (place_name(target) if roomy else ""), [describe_where_to_massage(target)]

    def choose(self, target: str) -> None:
        """Close with the place that was chosen."""
        self.dismiss(target)
