"""Turns lines and shapes in body coordinates into dots of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from tpsession.tui.drawing.body.body_map import Point
from tpsession.tui.drawing.body.contour import Curve

Dot = tuple[int, int]
"""A dot in one half of the body: its distance from the midline and from the crown, in dots."""
_STEPS = 12
"""How many points a smooth line gets from one of its given points to the next."""


@lru_cache(maxsize=128)
def smooth_line(points: tuple[Point, ...], closed: bool) -> tuple[Point, ...]:
    """Return the points of a line through all given points without corners (a Catmull-Rom spline).

    closed: whether the line returns to its first point.
    """
    around = (points[-1], *points, points[0], points[1]) if closed else (points[0], *points, points[-1])
    curve = [
        _spline_point(around[index : index + 4], step / _STEPS)
        for index in range(len(around) - 3)
        for step in range(_STEPS)
    ]
    return (*curve, points[0] if closed else points[-1])


@lru_cache(maxsize=64)
def smooth_outline(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points of a smooth closed line through all given points.

    Where it would go further left, right, up or down than the outermost of them, it is cut straight.
    """
    across, down = [x for x, _ in points], [y for _, y in points]
    return tuple(
        (min(max(x, min(across)), max(across)), min(max(y, min(down)), max(down)))
        for x, y in smooth_line(points, closed=True)
    )


def _spline_point(four: Sequence[Point], part: float) -> Point:
    """Return a point of the spline between the second and the third of four points.

    part: where it lies between these two, from 0 to 1.
    """
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four

    def blend(a: float, b: float, c: float, d: float) -> float:
        """Return one coordinate of the point from that coordinate of the four points."""
        return 0.5 * (
            2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3
        )

    return blend(ax, bx, cx, dx), blend(ay, by, cy, dy)


@lru_cache(maxsize=128)
def line_dots(curve: Curve, scale: float) -> tuple[Dot, ...]:
    """Return the dots of a curve in one half of the body, in order.

    A dot between two that touch each other anyway, if only by their corners, is left out, so that the line
    stays thin.

    scale: dots for each unit of the body.
    """
    dots: list[Dot] = []
    for start, end in pairwise(smooth_line(curve.points, curve.closed)):
        for dot in _straight_line_dots(start, end, scale):
            if dots and dots[-1] == dot:
                continue
            if len(dots) > 1 and _touch(dots[-2], dot):
                dots.pop()
            dots.append(dot)
    return tuple(dots)


def _straight_line_dots(start: Point, end: Point, scale: float) -> Iterator[Dot]:
    """Yield the dots along a short straight line; a dot may come several times."""
    (x, y), (x_to, y_to) = start, end
    steps = max(1, ceil(2 * scale * max(abs(x_to - x), abs(y_to - y))))
    for step in range(steps + 1):
        part = step / steps
        yield max(0, floor((x + (x_to - x) * part) * scale)), floor((y + (y_to - y) * part) * scale)


def _touch(one: Dot, other: Dot) -> bool:
    """Return whether two dots are neighbours, diagonally or straight."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) == 1


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed line around a shape."""

    points: tuple[Point, ...]

    def spans(self, height: float) -> list[tuple[float, float]]:
        """Return the stretches inside the line at one height, from the midline outwards.

        Each is given by where it starts and ends, as distances from the midline.
        """
        crossings = sorted(
            x + (height - y) * (x_to - x) / (y_to - y)
            for (x, y), (x_to, y_to) in pairwise((*self.points, self.points[0]))
            if (y <= height) is not (y_to <= height)
        )
        return list(zip(crossings[::2], crossings[1::2], strict=True))

    def contains(self, point: Point) -> bool:
        """Return whether a point lies inside the line."""
        return any(left <= point[0] <= right for left, right in self.spans(point[1]))


def dots_inside(shape: Outline, silhouettes: Iterable[Outline], scale: float) -> set[Dot]:
    """Return the dots in one half of the body whose centres lie inside the shape and inside a silhouette.

    What lies beyond the midline, in the other half, is left out.

    silhouettes: outlines of the body; to lie in one of them is enough. scale: dots for each unit.
    """
    around = tuple(silhouettes)
    heights = [y for _, y in shape.points]
    dots: set[Dot] = set()
    for line in range(floor(min(heights) * scale), ceil(max(heights) * scale)):
        height = (line + 0.5) / scale
        for left, right in shape.spans(height):
            for inner, outer in (span for other in around for span in other.spans(height)):
                first, stop = ceil(max(left, inner) * scale - 0.5), ceil(min(right, outer) * scale - 0.5)
                dots.update((x, line) for x in range(max(0, first), stop))
    return dots
