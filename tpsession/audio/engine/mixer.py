"""Mixes sounds into one stream of samples, for the live player and for rendering to a file alike.

Does no I/O and reads no clock.
"""

from __future__ import annotations

import operator
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from tpsession.core.catalog.cues import CUES, SOUND_SUFFIXES, CueGroup
from tpsession.core.catalog.utterance import SoundName

RATE = 44_100
"""Frames a second; everything is mono, 16-bit, in the machine's byte order."""

LONGEST_S = 30.0
"""Longer sounds are cut off at this length."""

HEADROOM = 0.5
"""Gain at full volume. It is low enough that two sounds at once can't clip."""

FADE_FRAMES = 220
"""Frames (5 ms) over which a silenced sound falls to zero and a gain changes, so that nothing clicks."""

_LOWEST, _HIGHEST = -32_768, 32_767
_BITS = 15
"""Gains are integers in units of 1 / 2**15, because samples are multiplied by integers twice as fast."""


def gain(level: int, overall: int) -> float:
    """Return the factor for a group's samples, from its volume and the overall volume, 0 to 100 each.

    A volume below 0 counts as 0, and one above 100 as 100. With both at 100 the factor is `HEADROOM`. It
    falls with the square of each volume, so that half the volume sounds about half as loud (-12 dB).
    """
    share = max(0, min(level, 100)) * max(0, min(overall, 100)) / 10_000
    return HEADROOM * share * share


def group_of(sound: SoundName) -> CueGroup:
    """Return the group whose volume applies to a sound: for a cue's sound, the cue's group.

    A file of the person's own with which a step starts belongs to `CueGroup.CUES`, like the usual start
    sounds. Every other sound is speech, and belongs to `CueGroup.VOICE`.
    """
    if not isinstance(sound, str):
        return CueGroup.VOICE
    if sound in CUES:
        return CUES[sound].group
    # Phrases are named without the ending of their file, see `load_sounds`.
    return CueGroup.CUES if sound.endswith(SOUND_SUFFIXES) else CueGroup.VOICE


@dataclass(frozen=True, slots=True)
class Gain:
    """What samples are multiplied by: a steady value, or one that glides to another to avoid a click."""

    before: int
    """The value before the change, in units of 1 / 2**`_BITS`."""
    after: int
    """The value after the change, in the same units."""
    since: int
    """The frame at which the change begins; it takes `FADE_FRAMES`."""

    @classmethod
    def steady(cls, factor: float) -> Self:
        """Return a gain that doesn't change; the factor is 1 at most."""
        whole = round(factor * (1 << _BITS))
        return cls(whole, whole, 0)

    def change_to(self, factor: float, frame: int) -> Self:
        """Return a gain that glides from this one to another factor, starting at a frame."""
        return replace(self.steady(factor), before=self._value_at(frame), since=frame)

    def apply(self, samples: array[int], frame: int) -> array[int]:
        """Return the samples multiplied by the gain, which changes along them while it glides to a new value.

        frame: the position of the first sample, counted as `since` is.
        """
        changing = self.since + FADE_FRAMES - frame
        if changing <= 0 or self.before == self.after:
            return array("h", [sample * self.after >> _BITS for sample in samples])
        head = [
            sample * self._value_at(frame + index) >> _BITS for index, sample in enumerate(samples[:changing])
        ]
        return array("h", head + [sample * self.after >> _BITS for sample in samples[changing:]])

    def _value_at(self, frame: int) -> int:
        """Return the value at a frame, in units of 1 / 2**`_BITS`.

        Up to the frame `since`, where the change begins, it is the old value.
        """
        done = max(0, min(frame - self.since, FADE_FRAMES))
        return self.before + (self.after - self.before) * done // FADE_FRAMES


@dataclass(slots=True, eq=False)
class _PlacedSound:
    """A sound at its place in the stream."""

    group: CueGroup
    samples: array[int]
    start: int
    """Absolute frame of its first sample."""

    @property
    def end(self) -> int:
        """The frame of the stream that follows the sound's last sample."""
        return self.start + len(self.samples)


class Mixer:
    """Places sounds at frames of an endless stream, and gives out the stream block by block.

    The time that a block takes depends only on its length, not on that of the sounds: a device waits for it.
    """

    def __init__(self, samples: Mapping[SoundName, array[int]]) -> None:
        """Start with silence. A sound that has no samples stays silent."""
        self._samples = samples
        self._gains = dict.fromkeys(CueGroup, Gain.steady(HEADROOM))
        self._sounds: list[_PlacedSound] = []
        self._position = 0
        self._fading: list[_PlacedSound] = []
        self._silence = b""

    @property
    def position(self) -> int:
        """The first frame of the next block."""
        return self._position

    @property
    def end(self) -> int:
        """The frame after the latest end of the sounds that are waiting or sounding; 0 if there are none.

        Sounds that are fading out don't count.
        """
        return max((sound.end for sound in self._sounds), default=0)

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and the overall volume, 0 to 100, from the next block on.

        A group that isn't in `levels` gets 100. The volume of a group that sounds at the moment glides to its
        new value.
        """
        sounding = {sound.group for sound in (*self._sounds, *self._fading) if sound.start < self._position}
        for group, before in self._gains.items():
            factor = gain(levels.get(group, 100), overall)
            after = before.change_to(factor, self._position) if group in sounding else Gain.steady(factor)
            self._gains[group] = after

    def add(self, sound: SoundName, frame: int) -> None:
        """Let a sound begin at a frame, or with the next block if that frame is past.

        A sound that doesn't exist is ignored.
        """
        if sound in self._samples:
            start = max(frame, self._position)
            self._sounds.append(_PlacedSound(group_of(sound), self._samples[sound], start))

    def silence(self, group: CueGroup | None = None) -> None:
        """Fade out the sounds that have begun and drop those that haven't, of one group, or of all for None.

        Sounds that are added later are heard.
        """
        ended = [sound for sound in self._sounds if group is None or sound.group is group]
        self._fading += [sound for sound in ended if sound.start < self._position]
        self._sounds = [sound for sound in self._sounds if sound not in ended]

    def block(self, frames: int) -> bytes:
        """Return the next `frames` frames, two bytes each, and advance `position` by as many."""
        first, self._position = self._position, self._position + frames
        parts = [
            self._cut_part(sound, first, frames) for sound in self._sounds if sound.start < self._position
        ]
        fading = (self._cut_part(sound, first, frames) for sound in self._fading)
        parts += [(lead, fade_out(part)) for lead, part in fading]
        if not parts:
            return self._silent_block(frames)
        self._fading.clear()
        self._sounds = [sound for sound in self._sounds if sound.end > self._position]
        if len(parts) == 1:
            lead, part = parts[0]
            rest = frames - lead - len(part)
            return self._silent_block(lead) + part.tobytes() + self._silent_block(rest)
        return self._sum(parts, frames)

    def _sum(self, parts: list[tuple[int, array[int]]], frames: int) -> bytes:
        """Return the parts of sounds added up one after the other, clipped to 16 bits after each.

        parts: each with its first frame in the block. frames: the length of the block.
        """
        total = array("h", self._silent_block(frames))
        for lead, part in parts:
            under = total[lead : lead + len(part)]
            try:
                total[lead : lead + len(part)] = array("h", map(operator.add, under, part))
            except OverflowError:
                # Three or more loud sounds at once. That is rare, so only such a block pays for clipping.
                total[lead : lead + len(part)] = array(
                    "h", (max(_LOWEST, min(a + b, _HIGHEST)) for a, b in zip(under, part, strict=True))
                )
        return total.tobytes()

    def _cut_part(self, sound: _PlacedSound, first: int, frames: int) -> tuple[int, array[int]]:
        """Return a sound's part in a block: the frame of the block at which it begins, and its samples.

        The samples have the volume of the sound's group. The sound has to begin before the block ends. If it
        has ended before the block, the part is empty.

        first: the first frame of the block, in the stream. frames: the length of the block.
        """
        lead = max(sound.start - first, 0)
        offset = max(first - sound.start, 0)
        part = sound.samples[offset : offset + frames - lead]
        return lead, self._gains[sound.group].apply(part, first + lead)

    def _silent_block(self, frames: int) -> bytes:
        """Return a block of silence of so many frames. The bytes of the longest one so far are kept."""
        if len(self._silence) < 2 * frames:
            self._silence = bytes(2 * frames)
        return self._silence if len(self._silence) == 2 * frames else self._silence[: 2 * frames]


def fade_out(samples: array[int]) -> array[int]:
    """Return the first `FADE_FRAMES` of the samples, or all if there are fewer, falling to zero."""
    head = samples[:FADE_FRAMES]
    return array("h", [int(sample * (1 - index / len(head))) for index, sample in enumerate(head)])
