"""Reads and writes JSON exports as files, without holding all of a large one in memory."""

from __future__ import annotations

import codecs
from collections.abc import Container, Iterable, Iterator
from functools import partial
from pathlib import Path

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_reading import (
    ALL_BUT_SESSIONS,
    NOTHING_IMPORTED,
    PLANS,
    SESSIONS,
    Entries,
    FileChecker,
    LayoutError,
    iterate_lines,
    iterate_whole,
    parse_whole,
)
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import ExchangedSession, ImportedFile
from tpsession.files.atomic import replacing, require_regular
from tpsession.files.output_file import explaining_errors, shown

_WRITE_CHARACTERS = 1 << 18
"""Characters that are written together."""


class ImportFileError(TpsessionError):
    """A file that can't be imported, with the problems in it."""

    def __init__(self, path: Path, problems: Iterable[str]) -> None:
        """Make the error; each problem begins with its place in the file."""
        self.problems = tuple(f"{shown(path)}: {problem}" for problem in problems)
        super().__init__(f"{shown(path)} can't be imported.", f"Correct it and try again. {NOTHING_IMPORTED}")


def write_pieces(target: Path, pieces: Iterable[str]) -> None:
    """Write a text file from its pieces, as a whole or not at all; only the person may read it.

    It replaces `target`. Raises `TpsessionError` if it can't be written, and what `pieces` raises; then the
    earlier file stays as it was.
    """
    with explaining_errors(target), replacing(target) as file:
        waiting: list[str] = []
        size = 0
        for piece in pieces:
            waiting.append(piece)
            size += len(piece)
            if size >= _WRITE_CHARACTERS:
                file.write("".join(waiting).encode())
                waiting, size = [], 0
        file.write("".join(waiting).encode())


def read_json_file(path: Path) -> ImportedFile:
    """Return the content of an export, checked but for its sessions, which are checked as they are read.

    Problems in the rest are raised at once, mostly together with those of the sessions. A file that is laid
    out as this program writes it is read line by line: now, and again when its sessions are read. Any other
    file is read whole. The errors below come from this function, and also from reading the sessions.

    Raises:
        ImportFileError: It has problems.
        TpsessionError: It can't be read, or can't be imported for another reason.

    """
    checker = FileChecker()
    try:
        checker.check_all_but_sessions(_read_lines(path, ALL_BUT_SESSIONS))
    except LayoutError:
        checker = FileChecker()
        read = partial(iterate_whole, _parse_whole(path))
        try:
            checker.check_all_but_sessions(read())
        except MisfitError as misfit:
            raise ImportFileError(path, [str(misfit)]) from None
        file = checker.make_file(lambda: finish_checking(path, checker, checker.check_sessions(read)), read)
    else:
        file = checker.make_file(partial(_check_lines, path, checker), partial(_read_lines, path, {PLANS}))
    if checker.problems:
        # Those of the sessions as well.
        for _ in file.sessions():
            pass
    return file


def _read_lines(path: Path, needed: Container[str]) -> Entries:
    """Yield the entries of a file, found line by line as by `iterate_lines`, which may raise `LayoutError`.

    Raises `TpsessionError` if the file can't be read.

    needed: the sections whose items are needed; those of others come with None as their value.
    """
    try:
        require_regular(path)
        with path.open("rb") as lines:
            yield from iterate_lines(lines, needed)
    except OSError as error:
        raise unreadable(path, error) from error


def _check_lines(path: Path, checker: FileChecker) -> Iterator[ExchangedSession]:
    """Yield the sessions of a file, each read from its line.

    After a line that isn't one whole item, parse the whole file at once, and yield the other sessions from
    that. Raises `ImportFileError` at the end if the file has problems, and as `_parse_whole` does.
    """
    done = 0
    try:
        for session in checker.check_sessions(partial(_read_lines, path, {SESSIONS})):
            yield session
            done += 1
    except LayoutError:
        yield from checker.check_sessions(partial(iterate_whole, _parse_whole(path)), done)
    yield from finish_checking(path, checker, ())


def finish_checking(
    path: Path, checker: FileChecker, sessions: Iterable[ExchangedSession]
) -> Iterator[ExchangedSession]:
    """Yield the sessions of a file; raise `ImportFileError` after the last if the checker found problems."""
    yield from sessions
    if checker.problems:
        raise ImportFileError(path, checker.problems)


def _parse_whole(path: Path) -> object:
    """Return the content of a JSON file, read whole.

    Raises `ImportFileError` for broken JSON, mostly with line and column, and as `read_text` does.
    """
    try:
        return parse_whole(read_text(path))
    except MisfitError as misfit:
        raise ImportFileError(path, [str(misfit)]) from None


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises `ImportFileError` if it is in another encoding, and `TpsessionError` if it can't be read.
    """
    return "".join(read_lines(path))


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text as `read_text` returns it, with their ends. Only a line feed ends one.

    Raises `ImportFileError` for a line that isn't UTF-8, and `TpsessionError` if the file can't be read.
    """
    try:
        require_regular(path)
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                try:
                    yield content.decode()
                except UnicodeDecodeError as error:
                    column = len(content[: error.start].decode()) + 1
                    problem = "this isn't UTF-8; save the file as UTF-8"
                    raise ImportFileError(path, [f"line {number}, column {column}: {problem}"]) from None
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> TpsessionError:
    """Return the error for a file that can't be read."""
    reason = error.strerror or str(error)
    return TpsessionError(f"{shown(path)} can't be read: {reason}.", NOTHING_IMPORTED)
