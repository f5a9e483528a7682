"""The choice of sound systems and devices on every platform."""

from __future__ import annotations

import miniaudio
import pytest

from tpsession.audio.backends.miniaudio_backend import list_backends

PLATFORMS = ["linux", "darwin", "win32", "freebsd14"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_list_of_sound_systems_is_never_empty_and_never_contains_the_null_one(platform: str) -> None:
    chosen = list_backends(platform)
    assert chosen
    assert miniaudio.Backend.NULL not in chosen


@pytest.mark.parametrize(
    ("platform", "first"), [("linux", "PULSEAUDIO"), ("darwin", "COREAUDIO"), ("win32", "WASAPI")]
)
def test_the_usual_sound_system_of_a_platform_comes_first(platform: str, first: str) -> None:
    assert list_backends(platform)[0].name == first
