"""The body's lines, front and back, in the coordinates of `body_map`."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.tui.drawing.body.body_map import SOLE, Point, View, parse_points


@dataclass(frozen=True, slots=True)
class Curve:
    """A smooth line through its points; it is mirrored at the midline."""

    points: tuple[Point, ...]
    closed: bool = False
    min_scale: float = 0.0
    """The scale, in dots to a unit, from which on it is drawn: below, it would only blot."""
    dotted: bool = False


_FACE = Curve(parse_points("0,0 2.1,0.3 3.8,1.7 4.7,4.2 4.7,7 4.25,9.4 3.3,11.3 1.7,12.75 0,13.2"))
_HEAD_FROM_BEHIND = Curve(parse_points("0,0 2.1,0.3 3.8,1.7 4.7,4.2 4.7,7 4.2,9.3 3.3,11 2.65,12.2"))
_EAR = Curve(parse_points("4.75,5.8 5.4,5.9 5.35,7.4 4.6,8.6"), min_scale=1.2)
_NECK_AND_OUTER_ARM = (
    "2.6,12 2.5,13.5 2.7,15 3.6,16.2 5.4,17.1 8,17.9 10.6,18.8 12.6,20.3 13.6,22.6 14.1,26 14.7,30 15.5,33.8 "
    "16.4,37.2 17.5,40.2 18.4,44 19,48 19.5,51 20.6,53.4 21.4,56 21.7,59"
)
_HAND_AND_INNER_ARM = (
    "21.4,61.6 20.6,62.8 19.5,62.2 18.8,60 18.2,57.6 17.4,58.2 16.7,57.2 16.7,54.6 17.1,51.4 16.3,48 15,44 "
    "13.7,40.5 12.9,37 12.1,33.5 11.1,29.5 10.2,26.8 9.4,25.2"
)
_FLANK_AND_OUTER_LEG = (
    "9.2,27.5 8.8,31 8.2,34.5 7.8,37.5 8.1,40.5 9,44 9.8,47.5 10.2,50.5 10.2,55 9.7,60 8.9,65 8.1,69.5 "
    "7.7,72.5 7.9,75.5 8.1,79 7.7,83.5 6.8,88 6,92.3 5.8,95"
)
_FOOT_AND_INNER_LEG = (
    "6.6,96.6 7.8,98.4 7.4,99.8 5.4,100 3.4,99.6 3,97.6 3.4,95 3.3,92 2.9,88 2.3,83.5 2.1,79.5 2.6,75.5 "
    "2.8,72.5 2.5,69 1.8,64 1.1,58 0.4,53.4 0,52.4"
)
_TRUNK_AND_LIMBS = Curve(
    parse_points(f"{_NECK_AND_OUTER_ARM} {_HAND_AND_INNER_ARM} {_FLANK_AND_OUTER_LEG} {_FOOT_AND_INNER_LEG}")
)

CONTOURS: dict[View, tuple[Curve, ...]] = {
    View.FRONT: (_FACE, _TRUNK_AND_LIMBS),
    View.BACK: (_HEAD_FROM_BEHIND, _TRUNK_AND_LIMBS, Curve(SOLE, closed=True)),
}
"""Drawn at every size."""

LANDMARKS: dict[View, tuple[Curve, ...]] = {
    View.FRONT: (
        _EAR,
        Curve(parse_points("1.3,6.4 2.4,6.4"), min_scale=1.0),  # eyes
        Curve(parse_points("0,10.5 1.1,10.3"), min_scale=1.0),  # mouth
        Curve(parse_points("0,8.5 0.6,8.3"), min_scale=2.2),  # nose
        Curve(parse_points("1.1,19.9 4.5,19.4 8.8,19.1"), min_scale=1.2),  # collarbones
        Curve(parse_points("0,40 0.4,40"), min_scale=0.8),  # navel
        Curve(parse_points("4,70.9 5.2,70.2 6.4,70.9"), min_scale=1.4),  # kneecaps
    ),
    View.BACK: (
        _EAR,
        Curve(parse_points("0,14 0,44"), min_scale=0.8, dotted=True),  # spine
        Curve(parse_points("5.2,20.3 5.3,24 6.4,28.6 7.3,28.6 8.6,26"), min_scale=1.2),  # shoulder blades
        Curve(parse_points("5.2,21.3 8,20.5 10.8,20"), min_scale=1.4),  # their ridges
        Curve(parse_points("0,47.5 0,52.4"), min_scale=0.8),  # cleft
        Curve(parse_points("0.8,53.4 3.5,54.3 6.5,53.8"), min_scale=0.8),  # folds of the buttocks
        Curve(parse_points("3.6,72.4 6.6,72.4"), min_scale=1.4),  # hollows of the knee
    ),
}
"""What helps to find a place, where the picture is large enough for it."""
