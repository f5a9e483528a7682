"""What describes a body area: position, tender spots, what never to press, its own words and its limits."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from tpsession.core.catalog.technique import Technique

WALL = "a free stretch of wall"
BALL_IN_SOCK = "a tennis ball in a long sock"
THIN_CLOTHES = "thin clothes"
OFF_THE_WALL = "Open your eyes, step off the wall, ball out of the way."
"""What several areas need for a ball at a wall, and how it is let go."""


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
    release_text: str = ""
    let_go: str = ""
    """What a release asks for, and what ends the last hold; if empty, the technique's own."""
    places_ball: bool = False
    """Whether a ball has to be placed first, so that a routine for any area gives time for it."""
    tools: tuple[str, ...] = ()
    """Those of the area's tools that nothing else there needs, so that they aren't listed without it."""


class TenderSpot(NamedTuple):
    """A place that is often tender, and where pain that comes from it may be felt."""

    place: str
    """Where it is, in a few words."""
    refers_to: str
    """Where its pain may be felt, in a few words."""
    felt_in: tuple[str, ...]
    """The ids of the places that `refers_to` names, for who knows only where it hurts."""


class Area(NamedTuple):
    """One body area."""

    id: str
    """The word in a routine file and on the command line."""
    name: str
    """What a person reads."""
    position: str
    """How to sit or stand, and with what tool; one or more sentences."""
    spots: tuple[TenderSpot, ...]
    """Places that are often tender."""
    never_press: tuple[str, ...]
    """What never to press: names of places, to be listed after "Never press:"."""
    care: tuple[str, ...] = ()
    """Other cautions, a sentence each."""
    have: tuple[str, ...] = ()
    """What the person needs within reach if all techniques are played here."""
    paired: bool = True
    """Whether the area exists once on each side; other areas can be massaged as a whole or side by side."""
    substitutions: tuple[TechniqueSubstitution, ...] = ()
    """Techniques that are unsafe here, each with what is played instead."""
    wordings: tuple[TechniqueWording, ...] = ()
    """Words of the area's own for a technique, and its limits, for techniques without a substitution."""
    is_light: bool = False
    """Whether it is only touched lightly, so that no pressure there is firm."""
    has_oil: bool = True
    """Whether a routine for any area uses oil here: not through clothes, with a ball, near eyes or hair."""
    longest_hold_s: float | None = None
    """The longest hold in seconds; None if the area sets no limit of its own."""
    hold_reason: str = ""
    """One sentence, shown when a hold is shortened; empty if there is no limit."""

    def __hash__(self) -> int:
        # An area is looked up for every step of a plan; hashing all its texts takes four times as long.
        return hash(self.id)

    def substitution_for(self, technique: Technique) -> TechniqueSubstitution | None:
        """Return what replaces a technique in this area; None if no other technique replaces it.

        Its holds, its oil and its words may be changed for the area all the same.
        """
        return next((found for found in self.substitutions if found.technique is technique), None)

    def wording_for(self, technique: Technique) -> TechniqueWording | None:
        """Return the area's own words for a technique, or None if the usual ones fit."""
        return next((found for found in self.wordings if found.technique is technique), None)

    def played_technique(self, technique: Technique) -> Technique:
        """Return the technique that is played in this area for one that a routine asks for.

        It is the replacement if the area has a substitution for the technique, or else the technique itself.
        """
        substitution = self.substitution_for(technique)
        return technique if substitution is None else substitution.replacement

    def text_for(self, technique: Technique) -> str:
        """Return the instruction that a step with a technique has in this area if the routine gives none.

        technique: the technique that the routine asks for. If another technique replaces it in this area, the
        instruction is for that replacement.
        """
        played = self.played_technique(technique)
        wording = self.wording_for(played)
        return played.text if wording is None else wording.text

    def tools_for(self, techniques: Collection[Technique]) -> tuple[str, ...]:
        """Return what the person needs within reach if only these techniques are played in this area.

        These are the area's things (`have`), without the tools of techniques that aren't played.
        """
        unused = {
            tool for wording in self.wordings if wording.technique not in techniques for tool in wording.tools
        }
        return tuple(tool for tool in self.have if tool not in unused)

    def release_text_for(self, technique: Technique, text: str) -> str:
        """Return the sentence on how to release in a step: the area's own, or else the technique's.

        Empty if neither has one. Also empty if the step has an instruction that the routine's author wrote,
        because nobody knows how such a step is released.

        technique: the technique that is played in this area. text: the step's instruction.
        """
        if not text.endswith(self.text_for(technique)):
            return ""
        wording = self.wording_for(technique)
        return (wording.release_text if wording else "") or technique.release_text

    def again_text_for(self, technique: Technique, text: str) -> str:
        """Return the technique's sentence for each hold after a step's first, such as "Do the stretch again".

        Empty if the technique has no such sentence, or if the step's instruction isn't the usual one, and
        doesn't end with it.

        technique: the technique that is played in this area. text: the step's instruction.
        """
        return technique.again_text if text.endswith(self.text_for(technique)) else ""

    def let_go_for(self, technique: Technique, text: str) -> str:
        """Return the sentence that says how to let go when a step is over, such as "Let go".

        It is the area's own sentence if the step has the area's own instruction and the area has such a
        sentence. Otherwise it is the technique's sentence, which may be empty.

        technique: the technique that is played in this area. text: the step's instruction.
        """
        wording = self.wording_for(technique)
        is_own = wording is not None and text.endswith(wording.text)
        return (wording.let_go if wording and is_own else "") or technique.let_go

    def phrase_for(self, technique: Technique) -> str:
        """Return what the voice says for a technique in this area if the step says nothing of its own.

        technique: the technique that the routine asks for. If another technique replaces it in this area, the
        phrase is for that replacement.
        """
        played = self.played_technique(technique)
        wording = self.wording_for(played)
        return (wording.say if wording else "") or played.phrase
