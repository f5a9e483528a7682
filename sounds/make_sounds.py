"""Synthesises every built-in cue sound as ``<cue id>.wav`` beside this script, to the same bytes each time.

Run it as ``python sounds/make_sounds.py [FOLDER]``; it needs nothing but the standard library.

Why the sounds are as they are: fundamentals of 400 to 1500 Hz with harmonics, which older ears hear best
(Bruck & Thomas 2007); a percussive decay, which is less annoying and better detected than a flat tone (Foley
2022); told apart by timbre and rhythm first, with gaps of 0.1 s (Brewster). All have the same loudness.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE = 44_100
"""Frames a second."""
GAP_S = 0.1
"""Silence between two elements of a cue."""
ATTACK_S = 0.008
"""Rise of an element: soft enough not to click, short enough to be a clear beginning."""
FADE_S = 0.03
"""Fall of an element's very end to zero."""
EDGE_S = 0.002
"""Zeros before the first and after the last element."""
LEVEL = 0.125
"""Root mean square over the sounding part, of full scale; leaves every peak below it."""


@dataclass(frozen=True)
class Timbre:
    """What a note sounds like."""

    partials: tuple[tuple[float, float], ...]
    """Multiples of the fundamental, each with its amplitude."""
    decay: float
    """Time constants of the fundamental that fit into an element; higher partials fade faster."""


BELL = Timbre(((1, 1.0), (2, 0.45), (3, 0.25), (4.2, 0.12)), decay=3.0)
BRIGHT = Timbre(((1, 1.0), (2, 0.6), (3, 0.4), (4, 0.25), (5, 0.15)), decay=3.0)
MELLOW = Timbre(((1, 1.0), (2, 0.25), (3, 0.06)), decay=2.5)
HOLLOW = Timbre(((1, 1.0), (3, 0.45), (5, 0.25)), decay=2.5)
REED = Timbre(((1, 1.0), (2, 0.9), (3, 0.7), (4, 0.5), (5, 0.35), (6, 0.2)), decay=1.6)
WOOD = Timbre(((1, 1.0), (3.9, 0.35)), decay=5.0)


@dataclass(frozen=True)
class Element:
    """One note or chord of a cue."""

    seconds: float
    """0.15 to 0.4."""
    fundamentals: tuple[float, ...]
    """Hertz; several make a chord."""


@dataclass(frozen=True)
class Sound:
    """One cue's sound: its elements, `GAP_S` apart."""

    timbre: Timbre
    elements: tuple[Element, ...]


def _notes(timbre: Timbre, *notes: tuple[float, float]) -> Sound:
    return Sound(timbre, tuple(Element(seconds, (hertz,)) for seconds, hertz in notes))


SOUNDS: dict[str, Sound] = {
    "get-ready": _notes(BELL, (0.4, 587.0)),
    "start": _notes(BRIGHT, (0.2, 523.0), (0.35, 784.0)),
    "half-way": _notes(WOOD, (0.15, 880.0), (0.15, 880.0)),
    "release": _notes(MELLOW, (0.3, 784.0), (0.4, 523.0)),
    "switch-sides": _notes(REED, (0.15, 659.0), (0.15, 988.0), (0.15, 659.0), (0.15, 988.0)),
    "gate": _notes(HOLLOW, (0.15, 494.0), (0.15, 494.0), (0.4, 740.0)),
    "found": _notes(BRIGHT, (0.25, 1175.0)),
    "paused": _notes(HOLLOW, (0.3, 440.0), (0.3, 440.0)),
    "resumed": _notes(HOLLOW, (0.15, 440.0), (0.35, 660.0)),
    "eased": _notes(MELLOW, (0.15, 880.0), (0.15, 698.0), (0.4, 523.0)),
    "stop": _notes(REED, (0.25, 415.0), (0.25, 415.0), (0.25, 415.0)),
    "end": Sound(BELL, (Element(0.3, (698.0, 880.0, 1047.0)), Element(0.4, (523.0, 659.0, 784.0)))),
    "count-beep": _notes(REED, (0.15, 1000.0)),
    "count-calm-3": _notes(MELLOW, (0.3, 784.0)),
    "count-calm-2": _notes(MELLOW, (0.3, 659.0)),
    "count-calm-1": _notes(MELLOW, (0.3, 523.0)),
}
"""Every cue's sound by the cue's id."""


def _envelope(at: float, seconds: float) -> float:
    """Attack and final fade of an element, 0 to 1, `at` seconds after its beginning."""
    rise = min(at / ATTACK_S, 1.0)
    fall = min((seconds - at) / FADE_S, 1.0)
    return (0.5 - 0.5 * math.cos(math.pi * rise)) * (0.5 - 0.5 * math.cos(math.pi * fall))


def _element(element: Element, timbre: Timbre) -> list[float]:
    """The samples of one element, at any level."""
    samples = [0.0] * round(element.seconds * RATE)
    for fundamental in element.fundamentals:
        for multiple, amplitude in timbre.partials:
            step = 2 * math.pi * fundamental * multiple / RATE
            fade = timbre.decay * math.sqrt(multiple) / len(samples)
            for index in range(len(samples)):
                samples[index] += amplitude * math.sin(step * index) * math.exp(-fade * index)
    return [sample * _envelope(index / RATE, element.seconds) for index, sample in enumerate(samples)]


def synthesise(sound: Sound) -> array[int]:
    """A cue's sound as 16-bit mono samples at `RATE`."""
    elements = [_element(element, sound.timbre) for element in sound.elements]
    sounding = sum(len(samples) for samples in elements)
    energy = math.fsum(sample * sample for samples in elements for sample in samples)
    scale = LEVEL * 32_767 / math.sqrt(energy / sounding)
    edge = [0] * round(EDGE_S * RATE)
    whole = array("h", edge)
    for number, samples in enumerate(elements):
        if number:
            whole.extend([0] * round(GAP_S * RATE))
        whole.extend(round(sample * scale) for sample in samples)
    whole.extend(edge)
    return whole


def write(path: Path, samples: array[int]) -> None:
    """Write 16-bit mono samples at `RATE` as a WAV file."""
    little = array("h", samples)
    if sys.byteorder == "big":
        little.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(little.tobytes())


def main(folder: Path) -> None:
    """Write every sound into a folder."""
    for name, sound in SOUNDS.items():
        write(folder / f"{name}.wav", synthesise(sound))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
