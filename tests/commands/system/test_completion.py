"""The command ``completion``: the scripts complete what the command line takes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import FELT_PLACES, PLACES
from tpsession.files.resources import find_resources

SHELLS = ("bash", "zsh", "fish", "tcsh")
BASH_CALL = """
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()
_shtab_tpsession
echo "${{COMPREPLY[*]}}"
"""
BUILT_IN = sorted(path.stem for path in find_resources().routines.glob("*.toml"))


def complete_in_bash(script: str, folder: Path, *lines: str) -> list[list[str]]:
    """Load the script in bash; for each command line return what the tab key offers for its last word."""
    calls = "".join(
        BASH_CALL.format(words=" ".join(shlex.quote(word) for word in line.split(" "))) for line in lines
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", f'set -u\neval "$SCRIPT"\n{calls}'],
        env={"PATH": "/usr/bin:/bin", "SCRIPT": script},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return [line.split() for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has bash 3.2, Windows has none")
def test_in_bash_the_tab_key_offers_commands_options_and_values(run: RunCommand, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    (folder / "drafts").mkdir(parents=True)
    (folder / "drafts" / "one.toml").touch()
    (folder / "drafts" / "one.txt").touch()
    expected = {
        "tpsession p": ["play", "progress", "programme", "paths"],
        "tpsession --plain ": [
            *("play", "where", "routines", "history", "progress", "log", "edit", "delete", "undo"),
            *("programme", "compare", "due", "week"),
            *("report", "backup", "restore", "export", "import", "render", "doctor", "paths", "completion"),
        ],
        "tpsession play --n": ["--no-save"],
        "tpsession play ": [*BUILT_IN, "drafts"],
        "tpsession play drafts/": ["drafts/one.toml"],
        "tpsession play classic --area ": list(AREAS),
        "tpsession where ": list(FELT_PLACES),
        "tpsession play neck --place ": list(PLACES),
        "tpsession history --side ": ["left", "right", "both", "none"],
        "tpsession log --before ": [str(number) for number in range(11)],
        "tpsession history --routine ": BUILT_IN,
        "tpsession routines ": [
            *("show", "new", "edit", "copy", "check", "delete", "restore", "print", "add", "schema"),
        ],
        "tpsession routines show n": ["neck"],
        "tpsession routines check drafts/one.toml drafts/": ["drafts/one.toml"],
        "tpsession render neck -o drafts/one.t": ["drafts/one.toml", "drafts/one.txt"],
        "tpsession completion ": list(SHELLS),
    }
    offered = complete_in_bash(run("completion", "bash").out, folder, *expected)
    assert [sorted(words) for words in offered] == [sorted(words) for words in expected.values()]


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("zsh") is None, reason="zsh isn't installed")
def test_in_zsh_the_tab_key_completes_an_option_an_area_and_each_of_several_files(
    run: RunCommand, tmp_path: Path
) -> None:
    import pexpect

    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").touch()
    (tmp_path / "two.txt").touch()
    (tmp_path / "script").write_text(run("completion", "zsh").out, encoding="utf-8")
    zsh = pexpect.spawn("zsh -f -i", cwd=str(tmp_path), env={**os.environ, "TERM": "dumb"}, encoding="utf-8")
    try:
        # In the program's place: zsh shows a completed line in pieces, but runs it whole.
        zsh.sendline("tpsession() { print -r 'was given:' $* '.'; }; autoload -Uz compinit; compinit -D -u")
        zsh.sendline('eval "$(cat script)"')
        for typed, completed in (
            ("play classic --ar\tca\t", "play classic --area calf"),
            ("play tr\t", "play try-out"),
            ("routines check one.toml tw\t", "routines check one.toml two.toml"),
        ):
            zsh.send(f"tpsession {typed}\r")
            zsh.expect_exact(f"was given: {completed} .", timeout=30)
    finally:
        zsh.close(force=True)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish isn't installed")
def test_in_fish_the_tab_key_offers_commands_areas_and_routine_files(run: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(run("completion", "fish").out, encoding="utf-8")
    (tmp_path / "night.toml").touch()
    expected = {
        "tpsession p": ["paths", "play", "programme", "progress"],
        "tpsession play n": ["neck", "night.toml"],
        "tpsession play classic --area ca": ["calf"],
        "tpsession routines check n": ["night.toml"],
    }
    for line, words in expected.items():
        done = subprocess.run(
            ["fish", "--no-config", "-c", 'source script; complete -C "$argv[1]"', line],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        offered = [each.partition("\t")[0] for each in done.stdout.splitlines()]
        assert sorted(offered) == words


@pytest.mark.parametrize("shell", SHELLS)
def test_every_script_has_all_commands_areas_and_routines(run: RunCommand, shell: str) -> None:
    done = run("completion", shell)
    assert (done.code, done.err) == (0, "")
    words = set(done.out.replace("(", " ").replace(")", " ").replace("'", " ").replace(":", " ").split())
    assert {"play", "routines", "check", "history", "render", "doctor", *AREAS, *BUILT_IN} <= words


@pytest.mark.parametrize(
    ("shell", "load"),
    [
        ("bash", ["bash", "-n"]),
        ("zsh", ["zsh", "-n"]),
        ("fish", ["fish", "--no-config"]),
        ("tcsh", ["tcsh", "-f"]),
    ],
)
def test_each_shell_can_read_its_script(run: RunCommand, tmp_path: Path, shell: str, load: list[str]) -> None:
    if shutil.which(load[0]) is None:
        pytest.skip(f"{load[0]} isn't installed")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).out, encoding="utf-8")
    done = subprocess.run([*load, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_your_own_routines_are_offered_but_no_file_name_that_a_shell_could_run(
    run: RunCommand, home: Path
) -> None:
    folder = home / "routines"
    folder.mkdir(parents=True)
    text = (Path(__file__).parents[3] / "routines" / "neck.toml").read_text(encoding="utf-8")
    for name in ("mine", "$(reboot)", "it's"):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "broken.toml").write_text("format = ", encoding="utf-8")
    for shell in SHELLS:
        script = run("completion", shell).out
        assert "low-back mine neck" in script
        assert "reboot" not in script
        assert "it's" not in script
        assert "broken" not in script


def test_an_unknown_shell_is_told_which_there_are(run: RunCommand) -> None:
    done = run("completion", "ksh")
    assert (done.code, done.out) == (2, "")
    assert all(shell in done.err for shell in ("ksh", *SHELLS))


def test_the_help_says_how_to_use_it(run: RunCommand) -> None:
    assert 'eval "$(tpsession completion bash)"' in run("completion", "--help").out
