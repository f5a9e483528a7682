"""A whole session as sound, through the mixer of the live player: every cue exactly at its moment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tpsession.audio.engine.cue_scheduler import SecondsOf, schedule_cues
from tpsession.audio.engine.mixer import RATE, Mixer
from tpsession.core.catalog.cues import Cue, CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName

BLOCK = RATE
"""Frames that are mixed at a time: a second."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue with its place in the sound."""

    frame: int
    """Its first frame."""
    cue: Cue
    """Of speech, with the words that are said as its text."""
    sounds: tuple[tuple[int, SoundName], ...]
    """The first frame and the name of each of its sounds; speech has several."""


def arrange(cues: Iterable[TimedCue], seconds_of: SecondsOf) -> list[Heard]:
    """Where each cue begins, in order; what has no sound or finds no place is left out.

    seconds_of: the length of each sound.
    """
    heard = []
    for scheduled in schedule_cues(cues, seconds_of):
        first = round(scheduled.at * RATE)
        sounds = [(first + round(offset_s * RATE), name) for offset_s, name in scheduled.sounds]
        known = tuple((frame, name) for frame, name in sounds if seconds_of(name) is not None)
        if known:
            cue = scheduled.timed.cue
            heard.append(Heard(first, replace(cue, text=scheduled.text) if scheduled.text else cue, known))
    return heard


class Rendering:
    """The sound of a session, made block by block: it is never in memory as a whole."""

    def __init__(
        self,
        heard: Iterable[Heard],
        length_s: float,
        samples: Mapping[SoundName, array[int]],
        levels: Mapping[CueGroup, int],
        overall: int,
    ) -> None:
        """Take the cues, how long the session is, the samples of each sound by its name, and the volumes.

        The sound is as long as the session, and longer where the last cue still sounds.
        """
        self._sounds = sorted((sound for one in heard for sound in one.sounds), key=lambda sound: sound[0])
        self._mixer = Mixer(samples)
        self._mixer.set_volume(levels, overall)
        ends = (frame + len(samples[name]) for frame, name in self._sounds)
        self.frames = max([round(length_s * RATE), *ends])
        """How many there are in all, at `RATE` a second."""

    def blocks(self) -> Iterator[bytes]:
        """The sound, a second at a time, two bytes a frame in the machine's byte order. Goes through once."""
        waiting = iter(self._sounds)
        coming = next(waiting, None)
        while (first := self._mixer.position) < self.frames:
            frames = min(BLOCK, self.frames - first)
            while coming is not None and coming[0] < first + frames:
                frame, name = coming
                self._mixer.add(name, frame)
                coming = next(waiting, None)
            yield self._mixer.block(frames)
