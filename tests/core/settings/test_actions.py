"""What a person can do: every action of plain mode has a command of its own."""

from __future__ import annotations

from tpsession.core.settings.actions import ACTIONS, GO, find_plain_action


def test_every_action_of_plain_mode_has_its_own_command() -> None:
    lines = [action.plain_command for action in ACTIONS if action.plain_command is not None]
    assert len(set(lines)) == len(lines)
    assert find_plain_action("  ") is GO
    assert find_plain_action("nonsense") is None
