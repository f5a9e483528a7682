"""Where words are in a text, in order, and which place comes next."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from tpsession.tui.view_models.routines.routine_editor import Place

NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What was found for some words."""

    starts: tuple[Place, ...] = ()
    """Where each begins, from above to below."""
    ends: tuple[Place, ...] = ()
    """Where each ends; as many as `starts`."""

    def find(self, at: Place, by: int) -> int | None:
        """Return the index of the nearest found place in a direction; None if nothing was found.

        After the last place comes the first one, and before the first place the last one.

        Args:
            at: Where to look from.
            by: 1 for the first place after `at`, 0 for the first at or after it, -1 for the last before it.

        """
        if not self.starts:
            return None
        index = (bisect_right if by > 0 else bisect_left)(self.starts, at)
        return (index - 1 if by < 0 else index) % len(self.starts)

    def describe(self, index: int | None) -> str:
        """Return the number of a place among all, such as ``2 of 5``, or that nothing was found.

        index: of the place, from 0; None if nothing was found.
        """
        return NOT_FOUND if index is None else f"{index + 1} of {len(self.starts)}"


def search_text(lines: Iterable[str], words: str) -> TextSearch:
    """Return the places where words are in the lines of a text. Upper and lower case are the same.

    They may be a part of longer words, but must be in one line. Places never overlap. Empty words are never
    found.
    """
    if not words:
        return TextSearch()
    pattern = re.compile(re.escape(words), re.IGNORECASE)
    found = [(row, *match.span()) for row, line in enumerate(lines) for match in pattern.finditer(line)]
    return TextSearch(
        tuple((row, start) for row, start, _ in found), tuple((row, end) for row, _, end in found)
    )
