"""A copy of a built-in routine doesn't say how to make a copy."""

from __future__ import annotations

import pytest

from tpsession.core.routine_editing.copies import without_invitation

HEAD = "# A ball at the wall.\n# No oil.\n"
REST = '\nformat = 1\nname = "Ball"\n# To make it your own idea, nothing else goes.\n'


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_paragraph_at_the_head_is_left_out(end: str) -> None:
    text = f"{HEAD}#\n# To make it your own, type this:\n# and that.\n{REST}".replace("\n", end)
    assert without_invitation(text) == f"{HEAD}{REST}".replace("\n", end)


def test_a_text_without_it_stays() -> None:
    assert without_invitation(HEAD + REST) == HEAD + REST
