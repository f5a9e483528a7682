"""Makes each spoken phrase as ``say-<phrase id>.wav`` beside this script, with the extra `voice`.

Run it as ``python sounds/make_phrases.py [FOLDER]`` with ``pip install -e '.[voice]'``; it fetches nothing.
On one machine it makes the same bytes each time; other processors may round differently, so what ships was
made once.

The voice is "heart" of hibari-tts, which comes inside that package: both are under the Apache License 2.0,
by Maureese Williams; the voice was distilled from Kokoro-82M by hexgrad, which is under the same licence.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import numpy as np
from hibari import SAMPLE_RATE, Hibari
from hibari.g2p.lexicon import VOWELS
from make_sounds import LEVEL
from numpy.typing import NDArray

from tpsession.core.phrase import MINUTE, MINUTES, NEXT, NUMBERS, PHRASES, SECOND, SECONDS, Phrase

Samples = NDArray[np.float64]

RATE = 22_050
"""Frames a second: half of what the player mixes at, and more than enough for a voice."""
SPEED = 0.9
"""A little slower than the voice's own pace: calm, and easy to follow with half an ear."""
SHORT_SPEED = 0.8
SHORT_NUMBER_SPEED = 0.85
"""Slower still for a single syllable, which is over before one listens: at 0.9 a recogniser mistook a sixth
of them. A number has a unit after it to be known by."""
SEED = 0
"""Of the noise in breathy sounds."""
BLOCK_S = 0.01
AUDIBLE = 0.01
"""A block under this part of the loudest one (-40 dB) is silence, at either end."""
SOUNDING = 0.1
"""A block over this part of the loudest one (-20 dB) counts for the level."""
LEAD_S = 0.015
TAIL_S = 0.03
"""Kept before and after what is audible: soft beginnings and ends of words."""
FADE_S = 0.008
TAPS = 32
"""Samples to each side that one sample of another rate is reckoned from."""

CARRIER = "Eight"
"""Units are spoken after this number and cut off it, so that their pitch falls as at a sentence's end. Its T
closes the mouth for a moment: the quietest block this long after the word's beginning is between the two."""
CARRIER_S = (0.1, 0.3)
UNITS = (SECOND, SECONDS, MINUTE, MINUTES)

FOUR = NUMBERS[4]
"""Spoken as if it ended a sentence: with its pitch kept up it was taken for the beginning of "forty"."""


def spoken(tts: Hibari, phrase: Phrase) -> Samples:
    """A phrase at `SAMPLE_RATE`, with silence around it."""
    if phrase in UNITS:
        return _unit(tts, phrase)
    syllables = sum(sound in VOWELS for part in tts.phonemize(phrase.text) for sound in part)
    if phrase in NUMBERS.values() and phrase is not FOUR:
        # A comma keeps the pitch up: a unit follows.
        return _voiced(tts, f"{phrase.text},", SHORT_NUMBER_SPEED if syllables == 1 else SPEED)
    end = ":" if phrase is NEXT else "."
    return _voiced(tts, phrase.text + end, SHORT_SPEED if syllables == 1 else SPEED)


def _voiced(tts: Hibari, text: str, speed: float) -> Samples:
    return np.asarray(tts(text, speed=speed, seed=SEED), np.float64)


def _unit(tts: Hibari, phrase: Phrase) -> Samples:
    both = _voiced(tts, f"{CARRIER} {phrase.text.lower()}.", SPEED)
    levels = blocks(both, SAMPLE_RATE)
    begin = np.flatnonzero(levels > SOUNDING * levels.max())[0]
    first, last = (begin + round(seconds / BLOCK_S) for seconds in CARRIER_S)
    return both[round((first + np.argmin(levels[first:last])) * BLOCK_S * SAMPLE_RATE) :]


def blocks(samples: Samples, rate: int) -> Samples:
    """Root mean squares of the blocks of `BLOCK_S`."""
    size = round(BLOCK_S * rate)
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)))


def trimmed(samples: Samples, rate: int) -> Samples:
    """Without the silence before and after, and with soft ends."""
    levels = blocks(samples, rate)
    audible = np.flatnonzero(levels > AUDIBLE * levels.max())
    begin = round((audible[0] * BLOCK_S - LEAD_S) * rate)
    end = round(((audible[-1] + 1) * BLOCK_S + TAIL_S) * rate)
    kept = samples[max(begin, 0) : end].copy()
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, round(FADE_S * rate)))
    kept[: len(ramp)] *= ramp
    kept[-len(ramp) :] *= ramp[::-1]
    return kept


def resampled(samples: Samples, rate: int) -> Samples:
    """At `RATE`, which is the lower one: each sample a windowed sinc over its neighbours."""
    at = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
    offsets = np.arange(-TAPS, TAPS + 1)
    near = np.floor(at).astype(int)[:, None] + offsets
    away = at[:, None] - near
    cut = 0.95 * RATE / rate
    kernel = cut * np.sinc(cut * away) * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / TAPS, -1, 1)))
    padded = np.pad(samples, TAPS + 1)
    return np.asarray((padded[near + TAPS + 1] * kernel).sum(axis=1))


def levelled(samples: Samples, rate: int) -> Samples:
    """As loud as the cues: the root mean square of what sounds is `LEVEL`."""
    levels = blocks(samples, rate)
    sounding = levels[levels > SOUNDING * levels.max()]
    return samples * (LEVEL / np.sqrt((sounding**2).mean()))


def write(path: Path, samples: Samples) -> None:
    """Write samples from -1 to 1 as 16-bit mono WAV at `RATE`."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(samples * 32_767).astype("<i2").tobytes())


def main(folder: Path) -> None:
    """Write every phrase into a folder, and print how long each is, for `tpsession.core.phrase_lengths`."""
    tts = Hibari(voice="heart")
    for phrase in PHRASES.values():
        samples = resampled(spoken(tts, phrase), SAMPLE_RATE)
        samples = levelled(trimmed(samples, RATE), RATE)
        write(folder / f"{phrase.sound}.wav", samples)
        print(f'    "{phrase.id}": {len(samples) / RATE:.2f},')  # noqa: T201 - for whoever runs the script


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
