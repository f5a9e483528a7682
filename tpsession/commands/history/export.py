"""The command ``tpsession export``: writes the history into a file, as JSON or as a table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from uuid import UUID

from tpsession.clock import SystemClock
from tpsession.commands.history.history import make_query
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.render.progress_line import DelayedInterrupt, ProgressLine
from tpsession.core.errors import ExistsError, HistoryError, UsageError
from tpsession.core.exchange.anonymous import Anonymizer
from tpsession.core.exchange.json_encoding import encode_file
from tpsession.core.exchange.records import ExchangedSession, Item
from tpsession.core.exchange.session_csv import encode_table
from tpsession.core.text.formatting import format_count
from tpsession.core.text.sanitize import sanitize
from tpsession.files.exchange.json_file import write_pieces
from tpsession.files.output_file import check_target
from tpsession.files.paths import find_paths

SUFFIXES = (".json", ".csv")
MOST_WEEKS = 1040
"""The dates of an anonymous file are moved back by up to so many weeks (ours): 20 years."""
_STEP = 100
"""Progress is shown, and ctrl-c noticed, each time that so many sessions are done."""


def export(arguments: argparse.Namespace) -> int:
    """Write the sessions that match the filters into a file, and print where it is; return 0.

    Without filters, a JSON file also has programmes, comparisons and, unless anonymous, deleted sessions; a
    table never has these. Left out are sessions that are being played now, and damaged ones, which are
    reported on standard error. Ctrl-C is noticed only at every hundredth session, and raises
    `KeyboardInterrupt`; after the last of these it does nothing. After an interrupt or an error no
    half-written file is left, and an older file stays as it was.

    Raises `HistoryError` if there is nothing to export or the history can't be read, `UsageError` if the file
    exists without ``--force``, if its ending or its folder doesn't fit, or if several routines have the name
    in the filter, and `TpsessionError` if it can't be written.
    """
    try:
        target = check_target(arguments.output, SUFFIXES, overwrite=arguments.force)
    except ExistsError as error:
        raise UsageError(error.message, "Choose another name, or add --force.") from error
    is_table = target.suffix.lower() == ".csv"
    query = make_query(arguments)
    with (
        open_own_history(find_paths(), SystemClock(), read_only=True) as history,
        ProgressLine() as progress_line,
        DelayedInterrupt() as interrupt,
    ):
        counter = _Counter(progress_line, interrupt)

        def write(items: Iterable[Item]) -> None:
            """Write what the history yields into the file, in its format, and count it."""
            # A table holds sessions alone: a programme without one leaves nothing to write.
            written = (item for item in items if not is_table or isinstance(item, ExchangedSession))
            counted = counter.count(written)
            if arguments.anonymous:
                weeks = 1 + int.from_bytes(os.urandom(4)) % MOST_WEEKS
                counted = Anonymizer(weeks, _ascending_ids().__next__).anonymize(counted)
            if is_table:
                sessions = (item for item in counted if isinstance(item, ExchangedSession))
                pieces = encode_table(sessions, anonymous=arguments.anonymous)
            else:
                pieces = encode_file(counted, anonymous=arguments.anonymous)
            write_pieces(target, counter.check_any(pieces))

        history.export(query, write, with_deleted=not (is_table or arguments.anonymous))
        damaged = history.damage_reports()
    if not counter.items:
        raise _nothing_to_export()
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    count = format_count(counter.sessions, "session")
    sys.stderr.write(f"Saved: {sanitize(str(target.absolute()))}, with {count}.\n")
    return 0


class _Counter:
    """Counts what is exported, shows the number, and stops the export after Ctrl-C."""

    def __init__(self, progress_line: ProgressLine, interrupt: DelayedInterrupt) -> None:
        self.items = 0
        self.sessions = 0
        self._progress_line = progress_line
        self._interrupt = interrupt

    def count(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; count them, and the sessions among them.

        At every hundredth session, raise `KeyboardInterrupt` if Ctrl-C was pressed, or else show the number.
        """
        for item in items:
            self.items += 1
            if isinstance(item, ExchangedSession):
                self.sessions += 1
                if self.sessions % _STEP == 0:
                    self._interrupt.check()
                    self._progress_line.show(f"{self.sessions} sessions, ctrl-c stops")
            yield item

    def check_any(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the pieces of the file. Raises `HistoryError` after the last piece if no item was counted."""
        yield from pieces
        if not self.items:
            raise _nothing_to_export()


def _nothing_to_export() -> HistoryError:
    return HistoryError("There are no sessions to export.", "Leave out a filter, or play a session first.")


def _ascending_ids() -> Iterator[str]:
    """Yield random UUIDs, each greater than the one before."""
    number = 0
    while True:
        yield str(UUID(int=(number << 96) | int.from_bytes(os.urandom(12)), version=4))
        number += 1
