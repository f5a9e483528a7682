"""Makes a QR code of a text, and draws it for a page."""

from __future__ import annotations

from tpsession.core.routine_editing.qr_code import QUIET_ZONE, QrCode

MAX_BYTES = 2953
"""Bytes that the largest QR code holds, at its lowest level of error correction (ISO/IEC 18004)."""


def make_qr_code(text: str) -> QrCode | None:
    """Return the code of a text in UTF-8; None if it is too long for one."""
    if len(text.encode()) > MAX_BYTES:
        return None
    import segno  # noqa: PLC0415 - 85 ms, and most pages have no code

    code = segno.make(text, error="l", mode="byte", encoding="utf-8", micro=False)
    return QrCode(tuple(bytes(row) for row in code.matrix))


def draw_path(code: QrCode) -> str:
    """Return the dark modules as the path of an SVG picture, in modules; the quiet zone is left free."""
    return "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(code.rows)
        for start, length in _runs(row)
    )


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
