"""The parts of an area's description: tender spots, replaced techniques, and instructions of its own."""

from __future__ import annotations

from typing import NamedTuple

from tpsession.core.catalog.technique import Technique


class TechniqueSubstitution(NamedTuple):
    """A technique that is unsafe in an area in its usual form, and what to do instead."""

    technique: Technique
    replacement: Technique
    """What is played in its place: another technique, or the same one in another manner."""
    text: str
    """The instruction for it."""
    reason: str
    """One sentence, said whenever it changes a step."""
    say: str = ""
    """What the voice says; if empty, the phrase of `replacement`."""


class TechniqueWording(NamedTuple):
    """An area's own instruction for a technique, for steps whose routine gives no text."""

    technique: Technique
    text: str
    say: str = ""
    """What the voice says; if empty, the technique's phrase."""


class Spot(NamedTuple):
    """A place that is often tender, and where pain from it may be felt."""

    place: str
    refers_to: str
