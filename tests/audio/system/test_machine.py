"""The description of the machine, on which the advice about sound depends."""

from __future__ import annotations

import platform
import sys

import pytest

from tpsession.audio.system.machine import this_machine


def test_the_running_python_and_system_are_described() -> None:
    machine = this_machine()
    assert machine.python == sys.version_info[:2]
    assert machine.architecture == platform.machine()
    assert sys.platform.startswith(machine.platform)


def test_a_distribution_is_followed_by_those_that_it_resembles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    release = {"ID": "mint", "ID_LIKE": "ubuntu debian"}
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert this_machine().distributions == ("mint", "ubuntu", "debian")


@pytest.mark.parametrize("error", [OSError(), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid")])
def test_a_system_without_a_readable_description_is_no_error(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def missing() -> dict[str, str]:
        raise error

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", missing)
    assert this_machine().distributions == ()
