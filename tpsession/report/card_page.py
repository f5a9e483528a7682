"""Makes the page of a routine: one card to print, with a picture of the body and a code to scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.core.catalog.side import Side
from tpsession.core.routine_editing.card import RoutineCard
from tpsession.core.routine_editing.qr_code import QrCode
from tpsession.report.environment import fill_in
from tpsession.report.qr_code import draw_path


@dataclass(frozen=True, slots=True)
class BodyFigure:
    """The body from one side, in units of which its height has 100; the midline is at 0.

    Every path is the `d` of an SVG path, for one half of the body. The other half mirrors it.
    """

    title: str
    """From where it is seen."""
    top: float
    bottom: float
    half_width: float
    """What is shown of the body: as much to the left of the midline as to the right."""
    outlines: tuple[str, ...]
    inside: tuple[str, ...]
    """Closed lines around the body, to which the area is cut."""
    area: tuple[str, ...]
    """Closed lines around the area; none if this view doesn't show it."""
    spots: tuple[tuple[float, float], ...]
    never: tuple[tuple[float, float], ...]
    """Where tender spots, and places never to press, are marked."""
    marked: tuple[int, ...]
    """The halves in which area and marks are drawn: 1 is on the right of the picture, -1 on the left."""
    label: tuple[float, float]
    """Where the letters L and R are."""
    left: int
    """The half of the picture that is the person's left."""


def make_card_page(card: RoutineCard, figures: Sequence[BodyFigure], code: QrCode | None) -> str:
    """Return a page to print with a routine's card, as HTML; it needs no network and no script.

    figures: the pictures of the body. code: the code to scan; None for a page without one.
    """
    return fill_in(
        "card.html.jinja",
        card=card,
        figures=figures,
        code=code,
        code_path="" if code is None else draw_path(code),
        has_sides=card.side is not Side.NONE,
        not_reviewed=" ".join(card.evidence),
    )
