"""Makes the built-in sounds of cues and pacing, as ``<cue id>.wav`` in the folder of this script.

Run it as ``python sounds/make_sounds.py [FOLDER]``. It needs nothing but the program, and makes the same
bytes each time.

Why the sounds are as they are:

- Their fundamentals lie between 400 and 1500 Hz and have harmonics, because older ears hear that best
  (Bruck & Thomas 2007).
- Cues decay like a struck bell, because people find that less annoying than a flat tone and notice it more
  easily (Foley 2022).
- Cues differ in timbre and rhythm first, and their elements are 0.1 s apart (Brewster).
- The starting cues are the same two notes with different timbres, one for each family of techniques.
- Pacing sounds have a softer attack, and some glide: the upward stroke rises, the downward stroke falls, the
  breath in swells and the breath out fades.
- All are equally loud to an ear (A-weighted, IEC 61672).
"""

from __future__ import annotations

import math
import sys
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.wav import wav_bytes

GAP_S = 0.1
"""Silence between two elements of a cue, in seconds."""
ATTACK_S = 0.008
"""How long an element rises, in seconds: long enough not to click, short enough for a clear beginning."""
FADE_S = 0.03
"""How long an element falls to zero at its end, in seconds."""
EDGE_S = 0.002
"""Silence before the first and after the last element, in seconds."""
LEVEL = 0.105
"""The loudness of every sound: the A-weighted root mean square of its elements, as a part of full scale.

It is low enough that no peak exceeds full scale.
"""


@dataclass(frozen=True, slots=True)
class Timbre:
    """What a note sounds like."""

    partials: tuple[tuple[float, float], ...]
    """The partials, each as a multiple of the fundamental and its amplitude."""
    decay: float
    """How fast the note decays: the number of the fundamental's time constants in the length of an element.

    Higher partials decay faster. A note with a negative decay swells.
    """
    attack_s: float = ATTACK_S
    """How long the note rises at its start, in seconds."""
    fade_s: float = FADE_S
    """How long the note falls to zero at its end, in seconds."""


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


@dataclass(frozen=True, slots=True)
class Element:
    """One note or chord of a sound."""

    seconds: float
    """Its length: 0.15 to 0.4, or 1 for a breath."""
    fundamentals: tuple[float, ...]
    """The fundamental of each note in hertz; several make a chord."""
    glide: float = 1.0
    """The pitch at the end divided by the pitch at the start."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of one cue: its elements with a pause of `GAP_S` between them."""

    timbre: Timbre
    elements: tuple[Element, ...]


def _glide(timbre: Timbre, seconds: float, start_hz: float, end_hz: float) -> Sound:
    """Return a sound of one note that glides from one pitch to another."""
    return Sound(timbre, (Element(seconds, (start_hz,), end_hz / start_hz),))


def _start(timbre: Timbre) -> Sound:
    """Return the two rising notes for the start of a step."""
    return _notes(timbre, (0.2, 523.0), (0.35, 784.0))


def _notes(timbre: Timbre, *notes: tuple[float, float]) -> Sound:
    """Return a sound of several notes, each given by its length in seconds and its pitch in hertz."""
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
"""The sound of every cue, by the id of the cue."""


def a_weight(hertz: float) -> float:
    """Return how loud an ear hears a tone, divided by how loud it hears one of the same amplitude at 1 kHz.

    This is the A-weighting of IEC 61672 as a factor.
    """
    square = hertz * hertz
    low = math.sqrt((square + 107.7**2) * (square + 737.9**2))
    return 1.2589 * 12194**2 * square**2 / ((square + 20.6**2) * low * (square + 12194**2))


def _envelope(at_s: float, seconds: float, timbre: Timbre) -> float:
    """Return the factor of an element's attack and final fade, 0 to 1, at a moment in s from its start."""
    if timbre.attack_s <= at_s <= seconds - timbre.fade_s:
        return 1.0
    rise = min(at_s / timbre.attack_s, 1.0)
    fall = min((seconds - at_s) / timbre.fade_s, 1.0)
    return (0.5 - 0.5 * math.cos(math.pi * rise)) * (0.5 - 0.5 * math.cos(math.pi * fall))


# A sound repeats its elements, and computing one takes a tenth of a second.
@cache
def _synthesise_element(element: Element, timbre: Timbre) -> tuple[list[float], float]:
    """Return the samples of one element before its level is set, and their A-weighted energy."""
    length = round(element.seconds * RATE)
    samples = [0.0] * length
    envelope = [_envelope(index / RATE, element.seconds, timbre) for index in range(length)]
    energy = 0.0
    for fundamental in element.fundamentals:
        for multiple, amplitude in timbre.partials:
            step = 2 * math.pi * fundamental * multiple / RATE
            bend = step * (element.glide - 1) / length / 2
            decay = timbre.decay * math.sqrt(multiple) / length
            partial = [
                amplitude * factor * math.sin((step + bend * index) * index) * math.exp(-decay * index)
                for index, factor in enumerate(envelope)
            ]
            mean_hz = fundamental * multiple * (1 + element.glide) / 2
            energy += math.fsum(sample * sample for sample in partial) * a_weight(mean_hz) ** 2
            samples = [sample + added for sample, added in zip(samples, partial, strict=True)]
    return samples, energy


def synthesise(sound: Sound) -> array[int]:
    """Return a sound as 16-bit mono samples at `RATE`, with its loudness set to `LEVEL`."""
    elements = [_synthesise_element(element, sound.timbre) for element in sound.elements]
    length = sum(len(samples) for samples, _ in elements)
    scale = LEVEL * 32_767 / math.sqrt(math.fsum(energy for _, energy in elements) / length)
    edge = [0] * round(EDGE_S * RATE)
    result = array("h", edge)
    for number, (samples, _) in enumerate(elements):
        if number:
            result.extend([0] * round(GAP_S * RATE))
        result.extend(round(sample * scale) for sample in samples)
    result.extend(edge)
    return result


def main(folder: Path) -> None:
    """Write every sound into a folder, over those that are there."""
    for name, sound in SOUNDS.items():
        (folder / f"{name}.wav").write_bytes(wav_bytes(synthesise(sound), RATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
