"""TOML with all its mistakes at once.

tomllib judges, and stops at its first error. Here the broken statement is then replaced, on its own lines, by
a placeholder, and tomllib judges again; so every further error is a true one, no place moves, and what is
sound in a broken file can still be checked.
"""

from __future__ import annotations

from tpsession.core.errors import Problem, Severity
from tpsession.files.toml.parser import Document, Fault, load, long_key
from tpsession.files.toml.source import Source


def read_document(source: Source) -> Document:
    """The document of a file's text, empty where that can't be read, with the problems of both."""
    if source.text is None:
        return Document({}, "", source.problems, cut=True)
    document = parse_toml(source.text)
    # Whatever else is wrong in a line with a bad byte comes from that byte.
    bad = {problem.line for problem in source.problems if problem.severity is Severity.ERROR}
    problems = [*source.problems, *(problem for problem in document.problems if problem.line not in bad)]
    return document._replace(problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def parse_toml(text: str) -> Document:
    """Read a TOML text; never raises. Lines in `text` end in a line feed."""
    if (fault := long_key(text)) is not None:
        problem = Problem(fault.line, fault.column or 1, fault.message)
        return Document({}, "", (problem,), cut=True)
    parsed = load(text)
    if not isinstance(parsed, Fault):
        return Document(parsed, text)
    # Its patterns and words take a tenth of the list's start, and few files are broken.
    from tpsession.files.toml.recovery import Recovery  # noqa: PLC0415

    return Recovery(text).run(parsed)
