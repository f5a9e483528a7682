"""What is said when a routine was deleted, brought back, or would be replaced."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from tpsession.core.catalog.routine import YOURS, Routine, RoutineEntry, Sides
from tpsession.core.errors import Problem, Severity
from tpsession.core.plan.plan import Plan
from tpsession.core.routine_editing.lines import ROUTINE_FIELDS, RoutineLine
from tpsession.core.routine_editing.port import DeletedRoutine, RestoredRoutine
from tpsession.core.text.formatting import describe_area, format_duration
from tpsession.core.text.sanitize import sanitize

WHICH_SIDES = "Which sides?"
SIDES_LABELS: dict[Sides, str] = {
    Sides.EACH: "Each side: left, then right",
    Sides.BOTH: "Both sides at once",
    Sides.LEFT: "Only the left",
    Sides.RIGHT: "Only the right",
    Sides.NONE: "No sides",
}
"""How a routine treats left and right, in the order in which it is offered."""


def describe_deleted(deleted: DeletedRoutine) -> str:
    """Return which routine was deleted.

    If the built-in routine with the same id is used again now, the text says so.
    """
    if deleted.uncovers_built_in:
        return f'Deleted: your own "{deleted.name}". The built-in one is back in the list.'
    return f'Deleted: "{deleted.name}".'


def describe_restored(restored: RestoredRoutine) -> str:
    """Return which routine was brought back.

    If the person had another routine under the same id, it was deleted in exchange. The text then says so,
    and how to swap them again.
    """
    if restored.took_place:
        return f'Restored: "{restored.name}". The one that you had is deleted; restoring again swaps them.'
    return f'Restored: "{restored.name}".'


def restore_command(identifier: str) -> str:
    """Return the command that brings back the routine deleted last under this id, to paste into a terminal.

    The id comes from a file name, and may be any text. It is quoted where a shell needs that; characters that
    would control the terminal are replaced.
    """
    shown = sanitize(identifier)
    if re.fullmatch(r"[\w.-]+", shown):
        word = shown
    elif re.search(r'["$`!\\]', shown):
        word = shlex.quote(shown)
    else:
        # Double quotes, because the command line of Windows knows no others.
        word = f'"{shown}"'
    # A word that begins with a hyphen would be taken for an option.
    return f"tpsession routines restore {'-- ' if shown.startswith('-') else ''}{word}"


def describe_checked(plan: Plan, problems: tuple[Problem, ...]) -> str:
    """Return the name and length of a routine, and how many warnings its file has, in one line.

    plan: the preview of the routine. problems: its warnings; it must have no errors.
    """
    warnings = len(problems)
    found = "no mistakes" if not warnings else "1 warning" if warnings == 1 else f"{warnings} warnings"
    return f'"{plan.name}": {format_duration(plan.planned_s)}, {found}.'


def first_problem(problems: tuple[Problem, ...]) -> Problem | None:
    """Return the problem to look at first: the first error, or else the first warning; None without any."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return next(errors, next(iter(problems), None))


def describe_replacement(old: RoutineEntry, new: Routine) -> list[str]:
    """Return a line that says which routine a new one replaces, then lines that say what is different in it.

    It is the first line alone if nothing but the id is different, or if the old routine has mistakes, so that
    they can't be compared.
    """
    whose = "your" if old.source == YOURS else "the built-in"
    if old.routine is None:
        return [f"It replaces {whose} routine {old.id}, which has mistakes."]
    heading = f'It replaces {whose} routine "{old.routine.name}" ({old.id})'
    changes = [f"  {change}" for change in _describe_changes(old.routine, new)]
    return [f"{heading}:", *changes] if changes else [f"{heading}. Both play the same."]


def _describe_changes(old: Routine, new: Routine) -> Iterator[str]:
    """Yield what is different in a new routine, in a few words each.

    The ids aren't compared. The first side, and when the sides are switched, are compared only if both
    routines are for each side. There is a text for each place that is no longer among those never to press.
    One text stands for all other differences, such as in the summary, the programme or the countdown.
    """
    if old.name != new.name:
        yield f'Name: "{new.name}"'
    if old.area is not new.area:
        yield f"Area: {describe_area(new.area)} instead of {describe_area(old.area)}"
    if old.sides is not new.sides:
        yield f"Sides: {new.sides.value} instead of {old.sides.value}"
    elif new.sides is Sides.EACH:
        for line in (RoutineLine.FIRST, RoutineLine.SWITCH):
            field = ROUTINE_FIELDS[line]
            before, after = (field.kind.describe(getattr(each, field.attribute)) for each in (old, new))
            if before != after:
                yield f"{field.name}: {after} instead of {before}"
    if old.steps != new.steps:
        yield _describe_steps(old, new)
    for place in old.avoid:
        if place not in new.avoid:
            yield f"No longer under never press: {place}"
    described = [(old.summary, new.summary), (old.position, new.position), (old.have, new.have)]
    shown = [(old.sources, new.sources), (old.link, new.link), (old.programme, new.programme)]
    settings = [(old.get_ready_s, new.get_ready_s), (old.countdown, new.countdown)]
    is_more_avoided = not set(new.avoid) <= set(old.avoid)
    if is_more_avoided or any(before != after for before, after in [*described, *shown, *settings]):
        yield "Other texts or times"


def _describe_steps(old: Routine, new: Routine) -> str:
    """Return how many steps each of two routines has; if it is the same number, how many of them differ.

    Each step is compared with the one at the same place.
    """
    if len(old.steps) != len(new.steps):
        return f"Steps: {len(new.steps)} instead of {len(old.steps)}"
    changed = sum(before != after for before, after in zip(old.steps, new.steps, strict=True))
    return f"Steps: {changed} of {len(new.steps)} {'differs' if changed == 1 else 'differ'}"
