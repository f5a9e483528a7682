"""What a search makes of damaged rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from tpsession.core.history.search_parser import parse_search
from tpsession.store.paging import _matches
from tpsession.store.queries import HistoryReader
from tpsession.store.writer_locks import WriterLocks


def test_a_damaged_writer_of_a_running_session_does_not_end_a_search(tmp_path: Path) -> None:
    search = parse_search("unfinished", {}, date(2020, 1, 1))
    assert search is not None
    texts = ("2026-01-31T09:00:00+01:00", "feet", "feet", "feet", "left", "running", None, "", "", "")
    with closing(sqlite3.connect(":memory:")) as connection:
        reader = HistoryReader(connection, WriterLocks(tmp_path).is_alive, lambda _: None)
        for writer in (7, 0.5, None, b"\xff"):
            assert _matches(search, reader, (*texts, "session", 60.0, None, None, writer))
