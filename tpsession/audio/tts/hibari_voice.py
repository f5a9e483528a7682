"""The synthesiser of the extra `voice`: hibari-tts with its bundled voice, so nothing is downloaded.

It takes a second to load and 220 MB, so only the speaker process imports it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from hibari import Hibari

from tpsession.audio.tts.voice_sound import finish_sound

VOICE = "heart"
"""The only bundled voice; any other would be downloaded."""
SPEED = 0.9
"""Relative to the voice's own pace: a little slower is calm, and easy to follow without full attention."""
SEED = 0
"""Seed of the noise in breathy sounds, so that a text always sounds the same."""


def load() -> Callable[[str], array[int]]:
    """Load the synthesiser, and return a function that makes the sound of a text: a `speaker.Synthesise`."""
    # One thread is still 30 times as fast as speech, and the session needs the processor more.
    voice = Hibari(voice=VOICE, threads=1)

    def synthesise(text: str) -> array[int]:
        # The package reads "[word](/sounds/)" as a pronunciation, but text from routine files isn't markup.
        plain = text.replace("](", "] (")
        return finish_sound(np.asarray(voice(plain, speed=SPEED, seed=SEED), np.float64), voice.sample_rate)

    return synthesise
