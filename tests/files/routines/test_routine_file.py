"""Reading a routine file: what it means, and the messages if it can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpsession.core.catalog.area import CALF, NECK
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.routine import MAX_FILE_BYTES, Routine, Sides, Step
from tpsession.core.catalog.technique import (
    BREATHE,
    LOCATE,
    PRESSURE,
    STROKES,
    WIPE,
    Technique,
)
from tpsession.core.errors import Severity
from tpsession.files.routines.routine_file import read_routine, read_routine_text

HEAD = 'format = 1\nname = "X"\narea = "neck"\nsides = "each"\n'
STEP = '[[steps]]\ntechnique = "oil"\nduration = "30s"\n'
INVALID_ID = "can't be a routine's id; use 1 to 64 of the characters a to z, 0 to 9 and \"-\""


def routine_of(content: str) -> Routine:
    """Return the routine of a file that must have no errors."""
    routine, problems = read_routine_text(content, "x")
    assert routine is not None, problems
    return routine


def test_a_limit_of_the_area_is_a_warning_in_the_line_of_the_words_beside_which_it_is_said() -> None:
    content = HEAD + '[[steps]]\ntechnique = "strokes"\nduration = "30s"\ntext = "The back of it."\n'
    routine, problems = read_routine_text(content, "x")
    assert routine is not None
    assert [(each.line, each.column, each.severity) for each in problems] == [(8, 8, Severity.WARNING)]
    assert NECK.wording_for(STROKES).limit in problems[0].message  # type: ignore[union-attr]
    # Which area it will be is known only at the start; then the limit is shown.
    assert read_routine_text(content.replace('"neck"', '"any"'), "x")[1] == ()


def test_a_file_with_every_key_is_read_completely() -> None:
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

        [programme]
        sessions = 6
        every_days = 2

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
        programme=ProposedProgramme(6, 2),
    )  # fmt: skip


def test_missing_values_come_from_the_technique() -> None:
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


def test_a_step_may_work_on_another_area_and_naming_the_routines_own_changes_nothing() -> None:
    own, other = '[[steps]]\ntechnique = "oil"\nduration = 5\narea = "neck"\n', STEP + 'area = "calf"\n'
    assert [step.area for step in routine_of(HEAD + own + other).steps] == [None, CALF]
    _, problems = read_routine_text(HEAD + STEP + 'area = "any"\n', "x")
    assert [each.line for each in problems] == [8]
    # Its limits are known whatever area is chosen.
    content = HEAD.replace("neck", "any") + STEP.replace("oil", "strokes") + 'area = "jaw"\n' + STEP
    _, problems = read_routine_text(content, "x")
    assert [(each.line, each.severity) for each in problems] == [(6, Severity.WARNING)]


def test_steps_may_be_written_as_a_list_of_inline_tables() -> None:
    text = HEAD + 'defaults.get_ready = 3\nsteps = [\n  { technique = "oil", duration = 5 }, # first\n]\n'
    routine = routine_of(text)
    assert (len(routine.steps), routine.get_ready_s) == (1, 3.0)


def test_texts_may_contain_any_character_and_are_not_changed() -> None:
    text = HEAD + 'summary = "\\u001b[31m [bold] \\u0000 ✋"\n' + STEP + 'text = ""\n'
    routine = routine_of(text)
    assert routine.summary == "\x1b[31m [bold] \x00 ✋"
    assert routine.steps[0].text == ""


def messages_about(path: Path) -> list[str]:
    """Return the messages about a file that can't be used, each with F as its path."""
    routine, problems = read_routine(path)
    assert routine is None
    return [problem.format_with_path("F") for problem in problems]


def test_a_file_is_read_with_its_stem_as_id(tmp_path: Path) -> None:
    (tmp_path / "My-Neck.toml").write_text(HEAD + STEP)
    routine, _ = read_routine(tmp_path / "My-Neck.toml")
    assert routine is not None
    assert routine.id == "my-neck"


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert messages_about(tmp_path / "x.toml") == ["F:1:1: there is no such file"]
    assert "F:1:1: there is no such file: its name contains an invalid character" in messages_about(
        tmp_path / "x\0.toml"
    )


def test_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    assert messages_about(tmp_path / "x.toml") == ["F:1:1: this is a folder; give a TOML file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_reported_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    assert messages_about(tmp_path / "x.toml") == ["F:1:1: this is not a regular file; give a TOML file"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.toml").symlink_to(tmp_path / "x.toml")
    assert messages_about(tmp_path / "x.toml") == [
        "F:1:1: the file can't be read: Too many levels of symbolic links"
    ]


def test_a_file_without_permission_to_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.toml").write_text(HEAD + STEP)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert messages_about(tmp_path / "x.toml") == ["F:1:1: the file can't be read: Permission denied"]


def test_a_file_may_have_256_kib_at_most(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    good = HEAD + STEP + "#"
    path.write_text(good + "x" * (MAX_FILE_BYTES - len(good)))
    assert read_routine(path)[0] is not None
    path.write_text(good + "x" * (MAX_FILE_BYTES - len(good) + 1))
    assert messages_about(path) == ["F:1:1: the file has 262,145 bytes; at most 262,144 are allowed"]
    assert read_routine_text(path.read_text(), "x") == read_routine(path)


@pytest.mark.parametrize(
    ("stem", "message"),
    [
        ("My routine", f'the file name "My routine" {INVALID_ID}, such as my-routine.toml'),
        ("nück", f'the file name "nück" {INVALID_ID}, such as nuck.toml'),
        ("x" * 65, f'the file name "{"x" * 39}…" {INVALID_ID}, such as {"x" * 64}.toml'),
        ("ключ", f'the file name "ключ" {INVALID_ID}'),
        ("CON", 'the file name "CON" is reserved by Windows; choose another'),
        ("com1", 'the file name "com1" is reserved by Windows; choose another'),
        ("nul", 'the file name "nul" is reserved by Windows; choose another'),
    ],
)
def test_a_file_name_that_is_not_a_valid_id_is_reported(stem: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / f"{stem}.toml"
    path.write_text(HEAD + STEP, encoding="utf-8")
    assert messages_about(path) == [f"F:1:1: {message}"]
