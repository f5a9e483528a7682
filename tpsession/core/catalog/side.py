"""The side of the body that is massaged."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """The side that a step is played on, and that a session is recorded under."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NONE = "none"
