"""A plan and a session's state as text, so that a session can be kept and resumed as it was.

Techniques, areas and cues are kept by their ids; what they mean is looked up when the text is read.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tpsession.core.area import AREAS
from tpsession.core.cue import CUES
from tpsession.core.plan import Anchor, Entry, Phase, PhaseCue, PhaseKind, Plan
from tpsession.core.routine import Side
from tpsession.core.state import EntryState, SessionState
from tpsession.core.technique import TECHNIQUES

FORMAT = 1
"""Format of both texts; another one isn't read."""


class CodecError(ValueError):
    """The text isn't one of this format, or names what this program doesn't know."""


def plan_to_text(plan: Plan) -> str:
    """The plan as one line of JSON."""
    fields: dict[str, Any] = {
        "format": FORMAT,
        "routine": plan.routine,
        "name": plan.name,
        "area": plan.area.id,
        "side": plan.side.value,
        "notes": plan.notes,
        "position": plan.position,
        "have": plan.have,
        "avoid": plan.avoid,
        "entries": [_entry_fields(entry) for entry in plan.entries],
        "phases": [_phase_fields(phase) for phase in plan.phases],
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _entry_fields(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "technique": entry.technique.id,
        "side": entry.side.value,
        "text": entry.text,
        "say": entry.say,
        "planned_s": entry.planned_s,
        "rounds": entry.rounds,
        "tempo": entry.tempo,
        "inhale_s": entry.inhale_s,
        "exhale_s": entry.exhale_s,
    }


def _phase_fields(phase: Phase) -> dict[str, Any]:
    return {
        "kind": phase.kind.value,
        "entry": phase.entry,
        "planned_s": phase.planned_s,
        "starts_s": phase.starts_s,
        "round": phase.round,
        "cues": [[placed.cue.id, placed.anchor.value, placed.offset_s] for placed in phase.cues],
    }


def plan_from_text(text: str) -> Plan:
    """The plan of a text that `plan_to_text` made. Raises `CodecError` where it isn't one."""
    try:
        fields = _of_this_format(text)
        return Plan(
            routine=fields["routine"],
            name=fields["name"],
            area=AREAS[fields["area"]],
            side=Side(fields["side"]),
            entries=tuple(_entry(entry) for entry in fields["entries"]),
            phases=tuple(_phase(phase) for phase in fields["phases"]),
            notes=tuple(fields["notes"]),
            position=fields["position"],
            have=tuple(fields["have"]),
            avoid=tuple(fields["avoid"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"this isn't a plan that can be read: {error}") from error


def _entry(fields: dict[str, Any]) -> Entry:
    known = {**fields, "technique": TECHNIQUES[fields["technique"]], "side": Side(fields["side"])}
    return Entry(**known)


def _phase(fields: dict[str, Any]) -> Phase:
    placed = tuple(PhaseCue(CUES[cue], Anchor(anchor), offset) for cue, anchor, offset in fields["cues"])
    return Phase(**{**fields, "kind": PhaseKind(fields["kind"]), "cues": placed})


def state_to_text(state: SessionState) -> str:
    """The state as one line of JSON."""
    return json.dumps({"format": FORMAT, **asdict(state)}, separators=(",", ":"))


def state_from_text(text: str) -> SessionState:
    """The state of a text that `state_to_text` made. Raises `CodecError` where it isn't one."""
    try:
        fields = _of_this_format(text)
        fields["entries"] = [EntryState(**done) for done in fields["entries"]]
        return SessionState(**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"this isn't a session's state that can be read: {error}") from error


def _of_this_format(text: str) -> dict[str, Any]:
    fields = json.loads(text)
    if not isinstance(fields, dict) or fields.pop("format", None) != FORMAT:
        raise ValueError("another format")
    return fields
