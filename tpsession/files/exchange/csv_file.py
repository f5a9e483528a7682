"""Reads CSV tables as files, row by row: those of this program, and those of other pain diaries."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_reading import ALL_BUT_SESSIONS, SESSIONS, Entries, FileChecker
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.exchange.session_csv import TableRow, is_own_table, iterate_table, read_rows
from tpsession.files.atomic import require_regular
from tpsession.files.exchange.json_file import ImportFileError, finish_checking, read_lines, unreadable
from tpsession.files.output_file import shown

_DELIMITERS = (",", ";", "\t", "|")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(path: Path) -> ImportedFile:
    """Return a table of this program as a file to import.

    Its columns and the number of cells in each row are checked now, the values of its sessions only when they
    are read. This function and the reading of the sessions raise `ImportFileError` for problems in the file,
    and another `TpsessionError` for a file that can't be read, is empty, is another program's, or is
    anonymous.
    """
    try:
        header = next(read_rows(read_lines(path)), None)
    except MisfitError:
        # Such as the quoted names of columns with another separator, which no export has.
        header = None
    if header is None or not is_own_table(header.cells):
        columns, _ = read_diary_rows(path)
        raise TpsessionError(
            f"{shown(path)} isn't a table of tpsession export. Its columns are: {', '.join(columns)}.",
            "For another diary, name the columns: --map date=COLUMN --map score=COLUMN.",
        )
    checker = FileChecker()
    checker.check_all_but_sessions(_read_entries(path, ALL_BUT_SESSIONS))
    read = partial(_read_entries, path, {SESSIONS})
    return checker.make_file(lambda: finish_checking(path, checker, checker.check_sessions(read)), read)


def _read_entries(path: Path, needed: Container[str]) -> Entries:
    """Yield the entries of a table of this program, as `iterate_table` makes them of its rows.

    Values aren't checked here. Raises `ImportFileError`, perhaps after some entries, for a wrong column, a
    row with too many or too few cells, or what isn't CSV in UTF-8; and `TpsessionError` if the file can't be
    read.

    needed: the sections whose items are needed. Without the sessions, their entries have the value None.
    """
    try:
        yield from iterate_table(read_rows(read_lines(path)), needed)
    except MisfitError as misfit:
        raise ImportFileError(path, [str(misfit)]) from None


def read_diary_rows(path: Path) -> tuple[list[str], Callable[[], Iterator[TableRow]]]:
    """Return the names of the columns of another diary's table, and a function that yields its rows.

    Each call of that function reads the file anew; the header isn't among the rows. The separator is the one
    that gives the first row that isn't empty most columns. This, and reading the rows, raises
    `ImportFileError` for what isn't CSV, and `TpsessionError` if the file can't be read or is empty.
    """
    encoding = _find_encoding(path)

    def count_columns(delimiter: str) -> int:
        """Return how many columns the first row has with this separator; 0 if it can't be read with it."""
        try:
            first = next(read_rows(_decode_lines(path, encoding), delimiter), None)
        except MisfitError:
            # Such as a quoted name of a column, which another separator follows.
            return 0
        return len(first.cells) if first else 0

    delimiter = max(_DELIMITERS, key=count_columns)

    def read() -> Iterator[TableRow]:
        return _locating(path, read_rows(_decode_lines(path, encoding), delimiter))

    header = next(read(), None)
    if header is None:
        raise TpsessionError(f"{shown(path)} is empty.")
    return [name.strip() for name in header.cells], lambda: islice(read(), 1, None)


def _locating(path: Path, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield the rows of a file; a `MisfitError` from them becomes an `ImportFileError` with the path."""
    try:
        yield from rows
    except MisfitError as misfit:
        raise ImportFileError(path, [str(misfit)]) from None


def _find_encoding(path: Path) -> str:
    """Return the encoding of another program's file: UTF-16 with its mark, UTF-8, or else Windows' cp1252.

    Unless it is UTF-16, the file is read up to its first line that isn't UTF-8. Raises `TpsessionError` if it
    can't be read.
    """
    try:
        require_regular(path)
        with path.open("rb") as file:
            first = file.readline()
            if first.startswith(_UTF_16_MARKS):
                return "utf-16"
            try:
                first.decode()
                for line in file:
                    line.decode()
            except UnicodeDecodeError:
                return "cp1252"
    except OSError as error:
        raise unreadable(path, error) from error
    return "utf-8-sig"


def _decode_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends. Only a line feed ends one.

    What isn't in the encoding becomes U+FFFD. Raises `TpsessionError` if the file can't be read.
    """
    try:
        with path.open(encoding=encoding, errors="replace", newline="\n") as lines:
            yield from lines
    except OSError as error:
        raise unreadable(path, error) from error
