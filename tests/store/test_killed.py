"""A program that is killed at any moment loses nothing that it was told is kept."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from threading import Event

from tests.fakes.ports import FakeClock
from tests.scale import scaled
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.store.history import open_history

ROOT = Path(__file__).parents[2]
KILLS = scaled(20, 1000)
LONGEST_LIFE_S = 0.15


def killed_after(path: Path, seconds: float) -> list[tuple[str, str, object]]:
    """Run a program that writes and kill it; what it had been told is kept."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_writer", str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())[0] == "open"
    Event().wait(seconds)
    process.kill()
    said, _ = process.communicate()
    whole = said[: said.rfind(b"\n") + 1]
    return [tuple(json.loads(line)) for line in whole.splitlines()]


def check(
    acknowledged: list[tuple[str, str, object]],
    kept: dict[str, SessionRecord],
    offered: dict[str, InterruptedSession],
) -> None:
    ended = {session_id for what, session_id, _ in acknowledged if what == "end"}
    for what, session_id, value in acknowledged:
        record = kept[session_id]
        match what:
            case "begin":
                assert record.before == value
                # One whose end was written but not yet acknowledged may be completed already.
                assert session_id in ended or session_id in offered or record.status is Status.COMPLETED
            case "after":
                assert record.after == value
            case "note":
                assert record.note == value
            case "end":
                assert (record.status, record.active_s) == (Status.COMPLETED, value)
                assert session_id not in offered


def test_a_program_killed_at_random_moments_loses_nothing_acknowledged(path: Path, clock: FakeClock) -> None:
    chance = random.Random(7)  # noqa: S311 - a test repeats its chances
    offers = 0
    everything: list[tuple[str, str, object]] = []
    for _ in range(KILLS):
        acknowledged = killed_after(path, chance.uniform(0.0, LONGEST_LIFE_S))
        everything += acknowledged
        with open_history(path, clock) as history:
            kept = {record.id: record for record in history.find_sessions(HistoryQuery())}
            offered = {each.record.id: each for each in history.find_interrupted_sessions()}
            assert history.damage_reports() == ()
            check(acknowledged, kept, offered)
            for session_id, each in offered.items():
                offers += 1
                assert kept[session_id].status is Status.PARTIAL
                assert each.plan == f"the plan of {session_id}"
                history.take_over_session(session_id)
                history.finish_session(session_id, Status.COMPLETED, None, each.checkpoint)
    assert offers > KILLS / 4
    with open_history(path, clock) as history:
        kept = {record.id: record for record in history.find_sessions(HistoryQuery())}
        assert {session_id for what, session_id, _ in everything if what == "begin"} <= set(kept)
        history.start_session(a_record(), "the plan", a_checkpoint())
        assert len(list((path.parent / "writers").iterdir())) == 1


def test_a_transaction_that_was_cut_off_is_rolled_back_also_by_a_program_that_only_reads(
    path: Path, clock: FakeClock
) -> None:
    script = """
import os, signal, sqlite3, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_progress, a_record
from tests.store.sample_records import a_record
from tpsession.core.history.records import Status
from tpsession.store.history import open_history
path = Path(sys.argv[1])
with open_history(path, FakeClock()) as history:
    for number in range(60):
        history.add(a_record(number, status=Status.COMPLETED), [])
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE sessions SET note = hex(zeroblob(900)), active_s = 0")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=60, check=False)
    assert path.with_name("history.sqlite3-journal").stat().st_size > 0
    with open_history(path, clock, read_only=True) as history:
        found = history.find_sessions(HistoryQuery())
        assert (len(found), history.damage_reports()) == (60, ())
        assert {each.note for each in found} == {""}
