"""The areas of head, neck and back, each with its own instructions.

An instruction says with what, where, how hard and which way, in at most 140 characters. "This" is the side
that is worked. Each area's words keep to its limits.
"""

from __future__ import annotations

from tpsession.core.catalog.area_rules import Area, TechniqueSubstitution, TechniqueWording, TenderSpot
from tpsession.core.catalog.technique import CIRCLES, HOW_HARD, LIGHT, OIL, PRESSURE, STRETCH, STROKES

_LIGHT_CIRCLES = "Light circles"
_LIGHT_PRESSURE = "Light pressure"
_WALL = "a free stretch of wall"
_NO_DEVICES = "No powered devices on the neck."
_LOW_BACK_LIMIT = "On the low back, be gentle: never press firmly just below the ribs."
_NECK_LIMIT = "No firm grip on the front or side of the neck: pinch the top of the shoulder instead."
_SKULL_LIMIT = "At the base of the skull, be light: never use force."
_JAW_LIMIT = "On the jaw, use only two fingers, and only lightly."

LOW_BACK = Area(
    id="low-back",
    name="Low back",
    position="Stand with your back to a wall, a tennis ball in a sock behind you, knees slightly bent.",
    spots=(
        TenderSpot(
            "a hand's width from the spine, below the ribs",
            "flat bone at the base of the spine, hip",
            ("low-back", "hip"),
        ),
        TenderSpot("above the top of the hip bone", "buttock and groin", ("hip", "groin")),
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
            OIL,
            "Sit. With your palm, spread a little oil lightly beside the spine, above the hip bone. "
            "Wipe it off before you use the ball.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit. Lay your palm beside the spine, above the hip bone: broad, light circles. "
            "Keep off the spine and the lowest ribs.",
        ),
        TechniqueWording(
            STROKES,
            "Lean on the ball at the wall, a hand's width from the spine. Bend your knees: "
            "15 to 20 small, gentle passes up and down.",
            "Small passes",
            _LOW_BACK_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "Ball at the wall on the tender spot, a hand's width from the spine. Lean gently and stay, "
            "never strongly. Keep breathing.",
            "Lean gently",
            _LOW_BACK_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Lie on your back. Draw this knee towards your chest with both hands until it pulls mildly. "
            "No bouncing.",
        ),
    ),
)
UPPER_BACK = Area(
    id="upper-back",
    name="Upper back",
    position="Stand with your back to a wall, a ball at the inner corner of the shoulder blade.",
    spots=(
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck", ("neck",)),
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye", ("neck", "head")),
    ),
    never_press=(
        "front and side of the neck",
        "any pulse",
        "the windpipe",
        "the hollow above the collarbone",
        "the bones of the neck",
        "the spine",
        "the bony edge of the shoulder blade",
    ),
    have=("a ball", _WALL),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "With the other hand, spread a little oil lightly over the top of the shoulder. "
            "Wipe it off before you use the ball.",
        ),
        TechniqueWording(
            CIRCLES,
            "Lay the other hand flat on top of the shoulder and make broad, light circles. "
            "Stay off the neck and the collarbone.",
        ),
        TechniqueWording(
            STROKES,
            "Ball at the wall by the shoulder blade's inner corner. "
            f"Bend your knees: roll slowly down and up. {HOW_HARD}",
            "Roll over the ball",
        ),
        TechniqueWording(
            PRESSURE,
            "Ball at the wall on the tender spot, by the shoulder blade's inner corner. Lean on it and stay. "
            f"{HOW_HARD}",
            "Lean on the ball",
        ),
        TechniqueWording(
            STRETCH,
            "Hug yourself, a hand on each shoulder. Round your upper back until it pulls mildly. "
            "Breathe into it. No bouncing.",
        ),
    ),
)
NECK = Area(
    id="neck",
    name="Neck",
    position="Sit upright, elbow supported. The opposite hand pinches the top of the shoulder.",
    spots=(
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye", ("neck", "head")),
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck", ("neck",)),
    ),
    never_press=UPPER_BACK.never_press[:5],
    care=(_NO_DEVICES,),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "Warm a little oil between your palms. With the other hand, spread it lightly over the top of "
            "the shoulder, outwards.",
        ),
        TechniqueWording(
            CIRCLES,
            "Lay the other hand flat on top of the shoulder: broad, light circles. "
            "Stay off the front and side of the neck.",
        ),
        TechniqueWording(LIGHT, "With a flat hand, stroke lightly over the top of the shoulder, outwards."),
        TechniqueWording(
            STROKES,
            "Pinch the top of the shoulder with the other hand. Stroke slowly towards the arm and back. "
            f"{HOW_HARD}",
            "Slow strokes",
            _NECK_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            f"Pinch the tender spot at the top of the shoulder, finger against thumb, and stay. {HOW_HARD}",
            limit=_NECK_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Sit, hold the seat with this hand. Let the head sink to the other side until it pulls mildly. "
            "Never as far as it goes.",
        ),
    ),
)
SKULL_BASE = Area(
    id="skull-base",
    name="Base of the skull",
    position="Sit or lie down, fingertips under the ridge of the skull, and make small nods.",
    spots=(TenderSpot("under the ridge of the skull", "a band to the temple and eye", ("head",)),),
    never_press=("the spine", "the place below the ear", "front and side of the neck", "any pulse"),
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
            OIL,
            "With your fingertips, spread a little oil lightly under the ridge of the skull, "
            "from the middle outwards.",
        ),
        TechniqueWording(
            CIRCLES,
            "Fingertips under the ridge of the skull, beside the spine: small, light circles. "
            "Stay off the place below the ear.",
            _LIGHT_CIRCLES,
            _SKULL_LIMIT,
        ),
        TechniqueWording(
            LIGHT,
            "With your fingertips, stroke lightly under the ridge of the skull, from the middle out.",
        ),
        TechniqueWording(
            PRESSURE,
            "Rest your fingertips lightly on the tender spot under the ridge of the skull, without force. "
            "Keep breathing.",
            _LIGHT_PRESSURE,
            _SKULL_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Rest your fingertips under the ridge of the skull. Nod slowly, small and easy, chin down and "
            "up. Never as far as it goes.",
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
        TenderSpot("from the cheekbone to the edge of the jaw", "back teeth, ear, brow", ("jaw", "head")),
        TenderSpot("the muscle at the temple", "temple and upper teeth", ("head", "jaw")),
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
            "Two fingers, teeth apart: spread a little oil lightly from the cheekbone down to the edge of "
            "the jaw.",
            limit=_JAW_LIMIT,
        ),
        TechniqueWording(
            CIRCLES,
            "Two fingers, teeth apart: make light circles from the cheekbone down to the edge of the jaw, "
            "not below it.",
            _LIGHT_CIRCLES,
            _JAW_LIMIT,
        ),
        TechniqueWording(
            LIGHT,
            "Two fingers, teeth apart: stroke lightly from the cheekbone down to the edge of the jaw.",
            limit=_JAW_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "Two fingers, teeth apart: rest them lightly on the tender spot of the cheek and stay. "
            "Keep breathing.",
            _LIGHT_PRESSURE,
            _JAW_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Let the jaw hang a little, teeth apart, the tongue behind the upper teeth. "
            "Don't pull, don't open wide.",
        ),
    ),
)
