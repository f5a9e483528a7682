"""Changes and their corrections as rows, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.store.connection import transaction
from tpsession.store.rows import to_microseconds, to_storable
from tpsession.store.tables import CHANGES, CORRECTIONS, Row, Value

if TYPE_CHECKING:
    from tpsession.store.queries import HistoryReader

_LATEST_FIRST = "ORDER BY t.at_utc DESC, t.number DESC"


def encode_change(change: Change) -> Row:
    """Return the row of a change, which says how many corrections it has; these have rows of their own."""
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "at_utc": to_microseconds(change.at),
        "kind": change.kind.value,
        "undone_at": None if change.undone_at is None else change.undone_at.isoformat(),
        "corrections": len(change.corrections),
    }


def encode_correction(change_id: str, correction: Correction) -> Row:
    """Return the row of a correction."""
    return {
        "change_id": change_id,
        "session_id": correction.session_id,
        "field": correction.field.value,
        "earlier": to_storable(correction.earlier),
        "now": to_storable(correction.now),
    }


def find_changes(reader: HistoryReader, session_id: str | None) -> list[Change]:
    """Return all changes, or those of one session, the latest first. Changes that were undone are among them.

    With `session_id` None, each change has all its corrections. A change is left out if its own row is
    damaged, or if one of its corrections is damaged or missing, because undoing a part of it would be wrong.

    With a `session_id`, each change has only its corrections of that session, without damaged ones. A change
    is left out only if its own row is damaged. An unknown id gives an empty list.

    Damage is reported.
    """
    if session_id is None:
        return _load_changes(reader, "", ())
    wanted = "WHERE t.id IN (SELECT change_id FROM corrections WHERE session_id = ?)"
    return _load_changes(reader, wanted, (session_id,), session_id=session_id)


def find_change(reader: HistoryReader, change_id: str) -> Change | None:
    """Return a change, even one that was undone, with all its corrections.

    None if there is none with this id, or if a row of it is damaged or missing; such damage is reported.
    """
    return next(iter(_load_changes(reader, "WHERE t.id = ?", (change_id,))), None)


def _load_changes(
    reader: HistoryReader, wanted: str, parameters: Sequence[Value], *, session_id: str | None = None
) -> list[Change]:
    """Return the changes that a WHERE clause selects, the latest first; damaged rows are reported.

    A change whose own row is damaged is left out. A correction of a field that only a newer program knows
    counts as damaged.

    Args:
        reader: Reads the history.
        wanted: The clause, or empty for all changes.
        parameters: The parameters of the clause.
        session_id: If given, each change has only its intact corrections of that session. For None it has
            them all, and a change of which one is missing or damaged is reported and left out.

    """
    of_changes = f"t.change_id IN ({CHANGES.select_sql(wanted, 't.id')})"
    its_parameters = parameters
    if session_id is not None:
        # An import may have a correction for each of 100,000 other sessions.
        of_changes, its_parameters = "t.session_id = ?", (session_id,)
    with transaction(reader.connection, "DEFERRED"):
        raw = reader.connection.execute(
            CHANGES.select_sql(f"{wanted} {_LATEST_FIRST}"), parameters
        ).fetchall()
        raw_corrections = reader.connection.execute(
            CORRECTIONS.select_sql(f"WHERE {of_changes} ORDER BY t.number"), its_parameters
        ).fetchall()
    corrections: dict[Value, list[Correction]] = {}
    for row in reader.find_intact_rows(CORRECTIONS, raw_corrections):
        try:
            corrections.setdefault(row["change_id"], []).append(decode_correction(row))
        except ValueError:
            reader.report_damage(f"A correction of the session {row['session_id']} can't be read.")
    found = []
    for row in reader.find_intact_rows(CHANGES, raw):
        own = corrections.get(row["id"], [])
        if session_id is None and len(own) != row["corrections"]:
            reader.report_damage(f"The change of {str(row['at'])[:16].replace('T', ' ')} can't be undone.")
            continue
        found.append(_decode_change(row, own))
    return found


def _decode_change(row: Row, corrections: Iterable[Correction]) -> Change:
    """Return the change in an intact row, with these corrections."""
    undone = row["undone_at"]
    return Change(
        str(row["id"]),
        datetime.fromisoformat(str(row["at"])),
        ChangeKind(str(row["kind"])),
        tuple(corrections),
        None if undone is None else datetime.fromisoformat(str(undone)),
    )


def decode_correction(row: Row) -> Correction:
    """Return the correction in an intact row. Raises `ValueError` for a field of a newer program."""
    return Correction(
        str(row["session_id"]), CorrectedField(str(row["field"])), str(row["earlier"]), str(row["now"])
    )
