"""Checks the table of a routine file, and makes the `Routine` that it describes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tpsession.core.catalog.area import ANY_AREA_ID, AREAS
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.no_area import NO_AREA, find_area
from tpsession.core.catalog.proposed import (
    MAX_EVERY_DAYS,
    MAX_SESSIONS,
    MIN_EVERY_DAYS,
    MIN_SESSIONS,
    ProposedProgramme,
)
from tpsession.core.catalog.routine import (
    DEFAULT_GET_READY_S,
    FORMAT,
    MAX_BREATH_S,
    MAX_COUNT,
    MAX_DURATION_S,
    MAX_REPEATS,
    MAX_STEPS,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_TEMPO,
    Routine,
    Sides,
    Step,
    Switch,
)
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.core.plan.safe_step import list_area_limits
from tpsession.files.routines.keys import (
    DEFAULTS_KEYS,
    FILE_KEYS,
    PROGRAMME_KEYS,
    REQUIRED,
    STEP_KEYS,
    TIME_KEYS,
    DefaultsKey,
    FileKey,
    ProgrammeKey,
)
from tpsession.files.routines.own_sounds import describe_missing_sound, has_own_sound
from tpsession.files.routines.totals import check_totals
from tpsession.files.toml import values
from tpsession.files.toml.duration import format_duration
from tpsession.files.toml.table import ProblemCollector, TomlTable
from tpsession.files.toml.wording import one_of, quoted, shown

AREA_IDS = (ANY_AREA_ID, NO_AREA.id, *AREAS)
FIRST_SIDES = (Side.LEFT.value, Side.RIGHT.value)
SWITCHES = tuple(switch.value for switch in Switch)
SIDES = tuple(sides.value for sides in Sides)
COUNTDOWN_STYLES = tuple(style.value for style in Countdown)

_read_time = values.duration(MIN_DURATION_S, MAX_DURATION_S)
_read_breath = values.duration(MIN_BREATH_S, MAX_BREATH_S)
_read_count = values.whole_number(1, MAX_COUNT)
_read_repeat = values.whole_number(1, MAX_REPEATS)
_read_sessions = values.whole_number(MIN_SESSIONS, MAX_SESSIONS)
_read_every_days = values.whole_number(MIN_EVERY_DAYS, MAX_EVERY_DAYS)
_read_tempo = values.number(MIN_TEMPO, MAX_TEMPO)
_read_area = values.word(AREA_IDS)
_read_sides = values.word(SIDES)
_read_first = values.word(FIRST_SIDES)
_read_switch = values.word(SWITCHES)
_read_countdown = values.word(COUNTDOWN_STYLES)
_read_technique = values.word(tuple(TECHNIQUES))

_NO_AREA_HAS = f"a routine with area = {quoted(NO_AREA.id)} has"
_CALM = [technique.id for technique in TECHNIQUES.values() if not technique.is_massage]
"""What a routine without an area may consist of."""
_AT_TOP = "at the top of the file, before the first [ or [["
_IN_DEFAULTS = "under [defaults]"
_IN_PROGRAMME = "under [programme]"
_IN_STEP = "in a step, under [[steps]]"
_STEPS_HINT = "start each step with [[steps]], in double brackets"


def check_routine(table: TomlTable, identifier: str) -> Routine | None:
    """Return the routine that a file describes; None if it has errors, including errors of its syntax.

    Adds what it finds to the table's problems; syntax errors were found before and aren't added again. Of a
    file in a newer format, it reports only that.

    Args:
        table: The whole file.
        identifier: The routine's id.

    """
    if not _check_format(table):
        return None
    table.report_unknown_keys(FILE_KEYS, _explain_misplaced_key(_IN_DEFAULTS, _IN_PROGRAMME, _IN_STEP))
    for key, example in REQUIRED.items():
        if table.is_missing(key) and not table.problems.is_full:
            table.report_missing(f"{quoted(key)} is missing; write {example}")
    area = table.read(FileKey.AREA, _read_area)
    sides_word = table.read(FileKey.SIDES, _read_sides)
    sides = None if sides_word is None else Sides(sides_word)
    switch = Switch(table.read_or(Switch.BLOCK.value, FileKey.SWITCH, _read_switch))
    get_ready_s, countdown = _read_defaults(table)
    programme = _read_programme(table)
    steps = _read_steps(table)
    check_totals(steps, sides, get_ready_s, switch, table.problems)
    if area in AREAS:
        for index, limit in list_area_limits(steps, AREAS[area]):
            table.problems.add_warning((FileKey.STEPS.value, index, limit.key.value), limit.warning)
    if area == NO_AREA.id:
        _check_without_area(steps, sides, table.problems)
    routine = Routine(
        id=identifier,
        name=table.read_or("", FileKey.NAME, values.visible_text),
        area=find_area(area or ANY_AREA_ID),
        sides=sides or Sides.NONE,
        steps=tuple(step for step in steps if step is not None),
        summary=table.read_or("", FileKey.SUMMARY, values.text),
        position=table.read_or("", FileKey.POSITION, values.text),
        have=table.read_or((), FileKey.HAVE, values.texts),
        avoid=table.read_or((), FileKey.AVOID, values.texts),
        sources=table.read_or((), FileKey.SOURCES, values.texts),
        get_ready_s=get_ready_s,
        countdown=countdown,
        programme=programme,
        first=Side(table.read_or(Side.LEFT.value, FileKey.FIRST, _read_first)),
        switch=switch,
        link=table.read_or("", FileKey.LINK, values.link),
    )
    has_errors = table.problems.error_count > 0 or not table.problems.document.is_valid
    return None if has_errors else routine


def _check_without_area(
    steps: Sequence[Step | None], sides: Sides | None, problems: ProblemCollector
) -> None:
    """Report sides, and each step that is massage, in a routine of breathing and relaxation alone."""
    if sides not in {None, Sides.NONE}:
        problems.add_error((FileKey.SIDES.value,), f'{_NO_AREA_HAS} no sides; write sides = "none"')
    for index, step in enumerate(steps):
        if step is not None and step.technique.is_massage:
            problems.add_error(
                (FileKey.STEPS.value, index, StepKey.TECHNIQUE.value),
                f"{_NO_AREA_HAS} no massage, so no step {quoted(step.technique.id)}; use {one_of(_CALM)}",
            )


def _check_format(table: TomlTable) -> bool:
    """Report a wrong format; return False only for a newer one, whose other keys this program can't judge."""
    value = table.values.get(FileKey.FORMAT, FORMAT)
    if table.problems.document.is_unreadable(value):
        return True
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and value == FORMAT:
        return True
    if isinstance(value, int) and is_number and value > FORMAT:
        table.problems.add_error(
            (FileKey.FORMAT.value,),
            f"format {shown(value)} needs a newer tpsession; this one reads format {FORMAT}",
        )
        return False
    table.problems.add_error((FileKey.FORMAT.value,), f"format must be {FORMAT}, not {shown(value)}")
    return True


def _explain_misplaced_key(*other_places: str) -> Callable[[str], str | None]:
    """Return a function that says where a key belongs, if it is a key of one of these other places."""
    keys_by_place = {
        _AT_TOP: FILE_KEYS,
        _IN_DEFAULTS: DEFAULTS_KEYS,
        _IN_PROGRAMME: PROGRAMME_KEYS,
        _IN_STEP: STEP_KEYS,
    }

    def explain(key: str) -> str | None:
        right_place = next((place for place in other_places if key in keys_by_place[place]), None)
        return None if right_place is None else f"{quoted(key)} belongs {right_place}"

    return explain


def _read_defaults(table: TomlTable) -> tuple[float, Countdown]:
    """Return the time to get ready, in seconds, and the style of the countdown; report what is wrong.

    A value that is missing or wrong is replaced by the program's default.
    """
    defaults = _open_table(table, FileKey.DEFAULTS)
    defaults.report_unknown_keys(DEFAULTS_KEYS, _explain_misplaced_key(_AT_TOP, _IN_PROGRAMME, _IN_STEP))
    get_ready_s = defaults.read_or(DEFAULT_GET_READY_S, DefaultsKey.GET_READY, _read_time)
    countdown = defaults.read_or(Countdown.SPOKEN.value, DefaultsKey.COUNTDOWN, _read_countdown)
    return get_ready_s, Countdown(countdown)


def _read_programme(table: TomlTable) -> ProposedProgramme | None:
    """Return the programme that the file proposes; report what is wrong.

    None without one, or if a number of it is missing or wrong.
    """
    programme = _open_table(table, FileKey.PROGRAMME)
    programme.report_unknown_keys(PROGRAMME_KEYS, _explain_misplaced_key(_AT_TOP, _IN_DEFAULTS, _IN_STEP))
    sessions = programme.read(ProgrammeKey.SESSIONS, _read_sessions)
    every_days = programme.read(ProgrammeKey.EVERY_DAYS, _read_every_days)
    if isinstance(table.values.get(FileKey.PROGRAMME), dict):
        for key, example in ((ProgrammeKey.SESSIONS, 6), (ProgrammeKey.EVERY_DAYS, 2)):
            if programme.is_missing(key):
                programme.report_missing(f"{quoted(key)} is missing; write {key} = {example}")
    return None if sessions is None or every_days is None else ProposedProgramme(sessions, every_days)


def _open_table(table: TomlTable, key: FileKey) -> TomlTable:
    """Return the table under a key; an empty one if it isn't there, or isn't a table, which is reported."""
    value = table.values.get(key, {})
    opened = TomlTable(value if isinstance(value, dict) else {}, (key.value,), table.problems)
    if not isinstance(value, dict) and not table.problems.document.is_unreadable(value):
        hint = f"write [{key.value}] once, in single brackets"
        opened.report_missing(f"{key.value} must be a table, not {shown(value)}; {hint}")
    return opened


def _read_steps(table: TomlTable) -> list[Step | None]:
    """Return the steps, None for one with errors, and report the errors.

    Empty if the steps are missing or aren't a list. Steps beyond `MAX_STEPS`, and items that aren't tables,
    are left out.
    """
    problems = table.problems
    value = table.values.get(FileKey.STEPS)
    if value is None or problems.document.is_unreadable(value):
        return []
    path = (FileKey.STEPS.value,)
    if not isinstance(value, list):
        problems.add_error(
            path, f"steps must be a list of tables, not {shown(value)}; {_STEPS_HINT}", at_key=True
        )
        return []
    if not value and not problems.document.truncated:
        problems.add_error(path, f"there are no steps; {_STEPS_HINT}", at_key=True)
    if len(value) > MAX_STEPS:
        problems.add_error(
            (*path, MAX_STEPS),
            f"the routine has {len(value)} steps; at most {MAX_STEPS} are allowed",
            at_key=True,
        )
    steps: list[Step | None] = []
    for index, item in enumerate(value[:MAX_STEPS]):
        if isinstance(item, dict):
            steps.append(_check_step(TomlTable(item, (*path, index), problems)))
        else:
            problems.add_error((*path, index), f"a step must be a table, not {shown(item)}; {_STEPS_HINT}")
    return steps


def _check_step(table: TomlTable) -> Step | None:
    """Return the step; None if it has errors, which are reported, or if a line of it may be unreadable."""
    errors_before = table.problems.error_count
    technique_id = table.read(StepKey.TECHNIQUE, _read_technique)
    technique = None if technique_id is None else TECHNIQUES[technique_id]
    if table.is_missing(StepKey.TECHNIQUE):
        table.report_missing('the step has no technique; write one, such as technique = "oil"')
    table.report_unknown_keys(STEP_KEYS, _explain_misplaced_key(_IN_DEFAULTS, _IN_PROGRAMME, _AT_TOP))
    step = _read_step(table, technique or TECHNIQUES["custom"])
    if step.sound and not has_own_sound(step.sound):
        table.problems.add_warning((*table.path, StepKey.SOUND.value), describe_missing_sound(step.sound))
    _check_hold_keys(table, technique)
    if technique is not None:
        _check_keys_of_technique(table, technique)
    is_good = technique is not None and table.problems.error_count == errors_before
    return step if is_good and not table.problems.document.may_have_more_keys(table.values) else None


def _read_step(table: TomlTable, technique: Technique) -> Step:
    """Return the step; report each wrong value.

    A missing or wrong value comes from the technique, but a duration or a hold is None then, the repeats are
    1, and `wait` and `halfway` are false. A step without a hold has a release of 0.
    """
    has_hold = table.has(StepKey.HOLD)
    release_s = table.read_or(technique.release_s, StepKey.RELEASE, _read_time)
    repeat = table.read_or(1, StepKey.REPEAT, _read_repeat)
    count = table.read(StepKey.COUNT, _read_count)
    tempo = table.read(StepKey.TEMPO, _read_tempo)
    text, hold_texts = _read_words(table, StepKey.TEXT, technique.text, repeat)
    say, hold_says = _read_words(table, StepKey.SAY, technique.phrase, repeat)
    return Step(
        technique=technique,
        duration_s=table.read(StepKey.DURATION, _read_time),
        hold_s=table.read(StepKey.HOLD, _read_time),
        release_s=release_s if has_hold else 0.0,
        repeat=repeat,
        count=count,
        wait=table.read_or(False, StepKey.WAIT, values.switch),
        halfway=table.read_or(False, StepKey.HALFWAY, values.switch),
        # Only a tempo that is written times what is counted.
        tempo=tempo or (None if table.has(StepKey.COUNT) else technique.tempo),
        inhale_s=table.read(StepKey.INHALE, _read_breath) or technique.inhale_s,
        exhale_s=table.read(StepKey.EXHALE, _read_breath) or technique.exhale_s,
        sided=table.read_or(technique.sided, StepKey.SIDED, values.switch),
        text=text,
        say=say,
        sound=table.read_or("", StepKey.SOUND, values.sound_file),
        hold_texts=hold_texts,
        hold_says=hold_says,
    )


def _read_words(table: TomlTable, key: StepKey, usual: str, repeat: int) -> tuple[str, tuple[str, ...]]:
    """Return a text, and the texts for each hold if there is a list of them; report one of another length."""
    words = table.read(key, values.text_or_texts)
    if words is None or isinstance(words, str):
        return usual if words is None else words, ()
    if not table.has(StepKey.HOLD):
        table.report_key(key, f'{quoted(key)} can only be a list with "hold" and "repeat": one for each hold')
    elif len(words) != repeat:
        holds = f"and there {'is' if repeat == 1 else 'are'} {_counted(repeat, 'hold')}"
        table.report_key(
            key, f"{quoted(key)} has {_counted(len(words), 'text')}, {holds}; write one for each"
        )
    return next(iter(words), usual) or usual, words


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _check_hold_keys(table: TomlTable, technique: Technique | None) -> None:
    """Report a step with two of duration, hold and count, and a release or repeats without a hold.

    Nothing is reported about a key that the technique can't have. A step without a valid technique (None) is
    checked.
    """
    keys = frozenset(StepKey) if technique is None else technique.step_keys
    times = [key for key in TIME_KEYS if key in keys and table.has(key)]
    for key in times[1:]:
        table.report_key(key, f"a step has either {quoted(times[0])} or {quoted(key)}; remove one of them")
    for key in (StepKey.RELEASE, StepKey.REPEAT):
        if key in keys and table.has(key) and table.is_missing(StepKey.HOLD):
            table.report_key(key, f'{quoted(key)} only works with "hold"; add hold = "30s"')


def _check_keys_of_technique(table: TomlTable, technique: Technique) -> None:
    """Report each key of a step that its technique can't have, and a missing time if it needs one."""
    for key in table.values:
        if key in STEP_KEYS and key not in technique.step_keys:
            table.report_key(
                key, f'"{technique.id}" can\'t have {quoted(key)}; {_explain_key(key, technique)}'
            )
    has_time = table.has(StepKey.DURATION) or any(
        key in technique.step_keys and table.has(key) for key in TIME_KEYS
    )
    if has_time or technique.waits or not table.is_missing(StepKey.DURATION):
        return
    table.report_missing(f"the step has no time; write {_time_example(technique)}")


def _explain_key(key: str, technique: Technique) -> str:
    """Return what to write instead of a key that a technique can't have."""
    if key == StepKey.DURATION:
        return f"write {_time_example(technique)}"
    return f"only {one_of([other.id for other in TECHNIQUES.values() if key in other.step_keys])} can"


def _time_example(technique: Technique) -> str:
    """Return the time that a step of a technique usually has, as it is written."""
    usual = f'"{format_duration(technique.duration_s)}"'
    if StepKey.DURATION not in technique.step_keys:
        return f"hold = {usual}"
    return (
        f'duration = {usual} or hold = "30s"'
        if StepKey.HOLD in technique.step_keys
        else f"duration = {usual}"
    )
