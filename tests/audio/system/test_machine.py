"""What the advice about sound depends on, read from any system."""

from __future__ import annotations

import platform
import sys

import pytest

from tpsession.audio.system.machine import this_machine


def test_the_running_python_and_system_are_told() -> None:
    machine = this_machine()
    assert machine.python == sys.version_info[:2]
    assert machine.architecture == platform.machine()
    assert sys.platform.startswith(machine.platform)


def test_a_distribution_comes_with_what_it_is_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    release = {"ID": "mint", "ID_LIKE": "ubuntu debian"}
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert this_machine().distributions == ("mint", "ubuntu", "debian")


def test_a_system_that_says_nothing_about_itself_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> dict[str, str]:
        raise OSError

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", missing)
    assert this_machine().distributions == ()


@pytest.mark.parametrize(
    ("suffixes", "musl"),
    [
        ([".cpython-312-x86_64-linux-musl.so", ".abi3.so", ".so"], True),
        ([".cpython-312-x86_64-linux-gnu.so", ".abi3.so", ".so"], False),
        ([".cp312-win_amd64.pyd", ".pyd"], False),
        ([], False),
    ],
)
def test_musl_is_known_by_what_extension_modules_are_called(
    monkeypatch: pytest.MonkeyPatch, suffixes: list[str], musl: bool
) -> None:
    monkeypatch.setattr("tpsession.audio.system.machine.EXTENSION_SUFFIXES", suffixes)
    assert this_machine().musl is musl
