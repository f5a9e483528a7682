"""Reads a TOML file: its bytes, its text and its syntax, with every error in them and not only the first.

tomllib stops at its first error. After one, `recovery` replaces the broken statement by a placeholder on the
same lines, and tomllib reads the text again. So every further error is a real one, each keeps its place, and
what is right in a broken file can still be checked.
"""

from __future__ import annotations

import stat
from pathlib import Path

from tpsession.core.errors import Problem, Severity
from tpsession.files.toml.document import Document, TomlError, load, refuse_endless_keys
from tpsession.files.toml.wording import printable

_BOM = b"\xef\xbb\xbf"
_BOM_MESSAGE = (
    "the file begins with a byte order mark, which some programs can't read; save it as plain UTF-8"
)
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: Path, max_bytes: int) -> Document:
    """Read a TOML file and return what could be read, and what is wrong. Never raises.

    A file of more than `max_bytes`, or one that is missing or can't be opened, is one problem, without any
    values. So is a folder, a pipe or a device, which is never opened. Otherwise as `read_bytes`.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            return _unreadable(f"this is {kind}; give a TOML file")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        return _unreadable("there is no such file")
    except OSError as error:
        return _unreadable(f"the file can't be read: {printable(error.strerror or str(error))}")
    except ValueError:
        return _unreadable("there is no such file: its name contains an invalid character")
    if len(data) > max_bytes:
        return _too_large(max(len(data), status.st_size), max_bytes)
    return read_bytes(data, max_bytes)


def read_bytes(data: bytes, max_bytes: int) -> Document:
    """Parse the bytes of a TOML file and return what could be read, and what is wrong. Never raises.

    Content of more than `max_bytes`, in UTF-16 with its byte order mark, or with a key of far too many parts
    is one problem, without any values. In a text with very many errors, only the first ones are found.
    """
    if len(data) > max_bytes:
        return _too_large(len(data), max_bytes)
    if data.startswith(_UTF_16_BOMS):
        return _unreadable("the file is saved as UTF-16; save it as UTF-8")
    text, byte_problems = _decode(data)
    document = _parse_text(text)
    # A bad byte is the cause of anything else that is wrong in its line.
    bad_lines = {problem.line for problem in byte_problems if problem.severity is Severity.ERROR}
    problems = byte_problems + [problem for problem in document.problems if problem.line not in bad_lines]
    return document._replace(problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def _decode(data: bytes) -> tuple[str, list[Problem]]:
    """Return the bytes as text, and the problems in them; what isn't valid UTF-8 becomes U+FFFD.

    A byte order mark is removed, with a warning, and the line ends of Windows become line feeds.
    """
    problems = []
    if data.startswith(_BOM):
        data = data.removeprefix(_BOM)
        problems.append(Problem(1, 1, _BOM_MESSAGE, Severity.WARNING))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems += _find_bad_bytes(data)
        text = data.decode(errors="replace")
    return text.replace("\r\n", "\n"), problems


def _find_bad_bytes(data: bytes) -> list[Problem]:
    """Return a problem for each line that has a byte that isn't valid UTF-8, at the first of them."""
    problems = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode()) + 1
            message = f"the byte 0x{line[error.start]:02X} is not valid UTF-8; save the file as UTF-8"
            problems.append(Problem(number, column, message))
    return problems


def _parse_text(text: str) -> Document:
    """Return a text as a document; after a syntax error, with what could still be read, and the errors found.

    A text with a key of far too many parts is one problem, without any values.
    """
    try:
        refuse_endless_keys(text)
    except TomlError as error:
        return _unreadable(error.message, error.line, error.column or 1)
    try:
        return Document(load(text), text)
    except TomlError as error:
        from tpsession.files.toml.recovery import Recovery  # noqa: PLC0415 - few files are broken

        return Recovery(text).run(error)


def _unreadable(message: str, line: int = 1, column: int = 1) -> Document:
    """Return a truncated document without values, with one problem. Line and column count from 1."""
    return Document({}, "", (Problem(line, column, message),), truncated=True)


def _too_large(size: int, max_bytes: int) -> Document:
    return _unreadable(f"the file has {size:,} bytes; at most {max_bytes:,} are allowed")
