"""A program that is killed at any moment loses nothing that was acknowledged as saved."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.fakes.ports import FakeClock
from tests.scale import short_and_long
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.store.history import open_history

ROOT = Path(__file__).parents[2]
MOST_LINES = 20
"""The writer prints about nine lines for each session."""
LONGEST_DELAY_S = 0.01


def acknowledged_before_kill(path: Path, lines: int, delay_s: float) -> list[tuple[str, str, object]]:
    """Kill a program that writes; return everything that it acknowledged as saved.

    Args:
        path: The history that it writes.
        lines: How many acknowledgements to read first.
        delay_s: Seconds between reading these and the kill, so that it comes at any point of a write.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_writer", str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())[0] == "open"
    output = b"".join(process.stdout.readline() for _ in range(lines))
    Event().wait(delay_s)
    process.kill()
    rest, _ = process.communicate()
    output += rest
    complete = output[: output.rfind(b"\n") + 1].splitlines()
    assert len(complete) >= lines
    return [tuple(json.loads(line)) for line in complete]


def check_nothing_is_lost(
    acknowledged: list[tuple[str, str, object]],
    saved: dict[str, SessionRecord],
    interrupted: dict[str, InterruptedSession],
) -> None:
    ended = {session_id for what, session_id, _ in acknowledged if what == "end"}
    for what, session_id, value in acknowledged:
        record = saved[session_id]
        match what:
            case "begin":
                assert record.before == value
                # A session whose end was written but not yet acknowledged may be completed already.
                assert session_id in ended or session_id in interrupted or record.status is Status.COMPLETED
            case "after":
                assert record.after == value
            case "note":
                assert record.note == value
            case "end":
                assert (record.status, record.active_s) == (Status.COMPLETED, value)
                assert session_id not in interrupted


@pytest.mark.parametrize("kills", short_and_long(10, 1000))
def test_a_program_killed_at_random_moments_loses_nothing_acknowledged(
    path: Path, clock: FakeClock, kills: int
) -> None:
    chance = random.Random(7)  # noqa: S311 - a test repeats its chances
    begun: set[str] = set()
    for _ in range(kills):
        acknowledged = acknowledged_before_kill(
            path, chance.randint(1, MOST_LINES), chance.uniform(0.0, LONGEST_DELAY_S)
        )
        begun |= {session_id for what, session_id, _ in acknowledged if what == "begin"}
        with open_history(path, clock) as history:
            saved = {record.id: record for record in history.find_sessions(HistoryQuery())}
            interrupted = {session.record.id: session for session in history.find_interrupted_sessions()}
            assert history.damage_reports() == ()
            check_nothing_is_lost(acknowledged, saved, interrupted)
            for session_id, session in interrupted.items():
                assert saved[session_id].status is Status.PARTIAL
                assert session.plan == f"the plan of {session_id}"
                history.take_over_session(session_id)
                history.finish_session(session_id, Status.COMPLETED, None, session.checkpoint)
    with open_history(path, clock) as history:
        assert begun <= {record.id for record in history.find_sessions(HistoryQuery())}
        history.start_session(a_record(), "the plan", a_checkpoint())
        assert len(list((path.parent / "writers").iterdir())) == 1


def test_a_transaction_that_was_cut_off_is_rolled_back_also_by_a_program_that_only_reads(
    path: Path, clock: FakeClock
) -> None:
    script = """
import os, signal, sqlite3, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.core.history.records import Status
from tpsession.store.history import open_history
path = Path(sys.argv[1])
with open_history(path, FakeClock()) as history:
    for number in range(60):
        history.add_session(a_record(number, status=Status.COMPLETED), [])
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
