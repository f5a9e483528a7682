"""Reading one routine file."""

from __future__ import annotations

from pathlib import Path

from tpsession.core.catalog.routine import MAX_FILE_BYTES, Routine
from tpsession.core.errors import Problem
from tpsession.files.routines.checks import check_routine
from tpsession.files.routines.ids import id_problem, routine_id
from tpsession.files.toml.document import read_document
from tpsession.files.toml.source import Source, decode, read_source

Reading = tuple[Routine | None, tuple[Problem, ...]]
"""A routine, None where its file has errors, and every problem in the order of the places."""


def read_routine(path: Path) -> Reading:
    """Read and check a routine file. Never raises: what is wrong is in the problems.

    A file without errors may still have warnings.
    """
    problem = id_problem(path.stem)
    routine, problems = _check(read_source(path, MAX_FILE_BYTES), routine_id(path.stem))
    if problem is None:
        return routine, problems
    return None, (Problem(1, 1, problem), *problems)


def read_routine_text(content: str | bytes, identifier: str) -> Reading:
    """Read and check a routine file's content, as `read_routine` does.

    identifier: the id that the routine gets; it isn't checked.
    """
    # A text may hold half a surrogate pair, which no file can.
    data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    if len(data) > MAX_FILE_BYTES:
        return None, (Problem(1, 1, f"the file has {len(data):,} bytes; {MAX_FILE_BYTES:,} are the most"),)
    return _check(decode(data), identifier)


def _check(source: Source, identifier: str) -> Reading:
    document = read_document(source)
    routine, findings = check_routine(document, identifier)
    return routine, findings.located()
