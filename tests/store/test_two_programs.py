"""Two programs write one history at the same time: nothing is lost, and neither is disturbed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.scale import short_and_long
from tpsession.core.corrections.fields import YES
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.backups.service import Backups
from tpsession.store.history import open_history

ROOT = Path(__file__).parents[2]
Acknowledged = dict[tuple[str, str], object]
"""The last value of each session and field that was acknowledged; of a change, whether it was undone."""


def run_both(path: Path, seconds: float) -> list[Acknowledged]:
    """Let one program play, and one correct, for some seconds."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.writing_together", kind, str(path), str(seconds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for kind in ("play", "correct")
    ]
    found = []
    for program in programs:
        output, errors = program.communicate(timeout=seconds + 60)
        assert (program.returncode, errors.decode()) == (0, "")
        lines = map(json.loads, output.splitlines())
        found.append({(session_id, what): value for session_id, what, value in lines})
    return found


@pytest.mark.parametrize("seconds", short_and_long(1.0, 60.0))
def test_one_program_plays_while_another_corrects_and_nothing_acknowledged_is_lost(
    path: Path, clock: FakeClock, seconds: float
) -> None:
    played, corrected = run_both(path, seconds)
    with open_history(path, clock) as history:
        shown = {record.id for record in history.find_sessions(HistoryQuery())}
        changes = {change.id: change.undone_at is not None for change in history.find_changes()}
        assert changes == {what: value for (session_id, what), value in corrected.items() if not session_id}
        for (session_id, what), value in (*played.items(), *corrected.items()):
            record = history.find_record(session_id)
            if not session_id:
                continue
            assert record is not None
            is_shown = corrected.get((session_id, "exists"), YES) == YES
            assert (session_id in shown) == is_shown
            actual = {
                "plays": record.status is Status.COMPLETED,
                "active": record.active_s,
                "before": record.before,
                "after": record.after,
                "note": record.note,
                "spot": record.spot,
                "exists": YES if is_shown else "",
            }
            assert actual[what] == value, (session_id, what)
        assert history.find_interrupted_sessions() == []
        assert history.damage_reports() == ()
    assert Backups(path, clock).find_newest_intact() is not None
    assert sum(what == "active" for _, what in played) > seconds
    assert len(changes) > seconds
