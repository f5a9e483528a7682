"""Makes a QR code as a picture for a page."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 2953
"""Bytes that the largest QR code holds, at its lowest level of error correction (ISO/IEC 18004)."""
_QUIET_ZONE = 4
"""Light modules around the code that a reader needs (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, in modules: the dark and light squares that it is made of."""

    size: int
    """Modules across and down, with the quiet zone."""
    path: str
    """The dark modules, as the path of an SVG picture."""


def make_qr_code(text: str) -> QrCode | None:
    """Return the code of a text in UTF-8; None if it is too long for one."""
    if len(text.encode()) > MAX_BYTES:
        return None
    import segno  # noqa: PLC0415 - 85 ms, and most pages have no code

    code = segno.make(text, error="l", mode="byte", encoding="utf-8", micro=False)
    rows = [bytes(row) for row in code.matrix]
    path = "".join(
        f"M{start + _QUIET_ZONE} {y + _QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return QrCode(len(rows) + 2 * _QUIET_ZONE, path)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return where each run of dark modules begins in a row, and how long it is."""
    runs = []
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        runs.append((start, end - start))
        start = row.find(1, end)
    return runs
