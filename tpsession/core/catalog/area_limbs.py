"""The areas of arm and leg, each with its own instructions.

An instruction says with what, where, how hard and which way, in at most 140 characters. "This" is the side
that is worked. Each area's words keep to its limits.
"""

from __future__ import annotations

from tpsession.core.catalog.area_rules import Area, TechniqueWording, TenderSpot
from tpsession.core.catalog.technique import CIRCLES, HOW_HARD, OIL, PRESSURE, STRETCH, STROKES

_SLOW_STROKES = "Slow strokes"
"""Spoken instead of the technique's own phrase, which asks for a firm grip."""
_ROLL = "Roll over the ball"
_LEAN = "Lean on the ball"
_WALL = "a free stretch of wall"
_BALL = "a ball"
_FULL_WEIGHT = "Never stand on the ball with your full weight."
_LEG_LIMIT = "No firm grip over veins or the hollow of the knee."

SHOULDER = Area(
    id="shoulder",
    name="Shoulder",
    position="Stand sideways to a wall, a ball on the flat of the shoulder blade, arm across the chest.",
    spots=(TenderSpot("below the ridge of the shoulder blade", "front of the shoulder, arm", ("shoulder",)),),
    never_press=("the armpit", "the bony rim", "the joint line at the front"),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            OIL,
            "No oil here: the ball is used through a thin shirt. Until the next step, let the arm hang and "
            "breathe quietly.",
        ),
        TechniqueWording(
            CIRCLES, "Without a ball: circle the shoulder slowly, small and easy, up, back and down."
        ),
        TechniqueWording(
            STROKES,
            "Side to the wall, arm across the chest, ball on the flat of the blade: roll slowly up and down. "
            f"{HOW_HARD}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            "Side to the wall, arm across the chest, ball on the blade's tender spot. Lean and stay. "
            f"{HOW_HARD}",
            _LEAN,
        ),
        TechniqueWording(
            STRETCH,
            "With the other hand, draw this arm across your chest, shoulder low, until it pulls mildly at "
            "the back. No bouncing.",
        ),
    ),
)
FOREARM = Area(
    id="forearm",
    name="Forearm",
    position="Rest your arm on a table. Use the other thumb or a ball, slowly from elbow to wrist.",
    spots=(
        TenderSpot("back of the forearm, below the elbow", "elbow and back of the hand", ("elbow", "hand")),
        TenderSpot("inside of the forearm", "wrist", ("wrist",)),
    ),
    never_press=("the crease of the elbow", "the funny bone at the inner elbow", "the inner wrist"),
    wordings=(
        TechniqueWording(
            OIL,
            "With the other palm, spread a little oil lightly over the forearm, from the elbow to the wrist.",
        ),
        TechniqueWording(
            CIRCLES,
            "Lay the other palm flat on the forearm: broad, light circles over the back, then the inside.",
        ),
        TechniqueWording(
            STROKES,
            f"On the rising note, stroke the other thumb from below the elbow to the wrist. Then glide back. "
            f"{HOW_HARD}",
            _SLOW_STROKES,
        ),
        TechniqueWording(
            PRESSURE,
            f"Arm on a table. Press the other thumb on the tender spot below the elbow and stay. {HOW_HARD}",
        ),
        TechniqueWording(
            STRETCH,
            "Arm straight in front, palm down. With the other hand, bend the wrist down until it pulls "
            "mildly. No bouncing.",
        ),
    ),
)
HAND = Area(
    id="hand",
    name="Hand and thumb",
    position="Sit and use the other hand, with oil.",
    spots=(TenderSpot("pad of the thumb", "thumb and wrist", ("hand", "wrist")),),
    never_press=("numb skin",),
    care=("Stop if tingling gets worse.",),
    wordings=(
        TechniqueWording(
            OIL,
            "Put a little oil on the palm. With the other thumb, spread it lightly over the palm and the pad "
            "of the thumb.",
        ),
        TechniqueWording(
            CIRCLES,
            "With the other palm flat, make broad, light circles over the palm and the pad of the thumb.",
        ),
        TechniqueWording(
            STROKES,
            "Take the pad of the thumb between the other thumb and fingers: stroke slowly up and down. "
            f"{HOW_HARD}",
        ),
        TechniqueWording(
            PRESSURE,
            "Put the other thumb on the tender spot in the pad of the thumb. Press gently and stay. "
            f"{HOW_HARD}",
        ),
        TechniqueWording(
            STRETCH,
            "Open the hand wide. With the other hand, draw the thumb back until its pad pulls mildly. "
            "No bouncing.",
        ),
    ),
)
HIP = Area(
    id="hip",
    name="Hip and buttock",
    position="Stand at a wall with a ball. Later, lie on your side.",
    spots=(
        TenderSpot(
            "below the top of the hip bone", "low back, flat bone at the base of the spine", ("low-back",)
        ),
        TenderSpot(
            "side of the hip", "side and back of the leg, down to the ankle", ("thigh", "calf", "ankle")
        ),
        TenderSpot("middle of the buttock", "buttock and thigh", ("hip", "thigh")),
    ),
    never_press=(
        "the sit bone or deep in the buttock if it feels electric",
        "the tailbone",
        "the point of the hip bone",
        "the bony knob at the side of the hip",
    ),
    have=(_BALL, _WALL),
    wordings=(
        TechniqueWording(
            OIL,
            "No oil here: the ball is used through thin clothes. Until the next step, stand still and "
            "breathe quietly.",
        ),
        TechniqueWording(
            CIRCLES,
            "Through your clothes, make broad, light circles over the buttock with a flat hand. "
            "Keep off the bones.",
        ),
        TechniqueWording(
            STROKES,
            "Ball between buttock and wall, off the bones: bend your knees to roll slowly down and up. "
            f"{HOW_HARD}",
            _ROLL,
        ),
        TechniqueWording(
            PRESSURE,
            f"Ball between wall and buttock, on the tender spot, off the bones. Lean and stay. {HOW_HARD}",
            _LEAN,
        ),
        TechniqueWording(
            STRETCH,
            "Sit, this ankle on the other knee. Lean forwards, back long, until the buttock pulls mildly. "
            "No bouncing.",
        ),
    ),
)
THIGH = Area(
    id="thigh",
    name="Thigh",
    position="Sit. Use palms or forearm on the front, a ball on a firm chair for the back.",
    spots=(
        TenderSpot("front and outer thigh", "knee and outer thigh", ("knee", "thigh")),
        TenderSpot("back of the thigh", "back of the thigh and knee", ("thigh", "knee")),
    ),
    never_press=("the groin", "the inner upper thigh", "the hollow of the knee", "the kneecap", "veins"),
    have=(_BALL, "a firm chair"),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit. With your palms, spread a little oil lightly up the front of the thigh. "
            "Wipe it off before a ball and before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit. Palms flat on the front of the thigh: broad circles, from above the knee upwards. "
            "Not on the inner upper thigh.",
        ),
        TechniqueWording(
            STROKES,
            "Sit. Stroke the front of the thigh slowly up and down with your palms. Keep off veins. "
            f"{HOW_HARD}",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            f"Sit. Lean the heel of your hand on the tender spot at the front of the thigh. Stay. {HOW_HARD}",
        ),
        TechniqueWording(
            STRETCH,
            "Stand, hold on to a chair. Draw this heel towards the buttock until the front pulls mildly. "
            "Or leave it out.",
        ),
    ),
)
CALF = Area(
    id="calf",
    name="Calf",
    position="Sit with your ankle over the opposite knee, or use your thumbs. Stroke from ankle to knee.",
    spots=(
        TenderSpot("upper calf", "back of the knee and instep", ("knee", "foot")),
        TenderSpot("lower calf", "heel", ("foot",)),
    ),
    never_press=("the hollow of the knee", "the outer knee", "the Achilles tendon", "veins"),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit, this ankle on the other knee. Spread a little oil lightly, ankle to calf. "
            "Wipe it off before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit, this ankle on the other knee. With a flat hand, make broad, light circles over the calf. "
            "Keep off veins.",
        ),
        TechniqueWording(
            STROKES,
            "On the rising note stroke both thumbs gently from ankle to calf, on the falling one glide back. "
            "Keep off veins and the hollow of the knee.",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            f"Put both thumbs on the tender spot in the thick part of the calf. Press and stay. {HOW_HARD}",
        ),
        TechniqueWording(
            STRETCH,
            "Hands on a wall, this leg behind you, heel down, knee straight. Lean in until the calf pulls "
            "mildly. No bouncing.",
        ),
    ),
)
FOOT = Area(
    id="foot",
    name="Foot",
    position="Sit and roll a ball from heel to toes. Pause for 10 to 15 s on tender places.",
    spots=(TenderSpot("arch of the foot", "heel and sole", ("foot",)),),
    never_press=("the nerve at the inner ankle",),
    care=(_FULL_WEIGHT, "Not for numb or diabetic feet."),
    have=(_BALL, "a chair"),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit. Spread a little oil lightly over the sole, heel to toes. "
            "Wipe it dry before the ball and before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit, this ankle on the other knee. With your palm, make broad, light circles over the sole.",
        ),
        TechniqueWording(
            STROKES,
            "Sit, the ball on the floor under the sole. Roll slowly from heel to toes and back. "
            f"{_FULL_WEIGHT}",
            "Roll the ball",
        ),
        TechniqueWording(
            PRESSURE,
            f"Sit, the ball under the sole. Rest a tender place on it and breathe. {_FULL_WEIGHT}",
            "Pause on a tender place",
        ),
        TechniqueWording(
            STRETCH,
            "Sit, this ankle on the other knee. With your hand, draw the toes back until the sole pulls "
            "mildly. No bouncing.",
        ),
    ),
    longest_hold_s=15.0,
    hold_reason="On the foot, a pause on a tender place lasts 15 s at most.",
)
