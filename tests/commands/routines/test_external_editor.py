"""Which editor is opened, and with which arguments."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tpsession.commands.routines.external_editor import ExternalEditor, find_editor, split_command
from tpsession.core.errors import TpsessionError


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names of the programs that are installed, which a test may change."""
    names = {"editor", "nano", "notepad", "code", "vi"}
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name in names else None)
    return names


def test_visual_comes_before_editor_and_an_empty_variable_counts_as_none(installed: set[str]) -> None:
    assert find_editor({"VISUAL": "code --wait", "EDITOR": "nano"}).command == ("/bin/code", "--wait")
    assert find_editor({"VISUAL": " ", "EDITOR": "nano"}).command == ("/bin/nano",)
    assert not find_editor({"EDITOR": "nano"}).needs_terminal
    with pytest.raises(TpsessionError, match="VISUAL names emacs"):
        find_editor({"VISUAL": "emacs", "EDITOR": "nano"})
    installed.clear()
    with pytest.raises(TpsessionError, match="Set EDITOR"):
        find_editor({})


def test_without_a_variable_it_is_the_systems_own(installed: set[str]) -> None:
    assert find_editor({}, windows=False) == ExternalEditor(("/bin/editor",), needs_terminal=True)
    assert find_editor({}, windows=True) == ExternalEditor(("/bin/notepad",), needs_terminal=False)
    installed.remove("editor")
    assert find_editor({}, windows=False).command == ("/bin/nano",)


@pytest.mark.parametrize(
    ("text", "windows", "words"),
    [
        ("nano", False, ["nano"]),
        ('code --wait "my file"', False, ["code", "--wait", "my file"]),
        (r"/opt/my\ editor -n", False, ["/opt/my editor", "-n"]),
        (
            r'"C:\Program Files\np\notepad++.exe" -multiInst',
            True,
            [r"C:\Program Files\np\notepad++.exe", "-multiInst"],
        ),
        (r"C:\np\notepad++.exe", True, [r"C:\np\notepad++.exe"]),
        # No path can be as long, and to look for it would be an error.
        (f"emacs --eval {'x' * 300}", False, ["emacs", "--eval", "x" * 300]),
    ],
)
def test_a_command_is_taken_apart_as_the_system_does(text: str, windows: bool, words: list[str]) -> None:
    assert split_command(text, windows=windows) == words


def test_the_path_of_a_program_may_have_blanks_without_quotes(tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.touch()
    for windows in (False, True):
        assert split_command(str(program), windows=windows) == [str(program)]


def test_an_editor_that_takes_a_line_is_known_by_its_own_name_or_the_one_it_links_to(tmp_path: Path) -> None:
    for name, takes in (("nano", True), ("vim.basic", True), ("NVIM.exe", True), ("code", False)):
        assert ExternalEditor((str(tmp_path / name),), needs_terminal=False).takes_line is takes
    if os.name == "posix":
        (tmp_path / "nano").touch()
        (tmp_path / "editor").symlink_to(tmp_path / "nano")
        assert ExternalEditor((str(tmp_path / "editor"),), needs_terminal=True).takes_line


def test_an_editor_that_can_not_be_started_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TpsessionError, match="can't be started"):
        ExternalEditor((str(tmp_path / "gone"),), needs_terminal=False).open("x")


@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_belongs_to_the_editor_and_is_given_back_afterwards(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    program = (
        "import os, signal, sys\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "sys.exit(signal.getsignal(signal.SIGINT) is not signal.default_int_handler)\n"
    )
    ExternalEditor((sys.executable, "-c", program), needs_terminal=False).open(str(tmp_path))
    assert signal.getsignal(signal.SIGINT) is before
