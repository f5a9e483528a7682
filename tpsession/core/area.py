"""Body areas: how to reach them, where pain refers, what never to press, and what each one limits.

All of it is our own, built on the sources in the routines; referral maps are Travell-derived (low evidence),
and no physiotherapist has reviewed it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.technique import CIRCLES, PRESSURE, STROKES, Technique


@dataclass(frozen=True, slots=True)
class Limit:
    """A technique that an area doesn't bear as it stands, and what is done instead."""

    technique: Technique
    instead: Technique
    """What is played in its place: another technique, or the same one in another manner."""
    text: str
    """The instruction for it."""
    why: str
    """One sentence, said whenever it changes a step."""
    say: str = ""
    """What the voice says; the phrase of `instead` where it is empty."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is often tender, and where its pain refers to."""

    place: str
    refers: str


@dataclass(frozen=True, slots=True)
class Area:
    """One body area."""

    id: str
    """The word in a routine file and on the command line."""
    name: str
    position: str
    """How to sit or stand, and with what tool."""
    spots: tuple[Spot, ...]
    never: tuple[str, ...]
    """What never to press."""
    paired: bool = True
    """Whether it is one-sided by nature; the others can be worked as a whole or on each side."""
    limits: tuple[Limit, ...] = ()
    longest_hold_s: float | None = None
    """The longest hold in seconds, or None where the area sets no limit of its own."""
    hold_why: str = ""
    """One sentence, said when a hold is shortened."""

    def limit_of(self, technique: Technique) -> Limit | None:
        """The area's limit on a technique, or None."""
        return next((limit for limit in self.limits if limit.technique is technique), None)


_FEEL = "Discomfort at 4 to 5 of 10, never over 6."
_NOT_FIRM = "Slow strokes"
"""Spoken where the technique's own phrase would ask for the firm grip that the area doesn't bear."""
_LIGHT_CIRCLES = "Light circles"
_NECK_STROKES = Limit(
    STROKES,
    STROKES,
    f"Pinch the top of the shoulder with the opposite hand and stroke slowly up and down. {_FEEL}",
    "No firm grip at the front or side of the neck: pinch the shoulder's top instead.",
    _NOT_FIRM,
)
_LEG_STROKES_WHY = "No firm grip over veins or the hollow of the knee."

LOW_BACK = Area(
    id="low-back",
    name="Low back",
    position="Stand at a wall with a tennis ball in a sock behind you, knees soft.",
    spots=(
        Spot("a hand-breadth from the spine, below the ribs", "sacrum and hip"),
        Spot("above the crest of the hip", "buttock and groin"),
    ),
    never=("the spine", "the lowest ribs", "firm pressure over the kidney angle"),
    paired=False,
)
UPPER_BACK = Area(
    id="upper-back",
    name="Upper back",
    position="Stand with a ball at a wall for the inner corner of the shoulder blade.",
    spots=(
        Spot("inner corner of the shoulder blade", "neck angle"),
        Spot("top of the shoulder", "side of the neck, temple, behind the eye"),
    ),
    never=(
        "front and side of the neck",
        "any pulse",
        "the windpipe",
        "the hollow above the collarbone",
        "the bones of the neck",
    ),
    paired=False,
)
NECK = Area(
    id="neck",
    name="Neck",
    position="Sit upright, elbow supported; the opposite hand pinches the top of the shoulder.",
    spots=(
        Spot("top of the shoulder", "side of the neck, temple, behind the eye"),
        Spot("inner corner of the shoulder blade", "neck angle"),
    ),
    never=UPPER_BACK.never,
    paired=False,
    limits=(_NECK_STROKES,),
)
SKULL_BASE = Area(
    id="skull-base",
    name="Base of the skull",
    position="Sit or lie, fingertips under the ridge of the skull, with small nods.",
    spots=(Spot("under the ridge of the skull", "a band to temple and eye"),),
    never=("the spine", "below the ear", "turning or tilting the head back to its end"),
    paired=False,
    limits=(
        Limit(
            STROKES,
            CIRCLES,
            "Fingertips under the ridge of the skull: small, light circles.",
            "No strokes with force at the base of the skull: light circles instead.",
            _LIGHT_CIRCLES,
        ),
    ),
    longest_hold_s=30.0,
    hold_why="At the base of the skull a hold lasts 30 s at most.",
)
JAW = Area(
    id="jaw",
    name="Jaw",
    position="Sit, teeth apart, two fingers on each side, after a warm compress.",
    spots=(
        Spot("from cheekbone to the edge of the jaw", "molars, ear, brow"),
        Spot("the temple's muscle", "temple and upper teeth"),
    ),
    never=(
        "below and behind the angle of the jaw",
        "the throat",
        "the pulse at the temple",
        "a locked jaw",
        "inside the mouth",
    ),
    paired=False,
    limits=(
        Limit(
            STROKES,
            CIRCLES,
            "Two fingers, light: circles from the cheekbone to the edge of the jaw, teeth apart.",
            "No firm grip on the jaw: two fingers, light circles instead.",
            _LIGHT_CIRCLES,
        ),
        Limit(
            PRESSURE,
            PRESSURE,
            "Two fingers, light: rest them on the spot, teeth apart, and keep breathing.",
            "On the jaw two fingers press, and only lightly.",
        ),
    ),
)
SHOULDER = Area(
    id="shoulder",
    name="Shoulder",
    position="Stand side on to a wall, a ball on the flat of the shoulder blade, arm across the chest.",
    spots=(Spot("below the ridge of the shoulder blade", "front of the shoulder, arm"),),
    never=("the armpit", "the bony rim", "the front line of the joint"),
)
FOREARM = Area(
    id="forearm",
    name="Forearm",
    position="Lay the arm on a table; use the other thumb or a ball, slowly from elbow to wrist.",
    spots=(
        Spot("upper side, below the elbow", "elbow and back of the hand"),
        Spot("inner side", "wrist"),
    ),
    never=("the crease of the elbow", "the funny bone at the inner elbow", "the tunnel of the wrist"),
)
HAND = Area(
    id="hand",
    name="Hand and thumb",
    position="Sit; use the other hand, with oil.",
    spots=(Spot("pad of the thumb", "thumb and wrist"),),
    never=("numb skin", "on, when tingling grows"),
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
    never=(
        "the sit-bone or deep mid-buttock if it feels electric",
        "the tailbone",
        "the point of the hip bone",
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
    never=("the groin", "the inner upper thigh", "the hollow of the knee", "the kneecap", "veins"),
    limits=(
        Limit(
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
    never=("the hollow of the knee", "the outer knee", "the Achilles tendon", "veins"),
    limits=(
        Limit(
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
    never=("with your full standing weight", "the nerve at the inner ankle", "numb or diabetic feet"),
)

AREAS: dict[str, Area] = {
    area.id: area
    for area in (
        LOW_BACK, UPPER_BACK, NECK, SKULL_BASE, JAW, SHOULDER, FOREARM, HAND, HIP, THIGH, CALF, FOOT,
    )
}  # fmt: skip
"""Every area by its id."""

ANY = "any"
"""The word in a routine file for an area that is asked at the start."""
