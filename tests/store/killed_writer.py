"""A program that writes sessions and says what was acknowledged, to be killed at any moment.

    python -m tests.store.killed_writer HISTORY

Each line on stdout is an acknowledgement, as JSON: what was kept, and of which session.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path

from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.clock import SystemClock
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import Status
from tpsession.store.history import open_history


def main(path: Path) -> None:
    history = open_history(path, SystemClock())

    def acknowledged(what: str, session_id: str, value: object = None) -> None:
        # One write, so that a kill leaves no half line that counts.
        sys.stdout.write(json.dumps([what, session_id, value]) + "\n")
        sys.stdout.flush()

    acknowledged("open", "")
    for number in count():
        record = a_record(before=number % 11, started_at=SystemClock().local_time())
        history.start_session(record, f"the plan of {record.id}", a_checkpoint(0, started_at=record.started_at))
        acknowledged("begin", record.id, record.before)
        for second in range(1, 4):
            history.save_checkpoint(record.id, a_checkpoint(second, state=record.id, started_at=record.started_at))
            if second == 2:
                history.save_rating(record.id, a_rating(RatingKind.AFTER, number % 7, started_at=START))
                acknowledged("after", record.id, number % 7)
        history.save_note(record.id, f"note {number}")
        acknowledged("note", record.id, f"note {number}")
        end = a_checkpoint(4, started_at=record.started_at)
        history.finish_session(record.id, Status.COMPLETED, None, end)
        acknowledged("end", record.id, end.active_s)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
