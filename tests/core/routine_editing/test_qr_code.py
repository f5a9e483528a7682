"""A QR code knows how much room it takes with the light margin that a reader needs."""

from __future__ import annotations

from tpsession.core.routine_editing.qr_code import QrCode


def test_the_size_counts_the_quiet_zone_on_both_sides() -> None:
    assert QrCode((bytes(21),) * 21).size == 29
