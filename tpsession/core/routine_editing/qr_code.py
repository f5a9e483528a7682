"""A QR code as it is shown: the dark and light squares that a phone reads."""

from __future__ import annotations

from dataclasses import dataclass

QUIET_ZONE = 4
"""Light modules around the code that a reader needs (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, in modules: the squares that it is made of."""

    rows: tuple[bytes, ...]
    """A row of modules from left to right in each: 1 is dark, 0 light. Without the quiet zone."""

    @property
    def size(self) -> int:
        """Number of modules across, and also down, with the quiet zone on both sides."""
        return len(self.rows) + 2 * QUIET_ZONE
