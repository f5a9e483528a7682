"""Writes the items of an export as JSON, each on a line of its own, so that a large file can be streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from tpsession.core.exchange.records import (
    FORMAT,
    SECTIONS,
    ChangeRecord,
    Deletion,
    ExchangedSession,
    Item,
    SharedPlan,
)
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import Rating

# Made once: json.dumps with options makes an encoder at each call.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "), allow_nan=False).encode


def encode_file(items: Iterable[Item], *, anonymous: bool = False) -> Iterator[str]:
    """Yield the text of an export in pieces, which together are one JSON object; the items are read lazily.

    Every section is in it, empty ones too. The order of the items isn't checked: an item that comes after
    those of a later section is written into that one, and the file can't be imported.

    Args:
        items: In the order of `SECTIONS`, those of each section sorted by id.
        anonymous: Whether the file says that it is anonymous, so that no import takes it. The items are
            written as they are: change them with `Anonymizer` before.

    """
    yield f'{{\n"format": {FORMAT}'
    if anonymous:
        yield ',\n"anonymous": true'
    names = list(SECTIONS.values())
    opened = 0
    separator = ""
    for item in items:
        section = names.index(SECTIONS[type(item)])
        while opened <= section:
            yield _open(names[opened], close=opened > 0)
            opened += 1
            separator = "\n"
        yield f"{separator}{_encode(item_to_json(item))}"
        separator = ",\n"
    for name in names[opened:]:
        yield _open(name, close=name != names[0])
    yield "\n]\n}\n"


def _open(name: str, *, close: bool) -> str:
    """Return the text that begins a section. close: whether the text first ends the section before.

    name: the section's name.
    """
    end = "\n]" if close else ""
    return f'{end},\n"{name}": ['


def item_to_json(item: Item) -> dict[str, Any]:
    """Return an item as a JSON object. Times are ISO 8601 with the UTC offset, days ``YYYY-MM-DD``."""
    return _ENCODERS[type(item)](item)


def _session_to_json(session: ExchangedSession) -> dict[str, Any]:
    """Return a session, with its ratings, steps and corrections, as a JSON object.

    It always has the same keys. A value that the session doesn't have is null, an empty text or an empty
    list.
    """
    record = session.record
    return {
        "id": record.id,
        "kind": record.kind.value,
        "started_at": record.started_at.isoformat(),
        "ended_at": _optional(record.ended_at),
        "status": record.status.value,
        "stop_reason": record.stop_reason.value if record.stop_reason else None,
        "routine": None if record.is_score else record.routine,
        "place": record.place,
        "area": record.area or None,
        "side": record.side.value,
        "flags": [flag.value for flag in record.flags],
        "planned_s": record.planned_s,
        "active_s": record.active_s,
        "spot": record.spot,
        "note": record.note,
        "ratings": [_rating_to_json(rating) for rating in session.ratings],
        "steps": [
            {
                "technique": step.technique,
                "side": step.side.value,
                "area": step.area or record.area or None,
                "planned_s": step.planned_s,
                "active_s": step.active_s,
                "skipped": step.skipped,
                "eased": step.eased,
                "round": step.round,
                "name": step.name or None,
            }
            for step in record.steps
        ],
        "plan": session.plan_id,
        "corrections": [
            {
                "change": kept.change_id,
                "field": kept.correction.field.value,
                "earlier": kept.correction.earlier,
                "now": kept.correction.now,
            }
            for kept in session.corrections
        ],
    }


def _rating_to_json(rating: Rating) -> dict[str, Any]:
    """Return a rating as a JSON object."""
    return {
        "kind": rating.kind.value,
        "value": rating.value,
        "at": rating.at.isoformat(),
        "flags": [flag.value for flag in rating.flags],
        "sore": rating.is_sore,
        "stiffness": rating.stiffness,
    }


def _change_to_json(change: ChangeRecord) -> dict[str, Any]:
    """Return a change, without its corrections, as a JSON object."""
    return {
        "id": change.id,
        "kind": change.kind.value,
        "at": change.at.isoformat(),
        "undone_at": _optional(change.undone_at),
    }


def _deletion_to_json(deletion: Deletion) -> dict[str, Any]:
    """Return a deletion as a JSON object: the session's id, and when it was deleted."""
    return {"id": deletion.session_id, "at": deletion.at.isoformat()}


def _plan_to_json(plan: SharedPlan) -> dict[str, Any]:
    """Return a plan as a JSON object: its id and its text."""
    return {"id": plan.id, "text": plan.text}


def _programme_to_json(programme: Programme) -> dict[str, Any]:
    """Return a programme as a JSON object. Its ``pause`` and ``ended_on`` are null if there are none."""
    pause = programme.pause
    return {
        "id": programme.id,
        "routine": programme.routine,
        "place": programme.place,
        "area": programme.area,
        "side": programme.side.value,
        "sessions": programme.sessions,
        "every_days": programme.every_days,
        "started_on": programme.started_on.isoformat(),
        "ended_on": _optional(programme.ended_on),
        "pause": pause and {"first_day": pause.first_day.isoformat(), "last_day": _optional(pause.last_day)},
        "title": programme.title,
    }


def _comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as a JSON object; its ``ended_on`` is null if it wasn't ended early."""
    return {
        "id": comparison.id,
        "place": comparison.series.place,
        "side": comparison.series.side.value,
        "area": comparison.area,
        "things": list(comparison.things),
        "blocks": comparison.blocks,
        "outcome": comparison.outcome.value,
        "seed": comparison.seed,
        "rest_s": comparison.rest_s,
        "started_on": comparison.started_on.isoformat(),
        "ended_on": _optional(comparison.ended_on),
    }


def _optional(at: datetime | date | None) -> str | None:
    return None if at is None else at.isoformat()


_ENCODERS = cast(
    "Mapping[type[Item], Callable[[Item], dict[str, Any]]]",
    {
        ExchangedSession: _session_to_json,
        ChangeRecord: _change_to_json,
        Deletion: _deletion_to_json,
        SharedPlan: _plan_to_json,
        Programme: _programme_to_json,
        Comparison: _comparison_to_json,
    },
)
