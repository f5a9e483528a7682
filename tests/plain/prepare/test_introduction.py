"""What plain mode says of a session before it."""

from __future__ import annotations

import pytest

from tpsession.plain.prepare.introduction import describe_routine


@pytest.mark.parametrize(
    ("name", "seconds", "said"),
    [
        ("Unwind, ten minutes", 590.0, "Unwind, ten minutes"),
        ("Two-minute try-out", 125.0, "Two-minute try-out"),
        ("Evening, 12 minutes", 720.0, "Evening, 12 minutes"),
        ("Unwind, ten minutes", 720.0, "Unwind, ten minutes, 12 minutes"),
        ("Neck", 20.0, "Neck, 20 seconds"),
    ],
)
def test_the_minutes_are_said_once(name: str, seconds: float, said: str) -> None:
    assert describe_routine(name, seconds) == said
