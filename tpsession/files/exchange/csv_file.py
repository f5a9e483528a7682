"""Reads CSV tables as files: those of this program, and those of other pain diaries."""

from __future__ import annotations

import codecs
from pathlib import Path

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_reading import FileChecker
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.exchange.session_csv import TableRow, is_own_table, iterate_table, read_rows
from tpsession.files.exchange.json_file import ImportFileError, read_bytes, read_text
from tpsession.files.output_file import shown

_DELIMITERS = (",", ";", "\t", "|")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(path: Path) -> ImportedFile:
    """Return the sessions of a table of this program, all of them checked.

    Raises `ImportFileError`, and `TpsessionError` for a file that can't be read or is another program's.
    """
    checker = FileChecker()
    try:
        rows = list(read_rows(read_text(path)))
        if not rows or not is_own_table(rows[0].cells):
            columns, _ = read_diary_rows(path)
            raise TpsessionError(
                f"{shown(path)} isn't a table of tpsession export. Its columns are: {', '.join(columns)}.",
                "For another diary, name the columns: --map date=COLUMN --map score=COLUMN.",
            )
        checker.check_all_but_sessions(iterate_table(rows))
        sessions = list(checker.check_sessions(iterate_table(rows)))
    except MisfitError as misfit:
        raise ImportFileError(path, [str(misfit)]) from None
    if checker.problems:
        raise ImportFileError(path, checker.problems)
    return checker.make_file(lambda: iter(sessions))


def read_diary_rows(path: Path) -> tuple[list[str], list[TableRow]]:
    """Return the names of the columns of another diary's table, and its rows.

    The separator is the one that cuts the first line into most columns. Raises `ImportFileError`, and
    `TpsessionError` if the file can't be read or is empty.
    """
    text = _decode(read_bytes(path))
    try:
        by_delimiter = {
            delimiter: list(read_rows(text.partition("\n")[0], delimiter)) for delimiter in _DELIMITERS
        }
        delimiter = max(
            _DELIMITERS, key=lambda mark: max((len(row.cells) for row in by_delimiter[mark]), default=0)
        )
        rows = list(read_rows(text, delimiter))
    except MisfitError as misfit:
        raise ImportFileError(path, [str(misfit)]) from None
    if not rows:
        raise TpsessionError(f"{shown(path)} is empty.")
    return [name.strip() for name in rows[0].cells], rows[1:]


def _decode(content: bytes) -> str:
    """Return the text of another program's file, which may be in UTF-8, UTF-16 or Windows' encoding."""
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
