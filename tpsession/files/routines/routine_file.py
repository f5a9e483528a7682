"""Reads and checks one routine file; the package's docstring describes the steps."""

from __future__ import annotations

from pathlib import Path

from tpsession.core.catalog.routine import MAX_FILE_BYTES, Routine
from tpsession.core.catalog.routine_id import routine_id
from tpsession.core.errors import Problem
from tpsession.files.routines.checks import check_routine
from tpsession.files.routines.ids import id_problem
from tpsession.files.toml.document import Document
from tpsession.files.toml.reader import read_bytes, read_file
from tpsession.files.toml.table import ProblemCollector, TomlTable

RoutineResult = tuple[Routine | None, tuple[Problem, ...]]
"""A routine, None if its file has errors, and every problem in the order of the places."""


def read_routine(path: Path, identifier: str | None = None) -> RoutineResult:
    """Read and check a routine file; return its routine and its problems. Never raises.

    The routine is None if the file has an error or can't be read, or if its name can't be an id; the problems
    say so. A file without errors may still have warnings.

    identifier: the routine's id, for a file that isn't named after it, such as a deleted one; the name of the
    file isn't checked then. None takes the id from the name.
    """
    document = read_file(path, MAX_FILE_BYTES)
    routine, problems = _check_document(document, identifier or routine_id(path.stem))
    name_problem = id_problem(path.stem) if identifier is None else None
    if name_problem is None:
        return routine, problems
    return None, (Problem(1, 1, name_problem), *problems)


def read_routine_text(content: str | bytes, identifier: str) -> RoutineResult:
    """Check the content of a routine file; return its routine, None if it has errors, and its problems.

    Args:
        content: The content; a text stands for its UTF-8 bytes.
        identifier: The id of the routine; it isn't checked.

    """
    # A text may hold half of a surrogate pair, which can't be in a file; its bytes are reported as bad.
    data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    return _check_document(read_bytes(data, MAX_FILE_BYTES), identifier)


def _check_document(document: Document, identifier: str) -> RoutineResult:
    """Return the routine that a document describes, None if it has errors, and all problems in it.

    identifier: the id that the routine gets.
    """
    problems = ProblemCollector(document)
    routine = check_routine(TomlTable(document.data, (), problems), identifier)
    return routine, problems.locate_problems()
