"""The JSON Schema accepts good routine files, and refuses those with mistakes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.files.routines.test_any_content import routines
from tests.files.routines.test_malformed_files import HEAD, MALFORMED, PRESSURE, STEP
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.files.resources import find_resources
from tpsession.files.routines.schema import routine_schema

SCHEMA = routine_schema()


def fits(schema: dict[str, Any], value: object) -> bool:
    """Return whether a value fits a schema; implements only the keywords that the schema uses."""
    unknown = schema.keys() - KEYWORDS.keys() - {"then", "description", "examples", "title", "$schema"}
    assert not unknown, f"not implemented in this test: {unknown}"
    return all(KEYWORDS[word](value, rule, schema) for word, rule in schema.items() if word in KEYWORDS)


TYPES: dict[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}


def _has_no_other_keys(value: dict[str, object], _: object, schema: dict[str, Any]) -> bool:
    return set(value) <= set(schema["properties"])


def _if(value: object, rule: dict[str, Any], schema: dict[str, Any]) -> bool:
    return not fits(rule, value) or fits(schema["then"], value)


KEYWORDS: dict[str, Callable[[Any, Any, dict[str, Any]], bool]] = {
    "type": lambda value, rule, _: TYPES[rule](value),
    "const": lambda value, rule, _: value == rule and type(value) is type(rule),
    "enum": lambda value, rule, _: value in rule,
    "pattern": lambda value, rule, _: bool(re.search(rule, value)),
    "minimum": lambda value, rule, _: bool(value >= rule),
    "maximum": lambda value, rule, _: bool(value <= rule),
    "minItems": lambda value, rule, _: len(value) >= rule,
    "maxItems": lambda value, rule, _: len(value) <= rule,
    "items": lambda value, rule, _: all(fits(rule, item) for item in value),
    "required": lambda value, rule, _: all(key in value for key in rule),
    "properties": lambda value, rule, _: all(fits(rule[key], value[key]) for key in rule if key in value),
    "propertyNames": lambda value, rule, _: all(fits(rule, key) for key in value),
    "additionalProperties": _has_no_other_keys,
    "dependentRequired": lambda value, rule, _: all(
        key not in value or all(other in value for other in others) for key, others in rule.items()
    ),
    "anyOf": lambda value, rule, _: any(fits(schema, value) for schema in rule),
    "oneOf": lambda value, rule, _: sum(fits(schema, value) for schema in rule) == 1,
    "allOf": lambda value, rule, _: all(fits(schema, value) for schema in rule),
    "if": _if,
}


def _fits(text: str) -> bool:
    """Return whether a routine file fits the schema."""
    return fits(SCHEMA, tomllib.loads(text))


def test_the_schema_is_json() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(find_resources().routines.glob("*.toml")), ids=lambda path: path.stem)
def test_the_built_in_routines_fit(path: Path) -> None:
    assert _fits(path.read_text(encoding="utf-8"))


@given(routines())
def test_every_good_routine_fits(content: dict[str, object]) -> None:
    assert fits(SCHEMA, content)


def test_every_technique_has_its_own_rule() -> None:
    rules = SCHEMA["properties"]["steps"]["items"]["allOf"]
    assert [rule["if"]["properties"]["technique"]["const"] for rule in rules] == list(TECHNIQUES)


@pytest.mark.parametrize(
    "content",
    [
        "",
        HEAD,
        HEAD.replace("= 1", "= 2") + STEP,
        HEAD.replace("= 1", "= true") + STEP,
        HEAD.replace("neck", "nekc") + STEP,
        HEAD.replace('"X"', '" "') + STEP,
        HEAD + "steps = []\n",
        HEAD + "extra = 1\n" + STEP,
        HEAD + "have = [1]\n" + STEP,
        HEAD + "defaults = { get_redy = 5 }\n" + STEP,
        HEAD + STEP.replace('"30s"', '"30x"'),
        HEAD + STEP.replace('"30s"', "0"),
        HEAD + STEP.replace('"30s"', "true"),
        HEAD + STEP + "tempo = 12\n",
        HEAD + STEP + "wait = 1\n",
        HEAD + PRESSURE,
        HEAD + PRESSURE + "hold = 30\nduration = 30\n",
        HEAD + PRESSURE + "duration = 30\nrepeat = 2\n",
        HEAD + PRESSURE + "hold = 30\nrepeat = 101\n",
        HEAD + STEP + 'text = ["a"]\n',
        HEAD + 'link = "http://example.org"\n' + STEP,
        HEAD + 'first = "both"\n' + STEP,
        HEAD + 'switch = "sides"\n' + STEP,
        HEAD + STEP + 'sound = "bell.mid"\n',
        HEAD + PRESSURE + "hold = 30\nsay = [1]\n",
        HEAD + '[[steps]]\ntechnique = "strokes"\ncount = 8\nduration = 30\n',
        HEAD + '[[steps]]\ntechnique = "strokes"\ncount = 61\n',
        HEAD + '[[steps]]\ntechnique = "rest"\n',
    ],
)
def test_a_file_with_a_mistake_does_not_fit(content: str) -> None:
    assert not _fits(content)


def test_only_mistakes_that_take_arithmetic_to_find_fit_the_schema() -> None:
    fitting = []
    for name, (content, _) in MALFORMED.items():
        try:
            if _fits(content if isinstance(content, str) else content.decode()):
                fitting.append(name)
        except (ValueError, RecursionError):
            continue
    # A schema can't add up hours, and it would say nothing of what is wrong with massage of no area.
    assert fitting == ["massage and sides without an area", "more than three hours, both sides counted"]
