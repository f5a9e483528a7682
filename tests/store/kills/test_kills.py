"""A program that is killed at any moment loses nothing that was acknowledged, and leaves no half of a change.

The full form is `tests.long.kills`.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.kills.killing import ROOT, Target
from tests.store.kills.work import WORK
from tpsession.core.history.records import HistoryQuery
from tpsession.store.history import open_history


@pytest.mark.parametrize("kind", WORK)
def test_a_killed_program_leaves_each_step_whole_or_absent(kind: str, tmp_path: Path) -> None:
    outcome = Target(kind, tmp_path).kill(random.Random(kind))  # noqa: S311 - a test repeats its chances
    assert outcome.step in {"absent", "whole"}
    assert outcome.problems == ()


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
