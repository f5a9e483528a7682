"""Reads and writes JSON exports as files, without holding all of a large one in memory."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_decoding import MisfitError
from tpsession.core.exchange.json_reading import (
    NOTHING_IMPORTED,
    CheckedFile,
    LayoutError,
    decode_sessions,
    iterate_lines,
    iterate_whole,
    parse_whole,
)
from tpsession.core.exchange.records import ExchangedSession, ImportedFile
from tpsession.files.atomic import replacing, require_regular
from tpsession.files.output_file import check_targets, expand, explaining_errors, shown

_WRITE_CHARACTERS = 1 << 18
"""Characters that are written together."""


class ImportFileError(TpsessionError):
    """A file that can't be imported, with the problems in it."""

    def __init__(self, path: Path, problems: Iterable[str]) -> None:
        """Make the error; each problem begins with its place in the file."""
        self.problems = tuple(f"{shown(path)}: {problem}" for problem in problems)
        super().__init__(f"{shown(path)} can't be imported.", f"Correct it and try again. {NOTHING_IMPORTED}")


def write_pieces(target: Path, pieces: Iterable[str]) -> None:
    """Write a text file as a whole or not at all, piece by piece. Raises `TpsessionError`."""
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


def check_target(output: str, *, overwrite: bool) -> Path:
    """Return the path that a person typed, if a file may be written there.

    Raises `UsageError`, `ExistsError` and `TpsessionError` as `output_file` describes.
    """
    target = expand(output)
    with explaining_errors(target):
        check_targets([target], overwrite=overwrite)
    return target


def read_json_file(path: Path, report: Callable[[int], None]) -> ImportedFile:
    """Return the content of an export, all of it checked.

    A file as this program writes it is read line by line, once to check it and once more for its sessions.
    Any other is read whole.

    Args:
        path: The file.
        report: Called with the number of sessions so far, again and again; an exception from it ends this.

    Raises:
        ImportFileError: It has problems.
        TpsessionError: It can't be read, or can't be imported for another reason.

    """
    checked = CheckedFile()
    try:
        with path.open("rb") as lines, closing(iterate_lines(lines)) as entries:
            checked.check(entries, report)
        sessions = _sessions_of_lines(path)
    except LayoutError:
        checked = CheckedFile()
        sessions = _check_whole(path, checked, report)
    except OSError as error:
        raise unreadable(path, error) from error
    if checked.problems:
        raise ImportFileError(path, checked.problems)
    return checked.with_sessions(sessions)


def _sessions_of_lines(path: Path) -> Callable[[], Iterator[ExchangedSession]]:
    def sessions() -> Iterator[ExchangedSession]:
        try:
            with path.open("rb") as lines:
                yield from decode_sessions(iterate_lines(lines))
        except (LayoutError, MisfitError) as error:
            raise TpsessionError(f"{shown(path)} was changed meanwhile.", NOTHING_IMPORTED) from error
        except OSError as error:
            raise unreadable(path, error) from error

    return sessions


def _check_whole(
    path: Path, checked: CheckedFile, report: Callable[[int], None]
) -> Callable[[], Iterator[ExchangedSession]]:
    """Check a file that is laid out in another way; return what yields its sessions."""
    content: object = None
    try:
        content = parse_whole(read_text(path))
        checked.check(iterate_whole(content), report)
    except MisfitError as misfit:
        checked.problems.append(str(misfit))
    return lambda: decode_sessions(iterate_whole(content))


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises `ImportFileError` if it is in another encoding, and `TpsessionError` if it can't be read.
    """
    content = read_bytes(path).removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        place = f"line {line}, column {column}"
        raise ImportFileError(path, [f"{place}: this isn't UTF-8; save the file as UTF-8"]) from None


def read_bytes(path: Path) -> bytes:
    """Return the content of a file that a person named. Raises `TpsessionError` if it can't be read."""
    try:
        require_regular(path)
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> TpsessionError:
    """Return the error for a file that can't be read."""
    reason = error.strerror or str(error)
    return TpsessionError(f"{shown(path)} can't be read: {reason}.", NOTHING_IMPORTED)
