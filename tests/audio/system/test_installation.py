"""Advice to install a package names a command that works for the way in which the program was installed."""

from __future__ import annotations

import importlib.util
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tpsession.audio.system import installation
from tpsession.audio.system.installation import MANAGED_FILE, PIPX_FILE, UV_TOOL_FILE, find_installer

PYTHON = shlex.quote(sys.executable)


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a virtual environment that runs."""
    folder = tmp_path / "tpsession"
    folder.mkdir()
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder


@pytest.mark.usefixtures("prefix")
def test_in_a_virtual_environment_its_own_pip_is_named_with_its_path() -> None:
    installer = find_installer()
    assert installer.install_command("hibari-tts") == f"{PYTHON} -m pip install hibari-tts"
    assert installer.reinstall_command("miniaudio") == f"{PYTHON} -m pip install --force-reinstall miniaudio"
    assert installer.uninstall_command("simpleaudio") == f"{PYTHON} -m pip uninstall simpleaudio"


def test_pipx_injects_into_its_environment(prefix: Path) -> None:
    (prefix / PIPX_FILE).touch()
    installer = find_installer()
    assert installer.install_command("hibari-tts") == "pipx inject tpsession hibari-tts"
    assert installer.reinstall_command("miniaudio") == "pipx inject --force tpsession miniaudio"
    assert installer.uninstall_command("simpleaudio") == "pipx runpip tpsession uninstall simpleaudio"


def test_uv_adds_a_package_to_its_tool(prefix: Path) -> None:
    (prefix / UV_TOOL_FILE).write_text('[tool]\nrequirements = [{ name = "tpsession" }]\n')
    installer = find_installer()
    assert installer.install_command("hibari-tts") == "uv tool install tpsession --with hibari-tts"
    assert installer.reinstall_command("a") == "uv tool install --reinstall tpsession --with a"
    assert installer.uninstall_command("a") == f"uv pip uninstall --python {PYTHON} a"


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ('extras = ["voice", "render"], specifier = ">=1"', "'tpsession[voice,render]>=1'"),
        ('directory = "/home/p/{x}"', "'/home/p/{x}'"),
    ],
)
def test_uv_keeps_what_its_tool_has_already(
    prefix: Path, monkeypatch: pytest.MonkeyPatch, source: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    requirements = f'{{ name = "soundfile" }}, {{ name = "tpsession", {source} }}'
    (prefix / UV_TOOL_FILE).write_text(f"[tool]\nrequirements = [{requirements}]\n")
    installer = find_installer()
    kept = f"{typed} --with soundfile"
    assert installer.install_command("a") == f"uv tool install {kept} --with a"
    assert installer.reinstall_command("a") == f"uv tool install --reinstall {kept} --with a"


@pytest.mark.parametrize(
    "receipt",
    [
        b"",
        b"\xff",
        b"[tool]\nrequirements = 1\n",
        b'[tool]\nrequirements = [{ name = "tpsession", git = "https://example.org" }]\n',
    ],
)
def test_a_uv_tool_of_another_source_gets_a_package_without_losing_one(prefix: Path, receipt: bytes) -> None:
    (prefix / UV_TOOL_FILE).write_bytes(receipt)
    assert find_installer().install_command("a") == f"uv pip install --python {PYTHON} a"


@pytest.mark.usefixtures("prefix")
def test_an_environment_of_uv_has_no_pip_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda _: None)
    installer = find_installer()
    assert installer.install_command("a") == f"uv pip install --python {PYTHON} a"
    assert installer.reinstall_command("a") == f"uv pip install --python {PYTHON} --reinstall a"
    assert installer.uninstall_command("a") == f"uv pip uninstall --python {PYTHON} a"


def test_a_python_whose_packages_are_the_systems_needs_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / MANAGED_FILE).touch()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    assert find_installer().install_command("a") == f"{PYTHON} -m pip install --break-system-packages a"
    (tmp_path / MANAGED_FILE).unlink()
    assert find_installer().install_command("a") == f"{PYTHON} -m pip install a"


@pytest.mark.parametrize(
    ("platform", "python", "quoted"),
    [
        ("linux", "/my tools/python", "'/my tools/python'"),
        ("win32", "C:\\My Tools\\py.exe", '"C:\\My Tools\\py.exe"'),
    ],
)
@pytest.mark.usefixtures("prefix")
def test_a_path_with_spaces_is_quoted(
    monkeypatch: pytest.MonkeyPatch, platform: str, python: str, quoted: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", python)
    assert find_installer().install_command("a") == f"{quoted} -m pip install a"


def test_the_command_runs_here() -> None:
    assert importlib.util.find_spec("pip") is not None
    command = shlex.split(find_installer().install_command("platformdirs"))
    done = subprocess.run([*command, "--dry-run", "--no-index"], capture_output=True, text=True, check=False)
    assert (done.returncode, "already satisfied" in done.stdout) == (0, True), done.stderr
