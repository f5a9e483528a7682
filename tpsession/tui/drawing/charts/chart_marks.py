"""The characters that charts are drawn with. Each thing has a shape of its own, whatever its colour."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.tui.drawing.raster.charset import Charset


@dataclass(frozen=True, slots=True)
class ChartMarks:
    """One character, one cell wide, for each thing that a chart shows."""

    before: str
    less: str
    """The rating after a session that was lower than before."""
    more: str
    """The rating after a session that was higher than before."""
    same: str
    """Both ratings of a session, if they are equal."""
    after: str
    """A rating after a session without one before it."""
    score: str
    later: str
    falling: str
    """Joins a rating before with a lower one after."""
    rising: str
    """Joins a rating before with a higher one after: a thicker line."""
    spread: str
    """From the lowest to the highest rating, where a column stands for several points."""
    cursor: str
    note: str
    routine: str
    """A session with another routine than the one before."""
    marked: str
    """A session whose rating a painkiller or heat may have changed."""
    several: str
    """More than one of the last three."""
    axis: str
    tick: str
    """A named date on the axis of dates."""
    rating_axis: str
    rating_tick: str
    corner: str
    cursor_tick: str
    trend: str
    """The line of the trend; where it is drawn in dots, it stands for them in a legend."""
    levels: str
    """Bars from the lowest to a full cell."""
    changes: str
    """What bars of sessions with less, the same and more pain after are made of."""
    no_rating: str
    """A day without a rating."""


_UNICODE = ChartMarks(
    before="●",
    less="▼",
    more="▲",
    same="◆",
    after="○",
    score="□",
    later="+",
    falling="│",
    rising="┃",
    spread="┆",
    cursor="┊",
    note="n",
    routine="r",
    marked="m",
    several="&",
    axis="─",
    tick="┬",
    rating_axis="│",
    rating_tick="┤",
    corner="└",
    cursor_tick="┻",
    trend="⠒",
    levels="▁▂▃▄▅▆▇█",
    changes="▓░█",
    no_rating="·",
)
_ASCII = ChartMarks(
    before="o",
    less="v",
    more="^",
    same="=",
    after="?",
    score="x",
    later="+",
    falling="|",
    rising="#",
    spread=":",
    cursor="!",
    note="n",
    routine="r",
    marked="m",
    several="&",
    axis="-",
    tick="+",
    rating_axis="|",
    rating_tick="+",
    corner="+",
    cursor_tick="!",
    trend="~",
    levels="_#",
    changes="-=#",
    no_rating=".",
)


def chart_marks(charset: Charset) -> ChartMarks:
    """Return the characters for a charset."""
    return _UNICODE if charset is Charset.UNICODE else _ASCII
