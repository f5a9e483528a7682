"""Writes histories as the first version did, before places and flags."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.fakes.ports import FakeClock
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import SessionRecord
from tpsession.store.connection import connect, make_history_file, transaction
from tpsession.store.rows import encode_rating, encode_session
from tpsession.store.schema.former_tables import FORMER_TABLES
from tpsession.store.schema.migrating import migrate
from tpsession.store.schema.migrations import MIGRATIONS


def write_first_schema(path: Path, sessions: Sequence[tuple[SessionRecord, Sequence[Rating]]]) -> None:
    """Make a history with the first migration only, and save these sessions with their ratings."""
    make_history_file(path)
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeClock(), MIGRATIONS[:1])
        with transaction(connection):
            for record, ratings in sessions:
                known_at = record.ended_at or record.started_at
                row = encode_session(record, known_at=known_at, ratings=len(ratings), writer="")
                rows = [("sessions", row), *(("ratings", encode_rating(record.id, one)) for one in ratings)]
                for table, values in rows:
                    former = FORMER_TABLES[table]
                    connection.execute(former.insert_sql(), former.insert_values(values))
