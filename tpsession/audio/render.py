"""A whole session as sound, through the mixer of the live player: every cue exactly at its moment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tpsession.audio.mixer import RATE, Mixer
from tpsession.core.cue import Cue, CueGroup, TimedCue

BLOCK = RATE
"""Frames that are mixed at a time: a second."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue with its place in the sound."""

    frame: int
    """Its first frame."""
    cue: Cue


def arrange(cues: Iterable[TimedCue], samples: Mapping[str, array[int]]) -> list[Placed]:
    """Where each cue begins, in order; one without sound is left out.

    The one place where a cue may be moved or dropped, because of what else is heard.
    """
    placed = [Placed(round(timed.at * RATE), timed.cue) for timed in cues if timed.cue.id in samples]
    return sorted(placed, key=lambda one: one.frame)


class Rendering:
    """The sound of a session, made block by block: it is never in memory as a whole."""

    def __init__(
        self,
        placed: Iterable[Placed],
        length_s: float,
        samples: Mapping[str, array[int]],
        levels: Mapping[CueGroup, int],
        overall: int,
    ) -> None:
        """Take the cues in order, how long the session is, the samples of each cue's id, and the volumes.

        The sound is as long as the session, and longer where the last cue still sounds.
        """
        self._placed = list(placed)
        self._mixer = Mixer(samples)
        self._mixer.volume(levels, overall)
        ends = (one.frame + len(samples[one.cue.id]) for one in self._placed)
        self.frames = max([round(length_s * RATE), *ends])
        """How many there are in all, at `RATE` a second."""

    def blocks(self) -> Iterator[bytes]:
        """The sound, a second at a time, two bytes a frame in the machine's byte order. Goes through once."""
        waiting = iter(self._placed)
        coming = next(waiting, None)
        while (first := self._mixer.position) < self.frames:
            frames = min(BLOCK, self.frames - first)
            while coming is not None and coming.frame < first + frames:
                self._mixer.place(coming.cue.id, coming.frame)
                coming = next(waiting, None)
            yield self._mixer.block(frames)
