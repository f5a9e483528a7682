"""Makes a JSON Schema of routine files, for text editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.proposed import MAX_EVERY_DAYS, MAX_SESSIONS, MIN_EVERY_DAYS, MIN_SESSIONS
from tpsession.core.catalog.routine import (
    FORMAT,
    MAX_BREATH_S,
    MAX_COUNT,
    MAX_DURATION_S,
    MAX_REPEATS,
    MAX_ROUNDS,
    MAX_STEPS,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_ROUNDS,
    MIN_TEMPO,
)
from tpsession.core.catalog.technique import TECHNIQUES, StepKey, Technique
from tpsession.files.routines.checks import AREA_IDS, COUNTDOWN_STYLES, FIRST_SIDES, SIDES, SWITCHES
from tpsession.files.routines.keys import (
    REQUIRED,
    ROUNDS_KEYS,
    TIME_KEYS,
    DefaultsKey,
    FileKey,
    ProgrammeKey,
    RoundsKey,
)
from tpsession.files.toml.duration import PATTERN
from tpsession.files.toml.values import LINK_PATTERN, SOUND_FILE_PATTERN

Schema = dict[str, Any]


def routine_schema() -> Schema:
    """Return the schema of a routine file, in JSON Schema draft 2020-12.

    It has every key, word and range of numbers. Some rules only the program checks, such as the length of the
    whole routine, or the range of a duration that is a text.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tpsession routine",
        "type": "object",
        "properties": {
            FileKey.FORMAT.value: {"const": FORMAT, "description": "The version of the file format."},
            FileKey.NAME.value: {
                "type": "string",
                "pattern": r"\S",
                "description": "The name in the list of routines.",
            },
            FileKey.AREA.value: _words_schema(
                AREA_IDS, 'The body area; "any" is asked for, and "none" is without massage.'
            ),
            FileKey.SIDES.value: _words_schema(SIDES, "How the routine treats left and right."),
            FileKey.FIRST.value: _words_schema(FIRST_SIDES, "The side that is played first, with each side."),
            FileKey.SWITCH.value: _words_schema(
                SWITCHES, "When the sides change: after all sided steps, or after each."
            ),
            FileKey.SUMMARY.value: _text_schema("One sentence about what it does."),
            FileKey.POSITION.value: _text_schema(
                "How to sit or stand; if missing, the area's own text is used."
            ),
            FileKey.HAVE.value: _texts_schema("What you'll need, such as oil."),
            FileKey.AVOID.value: _texts_schema("What never to press, in addition to the area's own list."),
            FileKey.SOURCES.value: _texts_schema("Where the numbers come from, such as a study."),
            FileKey.LINK.value: {
                "type": "string",
                "pattern": f"^{LINK_PATTERN}$",
                "examples": ["https://example.org/page"],
                "description": "A page about it; it opens only when you say so.",
            },
            FileKey.DEFAULTS.value: _defaults_schema(),
            FileKey.PROGRAMME.value: _programme_schema(),
            FileKey.STEPS.value: {
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_STEPS,
                "items": _step_or_rounds_schema(),
                "description": "The steps in order, each under [[steps]].",
            },
        },
        "required": [key.value for key in REQUIRED],
        "additionalProperties": False,
    }


def _text_schema(description: str) -> Schema:
    return {"type": "string", "description": description}


def _texts_schema(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _words_of_holds_schema(description: str) -> Schema:
    """Return the schema of a text, or of a list with a text for each hold."""
    texts = {"type": "array", "minItems": 1, "items": {"type": "string"}}
    return {"anyOf": [{"type": "string"}, texts], "description": description}


def _words_schema(words: tuple[str, ...], description: str) -> Schema:
    return {"enum": list(words), "description": description}


def _switch_schema(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _whole_number_schema(lowest: int, highest: int, description: str) -> Schema:
    return {"type": "integer", "minimum": lowest, "maximum": highest, "description": description}


def _duration_schema(
    description: str, lowest: float = MIN_DURATION_S, highest: float = MAX_DURATION_S
) -> Schema:
    """Return the schema of a duration: a number of seconds in this range, or a text such as ``1m30s``.

    The range of a text isn't checked.
    """
    return {
        "anyOf": [
            {"type": "number", "minimum": lowest, "maximum": highest},
            {"type": "string", "pattern": PATTERN},
        ],
        "description": description,
    }


def _defaults_schema() -> Schema:
    """Return the schema of the table ``[defaults]``."""
    return {
        "type": "object",
        "properties": {
            DefaultsKey.GET_READY.value: _duration_schema(
                "The time to get ready before the first step and after each change of side."
            ),
            DefaultsKey.COUNTDOWN.value: _words_schema(
                COUNTDOWN_STYLES, "How the last three seconds are counted."
            ),
        },
        "additionalProperties": False,
    }


def _programme_schema() -> Schema:
    """Return the schema of the table ``[programme]``."""
    return {
        "type": "object",
        "properties": {
            ProgrammeKey.SESSIONS.value: _whole_number_schema(
                MIN_SESSIONS, MAX_SESSIONS, "How many sessions are planned, one a day at most."
            ),
            ProgrammeKey.EVERY_DAYS.value: _whole_number_schema(
                MIN_EVERY_DAYS, MAX_EVERY_DAYS, "How many days after a session the next one is due."
            ),
        },
        "required": [key.value for key in ProgrammeKey],
        "additionalProperties": False,
        "description": "How often the routine is meant to be played.",
    }


def _step_schema() -> Schema:
    """Return the schema of a step: its keys, and the rules of each technique."""
    keys: dict[StepKey, Schema] = {
        StepKey.TECHNIQUE: _words_schema(tuple(TECHNIQUES), "What to do in this step."),
        StepKey.DURATION: _duration_schema('How long the step takes: seconds, or text such as "1m30s".'),
        StepKey.HOLD: _duration_schema("How long one hold takes."),
        StepKey.RELEASE: _duration_schema("The time between two holds."),
        StepKey.REPEAT: _whole_number_schema(1, MAX_REPEATS, "The number of holds."),
        StepKey.COUNT: _whole_number_schema(
            1, MAX_COUNT, "How many times; with a tempo they are timed, else the step waits for you."
        ),
        StepKey.WAIT: _switch_schema("Whether it waits until you have found the spot, or are ready."),
        StepKey.HALFWAY: _switch_schema("Whether a signal marks the halfway point."),
        StepKey.TEMPO: {
            "type": "number", "minimum": MIN_TEMPO, "maximum": MAX_TEMPO,
            "description": "Movements per minute.",
        },
        StepKey.INHALE: _duration_schema("How long one breath in takes.", MIN_BREATH_S, MAX_BREATH_S),
        StepKey.EXHALE: _duration_schema("How long one breath out takes.", MIN_BREATH_S, MAX_BREATH_S),
        StepKey.SIDED: _switch_schema("Whether the step is played on each side."),
        StepKey.AREA: _words_schema(
            tuple(AREAS), "The body area that the step works on; if missing, the routine's."
        ),
        StepKey.TEXT: _words_of_holds_schema(
            "The instruction, or a list with one for each hold; if missing, the usual one is used."
        ),
        StepKey.SAY: _words_of_holds_schema(
            "What the voice says, or a list with one for each hold; if missing, the usual phrase."
        ),
        StepKey.SOUND: {
            "type": "string", "pattern": f"^{SOUND_FILE_PATTERN}$",
            "description": "The sound at its start: the name of a file in your folder of sounds.",
        },
    }  # fmt: skip
    return {
        "type": "object",
        "properties": {key.value: keys[key] for key in StepKey},
        "required": [StepKey.TECHNIQUE.value],
        "additionalProperties": False,
        "allOf": [_technique_rule(technique) for technique in TECHNIQUES.values()],
    }


def _step_or_rounds_schema() -> Schema:
    """Return the schema of an item of the steps: a step, or steps that are played in rounds."""
    step = _step_schema()
    rounds: dict[RoundsKey, Schema] = {
        RoundsKey.ROUNDS: _whole_number_schema(
            MIN_ROUNDS, MAX_ROUNDS, "How many times the steps under the next [[steps.steps]] are played."
        ),
        RoundsKey.REST: _duration_schema("The time to rest between two rounds."),
        RoundsKey.STEPS: {
            "type": "array",
            "minItems": 1,
            "items": step,
            "description": "The steps of the rounds, each under [[steps.steps]].",
        },
    }
    has_rounds = [{"required": [key.value]} for key in (RoundsKey.ROUNDS, RoundsKey.STEPS)]
    return {
        "type": "object",
        "properties": {**step["properties"], **{key.value: rounds[key] for key in RoundsKey}},
        "additionalProperties": False,
        "if": {"anyOf": has_rounds},
        "then": {
            "required": [RoundsKey.ROUNDS.value, RoundsKey.STEPS.value],
            "propertyNames": {"enum": list(ROUNDS_KEYS)},
        },
        "else": {"required": step["required"]},
        "allOf": step["allOf"],
    }


def _technique_rule(technique: Technique) -> Schema:
    """Return the rule for steps of one technique: which keys they may have, and which go together.

    A step needs exactly one of duration, hold and count; if its technique can be a gate, it may have none. A
    release, repeats, or words for each hold need a hold.
    """
    then: Schema = {"propertyNames": {"enum": [key.value for key in StepKey if key in technique.step_keys]}}
    times = [key for key in TIME_KEYS if key in technique.step_keys]
    # Exactly one of them, or none in a gate.
    then["oneOf"] = [{"required": [key.value]} for key in times]
    if technique.waits:
        then["oneOf"].append({"propertyNames": {"enum": [key.value for key in StepKey if key not in times]}})
    if StepKey.HOLD in technique.step_keys:
        hold = [StepKey.HOLD.value]
        then["dependentRequired"] = {StepKey.RELEASE.value: hold, StepKey.REPEAT.value: hold}
    one_text = {"type": "string"}
    then["anyOf"] = [
        {"properties": {StepKey.TEXT.value: one_text, StepKey.SAY.value: one_text}},
        {"required": [StepKey.HOLD.value]},
    ]
    named = {"properties": {StepKey.TECHNIQUE.value: {"const": technique.id}}}
    return {"if": {**named, "required": [StepKey.TECHNIQUE.value]}, "then": then}
