"""Renders a whole session as sound with the live player's mixer, every cue exactly at its moment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tpsession.audio.engine.cue_scheduler import SecondsOf, schedule_cues
from tpsession.audio.engine.mixer import RATE, Mixer
from tpsession.core.catalog.cues import Cue, CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName

BLOCK = RATE
"""Frames that are mixed at a time: one second."""


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue with its place in the sound."""

    frame: int
    """Its first frame."""
    cue: Cue
    """For speech, its text is the words that are really said."""
    sounds: tuple[tuple[int, SoundName], ...]
    """Each of its sounds with its first frame; speech has several."""


def place_cues(cues: Iterable[TimedCue], seconds_of: SecondsOf) -> list[PlacedCue]:
    """Return the cues that will be heard, in order of time, and at which frame each of their sounds begins.

    Moment 0 is frame 0. `schedule_cues` decides which cues are heard. A cue without any existing sound is
    left out; from the other cues, sounds that don't exist are left out. The text of speech becomes the words
    that are really said.
    """
    placed_cues = []
    for scheduled in schedule_cues(cues, seconds_of):
        first = round(scheduled.at * RATE)
        sounds = [(first + round(offset_s * RATE), name) for offset_s, name in scheduled.sounds]
        existing = tuple((frame, name) for frame, name in sounds if seconds_of(name) is not None)
        if existing:
            cue = scheduled.timed.cue
            if scheduled.text:
                cue = cue._replace(text=scheduled.text)
            placed_cues.append(PlacedCue(first, cue, existing))
    return placed_cues


class Rendering:
    """The sound of a session, mixed block by block, so that it is never in memory as a whole."""

    def __init__(
        self,
        cues: Iterable[PlacedCue],
        length_s: float,
        samples: Mapping[SoundName, array[int]],
        levels: Mapping[CueGroup, int],
        overall: int,
    ) -> None:
        """Prepare the sound. It is as long as the session, or longer if the last cue still sounds.

        Args:
            cues: From `place_cues`.
            length_s: The length of the session in seconds.
            samples: The samples of each sound.
            levels: The volume of each group, 0 to 100.
            overall: The volume of everything, 0 to 100.

        """
        self._sounds = sorted(
            (sound for placed in cues for sound in placed.sounds), key=lambda sound: sound[0]
        )
        self._mixer = Mixer(samples)
        self._mixer.set_volume(levels, overall)
        ends = (frame + len(samples[name]) for frame, name in self._sounds)
        self.frames = max([round(length_s * RATE), *ends])
        """The number of frames in all, at `RATE` a second."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the sound second by second, two bytes a frame in the machine's byte order. Call it once."""
        waiting = iter(self._sounds)
        coming = next(waiting, None)
        while (first := self._mixer.position) < self.frames:
            frames = min(BLOCK, self.frames - first)
            while coming is not None and coming[0] < first + frames:
                frame, name = coming
                self._mixer.add(name, frame)
                coming = next(waiting, None)
            yield self._mixer.block(frames)
