"""Mixing cues into one stream of samples: pure, for the live player and for rendering to a file alike."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from tpsession.core.cue import CUES, CueGroup

RATE = 44_100
"""Frames a second; everything is mono, 16-bit, in the machine's byte order."""

HEADROOM = 0.5
"""Gain at full volume: two cues at once can't clip."""

FADE_FRAMES = 220
"""5 ms in which a silenced cue falls to zero, so that it doesn't click."""

_LOWEST, _HIGHEST = -32_768, 32_767


def gain(level: int, overall: int) -> float:
    """Amplitude for a group's volume and the volume of everything, 0 to 100 each.

    The square of the percentage: half-way down sounds about half as loud (-12 dB).
    """
    share = max(0, min(level, 100)) * max(0, min(overall, 100)) / 10_000
    return HEADROOM * share * share


@dataclass(slots=True)
class _Voice:
    """A cue that sounds or is about to."""

    cue: str
    start: int
    """Absolute frame of its first sample."""


class Mixer:
    """Places cues at frames of an endless stream and yields the stream block by block."""

    def __init__(self, samples: Mapping[str, array[int]]) -> None:
        """Take the samples of each cue by its id; a cue without samples stays silent."""
        self._samples = samples
        self._levels: dict[CueGroup, int] = {}
        self._overall = 100
        # Scaled once for each cue and gain, not for each block: pure Python is too slow for that.
        self._scaled: dict[str, array[int]] = {}
        self._voices: list[_Voice] = []
        self._position = 0
        self._fading: list[_Voice] = []
        self._silence = b""

    @property
    def position(self) -> int:
        """The frame that the next block begins with."""
        return self._position

    @property
    def end(self) -> int:
        """The frame after the last one that sounds; not after `position` where nothing does."""
        return max((voice.start + len(self._samples[voice.cue]) for voice in self._voices), default=0)

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100; heard from the next block on."""
        self._levels = dict(levels)
        self._overall = overall
        self._scaled.clear()

    def place(self, cue: str, frame: int) -> None:
        """Let a cue sound from a frame on, or from the next block's first where that is past."""
        if cue in self._samples:
            self._voices.append(_Voice(cue, max(frame, self._position)))

    def silence(self, group: CueGroup | None = None) -> None:
        """Fade out what sounds and drop what was placed, of a group or all; later ones are heard."""
        ended = [voice for voice in self._voices if group is None or _group(voice.cue) is group]
        self._fading += [voice for voice in ended if voice.start < self._position]
        self._voices = [voice for voice in self._voices if voice not in ended]

    def block(self, frames: int) -> bytes:
        """The next `frames` frames, two bytes each."""
        first, self._position = self._position, self._position + frames
        parts = [self._part(v, first, frames) for v in self._voices if v.start < self._position]
        parts += [(lead, _faded(part)) for lead, part in (self._part(v, first, frames) for v in self._fading)]
        if not parts:
            return self._quiet(frames)
        self._fading.clear()
        self._voices = [v for v in self._voices if v.start + len(self._samples[v.cue]) > self._position]
        if len(parts) == 1:
            lead, part = parts[0]
            return self._quiet(lead) + part.tobytes() + self._quiet(frames - lead - len(part))
        return self._sum(parts, frames)

    def _sum(self, parts: list[tuple[int, array[int]]], frames: int) -> bytes:
        total = array("h", self._quiet(frames))
        for lead, part in parts:
            under = total[lead : lead + len(part)]
            try:
                total[lead : lead + len(part)] = array("h", map(operator.add, under, part))
            except OverflowError:
                # Three or more loud cues at once: rare enough that only such a block pays for clipping.
                total[lead : lead + len(part)] = array(
                    "h", (max(_LOWEST, min(a + b, _HIGHEST)) for a, b in zip(under, part, strict=True))
                )
        return total.tobytes()

    def _part(self, voice: _Voice, first: int, frames: int) -> tuple[int, array[int]]:
        """Where in the block a voice begins to sound, and its samples in the block."""
        scaled = self._scaled_samples(voice.cue)
        lead = max(voice.start - first, 0)
        offset = max(first - voice.start, 0)
        return lead, scaled[offset : offset + frames - lead]

    def _scaled_samples(self, cue: str) -> array[int]:
        scaled = self._scaled.get(cue)
        if scaled is None:
            factor = gain(self._levels.get(_group(cue), 100), self._overall)
            scaled = array("h", [int(sample * factor) for sample in self._samples[cue]])
            self._scaled[cue] = scaled
        return scaled

    def _quiet(self, frames: int) -> bytes:
        if len(self._silence) < 2 * frames:
            self._silence = bytes(2 * frames)
        return self._silence if len(self._silence) == 2 * frames else self._silence[: 2 * frames]


def _group(cue: str) -> CueGroup:
    """The group of a sound: what is no cue is spoken."""
    return CUES[cue].group if cue in CUES else CueGroup.VOICE


def _faded(samples: array[int]) -> array[int]:
    """The samples' beginning, falling to zero within `FADE_FRAMES`."""
    head = samples[:FADE_FRAMES]
    return array("h", [int(sample * (1 - index / len(head))) for index, sample in enumerate(head)])
