"""The areas of arm and leg, each with its own instructions.

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
    TechniqueWording,
    TenderSpot,
)
from tpsession.core.catalog.technique import CIRCLES, HOW_HARD, LIGHT, OIL, PRESSURE, STRETCH, STROKES, WIPE

_SLOW_STROKES = "Slow strokes"
"""Spoken instead of the technique's own phrase, which asks for a firm grip."""
_ROLL = "Roll over the ball"
_LEAN = "Lean on the ball"
_OFF_THE_BALL = "Put the ball away."
_FULL_WEIGHT = "Never stand on the ball with your full weight."
_VEINS = "veins"
_LEG_LIMIT = "No firm grip over veins or the hollow of the knee."

SHOULDER = Area(
    id="shoulder",
    name="Shoulder",
    position=(
        "Stand side-on to a wall, back turned to it a little, feet a step away, eyes open. "
        "No slippery floor. Ball in its sock within reach."
    ),
    spots=(TenderSpot("below the ridge of the shoulder blade", "front of the shoulder, arm", ("shoulder",)),),
    never_press=(
        "the armpit",
        "the bony rim of the shoulder",
        "the joint line at the front of the shoulder",
    ),
    have=(BALL_IN_SOCK, WALL, THIN_CLOTHES, "a chair"),
    wordings=(
        TechniqueWording(
            OIL,
            "No oil here: the ball is used through a thin shirt. Until the next step, let the arm hang and "
            "breathe quietly.",
        ),
        TechniqueWording(
            CIRCLES,
            "Without the ball: let this arm hang. Circle the shoulder slowly and easily, up, back and down.",
        ),
        TechniqueWording(
            STROKES,
            "Opposite hand: hang the ball over this shoulder on the flat of the blade, and lean. Then this "
            "arm across the chest; slow knee bends to roll.",
            _ROLL,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            PRESSURE,
            "Opposite hand: hang the ball over this shoulder on the flat of the blade. Lean, find a tender "
            "spot. Then lay this arm across the chest.",
            _LEAN,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            LIGHT,
            "Opposite hand flat: light strokes over the top of this shoulder, towards the arm.",
        ),
        TechniqueWording(
            STRETCH,
            "With the opposite hand, draw this arm across your chest, shoulder low, until it pulls mildly "
            "behind the shoulder. No bouncing.",
            let_go="Let the arm sink and sit down.",
            tools=("a chair",),
        ),
    ),
    has_oil=False,
)
FOREARM = Area(
    id="forearm",
    name="Forearm",
    position=(
        "Sit at a table, the forearm to be massaged on it. The opposite hand works, slowly from elbow to "
        "wrist."
    ),
    spots=(
        TenderSpot("back of the forearm, below the elbow", "elbow and back of the hand", ("elbow", "hand")),
        TenderSpot("inside of the forearm", "wrist", ("wrist",)),
    ),
    never_press=("the crease of the elbow", "the funny bone at the inner elbow", "the inner wrist"),
    have=("a table",),
    wordings=(
        TechniqueWording(
            OIL,
            "Pour a little oil into the opposite palm and spread it lightly over this forearm, from the "
            "elbow to the wrist.",
        ),
        TechniqueWording(
            CIRCLES,
            "Opposite palm flat on this forearm: broad, light circles, first on the top. After a few, turn "
            "the forearm over and do the inner side.",
        ),
        TechniqueWording(
            STROKES,
            "Palm down. On the rising note, stroke with the opposite thumb from three fingers below the "
            "elbow to just before the wrist. Glide back.",
            _SLOW_STROKES,
        ),
        TechniqueWording(
            PRESSURE,
            "Palm down, this hand free. Opposite thumb on top, three fingers below the elbow: find a tender "
            "spot. Then press on it and stay.",
        ),
        TechniqueWording(
            STRETCH,
            "This arm straight in front, palm down. With the opposite hand, bend this wrist down until it "
            "pulls mildly. No bouncing.",
        ),
    ),
)
HAND = Area(
    id="hand",
    name="Hand and thumb",
    position="Sit, this hand in your lap or on a table. The opposite hand works.",
    spots=(TenderSpot("pad at the base of the thumb", "thumb and wrist", ("hand", "wrist")),),
    never_press=("numb skin",),
    care=("Stop if tingling gets worse.",),
    wordings=(
        TechniqueWording(
            OIL,
            "Put a little oil on this palm. With the opposite thumb, spread it lightly over the palm and the "
            "base of the thumb.",
        ),
        TechniqueWording(
            CIRCLES,
            "With the opposite palm flat, make broad, light circles over this palm and the thick base of the "
            "thumb.",
        ),
        TechniqueWording(
            STROKES,
            f"Take the thick base of this thumb in the opposite hand: stroke slowly up and down. {HOW_HARD}",
        ),
        TechniqueWording(
            PRESSURE,
            "With the opposite thumb, find a tender spot in the thick base of this thumb. "
            "Then press slowly on it and stay.",
        ),
        TechniqueWording(
            STRETCH,
            "Open this hand wide. With the opposite hand, draw the thumb back until its base pulls mildly. "
            "No bouncing.",
        ),
    ),
)
HIP = Area(
    id="hip",
    name="Hip and buttock",
    position=(
        "Stand with your back half turned to a wall, feet a step away, eyes open. "
        "No slippery floor. Ball in its sock within reach."
    ),
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
        "the sit bone",
        "any place deep in the buttock that feels electric",
        "the tailbone",
        "the point of the hip bone",
        "the bony knob at the side of the hip",
    ),
    have=(BALL_IN_SOCK, WALL, THIN_CLOTHES, "a chair"),
    wordings=(
        TechniqueWording(
            OIL,
            "No oil here: the ball is used through thin clothes. Until the next step, stand still and "
            "breathe quietly.",
        ),
        TechniqueWording(
            CIRCLES,
            "Stand, without the ball. Through your clothes, make broad, light circles over this buttock with "
            "a flat hand. Keep off the bones.",
        ),
        TechniqueWording(
            STROKES,
            "Hold the sock, ball between this buttock and the wall, on soft muscle, off the bones. Lean. "
            "Then bend and straighten your knees to roll.",
            _ROLL,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            PRESSURE,
            "Hold the sock, ball between this buttock and the wall, on soft muscle, off the bones: find a "
            "tender spot. Then lean, stay and breathe.",
            _LEAN,
            let_go=OFF_THE_WALL,
            places_ball=True,
        ),
        TechniqueWording(
            LIGHT, "Through your clothes, with a flat hand, stroke lightly over this buttock, off bones."
        ),
        TechniqueWording(
            STRETCH,
            "Sit, this ankle on the other knee. Lean forwards, back long, until the buttock pulls mildly. "
            "Or leave it out.",
            let_go="Put the foot down.",
            tools=("a chair",),
        ),
    ),
    has_oil=False,
)
THIGH = Area(
    id="thigh",
    name="Thigh",
    position="Sit on a firm chair, both feet on the floor.",
    spots=(
        TenderSpot("front and outer thigh", "knee and outer thigh", ("knee", "thigh")),
        TenderSpot("back of the thigh", "back of the thigh and knee", ("thigh", "knee")),
    ),
    never_press=("the groin", "the inner upper thigh", "the hollow of the knee", "the kneecap", _VEINS),
    have=("a firm chair with a back",),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit. With your palms, spread a little oil lightly up the front of this thigh. "
            "Wipe it off later, before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit. Palms flat on the front of this thigh: broad circles, from above the knee upwards. "
            "Not on the inner upper thigh.",
        ),
        TechniqueWording(
            STROKES,
            "On the rising note, stroke with your palms up the front of this thigh from above the knee, off "
            f"{_VEINS} and the inner side. Glide back lightly.",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "Sit. With the heel of one hand, second hand free, find a tender spot at the front of this "
            "thigh. Then lean on it and stay.",
        ),
        TechniqueWording(
            STRETCH,
            "Eyes open. Stand, opposite hand on a chair. Hand on this side: draw the foot back until the "
            "front pulls mildly. If unsteady, leave it out.",
            release_text="Put the foot down, and keep breathing.",
            let_go="Put the foot down and sit.",
        ),
    ),
)
CALF = Area(
    id="calf",
    name="Calf",
    position=(
        "Sit, the ankle to be massaged on the other knee. If that is too far, put the foot on a low stool."
    ),
    spots=(
        TenderSpot("upper calf", "back of the knee and instep", ("knee", "foot")),
        TenderSpot("lower calf", "heel", ("foot",)),
    ),
    never_press=("the hollow of the knee", "the outer knee", "the Achilles tendon", _VEINS),
    have=("a chair", "a low stool", WALL),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit as you started. Spread a little oil lightly from the ankle up this calf. "
            "Wipe it off later, before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit as you started. With a flat hand, make broad, light circles over this calf. "
            f"Keep off {_VEINS}.",
        ),
        TechniqueWording(
            STROKES,
            "On the rising note, stroke slowly with both thumbs from a hand's width above the heel to below "
            "the knee. Then glide back lightly.",
            _SLOW_STROKES,
            _LEG_LIMIT,
        ),
        TechniqueWording(
            PRESSURE,
            "With one thumb, second hand free, find a tender spot in the thick part of this calf. "
            "Then press on it and stay.",
            let_go="Let go, and sit comfortably.",
        ),
        TechniqueWording(
            STRETCH,
            "Eyes open. Hands on a wall, this leg behind you, heel down, knee straight. Bend the front knee "
            "until the calf pulls mildly. No bouncing.",
            let_go="Come off the wall and sit down.",
            tools=(WALL,),
        ),
        TechniqueWording(
            WIPE, "Wipe the oil off your hands, legs and feet. Then put both feet on the floor."
        ),
    ),
)
FOOT = Area(
    id="foot",
    name="Foot",
    position="Sit on a chair, shoes off, the ball on the floor in front of it. Stay seated on the chair.",
    spots=(TenderSpot("arch of the foot", "heel and sole", ("foot",)),),
    never_press=("the nerve at the inner ankle",),
    care=(_FULL_WEIGHT, "Not for numb or diabetic feet."),
    have=("a tennis ball", "a chair"),
    wordings=(
        TechniqueWording(
            OIL,
            "Sit. Spread a little oil lightly over this sole, heel to toes. "
            "Wipe it dry later, before the ball and before you stand.",
        ),
        TechniqueWording(
            CIRCLES,
            "Sit, this ankle on the other knee. With your palm, make broad, light circles over the sole.",
        ),
        TechniqueWording(
            STROKES,
            "Sit, the ball on the floor under this sole. Roll slowly from heel to toes and back. "
            f"{_FULL_WEIGHT}",
            "Roll the ball",
            let_go=_OFF_THE_BALL,
        ),
        TechniqueWording(
            PRESSURE,
            "Sit, the ball under this sole: find a tender place. Then rest it on the ball and breathe. "
            "Never stand on the ball.",
            "Pause on a tender place",
            release_text=(
                "Ease off, and move to another place on the sole. If none is tender, stay where you are."
            ),
            let_go=_OFF_THE_BALL,
        ),
        TechniqueWording(
            LIGHT,
            "Sit, this ankle on the other knee. With your palm, stroke lightly over the sole, heel to toes.",
        ),
        TechniqueWording(
            STRETCH,
            "Sit, this ankle on the other knee. Draw the toes towards the shin with your hand, until the "
            "sole pulls mildly.",
            let_go="Put the foot down.",
        ),
    ),
    has_oil=False,
    longest_hold_s=15.0,
    hold_reason="On the foot, a pause on a tender place lasts 15 s at most.",
)
