"""A routine as its file describes it, before the person has chosen area, side and settings."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Pacing, Technique
from tpsession.core.errors import Problem

if TYPE_CHECKING:
    # Named in annotations only: loading the areas takes 3 ms, which the first paint doesn't need.
    from tpsession.core.catalog.area import Area
    from tpsession.core.catalog.proposed import ProposedProgramme

FORMAT = 1
"""The format of routine files that this program reads."""
MIN_DURATION_S = 1.0
MAX_DURATION_S = 3600.0
"""Shortest and longest time that a routine file may give, in seconds."""
MAX_STEPS = 200
"""Steps that a routine may play, in all rounds, on one side."""
MIN_ROUNDS = 2
MAX_ROUNDS = 20
"""Fewest and most rounds of the same steps."""
MAX_ROUTINE_S = 3 * 3600.0
"""Seconds that a whole routine may take."""
MAX_FILE_BYTES = 256 * 1024
"""Bytes that a routine file may have."""
MAX_REPEATS = 100
"""Holds that one step may have."""
MAX_COUNT = 60
"""Repetitions that one step may have. So a counted step takes as long as any step may, at any tempo."""
COUNTED_S = 5.0
"""Seconds of massage that each repetition counts for in a step that isn't timed (ours)."""
MIN_TEMPO = 1.0
MAX_TEMPO = 60.0
"""Slowest and fastest tempo in cycles a minute."""
MIN_BREATH_S = 1.0
MAX_BREATH_S = 20.0
"""Shortest and longest inhale or exhale in seconds (ours)."""
DEFAULT_GET_READY_S = 5.0
"""Seconds to get ready unless the file or the person's settings give another time."""

LONG_HOLD_S = 60.0
"""A hold longer than this many seconds gets a warning."""
SPOT_LIMIT_S = 300.0
"""Work on one spot for longer than this many seconds gets a warning; a session can't be extended past it."""
SESSION_LIMIT_S = 1200.0
"""More massage than this many seconds in one session gets a warning."""
HOLD_LIMIT_S = 90.0
"""A hold can't be extended past this many seconds (Hou 2002: 90 s is the longest that was studied)."""
RELEASE_LIMIT_S = 60.0
"""A release can't be extended past this many seconds (ours)."""

BUILT_IN = "built-in"
YOURS = "yours"
DELETED = "deleted"
"""Where a routine is: with the program, in the person's folder, or among what the person deleted."""


class Sides(StrEnum):
    """How a routine treats left and right."""

    EACH = "each"
    """Each run of sided steps is played on one side, then on the other."""
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    """Both sides at once."""
    NONE = "none"


class Switch(StrEnum):
    """When the sides are switched in a routine that is played on each side."""

    BLOCK = "block"
    """After each run of sided steps."""
    STEP = "step"
    """After each sided step."""


class Rounds(NamedTuple):
    """What steps have in common that follow each other and are played several times, in rounds."""

    number: int
    """Their place among the steps and rounds of the file, from 1; it tells them from other rounds."""
    count: int  # type: ignore[assignment]  # hides a method of tuples that nobody calls
    """How many times they are played, `MIN_ROUNDS` to `MAX_ROUNDS`."""
    rest_s: float = 0.0
    """Seconds of rest between two rounds, `MIN_DURATION_S` to `MAX_DURATION_S`; 0 for none."""


class Step(NamedTuple):
    """One step of a routine.

    It has `duration_s`, or `hold_s` with `release_s` and `repeat`, or `count` with `tempo`. With none of
    these it is a gate, which takes as long as the person needs.
    """

    technique: Technique
    duration_s: float | None = None
    """Seconds, `MIN_DURATION_S` to `MAX_DURATION_S`."""
    hold_s: float | None = None
    """Seconds of one hold, `MIN_DURATION_S` to `MAX_DURATION_S`."""
    release_s: float = 0.0
    """Seconds of release between two holds; the last hold has none, but for techniques that end released."""
    repeat: int = 1
    """Number of holds, 1 to `MAX_REPEATS`."""
    count: int | None = None  # type: ignore[assignment]  # hides a method of tuples that nobody calls
    """Repetitions to do, 1 to `MAX_COUNT`; timed by `tempo`, and without one counted by the person."""
    wait: bool = False
    """Whether a gate comes first: the step's time starts when the person has found the spot, or is ready."""
    halfway: bool = False
    """Whether a cue marks the middle of each hold, or of the duration."""
    tempo: float | None = None
    """Cycles a minute, `MIN_TEMPO` to `MAX_TEMPO`; None with `count` if the file gives none."""
    inhale_s: float | None = None
    exhale_s: float | None = None
    """Seconds to breathe in and to breathe out, each `MIN_BREATH_S` to `MAX_BREATH_S`."""
    sided: bool = False
    """Whether it is played on each side that is massaged, not just once."""
    area: Area | None = None
    """The area that it works on; None for the routine's."""
    text: str = ""
    """The instruction; if empty, the area's or the technique's is used."""
    say: str = ""
    """What the voice says; if empty, the area's or the technique's phrase is used."""
    rounds: Rounds | None = None
    """The rounds in which it is played, together with its neighbours that have the same; None for once."""
    sound: str = ""
    """Name of an own sound file, in small letters, that plays as it starts; empty for the usual sound."""
    hold_texts: tuple[str, ...] = ()
    hold_says: tuple[str, ...] = ()
    """`text` and `say` for each hold; empty if all have the same. Else `text` or `say` is the first."""

    @property
    def is_gate(self) -> bool:
        """Whether the step has no fixed time, so that it lasts until the person says "found"."""
        return self.work_s is None and self.hold_s is None

    @property
    def work_s(self) -> float | None:
        """Seconds of work: the duration, or the count at its tempo.

        None if the step has `hold_s` instead, or no fixed time.
        """
        if self.count is not None and self.tempo is not None:
            return 60.0 * self.count / self.tempo
        return self.duration_s

    @property
    def one_hold_s(self) -> float | None:
        """Seconds of one hold; None if the step has no holds of a fixed time.

        A step with a duration counts as a single hold if its technique holds, such as pressure.
        """
        if self.hold_s is None and self.technique.pacing is Pacing.HOLD:
            return self.duration_s
        return self.hold_s

    @property
    def releases(self) -> int:
        """Number of releases in a step with holds: one between two holds.

        Techniques with `ends_released` have one after the last hold too.
        """
        return self.repeat if self.technique.ends_released else self.repeat - 1

    @property
    def total_s(self) -> float:
        """Seconds that the step takes on one side in one round, with its releases; a gate counts 0."""
        if self.hold_s is not None:
            return self.repeat * self.hold_s + self.releases * self.release_s
        return self.work_s or 0.0

    @property
    def massage_s(self) -> float:
        """Seconds of massage on one side in one round, without releases; 0 if its technique isn't massage.

        If the step has a count but no tempo, each repetition counts as `COUNTED_S`. Any other gate counts 0.
        """
        if not self.technique.is_massage:
            return 0.0
        if self.hold_s is not None:
            return self.repeat * self.hold_s
        if self.work_s is None and self.count is not None:
            return self.count * COUNTED_S
        return self.work_s or 0.0


class Routine(NamedTuple):
    """One routine: its steps, and what the person should know before them."""

    id: str
    """The stem of its file name, ``[a-z0-9-]{1,64}``."""
    name: str
    area: Area | None
    """The body area; None if the person chooses one at the start."""
    sides: Sides
    steps: tuple[Step, ...]
    """1 or more steps, of which `MAX_STEPS` are played at most."""
    summary: str = ""
    position: str = ""
    have: tuple[str, ...] = ()
    """What the person needs within reach, in addition to what the area needs."""
    avoid: tuple[str, ...] = ()
    """What never to press, in addition to the area's own places."""
    sources: tuple[str, ...] = ()
    get_ready_s: float = DEFAULT_GET_READY_S
    """Seconds to get ready before the first step and after each change of sides."""
    countdown: Countdown = Countdown.SPOKEN
    programme: ProposedProgramme | None = None
    """The programme that the file proposes."""
    first: Side = Side.LEFT
    """The side on which sided steps are played first, if they are played on each."""
    switch: Switch = Switch.BLOCK
    """When the sides are switched, if sided steps are played on each."""
    link: str = ""
    """The address of a page about it, with https; it is shown, and opened only when the person says so."""

    @property
    def areas(self) -> tuple[Area | None, ...]:
        """The routine's area, then each other area that a step names, in the order of the steps.

        The first one is None if the person chooses the area at the start.
        """
        named = (step.area for step in self.steps if step.area is not None)
        return tuple(dict.fromkeys((self.area, *named)))

    def from_step(self, number: int) -> Routine:
        """Return the routine without the steps before a given one.

        number: the index of the first step that stays, counted from 0.
        """
        return self._replace(steps=self.steps[number:])


class RoutineEntry(NamedTuple):
    """One routine file in the library, with or without errors."""

    id: str
    """The stem of the file name."""
    source: str
    """`BUILT_IN`, `YOURS` or `DELETED`."""
    path: str
    """The file's path, as shown to the person."""
    routine: Routine | None
    """The routine; None if the file has errors."""
    problems: tuple[Problem, ...]
    """Errors and warnings, in the order of their lines and columns."""


def routine_names(entries: Iterable[RoutineEntry]) -> dict[str, str]:
    """Return the names of routines by their ids. Files with errors have no name and are left out."""
    return {entry.id: entry.routine.name for entry in entries if entry.routine is not None}
