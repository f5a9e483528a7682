"""Makes the recordings of the spoken phrases, as ``say-<phrase id>.wav`` in the folder of this script.

Run it as ``python sounds/make_phrases.py [FOLDER]`` after ``pip install -e '.[voice]'``. It downloads
nothing. One machine makes the same bytes each time, but other processors may round differently. So the
recordings are kept with the code instead of being made at each build.

The voice is "heart", which is part of the package hibari-tts by Maureese Williams. Both are under the Apache
License 2.0. The voice was distilled from Kokoro-82M by hexgrad, which is under the same licence.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from hibari import SAMPLE_RATE, Hibari
from hibari.g2p.lexicon import VOWELS

from tpsession.audio.files.wav import wav_bytes
from tpsession.audio.tts.hibari_voice import SEED, SPEED, VOICE
from tpsession.audio.tts.voice_files import RATE
from tpsession.audio.tts.voice_sound import BLOCK_S, SOUNDING, Samples, block_levels, finish_sound
from tpsession.core.speech.phrases import (
    MINUTE,
    MINUTES,
    NEXT,
    NUMBERS,
    PHRASES,
    SECOND,
    SECONDS,
    TIMES,
    Phrase,
)

ONE_SYLLABLE_SPEED = 0.8
"""The speed of a phrase of one syllable, relative to the voice's own pace.

It is slower than `SPEED`: at 0.9 a speech recogniser mistook a sixth of these phrases.
"""
ONE_SYLLABLE_NUMBER_SPEED = 0.85
"""The same for a number, which is easier to understand because a unit follows it."""
UNITS = (SECOND, SECONDS, MINUTE, MINUTES, TIMES)
"""Each is spoken after `CARRIER`, which is cut off, so that its pitch falls as at the end of a sentence."""
CARRIER = "Eight"
"""Its T closes the mouth for a moment, so that the cut can be made in a quiet block."""
CARRIER_END_S = (0.1, 0.3)
"""The quietest block between these moments after the start of the carrier is where it ends."""
FOUR = NUMBERS[4]
"""Its pitch falls, as if it ended a sentence: otherwise a recogniser took it for the start of "forty"."""


def speak(tts: Hibari, phrase: Phrase) -> Samples:
    """Speak a phrase at its speed; return samples at `SAMPLE_RATE`, mostly with silence around the words."""
    if phrase in UNITS:
        return _speak_unit(tts, phrase)
    syllables = sum(phoneme in VOWELS for word in tts.phonemize(phrase.text) for phoneme in word)
    if phrase in NUMBERS.values() and phrase is not FOUR:
        # The comma keeps the pitch up, because a unit follows.
        return _synthesise(tts, f"{phrase.text},", ONE_SYLLABLE_NUMBER_SPEED if syllables == 1 else SPEED)
    end = ":" if phrase is NEXT else "."
    return _synthesise(tts, phrase.text + end, ONE_SYLLABLE_SPEED if syllables == 1 else SPEED)


def _synthesise(tts: Hibari, text: str, speed: float) -> Samples:
    return np.asarray(tts(text, speed=speed, seed=SEED), np.float64)


def _speak_unit(tts: Hibari, phrase: Phrase) -> Samples:
    """Speak a unit after the carrier, and return it without the carrier, at `SAMPLE_RATE`."""
    samples = _synthesise(tts, f"{CARRIER} {phrase.text.lower()}.", SPEED)
    levels = block_levels(samples, SAMPLE_RATE)
    start = np.flatnonzero(levels > SOUNDING * levels.max())[0]
    first, last = (start + round(seconds / BLOCK_S) for seconds in CARRIER_END_S)
    cut = first + np.argmin(levels[first:last])
    return samples[round(cut * BLOCK_S * SAMPLE_RATE) :]


def main(folder: Path) -> None:
    """Write the recording of every phrase into a folder, over those that are there."""
    tts = Hibari(voice=VOICE)
    for phrase in PHRASES.values():
        samples = finish_sound(speak(tts, phrase), SAMPLE_RATE)
        (folder / f"{phrase.sound}.wav").write_bytes(wav_bytes(samples, RATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
