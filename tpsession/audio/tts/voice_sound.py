"""Turns a synthesiser's output into a finished sound: trimmed, as loud as the cues, at `RATE`.

Only the speaker process and the script that makes the phrases import this, and with it numpy, which the
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
"""Mono samples, of any scale until their level is set."""

LEVEL = 0.125
"""Root mean square of the sounding part, of full scale: as loud as the cues (``sounds/make_sounds.py``)."""
HIGHEST = 0.95
"""The highest peak, of full scale, even if the level stays lower."""
BLOCK_S = 0.01
"""Length of the blocks in which the level is measured."""
AUDIBLE = 0.01
"""A block below this fraction of the loudest one (-40 dB) counts as silence at either end."""
SOUNDING = 0.1
"""A block above this fraction of the loudest one (-20 dB) counts for the level."""
LEAD_S = 0.015
"""Seconds that are kept before the audible part, for the soft start of a word."""
TAIL_S = 0.03
"""Seconds that are kept after the audible part, for the soft end of a word."""
FADE_S = 0.008
"""Seconds over which both ends are faded."""
TAPS = 32
"""Samples on each side from which a sample of the other rate is computed."""


def finish_sound(samples: Samples, rate: int) -> array[int]:
    """Return a synthesiser's samples as they are played: 16 bits at `RATE`, as loud as the cues.

    They stay quieter if their peaks would be above `HIGHEST`. Silence at both ends is cut off, and both ends
    are faded. Empty if there are too few samples for the two fades, or if every block of `block_levels` is
    silent.

    rate: the sample rate of the samples, at least `RATE`.
    """
    if len(samples) < rate * 2 * FADE_S:
        return array("h")
    resampled = _resample(samples, rate)
    if not np.any(block_levels(resampled, RATE)):
        return array("h")
    loud = _set_level(_trim(resampled))
    return array("h", np.rint(loud * 32_767).astype(int).tolist())


def block_levels(samples: Samples, rate: int) -> Samples:
    """Return the root mean square of the samples in each block of `BLOCK_S` seconds.

    Samples at the end that don't fill a block are ignored. rate: samples a second.
    """
    size = round(BLOCK_S * rate)
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    return np.sqrt((whole**2).mean(axis=1))


def _resample(samples: Samples, rate: int) -> Samples:
    """Return samples of `rate` a second as samples at `RATE`, by windowed sinc interpolation.

    The offset between a new sample and the old one before it takes only a few values, in a repeating pattern.
    All new samples with the same offset are computed at once, with one kernel. rate: at least `RATE`.
    """
    out = np.zeros(int(len(samples) * RATE / rate))
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, TAPS), 2 * TAPS + 1)
    positions = RATE // math.gcd(RATE, rate)
    for position in range(min(positions, len(out))):
        at: NDArray[np.int64] = np.arange(position, len(out), positions) * rate
        away = at[0] % RATE / RATE - np.arange(-TAPS, TAPS + 1)
        cut = 0.95 * RATE / rate
        kernel = cut * np.sinc(cut * away) * (0.5 + 0.5 * np.cos(np.pi * np.clip(away / TAPS, -1, 1)))
        out[position::positions] = windows[at // RATE] @ kernel
    return out


def _trim(samples: Samples) -> Samples:
    """Return samples without the silence at both ends, but for `LEAD_S` and `TAIL_S`, and with faded ends.

    At least one block of `block_levels` must not be silent.
    """
    levels = block_levels(samples, RATE)
    audible = np.flatnonzero(levels > AUDIBLE * levels.max())
    begin = round((audible[0] * BLOCK_S - LEAD_S) * RATE)
    end = round(((audible[-1] + 1) * BLOCK_S + TAIL_S) * RATE)
    kept = samples[max(begin, 0) : end].copy()
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, round(FADE_S * RATE)))
    kept[: len(ramp)] *= ramp
    kept[-len(ramp) :] *= ramp[::-1]
    return kept


def _set_level(samples: Samples) -> Samples:
    """Return the samples as loud as the cues, or quieter, so that none is above `HIGHEST`.

    At least one block of `block_levels` must not be silent.
    """
    levels = block_levels(samples, RATE)
    sounding = levels[levels > SOUNDING * levels.max()]
    factor = LEVEL / np.sqrt((sounding**2).mean())
    return samples * min(factor, HIGHEST / np.abs(samples).max())
