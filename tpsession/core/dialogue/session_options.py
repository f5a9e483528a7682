"""What a command line says about a session before anybody is asked."""

from __future__ import annotations

from typing import NamedTuple

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side


class SessionOptions(NamedTuple):
    """What the command line said about a session."""

    area: Area | None = None
    side: Side | None = None
    before: int | None = None
    after: int | None = None
    save: bool = True
    """False keeps nothing."""
    speed: float | None = None
    """A rehearsal at this many times the speed; it is never kept."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing is asked and nothing kept."""
        return self.speed is not None
