"""A history of any earlier schema, with rows of every kind, becomes one of today with all of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.content import read_content
from tests.store.sample_records import START
from tests.store.schema.earlier import COMPARISONS_FROM, PROGRAMMES_FROM, write_schema
from tpsession.core.history.records import HistoryOrder, HistoryQuery, Status
from tpsession.store.backups.service import Backups
from tpsession.store.history import open_history
from tpsession.store.schema.migrations import MIGRATIONS


def layout(path: Path) -> dict[str, str]:
    """Return how each table, index and trigger is made, whatever the spaces."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: "".join(sql.replace('"', "").split()) for name, sql in made}


@pytest.mark.parametrize("schema", range(1, len(MIGRATIONS)))
def test_a_history_of_every_earlier_schema_is_brought_to_that_of_today_with_all_its_rows(
    path: Path, clock: FakeClock, tmp_path: Path, schema: int
) -> None:
    records = write_schema(path, schema)
    today = tmp_path / "today.sqlite3"
    write_schema(today, len(MIGRATIONS), known=schema)
    with open_history(path, clock) as history:
        *ended, running = [record for record in records if record.id != "session 5"]
        shown = history.find_sessions(HistoryQuery(order=HistoryOrder.OLDEST))
        assert shown[:-1] == ended
        assert shown[-1] == running._replace(status=Status.PARTIAL, ended_at=running.started_at)
        (interrupted,) = history.find_interrupted_sessions()
        assert (interrupted.record.id, interrupted.checkpoint.state) == (running.id, "the state 12")
        assert interrupted.plan == "the plan 0" * 300
        worst = history.find_sessions(HistoryQuery(order=HistoryOrder.WORST_CHANGE))
        changes = [
            one.after - one.before for one in worst if one.before is not None and one.after is not None
        ]
        assert changes == sorted(changes, reverse=True)
        assert len(set(changes)) > 5
        assert history.load_screening_time() == START
        assert len(history.find_programmes()) == (schema >= PROGRAMMES_FROM)
        assert len(history.find_comparisons()) == (schema >= COMPARISONS_FROM)
        assert history.damage_reports() == ()
    assert read_content(path) == read_content(today)
    assert layout(path) == layout(today)
    backup = Backups(path, clock).find_newest_intact()
    assert backup is not None
    assert f"-before-{MIGRATIONS[schema].name}-" in backup.name
