"""Finds the sounds of a session in its recording, by what each sounds like to the sample.

A sound is the known file at its volume, so it is found by cross-correlation. What was found is then taken out
of the recording. A sound was heard whole, and alone, if nothing is left of it; what is left anywhere else was
not in the plan.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tests.audio.sound_server import RATE, Recording
from tests.long.routines.expected import ExpectedSound, Part, load_samples
from tpsession.audio.engine.mixer import gain, group_of
from tpsession.core.catalog.utterance import SoundName
from tpsession.core.settings.definitions import MASTER_VOLUME, default_preferences

SEARCH_S = 0.5
"""Each sound is looked for this long before and after its moment."""
START_S = 8.0
"""The first sound of the session is looked for this long after the person's last press before it."""
HEAD_S = 0.4
"""So much of a sound is compared to find where it begins; the rest is judged by what is left of it."""
ALIKE = 0.5
"""The least correlation, of 1, at which the beginning of a sound counts as found at all."""
NOISE = 100
"""What is left of a recording counts as something from samples of this height on, of 32,768 (ours).

A voice has 5,000 and more. What is left of a sound that was played without a fault has 2, from rounding."""
APART_S = 0.5
"""What is left over within this many seconds counts as one sound that wasn't planned."""


@dataclass(frozen=True, slots=True)
class HeardSound:
    """A sound of the plan, and what was heard of it."""

    expected: ExpectedSound
    part: int
    """Which part of the session it is in, from 0."""
    index: int | None
    """Index of its first sample in the recording; None if it isn't there."""
    moment: float
    """When it was heard, in seconds of the clock; 0 if it wasn't."""
    seconds: float
    """How long it is."""
    is_whole: bool
    """Whether all of it was heard, and nothing else over it but what is mixed with it on purpose."""
    has_end: bool
    """Whether its last part was heard, at its place or a little later: with a gap, but not cut off."""


@dataclass(frozen=True, slots=True)
class Listened:
    """All that was heard of a session."""

    sounds: tuple[HeardSound, ...]
    began: tuple[float, ...]
    """When each part began, in seconds of the clock, by its own sounds."""
    unplanned_s: tuple[float, ...]
    """Where something was heard that wasn't planned, in seconds from the start of the recording."""

    def deviation_s(self, heard: HeardSound) -> float:
        """Return by how many seconds a sound that was heard is later than its moment in its part."""
        return heard.moment - self.began[heard.part] - heard.expected.at_s

    def overlaps(self) -> Iterator[tuple[HeardSound, HeardSound]]:
        """Yield each pair of neighbours, one of them spoken, of which one begins before the other ended."""
        found = sorted((one for one in self.sounds if one.index is not None), key=lambda one: one.moment)
        for one, other in pairwise(found):
            spoken = -1 in {one.expected.utterance, other.expected.utterance}
            if one.moment + one.seconds > other.moment and not (
                spoken and one.expected.utterance == other.expected.utterance
            ):
                yield one, other


def listen(recording: Recording, parts: Sequence[Part], presses: Sequence[float]) -> Listened:
    """Find all sounds of all parts.

    presses: the moment of the press that began each part, in seconds of the clock.
    """
    samples = np.array(recording.samples, dtype=np.float32)
    left = samples.copy()
    first = recording.moment_of(0)
    placed: list[tuple[ExpectedSound, int, int | None]] = []
    for number, (part, pressed) in enumerate(zip(parts, presses, strict=True)):
        opening = part.sounds[0]
        near = round((pressed - first) * RATE)
        start = _find(samples, opening.name, near, near + round((SEARCH_S if number else START_S) * RATE))
        # Without its first sound, what follows is looked for from the press on.
        start = near if start is None else start
        for sound in part.sounds:
            at = start + round((sound.at_s - opening.at_s) * RATE)
            around = round(SEARCH_S * RATE)
            index = _find(samples, sound.name, at - around, at + around)
            placed.append((sound, number, index))
            if index is not None:
                wave = waveform(sound.name)[: len(left) - index]
                left[index : index + len(wave)] -= wave
    sounds = tuple(_judge(recording, samples, left, *each) for each in placed)
    began = tuple(_beginning([one for one in sounds if one.part == number]) for number in range(len(parts)))
    return Listened(sounds, began, tuple(_remaining(left, placed)))


def waveform(name: SoundName) -> np.ndarray:
    """Return the samples of a sound at the volume that the settings have by default."""
    preferences = default_preferences()
    group = group_of(name)
    factor = gain(preferences.levels.get(group, 100), preferences.percent(MASTER_VOLUME))
    return np.array(load_samples()[name], dtype=np.float32) * factor  # type: ignore[no-any-return]


def _find(samples: np.ndarray, name: SoundName, begin: int, end: int) -> int | None:
    """Return the index at which a sound begins between two indices; None if nothing there is like it."""
    return _find_wave(samples, waveform(name)[: int(HEAD_S * RATE)], begin, end)


def _find_wave(samples: np.ndarray, head: np.ndarray, begin: int, end: int) -> int | None:
    """Return the index at which samples are found best between two indices; None if they aren't there."""
    begin = max(begin, 0)
    part = samples[begin : end + len(head)]
    if len(part) < len(head):
        return None
    size = 1 << (len(part) + len(head) - 1).bit_length()
    spectrum = np.fft.rfft(part, size) * np.conj(np.fft.rfft(head, size))
    alike = np.fft.irfft(spectrum, size)[: len(part) - len(head) + 1]
    energy = np.concatenate(([0.0], np.cumsum(part.astype(np.float64) ** 2)))
    loudness = np.sqrt(np.maximum(energy[len(head) :] - energy[: -len(head)], 1.0))
    # Silence is like nothing, whatever the rounding says.
    correlation = alike / np.maximum(loudness, 0.1 * float(np.linalg.norm(head))) / np.linalg.norm(head)
    best = int(np.argmax(correlation))
    return begin + best if correlation[best] >= ALIKE else None


def _judge(
    recording: Recording,
    samples: np.ndarray,
    left: np.ndarray,
    expected: ExpectedSound,
    part: int,
    index: int | None,
) -> HeardSound:
    """Return what was heard of a sound that was found at an index. left: without all known sounds."""
    wave = waveform(expected.name)
    seconds = len(wave) / RATE
    if index is None:
        return HeardSound(expected, part, None, 0.0, seconds, is_whole=False, has_end=False)
    rest = left[index : index + len(wave)]
    is_whole = len(rest) == len(wave) and bool(np.abs(rest).max() < NOISE)
    return HeardSound(
        expected,
        part,
        index,
        recording.moment_of(index),
        seconds,
        is_whole,
        is_whole or _has_end(samples, wave, index),
    )


def _has_end(samples: np.ndarray, wave: np.ndarray, index: int) -> bool:
    """Return whether the last audible part of a sound is heard at its place or a little later."""
    audible = wave[: int(np.flatnonzero(np.abs(wave) >= NOISE)[-1]) + 1]
    tail = audible[-min(int(HEAD_S * RATE), len(audible) // 2) :]
    at = index + len(audible) - len(tail)
    return _find_wave(samples, tail, at, at + round(SEARCH_S * RATE)) is not None


def _beginning(sounds: list[HeardSound]) -> float:
    """Return when a part began: the usual one of all moments that its sounds were bound to, less theirs."""
    found = [one for one in sounds if one.index is not None]
    exact = [one for one in found if not one.expected.answers_press] or found
    return statistics.median(one.moment - one.expected.at_s for one in exact) if exact else 0.0


def _remaining(left: np.ndarray, placed: list[tuple[ExpectedSound, int, int | None]]) -> Iterator[float]:
    """Yield where something else is heard, in seconds: outside all known sounds, which are judged alone."""
    outside = np.abs(left) >= NOISE
    for sound, _, index in placed:
        if index is not None:
            outside[index : index + len(waveform(sound.name))] = False
    last = -APART_S
    for second in np.flatnonzero(outside) / RATE:
        if second - last > APART_S:
            yield float(second)
        last = second
