"""Which sound library is used, and why another one isn't."""

from __future__ import annotations

import sys

import pytest

from tests.extras import need_extra
from tpsession.audio import libraries
from tpsession.audio.libraries import find_decoder, find_libraries
from tpsession.audio.simpleaudio_backend import ORIGINAL, PATCHED, is_installed, unusable


@pytest.mark.parametrize(
    ("installed", "python", "words"),
    [
        ({PATCHED}, (3, 11), ""),
        ({PATCHED}, (3, 14), ""),
        ({ORIGINAL}, (3, 11), ""),
        (
            {ORIGINAL},
            (3, 12),
            "simpleaudio crashes Python 3.12; replace it: pip uninstall simpleaudio,",
        ),
        # Both bring the same files; which ones are there can't be told.
        ({ORIGINAL, PATCHED}, (3, 13), "pip install --force-reinstall simpleaudio-patched"),
        (set(), (3, 11), "the package simpleaudio-patched is not installed"),
    ],
)
def test_the_original_simpleaudio_is_refused_where_it_crashes(
    installed: set[str], python: tuple[int, int], words: str
) -> None:
    reason = unusable(python, installed.__contains__)
    assert words in reason
    assert bool(reason) == bool(words)


def test_a_package_is_known_by_its_metadata() -> None:
    assert is_installed("pytest")
    assert not is_installed("no-such-package")


def test_a_missing_library_is_left_out_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "is_installed", lambda _: False)
    usable, missing = find_libraries(["simpleaudio", "miniaudio"])
    assert len(usable) == 1
    assert missing == {"simpleaudio": "the package simpleaudio-patched is not installed"}
    # As an import is refused.
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    monkeypatch.delitem(sys.modules, "tpsession.audio.miniaudio_backend", raising=False)
    monkeypatch.delattr("tpsession.audio.miniaudio_backend", raising=False)
    usable, missing = find_libraries(["miniaudio"])
    assert (usable, missing) == ([], {"miniaudio": "the package miniaudio is not installed"})
    assert find_decoder() is None


def test_one_that_can_not_be_loaded_is_left_out_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "unusable", lambda *_: "")
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    usable, missing = find_libraries(["simpleaudio"])
    assert usable == []
    assert missing["simpleaudio"].startswith("the package simpleaudio-patched can't be loaded: ")


@pytest.mark.extra
def test_both_are_usable_in_the_order_that_was_asked_for() -> None:
    need_extra("simpleaudio")
    usable, missing = find_libraries(["simpleaudio", "miniaudio"])
    assert missing == {}
    assert len(usable) == 2
