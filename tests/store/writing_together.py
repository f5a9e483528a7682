"""Two programs that write one history for a while, and print what was acknowledged as saved.

    python -m tests.store.writing_together play|correct HISTORY SECONDS

Each line is a session, what was saved of it, and its value, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from threading import Event

from tests.store.sample_records import a_checkpoint, a_record
from tpsession.clock import SystemClock
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.corrections.undo import load_undoable
from tpsession.core.errors import HistoryError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.backups.service import Backups
from tpsession.store.history import SqliteHistory, open_history

Acknowledge = Callable[[str, str, object], None]
CLOCK = SystemClock()
PAUSE_S = 0.02


def play(path: Path, acknowledge: Acknowledge) -> Iterator[None]:
    """Play sessions one after the other, in a program that stays open."""
    with open_history(path, CLOCK, backups=lambda: Backups(path, CLOCK)) as history:
        for number in count():
            now = CLOCK.local_time()
            record = a_record(before=number % 11, started_at=now)
            history.start_session(record, f"the plan of {record.id}", a_checkpoint(started_at=now))
            acknowledge(record.id, "plays", True)
            for second in range(1, 4):
                history.save_checkpoint(record.id, a_checkpoint(second, started_at=now))
            end = a_checkpoint(4, started_at=now)
            history.finish_session(record.id, Status.COMPLETED, None, end)
            acknowledge(record.id, "active", end.active_s)
            yield
            # Meanwhile the other program may correct or delete it.
            try:
                history.save_rating(record.id, Rating(RatingKind.AFTER, number % 7, end.at))
                acknowledge(record.id, "after", number % 7)
                history.save_note(record.id, f"note {number}")
                acknowledge(record.id, "note", f"note {number}")
            except HistoryError as error:
                if "was deleted in the meantime" not in error.message:
                    raise
            yield
            # Nobody is that fast, and the other program is to have its turn.
            Event().wait(PAUSE_S)


def correct(path: Path, acknowledge: Acknowledge) -> Iterator[None]:
    """Log, correct, delete and undo, in a program that opens the history each time as a command does."""
    chance = random.Random(3)  # noqa: S311 - a test repeats its chances
    for number in count():
        with open_history(path, CLOCK, backups=lambda: Backups(path, CLOCK)) as history:
            ended = [
                record
                for record in history.find_sessions(HistoryQuery(limit=8))
                if record.status is Status.COMPLETED
            ]
            if not ended or chance.random() < 0.2:
                now = CLOCK.local_time()
                logged = a_record(status=Status.COMPLETED, started_at=now)._replace(ended_at=now)
                history.add_session(logged, [])
                acknowledge(logged.id, "before", logged.before)
            elif chance.random() < 0.3:
                _undo(history, acknowledge)
            else:
                _change(history, chance.choice(ended), number, acknowledge)
        yield


def _change(history: SqliteHistory, record: SessionRecord, number: int, acknowledge: Acknowledge) -> None:
    """Delete a session now and then, else correct two of its fields together."""
    now = CLOCK.local_time()
    if number % 5 == 0:
        change = Change(
            f"change {number}", now, ChangeKind.DELETION, tuple(make_deletion(record, now.date()))
        )
    else:
        before = str(((record.before or 0) + 1) % 11)
        texts = {CorrectedField.BEFORE: before, CorrectedField.SPOT: f"spot {number}"}
        change = Change(f"change {number}", now, ChangeKind.EDIT, tuple(make_edit(record, texts, now)))
    history.save_change(change)
    acknowledge("", change.id, False)
    _acknowledge_fields(change, acknowledge, undone=False)


def _undo(history: SqliteHistory, acknowledge: Acknowledge) -> None:
    """Undo the latest change, if there is one."""
    now = CLOCK.local_time()
    undoable = load_undoable(history, now)
    if undoable is not None:
        history.undo_change(undoable.change.id, now)
        acknowledge("", undoable.change.id, True)
        _acknowledge_fields(undoable.change, acknowledge, undone=True)


def _acknowledge_fields(change: Change, acknowledge: Acknowledge, *, undone: bool) -> None:
    for correction in change.corrections:
        text = correction.earlier if undone else correction.now
        value = int(text) if correction.field is CorrectedField.BEFORE else text
        acknowledge(correction.session_id, correction.field.value, value)


def main(kind: str, path: Path, seconds: float) -> None:
    """Write until the time is over."""

    def acknowledge(session_id: str, what: str, value: object) -> None:
        sys.stdout.write(json.dumps([session_id, what, value]) + "\n")

    end = CLOCK.now() + seconds
    for _ in {"play": play, "correct": correct}[kind](path, acknowledge):
        if CLOCK.now() > end:
            break


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
