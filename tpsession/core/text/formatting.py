"""How numbers are said: one wording for every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.core.catalog.side import Side
from tpsession.core.text.sanitize import sanitize

if TYPE_CHECKING:
    # Only named here: the list of routines starts a tenth faster without the areas' words.
    from tpsession.core.catalog.area import Area

CAUSE_UNKNOWN = "Pain often eases by itself; this cannot show that massage caused the change."
"""Stands wherever progress is shown."""

NOTHING_SAVED = "Nothing is kept this time."
"""Said where the person asked for that, or the history can't be used."""
ANY_AREA_TEXT = "any area"
"""Stands for the area of a routine that works for any."""
SIDE_NAMES: dict[Side, str] = {
    Side.LEFT: "left side",
    Side.RIGHT: "right side",
    Side.BOTH: "both sides",
    Side.NONE: "",
}


def describe_place(name: str, side: Side) -> str:
    """A name and a side as a person reads them: ``Neck, left side``."""
    return f"{name}, {SIDE_NAMES[side]}" if SIDE_NAMES[side] else name


def describe_area(area: Area | None) -> str:
    """The area of a routine in a list."""
    return ANY_AREA_TEXT if area is None else area.name


def describe_problem_count(count: int) -> str:
    """How much is wrong with a file: ``has 2 problems``."""
    return "has 1 problem" if count == 1 else f"has {count} problems"


def format_duration(seconds: float) -> str:
    """A length of time as words, to the nearest second: ``1 minute 30 seconds``."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [
        f"{count} {unit}" if count == 1 else f"{count} {unit}s"
        for count, unit in ((hours, "hour"), (minutes, "minute"), (left, "second"))
        if count
    ]
    return " ".join(parts) or "0 seconds"


def format_timer(seconds: float) -> str:
    """A length of time as digits, to the nearest second: ``1:30``, ``1:00:05``."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def describe_pain_change(before: int, after: int) -> str:
    """The change of pain in plain words; worsening is said as plainly as relief."""
    change = after - before
    points = "1 point" if abs(change) == 1 else f"{abs(change)} points"
    verdict = "no change" if change == 0 else f"{points} {'more' if change > 0 else 'less'}"
    return f"Pain before {before}, after {after}: {verdict}."


def describe_voice_progress(made: int, wanted: int) -> str:
    """How far a voice is with the texts that it makes ahead."""
    return f"The voice is getting ready: {made} of {wanted}."


def describe_render_progress(share: float, seconds: float) -> str:
    """How far a session is that is written as sound: the share that is done, 0 to 1, and how long all is."""
    return f"Rendering: {int(100 * share)} % of {format_timer(seconds)}"


def describe_written_file(path: str, seconds: float) -> str:
    """That a sound file was written, and where it lies."""
    return f"Written: {sanitize(path)}, {format_timer(seconds)}."


def describe_companion_files(sheet: str, cues: str) -> str:
    """What lies beside a sound file: the names of the sheet and of the list of cues."""
    return (
        f"Beside it: {sanitize(sheet)}, with which music players jump to a step, and {sanitize(cues)}, "
        "every cue with its moment."
    )
