"""What an area is described by: tender spots, limits on techniques, and its own manner of doing them."""

from __future__ import annotations

from typing import NamedTuple

from tpsession.core.catalog.technique import Technique


class TechniqueSubstitution(NamedTuple):
    """A technique that an area doesn't bear as it stands, and what is done instead."""

    technique: Technique
    replacement: Technique
    """What is played in its place: another technique, or the same one in another manner."""
    text: str
    """The instruction for it."""
    reason: str
    """One sentence, said whenever it changes a step."""
    say: str = ""
    """What the voice says; the phrase of `instead` where it is empty."""


class TechniqueWording(NamedTuple):
    """How an area is worked with a technique, for a step that brings no words of its own."""

    technique: Technique
    text: str
    say: str = ""
    """What the voice says; the technique's phrase where it is empty."""


class Spot(NamedTuple):
    """A place that is often tender, and where its pain refers to."""

    place: str
    refers_to: str
