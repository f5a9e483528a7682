"""The messages that both the list and the picture of what can be pointed at on the body post."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class TargetHighlighted(Message):
    """Posted when another target was highlighted, by the person or by the program."""

    target: str
    """Its id."""


@dataclass
class TargetSelected(Message):
    """Posted when the person selects a target."""

    target: str
    """Its id."""
