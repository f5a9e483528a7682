"""How long a history of 100,000 sessions takes to open, to filter and to list.

    python -m tests.benchmarks.bench_history [SESSIONS]

Reach: opening the list (the file opened, the first 50 sessions) 100 ms, a filtered page and a page of the
list in any order 20 ms, the progress of one place and side (3,333 sessions), ready to be shown, 200 ms. A
search looks at 1,000 sessions in each call.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from statistics import median
from uuid import UUID

from tpsession.clock import SystemClock
from tpsession.core.catalog.side import Side
from tpsession.core.history.paging import ListPosition
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status, StepRecord
from tpsession.core.history.repository import History
from tpsession.core.history.search_parser import parse_search
from tpsession.core.history.series import Series
from tpsession.store.backups.service import DAILY, Backups
from tpsession.store.connection import check_integrity, connect, make_history_file, transaction
from tpsession.store.history import open_history
from tpsession.store.history_writer import HistoryWriter
from tpsession.store.queries import HistoryReader
from tpsession.store.schema.migrating import migrate
from tpsession.store.writer_locks import WriterLocks
from tpsession.tui.view_models.series_progress import SeriesProgress, make_series_progress

AREAS = ("low-back", "upper-back", "neck", "skull-base", "jaw", "shoulder", "forearm", "hand", "hip", "thigh")
SIDES = (Side.LEFT, Side.RIGHT, Side.BOTH)
ROUTINES = tuple(f"routine-{number}" for number in range(25))
TECHNIQUES = ("oil", "circles", "locate", "strokes", "pressure", "stretch", "breathe", "wipe")
STATE = '{"state":"' + 400 * "s" + '"}'
PLAN = '{"plan":"' + 6000 * "p" + '"}'
RUNS = 9


def session(number: int) -> tuple[SessionRecord, list[Rating]]:
    """The session of a number: one every five hours, with eight steps and two to four ratings."""
    zone = timezone(timedelta(hours=1 + number % 2))
    started = datetime(2020, 1, 1, 8, tzinfo=UTC).astimezone(zone) + number * timedelta(hours=5, seconds=17)
    side = SIDES[number // 7 % 3]
    steps = tuple(
        StepRecord(technique, side, 60.0, 60.0 - number % 37 / 10, number % 11 == 0, number % 13 == 0)
        for technique in TECHNIQUES
    )
    record = SessionRecord(
        id=str(UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128, version=4)),
        started_at=started,
        ended_at=started + timedelta(minutes=9),
        status=Status.COMPLETED,
        stop_reason=None,
        routine=ROUTINES[number % 25],
        place=AREAS[number // 3 % 10],
        area=AREAS[number // 3 % 10],
        side=side,
        planned_s=480.0,
        active_s=sum(step.active_s for step in steps),
        note="A little stiff in the morning, better after." if number % 4 == 0 else "",
        steps=steps,
    )
    ratings = [
        Rating(RatingKind.BEFORE, number % 11, started),
        Rating(RatingKind.AFTER, number % 7, started + timedelta(minutes=10)),
    ]
    ratings += [Rating(RatingKind.LATER, 3, started + timedelta(hours=4)) for _ in range(number % 3)]
    return record, ratings


def fill(path: Path, sessions: int) -> None:
    """Make a history of that many sessions, all in one transaction, by the store's own functions."""
    make_history_file(path)
    clock = SystemClock()
    with closing(connect(path)) as connection:
        migrate(connection, path, clock)
        changes = HistoryWriter(
            HistoryReader(connection, lambda _: False, lambda _: None), WriterLocks(path.parent / "writers")
        )
        with transaction(connection):
            for number in range(sessions):
                record, ratings = session(number)
                changes.insert_session(record, ratings, known_at=record.ended_at or record.started_at)
                changes.save_plan(record.id, PLAN)
                changes.save_state(record.id, STATE)


def timed(action: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The median and the longest of some runs, in milliseconds."""
    clock = SystemClock()
    times = []
    for _ in range(runs):
        start = clock.now()
        action()
        times.append(1000 * (clock.now() - start))
    return median(times), max(times)


def starts(history: History, order: HistoryOrder) -> list[ListPosition | None]:
    """The beginning of a list, and positions 100, 10,000 and 50,000 sessions further on."""
    positions: list[ListPosition | None] = [None]
    position, passed = None, 0
    while passed < 50_000:
        page = history.load_page(HistoryQuery(limit=100, order=order), position)
        position, passed = page.position, passed + page.looked_at
        if position is None:
            break
        if passed in {100, 10_000, 50_000}:
            positions.append(position)
    return positions


def first_progress(history: History) -> SeriesProgress:
    """What the progress screen shows first: it lists the series, and reads and sums up one of them."""
    assert history.list_series()
    series = Series("neck", Side.LEFT)
    records = history.find_sessions(HistoryQuery(place=series.place, side=series.side, with_steps=False))
    return make_series_progress(series, records, {})


def main(sessions: int = 100_000) -> None:
    """Print a table."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        filling, _ = timed(lambda: fill(path, sessions), runs=1)
        size = path.stat().st_size / 2**20
        print(f"{sessions:,} sessions, {size:.0f} MiB, made in {filling / 1000:.1f} s\n")  # noqa: T201

        def opening() -> None:
            with open_history(path, clock, read_only=True) as history:
                assert len(history.find_sessions(HistoryQuery(limit=50))) == min(50, sessions)

        def opening_to_write() -> None:
            with open_history(path, clock) as history:
                assert len(history.find_sessions(HistoryQuery(limit=50))) == min(50, sessions)
                assert history.find_interrupted_sessions() == []

        def looking_through() -> None:
            with closing(connect(path)) as connection:
                check_integrity(connection)

        rows = [
            ("open to read, first 50", *timed(opening), 100),
            ("open to write, first 50, unfinished", *timed(opening_to_write), 100),
        ]
        queries = {
            "newest 50": HistoryQuery(limit=50),
            "area": HistoryQuery(area="neck", limit=50),
            "place": HistoryQuery(place="neck", limit=50),
            "place and side": HistoryQuery(place="neck", side=Side.LEFT, limit=50),
            "area and side": HistoryQuery(area="neck", side=Side.LEFT, limit=50),
            "area and side that it never had": HistoryQuery(area="neck", side=Side.NONE, limit=50),
            "side that nothing has": HistoryQuery(side=Side.NONE, limit=50),
            "routine": HistoryQuery(routine="routine-7", limit=50),
            "routine and area": HistoryQuery(routine="routine-7", area="neck", limit=50),
            "since and until, long ago": HistoryQuery(
                since=date(2021, 3, 1), until=date(2021, 3, 31), limit=50
            ),
            "until, long ago": HistoryQuery(until=date(2020, 6, 30), limit=50),
            "everything at once": HistoryQuery(
                "neck", "neck", Side.LEFT, "routine-9", date(2021, 1, 1), date(2040, 1, 1), 50
            ),
        }
        with open_history(path, clock) as history:
            for name, query in queries.items():
                rows.append((f"page: {name}", *timed(partial(history.find_sessions, query)), 20))
            for order in HistoryOrder:
                for text in ("", "neck left", "nowhere"):
                    search = parse_search(text, {}, date(2020, 1, 1))
                    query = HistoryQuery(limit=100, order=order, search=search)
                    times = [
                        timed(partial(history.load_page, query, start))[0] for start in starts(history, order)
                    ]
                    name = f"list: {order}, search '{text}'" if text else f"list: {order}"
                    rows.append((name, median(times), max(times), 20))
            search = parse_search("nowhere", {}, date(2020, 1, 1))
            nothing = partial(history.find_sessions, HistoryQuery(search=search))
            rows.append(("search for a word that nothing has", *timed(nothing, 3), 0))
            rows.append(("progress: list of the places and sides", *timed(history.list_series), 100))
            rows.append(("progress: first place and side", *timed(partial(first_progress, history)), 200))
            everything = ("whole listing", *timed(lambda: history.find_sessions(HistoryQuery()), 3), 0)
            record, _ = session(sessions)
            adding = ("add one (acknowledged)", *timed(lambda: history.add_session(record, ()), 1), 0)
        backups = Backups(path, clock)
        rows += [
            everything,
            adding,
            ("look through every page", *timed(looking_through, 1), 0),
            ("backup, checked by a sample", *timed(lambda: backups.make(DAILY), 1), 0),
            ("backup looked for, every row checked", *timed(backups.find_newest_intact, 1), 0),
        ]
        for name, middle, longest, reach in rows:
            wanted = f"reach {reach} ms" if reach else ""
            print(f"{name:45} {middle:9.1f} ms  longest {longest:9.1f} ms  {wanted}")  # noqa: T201


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
