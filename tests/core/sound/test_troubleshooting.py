"""How to get sound, on each system."""

from __future__ import annotations

import pytest

from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.settings.definitions import BACKENDS
from tpsession.core.sound.troubleshooting import (
    Machine,
    PackageNeed,
    SoundFailure,
    describe_device_fixes,
    describe_fixes,
    describe_failure,
    describe_library_fixes,
    find_install_command,
)

REASONS = ["the package simpleaudio crashes; replace it"]
UBUNTU = Machine("linux", "x86_64", ("ubuntu", "debian"))
RASPBIAN = Machine("linux", "aarch64", ("raspbian", "debian"))
FEDORA = Machine("linux", "x86_64", ("fedora",))
ALPINE = Machine("linux", "x86_64", ("alpine",), musl=True)
UNKNOWN = Machine("linux", "riscv64", ("homebrewed",))
MAC = Machine("darwin", "arm64")
WINDOWS = Machine("win32", "AMD64")
WINDOWS_ON_ARM = Machine("win32", "ARM64")
ALL = [UBUNTU, RASPBIAN, FEDORA, ALPINE, UNKNOWN, MAC, WINDOWS, WINDOWS_ON_ARM, Machine("freebsd14", "amd64")]


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: f"{machine.platform}-{machine.architecture}")
def test_every_system_is_told_in_plain_characters(machine: Machine) -> None:
    for lack in SoundFailure:
        said = describe_failure(lack, machine, REASONS)
        for sentence in (said, *describe_fixes(lack, machine, REASONS)):
            assert sentence.isascii()
            assert sentence.endswith(".")
        assert said.startswith(lack.value)
        assert "screen" in said


@pytest.mark.parametrize("machine", [UBUNTU, FEDORA, MAC, WINDOWS], ids=lambda machine: machine.platform)
def test_where_there_is_a_ready_made_library_no_compiler_is_spoken_of(machine: Machine) -> None:
    assert describe_library_fixes(machine) == ("Install the sound library: pip install miniaudio.",)


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        (RASPBIAN, "sudo apt install build-essential python3-dev."),
        (ALPINE, "sudo apk add build-base python3-dev linux-headers."),
        (UNKNOWN, "Get a compiler from your system. Install it: pip install 'tpsession[miniaudio]'."),
        (WINDOWS_ON_ARM, "Get a compiler. Install it: pip install 'tpsession[miniaudio]'."),
        (Machine("linux", "x86_64", ("ubuntu", "debian"), python=(3, 15)), "build-essential python3-dev."),
    ],
)
def test_elsewhere_it_is_built_with_what_the_system_calls_its_compiler(machine: Machine, words: str) -> None:
    assert words in " ".join(describe_library_fixes(machine))
    assert words in describe_failure(SoundFailure.NO_LIBRARY, machine)


def test_the_other_library_needs_the_alsa_headers() -> None:
    assert (
        "libasound2-dev. Or install the other one: pip install 'tpsession[simpleaudio]'."
        in describe_library_fixes(RASPBIAN)[-1]
    )
    assert not any("simpleaudio" in sentence for sentence in describe_library_fixes(WINDOWS_ON_ARM))


def test_a_distribution_is_known_by_its_own_name_before_what_it_is_like() -> None:
    assert find_install_command(Machine("linux", distributions=("fedora", "debian")), PackageNeed.SERVER).startswith("sudo dnf")
    assert find_install_command(Machine("linux", distributions=("mint", "ubuntu", "debian")), PackageNeed.SERVER).startswith(
        "sudo apt"
    )
    assert find_install_command(UNKNOWN, PackageNeed.ALSA) == ""


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        (UBUNTU, "pulseaudio"),
        (MAC, "System Settings"),
        (WINDOWS, "Windows Audio"),
        (UNKNOWN, "a sound server"),
    ],
)
def test_a_missing_device_is_helped_in_the_systems_own_words(machine: Machine, words: str) -> None:
    assert words in " ".join(describe_device_fixes(machine))


def test_an_installed_library_that_can_not_be_used_is_told_with_its_reason() -> None:
    assert describe_failure(SoundFailure.BROKEN_LIBRARY, UBUNTU, REASONS).endswith(
        " The package simpleaudio crashes; replace it."
    )


def test_each_lack_has_a_help_of_its_own() -> None:
    told = [describe_fixes(lack, UBUNTU, REASONS) for lack in SoundFailure]
    assert len(set(told)) == len(told)
    assert {describe_fixes(SoundFailure.NO_ANSWER, machine) for machine in (UBUNTU, MAC, WINDOWS)} == {
        describe_fixes(SoundFailure.NO_ANSWER, machine) for machine in ALL
    }


def test_the_settings_offer_every_library() -> None:
    assert ("auto", *SOUND_LIBRARIES, "none") == BACKENDS
