"""What a person can do: every action of plain mode has a command of its own."""

from __future__ import annotations

from tpsession.core.settings.actions import ACTION_GROUPS, ACTIONS, GO, find_plain_action


def test_every_action_of_plain_mode_has_its_own_command() -> None:
    lines = [action.plain_command for action in ACTIONS if action.plain_command is not None]
    assert len(set(lines)) == len(lines)
    assert find_plain_action("  ") is GO
    assert find_plain_action("nonsense") is None


def test_every_action_is_in_one_group_whose_word_is_no_action() -> None:
    grouped = [action for group in ACTION_GROUPS for action in group.actions]
    assert sorted(grouped) == sorted(ACTIONS)
    names = {action.name.lower() for action in ACTIONS}
    assert names.isdisjoint(group.word for group in ACTION_GROUPS)
    # None is too long to be heard.
    assert max(len(group.actions) for group in ACTION_GROUPS) <= 21
