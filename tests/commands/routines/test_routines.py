"""``routines``: the list, a plan, and the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.safety.screening import STOP_SIGNS_LINE

BUILT_IN = ["classic", "foot", "low-back", "neck", "try-out"]
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


def test_the_built_in_routines_are_listed_with_every_key_of_the_shape(run: Run) -> None:
    shapes = run("routines", "--json").json()
    assert [shape["id"] for shape in shapes] == BUILT_IN
    for shape in shapes:
        assert list(shape) == ["id", "name", "area", "sides", "total_s", "source", "path", "problems"]
        assert (shape["source"], shape["problems"]) == ("built-in", [])
        assert Path(shape["path"]).is_file()
    assert shapes[0]["area"] == "any"


def test_a_persons_own_routine_stands_among_them_with_its_length(run: Run, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND)
    shape = next(shape for shape in run("routines", "--json").json() if shape["id"] == "mine")
    assert (shape["total_s"], shape["source"], shape["sides"]) == (12, "yours", "left")
    assert "mine  Mine  Foot  0:12  (yours)" in run("routines").out


def test_a_persons_setting_to_get_ready_counts_in_the_length(run: Run, home: Path, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND)
    (home / "settings.toml").write_text('[session]\nget_ready = "30s"\n')
    shape = next(shape for shape in run("routines", "--json").json() if shape["id"] == "mine")
    assert shape["total_s"] == 40


def test_a_broken_file_stands_in_its_place_with_its_problems_and_hides_nothing(
    run: Run, folder: Path
) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("circles", "circels"))
    shapes = run("routines", "--json").json()
    assert [shape["id"] for shape in shapes] == sorted([*BUILT_IN, "mine"])
    broken = next(shape for shape in shapes if shape["id"] == "mine")
    assert (broken["name"], broken["total_s"]) == (None, None)
    assert [(problem["line"], problem["severity"]) for problem in broken["problems"]] == [(8, "error")]
    assert "mine.toml:8:" in run("routines").out


def test_check_names_every_problem_and_exits_with_three(run: Run, folder: Path) -> None:
    path = folder / "mine.toml"
    path.write_text(SOUND.replace("circles", "circels").replace('"10s"', '"soon"'))
    done = run("routines", "check", str(path))
    assert done.code == 3
    assert [line.split(": ")[0] for line in done.out.splitlines()] == [f"{path}:8:13", f"{path}:9:12"]
    assert done.err == "1 file checked: 2 errors.\n"
    assert run("routines", "check").code == 3
    path.write_text(SOUND)
    assert run("routines", "check").code == 0


def test_show_prints_every_phase_with_its_start(run: Run) -> None:
    done = run("routines", "show", "classic", "--area", "skull-base", "--side", "left")
    assert done.code == 0
    assert "0:00  Get ready" in done.out
    assert "No strokes with force at the base of the skull" in done.out
    assert "Switch sides" not in done.out


def test_show_prints_what_never_to_press_and_each_sentence_of_care(run: Run) -> None:
    lines = run("routines", "show", "foot").out.splitlines()
    assert "Have at hand: a ball, a chair." in lines
    assert "Never press: the nerve at the inner ankle." in lines
    assert "Never with your full standing weight." in lines
    assert "Skip numb or diabetic feet." in lines
    assert STOP_SIGNS_LINE in lines


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
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
def test_wrong_use_says_what_would_be_right(run: Run, arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.code == code
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_broken_routine_is_not_played_and_its_problems_are_named(run: Run, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("circles", "circels"))
    for arguments in (["play", "mine", "--plain"], ["routines", "show", "mine"]):
        done = run(*arguments)
        assert done.code == 3
        assert "mine.toml:8:13: " in done.err


def test_a_bad_setting_is_named_and_its_default_used(run: Run, home: Path, folder: Path) -> None:
    (folder / "mine.toml").write_text(SOUND.replace("10s", "1s").replace("2s", "1s"))
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\nvolume = 300\nvolum = 3\n')
    done = run("play", "mine", "--plain", "--speed", "60")
    assert done.code == 0
    assert "settings.toml:3:" in done.err
    assert "settings.toml:4:" in done.err
    assert "Session complete." in done.out


def test_schema_prints_a_json_schema_that_knows_every_technique(run: Run) -> None:
    done = run("routines", "schema")
    assert done.code == 0
    assert "https://json-schema.org/draft/2020-12/schema" in done.out
    for word in TECHNIQUES:
        assert f'"{word}"' in done.out
