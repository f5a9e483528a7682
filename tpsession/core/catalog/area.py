"""Every body area by its id.

The texts are our own, based on the sources in docs/sources.md. Where pain refers to follows Travell (low
evidence). No physiotherapist has reviewed any of it.
"""

from __future__ import annotations

from tpsession.core.catalog.area_limbs import CALF, FOOT, FOREARM, HAND, HIP, SHOULDER, THIGH
from tpsession.core.catalog.area_rules import Area
from tpsession.core.catalog.area_trunk import JAW, LOW_BACK, NECK, SKULL_BASE, UPPER_BACK

__all__ = [
    "ANY_AREA_ID", "AREAS", "CALF", "FOOT", "FOREARM", "HAND", "HIP", "JAW", "LOW_BACK", "NECK", "SHOULDER",
    "SKULL_BASE", "THIGH", "UPPER_BACK", "Area",
]  # fmt: skip

AREAS: dict[str, Area] = {
    area.id: area
    for area in (
        JAW, SKULL_BASE, NECK, UPPER_BACK, LOW_BACK, SHOULDER, FOREARM, HAND, HIP, THIGH, CALF, FOOT,
    )
}  # fmt: skip
"""Every area by its id, in the order of every list: head, trunk, arm, leg, each from above."""

ANY_AREA_ID = "any"
"""The `area` of a routine file whose area is chosen at the start."""
