"""What the screen with the code of a routine shows: the code in half blocks, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.routine import Routine
from tpsession.core.routine_editing.qr_code import QUIET_ZONE, QrCode
from tpsession.tui.drawing.raster.charset import Charset

WHAT_FOR = (
    "This code holds the whole routine. Scan it with a phone, and send the text to someone: they take it in "
    "with the command"
)
ADD_COMMAND = "tpsession routines add -"
NO_BLOCKS = "This terminal can't show a code."
TOO_LONG = "This routine is too long for a code. Make a file to send instead:"
ON_A_PAGE = "A page to print has the code, too:"
_HALF_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""By the upper and the lower module of a cell; what is drawn is dark."""
_TEXT_COLUMNS = 30
"""The fewest columns in which the text stands beside the code; it needs no row of the code there."""


@dataclass(frozen=True, slots=True)
class RoutineCodeView:
    """A routine's code with sentences on it, or only sentences on why it can't be shown."""

    rows: tuple[str, ...]
    """The code with its quiet zone, a line each, all of the same width; empty if it isn't shown."""
    text: tuple[str, ...]
    """Paragraphs beside or below the code, or instead of it."""
    is_beside: bool
    """Whether there is room for the text beside the code."""


def make_code_view(
    code: QrCode | None, routine: Routine, columns: int, rows: int, charset: Charset
) -> RoutineCodeView:
    """Return a routine's code with sentences on its use, or only sentences on why it can't be shown.

    It can't if the routine is too long for a code, if the terminal shows only ASCII, or if there are too few
    cells. Then the sentences also say what to do instead.

    Args:
        code: None if the routine is too long for one.
        routine: The routine.
        columns: Cells across that the code may take.
        rows: Cells down that the code may take.
        charset: What the terminal can show.

    """
    if code is None:
        return _text(TOO_LONG, f"tpsession routines print {routine.id} > {routine.id}.toml")
    area = "" if routine.area is not None else " --area AREA"
    page = (ON_A_PAGE, f"tpsession routines show {routine.id}{area} --as-page {routine.id}.html")
    if charset is Charset.ASCII:
        return _text(NO_BLOCKS, *page)
    needed = (code.size + 1) // 2
    if columns < code.size or rows < needed:
        return _text(
            f"The code needs {code.size} columns and {needed} rows; here is room for {columns} and {rows}. "
            "Make the window larger, or its letters smaller.",
            *page,
        )
    return RoutineCodeView(_draw(code), (WHAT_FOR, ADD_COMMAND), columns - code.size >= _TEXT_COLUMNS)


def _text(*paragraphs: str) -> RoutineCodeView:
    """Return the view of a code that can't be shown: only these paragraphs."""
    return RoutineCodeView((), paragraphs, is_beside=False)


def _draw(code: QrCode) -> tuple[str, ...]:
    """Return a code with its quiet zone, two rows of modules in each line."""
    side, empty = bytes(QUIET_ZONE), bytes(code.size)
    margin = [empty] * QUIET_ZONE
    modules = [*margin, *(side + row + side for row in code.rows), *margin]
    if len(modules) % 2:
        modules.append(empty)
    return tuple(
        "".join(_HALF_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(modules[::2], modules[1::2], strict=True)
    )
