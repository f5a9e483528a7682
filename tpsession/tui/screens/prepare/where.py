"""Asks where it hurts, with a list of the places and a picture of the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import work

from tpsession.core.catalog.place import place_name
from tpsession.core.dialogue.place_guide import WHERE_QUESTION, describe_where_to_massage
from tpsession.tui.drawing.body.targets import PLACE_TARGETS
from tpsession.tui.screens.prepare.body_choice import BodyChoiceScreen

T = TypeVar("T")


class WhereScreen(BodyChoiceScreen[T]):
    """Asks where it hurts, then has more asked about that place; its result is the answer to the latter."""

    HEADING = WHERE_QUESTION
    ABOUT = (
        "Choose where it hurts, in the list or on the body, with the arrows and enter or the mouse. In the "
        "list, a letter moves to the next place that begins with it."
    )
    TARGETS = PLACE_TARGETS
    INSTRUCTIONS = "Point at it with the arrows, its first letter or the mouse; enter or a click chooses it."
    SHOWS_EVIDENCE = False

    def __init__(self, ask_about: Callable[[str], Awaitable[T | None]]) -> None:
        """Make the screen.

        ask_about: asks about a place, by its id, and returns the result of the screen; None for "back".
        """
        super().__init__()
        self._ask_about = ask_about
        self._is_asking = False

    def describe(self, target: str, *, roomy: bool) -> tuple[str, list[str]]:
        """Return a heading, and what `describe_where_to_massage` says about a place.

        target: the id of the place. roomy: whether the place's name is the heading; otherwise the heading is
        empty.
        """
        return (place_name(target) if roomy else ""), [describe_where_to_massage(target)]

    def choose(self, target: str) -> None:
        """Ask about the place that was chosen; do nothing while a place is being asked about."""
        if not self._is_asking:
            self._is_asking = True
            self._ask(target)

    @work
    async def _ask(self, target: str) -> None:
        """Ask about a place, and close with the answer, or stay if the person goes back."""
        answer = await self._ask_about(target)
        self._is_asking = False
        if answer is not None:
            self.dismiss(answer)
