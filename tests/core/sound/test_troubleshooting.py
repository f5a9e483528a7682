"""Advice on how to get sound, for each operating system."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.settings.definitions import BACKENDS
from tpsession.core.sound.packages import Installer
from tpsession.core.sound.troubleshooting import (
    Machine,
    PackageNeed,
    SoundFailure,
    describe_device_fixes,
    describe_failure,
    describe_fixes,
    describe_library_fixes,
    describe_missing_voice,
    find_install_command,
)

REASONS = ["the package simpleaudio crashes; replace it"]
UBUNTU = Machine("linux", "x86_64", ("ubuntu", "debian"))
PI = Machine("linux", "aarch64", ("debian",))
RASPBIAN = Machine("linux", "armv7l", ("raspbian", "debian"))
FEDORA = Machine("linux", "x86_64", ("fedora",))
ALPINE = Machine("linux", "x86_64", ("alpine",))
ALPINE_ON_ARM = Machine("linux", "aarch64", ("alpine",))
UNKNOWN = Machine("linux", "riscv64", ("homebrewed",))
MAC = Machine("darwin", "arm64")
WINDOWS = Machine("win32", "AMD64")
WINDOWS_ON_ARM = Machine("win32", "ARM64")
ALL = [
    UBUNTU,
    PI,
    RASPBIAN,
    FEDORA,
    ALPINE,
    ALPINE_ON_ARM,
    UNKNOWN,
    MAC,
    WINDOWS,
    WINDOWS_ON_ARM,
    Machine("freebsd14", "amd64"),
]


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: f"{machine.platform}-{machine.architecture}")
def test_every_system_gets_advice_in_ascii_sentences(machine: Machine) -> None:
    for failure in SoundFailure:
        text = describe_failure(failure, machine, REASONS)
        for sentence in (text, *describe_fixes(failure, machine, REASONS)):
            assert sentence.isascii()
            assert sentence.endswith(".")
        assert text.startswith(failure.value)
        assert "screen" in text


@pytest.mark.parametrize("machine", [UBUNTU, FEDORA, ALPINE, MAC, WINDOWS])
def test_no_compiler_is_mentioned_where_there_is_a_wheel(machine: Machine) -> None:
    assert describe_library_fixes(machine) == ("Install the sound library: pip install miniaudio.",)


@pytest.mark.parametrize(
    "machine", [PI, *(replace(machine, python=(3, 15)) for machine in (UBUNTU, PI, MAC, WINDOWS))]
)
def test_where_only_sdl_is_ready_made_that_is_named(machine: Machine) -> None:
    assert describe_library_fixes(machine) == ("Install the sound library: pip install pysdl2-dll.",)


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (RASPBIAN, "sudo apt install build-essential python3-dev."),
        (ALPINE_ON_ARM, "sudo apk add build-base python3-dev linux-headers."),
        (
            UNKNOWN,
            "Install a compiler from your system's packages. Then run: pip install miniaudio.",
        ),
        (WINDOWS_ON_ARM, "Install a compiler. Then run: pip install miniaudio."),
        (replace(ALPINE, python=(3, 15)), "sudo apk add build-base python3-dev linux-headers."),
    ],
)
def test_elsewhere_the_advice_names_the_systems_compiler_packages(machine: Machine, expected: str) -> None:
    assert expected in " ".join(describe_library_fixes(machine))
    assert expected in describe_failure(SoundFailure.NO_LIBRARY, machine)


def test_the_other_library_needs_the_alsa_headers() -> None:
    assert (
        "libasound2-dev. Then run: pip install simpleaudio-patched." in describe_library_fixes(RASPBIAN)[-1]
    )
    assert not any("simpleaudio" in sentence for sentence in describe_library_fixes(WINDOWS_ON_ARM))


def test_a_distributions_own_id_comes_before_those_it_derives_from() -> None:
    assert find_install_command(
        Machine("linux", distributions=("fedora", "debian")), PackageNeed.SERVER
    ).startswith("sudo dnf")
    assert find_install_command(
        Machine("linux", distributions=("mint", "ubuntu", "debian")), PackageNeed.SERVER
    ).startswith("sudo apt")
    assert find_install_command(UNKNOWN, PackageNeed.ALSA) == ""


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (UBUNTU, "pulseaudio"),
        (MAC, "System Settings"),
        (WINDOWS, "Windows Audio"),
        (UNKNOWN, "a sound server"),
    ],
)
def test_advice_on_a_missing_device_uses_the_systems_own_terms(machine: Machine, expected: str) -> None:
    assert expected in " ".join(describe_device_fixes(machine))


def test_a_library_that_does_not_work_is_reported_with_its_reason() -> None:
    assert describe_failure(SoundFailure.BROKEN_LIBRARY, UBUNTU, REASONS).endswith(
        " The package simpleaudio crashes; replace it."
    )


def test_each_failure_has_its_own_advice() -> None:
    advice = [describe_fixes(failure, UBUNTU, REASONS) for failure in SoundFailure]
    assert len(set(advice)) == len(advice)
    assert {describe_fixes(SoundFailure.NO_ANSWER, machine) for machine in (UBUNTU, MAC, WINDOWS)} == {
        describe_fixes(SoundFailure.NO_ANSWER, machine) for machine in ALL
    }


def test_the_settings_offer_every_library() -> None:
    assert ("auto", *SOUND_LIBRARIES, "none") == BACKENDS


PIPX = Installer("pipx inject tpsession {}")


def test_the_advice_uses_the_installer_of_the_running_installation() -> None:
    assert describe_library_fixes(replace(UBUNTU, installer=PIPX)) == (
        "Install the sound library: pipx inject tpsession miniaudio.",
    )
    assert (
        "pipx inject tpsession simpleaudio-patched."
        in describe_library_fixes(replace(RASPBIAN, installer=PIPX))[-1]
    )
    assert describe_missing_voice(replace(UBUNTU, installer=PIPX)).endswith(
        "pipx inject tpsession hibari-tts"
    )


@pytest.mark.parametrize(
    ("machine", "can"),
    [
        (UBUNTU, True), (PI, True), (RASPBIAN, False), (MAC, True), (WINDOWS, True), (WINDOWS_ON_ARM, True),
        (Machine("darwin", "x86_64"), False), (UNKNOWN, False), (Machine("freebsd14", "amd64"), False),
        (Machine("linux", "x86_64", python=(3, 15)), False),
    ],
)  # fmt: skip
def test_the_extra_voice_is_recommended_only_where_it_can_be_installed(machine: Machine, can: bool) -> None:
    assert machine.can_have_voice is can
    assert ("Install it with" in describe_missing_voice(machine)) is can
