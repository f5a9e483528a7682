"""Checks the steps of a routine file, those in rounds too, and makes the `Step` that each describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import (
    MAX_BREATH_S,
    MAX_COUNT,
    MAX_DURATION_S,
    MAX_REPEATS,
    MAX_ROUNDS,
    MAX_STEPS,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_ROUNDS,
    MIN_TEMPO,
    Rounds,
    Step,
)
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.files.routines.keys import ROUNDS_KEYS, STEP_KEYS, TIME_KEYS, FileKey, RoundsKey
from tpsession.files.routines.misplaced import (
    AT_TOP,
    IN_DEFAULTS,
    IN_PROGRAMME,
    IN_ROUNDS,
    IN_STEP_OF_ROUNDS,
    explain_misplaced_key,
)
from tpsession.files.routines.own_sounds import describe_missing_sound, has_own_sound
from tpsession.files.toml import values
from tpsession.files.toml.duration import format_duration
from tpsession.files.toml.table import InvalidValueError, TomlTable
from tpsession.files.toml.wording import one_of, quoted, shown

Path = tuple[str | int, ...]
"""The keys and indices that lead to a table."""

_read_time = values.duration(MIN_DURATION_S, MAX_DURATION_S)
_read_breath = values.duration(MIN_BREATH_S, MAX_BREATH_S)
_read_count = values.whole_number(1, MAX_COUNT)
_read_repeat = values.whole_number(1, MAX_REPEATS)
_read_rounds = values.whole_number(MIN_ROUNDS, MAX_ROUNDS)
_read_tempo = values.number(MIN_TEMPO, MAX_TEMPO)
_read_technique = values.word(tuple(TECHNIQUES))
_read_area = values.word(tuple(AREAS))

_USUAL_COUNT = 12
"""An example of a number of movements."""
_LONGEST_USUAL_HOLD_S = 30.0
"""An example of a hold in seconds, for a technique whose usual time is longer."""

_STEPS_HINT = "start each step with [[steps]], in double brackets"
_ROUNDS_HINT = "start each step of the rounds with [[steps.steps]]"


class LocatedStep(NamedTuple):
    """A step, and where it is in its file."""

    path: Path
    step: Step | None
    """None if it has errors."""


def read_steps(table: TomlTable) -> list[LocatedStep]:
    """Return the steps in their order, those in rounds once, and report their errors.

    Empty if the steps are missing, which is reported elsewhere, or aren't a list. If the routine would play
    more than `MAX_STEPS` steps on one side, that is reported, and the step or the rounds with which it would,
    and all after them, are left out. So are items that aren't tables.

    table: the whole file.
    """
    steps: list[LocatedStep] = []
    played = 0
    for number, item in enumerate(_list_tables(table, _STEPS_HINT), start=1):
        found, count = _read_item(item, number)
        played += count
        if played > MAX_STEPS:
            table.problems.add_error(
                item.path,
                f"with this, the routine plays {played} steps; at most {MAX_STEPS} are allowed",
                at_key=True,
            )
            break
        steps += found
    return steps


def _list_tables(table: TomlTable, hint: str) -> Iterator[TomlTable]:
    """Yield the tables of the list ``steps`` in a table; report other items in it, an empty list, or no list.

    Nothing if ``steps`` is missing, which is reported elsewhere, or couldn't be read.

    hint: how to begin each table, as the messages say it.
    """
    key, problems = FileKey.STEPS.value, table.problems
    value = table.values.get(key)
    if value is None or problems.document.is_unreadable(value):
        return
    path = (*table.path, key)
    if not isinstance(value, list):
        problems.add_error(path, f"steps must be a list of tables, not {shown(value)}; {hint}", at_key=True)
        return
    if not value and not problems.document.truncated:
        problems.add_error(path, f"there are no steps; {hint}", at_key=True)
    for index, item in enumerate(value):
        if isinstance(item, dict):
            yield TomlTable(item, (*path, index), problems)
        else:
            problems.add_error((*path, index), f"a step must be a table, not {shown(item)}; {hint}")


def _read_item(table: TomlTable, number: int) -> tuple[list[LocatedStep], int]:
    """Return the step of a table, or all steps of rounds, and how many steps are played for it on each side.

    In that number, each step counts as often as there are rounds. Errors are reported. A step that has some
    is None in its `LocatedStep`; a number of rounds or a rest that is missing or wrong has its default;
    rounds in rounds are left out.

    number: the table's place in the file, from 1.
    """
    if not table.has(RoundsKey.ROUNDS) and not table.has(RoundsKey.STEPS):
        return [LocatedStep(table.path, _check_step(table))], 1
    table.report_unknown_keys(
        ROUNDS_KEYS, explain_misplaced_key(IN_STEP_OF_ROUNDS, IN_DEFAULTS, IN_PROGRAMME, AT_TOP)
    )
    if table.is_missing(RoundsKey.ROUNDS):
        table.report_missing(
            '"rounds" is missing; write rounds = 3, or, if no rounds are meant, '
            "[[steps]] instead of [[steps.steps]]"
        )
    if table.is_missing(RoundsKey.STEPS):
        table.report_missing(f"the rounds have no steps; {_ROUNDS_HINT}")
    rest_s = table.read_or(0.0, RoundsKey.REST, _read_time)
    rounds = Rounds(number, table.read_or(MIN_ROUNDS, RoundsKey.ROUNDS, _read_rounds), rest_s)
    steps = []
    for inner in _list_tables(table, _ROUNDS_HINT):
        if inner.has(RoundsKey.ROUNDS) or inner.has(RoundsKey.STEPS):
            inner.report_missing("rounds can't have rounds in them; end these first, with a new [[steps]]")
        else:
            steps.append(LocatedStep(inner.path, _check_step(inner, rounds)))
    return steps, rounds.count * len(steps)


def _check_step(table: TomlTable, rounds: Rounds | None = None) -> Step | None:
    """Return the step in a table; None if it has errors, which are reported, or if lines in it can't be read.

    A sound that isn't in the person's folder is only a warning.

    rounds: those in which the step is played; None if it isn't in any.
    """
    errors_before = table.problems.error_count
    technique_id = table.read(StepKey.TECHNIQUE, _read_technique)
    technique = None if technique_id is None else TECHNIQUES[technique_id]
    if table.is_missing(StepKey.TECHNIQUE):
        table.report_missing('the step has no technique; write one, such as technique = "oil"')
    elsewhere = (IN_DEFAULTS, IN_PROGRAMME, AT_TOP, *(() if rounds else (IN_ROUNDS,)))
    fitting = [key for key in STEP_KEYS if technique is None or key in technique.step_keys]
    explain_misplaced = explain_misplaced_key(*elsewhere)
    table.report_unknown_keys(
        STEP_KEYS, lambda key: explain_misplaced(key) or _explain_phrase(key, technique), fitting
    )
    step = _read_step(table, technique or TECHNIQUES["custom"])._replace(rounds=rounds)
    if step.sound and not has_own_sound(step.sound):
        table.problems.add_warning((*table.path, StepKey.SOUND.value), describe_missing_sound(step.sound))
    _check_hold_keys(table, technique)
    if technique is not None:
        _check_keys_of_technique(table, technique)
    if technique is None or table.problems.error_count != errors_before:
        return None
    document = table.problems.document
    is_whole = not document.may_have_more_keys(table.values) and not any(
        document.is_unreadable(value) for value in table.values.values()
    )
    return step if is_whole else None


def _explain_phrase(key: str, technique: Technique | None) -> str | None:
    """Return the message on a key that is the voice's word for this technique's hold, such as "tense".

    It says what to write instead. None for any other key.
    """
    if technique is None or not technique.hold_phrase or key != technique.hold_phrase.lower():
        return None
    return f"unknown key {quoted(key)}; write {_hold_example(technique)}"


def _read_step(table: TomlTable, technique: Technique) -> Step:
    """Return the step; report each wrong value.

    A missing or wrong value comes from the technique, with these exceptions: a duration, hold, count or area
    is None, a sound empty, `wait` and `halfway` are false, and there is 1 repeat. A step without a hold has a
    release of 0, and a step with a count has no tempo but a written one.
    """
    has_hold = table.has(StepKey.HOLD)
    release_s = table.read_or(technique.release_s, StepKey.RELEASE, _read_time)
    repeat = 1 if table.is_missing(StepKey.REPEAT) else table.read(StepKey.REPEAT, _read_repeat)
    count = table.read(StepKey.COUNT, _read_count)
    tempo = table.read(StepKey.TEMPO, _read_tempo)
    text, hold_texts = _read_words(table, StepKey.TEXT, technique.text, repeat)
    say, hold_says = _read_words(table, StepKey.SAY, technique.phrase, repeat)
    return Step(
        technique=technique,
        duration_s=table.read(StepKey.DURATION, _read_time),
        hold_s=table.read(StepKey.HOLD, _read_time),
        release_s=release_s if has_hold else 0.0,
        repeat=1 if repeat is None else repeat,
        count=count,
        wait=table.read_or(False, StepKey.WAIT, values.switch),
        halfway=table.read_or(False, StepKey.HALFWAY, values.switch),
        # Only a tempo that is written times what is counted.
        tempo=tempo or (None if table.has(StepKey.COUNT) else technique.tempo),
        inhale_s=table.read(StepKey.INHALE, _read_breath) or technique.inhale_s,
        exhale_s=table.read(StepKey.EXHALE, _read_breath) or technique.exhale_s,
        sided=table.read_or(technique.sided, StepKey.SIDED, values.switch),
        area=AREAS.get(table.read_or("", StepKey.AREA, _read_area)),
        text=text,
        say=say,
        sound=table.read_or("", StepKey.SOUND, values.sound_file),
        hold_texts=hold_texts,
        hold_says=hold_says,
    )


def _read_words(
    table: TomlTable, key: StepKey, usual: str, repeat: int | None
) -> tuple[str, tuple[str, ...]]:
    """Return the text of a key, and its list, which has a text for each hold.

    If the key has a list, the text is the first in it. If the key has a single text, is missing or is wrong,
    the list is empty. A list without holds or of another length is reported, and returned all the same.

    Args:
        table: The step.
        key: The key of the text or of the voice's words.
        usual: The text if the key is missing or wrong, or the list's first is empty.
        repeat: How many holds there are; None if that can't be read, so that any length is right.

    """
    words = table.read(key, values.text_or_texts)
    if words is None or isinstance(words, str):
        return usual if words is None else words, ()
    if table.is_missing(StepKey.HOLD):
        table.report_key(key, f'{quoted(key)} can only be a list with "hold" and "repeat": one for each hold')
    elif repeat is not None and len(words) != repeat:
        holds = f"and there {'is' if repeat == 1 else 'are'} {_counted(repeat, 'hold')}"
        table.report_key(
            key, f"{quoted(key)} has {_counted(len(words), 'text')}, {holds}; write one for each"
        )
    return next(iter(words), usual) or usual, words


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _check_hold_keys(table: TomlTable, technique: Technique | None) -> None:
    """Report all but one of duration, hold and count, and a release or repeats without a hold.

    Nothing is reported about a key that the technique can't have. A step without a valid technique (None) is
    checked as if it could have every key.
    """
    keys = frozenset(StepKey) if technique is None else technique.step_keys
    times = [key for key in TIME_KEYS if key in keys and table.has(key)]
    for key in times[1:]:
        table.report_key(key, f"a step has either {quoted(times[0])} or {quoted(key)}; remove one of them")
    for key in (StepKey.RELEASE, StepKey.REPEAT):
        if key in keys and table.has(key) and table.is_missing(StepKey.HOLD):
            right = _explain_without_hold(table, key, technique)
            table.report_key(key, f'{quoted(key)} only works with "hold"; {right}')


def _explain_without_hold(table: TomlTable, key: StepKey, technique: Technique | None) -> str:
    """Return advice, as a clause, on a release or repeats without the hold that they need.

    Mostly it says to add a hold. If the technique can have a count, it says to remove the key from a step
    that has one, and for repeats in any other step also offers to write a count instead.

    key: the key of the release or the repeats. technique: that of the step; None if it has no valid one.
    """
    example = _hold_example(technique or TECHNIQUES["pressure"])
    if technique is None or StepKey.COUNT not in technique.step_keys:
        return f"add {example}"
    if table.has(StepKey.COUNT):
        return "remove it"
    return f"{_count_instead(table)}, or add {example}" if key is StepKey.REPEAT else f"add {example}"


def _check_keys_of_technique(table: TomlTable, technique: Technique) -> None:
    """Report each key of other steps that this technique can't have, and a missing time if it needs one.

    A step has a time if it has a duration, a hold or a count, even one that the technique can't have. Keys
    that no step has are reported elsewhere.
    """
    for key in table.values:
        if key in STEP_KEYS and key not in technique.step_keys:
            table.report_key(
                key, f'"{technique.id}" can\'t have {quoted(key)}; {_explain_key(table, key, technique)}'
            )
    # About a time that the technique can't have, everything has been said.
    has_time = any(table.has(key) for key in TIME_KEYS)
    if has_time or technique.waits or not table.is_missing(StepKey.DURATION):
        return
    table.report_missing(f"the step has no time; write {_time_example(technique)}")


def _explain_key(table: TomlTable, key: str, technique: Technique) -> str:
    """Return advice, as a clause, on a key that a step of this technique can't have.

    It says what to write in its place, or which techniques can have the key, or both.
    """
    if key == StepKey.DURATION:
        return f"write {_time_example(technique)}"
    others = one_of([other.id for other in TECHNIQUES.values() if key in other.step_keys])
    if key in TIME_KEYS and not any(
        table.has(time) for time in TIME_KEYS if time != key and time in technique.step_keys
    ):
        return f"write {_time_example(technique)}, or use {others}"
    takes_count = StepKey.COUNT in technique.step_keys and not table.has(StepKey.COUNT)
    if key == StepKey.REPEAT and takes_count:
        return _count_instead(table)
    return f"only {others} can"


def _count_instead(table: TomlTable) -> str:
    """Return advice, as a clause, to write a count instead of the repeats.

    The count is the number of repeats if a count may have it, and otherwise `_USUAL_COUNT`.
    """
    try:
        count = _read_count(table.values[StepKey.REPEAT])
    except InvalidValueError:
        count = _USUAL_COUNT
    return f"write count = {count} to count movements"


def _time_example(technique: Technique) -> str:
    """Return which of duration, count and hold a step of a technique can have, with usual values.

    They are joined for a message, such as ``duration = "1m" or hold = "30s"``.
    """
    examples = {
        StepKey.DURATION: f'duration = "{format_duration(technique.duration_s)}"',
        StepKey.COUNT: f"count = {_USUAL_COUNT}",
        StepKey.HOLD: _hold_example(technique),
    }
    *most, last = [example for key, example in examples.items() if key in technique.step_keys]
    return f"{', '.join(most)} or {last}" if most else last


def _hold_example(technique: Technique) -> str:
    """Return the hold that a step of a technique usually has, as it is written: never over half a minute."""
    return f'hold = "{format_duration(min(technique.duration_s, _LONGEST_USUAL_HOLD_S))}"'
