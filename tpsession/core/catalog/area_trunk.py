"""The areas of head, neck and back, each with its own instructions.

An instruction says with what, where, how hard and which way, in at most 140 characters. "This" is the side
that is worked, "opposite" the other one: the texts are recorded once for both sides. A text for pressure
says first what is done until the spot is found, then what is done in each hold. Each area's words keep to its
limits.
"""

from __future__ import annotations

from tpsession.core.catalog.area_rules import (
    BALL_IN_SOCK,
    OFF_THE_WALL,
    THIN_CLOTHES,
    WALL,
    Area,
    TechniqueSubstitution,
    TechniqueWording,
    TenderSpot,
)
from tpsession.core.catalog.technique import CIRCLES, LIGHT, OIL, PRESSURE, STRETCH, STROKES

_LIGHT_CIRCLES = "Light circles"
_LIGHT_PRESSURE = "Light pressure"
_SLOW_STROKES = "Slow strokes"
_NO_DEVICES = "No powered devices on the neck."
_LOW_BACK_LIMIT = "On the low back, be gentle: never press firmly just below the ribs."
_NECK_LIMIT = "No firm grip on the front or side of the neck: squeeze the top of the shoulder instead."
_SKULL_LIMIT = "At the base of the skull, be light: never use force."
_JAW_LIMIT = "On the jaw, use only two fingers, and only lightly."

LOW_BACK = Area(
    id="low-back",
    name="Low back",
    position=(
        "Stand with your back to a wall, feet a step away, knees slightly bent, eyes open. "
        "No slippery floor. Ball in its sock within reach."
    ),
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
    have=(BALL_IN_SOCK, WALL, THIN_CLOTHES, "a mat or a bed"),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "With the palm on this side, spread a little oil lightly beside the spine, above the rim at your "
            "belt. Wipe it off later, before the ball.",
        ),
        TechniqueWording(
            CIRCLES,
            "Step a little off the wall, without the ball. Palm on this side: circle lightly beside the "
            "spine, just above the bony rim at your belt.",
            _LIGHT_CIRCLES,
        ),
        TechniqueWording(
            STROKES,
            "Hold the sock at the wall: ball a hand's width from the spine, just above the belt rim. Then "
            "small, gentle knee bends, off the ribs.",
            "Small passes",
            _LOW_BACK_LIMIT,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            PRESSURE,
            "Hold the sock at the wall: ball a hand's width from the spine, just above the belt rim, off the "
            "ribs. Find a tender spot, then lean gently.",
            "Lean gently",
            _LOW_BACK_LIMIT,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            LIGHT,
            "Palm on this side: stroke lightly beside the spine, just above the rim at your belt.",
        ),
        TechniqueWording(
            STRETCH,
            "Lie on your back, knees up, feet flat. Then with both hands, draw this knee to "
            "the chest until it pulls mildly. No bouncing.",
            release_text="Put the foot flat again, and keep breathing.",
            let_go="Let go of the knee and put both feet flat.",
            tools=("a mat or a bed",),
        ),
    ),
    has_oil=False,
)
UPPER_BACK = Area(
    id="upper-back",
    name="Upper back",
    position=(
        "Stand with your back to a wall, feet a step away, knees slightly bent, eyes open. "
        "No slippery floor. Ball in its sock within reach."
    ),
    spots=(
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck", ("neck",)),
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye", ("neck", "head")),
    ),
    never_press=(
        "front and side of the neck",
        "any pulse",
        "the windpipe",
        "the hollow above the collarbone",
        "the neck bones",
        "the spine",
        "the bony edge of the shoulder blade",
    ),
    have=(BALL_IN_SOCK, WALL, THIN_CLOTHES, "a chair"),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "With the opposite hand, spread a little oil lightly over the top of this shoulder. "
            "Wipe it off later, before the ball.",
        ),
        TechniqueWording(
            CIRCLES,
            "Without the ball: lay the opposite hand flat on top of this shoulder and make broad, light "
            "circles. Stay off neck and collarbone.",
        ),
        TechniqueWording(
            STROKES,
            "Hand on this side: hang the ball over this shoulder, between blade and spine, off both "
            "bones. Lean, then bend and straighten your knees.",
            "Roll over the ball",
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            PRESSURE,
            "Hand on this side: hang the ball over this shoulder, between blade and spine, off both "
            "bones. Find a tender spot. Then lean on it and stay.",
            "Lean on the ball",
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            LIGHT, "Opposite hand flat: stroke lightly over the top of this shoulder, outwards."
        ),
        TechniqueWording(
            STRETCH,
            "Hug yourself, each hand on the opposite shoulder. Round your upper back until it pulls mildly. "
            "No bouncing.",
            let_go="Let your arms sink and sit down.",
            tools=("a chair",),
        ),
    ),
    has_oil=False,
)
NECK = Area(
    id="neck",
    name="Neck",
    position="Sit upright, elbow supported. The opposite hand works at the top of the shoulder.",
    spots=(
        TenderSpot("top of the shoulder", "side of the neck, temple, behind the eye", ("neck", "head")),
        TenderSpot("inner corner of the shoulder blade", "lower side of the neck", ("neck",)),
    ),
    never_press=UPPER_BACK.never_press[:5],
    care=(_NO_DEVICES,),
    have=("a table or armrest",),
    paired=False,
    wordings=(
        TechniqueWording(
            OIL,
            "Pour a little oil into the opposite palm and spread it lightly over the top of this shoulder, "
            "outwards.",
        ),
        TechniqueWording(
            CIRCLES,
            "Lay the opposite hand flat on top of this shoulder: broad, light circles. "
            "Stay off the front and side of the neck.",
        ),
        TechniqueWording(
            LIGHT,
            "With the opposite hand flat, stroke lightly over the top of this shoulder, from the neck "
            "outwards.",
        ),
        TechniqueWording(
            STROKES,
            "Opposite hand, fingers behind, thumb on top: hold the muscle, not just skin, off the hollow in "
            "front. Glide outwards, come back loosely.",
            _SLOW_STROKES,
            _NECK_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "Opposite hand, fingers behind, thumb on top: find a tender spot at the top of this shoulder. "
            "Then squeeze the muscle, not just skin.",
            limit=_NECK_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Sit, hold the seat with the hand on this side. Let the head sink to the opposite side until it "
            "pulls mildly, never as far as it goes.",
            release_text="Bring your head slowly upright, and keep breathing.",
            let_go="Bring your head slowly upright.",
        ),
    ),
)
SKULL_BASE = Area(
    id="skull-base",
    name="Base of the skull",
    position=(
        "Sit, elbows on a table, chin a little down. Use the hand on each side that is named; only "
        "the fingertips touch."
    ),
    spots=(TenderSpot("under the ridge of the skull", "a band to the temple and eye", ("head",)),),
    never_press=("the spine", "the place below the ear", "front and side of the neck", "any pulse"),
    care=("Never turn your head, or tilt it back, as far as it will go.", _NO_DEVICES),
    have=("a table",),
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
            "Fingertips just below the bony ridge at the back of the head, beside the spine: small, light "
            "circles. Stay off the place below the ear.",
            _LIGHT_CIRCLES,
            _SKULL_LIMIT,
        ),
        TechniqueWording(
            LIGHT,
            "With your fingertips, stroke lightly under the ridge of the skull, from the middle outwards.",
        ),
        TechniqueWording(
            PRESSURE,
            "Feel with your fingertips for a tender spot under the ridge of the skull. "
            "Then rest them on it, without force. Keep breathing.",
            _LIGHT_PRESSURE,
            _SKULL_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Lay your hands down. Nod slowly and evenly: chin a little down and back up, straight ahead. "
            "Never as far as it goes.",
            release_text="Hold your head still, and keep breathing.",
            let_go="Hold your head still.",
        ),
    ),
    has_oil=False,
    longest_hold_s=30.0,
    hold_reason="At the base of the skull, a hold lasts 30 s at most.",
)
JAW = Area(
    id="jaw",
    name="Jaw",
    position=(
        "Before you start, hold a warm, never hot, compress to your cheeks for a minute or two, and dry "
        "them. Sit, teeth apart. Use two fingers."
    ),
    spots=(
        TenderSpot("from the cheekbone to the edge of the jaw", "back teeth, ear, brow", ("jaw", "head")),
        TenderSpot("the muscle at the temple", "temple and upper teeth", ("head", "jaw")),
    ),
    never_press=("the place below and behind the corner of the jaw", "the throat", "the pulse at the temple"),
    care=(
        "Never work on a locked jaw, which can't fully open or close.",
        "No fingers inside the mouth.",
    ),
    have=("a warm compress (a warm, damp cloth)", "a towel"),
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
            "Two fingers on the cheek, teeth apart: light circles from the cheekbone down to the edge of the "
            "jaw, not below it.",
            _LIGHT_CIRCLES,
            _JAW_LIMIT,
        ),
        TechniqueWording(
            LIGHT,
            "Two fingers on the cheek, teeth apart: stroke lightly from the cheekbone down to the edge of "
            "the jaw.",
            limit=_JAW_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "Two fingers, teeth apart: feel for a tender spot in the cheek. Then rest them on it "
            "lightly. Keep breathing.",
            _LIGHT_PRESSURE,
            _JAW_LIMIT,
        ),
        TechniqueWording(
            STRETCH,
            "Lay your hands down. Let the jaw hang a little, tongue behind the upper teeth. "
            "Don't pull, don't open wide.",
            release_text="Close your lips, teeth apart, and keep breathing.",
            let_go="Close your lips, teeth apart.",
        ),
    ),
    has_oil=False,
)
