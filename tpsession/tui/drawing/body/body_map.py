"""Maps each area onto the body: its region, its tender spots, where pain refers, and what never to press.

`core.catalog.area` describes the areas in words. This module gives each of them a place, with the same words
as keys; a test fails for an area, a spot or a "never press" without a place. The places are schematic, like
those of a chart.

Body coordinates: the figure is 100 units high, from the crown at 0 to the floor at 100. Both halves of the
body are the same, so only one is described. The first number of a point is its distance from the midline,
the second its distance downwards from the crown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


def parse_points(text: str) -> tuple[Point, ...]:
    """Read the points of a line, written as in SVG: ``1,2 3.5,4`` are two points."""
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(away), float(down)) for away, down in pairs)


class View(StrEnum):
    """From which side the body is seen."""

    FRONT = "front"
    """The person's left is on the right of the picture."""
    BACK = "back"
    """The person's left is on the left of the picture."""


MarkedPlaces = dict[View, tuple[Point, ...]]
"""The points to mark, by view; empty for what can only be felt and not drawn."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """The part of the body that a picture shows at least; it extends equally to both sides of the midline."""

    top: float
    bottom: float
    half_width: float
    label: Point
    """Where the letters L and R are drawn: beside the head, the trunk or a knee, where nothing else is."""


WHOLE_BODY = Viewport(0.0, 100.0, 21.8, (12.5, 9.0))
"""The whole body, to the tips of the fingers."""
_HEAD = Viewport(-0.6, 17.4, 8.0, (7.0, 1.5))
_BUST = Viewport(-0.6, 36.5, 16.6, (12.5, 9.0))
_ARMS = Viewport(33.0, 65.0, 21.8, (13.5, 61.0))
_BELOW_THE_RIBS = Viewport(31.0, 100.5, 18.2, (11.5, 70.0))
_LOWER_LEGS = Viewport(68.5, 100.5, 18.2, (12.0, 79.0))


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The places of an area in one half of the body; a point on the midline belongs to both halves."""

    regions: dict[View, tuple[tuple[Point, ...], ...]]
    """Closed lines around the area, by view; the view that shows it best comes first."""
    spots: dict[str, MarkedPlaces]
    """Tender spots, by the spot's place in words."""
    refers: dict[str, MarkedPlaces]
    """Where a spot's pain refers, by the words for it; several points where the words name several places."""
    never: dict[str, MarkedPlaces]
    """Places never to press, by the words for them."""
    viewport: Viewport = WHOLE_BODY
    """What a zoomed picture shows at least: the area, and the nearby places that pain refers to."""


def _front(*points: Point) -> MarkedPlaces:
    return {View.FRONT: points}


def _back(*points: Point) -> MarkedPlaces:
    return {View.BACK: points}


_NOT_DRAWN: MarkedPlaces = {}
"""For a pulse, veins or numb skin: people find these by feeling and looking, not on a map."""

_LOW_BACK = AreaMap(
    regions={
        View.BACK: (parse_points("1.4,35 6.6,34.8 7.2,37.5 7.1,40.6 5.4,42 1.4,43.2"),),
    },
    spots={
        "a hand's width from the spine, below the ribs": _back((5.3, 36.4)),
        "above the top of the hip bone": _back((4.6, 40.8)),
    },
    refers={
        "flat bone at the base of the spine, hip": _back((1.4, 46.2), (9.0, 46.4)),
        "buttock and groin": _back((5.0, 49.4)) | _front((3.2, 50.4)),
    },
    never={
        "the spine": _back((0, 35.5), (0, 37.5), (0, 39.5), (0, 41.5)),
        "the lowest ribs": _back((3.6, 32.8), (6.4, 33.0)),
    },
    viewport=_BELOW_THE_RIBS,
)

_SHOULDER_TOP = _back((6.4, 18.0)) | _front((6.4, 17.9))
_BLADE_CORNER = _back((4.6, 20.4))
_TRAPEZIUS_REFERS = _back((2.2, 12.9), (4.5, 5.8)) | _front((2.2, 13.4), (4.4, 5.6), (1.9, 6.3))
_NECK_ANGLE = _back((2.9, 15.6))
_NECK_NEVER = {
    "front and side of the neck": _front((1.1, 14.7), (2.2, 15.4)) | _back((2.3, 14.3)),
    "any pulse": _NOT_DRAWN,
    "the windpipe": _front((0, 15.4)),
    "the hollow above the collarbone": _front((3.6, 18.6)),
    "the neck bones": _back((0, 13.4), (0, 15.4)),
}

_UPPER_BACK = AreaMap(
    regions={
        View.BACK: (parse_points("1.4,19.6 3.8,19.2 5.2,20 5,24 5.3,27.6 4.2,29.4 1.4,29.8"),),
    },
    spots={
        "inner corner of the shoulder blade": _BLADE_CORNER,
        "top of the shoulder": _SHOULDER_TOP,
    },
    refers={
        "lower side of the neck": _NECK_ANGLE,
        "side of the neck, temple, behind the eye": _TRAPEZIUS_REFERS,
    },
    never=_NECK_NEVER
    | {
        "the spine": _back((0, 18.6), (0, 21.2), (0, 23.8), (0, 26.4)),
        "the bony edge of the shoulder blade": _back((5.9, 22.6), (5.9, 25.4)),
    },
    viewport=_BUST,
)

_NECK = AreaMap(
    regions={
        View.BACK: (parse_points("2.6,16.2 3.5,16.2 5.4,17 8,17.8 10.3,18.6 9.6,19.6 6.4,19.3 3.2,18.9"),),
        View.FRONT: (parse_points("3,16 3.6,16.1 5.4,17 8,17.8 10,18.5 8.6,18.9 6,18.5 4,17.6"),),
    },
    spots={
        "top of the shoulder": _SHOULDER_TOP,
        "inner corner of the shoulder blade": _BLADE_CORNER,
    },
    refers={
        "side of the neck, temple, behind the eye": _TRAPEZIUS_REFERS,
        "lower side of the neck": _NECK_ANGLE,
    },
    never=_NECK_NEVER,
    viewport=_BUST,
)

_SKULL_BASE = AreaMap(
    regions={
        View.BACK: (parse_points("0.6,9.9 2.2,9.5 3.6,9.2 3.3,11.2 2.7,12.6 1.6,13 0.6,12.7"),),
    },
    spots={"under the ridge of the skull": _back((2.2, 11.0))},
    refers={
        "a band to the temple and eye": _back((4.2, 7.4), (4.3, 5.4))
        | _front((4.4, 5.6), (3.2, 6.0), (1.9, 6.3))
    },
    never={
        "the spine": _back((0, 12.4), (0, 14.4), (0, 16.4)),
        "the place below the ear": _back((4.6, 9.9)) | _front((4.6, 9.7)),
        "front and side of the neck": _front((1.1, 14.7), (2.2, 15.4)) | _back((2.6, 14.6)),
        "any pulse": _NOT_DRAWN,
    },
    viewport=_HEAD,
)

_JAW = AreaMap(
    regions={
        View.FRONT: (
            parse_points("2.8,8 4.4,7.9 4.1,9.8 3.2,11.3 2.2,11.5 2.2,9.6"),
            parse_points("3.2,3.4 4.5,3.6 4.7,5.6 4.4,6.6 3.6,6.3 3.1,4.8"),
        ),
    },
    spots={
        "from the cheekbone to the edge of the jaw": _front((3.2, 9.6)),
        "the muscle at the temple": _front((4.0, 4.6)),
    },
    refers={
        "back teeth, ear, brow": _front((1.9, 10.4), (5.2, 7.0), (1.9, 5.3)),
        "temple and upper teeth": _front((4.3, 5.9), (0.8, 9.5)),
    },
    never={
        "the place below and behind the corner of the jaw": _front((3.8, 12.4)),
        "the throat": _front((0, 14.8)),
        "the pulse at the temple": _front((4.7, 7.2)),
    },
    viewport=_HEAD,
)

_SHOULDER = AreaMap(
    regions={
        View.BACK: (parse_points("5.9,22 8.2,21.3 10.9,21.2 11.2,22.9 9.8,25 8,27.9 6.6,28.9 6,26"),),
    },
    spots={"below the ridge of the shoulder blade": _back((7.8, 23.2))},
    refers={
        "front of the shoulder, arm": _front((11.0, 20.9), (12.9, 29.5), (14.0, 34.0))
        | _back((12.9, 29.5), (14.0, 34.0)),
    },
    never={
        "the armpit": _back((10.0, 26.6)) | _front((9.7, 26.0)),
        "the bony rim of the shoulder": _back((9.2, 20.1), (5.4, 27.4)),
        "the joint line at the front of the shoulder": _front((9.4, 22.4)),
    },
    viewport=_BUST,
)

_FOREARM_REGION = (parse_points("13.6,39.6 16.9,38.9 18.2,42 19,47 19.2,50 17,50.2 15.8,46.6 14.6,43"),)
_FOREARM = AreaMap(
    regions={View.FRONT: _FOREARM_REGION, View.BACK: _FOREARM_REGION},
    spots={
        "back of the forearm, below the elbow": _front((16.8, 40.8)) | _back((16.8, 40.8)),
        "inside of the forearm": _front((15.6, 44.6)),
    },
    refers={
        "elbow and back of the hand": _front((16.0, 37.6)) | _back((16.0, 37.6), (19.9, 55.6)),
        "wrist": _front((17.6, 51.2)),
    },
    never={
        "the crease of the elbow": _front((14.4, 37.2)),
        "the funny bone at the inner elbow": _back((13.4, 38.0)),
        "the inner wrist": _front((18.5, 52.6)),
    },
    viewport=_ARMS,
)

_HAND_REGION = (parse_points("16,52 20.2,52 22,56 22,63 18,63 16,58.5"),)
_HAND = AreaMap(
    regions={View.FRONT: _HAND_REGION, View.BACK: _HAND_REGION},
    spots={"pad at the base of the thumb": _front((17.5, 54.8))},
    refers={"thumb and wrist": _front((17.1, 57.2), (18.2, 51.0))},
    never={"numb skin": _NOT_DRAWN},
    viewport=_ARMS,
)

_HIP = AreaMap(
    regions={
        View.BACK: (
            parse_points("1.6,47 4.4,44 7.6,43.2 9.2,44.6 10.2,48.5 10.4,52 7.6,53.2 3.8,53.2 1.2,51.4"),
        ),
    },
    spots={
        "below the top of the hip bone": _back((6.0, 44.8)),
        "side of the hip": _back((8.9, 47.6)),
        "middle of the buttock": _back((5.2, 49.2)),
    },
    refers={
        "low back, flat bone at the base of the spine": _back((3.2, 40.4), (1.3, 45.2)),
        "side and back of the leg, down to the ankle": _back(
            *parse_points("9,57 8,65.5 7.2,80"), *parse_points("5.3,69 4.9,84.5 5,94")
        ),
        "buttock and thigh": _back((7.2, 51.4), (5.6, 58.5)),
    },
    never={
        "the sit bone": _back((3.2, 52.4)),
        "any place deep in the buttock that feels electric": _NOT_DRAWN,
        "the tailbone": _back((0, 50.4)),
        "the point of the hip bone": _front((7.4, 44.4)),
        "the bony knob at the side of the hip": _back((9.9, 50.4)),
    },
    viewport=_BELOW_THE_RIBS,
)

_THIGH = AreaMap(
    regions={
        View.FRONT: (parse_points("4.8,54.4 10.4,53.6 10.2,58 9.4,63 8.4,68.4 3.6,68.6 3.2,63 4,58"),),
        View.BACK: (parse_points("3.6,56.4 10.2,55.6 9.8,61 8.8,66.5 7.6,69.6 3.4,69.6 2.8,64 3.2,60"),),
    },
    spots={
        "front and outer thigh": _front((7.4, 61.0)),
        "back of the thigh": _back((5.8, 61.0)),
    },
    refers={
        "knee and outer thigh": _front((6.8, 69.6), (9.2, 56.6)),
        "back of the thigh and knee": _back((5.8, 65.4), (5.6, 70.2)),
    },
    never={
        "the groin": _front((3.4, 50.6)),
        "the inner upper thigh": _front((2.0, 56.4)) | _back((2.0, 56.8)),
        "the hollow of the knee": _back((5.1, 73.0)),
        "the kneecap": _front((5.2, 72.0)),
        "veins": _NOT_DRAWN,
    },
    viewport=_BELOW_THE_RIBS,
)

_CALF = AreaMap(
    regions={
        View.BACK: (parse_points("2.6,76.2 7.9,76.2 8.3,79.5 7.6,84.5 6.4,89.4 3.2,89.4 2.4,84.5 2,79.5"),),
    },
    spots={
        "upper calf": _back((4.6, 79.4)),
        "lower calf": _back((4.9, 86.8)),
    },
    refers={
        "back of the knee and instep": _back((4.4, 75.0)) | _front((4.4, 96.2)),
        "heel": _back((4.4, 97.6)),
    },
    never={
        "the hollow of the knee": _back((5.0, 72.0)),
        "the outer knee": _back((7.5, 73.0)),
        "the Achilles tendon": _back((4.6, 92.6)),
        "veins": _NOT_DRAWN,
    },
    viewport=_LOWER_LEGS,
)

SOLE = parse_points(
    "14.9,86.4 16.2,86.9 16.9,88.6 16.8,91 17.3,93.5 17.7,96 17.2,98.3 15.6,99.6 13.4,99.9 "
    "12.5,98.6 12.4,96.3 13.3,94 13.9,92 13.4,89.6 13.3,88 13.8,86.9"
)
"""The outline of a sole. A standing figure hides its soles, so they are drawn beside the legs, heel up."""
_FOOT = AreaMap(
    regions={View.BACK: (SOLE,)},
    spots={"arch of the foot": _back((14.9, 92.4))},
    refers={"heel and sole": _back((15.1, 88.4), (14.9, 97.0))},
    never={"the nerve at the inner ankle": _back((3.2, 94.6)) | _front((3.2, 94.6))},
    viewport=_LOWER_LEGS,
)

MAPS: dict[str, AreaMap] = {
    "low-back": _LOW_BACK,
    "upper-back": _UPPER_BACK,
    "neck": _NECK,
    "skull-base": _SKULL_BASE,
    "jaw": _JAW,
    "shoulder": _SHOULDER,
    "forearm": _FOREARM,
    "hand": _HAND,
    "hip": _HIP,
    "thigh": _THIGH,
    "calf": _CALF,
    "foot": _FOOT,
}
"""The map of every area, by the area's id."""
