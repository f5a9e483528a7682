"""Body areas: how to reach them, where pain refers, what never to press, and what each one limits.

All of it is our own, built on the sources in the routines; referral maps are Travell-derived (low evidence),
and no physiotherapist has reviewed it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.area_rules import Spot, TechniqueSubstitution, TechniqueWording
from tpsession.core.catalog.technique import CIRCLES, OIL, PRESSURE, STROKES, Technique


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """One body area."""

    id: str
    """The word in a routine file and on the command line."""
    name: str
    position: str
    """How to sit or stand, and with what tool."""
    spots: tuple[Spot, ...]
    never_press: tuple[str, ...]
    """What never to press: each reads on after "Never press:"."""
    care: tuple[str, ...] = ()
    """What else to take care of, a sentence each."""
    have: tuple[str, ...] = ()
    """What the position needs at hand."""
    paired: bool = True
    """Whether it is one-sided by nature; the others can be worked as a whole or on each side."""
    substitutions: tuple[TechniqueSubstitution, ...] = ()
    wordings: tuple[TechniqueWording, ...] = ()
    """For techniques without a limit only."""
    longest_hold_s: float | None = None
    """The longest hold in seconds, or None where the area sets no limit of its own."""
    hold_reason: str = ""
    """One sentence, said when a hold is shortened."""

    def substitution_for(self, technique: Technique) -> TechniqueSubstitution | None:
        """The area's limit on a technique, or None."""
        return next((limit for limit in self.substitutions if limit.technique is technique), None)

    def wording_for(self, technique: Technique) -> TechniqueWording | None:
        """How a technique is done here, or None where it is done as anywhere."""
        return next((manner for manner in self.wordings if manner.technique is technique), None)


_FEEL = "Discomfort at 4 to 5 of 10, never over 6."
_STAY = f"and stay. {_FEEL} Keep breathing."
_NOT_FIRM = "Slow strokes"
"""Spoken where the technique's own phrase would ask for the firm grip that the area doesn't bear."""
_LIGHT_CIRCLES = "Light circles"
_LIGHT_PRESSURE = "Light pressure"
_ROLL = "Roll over the ball"
_LEAN = "Lean on the ball"
_WALL = "a free stretch of wall"
_BALL = "a ball"
_NO_DEVICES = "No powered devices on the neck."
_LEG_STROKES_WHY = "No firm grip over veins or the hollow of the knee."
_NECK_WHY = "No firm grip at the front or side of the neck: pinch the shoulder's top instead."
_JAW_WHY = "On the jaw two fingers work, and only lightly."
_JAW_CIRCLES = "Two fingers, light: circles from the cheekbone to the edge of the jaw, teeth apart."
_SKULL_WHY = "No strokes with force at the base of the skull: light circles instead."
_SKULL_CIRCLES = "Fingertips under the ridge of the skull: small, light circles."

LOW_BACK = Area(
    id="low-back",
    name="Low back",
    position="Stand at a wall with a tennis ball in a sock behind you, knees soft.",
    spots=(
        Spot("a hand-breadth from the spine, below the ribs", "sacrum and hip"),
        Spot("above the crest of the hip", "buttock and groin"),
    ),
    never_press=("the spine", "the lowest ribs"),
    care=(
        "No firm pressure over the kidney angle.",
        "Use the floor instead of the wall only if you are experienced.",
    ),
    have=("tennis ball in a sock", _WALL),
    paired=False,
    substitutions=(
        TechniqueSubstitution(
            STROKES,
            STROKES,
            "Knees soft: small passes over the ball, 15 to 20 at most, not strong; "
            "never on the spine or the lowest ribs.",
            "On the low back small passes over a ball, not strong.",
            "Small passes",
        ),
        TechniqueSubstitution(
            PRESSURE,
            PRESSURE,
            f"Knees soft: lean gently on the ball {_STAY}",
            "On the low back lean gently on the ball, and not firmly over the kidney angle.",
            "Lean gently",
        ),
    ),
)
UPPER_BACK = Area(
    id="upper-back",
    name="Upper back",
    position="Stand with a ball at a wall for the inner corner of the shoulder blade.",
    spots=(
        Spot("inner corner of the shoulder blade", "neck angle"),
        Spot("top of the shoulder", "side of the neck, temple, behind the eye"),
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
            CIRCLES, "The flat hand in broad circles over the top of the shoulder. Stay off the neck."
        ),
        TechniqueWording(
            STROKES,
            f"Roll slowly over the ball at the wall, by the inner corner of the shoulder blade. {_FEEL}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            f"Lean gently with the tender spot by the shoulder blade's inner corner on the ball {_STAY}",
            _LEAN,
        ),
    ),
)
NECK = Area(
    id="neck",
    name="Neck",
    position="Sit upright, elbow supported; the opposite hand pinches the top of the shoulder.",
    spots=(
        Spot("top of the shoulder", "side of the neck, temple, behind the eye"),
        Spot("inner corner of the shoulder blade", "neck angle"),
    ),
    never_press=UPPER_BACK.never_press,
    care=(_NO_DEVICES,),
    paired=False,
    substitutions=(
        TechniqueSubstitution(
            STROKES,
            STROKES,
            f"Pinch the top of the shoulder with the opposite hand and stroke slowly up and down. {_FEEL}",
            _NECK_WHY,
            _NOT_FIRM,
        ),
        TechniqueSubstitution(
            PRESSURE,
            PRESSURE,
            f"Pinch the tender spot in the shoulder's top gently {_STAY}",
            _NECK_WHY,
        ),
    ),
    wordings=(
        TechniqueWording(
            OIL,
            "Warm a little oil between the palms and spread it over the shoulder's top with light strokes.",
        ),
        TechniqueWording(
            CIRCLES,
            "The flat hand in broad circles over the top of the shoulder. "
            "Stay off the front and side of the neck.",
        ),
    ),
)
SKULL_BASE = Area(
    id="skull-base",
    name="Base of the skull",
    position="Sit or lie, fingertips under the ridge of the skull, with small nods.",
    spots=(Spot("under the ridge of the skull", "a band to temple and eye"),),
    never_press=("the spine", "the place below the ear"),
    care=("Never turn the head, or tilt it back, to its end.", _NO_DEVICES),
    paired=False,
    substitutions=(
        TechniqueSubstitution(STROKES, CIRCLES, _SKULL_CIRCLES, _SKULL_WHY, _LIGHT_CIRCLES),
        TechniqueSubstitution(CIRCLES, CIRCLES, _SKULL_CIRCLES, _SKULL_WHY, _LIGHT_CIRCLES),
        TechniqueSubstitution(
            PRESSURE,
            PRESSURE,
            "Fingertips under the ridge of the skull: hold the spot lightly, and keep breathing.",
            "At the base of the skull holds are light.",
            _LIGHT_PRESSURE,
        ),
    ),
    wordings=(
        TechniqueWording(OIL, "A little oil on the fingertips, spread lightly under the ridge of the skull."),
    ),
    longest_hold_s=30.0,
    hold_reason="At the base of the skull a hold lasts 30 s at most.",
)
JAW = Area(
    id="jaw",
    name="Jaw",
    position="Sit, teeth apart, two fingers on each side, after a warm compress.",
    spots=(
        Spot("from cheekbone to the edge of the jaw", "molars, ear, brow"),
        Spot("the temple's muscle", "temple and upper teeth"),
    ),
    never_press=("the place below and behind the angle of the jaw", "the throat", "the pulse at the temple"),
    care=("Never work on a locked jaw.", "No fingers inside the mouth."),
    have=("warm compress",),
    paired=False,
    substitutions=(
        TechniqueSubstitution(
            OIL,
            OIL,
            "Two fingers, light: spread a little oil from the cheekbone to the edge of the jaw, teeth apart.",
            _JAW_WHY,
        ),
        TechniqueSubstitution(CIRCLES, CIRCLES, _JAW_CIRCLES, _JAW_WHY, _LIGHT_CIRCLES),
        TechniqueSubstitution(
            STROKES,
            CIRCLES,
            _JAW_CIRCLES,
            "No firm grip on the jaw: two fingers, light circles instead.",
            _LIGHT_CIRCLES,
        ),
        TechniqueSubstitution(
            PRESSURE,
            PRESSURE,
            "Two fingers, light: rest them on the spot, teeth apart, and keep breathing.",
            _JAW_WHY,
            _LIGHT_PRESSURE,
        ),
    ),
)
SHOULDER = Area(
    id="shoulder",
    name="Shoulder",
    position="Stand side on to a wall, a ball on the flat of the shoulder blade, arm across the chest.",
    spots=(Spot("below the ridge of the shoulder blade", "front of the shoulder, arm"),),
    never_press=("the armpit", "the bony rim", "the front line of the joint"),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            STROKES,
            f"Arm across the chest: roll slowly over the ball, on the flat of the shoulder blade. {_FEEL}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            f"Arm across the chest: lean gently with the tender spot of the blade on the ball {_STAY}",
            _LEAN,
        ),
    ),
)
FOREARM = Area(
    id="forearm",
    name="Forearm",
    position="Lay the arm on a table; use the other thumb or a ball, slowly from elbow to wrist.",
    spots=(
        Spot("upper side, below the elbow", "elbow and back of the hand"),
        Spot("inner side", "wrist"),
    ),
    never_press=("the crease of the elbow", "the funny bone at the inner elbow", "the tunnel of the wrist"),
    wordings=(
        TechniqueWording(
            STROKES,
            f"Slow strokes with the other thumb or a ball, from elbow to wrist. {_FEEL}",
            _NOT_FIRM,
        ),
    ),
)
HAND = Area(
    id="hand",
    name="Hand and thumb",
    position="Sit; use the other hand, with oil.",
    spots=(Spot("pad of the thumb", "thumb and wrist"),),
    never_press=("numb skin",),
    care=("Stop if tingling grows.",),
)
HIP = Area(
    id="hip",
    name="Hip and buttock",
    position="Stand at a wall with a ball; later lie on the side.",
    spots=(
        Spot("below the crest of the hip", "low back and sacrum"),
        Spot("side of the hip", "side and back of the leg to the ankle"),
        Spot("middle of the buttock", "buttock and thigh"),
    ),
    never_press=(
        "the sit-bone or deep mid-buttock if it feels electric",
        "the tailbone",
        "the point of the hip bone",
    ),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            STROKES, f"Roll slowly over the ball at the wall, on the muscle of the buttock. {_FEEL}", _ROLL
        ),
        TechniqueWording(PRESSURE, f"Lean gently with the tender spot on the ball {_STAY}", _LEAN),
    ),
)
THIGH = Area(
    id="thigh",
    name="Thigh",
    position="Sit; palms or forearm on the front, a ball on a firm chair for the back.",
    spots=(
        Spot("front and outer thigh", "knee and outer thigh"),
        Spot("back of the thigh", "back of the thigh and knee"),
    ),
    never_press=("the groin", "the inner upper thigh", "the hollow of the knee", "the kneecap", "veins"),
    have=(_BALL, "a firm chair"),
    substitutions=(
        TechniqueSubstitution(
            STROKES,
            STROKES,
            "Palms on the front of the thigh, slowly up and down; keep off veins and the hollow of the knee. "
            f"{_FEEL}",
            _LEG_STROKES_WHY,
            _NOT_FIRM,
        ),
    ),
)
CALF = Area(
    id="calf",
    name="Calf",
    position="Sit with the ankle over the opposite knee, or use the thumbs; stroke from ankle to knee.",
    spots=(
        Spot("upper calf", "back of the knee and instep"),
        Spot("lower calf", "heel"),
    ),
    never_press=("the hollow of the knee", "the outer knee", "the Achilles tendon", "veins"),
    substitutions=(
        TechniqueSubstitution(
            STROKES,
            STROKES,
            f"Slow strokes from ankle to knee; keep off veins and the hollow of the knee. {_FEEL}",
            _LEG_STROKES_WHY,
            _NOT_FIRM,
        ),
    ),
)
FOOT = Area(
    id="foot",
    name="Foot",
    position="Sit and roll a ball from heel to toes; pause 10 to 15 s on tender places.",
    spots=(Spot("arch of the sole", "heel and sole"),),
    never_press=("the nerve at the inner ankle",),
    care=("Never with your full standing weight.", "Skip numb or diabetic feet."),
    have=(_BALL, "a chair"),
    wordings=(
        TechniqueWording(
            STROKES,
            "Sit and roll the ball slowly from heel to toes and back. Never with your full standing weight.",
            "Roll the ball",
        ),
        TechniqueWording(
            PRESSURE,
            "Sit, let the ball rest under a tender place and keep breathing. "
            "Never with your full standing weight.",
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
"""The word in a routine file for an area that is asked at the start."""
