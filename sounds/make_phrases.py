"""Makes each spoken phrase as ``say-<phrase id>.wav`` beside this script, with the extra `voice`.

Run it as ``python sounds/make_phrases.py [FOLDER]`` with ``pip install -e '.[voice]'``; it fetches nothing.
On one machine it makes the same bytes each time; other processors may round differently, so what ships was
made once.

The voice is "heart" of hibari-tts, which comes inside that package: both are under the Apache License 2.0,
by Maureese Williams; the voice was distilled from Kokoro-82M by hexgrad, which is under the same licence.
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
from tpsession.audio.tts.voice_sound import BLOCK_S, SOUNDING, Samples, blocks, finished
from tpsession.core.speech.phrases import MINUTE, MINUTES, NEXT, NUMBERS, PHRASES, SECOND, SECONDS, Phrase

SHORT_SPEED = 0.8
SHORT_NUMBER_SPEED = 0.85
"""Slower still for a single syllable, which is over before one listens: at 0.9 a recogniser mistook a sixth
of them. A number has a unit after it to be known by."""
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


def main(folder: Path) -> None:
    """Write every phrase into a folder."""
    tts = Hibari(voice=VOICE)
    for phrase in PHRASES.values():
        samples = finished(spoken(tts, phrase), SAMPLE_RATE)
        (folder / f"{phrase.sound}.wav").write_bytes(wav_bytes(samples, RATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
