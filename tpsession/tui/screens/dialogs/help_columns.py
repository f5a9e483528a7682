"""Decides in which order help lists the actions of a screen, and how two columns share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.core.settings.actions import HELP, PALETTE, QUIT, SOUND, SUSPEND
from tpsession.tui.input.bindings import AvailableAction

_EVERYWHERE = frozenset({HELP.id, PALETTE.id, QUIT.id, SUSPEND.id, SOUND.id})
"""The ids of actions that screens share: who asks for help on one looks for its own first."""


@dataclass(frozen=True, slots=True)
class HelpColumns:
    """The actions of a screen in the order in which they are listed."""

    first: tuple[AvailableAction, ...]
    """The screen's own actions in the left column, at the top if there is only one."""
    second: tuple[AvailableAction, ...]
    """The rest of its own, in the right column or below."""
    everywhere: tuple[AvailableAction, ...]
    """What works on other screens, too; below the second."""


def arrange_help(actions: Sequence[AvailableAction]) -> HelpColumns:
    """Put the screen's own actions first, in its order, and halve all of them between the columns."""
    own = [available for available in actions if available.action.id not in _EVERYWHERE]
    everywhere = tuple(available for available in actions if available.action.id in _EVERYWHERE)
    half = (len(actions) + 1) // 2
    return HelpColumns(tuple(own[:half]), tuple(own[half:]), everywhere)
