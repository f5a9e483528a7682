"""The voice of the extra `voice`: hibari-tts with the voice inside its package, so that nothing is fetched.

It costs a second to load and 220 MB, so only the speaker process loads it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from hibari import Hibari

from tpsession.audio.tts.voice_sound import finished

VOICE = "heart"
"""The one bundled voice; any other would be downloaded."""
SPEED = 0.9
"""A little slower than the voice's own pace: calm, and easy to follow with half an ear."""
SEED = 0
"""Of the noise in breathy sounds, so that a text always sounds the same."""


def load() -> Callable[[str], array[int]]:
    """What makes the sound of a text, as 16-bit samples at `voice_files.RATE`; empty if nothing is spoken."""
    # One thread: it is still 30 times as fast as speech, and the session needs the processor more.
    voice = Hibari(voice=VOICE, threads=1)

    def synthesise(text: str) -> array[int]:
        # The package takes "[word](/sounds/)" for a pronunciation; text of files is never markup.
        plain = text.replace("](", "] (")
        return finished(np.asarray(voice(plain, speed=SPEED, seed=SEED), np.float64), voice.sample_rate)

    return synthesise
