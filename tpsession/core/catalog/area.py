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
        LOW_BACK, UPPER_BACK, NECK, SKULL_BASE, JAW, SHOULDER, FOREARM, HAND, HIP, THIGH, CALF, FOOT,
    )
}  # fmt: skip
"""Every area by its id."""

ANY_AREA_ID = "any"
"""The `area` of a routine file whose area is chosen at the start."""
