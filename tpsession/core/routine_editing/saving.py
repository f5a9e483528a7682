"""Saves a new routine, or one that was made a little different, and says where it is and how to go back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import YOURS, RoutineEntry, Sides
from tpsession.core.catalog.routine_id import is_same_name, make_free_id, make_routine_id, next_free_id
from tpsession.core.errors import UsageError
from tpsession.core.routine_editing.port import NewStep, RoutineChangedError, RoutineText, RoutineWriter
from tpsession.core.routine_editing.variation import Variation
from tpsession.core.routine_editing.wording import restore_command
from tpsession.core.text.sanitize import sanitize

NOTHING_CHANGED = "Nothing is different yet."
SAVE_LABEL = "Save as my own"
LEAVE_LABEL = "Leave without saving"
_REPLACED = "Saving replaces this routine; it can be brought back as it was."


def propose_name(name: str, taken: frozenset[str]) -> str:
    """Return a name for a copy of a routine, changed or not, such as ``Neck, mine``.

    The id that `make_routine_id` gives it is free. A long name is cut so that the ending has room in the id.

    taken: the ids of all routines.
    """
    number = 0
    while True:
        number += 1
        ending = ", mine" if number == 1 else f", mine {number}"
        start = name
        while start and not make_routine_id(f"{start}{ending}").endswith(make_routine_id(ending)):
            start = start[:-1].rstrip()
        if make_routine_id(f"{start}{ending}") not in taken:
            return f"{start}{ending}"


def check_name(typed: str, names: Iterable[str]) -> str:
    """Return a name that the person typed for a routine, without spaces around it.

    Raises `UsageError` if it is empty, or one of `names`, where case and the number of blanks don't matter:
    nobody could tell two routines of the same name apart by ear.
    """
    name = typed.strip()
    if not name:
        raise UsageError("A routine needs a name.", "A few words are enough.")
    if taken := next((each for each in names if is_same_name(each, name)), ""):
        raise UsageError(f'There is a routine called "{sanitize(taken)}" already.', "Type another name.")
    return name


def list_names(entries: Iterable[RoutineEntry], replaced: RoutineText | None = None) -> tuple[str, ...]:
    """Return the names that a routine can't get: those of all routines whose files have no errors.

    replaced: the file that the routine is to be saved over, if any. If it is the person's own, its name is
    left out, because it is free then. A built-in one stays beside the new one.
    """
    old = replaced.id if replaced is not None and replaced.source == YOURS else None
    return tuple(each.routine.name for each in entries if each.routine is not None and each.id != old)


def describe_saving(old: RoutineText) -> str:
    """Return in a sentence what happens to a routine if a variation of it is saved.

    A routine of the person's own is replaced, and can be brought back; a built-in routine stays.
    """
    return _REPLACED if old.source == YOURS else "The built-in one stays as it is."


def save_variation(writer: RoutineWriter, old: RoutineText, variation: Variation) -> RoutineText:
    """Save a variation as a routine of the person's own, and return its file. This may block.

    A variation of the person's own routine replaces that routine, which can be brought back. A variation of a
    built-in routine is saved as a new routine, under a free id, which is made of its name if possible.

    Raises `RoutineChangedError` if the person's own file was changed since it was read as `old`, and
    `TpsessionError` if the variation can't be saved.
    """
    text = writer.apply_variation(old, variation)
    if old.source != YOURS:
        wanted = make_routine_id(variation.name) or f"{old.id}-mine"
        return writer.create(next_free_id(wanted, writer.find_taken_ids()), text)
    if writer.read(old.id).content != old.content:
        raise RoutineChangedError(
            "The file was changed by another program, so it wasn't saved.", "Go back and open it again."
        )
    return writer.replace(old.id, text)


def create_routine(
    writer: RoutineWriter, name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep] = ()
) -> RoutineText:
    """Save a new routine of the person's own, and return its file. This may block.

    Its id is free, and made of its name if possible. Raises `TpsessionError` if it can't be saved.

    Args:
        writer: Saves it.
        name: What the routine is called.
        area: Its area; None for any area.
        sides: How it treats left and right.
        steps: Its steps; if empty, it has the usual ones.

    """
    text = writer.write_template(name, area, sides, steps)
    return writer.create(make_free_id(name, writer.find_taken_ids()), text)


def describe_id(routine: str) -> str:
    """Return the id of a routine in a sentence, with a command that uses it."""
    return f"Its id for commands is {routine}, such as: tpsession play {routine}"


def describe_saved(old: RoutineText, new: RoutineText, variation: Variation) -> str:
    """Return that a variation was saved, and, if it replaced a routine, how to bring the earlier one back.

    It replaced a routine if `old` was the person's own. old: the file before. new: the saved file.
    """
    saved = f'Saved as your own routine "{sanitize(variation.name)}".'
    if old.source != YOURS:
        return saved
    return f"{saved} To bring back the earlier one: {restore_command(new.id)}"
