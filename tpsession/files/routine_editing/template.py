"""Makes the text of a new routine, with comments that say what else it may have.

Keys, words and their sentences come from the schema and the techniques, so that new ones appear here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tpsession.core.catalog.area import ANY_AREA_ID, Area
from tpsession.core.catalog.routine import FORMAT, HOLD_LIMIT_S, Sides
from tpsession.core.catalog.technique import COMMON_KEYS, TECHNIQUES, Pacing, StepKey, Technique
from tpsession.core.routine_editing.port import NewStep
from tpsession.core.routine_editing.usual_steps import USUAL_TECHNIQUES
from tpsession.files.routine_editing.content import SCHEMA_LINE
from tpsession.files.routines.keys import REQUIRED, FileKey
from tpsession.files.routines.schema import routine_schema
from tpsession.files.toml.duration import format_duration

_USUAL_HOLDS = 3
_TABLES = (FileKey.DEFAULTS, FileKey.PROGRAMME, FileKey.STEPS)
_COMMENT_COLUMN = 33
"""Where a comment behind a value begins, as in the built-in files."""
_Schema = Mapping[str, Any]


def write_template(name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep] = ()) -> str:
    """Return the text of a routine file without errors, with comments that say what else it may have.

    Args:
        name: The name of the routine; not blank.
        area: Its area, or None for any. If it is `NO_AREA`, `sides` must be none and `steps` be given.
        sides: How it treats left and right.
        steps: Its steps, which must be right and aren't changed for the area, although a missing release is
            filled in; if there are none, the usual ones, made safe for the area.

    """
    schema = routine_schema()
    keys = schema["properties"]
    values = {
        FileKey.FORMAT: str(FORMAT),
        FileKey.NAME: toml_string(name),
        FileKey.AREA: toml_string(ANY_AREA_ID if area is None else area.id),
        FileKey.SIDES: toml_string(sides.value),
    }
    optional = [key for key in FileKey if key not in REQUIRED and key not in _TABLES]
    lines = [
        SCHEMA_LINE,
        "# A routine of your own. A line that begins with # is a note; to use a key in one, take its # away.",
        "",
        *(_format_line(key, values[key], keys[key]) for key in FileKey if key in values),
        f"# areas: {' '.join(keys[FileKey.AREA]['enum'])}",
        *(_format_line(f"# {key}", _example(keys[key]), keys[key]) for key in optional),
        "",
        *_optional_table(FileKey.DEFAULTS, keys),
        *_optional_table(FileKey.PROGRAMME, keys),
        *_steps_explained(keys[FileKey.STEPS]["items"]["properties"]),
    ]
    for step in steps or _usual_steps(area):
        lines += ["[[steps]]", *_step_lines(step), ""]
    return "\n".join(lines[:-1]) + "\n"


def _usual_steps(area: Area | None) -> Iterator[NewStep]:
    """Yield the usual steps, with techniques and holds that are safe in `area`; for None unchanged."""
    for step in map(_make_usual_step, USUAL_TECHNIQUES):
        if area is None:
            yield step
            continue
        hold_s = min(step.technique.duration_s, area.longest_hold_s or HOLD_LIMIT_S)
        technique = area.played_technique(step.technique)
        yield replace(step, technique=technique, hold=format_duration(hold_s) if step.hold else "")


def _make_usual_step(technique: Technique) -> NewStep:
    """Return a step of a technique with its usual time.

    A technique of holds gets `_USUAL_HOLDS` of them, and one that can wait for the person gets no time.
    """
    usual = format_duration(technique.duration_s)
    if technique.pacing is Pacing.HOLD:
        return NewStep(technique, hold=usual, repeat=_USUAL_HOLDS)
    return NewStep(technique, duration="" if technique.waits else usual)


def toml_string(text: str) -> str:
    """Return a text as TOML writes it in quotes.

    TOML can't hold halves of surrogate pairs, so each becomes one or more U+FFFD.
    """
    import json  # noqa: PLC0415 - only needed here

    whole = text.encode(errors="surrogatepass").decode(errors="replace")
    # The escapes of JSON are those of TOML, which also wants one for the character "delete".
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _format_line(key: str, value: str, schema: _Schema) -> str:
    """Return a line of the file, with a comment that says what the key is and, if they are few, its choices.

    value: as TOML writes it. schema: of the key.
    """
    words = schema.get("enum", ())
    sentence = schema.get("description", "")
    # The areas are too many for one line.
    choices = f" {' | '.join(words)}" if 1 < len(words) <= 6 else ""
    return f"{f'{key} = {value}':<{_COMMENT_COLUMN - 1}} # {sentence}{choices}"


def _example(schema: _Schema) -> str:
    """Return a value that a key with this schema may have, as TOML writes it; the person replaces it."""
    for key in ("enum", "examples"):
        if key in schema:
            return toml_string(schema[key][0])
    kinds = {"array": "[]", "boolean": "true", "string": '""'}
    kind = schema.get("type", "")
    return kinds[kind] if kind in kinds else str(schema.get("minimum", '"5s"'))


def _optional_table(table: FileKey, keys: _Schema) -> Iterable[str]:
    """Yield the lines of a table of the file, all as comments, with an example for each key."""
    yield f"# [{table}]"
    for key, schema in keys[table]["properties"].items():
        yield _format_line(f"# {key}", _example(schema), schema)
    yield ""


def _steps_explained(schema: Mapping[str, _Schema]) -> Iterable[str]:
    """Yield the lines of the comment above the steps: each technique's own keys, and what every key means."""
    yield "# The steps in order, each under [[steps]] in two brackets. Techniques, and what each may have:"
    for technique in TECHNIQUES.values():
        own = " ".join(key for key in StepKey if key in technique.step_keys - COMMON_KEYS)
        yield f"#   {technique.id:<10} {own}"
    yield "# What these are, and what every step may have:"
    for key, described in schema.items():
        yield f"#   {key:<10} {described.get('description', '')}"
    yield ""


def _step_lines(step: NewStep) -> Iterable[str]:
    """Yield the lines of a step, below its ``[[steps]]``."""
    yield f"{StepKey.TECHNIQUE} = {toml_string(step.technique.id)}"
    if step.duration:
        yield f"{StepKey.DURATION} = {toml_string(step.duration)}"
    if step.hold:
        yield f"{StepKey.HOLD} = {toml_string(step.hold)}"
    if step.text:
        yield f"{StepKey.TEXT} = {toml_string(step.text)}"
    if step.hold and step.repeat > 1:
        yield f"{StepKey.RELEASE} = {toml_string(step.release or format_duration(step.technique.release_s))}"
        yield f"{StepKey.REPEAT} = {step.repeat}"
