"""Writes the changes of a variation into the text of its routine file; comments and everything else stay.

Steps are moved and left out as lines of text. Only the parts in which a value changes are read and written by
tomlkit, which keeps what is around a value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tpsession.core.catalog.routine import Rounds, Routine
from tpsession.core.errors import RoutineFileError, TpsessionError
from tpsession.core.routine_editing.line_values import LineValue, NumberKind
from tpsession.core.routine_editing.lines import GET_READY_KIND, STEP_FIELDS
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.variation import Variation, VariedStep, make_variation
from tpsession.files.routine_editing.step_texts import (
    LEFT_OUT,
    Part,
    arrange_list,
    find_left_out,
    insert_lines,
    join_parts,
    leave_out,
    list_step_paths,
    split_at_headings,
    with_all_steps,
)
from tpsession.files.routines.keys import DefaultsKey, FileKey, RoundsKey
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.toml.duration import format_duration
from tpsession.files.toml.line_ends import BOM, restore_line_ends
from tpsession.files.toml.wording import printable

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_DEFAULTS = FileKey.DEFAULTS.value
_STEPS = FileKey.STEPS.value


@dataclass(frozen=True, slots=True)
class NewValue:
    """The value that a key of the file is to have."""

    value: LineValue
    """None takes the key away."""
    is_seconds: bool = False


Changes = Mapping[str, NewValue]


def read_variation(old: RoutineText) -> Variation:
    """Return the variation of a routine file, in which nothing is changed yet.

    It also has the steps that the file leaves out as comments, unless the file would have errors with them.
    Raises `RoutineFileError` if the file has errors as it is.
    """
    routine, problems = read_routine_text(old.content, old.id)
    if routine is None:
        raise RoutineFileError(printable(old.path), problems)
    return make_variation(*_read_whole(old, routine))


def apply_variation(old: RoutineText, variation: Variation) -> str:
    """Return the text of the routine file `old` with the changes of a variation of it; nothing is saved.

    The text has been checked: it gives exactly the variation's routine. Raises `TpsessionError` if the file
    can't be changed in this way.

    old: the text that the variation was read from.
    """
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - 25 ms, and most starts change no routine

    before = old.content.decode()
    text = _plain_text(old)
    parts = split_at_headings(with_all_steps(text) if variation.left_out else text)
    try:
        parts = _change_routine(parts, variation)
        texts = {part.step: part.text for part in parts if part.step is not None}
        if texts.keys() >= {each.origin for each in variation.steps}:
            parts = _change_rounds(parts, variation)
            changed = join_parts(
                parts, [_change_step(texts[each.origin], variation, each) for each in variation.steps]
            )
        elif any(part.key == _STEPS for part in parts):
            # Steps of rounds that are in a list, below a heading.
            raise _cannot_change(old)
        else:
            head = replace(parts[0], text=_change_list(parts[0].text, variation))
            changed = join_parts([head, *parts[1:]], ())
    except TOMLKitError as error:
        raise _cannot_change(old) from error
    changed = restore_line_ends(before, changed)
    routine, problems = read_routine_text(changed, old.id)
    if routine is None:
        raise RoutineFileError(printable(old.path), problems)
    if routine != variation.routine:
        raise _cannot_change(old)
    return changed


def _cannot_change(old: RoutineText) -> TpsessionError:
    """Return the error that says that a file can only be changed in a text editor."""
    return TpsessionError(
        f"{printable(old.path)} can't be changed in this way: it is written in an unusual form.",
        "Change it in a text editor.",
    )


def _plain_text(old: RoutineText) -> str:
    """Return the text of a file with line feeds alone, without a byte order mark."""
    return old.content.decode().removeprefix(BOM).replace("\r\n", "\n")


def _read_whole(old: RoutineText, routine: Routine) -> tuple[Routine, frozenset[int]]:
    """Return a file's routine with the steps that the file leaves out as comments, and their indices.

    If there are none, or if the file with them has errors or isn't `routine` without them, `routine` is
    returned as it is, with no indices.

    routine: what the file gives without these steps.
    """
    text = _plain_text(old)
    if LEFT_OUT in text:
        whole, _ = read_routine_text(with_all_steps(text), old.id)
        if whole is not None:
            left_out = find_left_out(text, len(whole.steps))
            played = tuple(step for index, step in enumerate(whole.steps) if index not in left_out)
            if whole._replace(steps=played) == routine:
                return whole, left_out
    return routine, frozenset()


def _change_routine(parts: Sequence[Part], variation: Variation) -> list[Part]:
    """Return the parts of a file with the variation's name, order of sides, time to get ready and countdown.

    Only what differs from the original is written.
    """
    original = variation.original
    head, *others = parts
    routine_changes = {
        key.value: NewValue(new)
        for key, new, was in (
            (FileKey.NAME, variation.name, original.name),
            (FileKey.FIRST, variation.first.value, original.first.value),
            (FileKey.SWITCH, variation.switch.value, original.switch.value),
        )
        if new != was
    }
    head = replace(head, text=_change(head.text, (), routine_changes))
    changes: dict[str, NewValue] = {}
    if variation.get_ready_s != original.get_ready_s:
        changes[DefaultsKey.GET_READY] = NewValue(variation.get_ready_s, is_seconds=True)
    if variation.countdown != original.countdown:
        changes[DefaultsKey.COUNTDOWN] = NewValue(variation.countdown.value)
    if not changes:
        return [head, *others]
    place = next((index for index, part in enumerate(others) if part.key == _DEFAULTS), None)
    if place is not None:
        others[place] = replace(others[place], text=_change(others[place].text, (_DEFAULTS,), changes))
    elif _DEFAULTS in _parse(head.text):
        head = replace(head, text=_change(head.text, (_DEFAULTS,), changes, in_line=True))
    else:
        place = next((index for index, part in enumerate(others) if part.step is not None), len(others))
        new = Part(_change(f"[{_DEFAULTS}]", (_DEFAULTS,), changes), "\n" if place < len(others) else "")
        others.insert(place, new)
        head, *others = (
            replace(part, gap=part.gap or "\n") if following is new else part
            for part, following in zip([head, *others], [*others, None], strict=True)
        )
    return [head, *others]


def _change_rounds(parts: Sequence[Part], variation: Variation) -> list[Part]:
    """Return the parts of a file with the variation's numbers of rounds and rests between them."""
    changed = {}
    for varied in variation.steps:
        new, old = varied.step.rounds, variation.original.steps[varied.origin].rounds
        if new is not None and old is not None and new != old:
            changed[old.number] = _changes_of_rounds(old, new)
    return [
        replace(part, text=_change(part.text, (_STEPS, 0), changed[part.rounds]))
        if part.rounds in changed
        else part
        for part in parts
    ]


def _changes_of_rounds(old: Rounds, new: Rounds) -> dict[str, NewValue]:
    """Return the values in which new rounds differ from the old ones, by their keys in the file."""
    changes: dict[str, NewValue] = {}
    if new.count != old.count:
        changes[RoundsKey.ROUNDS] = NewValue(new.count)
    if new.rest_s != old.rest_s:
        changes[RoundsKey.REST] = NewValue(new.rest_s or None, is_seconds=True)
    return changes


def _change_step(text: str, variation: Variation, varied: VariedStep) -> str:
    """Return the text of a step, its heading included, with the changes of a variation.

    A step that is left out becomes a comment. text: of the step as the file has it. varied: the step as the
    variation has it.
    """
    path = (_STEPS, _STEPS, 0) if varied.step.rounds else (_STEPS, 0)
    text = _change(text, path, _find_changes(variation, varied))
    return text if varied.is_played else leave_out(text)


def _change_list(text: str, variation: Variation) -> str:
    """Return the text of a file whose steps are in a list, ``steps = [...]``, with the variation's steps.

    In a list with rounds only values are changed: if steps were moved or left out, the text isn't the
    variation's, which the caller finds out.
    """
    paths = list_step_paths(tomllib.loads(text))
    for varied in variation.steps:
        text = _change(text, paths[varied.origin], _find_changes(variation, varied), in_line=True)
        new, old = varied.step.rounds, variation.original.steps[varied.origin].rounds
        if new is not None and old is not None:
            text = _change(text, paths[varied.origin][:2], _changes_of_rounds(old, new), in_line=True)
    order = [(varied.origin, not varied.is_played) for varied in variation.steps]
    if all(index == origin and not is_left_out for index, (origin, is_left_out) in enumerate(order)):
        return text
    if any(path[2:] for path in paths):
        # Rounds in a list keep their steps: what is put together here wouldn't be this routine.
        return text
    items: Any = _parse(text)[_STEPS]
    return arrange_list(text, [item.as_string() for item in items], order)


def _find_changes(variation: Variation, varied: VariedStep) -> dict[str, NewValue]:
    """Return the values in which a step of a variation differs from the file's, by their keys in the file."""
    original, step = variation.original.steps[varied.origin], varied.step
    changes: dict[str, NewValue] = {}
    for field in STEP_FIELDS.values():
        value = getattr(step, field.attribute)
        if value != getattr(original, field.attribute):
            kind = field.kind(step, None)
            is_seconds = isinstance(kind, NumberKind) and kind.unit == GET_READY_KIND.unit
            changes[field.key] = NewValue(value, is_seconds)
    return changes


def _parse(text: str) -> TOMLDocument:
    """Return a part of a routine file as a document to change: what isn't changed keeps layout and comments.

    Raises a `TOMLKitError` if it isn't TOML.
    """
    import tomlkit  # noqa: PLC0415 - as above

    return tomlkit.parse(text)


def _change(text: str, path: Sequence[str | int], changes: Changes, *, in_line: bool = False) -> str:
    """Return a text with other values in a table. The comment of a key that is taken away stays.

    Without changes, the text is returned as it is; else its last line break is dropped.

    Args:
        text: A part of a file.
        path: Where the table is in it.
        changes: The new values by their keys; None takes a key away.
        in_line: Whether new keys go beside the others of the table, not on lines of their own.

    """
    if not changes:
        return text
    import tomlkit  # noqa: PLC0415 - as above

    document = _parse(text)
    table: Any = document
    for key in path:
        table = table[key]
    added = []
    for key, new in changes.items():
        if new.value is None:
            comment = table[key].trivia.comment
            # Behind a blank, it isn't taken for a step that is left out.
            added.append(f" {comment}" if comment.startswith(LEFT_OUT) else comment)
            del table[key]
        elif key in table or in_line:
            table[key] = _file_value(new, table.get(key))
        else:
            added.append(f"{key} = {tomlkit.item(_file_value(new, None)).as_string()}")
    return insert_lines(tomlkit.dumps(document).removesuffix("\n"), [line for line in added if line])


def _file_value(new: NewValue, old: object) -> LineValue:
    """Return a value as it is written into the file.

    A length of time is a number of seconds if the old value was a number, else a text such as ``1m30s``. A
    number that is whole has no decimals. Anything else is returned as it is.

    old: the value that the key had; None if it had none.
    """
    value = new.value
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not isinstance(value, (int, float)):
        return value
    number = int(value) if value == int(value) else float(value)
    return format_duration(value) if new.is_seconds and not isinstance(old, (int, float)) else number
