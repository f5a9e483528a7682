"""From points of the body to dots: smooth lines, outlines of one dot's width, and filled shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from tpsession.tui.drawing.body.body_map import Point
from tpsession.tui.drawing.body.contour import Curve

Dot = tuple[int, int]
_STEPS = 12
"""Points that a smooth line gets between two of its own."""


@lru_cache(maxsize=128)
def smooth_line(points: tuple[Point, ...], closed: bool) -> tuple[Point, ...]:
    """A line through all the points, without corners (a Catmull-Rom spline)."""
    around = (points[-1], *points, points[0], points[1]) if closed else (points[0], *points, points[-1])
    found = [
        _between(around[place : place + 4], step / _STEPS)
        for place in range(len(around) - 3)
        for step in range(_STEPS)
    ]
    return (*found, points[0] if closed else points[-1])


@lru_cache(maxsize=64)
def smooth_outline(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A closed line around a shape, without corners; it reaches no farther than the points do."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return tuple(
        (min(max(x, min(across)), max(across)), min(max(y, min(down)), max(down)))
        for x, y in smooth_line(points, closed=True)
    )


def _between(four: Sequence[Point], part: float) -> Point:
    """The point at `part` (0 to 1) of the way from the second to the third of four."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four

    def blend(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3
        )

    return blend(ax, bx, cx, dx), blend(ay, by, cy, dy)


@lru_cache(maxsize=128)
def line_dots(curve: Curve, scale: float) -> tuple[Dot, ...]:
    """The dots of a curve in one half of the body, one after another, without corners of three dots."""
    dots: list[Dot] = []
    for start, end in pairwise(smooth_line(curve.points, curve.closed)):
        for dot in _straight(start, end, scale):
            if dots and dots[-1] == dot:
                continue
            if len(dots) > 1 and _touch(dots[-2], dot):
                dots.pop()
            dots.append(dot)
    return tuple(dots)


def _straight(start: Point, end: Point, scale: float) -> Iterator[Dot]:
    """The dots along a short straight line."""
    (x, y), (x_to, y_to) = start, end
    steps = max(1, ceil(2 * scale * max(abs(x_to - x), abs(y_to - y))))
    for step in range(steps + 1):
        part = step / steps
        yield max(0, floor((x + (x_to - x) * part) * scale)), floor((y + (y_to - y) * part) * scale)


def _touch(one: Dot, other: Dot) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) == 1


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed line, ready to be asked what lies inside."""

    points: tuple[Point, ...]

    def spans(self, height: float) -> list[tuple[float, float]]:
        """The stretches inside, from the midline outwards, at one height."""
        crossings = sorted(
            x + (height - y) * (x_to - x) / (y_to - y)
            for (x, y), (x_to, y_to) in pairwise((*self.points, self.points[0]))
            if (y <= height) is not (y_to <= height)
        )
        return list(zip(crossings[::2], crossings[1::2], strict=True))

    def contains(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return any(left <= point[0] <= right for left, right in self.spans(point[1]))


def dots_inside(shape: Outline, within: Iterable[Outline], scale: float) -> set[Dot]:
    """The dots in one half of the body whose middle lies inside a shape and one of the others."""
    around = tuple(within)
    heights = [y for _, y in shape.points]
    dots: set[Dot] = set()
    for line in range(floor(min(heights) * scale), ceil(max(heights) * scale)):
        height = (line + 0.5) / scale
        for left, right in shape.spans(height):
            for inner, outer in (span for other in around for span in other.spans(height)):
                first, stop = ceil(max(left, inner) * scale - 0.5), ceil(min(right, outer) * scale - 0.5)
                dots.update((x, line) for x in range(max(0, first), stop))
    return dots
