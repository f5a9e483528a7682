"""Synthesises the built-in sounds of cues and pacing as ``<cue id>.wav`` beside this script.

They have the same bytes each time.

Run it as ``python sounds/make_sounds.py [FOLDER]``; it needs nothing but the program itself.

Why the sounds are as they are: fundamentals of 400 to 1500 Hz with harmonics, which older ears hear best
(Bruck & Thomas 2007); a percussive decay, which is less annoying and better detected than a flat tone (Foley
2022); told apart by timbre and rhythm first, with gaps of 0.1 s (Brewster). The starting pairs differ in
timbre only: it tells the family of what is done. Pacing is softer in its attack, and glides: up rises and
down falls, a breath in swells and a breath out fades. All are equally loud to an ear (A-weighted, IEC 61672).
"""

from __future__ import annotations

import math
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.wav import wav_bytes

GAP_S = 0.1
"""Silence between two elements of a cue."""
ATTACK_S = 0.008
"""Rise of a cue's element: soft enough not to click, short enough to be a clear beginning."""
FADE_S = 0.03
"""Fall of a cue's element to zero at its very end."""
EDGE_S = 0.002
"""Zeros before the first and after the last element."""
LEVEL = 0.105
"""A-weighted root mean square over the sounding part, of full scale; leaves every peak below full scale."""


@dataclass(frozen=True)
class Timbre:
    """What a note sounds like."""

    partials: tuple[tuple[float, float], ...]
    """Multiples of the fundamental, each with its amplitude."""
    decay: float
    """Time constants of the fundamental that fit into an element; higher partials fade faster.

    Below 0 it swells."""
    attack_s: float = ATTACK_S
    fade_s: float = FADE_S


BELL = Timbre(((1, 1.0), (2, 0.45), (3, 0.25), (4.2, 0.12)), decay=3.0)
BRIGHT = Timbre(((1, 1.0), (2, 0.6), (3, 0.4), (4, 0.25), (5, 0.15)), decay=3.0)
MELLOW = Timbre(((1, 1.0), (2, 0.25), (3, 0.06)), decay=2.5)
HOLLOW = Timbre(((1, 1.0), (3, 0.45), (5, 0.25)), decay=2.5)
REED = Timbre(((1, 1.0), (2, 0.9), (3, 0.7), (4, 0.5), (5, 0.35), (6, 0.2)), decay=1.6)
WOOD = Timbre(((1, 1.0), (3.9, 0.35)), decay=5.0)
STRING = Timbre(((1, 1.0), (2, 0.95), (3, 0.2), (4, 0.6), (6, 0.3)), decay=3.5)
CLAY = Timbre(((1, 1.0), (2, 0.28), (2.76, 0.8), (5.4, 0.3)), decay=4.0)
GLASS = Timbre(((1, 1.0), (4, 0.8)), decay=2.0)
BRUSH = Timbre(((1, 1.0), (2, 0.8), (3, 0.1), (5, 0.5)), decay=4.5)
VELVET = Timbre(((1, 1.0), (2, 0.35), (3, 0.15)), decay=2.0, attack_s=0.02, fade_s=0.06)
ROUND = Timbre(((1, 1.0), (2, 0.12)), decay=2.5, attack_s=0.05, fade_s=0.1)
DEEP = Timbre(((1, 1.0), (2, 0.8), (3, 0.5)), decay=1.2, attack_s=0.03, fade_s=0.1)
INHALE = Timbre(((1, 1.0), (2, 0.3), (3, 0.1)), decay=-1.2, attack_s=0.25, fade_s=0.15)
EXHALE = Timbre(((1, 1.0), (2, 0.3), (3, 0.1)), decay=1.8, attack_s=0.1, fade_s=0.35)


@dataclass(frozen=True)
class Element:
    """One note or chord of a cue."""

    seconds: float
    """0.15 to 0.4; of a breath 1."""
    fundamentals: tuple[float, ...]
    """Hertz; several make a chord."""
    glide: float = 1.0
    """What the fundamentals are multiplied by on the way to the end."""


@dataclass(frozen=True)
class Sound:
    """One cue's sound: its elements, `GAP_S` apart."""

    timbre: Timbre
    elements: tuple[Element, ...]


def _glide(timbre: Timbre, seconds: float, begins: float, ends: float) -> Sound:
    return Sound(timbre, (Element(seconds, (begins,), ends / begins),))


def _start(timbre: Timbre) -> Sound:
    """The rising pair that a step begins with."""
    return _notes(timbre, (0.2, 523.0), (0.35, 784.0))


def _notes(timbre: Timbre, *notes: tuple[float, float]) -> Sound:
    return Sound(timbre, tuple(Element(seconds, (hertz,)) for seconds, hertz in notes))


SOUNDS: dict[str, Sound] = {
    "get-ready": _notes(BELL, (0.4, 587.0)),
    "start": _start(BRIGHT),
    "start-rub": _start(BRUSH),
    "start-firm": _start(STRING),
    "start-press": _start(HOLLOW),
    "start-calm": _start(GLASS),
    "start-wipe": _start(CLAY),
    "next": _notes(BRUSH, (0.33, 990.0)),
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
    "pace-up": _glide(VELVET, 0.2, 523.0, 784.0),
    "pace-down": _glide(VELVET, 0.2, 784.0, 523.0),
    "pace-circle": _notes(ROUND, (0.35, 587.0)),
    "pace-in": _glide(INHALE, 1.0, 440.0, 587.0),
    "pace-out": _glide(EXHALE, 1.0, 587.0, 440.0),
    "pace-hold": _notes(DEEP, (0.4, 420.0)),
}
"""Every cue's sound by the cue's id."""


def audible(hertz: float) -> float:
    """How loud an ear hears a tone, against one of the same amplitude at 1 kHz (A-weighting)."""
    square = hertz * hertz
    low = math.sqrt((square + 107.7**2) * (square + 737.9**2))
    return 1.2589 * 12194**2 * square**2 / ((square + 20.6**2) * low * (square + 12194**2))


def _envelope(at: float, seconds: float, timbre: Timbre) -> float:
    """Attack and final fade of an element, 0 to 1, `at` seconds after its beginning."""
    rise = min(at / timbre.attack_s, 1.0)
    fall = min((seconds - at) / timbre.fade_s, 1.0)
    return (0.5 - 0.5 * math.cos(math.pi * rise)) * (0.5 - 0.5 * math.cos(math.pi * fall))


def _element(element: Element, timbre: Timbre) -> tuple[list[float], float]:
    """The samples of one element, at any level, and the energy that an ear hears in them."""
    length = round(element.seconds * RATE)
    samples = [0.0] * length
    envelope = [_envelope(index / RATE, element.seconds, timbre) for index in range(length)]
    heard = 0.0
    for fundamental in element.fundamentals:
        for multiple, amplitude in timbre.partials:
            step = 2 * math.pi * fundamental * multiple / RATE
            bend = step * (element.glide - 1) / length / 2
            fade = timbre.decay * math.sqrt(multiple) / length
            partial = [
                amplitude * loud * math.sin((step + bend * index) * index) * math.exp(-fade * index)
                for index, loud in enumerate(envelope)
            ]
            middle = fundamental * multiple * (1 + element.glide) / 2
            heard += math.fsum(sample * sample for sample in partial) * audible(middle) ** 2
            samples = [sample + more for sample, more in zip(samples, partial, strict=True)]
    return samples, heard


def synthesise(sound: Sound) -> array[int]:
    """A cue's sound as 16-bit mono samples at `RATE`."""
    made = [_element(element, sound.timbre) for element in sound.elements]
    elements = [samples for samples, _ in made]
    sounding = sum(len(samples) for samples in elements)
    scale = LEVEL * 32_767 / math.sqrt(math.fsum(heard for _, heard in made) / sounding)
    edge = [0] * round(EDGE_S * RATE)
    whole = array("h", edge)
    for number, samples in enumerate(elements):
        if number:
            whole.extend([0] * round(GAP_S * RATE))
        whole.extend(round(sample * scale) for sample in samples)
    whole.extend(edge)
    return whole


def main(folder: Path) -> None:
    """Write every sound into a folder."""
    for name, sound in SOUNDS.items():
        (folder / f"{name}.wav").write_bytes(wav_bytes(synthesise(sound), RATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
