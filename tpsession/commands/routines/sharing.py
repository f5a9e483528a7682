"""The commands ``tpsession routines print`` and ``routines add``: a routine out of the program, and in."""

from __future__ import annotations

import argparse
import os
import sys

from tpsession.commands.routine_naming import resolve_routine
from tpsession.commands.routines.asking import confirm, is_attended, say
from tpsession.core.catalog.routine import DELETED, MAX_FILE_BYTES, YOURS
from tpsession.core.catalog.routine_id import is_routine_id, make_routine_id, next_free_id, routine_id
from tpsession.core.errors import ExistsError, RoutineFileError, TpsessionError, UsageError
from tpsession.core.history.records import ONLY_REST
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.routine_editing.wording import describe_checked, describe_replacement
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.sanitize import sanitize
from tpsession.files.output_file import expand, shown
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter, read_content
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings

STANDARD_INPUT = "-"
_SHOWN_INPUT = "standard input"


def print_text(arguments: argparse.Namespace) -> int:
    """Print the file of a routine unchanged; at a terminal, without control characters. Returns 0.

    Raises `UsageError` if there is no such routine, or several have the name, and `TpsessionError` if its
    file can't be read.
    """
    writer: RoutineWriter = FileRoutineWriter(find_paths(), find_resources())
    content = writer.read(resolve_routine(arguments.routine)).content
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    for line in content.decode(errors="replace").splitlines():
        sys.stdout.write(f"{sanitize(line)}\n")
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Add a routine from a file or from standard input to the person's own, if it has no errors; return 0.

    It replaces the routine with the same id, which comes from the file's name, or from the routine's name if
    it is read from standard input. The person sees what would be replaced, and is asked whether to do so,
    unless there is ``--replace``. If their own routine with this id is the very same file, nothing is
    changed.

    Raises `RoutineFileError` if the routine has errors, `UsageError` if there is no such file or standard
    input is empty, `ExistsError` if it would replace another one and nobody can be asked, and
    `TpsessionError` if the person doesn't say yes, or if the file can't be read or the routine not saved.
    """
    paths, resources = find_paths(), find_resources()
    writer: RoutineWriter = FileRoutineWriter(paths, resources)
    if arguments.file == STANDARD_INPUT:
        content, stem, where = _read_standard_input(), "", _SHOWN_INPUT
    else:
        path = expand(arguments.file)
        if not os.path.lexists(path):
            raise UsageError(f"There is no file {shown(path)}.", "Give the path of a routine file.")
        content, stem, where = read_content(path), path.stem, shown(path)
    routine, problems = writer.check(content, stem or "routine")
    if routine is None:
        raise RoutineFileError(where, problems)
    identifier = _choose_id(stem or routine.name, writer)
    for problem in problems:
        say(problem.format_with_path(where))
    plan = preview_plan(routine, FileSettings(paths.settings).load_preferences())
    say(describe_checked(plan, problems))
    entries = FileLibrary(paths, resources).list_entries(with_deleted=True)
    replaced = next((entry for entry in entries if entry.id == identifier and entry.source != DELETED), None)
    if replaced is not None:
        if replaced.source == YOURS and writer.read(identifier).content == content:
            say(f"You already have it as {identifier}.")
            return 0
        for line in describe_replacement(replaced, routine):
            say(line)
        if not arguments.replace:
            _ask_to_replace()
    writer.replace(identifier, content)
    say(f"Added {identifier}. Play it: tpsession play {identifier}.")
    return 0


def _choose_id(words: str, writer: RoutineWriter) -> str:
    """Return the id for a routine to be added, made from these words.

    A routine that has this id already will be replaced. The id is never `ONLY_REST`: that gets a number. If
    no part of the words can be in an id, it is "routine", with a number if that is taken.

    words: the name of the routine's file without its ending, or the routine's own name if it has no file.
    """
    identifier = routine_id(words) if is_routine_id(routine_id(words)) else make_routine_id(words)
    if not identifier:
        return next_free_id("routine", writer.find_taken_ids())
    return next_free_id(identifier, frozenset({ONLY_REST}))


def _ask_to_replace() -> None:
    """Ask whether to replace a routine, and return if the person says yes.

    Raises `ExistsError` if nobody can answer, and `TpsessionError` for any other answer or none.
    """
    if not is_attended():
        raise ExistsError("Nothing was added yet.", "Add --replace if you mean it.")
    if not confirm("Replace it?", usually=False):
        raise TpsessionError("Nothing was added.")


def _read_standard_input() -> bytes:
    """Return what standard input holds, but at most one byte more than a routine file may have.

    With that byte, `RoutineWriter.check` says that it is too long. A person is first told how to paste.
    Raises `UsageError` if there is nothing but blanks.
    """
    if is_attended():
        say("Paste the routine, then press Ctrl-D on a line of its own (on Windows Ctrl-Z and enter).")
    content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if not content.strip():
        raise UsageError("Standard input is empty.", "Send a routine file to it.")
    return content
