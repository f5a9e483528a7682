"""The command ``tpsession routines edit``: opens a routine in the person's editor, then checks it."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from tpsession.clock import SystemClock
from tpsession.commands.routine_naming import resolve_routine
from tpsession.commands.routines.asking import ask, confirm, is_attended, say
from tpsession.commands.routines.external_editor import ExternalEditor, find_editor
from tpsession.core.catalog.routine import BUILT_IN, RoutineEntry
from tpsession.core.errors import Problem, TpsessionError
from tpsession.core.routine_editing.port import RoutineText, RoutineWriter
from tpsession.core.routine_editing.wording import describe_checked, first_problem
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import describe_problem_count
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings

PROBLEMS_EXIT = 3
_AT_ONCE_S = 2.0
"""An editor that returns sooner has only been told to open a window, as some are, and goes on by itself."""


def edit(arguments: argparse.Namespace) -> int:
    """Open a routine, or a copy of a built-in one, in the editor until it has no errors or the person stops.

    Returns 3 if it still has errors, else 0. A copy that was made for this and that nobody changed is removed
    again, also if the editor fails. If nobody can answer, the editor is opened only once.

    Raises `TpsessionError` if there is no such routine or no editor, if the editor fails, if the copy can't
    be made, or if the editor needs a terminal and there is none.
    """
    paths, resources = find_paths(), find_resources()
    writer: RoutineWriter = FileRoutineWriter(paths, resources)
    found = writer.read(resolve_routine(arguments.routine))
    editor = find_editor(os.environ)
    if editor.needs_terminal and not is_attended():
        raise TpsessionError(
            "There is no terminal for an editor.", "Set EDITOR to a program that needs none."
        )
    is_copy = found.source == BUILT_IN
    own = writer.make_own(found.id) if is_copy else replace(found, path=str(Path(found.path).absolute()))
    library = FileLibrary(paths, resources)
    try:
        entry = _edit_until_right(editor, own, library)
    finally:
        is_unchanged = is_copy and writer.discard_copy(own)
    if is_unchanged or (not is_copy and writer.read(own.path).content == own.content):
        say("Nothing was changed.")
    elif is_copy:
        say(f"Saved as your own {own.id}, in place of the built-in one: {own.path}")
    if entry.routine is None:
        say(f"{own.id} {describe_problem_count(len(entry.problems))} and can't be played yet.")
        return PROBLEMS_EXIT
    if not is_unchanged:
        plan = preview_plan(entry.routine, FileSettings(paths.settings).load_preferences())
        say(describe_checked(plan, entry.problems))
    return 0


def _edit_until_right(editor: ExternalEditor, own: RoutineText, library: FileLibrary) -> RoutineEntry:
    """Open the editor for a routine, print the problems of its file, and return the routine as it is then.

    While there are errors, and the person wants to go on, the editor is opened again, at the first error. If
    nobody can answer, it is opened only once.

    own: the routine's file.
    """
    line = None
    while True:
        _open(editor, own, line)
        entry = library.entry(own.path)
        _print_problems(entry)
        problem = first_problem(entry.problems)
        if entry.routine is not None or problem is None or not is_attended():
            return entry
        if not confirm(_offer(editor, problem), usually=True):
            return entry
        line = problem.line


def _open(editor: ExternalEditor, own: RoutineText, line: int | None) -> None:
    """Open the editor for a routine's file, and return when the person has closed it.

    If the editor ends at once, with the file unchanged, it may just have opened a window: then a person who
    can answer is asked to press enter when they are done.

    own: the routine's file. line: where to begin, from 1; None for the beginning.
    """
    clock = SystemClock()
    before = _read(own.path)
    opened_at = clock.now()
    editor.open(own.path, line)
    if clock.now() - opened_at < _AT_ONCE_S and is_attended() and _read(own.path) == before:
        ask("Press enter when you have saved your changes and closed the editor.")


def _read(path: str) -> bytes | None:
    """Return the content of a file, None if it can't be read."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def _print_problems(entry: RoutineEntry) -> None:
    """Print every problem of a routine file on standard error, each as ``FILE:LINE:COLUMN: message``."""
    path = sanitize(entry.path)
    sys.stderr.write("".join(f"{problem.format_with_path(path)}\n" for problem in entry.problems))


def _offer(editor: ExternalEditor, problem: Problem) -> str:
    """Return the question whether to open the editor again, which names the line of a problem.

    It promises to open the editor at this line only if the editor can do that.
    """
    if editor.takes_line:
        return f"Go back to the editor, at line {problem.line}?"
    return f"Go back to the editor? The first mistake is in line {problem.line}."
