"""The body areas: position, tender spots, what never to press, and which techniques are limited there.

The texts are our own, based on the sources that the routines name. Where pain refers to follows Travell (low
evidence). No physiotherapist has reviewed any of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.area_rules import TechniqueSubstitution, TechniqueWording, TenderSpot
from tpsession.core.catalog.technique import CIRCLES, DISCOMFORT, LIGHT, OIL, PRESSURE, STROKES, Technique


@dataclass(frozen=True, slots=True, eq=False)
class Area:
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
    """What the person needs within reach for this position."""
    paired: bool = True
    """Whether the area exists once on each side; other areas can be massaged as a whole or side by side."""
    substitutions: tuple[TechniqueSubstitution, ...] = ()
    """Techniques that are unsafe here, each with what is played instead."""
    wordings: tuple[TechniqueWording, ...] = ()
    """Words of the area's own for a technique, and its limits, for techniques without a substitution."""
    is_light: bool = False
    """Whether it is only touched lightly, so that no pressure there is firm."""
    longest_hold_s: float | None = None
    """The longest hold in seconds; None if the area sets no limit of its own."""
    hold_reason: str = ""
    """One sentence, shown when a hold is shortened; empty if there is no limit."""

    def substitution_for(self, technique: Technique) -> TechniqueSubstitution | None:
        """Return what replaces a technique in this area, or None if the technique is played as it is."""
        return next((found for found in self.substitutions if found.technique is technique), None)

    def wording_for(self, technique: Technique) -> TechniqueWording | None:
        """Return the area's own words for a technique, or None if the usual ones fit."""
        return next((found for found in self.wordings if found.technique is technique), None)

    def played_technique(self, technique: Technique) -> Technique:
        """Return the technique that is played in this area when a routine asks for one."""
        substitution = self.substitution_for(technique)
        return technique if substitution is None else substitution.replacement

    def text_for(self, technique: Technique) -> str:
        """Return the instruction of a step without a text of its own."""
        played = self.played_technique(technique)
        wording = self.wording_for(played)
        return played.text if wording is None else wording.text

    def phrase_for(self, technique: Technique) -> str:
        """Return what the voice says in a step without words of its own."""
        played = self.played_technique(technique)
        wording = self.wording_for(played)
        return (wording.say if wording else "") or played.phrase


_STAY = f"and stay. {DISCOMFORT} Keep breathing."
_SLOW_STROKES = "Slow strokes"
"""Spoken instead of the technique's own phrase, which asks for a firm grip."""
_LIGHT_CIRCLES = "Light circles"
_LIGHT_PRESSURE = "Light pressure"
_ROLL = "Roll over the ball"
_LEAN = "Lean on the ball"
_WALL = "a free stretch of wall"
_BALL = "a ball"
_FULL_WEIGHT = "Never stand on the ball with your full weight."
_NO_DEVICES = "No powered devices on the neck."
_LEG_LIMIT = "No firm grip over veins or the hollow of the knee."
_NECK_LIMIT = "No firm grip on the front or side of the neck: pinch the top of the shoulder instead."
_JAW_LIMIT = "On the jaw, use only two fingers, and only lightly."
_JAW_CIRCLES = "Two fingers, teeth apart: make light circles from the cheekbone to the edge of the jaw."
_SKULL_LIMIT = "At the base of the skull, be light: never use force."
_SKULL_CIRCLES = "Fingertips under the ridge of the skull: make small, light circles."

LOW_BACK = Area(
    id="low-back",
    name="Low back",
    position="Stand with your back to a wall, a tennis ball in a sock behind you, knees slightly bent.",
    spots=(
        TenderSpot(
            "a hand's width from the spine, below the ribs", "flat bone at the base of the spine, hip"
        ),
        TenderSpot("above the top of the hip bone", "buttock and groin"),
    ),
    never_press=("the spine", "the lowest ribs"),
    care=(
        "No firm pressure on the back just below the ribs.",
        "Use the floor instead of the wall only if you are experienced.",
    ),
    have=("tennis ball in a sock", _WALL),
    paired=False,
    wordings=(
        TechniqueWording(
            STROKES,
            "Knees slightly bent: small, gentle passes over the ball, 15 to 20 at most. "
            "Never on the spine or the lowest ribs.",
            "Small passes",
            "On the low back, only small, gentle passes: never on the spine or the lowest ribs.",
        ),
        TechniqueWording(
            PRESSURE,
            f"Knees slightly bent: lean gently on the ball {_STAY}",
            "Lean gently",
            "On the low back, be gentle: never press firmly just below the ribs.",
        ),
    ),
)
UPPER_BACK = Area(
    id="upper-back",
    name="Upper back",
    position="Stand with your back to a wall, a ball at the inner corner of the shoulder blade.",
    spots=(
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck"),
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye"),
    ),
    never_press=(
        "front and side of the neck",
        "any pulse",
        "the windpipe",
        "the hollow above the collarbone",
        "the bones of the neck",
    ),
    have=(_BALL, _WALL),
    paired=False,
    wordings=(
        TechniqueWording(OIL, "Spread a little oil over the top of the shoulder with light strokes."),
        TechniqueWording(
            CIRCLES, "Move a flat hand in broad circles over the top of the shoulder. Stay off the neck."
        ),
        TechniqueWording(
            STROKES,
            f"Roll slowly over the ball at the wall, by the inner corner of the shoulder blade. {DISCOMFORT}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            f"Lean gently on the ball with the tender spot by the corner of the shoulder blade {_STAY}",
            _LEAN,
        ),
    ),
)
NECK = Area(
    id="neck",
    name="Neck",
    position="Sit upright, elbow supported. The opposite hand pinches the top of the shoulder.",
    spots=(
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye"),
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck"),
    ),
    never_press=UPPER_BACK.never_press,
    care=(_NO_DEVICES,),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "Warm a little oil between your palms. Spread it on the top of the shoulder with light strokes.",
        ),
        TechniqueWording(
            STROKES,
            f"Pinch the top of the shoulder with the other hand and stroke slowly up and down. {DISCOMFORT}",
            _SLOW_STROKES,
            _NECK_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            f"Pinch the tender spot at the top of the shoulder gently {_STAY}",
            limit=_NECK_LIMIT,
        ),
        TechniqueWording(
            CIRCLES,
            "Move a flat hand in broad circles over the top of the shoulder. "
            "Stay off the front and side of the neck.",
        ),
        TechniqueWording(LIGHT, "Stroke lightly with a flat hand over the top of the shoulder."),
    ),
)
SKULL_BASE = Area(
    id="skull-base",
    name="Base of the skull",
    position="Sit or lie down, fingertips under the ridge of the skull, and make small nods.",
    spots=(TenderSpot("under the ridge of the skull", "a band to the temple and eye"),),
    never_press=("the spine", "the place below the ear"),
    care=("Never turn your head, or tilt it back, as far as it will go.", _NO_DEVICES),
    paired=False,
    is_light=True,
    substitutions=(
        TechniqueSubstitution(
            STROKES, CIRCLES, "No forceful strokes at the base of the skull: light circles instead."
        ),
    ),
    wordings=(
        TechniqueWording(
            OIL, "Spread a little oil lightly under the ridge of the skull with your fingertips."
        ),
        TechniqueWording(LIGHT, "Stroke lightly under the ridge of the skull with your fingertips."),
        TechniqueWording(CIRCLES, _SKULL_CIRCLES, _LIGHT_CIRCLES, _SKULL_LIMIT),
        TechniqueWording(
            PRESSURE,
            "Fingertips under the ridge of the skull: hold the spot lightly and keep breathing.",
            _LIGHT_PRESSURE,
            _SKULL_LIMIT,
        ),
    ),
    longest_hold_s=30.0,
    hold_reason="At the base of the skull, a hold lasts 30 s at most.",
)
JAW = Area(
    id="jaw",
    name="Jaw",
    position="After a warm compress, sit with teeth apart and two fingers on each side.",
    spots=(
        TenderSpot("from the cheekbone to the edge of the jaw", "back teeth, ear, brow"),
        TenderSpot("the muscle at the temple", "temple and upper teeth"),
    ),
    never_press=("the place below and behind the corner of the jaw", "the throat", "the pulse at the temple"),
    care=("Never work on a locked jaw.", "No fingers inside the mouth."),
    have=("warm compress",),
    paired=False,
    is_light=True,
    substitutions=(
        TechniqueSubstitution(
            STROKES, CIRCLES, "No firm grip on the jaw: light circles with two fingers instead."
        ),
    ),
    wordings=(
        TechniqueWording(
            OIL,
            "Two fingers, teeth apart: spread a little oil lightly "
            "from the cheekbone to the edge of the jaw.",
            limit=_JAW_LIMIT,
        ),
        TechniqueWording(CIRCLES, _JAW_CIRCLES, _LIGHT_CIRCLES, _JAW_LIMIT),
        TechniqueWording(
            PRESSURE,
            "Two fingers, teeth apart: rest them lightly on the spot and keep breathing.",
            _LIGHT_PRESSURE,
            _JAW_LIMIT,
        ),
        TechniqueWording(
            LIGHT,
            "Two fingers, teeth apart: stroke lightly from the cheekbone to the edge of the jaw.",
            limit=_JAW_LIMIT,
        ),
    ),
)
SHOULDER = Area(
    id="shoulder",
    name="Shoulder",
    position="Stand sideways to a wall, a ball on the flat of the shoulder blade, arm across the chest.",
    spots=(TenderSpot("below the ridge of the shoulder blade", "front of the shoulder, arm"),),
    never_press=("the armpit", "the bony rim", "the joint line at the front"),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            STROKES,
            "Arm across the chest: roll slowly over the ball on the flat of the shoulder blade. "
            f"{DISCOMFORT}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            f"Arm across the chest: lean gently on the ball with the tender spot of the blade {_STAY}",
            _LEAN,
        ),
    ),
)
FOREARM = Area(
    id="forearm",
    name="Forearm",
    position="Rest your arm on a table. Use the other thumb or a ball, slowly from elbow to wrist.",
    spots=(
        TenderSpot("back of the forearm, below the elbow", "elbow and back of the hand"),
        TenderSpot("inside of the forearm", "wrist"),
    ),
    never_press=("the crease of the elbow", "the funny bone at the inner elbow", "the inner wrist"),
    wordings=(
        TechniqueWording(
            STROKES,
            f"Stroke slowly with the other thumb or a ball, from elbow to wrist. {DISCOMFORT}",
            _SLOW_STROKES,
        ),
    ),
)
HAND = Area(
    id="hand",
    name="Hand and thumb",
    position="Sit and use the other hand, with oil.",
    spots=(TenderSpot("pad of the thumb", "thumb and wrist"),),
    never_press=("numb skin",),
    care=("Stop if tingling gets worse.",),
)
HIP = Area(
    id="hip",
    name="Hip and buttock",
    position="Stand at a wall with a ball. Later, lie on your side.",
    spots=(
        TenderSpot("below the top of the hip bone", "low back, flat bone at the base of the spine"),
        TenderSpot("side of the hip", "side and back of the leg, down to the ankle"),
        TenderSpot("middle of the buttock", "buttock and thigh"),
    ),
    never_press=(
        "the sit bone or deep in the buttock if it feels electric",
        "the tailbone",
        "the point of the hip bone",
    ),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            STROKES, f"Roll slowly over the ball at the wall, on the buttock muscle. {DISCOMFORT}", _ROLL
        ),
        TechniqueWording(PRESSURE, f"Lean gently on the ball with the tender spot {_STAY}", _LEAN),
    ),
)
THIGH = Area(
    id="thigh",
    name="Thigh",
    position="Sit. Use palms or forearm on the front, a ball on a firm chair for the back.",
    spots=(
        TenderSpot("front and outer thigh", "knee and outer thigh"),
        TenderSpot("back of the thigh", "back of the thigh and knee"),
    ),
    never_press=("the groin", "the inner upper thigh", "the hollow of the knee", "the kneecap", "veins"),
    have=(_BALL, "a firm chair"),
    wordings=(
        TechniqueWording(
            STROKES,
            "Stroke the front of the thigh slowly up and down with your palms. "
            "Keep off veins and the hollow of the knee. "
            f"{DISCOMFORT}",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
    ),
)
CALF = Area(
    id="calf",
    name="Calf",
    position="Sit with your ankle over the opposite knee, or use your thumbs. Stroke from ankle to knee.",
    spots=(
        TenderSpot("upper calf", "back of the knee and instep"),
        TenderSpot("lower calf", "heel"),
    ),
    never_press=("the hollow of the knee", "the outer knee", "the Achilles tendon", "veins"),
    wordings=(
        TechniqueWording(
            STROKES,
            f"Stroke slowly from ankle to knee. Keep off veins and the hollow of the knee. {DISCOMFORT}",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
    ),
)
FOOT = Area(
    id="foot",
    name="Foot",
    position="Sit and roll a ball from heel to toes. Pause for 10 to 15 s on tender places.",
    spots=(TenderSpot("arch of the foot", "heel and sole"),),
    never_press=("the nerve at the inner ankle",),
    care=(_FULL_WEIGHT, "Not for numb or diabetic feet."),
    have=(_BALL, "a chair"),
    wordings=(
        TechniqueWording(
            STROKES,
            f"Sit and roll the ball slowly from heel to toes and back. {_FULL_WEIGHT}",
            "Roll the ball",
        ),
        TechniqueWording(
            PRESSURE,
            f"Sit, rest a tender place on the ball and keep breathing. {_FULL_WEIGHT}",
            "Pause on a tender place",
        ),
    ),
)

AREAS: dict[str, Area] = {
    area.id: area
    for area in (
        LOW_BACK, UPPER_BACK, NECK, SKULL_BASE, JAW, SHOULDER, FOREARM, HAND, HIP, THIGH, CALF, FOOT,
    )
}  # fmt: skip
"""Every area by its id."""

ANY_AREA_ID = "any"
"""The `area` of a routine file whose area is chosen at the start."""
