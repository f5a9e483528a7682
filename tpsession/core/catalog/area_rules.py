"""The parts of an area's description: tender spots, replaced techniques, and instructions of its own."""

from __future__ import annotations

from typing import NamedTuple

from tpsession.core.catalog.technique import Technique


class TechniqueSubstitution(NamedTuple):
    """A technique that is unsafe in an area in its usual form, and what to do instead."""

    technique: Technique
    """The technique that a routine asks for."""
    replacement: Technique
    """What is played instead: another technique, or the same one with a gentler instruction."""
    text: str
    """The instruction for the replacement."""
    reason: str
    """One sentence, shown whenever the substitution changes a step."""
    say: str = ""
    """What the voice says; if empty, the phrase of `replacement`."""


class TechniqueWording(NamedTuple):
    """An area's own instruction for a technique, for steps whose routine gives no text."""

    technique: Technique
    text: str
    say: str = ""
    """What the voice says; if empty, the technique's phrase."""


class TenderSpot(NamedTuple):
    """A place that is often tender, and where pain that comes from it may be felt."""

    place: str
    """Where it is, in a few words."""
    refers_to: str
    """Where its pain may be felt, in a few words."""
