"""Starting the program: the version, help, the paths, and which modules a command imports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tpsession
from tests.commands.conftest import RunCommand
from tpsession.arguments.parser import make_parser
from tpsession.cli import NO_ARGUMENTS

COMMANDS = (
    "play",
    "routines",
    "history",
    "log",
    "programme",
    "due",
    "week",
    "render",
    "doctor",
    "paths",
    "completion",
)


def test_version_and_help_go_to_standard_output(run: RunCommand) -> None:
    assert run("--version").out == f"tpsession {tpsession.__version__}\n"
    shown = run("--help")
    assert shown.code == 0
    for word in (*COMMANDS, "Exit codes"):
        assert word in shown.out


def test_the_version_is_shown_without_reading_the_packages_metadata() -> None:
    program = (
        "import sys\n"
        "from tpsession.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "sys.stdout.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    # From Python 3.14 on, argparse loads dataclasses by itself.
    by_itself = {"dataclasses"} if sys.version_info < (3, 14) else set()
    assert not set(done.stdout.split()) & {"importlib.metadata", "tpsession.core", *by_itself}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: RunCommand, command: str) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert f"usage: tpsession {command}" in shown.out


def test_everything_is_in_the_folder_that_the_variable_names(run: RunCommand, home: Path) -> None:
    paths = dict(line.split("\t") for line in run("paths").out.splitlines())
    assert list(paths) == ["data", "routines", "sounds", "settings", "history", "cache", "log"]
    assert all(Path(path).is_relative_to(home) for path in paths.values())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["routines"],
        ["history", "--json"],
        ["due", "--json"],
        ["due"],
        ["week"],
        ["paths"],
        ["routines", "check"],
        ["doctor", "--json"],
        ["render", "try-out", "-o", "no/folder/a.wav"],
        ["completion", "tcsh"],
    ],
)
def test_a_headless_command_never_loads_textual_asyncio_or_a_sound_library(arguments: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from tpsession.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    imported = set(json.loads(done.stderr.splitlines()[-1]))
    assert "tpsession" in imported
    assert not imported & {"textual", "rich", "asyncio", "miniaudio", "numpy", "filelock"}
    assert ("shtab" in imported) == (arguments[0] == "completion")


def test_the_first_screen_imports_nothing_that_only_others_need() -> None:
    program = (
        "import sys, tpsession.cli, tpsession.commands.play.full_screen, tpsession.tui.app\n"
        "sys.stdout.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    imported = set(done.stdout.split())
    screens = {name for name in imported if re.fullmatch(r"tpsession\.tui\.screens\.\w+\.\w+", name)}
    home = "tpsession.tui.screens.home"
    own = ("home", "reading", "editing_page", "starting_page")
    assert screens == {f"{home}.{module}" for module in own}
    assert not imported & {
        "argparse",
        "sysconfig",
        "tomlkit",
        "tpsession.audio.client.opening",
        "tpsession.audio.client.player",
        "tpsession.core.catalog.area",
        "tpsession.core.history.follow_up",
        "tpsession.core.plan.plan",
        "tpsession.core.safety.screening",
        "tpsession.core.session.engine",
        "tpsession.core.sound.player",
        "tpsession.core.sound.troubleshooting",
        "tpsession.files.routines.routine_file",
        "tpsession.store.history_writer",
        "tpsession.tui.base.overlays",
        "tpsession.tui.widgets.common.line_input",
        "tpsession.core.catalog.utterance",
        "tpsession.core.history.repository",
        "tpsession.tui.widgets.lists.routine_detail",
    }


def test_no_arguments_mean_the_same_with_and_without_the_parser() -> None:
    parsed = make_parser(NO_ARGUMENTS).parse_args([])
    assert vars(parsed) == NO_ARGUMENTS


def test_the_module_can_be_run(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tpsession", "paths"], capture_output=True, text=True, check=True, timeout=60
    )
    assert str(home) in done.stdout


def test_a_closed_pipe_is_not_reported_as_an_error() -> None:
    reader = "import sys; sys.stdout.write(sys.stdin.readline())"
    command = [sys.executable, "-m", "tpsession", "routines", "show", "neck"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        first = subprocess.run(
            [sys.executable, "-c", reader], stdin=program.stdout, capture_output=True, text=True, check=True
        )
        _, errors = program.communicate(timeout=60)
    assert first.stdout.count("\n") == 1
    assert errors == ""


@pytest.mark.parametrize("can_write", [True, False])
def test_a_fault_of_the_program_is_told_in_two_lines_and_written_into_the_log(
    run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch, *, can_write: bool
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr("tpsession.commands.system.paths.show", fail)
    log = home / "tpsession.log"
    if not can_write:
        log.mkdir(parents=True)
    done = run("paths")
    assert done.code == 1
    first, second = done.err.splitlines()
    assert first == "tpsession: Sorry, the program has a fault and had to stop."
    if can_write:
        assert second == f"The details are in {log}."
        assert "ZeroDivisionError: nothing to divide by" in log.read_text()
        assert log.read_text().startswith(f"tpsession {tpsession.__version__}, Python ")
    else:
        assert second.endswith("ZeroDivisionError: nothing to divide by")


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", "--area", "\x1b[31mneck", "--before", "3"],
        ["history", "--since", "\x9b31m"],
        ["play", "\x1b]0;title\x07", "--plain"],
        ["routines", "show", "./\x1b[31m.toml"],
        ["render", "try-out", "-o", "\x1b[31m/a.wav"],
        ["\x1b[31m"],
    ],
)
def test_what_an_argument_holds_never_controls_the_terminal(run: RunCommand, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code in {2, 3}
    assert "\ufffd" in done.err or "\\x" in done.err
    assert not any(character != "\n" and not character.isprintable() for character in done.out + done.err)


def test_a_home_with_line_breaks_and_escapes_is_shown_safely(
    run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPSESSION_HOME", f"{home}/a\n\x1b[31mb")
    shown = run("paths").out
    assert len(shown.splitlines()) == 7
    assert "a \ufffd[31mb" in shown
    (home / "a\n\x1b[31mb" / "history.sqlite").mkdir(parents=True)
    error = run("log", "--area", "foot", "--before", "3").err
    assert "a \ufffd[31mb" in error
    assert len(error.splitlines()) == 1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows takes its time zone from elsewhere")
@pytest.mark.parametrize(
    "arguments",
    [
        ["history"],
        ["history", "--since", "3d"],
        ["log", "--area", "neck", "--before", "3"],
        ["log", "--area", "neck", "--before", "3", "--at", "18:30"],
        ["doctor"],
        ["due"],
        ["week"],
        ["programme", "neck"],
        ["play", "neck", "--plain"],
    ],
)
def test_a_time_zone_that_is_none_is_one_sentence(
    run: RunCommand, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("TZ", "AAA99")
    time.tzset()
    try:
        done = run(*arguments)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert done.code == 1
    assert done.err.startswith("tpsession: The time zone of this machine can't be used")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["play", "nope", "--plain"], ["play", "neck", "--plain"]])
def test_a_home_that_can_not_be_reached_is_no_fault(
    run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    # A name that no system takes fails as a folder without permission does, for root too.
    monkeypatch.setenv("TPSESSION_HOME", str(home / ("n" * 300)))
    done = run(*arguments)
    assert done.code in {2, 4}
    assert "fault" not in done.err


def test_help_is_as_wide_as_the_terminal(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda _descriptor: os.terminal_size((60, 24)))
    assert max(map(len, run("history", "--help").out.splitlines())) <= 60
