"""A plan and a session's state as text, so that a session can be kept and resumed as it was.

Both texts follow from the definitions of `Plan` and `SessionState`: each field is kept by its name.
Techniques, areas and cues are kept by their ids; what they mean is looked up when the text is read.
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
from tpsession.core.catalog.technique import TECHNIQUES, Technique
from tpsession.core.plan.plan import Plan
from tpsession.core.session.state import SessionState

FORMAT = 1
"""Format of both texts; another one isn't read."""

_REGISTRIES: Mapping[Any, Mapping[str, Any]] = {Technique: TECHNIQUES, Area: AREAS, Cue: CUES}
"""What is kept by its id, and where it is looked up."""


Kind = TypeVar("Kind")


class SerializationError(ValueError):
    """The text isn't one of this format, or names what this program doesn't know."""


def plan_to_text(plan: Plan) -> str:
    """The plan as one line of JSON."""
    return _to_text(plan)


def plan_from_text(text: str) -> Plan:
    """The plan of a text that `plan_to_text` made. Raises `CodecError` where it isn't one."""
    plan = _from_text(Plan, text)
    if not _holds_together(plan):
        raise SerializationError("this isn't a Plan that can be read: its phases don't fit together")
    return plan


def _holds_together(plan: Plan) -> bool:
    """Whether every step has phases, every phase a step, and each phase starts where the one before ends."""
    stepped = {phase.entry for phase in plan.phases if not phase.kind.is_lead_in}
    if not stepped or stepped != set(range(len(plan.entries))):
        return False
    ends_s = 0.0
    for phase in plan.phases:
        if phase.entry not in stepped or phase.planned_s < 0.0 or phase.starts_s != ends_s:
            return False
        ends_s += phase.planned_s
    return True


def state_to_text(state: SessionState) -> str:
    """The state as one line of JSON."""
    return _to_text(state)


def state_from_text(text: str) -> SessionState:
    """The state of a text that `state_to_text` made. Raises `CodecError` where it isn't one."""
    return _from_text(SessionState, text)


def _to_text(value: Plan | SessionState) -> str:
    content = {"format": FORMAT, **cast(dict[str, object], _plain(value))}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """A value in the words of JSON."""
    if isinstance(value, (Technique, Area, Cue)):
        return value.id
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _from_text(kind: type[Kind], text: str) -> Kind:
    try:
        content = _of(dict, json.loads(text))
        if content.pop("format", None) == FORMAT:
            return cast(Kind, _read(kind, content))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise SerializationError(f"this isn't a {kind.__name__} that can be read: {error}") from error
    raise SerializationError(f"this {kind.__name__} is of another format")


def _read(kind: Any, plain: object) -> object:  # noqa: ANN401 - a type as annotations say it
    """The value of a kind that a text says in the words of JSON; an error of any sort where it isn't one."""
    if kind in _REGISTRIES:
        return _REGISTRIES[kind][_of(str, plain)]
    origin = get_origin(kind)
    if origin is UnionType:
        return None if plain is None else _read(get_args(kind)[0], plain)
    if origin in {tuple, list}:
        item = get_args(kind)[0]
        return origin(_read(item, each) for each in _of(list, plain))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        build = cast(Callable[..., object], kind)
        return build(**{name: _read(hints[name], each) for name, each in _of(dict, plain).items()})
    if kind is float:
        return _finite(plain)
    return kind(_of(str, plain)) if issubclass(kind, Enum) else _of(kind, plain)


def _of(kind: type[Kind], plain: object) -> Kind:
    """The value itself, if it is of this very kind: a truth value isn't a number here."""
    if not isinstance(plain, kind) or type(plain) is not kind:
        raise TypeError(f"not a {kind.__name__}")
    return plain


def _finite(plain: object) -> float:
    """The number, whole or not; endless ones and what is no number at all are refused."""
    number = float(_of(int, plain)) if isinstance(plain, int) else _of(float, plain)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number
