"""The JSON Schema accepts good routine files, and refuses those with mistakes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tests.files.routines.test_any_content import routines
from tests.files.routines.test_malformed_files import HEAD, MALFORMED, PRESSURE, STEP
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.files.resources import find_resources
from tpsession.files.routines.schema import routine_schema

SCHEMA = routine_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def fits(content: object) -> bool:
    """Return whether the content of a routine file fits the schema, as an independent validator finds."""
    return bool(VALIDATOR.is_valid(content))


def _fits(text: str) -> bool:
    """Return whether a routine file fits the schema."""
    return fits(tomllib.loads(text))


def test_the_schema_is_a_schema_in_json() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(find_resources().routines.glob("*.toml")), ids=lambda path: path.stem)
def test_the_built_in_routines_fit(path: Path) -> None:
    assert _fits(path.read_text(encoding="utf-8"))


@given(routines())
def test_every_good_routine_fits(content: dict[str, object]) -> None:
    assert fits(content)


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
        HEAD + "[[steps]]\nrounds = 3\n",
        HEAD + "[[steps]]\n" + STEP.replace("[[steps]]", "[[steps.steps]]"),
        HEAD + "[[steps]]\nrounds = 21\n" + STEP.replace("[[steps]]", "[[steps.steps]]"),
        HEAD + '[[steps]]\nrounds = 2\ntechnique = "oil"\n' + STEP.replace("[[steps]]", "[[steps.steps]]"),
        HEAD + STEP + 'rest = "5s"\n',
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
    assert fitting == [
        "massage and sides without an area",
        "too many steps in rounds",
        "more than three hours, both sides counted",
    ]
