"""The routines as plain mode lists them: name and minutes, and where they work in words for who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tpsession.core.catalog.routine import Routine, RoutineEntry, Step
from tpsession.core.errors import TpsessionError
from tpsession.core.history.recent import RECENT_SESSIONS, find_last_session, find_last_used_routine
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import describe_area_list, describe_problem_count
from tpsession.plain.asking.body import describe_spots
from tpsession.plain.asking.choice import BACK, choose
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.introduction import describe_routine
from tpsession.plain.services import PlainServices


def list_entries(services: PlainServices, history: HistoryAccess) -> list[RoutineEntry]:
    """Return all routines, the one that was used last first and the others sorted by id.

    A file with errors has an entry, too. Only the newest `RECENT_SESSIONS` sessions are looked at to find
    what was used last. Raises `HistoryError`.
    """
    entries = services.library.list_entries()
    recent = history.find_sessions(HistoryQuery(limit=RECENT_SESSIONS))
    last = find_last_used_routine(recent, {entry.id for entry in entries})
    return sorted(entries, key=lambda entry: (entry.id != last, entry.id))


def find_last_played(services: PlainServices, history: HistoryAccess) -> tuple[SessionRecord, Routine] | None:
    """Return the newest session whose routine can be read, and that routine; None if there is none.

    Only the newest `RECENT_SESSIONS` sessions are looked at. Raises `HistoryError`.
    """
    entries = services.library.list_entries()
    routines = {entry.id: entry.routine for entry in entries if entry.routine is not None}
    recent = history.find_sessions(HistoryQuery(limit=RECENT_SESSIONS))
    last = find_last_session(recent, routines)
    return None if last is None else (last, routines[last.routine])


def choose_routine(services: PlainServices, history: HistoryAccess) -> Routine | None:
    """Let the person choose a routine; None if they go back, or if nobody can answer.

    If they choose a file with errors, its problems are printed, and they choose again. Raises `HistoryError`,
    and `QuitRequested` if they leave the program.
    """
    preferences = services.settings.load_preferences()
    while True:
        entries = list_entries(services, history)
        names = zip(entries, name_entries(entries), strict=True)
        lines = [*(format_entry(entry, preferences, name) for entry, name in names), BACK]

        def describe(index: int, entries: list[RoutineEntry] = entries) -> list[str]:
            return describe_entry(entries[index]) if index < len(entries) else []

        index = choose(services.console, "Which routine?", lines, details=describe)
        if index is None or index == len(entries):
            return None
        routine = entries[index].routine
        if routine is not None:
            return routine
        for line in describe_entry(entries[index]):
            services.console.say(line)


def name_entries(entries: Sequence[RoutineEntry]) -> list[str]:
    """Return what each routine is called: its name; for a broken file, its id.

    If several are called the same, whatever the case, each has its id added.
    """
    names = [entry.id if entry.routine is None else entry.routine.name for entry in entries]
    uses = Counter(name.casefold() for name in names)
    return [
        f"{name}, id {entry.id}" if uses[name.casefold()] > 1 else name
        for name, entry in zip(names, entries, strict=True)
    ]


def format_entry(entry: RoutineEntry, preferences: Preferences, name: str = "") -> str:
    """Return a line of the list of routines: the name, and how long it takes unless the name says that.

    If the routine can't be played, the line says why. For a file with errors, it is its id, how many problems
    it has, and that choosing it says which. name: said instead of the routine's own name; empty for that.
    """
    if entry.routine is None:
        return f"{entry.id}: {describe_problem_count(len(entry.problems))}; choose it to hear what is wrong"
    try:
        seconds = preview_plan(entry.routine, preferences).planned_s
    except TpsessionError as error:
        return f"{name or entry.routine.name}: {error.message}"
    return describe_routine(name or entry.routine.name, seconds)


def describe_entry(entry: RoutineEntry) -> list[str]:
    """Return what describes a routine of the list, in lines.

    The first line has its name, id and areas. Then come its summary, if it has one, its steps, and where the
    spots of its areas are. For a file with errors, the lines are its problems, each with the file's path.
    """
    routine = entry.routine
    if routine is None:
        return [problem.format_with_path(entry.path) for problem in entry.problems]
    areas = [area for area in routine.areas if area is not None]
    name = f"{routine.name}, id {entry.id}, {describe_area_list(routine.areas)}."
    steps = f"Steps: {', '.join(map(_name_step, routine.steps))}."
    return [line for line in (name, routine.summary, steps, *describe_spots(areas)) if line]


def _name_step(step: Step) -> str:
    """Return what a step is called: its own spoken text, or the name of its technique.

    It is the name if the text is empty or what the technique says anyway.
    """
    own = "" if step.say in {"", step.technique.phrase} else step.say.rstrip(". ")
    return own or step.technique.name
