"""Help lists what the screen alone offers first, and shares all actions between two columns."""

from __future__ import annotations

from tpsession.core.settings.actions import (
    CLOSE,
    CORRECT,
    DETAIL,
    FILTER,
    HELP,
    PALETTE,
    QUIT,
    SORT,
    SOUND,
    Action,
)
from tpsession.tui.view_models.help_columns import HelpColumns, arrange_help


def arranged(*actions: Action, **rows: int) -> HelpColumns:
    """rows: of actions, by their ids, that take another number than one."""
    return arrange_help({action.id: rows.get(action.id, 1) for action in actions})


def test_the_screens_own_actions_come_first_in_their_order() -> None:
    assert arranged(QUIT, FILTER, HELP, DETAIL, PALETTE, CLOSE, SOUND) == HelpColumns(
        (FILTER.id, DETAIL.id, CLOSE.id), (), (QUIT.id, HELP.id, PALETTE.id, SOUND.id)
    )


def test_two_columns_share_all_actions_and_those_of_every_screen_end_the_second() -> None:
    assert arranged(HELP, FILTER, DETAIL, SORT, CORRECT, CLOSE) == HelpColumns(
        (FILTER.id, DETAIL.id, SORT.id, CORRECT.id), (CLOSE.id,), (HELP.id,)
    )
    long = arranged(HELP, FILTER, DETAIL, SORT, CORRECT, CLOSE, filter=3)
    assert long.second == (CORRECT.id, CLOSE.id)
    assert arranged() == HelpColumns((), (), ())
