"""The change of pain on the scale, in colour."""

from __future__ import annotations

from textual.content import Content


def colour_scale(numbers: str, arrow: str, labels: str) -> Content:
    """Return the three lines of `draw_rating_scale` as content: the numbers are muted, the arrow coloured."""
    lines = (numbers, "$text-muted"), (arrow, "$text-primary"), (labels, "")
    return Content("\n").join(Content.styled(line, style) for line, style in lines)
