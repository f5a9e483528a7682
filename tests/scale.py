"""How much the tests do: a short form at each run, the full form with ``python -m tests.long``."""

from __future__ import annotations

import os

VARIABLE = "TPSESSION_LONG_TESTS"
"""Set in the environment, it asks for the full forms."""


def scaled(short: int, full: int) -> int:
    """The number for this run."""
    return full if is_full() else short


def is_full() -> bool:
    """Whether the full forms are asked for: then margins are the targets, not those of a shared machine."""
    return bool(os.environ.get(VARIABLE))
