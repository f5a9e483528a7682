"""How much the tests do: a short form at each run, the full form with ``python -m tests.long``."""

from __future__ import annotations

import os

VARIABLE = "TPSESSION_LONG_TESTS"
"""Set in the environment, it asks for the full forms."""


def scaled(short: int, full: int) -> int:
    """The number for this run."""
    return full if os.environ.get(VARIABLE) else short
