"""What may be typed at a place in a routine file, with a sentence for each: keys, words and headings.

All of it comes from the JSON Schema of routine files, so that a new key appears by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tpsession.core.catalog.area import ANY_AREA_ID, AREAS
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.routine_editing.toml_lines import (
    PartKind,
    TomlLine,
    TomlPart,
    find_heading,
    heading_of,
    key_of,
    part_at,
    table_rows,
)
from tpsession.core.text.formatting import describe_area

Schema = Mapping[str, Any]
"""A JSON Schema, or a part of one."""

_MEANINGS: dict[str, dict[str, str]] = {
    "technique": {
        technique.id: f"{technique.name}. {technique.text}".strip() for technique in TECHNIQUES.values()
    },
    "area": {
        **{area.id: area.name for area in AREAS.values()},
        NO_AREA.id: "Breathing and relaxation alone: nothing is massaged.",
        ANY_AREA_ID: f"{describe_area(None)}: the program asks for it.".capitalize(),
    },
}
"""What words mean, by key."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be typed."""

    text: str
    """What replaces the part that was typed so far."""
    sentence: str
    """What it is, or empty."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be typed at one place."""

    start: int
    """The column, from 0, of the part that is replaced."""
    end: int
    """The column behind that part."""
    candidates: tuple[Candidate, ...]
    """In the order of the definitions."""
    hint: str = ""
    """What the value of the key in this line is, in a sentence; empty outside a value."""


def complete(lines: Sequence[TomlLine], row: int, column: int, schema: Schema) -> Completion:
    """Return what may be typed at a column of a row, to replace the part of the line there.

    Within a heading these are headings, behind the equals sign of a key they are its values, and in an empty
    row, or where a key stands, they are keys. Anywhere else nothing is returned, such as in a comment or in a
    row where a value from above goes on. What was typed already narrows them down, as `_filtered` says.

    Args:
        lines: All lines of the file.
        row: The row, from 0.
        column: The column, from 0.
        schema: That of the whole file.

    """
    line = lines[row]
    part = part_at(line, column)
    kind = None if part is None else part.kind
    if line.begins.is_value or kind is PartKind.COMMENT:
        return Completion(column, column, ())
    table = _table_schema(lines, row, schema)
    key = key_of(line)
    if part is not None and kind is PartKind.HEADING:
        here = {heading_of(each) for number, each in enumerate(lines) if number != row}
        headings = (each for each in _headings(schema) if each.text.startswith("[[") or each.text not in here)
        return _filtered(line, part, column, headings)
    if key and column > _find_equals_sign(line):
        return _complete_value(line, part, column, key, table.get("properties", {}).get(key, {}))
    candidates = list(_keys(lines, row, table))
    if part is not None and kind is PartKind.KEY:
        if key:
            # Its sign and its value stand there already.
            candidates = [Candidate(each.text.removesuffix(" = "), each.sentence) for each in candidates]
        return _filtered(line, part, column, candidates)
    return Completion(column, column, () if line.text.strip() else tuple(candidates))


def _filtered(line: TomlLine, part: TomlPart, column: int, candidates: Iterable[Candidate]) -> Completion:
    """Return the candidates that begin with what was typed, to replace a part of the line.

    If none does, these are the candidates that contain it. If none does that either, they are those with a
    similar spelling. If the part is one whole candidate already, all others are returned, because the person
    may want another one.

    Args:
        line: The line.
        part: The part to replace.
        column: The cursor's, from 0. What is before it in the part counts as typed; the whole part if that is
            nothing, or only a quote.
        candidates: All that may be here.

    """
    whole = _plain(line.text[part.start : part.end])
    # At its beginning, nothing was typed yet: it was there before, perhaps with a slip.
    typed = _plain(line.text[part.start : column]) or whole
    by_word = {_plain(each.text): each for each in candidates}
    if by_word.pop(whole, None) is None:
        fitting = [word for word in by_word if word.startswith(typed)]
        fitting = fitting or [word for word in by_word if typed in word]
        fitting = fitting or get_close_matches(typed, by_word)
        by_word = {word: by_word[word] for word in fitting}
    return Completion(part.start, part.end, tuple(by_word.values()))


def _plain(text: str) -> str:
    """Return a word as it is compared: in lower case, without quotes at its ends or `` = `` after it."""
    return text.removesuffix(" = ").strip("\"'").casefold()


def _find_equals_sign(line: TomlLine) -> int:
    """Return the column of the equals sign in a line with a key and a value."""
    key = next(part for part in line.parts if part.kind is PartKind.KEY)
    return line.text.index("=", key.end)


def _complete_value(
    line: TomlLine, part: TomlPart | None, column: int, key: str, value: Schema
) -> Completion:
    """Return which values may be typed at a column, for the key of a line, and a hint that describes the key.

    Args:
        line: The line.
        part: The part of the line at the column; None if there is none.
        column: The cursor's, from 0.
        key: The key.
        value: The schema of the key.

    """
    hint = describe_value(value)
    words = _list_values(key, value)
    if part is None:
        return Completion(column, column, tuple(words), hint)
    found = _filtered(line, part, column, words)
    return Completion(found.start, found.end, found.candidates, hint)


def _list_values(key: str, value: Schema) -> Iterator[Candidate]:
    """Yield the values that the schema of a key lists, as they are typed in TOML.

    These are true and false, a constant, or the words of a choice in quotes. Nothing for a key with any
    number or text.
    """
    if value.get("type") == "boolean":
        yield from (Candidate("true", "Yes."), Candidate("false", "No."))
    elif "const" in value:
        yield Candidate(str(value["const"]), "")
    for word in value.get("enum", ()):
        yield Candidate(f'"{word}"', _MEANINGS.get(key, {}).get(word, ""))


def _headings(schema: Schema) -> Iterator[Candidate]:
    """Yield the headings of the tables that a routine file may have, such as ``[[steps]]``."""
    for key, value in schema["properties"].items():
        if value.get("type") == "object":
            yield Candidate(f"[{key}]", value.get("description", ""))
        elif _is_table_list(value):
            yield Candidate(f"[[{key}]]", value.get("description", ""))
            for inner, each in value["items"].get("properties", {}).items():
                if _is_table_list(each):
                    yield Candidate(f"[[{key}.{inner}]]", each.get("description", ""))


def _keys(lines: Sequence[TomlLine], row: int, table: Schema) -> Iterator[Candidate]:
    """Yield the keys that may stand in a row.

    These are keys that the table of the row may have, and that none of its other rows has. Keys that are
    written as headings aren't among them.
    """
    rows = [number for number in table_rows(lines, row) if number != row]
    present = {key_of(lines[number]) for number in rows}
    allowed = _allowed_keys(lines, rows, table)
    for key, value in table.get("properties", {}).items():
        if key not in present and key in allowed and not _is_table(value):
            yield Candidate(f"{key} = ", value.get("description", ""))


def _is_table_list(value: Schema) -> bool:
    """Return whether a key is a list of tables, each below its own ``[[key]]``. value: the key's schema."""
    return bool(value.get("items", {}).get("type") == "object")


def _is_table(value: Schema) -> bool:
    """Return whether a key is written as a heading, ``[key]`` or ``[[key]]``. value: the key's schema."""
    return value.get("type") == "object" or _is_table_list(value)


def _allowed_keys(lines: Sequence[TomlLine], rows: Sequence[int], table: Schema) -> frozenset[str]:
    """Return every key that a table may have.

    Which these are depends on the keys that it has already: on the technique of a step, or on keys of rounds.

    Args:
        lines: All lines of the file.
        rows: The rows of the table whose keys it has already.
        table: The schema of the table.

    """
    given = {key_of(lines[number]): _plain_value(lines[number]) for number in rows}
    if any(each["required"][0] in given for each in table.get("if", {}).get("anyOf", ())):
        return frozenset(table["then"]["propertyNames"]["enum"])
    for rule in table.get("allOf", ()):
        conditions = rule.get("if", {}).get("properties", {})
        if conditions and all(given.get(key) == value.get("const") for key, value in conditions.items()):
            return frozenset(rule["then"].get("propertyNames", {}).get("enum", ()))
    return frozenset(table.get("properties", ()))


def _plain_value(line: TomlLine) -> str:
    """Return the value in a line without its quotes.

    Empty if there is no value, or if there are several, as in a list.
    """
    values = [part for part in line.parts if part.kind in {PartKind.TEXT, PartKind.VALUE}]
    return line.text[values[0].start : values[0].end].strip("\"'") if len(values) == 1 else ""


def _table_schema(lines: Sequence[TomlLine], row: int, schema: Schema) -> Schema:
    """Return the schema of the table that a row belongs to; an empty schema if the table isn't in the schema.

    A row above the first heading belongs to the whole file. schema: that of the whole file.
    """
    heading = find_heading(lines, row)
    if heading is None:
        return schema
    items: Schema = schema
    for name in heading_of(lines[heading]).strip("[] \t").split("."):
        value: Schema = items.get("properties", {}).get(name.strip(" \t\"'"), {})
        items = value.get("items", value)
    return items


def describe_value(value: Schema) -> str:
    """Return the description of a key and the limits of its number; empty if its schema has neither."""
    sentence = str(value.get("description", ""))
    choices = value.get("anyOf", (value,))
    limits = next((each for each in choices if "minimum" in each), None)
    if limits is None:
        return sentence
    unit = " seconds" if "anyOf" in value else ""
    return f"{sentence} From {limits['minimum']:g} to {limits['maximum']:g}{unit}.".strip()
