"""The examples in the documentation are what the program takes and prints today."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import RunCommand
from tests.core.comparison.samples import COMPARISON, as_drawn, day
from tests.docs.examples import TomlExample, has_commands, json_examples, rerun, toml_examples
from tests.docs.generated import DOCS, PARTS, filled, pages, part_names
from tests.store.sample_records import a_checkpoint, a_programme, a_rating, a_record
from tpsession.commands.json_output import (
    comparison_to_json,
    follow_up_to_json,
    schedule_to_json,
    session_to_json,
)
from tpsession.core.comparison.results import compare_pairs
from tpsession.core.comparison.state import follow_comparison
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.programme.schedule import make_schedule
from tpsession.core.settings.definitions import SETTINGS, SettingKind
from tpsession.files.paths import find_paths
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.settings import FileSettings

AGAIN = "bring it up to date: python -m tests.docs"
TOML = [example for page in pages() for example in toml_examples(page.read_text(encoding="utf-8"))]
COMMANDS = DOCS / "commands.md"
SHORT = """
format = 1
name = "Short"
area = "neck"
sides = "left"
[[steps]]
technique = "pressure"
hold = 61
"""
"""A routine with a warning, for a list of routines with every key."""


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def keys(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The keys of a JSON value; of a list those of its first item."""
    if isinstance(value, dict):
        return {key: keys(inner) for key, inner in value.items()}
    return [keys(value[0])] if isinstance(value, list) and value else None


@pytest.fixture
def shapes() -> dict[str, Any]:
    """The JSON examples of the page of commands, by the command that prints them."""
    names = ("routines", "history", "compare", "due", "render", "doctor")
    examples = [json.loads(example) for example in json_examples(text(COMMANDS))]
    return dict(zip(names, examples, strict=True))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_parts_of_a_page_that_come_from_definitions_are_current(page: Path) -> None:
    assert filled(text(page)) == text(page), AGAIN


def test_every_part_that_comes_from_definitions_is_on_one_page() -> None:
    assert sorted(name for page in pages() for name in part_names(text(page))) == sorted(PARTS)


@pytest.mark.parametrize(
    "page", [page for page in pages() if has_commands(text(page))], ids=lambda page: page.name
)
def test_commands_print_what_a_page_shows(page: Path) -> None:
    assert rerun(text(page)) == text(page), AGAIN


@pytest.mark.parametrize("example", [one for one in TOML if "format" in one.text], ids=lambda one: one.name)
def test_a_routine_on_a_page_has_no_mistakes_unless_it_is_shown_for_them(example: TomlExample) -> None:
    # The sound that an example starts a step with.
    sounds = find_paths().sounds
    sounds.mkdir(parents=True)
    (sounds / "bell.wav").touch()
    _, problems = read_routine_text(example.text, "example")

    assert bool(problems) == (example.name == "broken.toml")


@pytest.mark.parametrize("number", range(sum("format" not in one.text for one in TOML)))
def test_settings_on_a_page_have_no_mistakes(number: int, tmp_path: Path) -> None:
    example = [one for one in TOML if "format" not in one.text][number]
    path = tmp_path / "settings.toml"
    path.write_text(example.text, encoding="utf-8")

    assert FileSettings(path).find_problems() == []


def test_the_settings_file_with_every_default_has_every_default(tmp_path: Path) -> None:
    (example,) = toml_examples(text(DOCS / "settings.md"))
    written = {
        (line.partition(" = ")[0], line.partition(" = ")[2])
        for line in example.text.splitlines()
        if " = " in line
    }

    assert {key for key, _ in written} == {
        setting.key for setting in SETTINGS if setting.kind is not SettingKind.KEYS
    }
    path = tmp_path / "settings.toml"
    path.write_text(example.text, encoding="utf-8")
    values = FileSettings(path).load_preferences().values
    assert {setting.name: values[setting.name] for setting in SETTINGS} == {
        setting.name: setting.default for setting in SETTINGS
    }


# JSON


def test_the_routines_have_the_keys_that_are_shown(
    run: RunCommand, home: Path, shapes: dict[str, Any]
) -> None:
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "a-short.toml").write_text(SHORT, encoding="utf-8")

    assert keys(run("routines", "--json").json()) == keys(shapes["routines"])


def test_the_history_has_the_keys_that_are_shown(shapes: dict[str, Any]) -> None:
    record = a_record()._replace(steps=a_checkpoint(60.0).steps, later=(a_rating(),))

    assert keys([session_to_json(record)]) == keys(shapes["history"])


def test_comparisons_have_the_keys_that_are_shown(shapes: dict[str, Any]) -> None:
    state = follow_comparison(COMPARISON, as_drawn(COMPARISON), day(11))

    assert keys([comparison_to_json(state, compare_pairs(state))]) == keys(shapes["compare"])


def test_what_is_due_has_the_keys_that_are_shown(shapes: dict[str, Any]) -> None:
    record = a_record()
    schedule = make_schedule(a_programme(), [], record.started_at.date())
    follow_up = PendingFollowUp(record, timedelta(hours=3))

    assert keys(shapes["due"]) == {
        "programmes": keys([schedule_to_json(schedule)]),
        "later_ratings": keys([follow_up_to_json(follow_up)]),
    }


def test_a_rendered_sessions_list_has_the_keys_that_are_shown(
    run: RunCommand, tmp_path: Path, shapes: dict[str, Any]
) -> None:
    routine = tmp_path / "short.toml"
    routine.write_text(SHORT.replace("61", "1"), encoding="utf-8")
    run("render", str(routine), "-o", str(tmp_path / "short.wav"))

    assert keys(json.loads(text(tmp_path / "short.cues.json"))) == keys(shapes["render"])


def test_the_doctor_has_the_keys_that_are_shown(run: RunCommand, home: Path, shapes: dict[str, Any]) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\n', encoding="utf-8")
    shown = keys(shapes["doctor"])
    found = keys(run("doctor", "--json").json())

    # Nothing is played here.
    assert found | {"sound": found["sound"] | {"played": shown["sound"]["played"]}} == shown
