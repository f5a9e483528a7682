"""The recordings of the built-in instructions: one for each text, as loud as the cues, and small."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.sounds.scripts import load_script
from tests.scale import short_and_long
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.instructions import FOLDER, instruction_path, ogg_seconds
from tpsession.core.speech.tts_text import recording_stem

SCRIPT = load_script("make_instructions")
MAKE_THEM = "run: python sounds/make_instructions.py"
BLOCK = RATE // 100
"""Frames in a block of 10 ms."""


@pytest.fixture(scope="session")
def texts() -> list[str]:
    found: list[str] = SCRIPT.list_texts()
    return found


def level(samples: array[int]) -> float:
    """The root mean square of the sounding blocks in decibels against the cues' level."""
    blocks = [samples[n : n + BLOCK] for n in range(0, len(samples) - BLOCK + 1, BLOCK)]
    levels = [math.sqrt(sum(s * s for s in block) / BLOCK) / 32_768 for block in blocks]
    sounding = [one for one in levels if one > 0.1 * max(levels)]
    return 20 * math.log10(math.sqrt(sum(one * one for one in sounding) / len(sounding)) / 0.125)


def test_every_text_that_a_built_in_routine_can_say_is_recorded_and_nothing_else(texts: list[str]) -> None:
    recorded = {path.stem: path for path in (SOUNDS / FOLDER).glob("*.ogg")}

    assert recorded.keys() == {recording_stem(text) for text in texts}, MAKE_THEM
    assert len(recorded) == len(texts)


def test_all_sounds_together_are_small() -> None:
    assert sum(path.stat().st_size for path in SOUNDS.rglob("*") if path.is_file()) <= 12_000_000


@pytest.mark.parametrize("stride", short_and_long(9, 1))
def test_each_recording_is_as_loud_as_the_cues_and_as_long_as_its_header_says(
    texts: list[str], stride: int
) -> None:
    for text in texts[::stride]:
        path = instruction_path(SOUNDS, text)
        samples = decode(path)

        assert abs(level(samples)) < 1.5, text
        assert max(map(abs, samples)) < 32_500, text
        assert ogg_seconds(path) == pytest.approx(len(samples) / RATE, abs=0.001), text
        letters = sum(map(str.isalpha, text))
        assert letters / 20 < len(samples) / RATE < letters / 8 + 0.6, text


def test_what_is_no_longer_said_is_removed_and_what_is_missing_is_named(tmp_path: Path) -> None:
    for text in ("Press.", "Let go."):
        path = instruction_path(tmp_path, text)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")

    assert SCRIPT.tidy(tmp_path, ["Rest.", "Press."]) == ["Rest."]
    assert list((tmp_path / FOLDER).iterdir()) == [instruction_path(tmp_path, "Press.")]
