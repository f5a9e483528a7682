"""Scores of another pain diary: shows what would be taken from its table, and asks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

from tpsession.commands.render.progress_line import ProgressLine
from tpsession.core.catalog.side import Side
from tpsession.core.clock import Clock
from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.exchange.diary import DayOrder, Diary, DiaryField, DiaryMapping, read_diary
from tpsession.core.exchange.json_reading import NOTHING_IMPORTED
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.exchange.session_csv import TableRow
from tpsession.core.text.sanitize import sanitize
from tpsession.files.exchange.csv_file import read_diary_rows

_STEP = 1000
"""Progress is shown each time that so many rows are read."""
_NAMESPACE = UUID("7f7a1f6e-6f53-4f0c-9a35-3e2f7c1d5b80")
"""The ids of scores follow from this and from what they say, so that a second import adds none again."""
_NEEDED = (DiaryField.DATE, DiaryField.SCORE)


def has_diary_options(arguments: argparse.Namespace) -> bool:
    """Return whether an option was given that says how to read the table of another diary."""
    options = (arguments.columns, arguments.names, arguments.place, arguments.side)
    return any((*options, arguments.scale, arguments.dates))


def choose_scores(path: Path, arguments: argparse.Namespace, clock: Clock) -> ImportedFile | None:
    """Print what the table of another diary holds, ask whether to take it, and return the scores to import.

    With ``--yes`` nobody is asked. In a dry run, and if the person doesn't want the scores, a sentence says
    that nothing is imported, and None is returned. Rows that can't be taken are printed and left out. Nothing
    is saved here. Each time someone goes through the returned scores, the file is read again.

    Raises `UsageError` if a needed column isn't named, if a named one is missing, or if nobody can answer;
    and `TpsessionError` if the file can't be read or no row can be taken.
    """
    mapping = _make_mapping(arguments)
    with ProgressLine() as progress_line:
        progress_line.show("Reading the file, ctrl-c stops")
        header, read_rows = read_diary_rows(path)
        for column in mapping.columns.values():
            if column not in header:
                raise UsageError(f'There is no column "{column}".', f"The columns are: {', '.join(header)}.")
        diary = read_diary(
            header, partial(_show_rows, read_rows, progress_line), mapping, now=clock.local_time(),
            to_local=_to_local, make_id=lambda content: str(uuid5(_NAMESPACE, content)),
        )  # fmt: skip
    _print_diary(diary)
    if not diary.count:
        raise TpsessionError("No row can be taken.", NOTHING_IMPORTED)
    if arguments.dry_run:
        sys.stderr.write("Nothing was changed: this was a dry run.\n")
        return None
    if not arguments.yes and not _confirm(diary.count):
        sys.stderr.write(f"{NOTHING_IMPORTED}\n")
        return None
    return ImportedFile(lambda: (score.session for score in diary.scores()), count=diary.count)


def _show_rows(
    read_rows: Callable[[], Iterator[TableRow]], progress_line: ProgressLine
) -> Iterator[TableRow]:
    """Yield the rows of a table, and show now and then how many were read."""
    for number, row in enumerate(read_rows(), start=1):
        if number % _STEP == 0:
            progress_line.show(f"{number} rows read, ctrl-c stops")
        yield row


def _make_mapping(arguments: argparse.Namespace) -> DiaryMapping:
    """Return how the table is to be read, from the options.

    Raises `UsageError` if the column of the dates or that of the scores isn't named.
    """
    columns = {DiaryField(name): column for name, column in arguments.columns or ()}
    for needed in _NEEDED:
        if needed not in columns:
            raise UsageError(
                f"The column with the {needed.value} isn't named.",
                f"Add --map {needed.value}=COLUMN, with the name above that column.",
            )
    return DiaryMapping(
        columns=columns,
        names=dict(arguments.names or ()),
        place=arguments.place,
        side=arguments.side or Side.NONE,
        scale=arguments.scale and int(arguments.scale),
        day_order=arguments.dates and DayOrder(arguments.dates),
    )


def _print_diary(diary: Diary) -> None:
    """Print how the table was read, its first `SHOWN_SCORES` scores, and the rows that can't be taken.

    The last line says how many scores can be taken.
    """
    lines = [*diary.remarks, *(score.describe() for score in diary.first)]
    hidden = diary.count - len(diary.first)
    if hidden:
        lines.append(f"and {hidden} more")
    if diary.refused:
        lines += ["These rows can't be taken:", *diary.refused]
    count = "1 score" if diary.count == 1 else f"{diary.count} scores"
    lines.append(f"{count} can be taken.")
    sys.stdout.write("".join(f"{sanitize(line)}\n" for line in lines))
    sys.stdout.flush()


def _confirm(count: int) -> bool:
    """Ask whether to take the scores; return True only for ``y`` or ``yes``.

    Raises `UsageError` if standard input isn't a terminal.

    count: how many scores there are.
    """
    if not sys.stdin.isatty():
        raise UsageError("Nothing was imported yet.", "Look at these rows, then add --yes to take them.")
    sys.stderr.write(f"Take {'it' if count == 1 else 'them'}? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _to_local(at: datetime) -> datetime | None:
    """Return a time without a zone as local time, with its UTC offset.

    If it came twice, because clocks were set back, this is the first. None if the clocks skipped it, or if
    this machine can't convert it.
    """
    try:
        local = at.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return local if local.replace(tzinfo=None) == at else None
