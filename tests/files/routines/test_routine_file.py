"""What a routine file means, and what is told of one that can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import MAX_FILE_BYTES, Routine, Sides, Step
from tpsession.core.catalog.technique import (
    BREATHE,
    LOCATE,
    PRESSURE,
    STROKES,
    WIPE,
    Technique,
)
from tpsession.files.routines.routine_file import read_routine, read_routine_text

HEAD = 'format = 1\nname = "X"\narea = "neck"\nsides = "each"\n'
STEP = '[[steps]]\ntechnique = "oil"\nduration = "30s"\n'
NO_ID = "can't be a routine's id; use 1 to 64 of a to z, 0 to 9 and \"-\""


def routine_of(content: str) -> Routine:
    """The routine of a file that has to be good."""
    routine, problems = read_routine_text(content, "x")
    assert routine is not None, problems
    return routine


def test_a_full_file_means_what_it_says() -> None:
    routine = routine_of(
        """
        format = 1
        name = "Upper trapezius, ten minutes"
        area = "neck"
        sides = "each"
        summary = "Loosen the top of the shoulder."
        position = "Sit upright, elbow supported."
        have = ["oil", "towel"]
        avoid = ["front of the neck"]
        sources = ["Hou 2002"]

        [defaults]
        get_ready = "7s"
        countdown = "calm"

        [[steps]]
        technique = "strokes"
        duration = "1m"
        tempo = 6
        sided = false
        text = "Stroke."
        say = ""

        [[steps]]
        technique = "pressure"
        hold = "30s"
        release = "10s"
        repeat = 3
        wait = true
        halfway = true
        """
    )
    assert routine == Routine(
        id="x",
        name="Upper trapezius, ten minutes",
        area=NECK,
        sides=Sides.EACH,
        steps=(
            Step(STROKES, duration_s=60, tempo=6, sided=False, text="Stroke.", say=""),
            Step(
                PRESSURE, hold_s=30, release_s=10, repeat=3, wait=True, halfway=True, sided=True,
                text=PRESSURE.text, say=PRESSURE.phrase,
            ),
        ),
        summary="Loosen the top of the shoulder.",
        position="Sit upright, elbow supported.",
        have=("oil", "towel"),
        avoid=("front of the neck",),
        sources=("Hou 2002",),
        get_ready_s=7,
        countdown=Countdown.CALM,
    )  # fmt: skip


def test_what_a_file_leaves_out_comes_from_the_technique() -> None:
    text = HEAD.replace("neck", "any") + "".join(
        f'[[steps]]\ntechnique = "{name}"\n{time}\n'
        for name, time in [
            ("strokes", "duration = 60"),
            ("breathe", "duration = 60"),
            ("stretch", "hold = 30"),
        ]
    )
    routine = routine_of(text)
    strokes, breathe, stretch = routine.steps
    assert routine.area is None
    assert (routine.get_ready_s, routine.countdown) == (5.0, Countdown.SPOKEN)
    assert (strokes.tempo, strokes.sided, strokes.text) == (STROKES.tempo, True, STROKES.text)
    assert (breathe.inhale_s, breathe.exhale_s, breathe.sided) == (BREATHE.inhale_s, BREATHE.exhale_s, False)
    assert (stretch.release_s, stretch.repeat) == (10.0, 1)


@pytest.mark.parametrize("technique", [LOCATE, WIPE])
def test_locate_and_wipe_without_a_time_are_gates(technique: Technique) -> None:
    step = routine_of(HEAD + STEP + f'[[steps]]\ntechnique = "{technique.id}"\n').steps[1]
    assert step.is_gate
    timed = routine_of(HEAD + STEP + f'[[steps]]\ntechnique = "{technique.id}"\nduration = 20\n').steps[1]
    assert timed.duration_s == 20


def test_steps_may_be_written_as_a_list_of_inline_tables() -> None:
    text = HEAD + 'defaults.get_ready = 3\nsteps = [\n  { technique = "oil", duration = 5 }, # first\n]\n'
    routine = routine_of(text)
    assert (len(routine.steps), routine.get_ready_s) == (1, 3.0)


def test_texts_may_hold_anything_and_stay_as_they_are() -> None:
    text = HEAD + 'summary = "\\u001b[31m [bold] \\u0000 ✋"\n' + STEP + 'text = ""\n'
    routine = routine_of(text)
    assert routine.summary == "\x1b[31m [bold] \x00 ✋"
    assert routine.steps[0].text == ""


def told(path: Path) -> list[str]:
    """What a person reads about a file."""
    routine, problems = read_routine(path)
    assert routine is None
    return [problem.format_with_path("F") for problem in problems]


def test_a_file_is_read_with_its_stem_as_id(tmp_path: Path) -> None:
    (tmp_path / "My-Neck.toml").write_text(HEAD + STEP)
    routine, _ = read_routine(tmp_path / "My-Neck.toml")
    assert routine is not None
    assert routine.id == "my-neck"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert told(tmp_path / "x.toml") == ["F:1:1: there is no such file"]
    assert "F:1:1: there is no such file: its name has a character that no name can have" in told(
        tmp_path / "x\0.toml"
    )


def test_a_folder_is_no_routine(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    assert told(tmp_path / "x.toml") == ["F:1:1: this is a folder; give a TOML file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    assert told(tmp_path / "x.toml") == ["F:1:1: this is no ordinary file; give a TOML file"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.toml").symlink_to(tmp_path / "x.toml")
    assert told(tmp_path / "x.toml") == ["F:1:1: the file can't be read: Too many levels of symbolic links"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.toml").write_text(HEAD + STEP)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert told(tmp_path / "x.toml") == ["F:1:1: the file can't be read: Permission denied"]


def test_a_file_may_have_256_kib_and_no_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    good = HEAD + STEP + "#"
    path.write_text(good + "x" * (MAX_FILE_BYTES - len(good)))
    assert read_routine(path)[0] is not None
    path.write_text(good + "x" * (MAX_FILE_BYTES - len(good) + 1))
    assert told(path) == ["F:1:1: the file has 262,145 bytes; 262,144 are the most"]
    assert read_routine_text(path.read_text(), "x") == read_routine(path)


@pytest.mark.parametrize(
    ("stem", "message"),
    [
        ("My routine", f'the file\'s name "My routine" {NO_ID}, such as my-routine.toml'),
        ("nück", f'the file\'s name "nück" {NO_ID}, such as n-ck.toml'),
        ("x" * 65, f'the file\'s name "{"x" * 39}…" {NO_ID}, such as {"x" * 64}.toml'),
        ("ключ", f'the file\'s name "ключ" {NO_ID}'),
        ("CON", 'the file\'s name "CON" is one that Windows keeps for itself; choose another'),
        ("com1", 'the file\'s name "com1" is one that Windows keeps for itself; choose another'),
        ("nul", 'the file\'s name "nul" is one that Windows keeps for itself; choose another'),
    ],
)
def test_a_name_that_can_be_no_id_is_told(stem: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / f"{stem}.toml"
    path.write_text(HEAD + STEP, encoding="utf-8")
    assert told(path) == [f"F:1:1: {message}"]
