"""The commands that add a package to the running installation, replace it and remove it."""

from __future__ import annotations

from tpsession.core.sound.packages import PIP


def test_each_command_names_the_package() -> None:
    assert PIP.install_command("miniaudio") == "pip install miniaudio"
    assert PIP.reinstall_command("miniaudio") == "pip install --force-reinstall miniaudio"
    assert PIP.uninstall_command("simpleaudio") == "pip uninstall simpleaudio"
