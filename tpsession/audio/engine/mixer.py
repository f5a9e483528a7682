"""Mixing cues into one stream of samples: pure, for the live player and for rendering to a file alike."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from tpsession.core.catalog.cues import CUES, CueGroup

RATE = 44_100
"""Frames a second; everything is mono, 16-bit, in the machine's byte order."""

LONGEST_S = 30.0
"""A longer sound is cut off here."""

HEADROOM = 0.5
"""Gain at full volume: two cues at once can't clip."""

FADE_FRAMES = 220
"""5 ms in which a silenced cue falls to zero, so that it doesn't click."""

_LOWEST, _HIGHEST = -32_768, 32_767
_BITS = 15
"""Gains are whole parts of two to this power: twice as fast to multiply with as fractions."""


def gain(level: int, overall: int) -> float:
    """Amplitude for a group's volume and the volume of everything, 0 to 100 each.

    The square of the percentage: half-way down sounds about half as loud (-12 dB).
    """
    share = max(0, min(level, 100)) * max(0, min(overall, 100)) / 10_000
    return HEADROOM * share * share


def group_of(sound: str) -> CueGroup:
    """The group of a sound by its name: what is no cue is spoken."""
    return CUES[sound].group if sound in CUES else CueGroup.VOICE


@dataclass(frozen=True, slots=True)
class Gain:
    """What samples are multiplied by: steady, or gliding to another value, so that nothing clicks."""

    before: int
    """In parts of 2 to the power of `_BITS`, as `after` is."""
    after: int
    since: int
    """The frame at which it begins to change; it takes `FADE_FRAMES`."""

    @classmethod
    def steady(cls, factor: float) -> Self:
        """The same all the time; a factor of 1 at most."""
        whole = round(factor * (1 << _BITS))
        return cls(whole, whole, 0)

    def turned(self, factor: float, frame: int) -> Self:
        """The gain that changes to another factor from a frame on."""
        return replace(self.steady(factor), before=self._at(frame), since=frame)

    def applied(self, samples: array[int], frame: int) -> array[int]:
        """The samples that are heard from a frame on, times it."""
        changing = self.since + FADE_FRAMES - frame
        if changing <= 0 or self.before == self.after:
            return array("h", [sample * self.after >> _BITS for sample in samples])
        head = [sample * self._at(frame + place) >> _BITS for place, sample in enumerate(samples[:changing])]
        return array("h", head + [sample * self.after >> _BITS for sample in samples[changing:]])

    def _at(self, frame: int) -> int:
        done = min(frame - self.since, FADE_FRAMES)
        return self.before + (self.after - self.before) * done // FADE_FRAMES


@dataclass(slots=True, eq=False)
class _Voice:
    """A sound that is heard or about to be."""

    group: CueGroup
    samples: array[int]
    start: int
    """Absolute frame of its first sample."""

    @property
    def end(self) -> int:
        """The frame after its last one."""
        return self.start + len(self.samples)


class Mixer:
    """Places cues at frames of an endless stream and yields the stream block by block.

    A block costs by its length, however long the sounds are: a device waits for it.
    """

    def __init__(self, samples: Mapping[str, array[int]]) -> None:
        """Take the samples of each cue by its id; a cue without samples stays silent."""
        self._samples = samples
        self._gains = dict.fromkeys(CueGroup, Gain.steady(HEADROOM))
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
        return max((voice.end for voice in self._voices), default=0)

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100; heard from the next block on.

        What sounds glides there.
        """
        sounding = {voice.group for voice in (*self._voices, *self._fading) if voice.start < self._position}
        for group, before in self._gains.items():
            factor = gain(levels.get(group, 100), overall)
            turned = before.turned(factor, self._position) if group in sounding else Gain.steady(factor)
            self._gains[group] = turned

    def place(self, cue: str, frame: int) -> None:
        """Let a cue sound from a frame on, or from the next block's first where that is past."""
        if cue in self._samples:
            self._voices.append(_Voice(group_of(cue), self._samples[cue], max(frame, self._position)))

    def silence(self, group: CueGroup | None = None) -> None:
        """Fade out what sounds and drop what was placed, of a group or all; later ones are heard."""
        ended = [voice for voice in self._voices if group is None or voice.group is group]
        self._fading += [voice for voice in ended if voice.start < self._position]
        self._voices = [voice for voice in self._voices if voice not in ended]

    def block(self, frames: int) -> bytes:
        """The next `frames` frames, two bytes each."""
        first, self._position = self._position, self._position + frames
        parts = [self._part(v, first, frames) for v in self._voices if v.start < self._position]
        parts += [(lead, faded(part)) for lead, part in (self._part(v, first, frames) for v in self._fading)]
        if not parts:
            return self._quiet(frames)
        self._fading.clear()
        self._voices = [v for v in self._voices if v.end > self._position]
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
        lead = max(voice.start - first, 0)
        offset = max(first - voice.start, 0)
        part = voice.samples[offset : offset + frames - lead]
        return lead, self._gains[voice.group].applied(part, first + lead)

    def _quiet(self, frames: int) -> bytes:
        if len(self._silence) < 2 * frames:
            self._silence = bytes(2 * frames)
        return self._silence if len(self._silence) == 2 * frames else self._silence[: 2 * frames]


def faded(samples: array[int]) -> array[int]:
    """The samples' beginning, falling to zero within `FADE_FRAMES`."""
    head = samples[:FADE_FRAMES]
    return array("h", [int(sample * (1 - index / len(head))) for index, sample in enumerate(head)])
