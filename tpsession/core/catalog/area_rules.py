"""The parts of an area's description: tender spots, replaced techniques, instructions and limits."""

from __future__ import annotations

from typing import NamedTuple

from tpsession.core.catalog.technique import Technique


class TechniqueSubstitution(NamedTuple):
    """A technique that is unsafe in an area in any form, and the one that is played instead."""

    technique: Technique
    """The technique that a routine asks for."""
    replacement: Technique
    """What is played instead, always with the area's own words for it."""
    reason: str
    """One sentence, shown before every session that it changes."""


class TechniqueWording(NamedTuple):
    """An area's own words for a technique, and what is never done with it there."""

    technique: Technique
    text: str
    """The instruction for steps whose routine gives none; it keeps to `limit`."""
    say: str = ""
    """What the voice says unless the routine says it; if empty, the technique's phrase."""
    limit: str = ""
    """What is never done here, one sentence that is told beside a routine's own words; empty for no limit."""


class TenderSpot(NamedTuple):
    """A place that is often tender, and where pain that comes from it may be felt."""

    place: str
    """Where it is, in a few words."""
    refers_to: str
    """Where its pain may be felt, in a few words."""
