"""Convert a plan and a session's state to JSON text and back, so that a session can be stored and resumed.

The format follows the definitions of `Plan` and `SessionState`: each field is stored under its name.
Techniques, areas and cues are stored as their ids and looked up when the text is read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.cues import CUES, Cue
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.technique import TECHNIQUES, Technique
from tpsession.core.plan.plan import Plan
from tpsession.core.session.state import SessionState

FORMAT = 1
"""Version of both formats; texts of any other version are refused."""

_REGISTRIES: Mapping[Any, Mapping[str, Any]] = {
    Technique: TECHNIQUES,
    Area: {**AREAS, NO_AREA.id: NO_AREA},
    Cue: CUES,
}
"""Types that are stored as an id, each with the table in which the id is looked up."""

T = TypeVar("T")


class SerializationError(ValueError):
    """The text isn't in this format, has an id that this program doesn't know, or doesn't fit the plan."""


def plan_to_text(plan: Plan) -> str:
    """Convert a plan to one line of JSON."""
    return _to_text(plan)


def plan_from_text(text: str) -> Plan:
    """Read a plan from the text that `plan_to_text` made.

    Raises `SerializationError` if the text is no plan, or one whose phases don't fit together.
    """
    plan = _from_text(Plan, text)
    if not _is_consistent(plan):
        raise SerializationError("this isn't a Plan that can be read: its phases don't fit together")
    return plan


def _is_consistent(plan: Plan) -> bool:
    """Return whether the phases of a plan fit its entries, and follow one another from 0 s on without a gap.

    Each entry needs a phase besides its lead-ins, and no phase may have a negative length.
    """
    entries = {phase.entry for phase in plan.phases if not phase.kind.is_lead_in}
    if not entries or entries != set(range(len(plan.entries))):
        return False
    previous_end_s = 0.0
    for phase in plan.phases:
        if phase.entry not in entries or phase.planned_s < 0.0 or phase.starts_s != previous_end_s:
            return False
        previous_end_s += phase.planned_s
    return True


def state_to_text(state: SessionState) -> str:
    """Convert a session's state to one line of JSON."""
    return _to_text(state)


def state_from_text(text: str) -> SessionState:
    """Read a state from the text that `state_to_text` made; raises `SerializationError` for another text."""
    return _from_text(SessionState, text)


def _to_text(value: Plan | SessionState) -> str:
    """Convert a plan or a state to one line of JSON, with the version of the format in it."""
    content = {"format": FORMAT, **cast(dict[str, object], _to_json(value))}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _to_json(value: object) -> object:
    """Convert a value, and everything in it, to what `json` can write.

    A dataclass or named tuple becomes a dictionary by field names; a technique, an area or a cue becomes its
    id.
    """
    if isinstance(value, (Technique, Area, Cue)):
        return value.id
    if names := _field_names(type(value)):
        return {name: _to_json(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [_to_json(item) for item in value]
    return value


def _field_names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any type
    """Return the names of the fields of a dataclass or named tuple; none for any other type."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return getattr(kind, "_fields", ())


def _from_text(expected: type[T], text: str) -> T:
    """Read a plan or a state from its text.

    Raises `SerializationError` if the text isn't one, or is of another version of the format.
    """
    try:
        content = _require(dict, json.loads(text))
        if content.pop("format", None) == FORMAT:
            return cast(T, _from_json(expected, content))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise SerializationError(f"this isn't a {expected.__name__} that can be read: {error}") from error
    raise SerializationError(f"this {expected.__name__} is of another format")


def _from_json(expected: Any, value: object) -> object:  # noqa: ANN401 - any annotation of a field
    """Convert what `json` read to a value of the expected type.

    A missing field has its default; it is an error if it has none, and so is an unknown field. Errors of
    several types may be raised; `_from_text` turns them all into `SerializationError`.
    """
    if expected in _REGISTRIES:
        return _REGISTRIES[expected][_require(str, value)]
    origin = get_origin(expected)
    if origin is UnionType:
        return None if value is None else _from_json(get_args(expected)[0], value)
    if origin in {tuple, list}:
        item_type = get_args(expected)[0]
        return origin(_from_json(item_type, item) for item in _require(list, value))
    if _field_names(expected):
        field_types = get_type_hints(expected)
        build = cast(Callable[..., object], expected)
        content = _require(dict, value)
        return build(**{name: _from_json(field_types[name], item) for name, item in content.items()})
    if expected is float:
        return _finite_number(value)
    return expected(_require(str, value)) if issubclass(expected, Enum) else _require(expected, value)


def _require(expected: type[T], value: object) -> T:
    """Return the value if its type is exactly the expected one, else raise `TypeError`.

    So `True` isn't accepted as an integer.
    """
    if not isinstance(value, expected) or type(value) is not expected:
        raise TypeError(f"not a {expected.__name__}")
    return value


def _finite_number(value: object) -> float:
    """Return a finite integer or float as a float.

    Raises `TypeError` or `ValueError` for anything else, and `OverflowError` for too large an integer.
    """
    number = float(_require(int, value)) if isinstance(value, int) else _require(float, value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number
