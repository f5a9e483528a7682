"""From what a synthesiser gives to a sound as it ships: cut to what is heard, as loud as the cues, at `RATE`.

Only the speaker process and the script that made the phrases load this, and with it numpy, which the
synthesiser needs anyway.
"""

from __future__ import annotations

import math
from array import array
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tpsession.audio.tts.voice_files import RATE

Samples: TypeAlias = NDArray[np.float64]
"""Mono samples, of any scale until they are levelled."""

LEVEL = 0.125
"""Root mean square of what sounds, of full scale: that of the cues, `LEVEL` in ``sounds/make_sounds.py``."""
HIGHEST = 0.95
"""No peak is over this part of full scale, even if the level stays lower."""
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


def finished(samples: Samples, rate: int) -> array[int]:
    """A synthesiser's samples as 16-bit ones at `RATE`; empty where they are silent.

    rate: theirs, at least `RATE`.
    """
    if len(samples) < rate * 2 * FADE_S or not np.any(samples):
        return array("h")
    levelled = _levelled(_trimmed(_resampled(samples, rate)))
    return array("h", np.rint(levelled * 32_767).astype(int).tolist())


def blocks(samples: Samples, rate: int) -> Samples:
    """Root mean squares of the blocks of `BLOCK_S`."""
    size = round(BLOCK_S * rate)
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    return np.sqrt((whole**2).mean(axis=1))


def _resampled(samples: Samples, rate: int) -> Samples:
    """At `RATE`: each sample a windowed sinc over its neighbours.

    Where a new sample lies between old ones comes again after a while: each such place has one kernel.
    """
    out = np.zeros(int(len(samples) * RATE / rate))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, TAPS), 2 * TAPS + 1)
    places = RATE // math.gcd(RATE, rate)
    for place in range(min(places, len(out))):
        at: NDArray[np.int64] = np.arange(place, len(out), places) * rate
        away = at[0] % RATE / RATE - np.arange(-TAPS, TAPS + 1)
        cut = 0.95 * RATE / rate
        kernel = cut * np.sinc(cut * away) * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / TAPS, -1, 1)))
        out[place::places] = windows[at // RATE] @ kernel
    return out


def _trimmed(samples: Samples) -> Samples:
    """Without the silence before and after, and with soft ends."""
    levels = blocks(samples, RATE)
    audible = np.flatnonzero(levels > AUDIBLE * levels.max())
    begin = round((audible[0] * BLOCK_S - LEAD_S) * RATE)
    end = round(((audible[-1] + 1) * BLOCK_S + TAIL_S) * RATE)
    kept = samples[max(begin, 0) : end].copy()
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, round(FADE_S * RATE)))
    kept[: len(ramp)] *= ramp
    kept[-len(ramp) :] *= ramp[::-1]
    return kept


def _levelled(samples: Samples) -> Samples:
    """As loud as the cues."""
    levels = blocks(samples, RATE)
    sounding = levels[levels > SOUNDING * levels.max()]
    wished = LEVEL / np.sqrt((sounding**2).mean())
    return samples * min(wished, HIGHEST / np.abs(samples).max())
