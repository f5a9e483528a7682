"""A routine as its file says it: what to do, before any choice of area, side or setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.technique import Technique
from tpsession.core.errors import Problem

FORMAT = 1
"""The format of routine files that this program reads."""
MIN_DURATION_S = 1.0
MAX_DURATION_S = 3600.0
"""A time in a routine file lies between these, in seconds."""
MAX_STEPS = 200
MAX_ROUTINE_S = 3 * 3600.0
MAX_FILE_BYTES = 256 * 1024
"""Bytes that a routine file may have."""
MAX_REPEATS = 100
MIN_TEMPO = 1.0
MAX_TEMPO = 60.0
"""Cycles a minute."""
MIN_BREATH_S = 1.0
MAX_BREATH_S = 20.0
"""Seconds for one way of a breath (ours)."""
DEFAULT_GET_READY_S = 5.0
"""Seconds to get ready where neither the file nor the person says another time."""

LONG_HOLD_S = 60.0
"""A hold over this many seconds is warned of."""
SPOT_LIMIT_S = 300.0
"""Work on one spot over this many seconds is warned of, and no extending goes past it."""
SESSION_LIMIT_S = 1200.0
"""Massage in one session over this many seconds is warned of."""
HOLD_LIMIT_S = 90.0
"""No extending takes a hold past this many seconds (Hou 2002: 90 s is the longest that was studied)."""


class Sides(StrEnum):
    """How a routine treats left and right."""

    EACH = "each"
    """Every run of sided steps on the left, then on the right."""
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    """Both sides at once."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a routine.

    It has either `duration_s`, or `hold_s` with `release_s` and `repeat`, or neither: then it is a gate.
    """

    technique: Technique
    duration_s: float | None = None
    """Seconds, `SHORTEST_S` to `LONGEST_S`."""
    hold_s: float | None = None
    """Seconds of one hold, `SHORTEST_S` to `LONGEST_S`."""
    release_s: float = 0.0
    """Seconds between two holds; nothing follows the last."""
    repeat: int = 1
    """Number of holds, 1 to `MOST_REPEATS`."""
    wait: bool = False
    """Whether a gate stands before the step: its clock starts when the spot is found."""
    halfway: bool = False
    """Whether the middle of each hold, or of the duration, is signalled."""
    tempo: float | None = None
    """Cycles a minute, `LOWEST_TEMPO` to `HIGHEST_TEMPO`."""
    inhale_s: float | None = None
    exhale_s: float | None = None
    """Seconds of one way of a breath, `SHORTEST_BREATH_S` to `LONGEST_BREATH_S`."""
    sided: bool = False
    """Whether it is played on each side."""
    text: str = ""
    """The instruction; the area's or the technique's where the file gives none."""
    say: str = ""
    """What the voice says; the area's words or the technique's phrase where the file gives none."""

    @property
    def is_gate(self) -> bool:
        """Whether the step is untimed."""
        return self.duration_s is None and self.hold_s is None

    @property
    def total_s(self) -> float:
        """The step's time on one side in seconds; a gate has none."""
        if self.hold_s is not None:
            return self.repeat * self.hold_s + (self.repeat - 1) * self.release_s
        return self.duration_s or 0.0

    @property
    def massage_s(self) -> float:
        """Seconds of massage on one side: holds and work, not releases."""
        if not self.technique.is_massage:
            return 0.0
        if self.hold_s is not None:
            return self.repeat * self.hold_s
        return self.duration_s or 0.0


@dataclass(frozen=True, slots=True)
class Routine:
    """One routine."""

    id: str
    """Stem of its file, ``[a-z0-9-]{1,64}``."""
    name: str
    area: Area | None
    """The body area, or None for any: asked at the start."""
    sides: Sides
    steps: tuple[Step, ...]
    """1 to `MOST_STEPS` steps."""
    summary: str = ""
    position: str = ""
    have: tuple[str, ...] = ()
    """What to have at hand, beside what the area needs."""
    avoid: tuple[str, ...] = ()
    """What never to press, beside the area's own."""
    sources: tuple[str, ...] = ()
    get_ready_s: float = DEFAULT_GET_READY_S
    """Seconds before the first step and after each change of side."""
    countdown: Countdown = Countdown.SPOKEN


class RoutineEntry(NamedTuple):
    """One routine file in the library, sound or broken."""

    id: str
    """Stem of the file."""
    source: str
    """``built-in`` or ``yours``."""
    path: str
    routine: Routine | None
    """The routine, or None where the file has errors."""
    problems: tuple[Problem, ...]
    """Errors and warnings in the order of their places."""
