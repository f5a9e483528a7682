"""Help lists what the screen alone offers first, and shares all actions between two columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from tpsession.core.settings.actions import CLOSE, DETAIL, FILTER, HELP, PALETTE, QUIT, SOUND, Action
from tpsession.tui.input.bindings import AvailableAction
from tpsession.tui.screens.dialogs.help_columns import arrange_help


def arranged(*actions: Action) -> list[list[Action]]:
    """Return the actions of the first column, the rest of the screen's own, and those of every screen."""
    node: Screen[None] = Screen()
    columns = arrange_help(
        [
            AvailableAction(action, action.id, node, True, True, action.keys, action.keys[0])
            for action in actions
        ]
    )
    return [actions_of(column) for column in (columns.first, columns.second, columns.everywhere)]


def actions_of(column: Sequence[AvailableAction]) -> list[Action]:
    return [available.action for available in column]


def test_the_screens_own_actions_come_first_in_their_order() -> None:
    assert arranged(QUIT, FILTER, HELP, DETAIL, PALETTE, CLOSE, SOUND) == [
        [FILTER, DETAIL, CLOSE],
        [],
        [QUIT, HELP, PALETTE, SOUND],
    ]


def test_two_columns_share_all_actions_and_those_of_every_screen_end_the_second() -> None:
    assert arranged(HELP, FILTER, DETAIL, CLOSE) == [[FILTER, DETAIL], [CLOSE], [HELP]]
    assert arranged() == [[], [], []]
