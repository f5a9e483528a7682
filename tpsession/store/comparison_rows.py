"""Converts between rows of the table of comparisons and comparisons."""

from __future__ import annotations

import json
from datetime import date

from tpsession.core.catalog.side import Side
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.series import Series
from tpsession.store.rows import to_storable
from tpsession.store.tables import Row


def encode_comparison(comparison: Comparison) -> Row:
    """Return the row of a comparison; its days are ISO 8601, its things a list in JSON."""
    return {
        "id": comparison.id,
        "place": to_storable(comparison.series.place),
        "side": comparison.series.side.value,
        "area": to_storable(comparison.area),
        "things": json.dumps([to_storable(thing) for thing in comparison.things], separators=(",", ":")),
        "blocks": comparison.blocks,
        "outcome": comparison.outcome.value,
        "seed": comparison.seed,
        "rest_s": float(comparison.rest_s),
        "started_on": comparison.started_on.isoformat(),
        "ended_on": None if comparison.ended_on is None else comparison.ended_on.isoformat(),
    }


def decode_comparison(row: Row) -> Comparison:
    """Return the comparison in an intact row.

    Raises `ValueError` or `TypeError` for a value that only a newer program knows.
    """
    ended_on = row["ended_on"]
    return Comparison(
        id=str(row["id"]),
        series=Series(str(row["place"]), Side(str(row["side"]))),
        area=str(row["area"]),
        things=tuple(map(str, json.loads(str(row["things"])))),
        blocks=int(row["blocks"] or 0),
        seed=int(row["seed"] or 0),
        started_on=date.fromisoformat(str(row["started_on"])),
        outcome=Outcome(str(row["outcome"])),
        rest_s=float(row["rest_s"] or 0.0),
        ended_on=None if ended_on is None else date.fromisoformat(str(ended_on)),
    )
