"""The messages that both the list and the picture of the body's areas post."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tpsession.core.catalog.area import Area


@dataclass
class AreaHighlighted(Message):
    """Posted when another area is highlighted, by the keys or the mouse."""

    area: Area


@dataclass
class AreaSelected(Message):
    """Posted when the person selects an area."""

    area: Area
