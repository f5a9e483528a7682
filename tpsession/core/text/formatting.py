"""Texts that every front end shows in the same words: times, pain changes, areas, and files written.

In the whole package `format_x` writes numbers, times and units, and `describe_x` says something in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.core.catalog.side import Side
from tpsession.core.text.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    # Type only: without the texts of the areas the list of routines starts a tenth faster.
    from tpsession.core.catalog.area import Area

# English whatever the locale, like all else that the program shows: `calendar` has the locale's names.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CAUSE_UNKNOWN = "Pain often eases on its own; this can't show that massage caused the change."
"""Shown once beside relief and progress, and never beside more pain, which it would belittle."""

NOTHING_SAVED = "Nothing will be saved this time."
"""Shown if the person asked for that, or the history can't be used."""
ANY_AREA_TEXT = "any area"
"""Shown as the area of a routine that works for any area."""
SIDE_NAMES: dict[Side, str] = {
    Side.LEFT: "left side",
    Side.RIGHT: "right side",
    Side.BOTH: "both sides",
    Side.NONE: "",
}
SIDE_ANSWERS: dict[Side, str] = {
    Side.LEFT: "Left",
    Side.RIGHT: "Right",
    Side.BOTH: "Both sides",
    Side.NONE: "Don't name a side",
}
"""The sides on which it may hurt, as the person chooses them, in the order in which they are offered."""


def describe_moment(at: datetime, now: datetime) -> str:
    """Return a date and time for a sentence, ``27 November, 19:40``, with the year if it isn't this year.

    now: the local time.
    """
    year = "" if at.year == now.year else f" {at.year}"
    return f"{at.day} {MONTHS[at.month - 1]}{year}, {at:%H:%M}"


def describe_place(name: str, side: Side) -> str:
    """Return a name with its side: ``Neck, left side``; the name alone if there is no side."""
    return f"{name}, {SIDE_NAMES[side]}" if SIDE_NAMES[side] else name


def describe_area(area: Area | None) -> str:
    """Return the name of a routine's area, as it stands in a list; for None, that it works for any area."""
    return ANY_AREA_TEXT if area is None else area.name


def describe_area_list(areas: Iterable[Area | None]) -> str:
    """Return the areas of a routine or a plan in one text: ``Neck; calf``. areas: at least one."""
    first, *others = map(describe_area, areas)
    return "; ".join([first, *(name.lower() for name in others)])


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 session``, ``1,200 sessions``.

    noun: in the singular; its plural has an ``s`` at the end.
    """
    return f"{number:,} {noun if number == 1 else f'{noun}s'}"


def lower_first(text: str) -> str:
    """Return a sentence with a small first letter, to follow other words of a sentence."""
    return text[:1].lower() + text[1:]


def describe_problem_count(count: int) -> str:
    """Return how many problems a file has: ``has 2 problems``."""
    return f"has {format_count(count, 'problem')}"


def format_duration(seconds: float) -> str:
    """Return a duration in words, rounded to whole seconds: ``1 minute 30 seconds``, ``2 hours``.

    Units that are 0 are left out; with none left it is ``0 seconds``.
    """
    minutes, rest_s = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{count} {unit}" if count == 1 else f"{count} {unit}s"
        for count, unit in ((hours, "hour"), (minutes, "minute"), (rest_s, "second"))
        if count
    ]
    return " ".join(parts) or "0 seconds"


def format_length(seconds: float) -> str:
    """Return a duration in short, rounded to seconds: ``45 s``; from 60 s on, in whole minutes: ``9 min``."""
    return f"{round(seconds)} s" if round(seconds) < 60 else f"{round(seconds / 60)} min"


def format_timer(seconds: float) -> str:
    """Return a duration in digits, rounded to whole seconds: ``1:30``, ``1:00:05``."""
    minutes, rest_s = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest_s:02}" if hours else f"{minutes}:{rest_s:02}"


def describe_change(before: int, after: int, unit: str = "") -> str:
    """Return how a pain rating changed from `before` to `after`: ``3 less``, ``1 more`` or ``same``.

    unit: the name of one point, such as ``point``. With it, the text is ``3 points less``, ``1 point more``
    or ``no change``.
    """
    change = after - before
    if change == 0:
        return "no change" if unit else "same"
    count = abs(change)
    amount = f"{count} {unit}{'' if count == 1 else 's'}" if unit else str(count)
    return f"{amount} {'more' if change > 0 else 'less'}"


def is_relief(before: int | None, after: int | None) -> bool:
    """Return whether the pain is less after than before; False if a rating is missing."""
    return before is not None and after is not None and after < before


def describe_pain_change(before: int, after: int) -> str:
    """Return a sentence with both pain ratings and the change between them."""
    return f"Pain before {before}, after {after}: {describe_change(before, after, 'point')}."


def describe_voice_progress(made: int, wanted: int) -> str:
    """Return a sentence that says how many of the wanted texts have a sound by now."""
    return f"Preparing the voice: {made} of {wanted}."


def describe_render_progress(fraction: float, seconds: float) -> str:
    """Return how much of a session has been written to a sound file, in percent, and how long the session is.

    Args:
        fraction: The part that is done, 0 to 1.
        seconds: Length of the whole session.

    """
    return f"Saving: {int(100 * fraction)}% of {format_timer(seconds)}"


def describe_written_file(path: str, seconds: float) -> str:
    """Return a sentence: where a sound file was saved, and how long its sound is."""
    return f"Saved: {sanitize(path)}, {format_timer(seconds)}."


def describe_companion_files(cue_sheet: str, cue_list: str) -> str:
    """Return a sentence on the two files that were saved beside a sound file, and what each is for.

    cue_sheet, cue_list: their names.
    """
    return (
        f"Also saved: {sanitize(cue_sheet)}, which lets music players jump to a step, and "
        f"{sanitize(cue_list)}, a list of all cues and their times."
    )
