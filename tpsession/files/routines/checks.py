"""What a routine file must say: its keys, its steps, and how they fit together."""

from __future__ import annotations

from collections.abc import Callable

from tpsession.core.catalog.area import ANY_AREA_ID, AREAS
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import (
    FORMAT,
    DEFAULT_GET_READY_S,
    MAX_TEMPO,
    MAX_BREATH_S,
    MAX_DURATION_S,
    MIN_TEMPO,
    MAX_REPEATS,
    MAX_STEPS,
    MIN_BREATH_S,
    MIN_DURATION_S,
    Routine,
    Sides,
    Step,
)
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.files.routines.duration import format_duration
from tpsession.files.routines.keys import (
    DEFAULTS_WORDS,
    FILE_WORDS,
    REQUIRED,
    STEP_WORDS,
    DefaultsKey,
    FileKey,
)
from tpsession.files.routines.totals import check_amounts
from tpsession.files.toml import values
from tpsession.files.toml.parser import Document
from tpsession.files.toml.table import ProblemCollector, TomlTable
from tpsession.files.toml.wording import one_of, quoted, shown

AREA_WORDS = (ANY_AREA_ID, *AREAS)
SIDES_WORDS = tuple(sides.value for sides in Sides)
COUNTDOWN_WORDS = tuple(style.value for style in Countdown)

_a_time = values.duration(MIN_DURATION_S, MAX_DURATION_S)
_a_breath = values.duration(MIN_BREATH_S, MAX_BREATH_S)
_a_repeat = values.whole_number(1, MAX_REPEATS)
_a_tempo = values.number(MIN_TEMPO, MAX_TEMPO)
_an_area = values.word(AREA_WORDS)
_sides = values.word(SIDES_WORDS)
_a_countdown = values.word(COUNTDOWN_WORDS)
_a_technique = values.word(tuple(TECHNIQUES))

_TOP = "at the top of the file, before the first [ or [["
_DEFAULTS = "under [defaults]"
_STEP = "to a step, under [[steps]]"
_STEPS_HINT = "begin each step with [[steps]], in two brackets"
_DEFAULTS_HINT = "write [defaults], in single brackets and once"


def check_routine(document: Document, identifier: str) -> tuple[Routine | None, ProblemCollector]:
    """The routine that a document describes, None where it has errors, and what is wrong with it."""
    findings = ProblemCollector(document)
    table = TomlTable(document.data, (), findings)
    if not _readable_format(table):
        return None, findings
    table.unknown_keys(FILE_WORDS, _belongs(_DEFAULTS, _STEP))
    for key, example in REQUIRED.items():
        if table.lacks(key) and not findings.full:
            table.missing(f"{quoted(key)} is missing; write {example}")
    area = table.find(FileKey.AREA, _an_area)
    chosen = table.find(FileKey.SIDES, _sides)
    sides = None if chosen is None else Sides(chosen)
    get_ready_s, countdown = _defaults(table)
    steps = _steps(table)
    check_amounts(steps, sides, get_ready_s, findings)
    routine = Routine(
        id=identifier,
        name=table.take(FileKey.NAME, values.visible_text, ""),
        area=AREAS.get(area or ANY_AREA_ID),
        sides=sides or Sides.NONE,
        steps=tuple(step for step in steps if step is not None),
        summary=table.take(FileKey.SUMMARY, values.text, ""),
        position=table.take(FileKey.POSITION, values.text, ""),
        have=table.take(FileKey.HAVE, values.texts, ()),
        avoid=table.take(FileKey.AVOID, values.texts, ()),
        sources=table.take(FileKey.SOURCES, values.texts, ()),
        get_ready_s=get_ready_s,
        countdown=countdown,
    )
    return (None if findings.errors or not document.sound else routine), findings


def _readable_format(table: TomlTable) -> bool:
    """Whether the rest of the file can be judged: a later format may mean anything by it."""
    value = table.values.get(FileKey.FORMAT, FORMAT)
    if table.findings.document.is_broken(value):
        return True
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and value == FORMAT:
        return True
    if isinstance(value, int) and whole and value > FORMAT:
        table.findings.error(
            (FileKey.FORMAT.value,),
            f"format {shown(value)} is of a newer tpsession; this one reads format {FORMAT}",
        )
        return False
    table.findings.error((FileKey.FORMAT.value,), f"format must be {FORMAT}, not {shown(value)}")
    return True


def _belongs(*others: str) -> Callable[[str], str | None]:
    """Says of a key where in the file it belongs, if it is a key of one of these other tables."""
    homes = {_TOP: FILE_WORDS, _DEFAULTS: DEFAULTS_WORDS, _STEP: STEP_WORDS}

    def elsewhere(key: str) -> str | None:
        home = next((other for other in others if key in homes[other]), None)
        return None if home is None else f"{quoted(key)} belongs {home}"

    return elsewhere


def _defaults(table: TomlTable) -> tuple[float, Countdown]:
    value = table.values.get(FileKey.DEFAULTS, {})
    defaults = TomlTable(value if isinstance(value, dict) else {}, (FileKey.DEFAULTS.value,), table.findings)
    if not isinstance(value, dict) and not table.findings.document.is_broken(value):
        defaults.missing(f"defaults must be a table, not {shown(value)}; {_DEFAULTS_HINT}")
    defaults.unknown_keys(DEFAULTS_WORDS, _belongs(_TOP, _STEP))
    get_ready_s = defaults.take(DefaultsKey.GET_READY, _a_time, DEFAULT_GET_READY_S)
    countdown = defaults.take(DefaultsKey.COUNTDOWN, _a_countdown, Countdown.SPOKEN.value)
    return get_ready_s, Countdown(countdown)


def _steps(table: TomlTable) -> list[Step | None]:
    """Every step, None where one has errors."""
    findings = table.findings
    value = table.values.get(FileKey.STEPS)
    if value is None or findings.document.is_broken(value):
        return []
    here = (FileKey.STEPS.value,)
    if not isinstance(value, list):
        findings.error(
            here, f"steps must be a list of tables, not {shown(value)}; {_STEPS_HINT}", at_key=True
        )
        return []
    if not value and not findings.document.cut:
        findings.error(here, f"there is no step; {_STEPS_HINT}", at_key=True)
    if len(value) > MAX_STEPS:
        findings.error(
            (*here, MAX_STEPS), f"the routine has {len(value)} steps; {MAX_STEPS} are the most", at_key=True
        )
    steps: list[Step | None] = []
    for index, item in enumerate(value[:MAX_STEPS]):
        if isinstance(item, dict):
            steps.append(_step(TomlTable(item, (*here, index), findings)))
        else:
            findings.error((*here, index), f"a step must be a table, not {shown(item)}; {_STEPS_HINT}")
    return steps


def _step(table: TomlTable) -> Step | None:
    before = table.findings.errors
    identifier = table.find(StepKey.TECHNIQUE, _a_technique)
    technique = None if identifier is None else TECHNIQUES[identifier]
    if table.lacks(StepKey.TECHNIQUE):
        table.missing('the step has no technique; write technique = "oil", or another')
    table.unknown_keys(STEP_WORDS, _belongs(_DEFAULTS, _TOP))
    step = _read_step(table, technique or TECHNIQUES["custom"])
    _check_hold_keys(table, technique)
    if technique is not None:
        _check_keys(table, technique)
    clean = technique is not None and table.findings.errors == before
    return step if clean and not table.findings.document.has_gap(table.values) else None


def _read_step(table: TomlTable, technique: Technique) -> Step:
    """The step with the technique's own values where the file gives none."""
    held = table.has(StepKey.HOLD)
    release_s = table.take(StepKey.RELEASE, _a_time, technique.release_s)
    return Step(
        technique=technique,
        duration_s=table.find(StepKey.DURATION, _a_time),
        hold_s=table.find(StepKey.HOLD, _a_time),
        release_s=release_s if held else 0.0,
        repeat=table.take(StepKey.REPEAT, _a_repeat, 1),
        wait=table.take(StepKey.WAIT, values.switch, False),
        halfway=table.take(StepKey.HALFWAY, values.switch, False),
        tempo=table.find(StepKey.TEMPO, _a_tempo) or technique.tempo,
        inhale_s=table.find(StepKey.INHALE, _a_breath) or technique.inhale_s,
        exhale_s=table.find(StepKey.EXHALE, _a_breath) or technique.exhale_s,
        sided=table.take(StepKey.SIDED, values.switch, technique.sided),
        text=table.take(StepKey.TEXT, values.text, technique.text),
        say=table.take(StepKey.SAY, values.text, technique.phrase),
    )


def _check_hold_keys(table: TomlTable, technique: Technique | None) -> None:
    """Either a duration or a hold, and what goes with a hold only with one."""
    takes_hold = technique is None or StepKey.HOLD in technique.step_keys
    if not takes_hold:
        return
    if table.has(StepKey.DURATION) and table.has(StepKey.HOLD):
        table.wrong_key(StepKey.HOLD, 'a step has either "duration" or "hold"; leave one out')
    for key in (StepKey.RELEASE, StepKey.REPEAT):
        if table.has(key) and table.lacks(StepKey.HOLD):
            table.wrong_key(key, f'{quoted(key)} goes with "hold", and the step has none; add hold = "30s"')


def _check_keys(table: TomlTable, technique: Technique) -> None:
    """Only keys that the technique takes, and a time if it needs one."""
    for key in table.values:
        if key in STEP_WORDS and key not in technique.step_keys:
            others = [other.id for other in TECHNIQUES.values() if key in other.step_keys]
            table.wrong_key(key, f'"{technique.id}" takes no {quoted(key)}; it belongs to {one_of(others)}')
    timed = table.has(StepKey.DURATION) or (StepKey.HOLD in technique.step_keys and table.has(StepKey.HOLD))
    if timed or technique.waits or not table.lacks(StepKey.DURATION):
        return
    example = f'duration = "{format_duration(technique.duration_s)}"'
    if StepKey.HOLD in technique.step_keys:
        example += ' or hold = "30s"'
    table.missing(f"the step has no time; write {example}")
