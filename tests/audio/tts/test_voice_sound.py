"""The finished sound of a synthesiser's samples. Skipped without numpy, a part of the extra `voice`."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tpsession.audio.tts.voice_files import RATE

if TYPE_CHECKING:
    import numpy as np

    from tpsession.audio.tts import voice_sound
else:
    np = pytest.importorskip("numpy", reason="the extra voice isn't installed")
    from tpsession.audio.tts import voice_sound


def level(samples: array[int]) -> float:
    return math.sqrt(sum(s * s for s in samples) / len(samples)) / 32_768


@pytest.mark.parametrize("scale", [0.001, 0.3, 5.0])
def test_a_sound_is_as_loud_as_the_cues_whatever_the_level_of_the_synthesiser(scale: float) -> None:
    tone = np.sin(2 * np.pi * 500 * np.arange(24_000) / 24_000)
    silence = np.zeros(12_000)

    made = voice_sound.finish_sound(scale * np.concatenate([silence, tone, silence]), 24_000)

    assert len(made) / RATE == pytest.approx(1.0 + voice_sound.LEAD_S + voice_sound.TAIL_S, abs=0.02)
    middle = made[RATE // 10 : -RATE // 10]
    assert level(middle) == pytest.approx(voice_sound.LEVEL, rel=0.02)
    assert (made[0], made[-1]) == (0, 0)
    # Its pitch is the same: it rises through zero 500 times a second.
    assert sum(a < 0 <= b for a, b in pairwise(middle)) == pytest.approx(500 * len(middle) / RATE, abs=1)


def test_a_sound_with_a_high_peak_is_made_quieter_instead_of_clipped() -> None:
    peaky = 0.11 * np.sin(np.arange(24_000))
    peaky[12_000:12_010] = 1.0

    made = voice_sound.finish_sound(peaky, 24_000)

    assert 30_000 < max(map(abs, made)) <= voice_sound.HIGHEST * 32_768


@pytest.mark.parametrize("samples", [[], [0.0] * 24_000, [1.0] * 100, [0.0] * 24_000 + [0.5] * 2])
def test_silence_and_very_short_samples_give_no_sound(samples: list[float]) -> None:
    assert len(voice_sound.finish_sound(np.asarray(samples), 24_000)) == 0
