"""The command ``routines``: the list, one routine's plan, and the check of files."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tpsession.clock import SystemClock
from tpsession.core.catalog.area import FOOT
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.plan.light_only import LIGHT_ONLY
from tpsession.core.safety.screening import describe_stop_signs
from tpsession.files.resources import find_resources
from tpsession.store.history import open_history

BUILT_IN = sorted(path.stem for path in find_resources().routines.glob("*.toml"))
SOUND = """\
format = 1
name = "Mine"
area = "foot"
sides = "left"
[defaults]
get_ready = "2s"
[[steps]]
technique = "circles"
duration = "10s"
"""


@pytest.fixture
def folder(home: Path) -> Path:
    routines = home / "routines"
    routines.mkdir(parents=True)
    return routines


def test_the_built_in_routines_are_listed_with_every_key_of_the_json_format(run: RunCommand) -> None:
    listed = run("routines", "--json").json()
    assert [routine["id"] for routine in listed] == BUILT_IN
    for routine in listed:
        assert list(routine) == ["id", "name", "area", "sides", "total_s", "source", "path", "problems"]
        assert (routine["source"], routine["problems"]) == ("built-in", [])
        assert Path(routine["path"]).is_file()
    assert {routine["id"]: routine["area"] for routine in listed}["classic"] == "any"


def test_a_persons_own_routine_is_listed_with_its_length(run: RunCommand, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND)
    routine = next(routine for routine in run("routines", "--json").json() if routine["id"] == "mine")
    assert (routine["total_s"], routine["source"], routine["sides"]) == (12, "yours", "left")
    assert "mine  Mine  Foot  0:12  (yours)" in run("routines").out
    assert "Mine, 12 seconds, id mine." in run("routines", "--plain").out.splitlines()


def test_the_persons_own_time_to_get_ready_counts_in_the_length(
    run: RunCommand, home: Path, folder: Path
) -> None:
    (folder / "mine.toml").write_text(SOUND)
    (home / "settings.toml").write_text('[session]\nget_ready = "30s"\n')
    routine = next(routine for routine in run("routines", "--json").json() if routine["id"] == "mine")
    assert routine["total_s"] == 40


def test_a_file_with_errors_is_listed_with_its_problems_and_hides_no_other(
    run: RunCommand, folder: Path
) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("circles", "circels"))
    listed = run("routines", "--json").json()
    assert [routine["id"] for routine in listed] == sorted([*BUILT_IN, "mine"])
    broken = next(routine for routine in listed if routine["id"] == "mine")
    assert (broken["name"], broken["total_s"]) == (None, None)
    assert [(problem["line"], problem["severity"]) for problem in broken["problems"]] == [(8, "error")]
    assert "mine.toml:8:" in run("routines").out
    assert "mine can't be played:" in run("routines", "--plain").out


def test_check_names_every_problem_and_exits_with_three(run: RunCommand, folder: Path) -> None:
    path = folder / "mine.toml"
    path.write_text(SOUND.replace("circles", "circels").replace('"10s"', '"soon"'))
    done = run("routines", "check", str(path))
    assert done.code == 3
    assert [line.split(": ")[0] for line in done.out.splitlines()] == [f"{path}:8:13", f"{path}:9:12"]
    assert done.err == "1 file checked: 2 errors.\n"
    assert run("routines", "check").code == 3
    path.write_text(SOUND)
    assert run("routines", "check").code == 0


def test_show_prints_every_phase_with_its_start(run: RunCommand) -> None:
    done = run("routines", "show", "classic", "--area", "skull-base", "--side", "left")
    assert done.code == 0
    assert "0:00  Get ready" in done.out
    assert "No forceful strokes at the base of the skull" in done.out
    assert "Switch sides" not in done.out


def test_show_prints_what_never_to_press_and_every_caution(run: RunCommand) -> None:
    lines = run("routines", "show", "foot").out.splitlines()
    assert "You'll need: a tennis ball, a chair, keyboard in reach." in lines
    assert "Never press: the nerve at the inner ankle." in lines
    assert "Never stand on the ball with your full weight." in lines
    assert "Not for numb or diabetic feet." in lines
    assert describe_stop_signs((FOOT,)) in lines


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["routines", "show", "clasic", "--area", "foot"], 2, "classic"),
        (["routines", "show", "classic"], 2, "--area"),
        (["routines", "show", "foot", "--area", "neck"], 2, "is for the area foot"),
        (["routines", "show", "./none.toml"], 2, "none.toml"),
        (["play", "classic", "--plain"], 2, "--area"),
        (["play", "neck", "--plain", "--speed", "100"], 2, "from 0.5 to 60"),
        (["play", "neck", "--plain", "--speed", "nan"], 2, "from 0.5 to 60"),
        (["play", "neck", "--plain", "--speed", "fast"], 2, "from 0.5 to 60"),
        (["play", "foot", "--plain", "--side", "none"], 2, 'no side "none"'),
        (["play"], 2, "ROUTINE"),
        (["dance"], 2, "dance"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    run: RunCommand, arguments: list[str], code: int, message: str
) -> None:
    done = run(*arguments)
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_broken_routine_is_not_played_and_its_problems_are_named(run: RunCommand, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("circles", "circels"))
    for arguments in (["play", "mine", "--plain"], ["routines", "show", "mine"]):
        done = run(*arguments)
        assert done.code == 3
        assert "mine.toml:8:13: " in done.err


def test_a_bad_setting_is_named_and_its_default_used(run: RunCommand, home: Path, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("10s", "1s").replace("2s", "1s"))
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\nvolume = 300\nvolum = 3\n')
    done = run("play", "mine", "--plain", "--speed", "60")
    assert done.code == 0
    assert "settings.toml:3:" in done.err
    assert "settings.toml:4:" in done.err
    assert "Session complete." in done.out


def test_schema_prints_a_json_schema_that_has_every_technique(run: RunCommand) -> None:
    done = run("routines", "schema")
    assert done.code == 0
    assert "https://json-schema.org/draft/2020-12/schema" in done.out
    for word in TECHNIQUES:
        assert f'"{word}"' in done.out


def test_a_clinicians_word_that_only_light_massage_is_all_right_counts_in_commands_too(
    home: Path, run: RunCommand, tmp_path: Path
) -> None:
    before = run("routines", "show", "neck").out
    clock = SystemClock()
    with closing(open_history(home / "history.sqlite", clock)) as history:
        history.save_screening_time(clock.local_time(), light_only=True)
    shown = run("routines", "show", "neck").out
    assert "Sustained pressure" in before
    assert "Sustained pressure" not in shown
    assert f"Limit: {LIGHT_ONLY}" in shown
    assert LIGHT_ONLY in run("routines", "show", "neck", "--as-text").out
    assert run("render", "try-out", "-o", str(tmp_path / "light.wav")).code == 0
    assert "Sustained pressure" not in (tmp_path / "light.cue").read_text()
