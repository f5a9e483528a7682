"""Decides in which order help lists the actions of a screen, and how two columns share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SOUND, SUSPEND

_EVERYWHERE = frozenset({HELP.id, PALETTE.id, QUIT.id, SUSPEND.id, SOUND.id})
"""The ids of actions that screens share: who asks for help on one looks for its own first."""


@dataclass(frozen=True, slots=True)
class HelpColumns:
    """The ids of a screen's actions in the order in which they are listed."""

    first: tuple[str, ...]
    """The screen's own actions in the left column, at the top if there is only one."""
    second: tuple[str, ...]
    """The rest of its own, in the right column or below."""
    everywhere: tuple[str, ...]
    """What works on other screens, too; below the second."""


def arrange_help(action_ids: Sequence[str]) -> HelpColumns:
    """Divide the actions of a screen between two columns of the same height, as well as that can be.

    Its own come first, in its order, and below them in the second column those that other screens have, too.
    """
    own = tuple(each for each in action_ids if each not in _EVERYWHERE)
    half = (len(action_ids) + 1) // 2
    return HelpColumns(own[:half], own[half:], tuple(each for each in action_ids if each in _EVERYWHERE))
