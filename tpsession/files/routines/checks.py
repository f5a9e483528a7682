"""Checks the table of a routine file, and makes the `Routine` that it describes."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.area import ANY_AREA_ID, AREAS, Area
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
    MAX_DURATION_S,
    MIN_DURATION_S,
    Routine,
    Sides,
    Step,
    Switch,
)
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES, StepKey
from tpsession.core.plan.safe_step import list_area_limits
from tpsession.files.routines.keys import (
    DEFAULTS_KEYS,
    FILE_KEYS,
    PROGRAMME_KEYS,
    REQUIRED,
    DefaultsKey,
    FileKey,
    ProgrammeKey,
)
from tpsession.files.routines.misplaced import (
    AT_TOP,
    IN_DEFAULTS,
    IN_PROGRAMME,
    IN_STEP,
    explain_misplaced_key,
)
from tpsession.files.routines.step_checks import LocatedStep, read_steps
from tpsession.files.routines.totals import check_totals
from tpsession.files.toml import values
from tpsession.files.toml.table import ProblemCollector, TomlTable
from tpsession.files.toml.wording import one_of, quoted, shown

AREA_IDS = (ANY_AREA_ID, NO_AREA.id, *AREAS)
FIRST_SIDES = (Side.LEFT.value, Side.RIGHT.value)
SWITCHES = tuple(switch.value for switch in Switch)
SIDES = tuple(sides.value for sides in Sides)
COUNTDOWN_STYLES = tuple(style.value for style in Countdown)

_read_time = values.duration(MIN_DURATION_S, MAX_DURATION_S)
_read_sessions = values.whole_number(MIN_SESSIONS, MAX_SESSIONS)
_read_every_days = values.whole_number(MIN_EVERY_DAYS, MAX_EVERY_DAYS)
_read_area = values.word(AREA_IDS)
_read_sides = values.word(SIDES)
_read_first = values.word(FIRST_SIDES)
_read_switch = values.word(SWITCHES)
_read_countdown = values.word(COUNTDOWN_STYLES)

_NO_AREA_HAS = f"a routine with area = {quoted(NO_AREA.id)} has"
_CALM = [technique.id for technique in TECHNIQUES.values() if not technique.is_massage]
"""What a routine without an area may consist of."""


def check_routine(table: TomlTable, identifier: str) -> Routine | None:
    """Return the routine that a file describes; None if it has errors, including errors of its syntax.

    What it finds is added to the table's problems; syntax errors were found before and aren't added again. Of
    a file in a newer format, only that is added.

    Args:
        table: The whole file.
        identifier: The routine's id.

    """
    if not _check_format(table):
        return None
    table.report_unknown_keys(FILE_KEYS, explain_misplaced_key(IN_DEFAULTS, IN_PROGRAMME, IN_STEP))
    for key, example in REQUIRED.items():
        if table.is_missing(key) and not table.problems.is_full:
            table.report_missing(f"{quoted(key)} is missing; write {example}")
    area = table.read(FileKey.AREA, _read_area)
    sides_word = table.read(FileKey.SIDES, _read_sides)
    sides = None if sides_word is None else Sides(sides_word)
    switch = Switch(table.read_or(Switch.BLOCK.value, FileKey.SWITCH, _read_switch))
    get_ready_s, countdown = _read_defaults(table)
    programme = _read_programme(table)
    own_area = find_area(area or ANY_AREA_ID)
    located = [_without_own_area(each, own_area) for each in read_steps(table)]
    steps = [each.step for each in located]
    check_totals(located, sides, get_ready_s, switch, table.problems)
    if area == ANY_AREA_ID:
        _warn_of_needless_choice(steps, table.problems)
    if area == NO_AREA.id:
        _check_without_area(located, sides, table.problems)
    for index, limit in list_area_limits(steps, own_area):
        table.problems.add_warning((*located[index].path, limit.key.value), limit.warning)
    routine = Routine(
        id=identifier,
        name=table.read_or("", FileKey.NAME, values.visible_text),
        area=own_area,
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


def _without_own_area(located: LocatedStep, own_area: Area | None) -> LocatedStep:
    """Return a step without its area if that is the routine's own, and any other step as it is.

    So all massage of one area counts together, whether its steps name the area or not.
    """
    step = located.step
    if step is None or step.area is not own_area:
        return located
    return located._replace(step=step._replace(area=None))


def _warn_of_needless_choice(steps: Sequence[Step | None], problems: ProblemCollector) -> None:
    """Warn if an area is asked for at the start, though each step that works on one has its own.

    Nothing is said while a step has errors.
    """
    areas = [None if step is None else step.area for step in steps if step is None or step.technique.sided]
    if areas and areas[0] is not None and None not in areas:
        problems.add_warning(
            (FileKey.AREA.value,),
            f"area is {quoted(ANY_AREA_ID)}, so an area is asked for at the start, but every step has "
            f"its own; write the one whose pain is rated, such as area = {quoted(areas[0].id)}",
        )


def _check_without_area(
    steps: Sequence[LocatedStep], sides: Sides | None, problems: ProblemCollector
) -> None:
    """Report what a routine without an area, which is for breathing and relaxation alone, can't have.

    That is sides, and each step that is massage.
    """
    if sides not in {None, Sides.NONE}:
        problems.add_error((FileKey.SIDES.value,), f'{_NO_AREA_HAS} no sides; write sides = "none"')
    for path, step in ((each.path, each.step) for each in steps):
        if step is not None and step.technique.is_massage:
            problems.add_error(
                (*path, StepKey.TECHNIQUE.value),
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


def _read_defaults(table: TomlTable) -> tuple[float, Countdown]:
    """Return the time to get ready, in seconds, and the style of the countdown; report what is wrong.

    A value that is missing or wrong is replaced by the program's default.
    """
    defaults = _open_table(table, FileKey.DEFAULTS)
    defaults.report_unknown_keys(DEFAULTS_KEYS, explain_misplaced_key(AT_TOP, IN_PROGRAMME, IN_STEP))
    get_ready_s = defaults.read_or(DEFAULT_GET_READY_S, DefaultsKey.GET_READY, _read_time)
    countdown = defaults.read_or(Countdown.SPOKEN.value, DefaultsKey.COUNTDOWN, _read_countdown)
    return get_ready_s, Countdown(countdown)


def _read_programme(table: TomlTable) -> ProposedProgramme | None:
    """Return the programme that the file proposes; report what is wrong.

    None without one, or if a number of it is missing or wrong.
    """
    programme = _open_table(table, FileKey.PROGRAMME)
    programme.report_unknown_keys(PROGRAMME_KEYS, explain_misplaced_key(AT_TOP, IN_DEFAULTS, IN_STEP))
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
