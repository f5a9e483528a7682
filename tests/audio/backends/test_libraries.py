"""The sound libraries that can be used, and the reasons why others can't."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.extras import need_extra
from tpsession.audio.backends import libraries, sdl_library
from tpsession.audio.backends.libraries import UnusableLibrary, find_decoder, find_libraries
from tpsession.audio.backends.simpleaudio_backend import (
    ORIGINAL,
    is_installed,
    unusable_reason,
)
from tpsession.audio.system.installation import find_installer
from tpsession.core.sound.packages import SIMPLEAUDIO_PACKAGE


@pytest.mark.parametrize(
    ("installed", "python", "text"),
    [
        ({SIMPLEAUDIO_PACKAGE}, (3, 11), ""),
        ({SIMPLEAUDIO_PACKAGE}, (3, 14), ""),
        ({ORIGINAL}, (3, 11), ""),
        (
            {ORIGINAL},
            (3, 12),
            f"crashes Python 3.12; replace it: {find_installer().uninstall_command(ORIGINAL)}, then",
        ),
        # Both contain the same files, so it can't be determined which ones are there.
        ({ORIGINAL, SIMPLEAUDIO_PACKAGE}, (3, 13), " --force-reinstall simpleaudio-patched"),
        (set(), (3, 11), "the package simpleaudio-patched is not installed"),
    ],
)
def test_the_original_simpleaudio_is_refused_where_it_crashes(
    installed: set[str], python: tuple[int, int], text: str
) -> None:
    reason = unusable_reason(python, installed.__contains__)
    assert text in reason
    assert bool(reason) == bool(text)


def test_an_installed_package_is_recognised_by_its_metadata() -> None:
    assert is_installed("pytest")
    assert not is_installed("no-such-package")


def test_a_missing_library_is_left_out_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "is_installed", lambda _: False)
    usable, missing = find_libraries(["simpleaudio", "miniaudio"])
    assert len(usable) == 1
    assert missing == {
        "simpleaudio": UnusableLibrary("the package simpleaudio-patched is not installed", is_installed=False)
    }
    # None makes the import fail.
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    monkeypatch.delitem(sys.modules, "tpsession.audio.backends.miniaudio_backend", raising=False)
    monkeypatch.delattr("tpsession.audio.backends.miniaudio_backend", raising=False)
    usable, missing = find_libraries(["miniaudio"])
    assert (usable, missing) == (
        [],
        {"miniaudio": UnusableLibrary("the package miniaudio is not installed", is_installed=False)},
    )
    assert find_decoder() is None


@pytest.mark.parametrize(
    ("name", "package"), [("miniaudio", "miniaudio"), ("simpleaudio", SIMPLEAUDIO_PACKAGE)]
)
@pytest.mark.parametrize(
    "error", ["ImportError('a\\nb')", "OSError('a b')", "ModuleNotFoundError('a b', name='cffi')"]
)
def test_an_installed_library_that_cannot_be_loaded_is_left_out_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, error: str
) -> None:
    (tmp_path / f"{name}.py").write_text(f"raise {error}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(libraries, "unusable_reason", lambda *_: "")
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delitem(sys.modules, "tpsession.audio.backends.miniaudio_backend", raising=False)
    monkeypatch.delattr("tpsession.audio.backends.miniaudio_backend", raising=False)
    command = find_installer().reinstall_command(package)
    reason = f"the package {package} can't be loaded (a b); install it again: {command}"
    assert find_libraries([name]) == ([], {name: UnusableLibrary(reason, is_installed=True)})
    if name == "miniaudio":
        assert find_decoder() is None


def test_a_library_that_would_crash_python_still_counts_as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "is_installed", lambda package: package == ORIGINAL)
    monkeypatch.setattr(libraries, "unusable_reason", lambda *_: "it crashes")
    assert find_libraries(["simpleaudio"]) == (
        [],
        {"simpleaudio": UnusableLibrary("it crashes", is_installed=True)},
    )


@pytest.fixture
def sdl_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed package of SDL that has no libraries yet."""
    folder = tmp_path / "sdl2dll"
    (folder / "dll").mkdir(parents=True)
    # Its code isn't run.
    (folder / "__init__.py").write_text("raise ImportError('imported')\n")
    monkeypatch.syspath_prepend(tmp_path)
    return folder / "dll"


@pytest.mark.usefixtures("sdl_package")
def test_sdl_whose_package_has_no_library_for_this_system_counts_as_missing() -> None:
    reason = "the package pysdl2-dll contains no library for this system"
    assert find_libraries(["sdl"]) == ([], {"sdl": UnusableLibrary(reason, is_installed=False)})


def test_sdl_that_cannot_be_loaded_is_left_out_with_the_reason(sdl_package: Path) -> None:
    for name in ("libSDL2-2.0.so", "SDL2.dll", "SDL2.framework/SDL2"):
        (sdl_package / name).parent.mkdir(exist_ok=True)
        (sdl_package / name).write_text("no library")
    usable, missing = find_libraries(["sdl"])
    assert usable == []
    assert missing["sdl"].is_installed
    assert missing["sdl"].reason.startswith("the package pysdl2-dll can't be loaded (")
    command = find_installer().reinstall_command("pysdl2-dll")
    assert missing["sdl"].reason.endswith(f"install it again: {command}")


def test_without_its_package_sdl_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda _: None)
    monkeypatch.setattr(sdl_library, "find_spec", lambda _: None)
    reason = "the package pysdl2-dll is not installed"
    assert find_libraries(["sdl"]) == ([], {"sdl": UnusableLibrary(reason, is_installed=False)})


@pytest.mark.extra
def test_all_libraries_are_usable_in_the_requested_order() -> None:
    for name in ("sdl", "simpleaudio"):
        need_extra(name)
    usable, missing = find_libraries(["simpleaudio", "sdl", "miniaudio"])
    assert missing == {}
    assert len(usable) == 3
