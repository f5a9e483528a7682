"""The commands ``routines print`` and ``routines add``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.commands.routines.conftest import Answer
from tpsession.files.resources import find_resources

NIGHT = """\
format = 1
name = "At night"  # short
area = "foot"
sides = "left"
[[steps]]
technique = "circles"
duration = "10s"
"""
LATER = NIGHT.replace("10s", "20s")


@pytest.fixture
def night(tmp_path: Path) -> Path:
    path = tmp_path / "at-night.toml"
    path.write_text(NIGHT)
    return path


def test_print_gives_the_file_byte_by_byte(run: RunCommand, own: Path) -> None:
    assert run("routines", "print", "neck").out == (find_resources().routines / "neck.toml").read_text(
        encoding="utf-8"
    )
    own.mkdir(parents=True)
    (own / "broken.toml").write_bytes(b"format = \r\n")
    assert run("routines", "print", "broken").out == "format = \r\n"
    assert run("routines", "print", "nek").code == 2


def test_print_never_controls_a_terminal(run: RunCommand, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.mkdir(parents=True)
    (own / "broken.toml").write_bytes(b"format = 1\nname = '\x1b[31m\xff'\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run("routines", "print", "broken").out == "format = 1\nname = '\ufffd[31m\ufffd'\n"


def test_a_file_is_taken_in_as_it_is(run: RunCommand, own: Path, night: Path) -> None:
    done = run("routines", "add", str(night))
    assert (done.code, done.out) == (0, "")
    assert '"At night": 15 seconds, no mistakes.' in done.err
    assert (own / "at-night.toml").read_text() == NIGHT
    assert run("routines", "add", str(night)).err.endswith("You already have it as at-night.\n")
    assert [path.name for path in own.iterdir()] == ["at-night.toml"]


def test_from_standard_input_the_name_becomes_the_id(run: RunCommand, own: Path, answer: Answer) -> None:
    answer(*NIGHT.splitlines(), attended=False)
    assert run("routines", "add", "-").code == 0
    assert (own / "at-night.toml").read_text() == NIGHT
    answer(*NIGHT.replace("At night", "夜").splitlines())
    done = run("routines", "add", "-")
    assert "Ctrl-D" in done.err
    assert (own / "routine.toml").exists()
    answer(attended=False)
    assert run("routines", "add", "-").code == 2


def test_a_file_name_that_is_no_id_becomes_one(run: RunCommand, own: Path, tmp_path: Path) -> None:
    for name, identifier in (("At Night (2).TOML", "at-night-2"), ("only-rest.toml", "only-rest-2")):
        path = tmp_path / name
        path.write_text(NIGHT)
        assert run("routines", "add", str(path)).code == 0
        assert (own / f"{identifier}.toml").exists()


def test_what_has_mistakes_is_refused_with_their_places(
    run: RunCommand, own: Path, night: Path, answer: Answer
) -> None:
    broken = NIGHT.replace("circles", "circels").replace("10s", "soon")
    night.write_text(broken)
    done = run("routines", "add", str(night))
    assert done.code == 3
    assert [line.split(": ")[0] for line in done.err.splitlines()] == [f"{night}:6:13", f"{night}:7:12"]
    answer(*broken.splitlines(), attended=False)
    assert "standard input:6:13: " in run("routines", "add", "-").err
    assert not own.exists()


def test_warnings_are_shown_and_stop_nothing(run: RunCommand, night: Path) -> None:
    night.write_text(NIGHT.replace("circles", "pressure").replace('duration = "10s"', "hold = 70"))
    done = run("routines", "add", str(night))
    assert done.code == 0
    assert f"{night}:7:8: warning: " in done.err
    assert "2 warnings." in done.err


def test_what_it_would_replace_is_shown_and_kept(
    run: RunCommand, own: Path, night: Path, answer: Answer
) -> None:
    run("routines", "add", str(night))
    night.write_text(LATER)
    answer(attended=False)
    done = run("routines", "add", str(night))
    assert done.code == 2
    assert 'It replaces your routine "At night" (at-night):\n  Steps: 1 of 1 differs\n' in done.err
    assert "--replace" in done.err
    answer("")
    assert run("routines", "add", str(night)).code == 1
    assert (own / "at-night.toml").read_text() == NIGHT
    answer("y")
    assert run("routines", "add", str(night)).code == 0
    assert (own / "at-night.toml").read_text() == LATER
    assert (own / "deleted" / "at-night.1.toml").read_text() == NIGHT
    assert "restoring again" in run("routines", "restore", "at-night").err
    assert (own / "at-night.toml").read_text() == NIGHT


def test_a_built_in_routine_is_replaced_only_on_demand(run: RunCommand, own: Path, tmp_path: Path) -> None:
    path = tmp_path / "foot.toml"
    path.write_text(NIGHT)
    done = run("routines", "add", str(path), "--replace")
    assert done.code == 0
    assert 'It replaces the built-in routine "Foot with a ball" (foot):' in done.err
    assert (own / "foot.toml").read_text() == NIGHT


@pytest.mark.parametrize("name", ["none.toml", ".", "large.toml"])
def test_a_file_that_is_missing_a_folder_or_too_large_is_one_sentence(
    run: RunCommand, own: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "large.toml").write_text(NIGHT + "#" * 256 * 1024)
    done = run("routines", "add", str(tmp_path / name))
    assert done.code == (2 if name == "none.toml" else 1)
    assert len(done.err.splitlines()) == 1
    assert not own.exists()
