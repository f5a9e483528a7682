"""Decides in which order help lists the actions of a screen, and how two columns share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SOUND, SUSPEND

_EVERYWHERE = frozenset({HELP.id, PALETTE.id, QUIT.id, SUSPEND.id, SOUND.id})
"""The ids of actions that screens share: who asks for help on one looks for its own first."""

_HEADING_ROWS = 2
"""Rows of the heading above those, with the empty one before it."""


@dataclass(frozen=True, slots=True)
class HelpColumns:
    """The ids of a screen's actions in the order in which they are listed."""

    first: tuple[str, ...]
    """The screen's own actions in the left column, at the top if there is only one."""
    second: tuple[str, ...]
    """The rest of its own, in the right column or below."""
    everywhere: tuple[str, ...]
    """What works on other screens, too; below the second."""


def arrange_help(rows: Mapping[str, int]) -> HelpColumns:
    """Divide the actions of a screen between two columns of the same height, as well as that can be.

    The screen's own actions come first, in its order. The actions that other screens have, too, are in the
    second column, below its own.

    rows: how many rows each action takes, by its id, in the screen's order.
    """
    own = tuple(each for each in rows if each not in _EVERYWHERE)
    everywhere = tuple(each for each in rows if each in _EVERYWHERE)

    def height(split: int) -> int:
        """Return the rows of the higher column if the first one has so many of the screen's own actions."""
        second = sum(rows[each] for each in (*own[split:], *everywhere)) + _HEADING_ROWS * bool(everywhere)
        return max(sum(rows[each] for each in own[:split]), second)

    split = min(reversed(range(len(own) + 1)), key=height)
    return HelpColumns(own[:split], own[split:], everywhere)
