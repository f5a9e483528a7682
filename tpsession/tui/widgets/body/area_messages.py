"""What a list and a picture of the body's areas tell alike."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tpsession.core.catalog.area import Area


@dataclass
class AreaHighlighted(Message):
    """An area was pointed at, with the keys or the mouse."""

    area: Area


@dataclass
class AreaSelected(Message):
    """An area was chosen."""

    area: Area
