"""A JSON Schema of routine files, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from tpsession.core.catalog.routine import (
    FORMAT,
    MAX_TEMPO,
    MAX_BREATH_S,
    MAX_DURATION_S,
    MIN_TEMPO,
    MAX_REPEATS,
    MAX_STEPS,
    MIN_BREATH_S,
    MIN_DURATION_S,
)
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.files.routines.checks import AREA_WORDS, COUNTDOWN_WORDS, SIDES_WORDS
from tpsession.files.routines.duration import PATTERN
from tpsession.files.routines.keys import REQUIRED, DefaultsKey, FileKey

Schema = dict[str, Any]


def routine_schema() -> Schema:
    """The schema, JSON Schema draft 2020-12.

    It knows every key, word and range. What needs arithmetic, such as the longest routine, only the program
    knows.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tpsession routine",
        "type": "object",
        "properties": {
            FileKey.FORMAT.value: {"const": FORMAT, "description": "The format of the file."},
            FileKey.NAME.value: {"type": "string", "pattern": r"\S", "description": "What the list shows."},
            FileKey.AREA.value: _words(AREA_WORDS, 'The body area; "any" is asked at the start.'),
            FileKey.SIDES.value: _words(SIDES_WORDS, "How the routine treats left and right."),
            FileKey.SUMMARY.value: _text("One sentence on what it does."),
            FileKey.POSITION.value: _text("How to sit or stand; the area's own if absent."),
            FileKey.HAVE.value: _texts("What to have at hand."),
            FileKey.AVOID.value: _texts("What never to press, beside the area's own."),
            FileKey.SOURCES.value: _texts("Where the numbers come from."),
            FileKey.DEFAULTS.value: _defaults(),
            FileKey.STEPS.value: {
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_STEPS,
                "items": _step(),
                "description": "The steps in their order, each under [[steps]].",
            },
        },
        "required": [key.value for key in REQUIRED],
        "additionalProperties": False,
    }


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _texts(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _words(words: tuple[str, ...], description: str) -> Schema:
    return {"enum": list(words), "description": description}


def _switch(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _duration(description: str, lowest: float = MIN_DURATION_S, highest: float = MAX_DURATION_S) -> Schema:
    return {
        "anyOf": [
            {"type": "number", "minimum": lowest, "maximum": highest},
            {"type": "string", "pattern": PATTERN},
        ],
        "description": description,
    }


def _defaults() -> Schema:
    return {
        "type": "object",
        "properties": {
            DefaultsKey.GET_READY.value: _duration("Before the first step and after each change of side."),
            DefaultsKey.COUNTDOWN.value: _words(COUNTDOWN_WORDS, "How the last three seconds are counted."),
        },
        "additionalProperties": False,
    }


def _step() -> Schema:
    keys: dict[StepKey, Schema] = {
        StepKey.TECHNIQUE: _words(tuple(TECHNIQUES), "What the step is."),
        StepKey.DURATION: _duration('How long it takes: seconds, or a text such as "1m30s".'),
        StepKey.HOLD: _duration("How long one hold takes."),
        StepKey.RELEASE: _duration("The time between two holds."),
        StepKey.REPEAT: {
            "type": "integer", "minimum": 1, "maximum": MAX_REPEATS, "description": "Number of holds.",
        },
        StepKey.WAIT: _switch("Whether its clock starts only when the spot is found."),
        StepKey.HALFWAY: _switch("Whether its middle is signalled."),
        StepKey.TEMPO: {
            "type": "number", "minimum": MIN_TEMPO, "maximum": MAX_TEMPO,
            "description": "Cycles a minute.",
        },
        StepKey.INHALE: _duration("Breathing in.", MIN_BREATH_S, MAX_BREATH_S),
        StepKey.EXHALE: _duration("Breathing out.", MIN_BREATH_S, MAX_BREATH_S),
        StepKey.SIDED: _switch("Whether it is played on each side."),
        StepKey.TEXT: _text("The instruction; the technique's own if absent."),
        StepKey.SAY: _text("What the voice says; the technique's phrase if absent."),
    }  # fmt: skip
    return {
        "type": "object",
        "properties": {key.value: keys[key] for key in StepKey},
        "required": [StepKey.TECHNIQUE.value],
        "additionalProperties": False,
        "allOf": [_of_technique(technique) for technique in TECHNIQUES.values()],
    }


def _of_technique(technique: Technique) -> Schema:
    """What holds for a step of one technique: the keys that it takes, and that it has a time."""
    then: Schema = {"propertyNames": {"enum": [key.value for key in StepKey if key in technique.step_keys]}}
    times = [key for key in (StepKey.DURATION, StepKey.HOLD) if key in technique.step_keys]
    if not technique.waits:
        # Exactly one: a step has a duration or a hold, never both.
        then["oneOf"] = [{"required": [key.value]} for key in times]
    if StepKey.HOLD in technique.step_keys:
        hold = [StepKey.HOLD.value]
        then["dependentRequired"] = {StepKey.RELEASE.value: hold, StepKey.REPEAT.value: hold}
    named = {"properties": {StepKey.TECHNIQUE.value: {"const": technique.id}}}
    return {"if": {**named, "required": [StepKey.TECHNIQUE.value]}, "then": then}
