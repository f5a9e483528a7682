"""The programme that a routine file proposes, and the limits of every programme."""

from __future__ import annotations

from typing import NamedTuple

MIN_SESSIONS = 2
MAX_SESSIONS = 60
"""Fewest and most sessions of a programme (ours): two months of one a day."""
MIN_EVERY_DAYS = 1
MAX_EVERY_DAYS = 14
"""Fewest and most days from one session of a programme to the next (ours)."""


class ProposedProgramme(NamedTuple):
    """How often a routine is meant to be played; the person may start a programme like this."""

    sessions: int
    """`MIN_SESSIONS` to `MAX_SESSIONS`."""
    every_days: int
    """Days from one session to the next, `MIN_EVERY_DAYS` to `MAX_EVERY_DAYS`."""
