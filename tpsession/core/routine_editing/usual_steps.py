"""The usual steps of a new routine."""

from __future__ import annotations

from tpsession.core.catalog.technique import OIL, PRESSURE, STROKES, WIPE

USUAL_TECHNIQUES = (OIL, STROKES, PRESSURE, WIPE)
"""Those of the usual order that make a short session (ours)."""


def describe_usual_steps() -> str:
    """Return the names of the usual steps, in their order: ``oil, firm strokes, ... and wipe your hands``."""
    *names, last = [technique.name.lower() for technique in USUAL_TECHNIQUES]
    return f"{', '.join(names)} and {last}"
