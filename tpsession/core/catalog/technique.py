"""The closed set of techniques: what a step of a routine can be.

Everything that depends on a technique derives from its entry here: which keys its step takes in a routine
file, its defaults, its spoken phrase, its starting cue and pacing, whether it is played on each side,
whether it counts as massage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue


class Pacing(StrEnum):
    """What paces a technique, in sound and picture."""

    NONE = "none"
    CIRCLES = "circles"
    STROKES = "strokes"
    HOLD = "hold"
    BREATH = "breath"


class StepKey(StrEnum):
    """The keys of a step in a routine file."""

    TECHNIQUE = "technique"
    DURATION = "duration"
    HOLD = "hold"
    RELEASE = "release"
    REPEAT = "repeat"
    WAIT = "wait"
    HALFWAY = "halfway"
    TEMPO = "tempo"
    INHALE = "inhale"
    EXHALE = "exhale"
    SIDED = "sided"
    TEXT = "text"
    SAY = "say"


COMMON_KEYS = frozenset({StepKey.TECHNIQUE, StepKey.SIDED, StepKey.TEXT, StepKey.SAY})
"""Keys that every step takes."""

_HOLD_KEYS = frozenset({StepKey.HOLD, StepKey.RELEASE, StepKey.REPEAT})


@dataclass(frozen=True, slots=True, eq=False)
class Technique:
    """One technique with its defaults."""

    id: str
    """The word in a routine file."""
    name: str
    """What a person reads."""
    phrase: str
    """What the voice says unless the step says otherwise."""
    text: str
    """The instruction of a step that brings none."""
    keys: frozenset[StepKey]
    """The keys that its step takes beside `COMMON_KEYS`."""
    sided: bool
    """Whether it is played on each side, unless the step says otherwise."""
    is_massage: bool
    """Whether its time counts towards the limits a spot and a session have."""
    start_cue: Cue = cues.START
    """The cue that it begins with; its timbre tells the family: rubbing, firm, pressing, calm, wiping."""
    pacing: Pacing = Pacing.NONE
    waits: bool = False
    """Whether a step without a time is a gate: untimed, until the person says "found"."""
    is_rest: bool = False
    """Whether its time is rest: it doesn't count as active."""
    duration_s: float = 60.0
    """A usual duration in seconds; named where a step lacks its own."""
    release_s: float = 15.0
    """Seconds between two holds, unless the step says otherwise."""
    tempo: float | None = None
    """Cycles a minute unless the step says otherwise; None where nothing is counted."""
    inhale_s: float | None = None
    exhale_s: float | None = None

    @property
    def step_keys(self) -> frozenset[StepKey]:
        """All keys that a step of this technique takes."""
        return COMMON_KEYS | self.keys


OIL = Technique(
    id="oil",
    name="Oil",
    phrase="Oil",
    text="Warm a little oil between the palms and spread it over the exact area with light strokes.",
    keys=frozenset({StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_RUB,
    duration_s=30.0,
)
CIRCLES = Technique(
    id="circles",
    name="Broad circles",
    phrase="Broad circles",
    text="Palms flat, in a broad circular motion over the whole area.",
    keys=frozenset({StepKey.DURATION, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_RUB,
    pacing=Pacing.CIRCLES,
    duration_s=60.0,
    # One circle in four seconds, between a stroke and a breath (ours).
    tempo=15.0,
)
LOCATE = Technique(
    id="locate",
    name="Find the spot",
    phrase="Find the tender spot",
    text="Feel slowly for the tender spot.",
    keys=frozenset({StepKey.DURATION}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_PRESS,
    waits=True,
    duration_s=30.0,
)
STROKES = Technique(
    id="strokes",
    name="Firm strokes",
    phrase="Firm grip, up and down",
    text="A firm grip, with slow up-and-down strokes. Discomfort at 4 to 5 of 10, never over 6.",
    keys=frozenset({StepKey.DURATION, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_FIRM,
    pacing=Pacing.STROKES,
    duration_s=60.0,
    # 8 slow up-and-down strokes of about 5 s each (ours), no faster than one way a second.
    tempo=12.0,
)
PRESSURE = Technique(
    id="pressure",
    name="Sustained pressure",
    phrase="Sustained pressure",
    text="Press gently on the spot and stay. Discomfort at 4 to 5 of 10, never over 6. Keep breathing.",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY},
    sided=True,
    is_massage=True,
    start_cue=cues.START_PRESS,
    pacing=Pacing.HOLD,
    duration_s=30.0,
    release_s=15.0,
)
STRETCH = Technique(
    id="stretch",
    name="Stretch",
    phrase="Stretch",
    text="Stretch gently, without bouncing, and keep breathing.",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY},
    sided=True,
    is_massage=False,
    start_cue=cues.START_CALM,
    pacing=Pacing.HOLD,
    duration_s=30.0,
    release_s=10.0,
)
BREATHE = Technique(
    id="breathe",
    name="Breathe",
    phrase="Breathe quietly",
    text="Breathe quietly, not deeply. If you feel light-headed, breathe as you normally do.",
    keys=frozenset({StepKey.DURATION, StepKey.INHALE, StepKey.EXHALE, StepKey.WAIT, StepKey.HALFWAY}),
    sided=False,
    is_massage=False,
    start_cue=cues.START_CALM,
    pacing=Pacing.BREATH,
    duration_s=60.0,
    # Six breaths a minute, 4 s in and 6 s out (Laborde 2021).
    inhale_s=4.0,
    exhale_s=6.0,
)
RELAX = Technique(
    id="relax",
    name="Relax",
    phrase="Relax",
    text="Tense the muscles gently, then let go. Skip painful parts.",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY},
    sided=False,
    is_massage=False,
    start_cue=cues.START_CALM,
    duration_s=60.0,
    # Tense 5 s, release 10 to 20 s.
    release_s=15.0,
)
REST = Technique(
    id="rest",
    name="Rest",
    phrase="Rest",
    text="Rest. Let the hands lie still.",
    keys=frozenset({StepKey.DURATION, StepKey.HALFWAY}),
    sided=False,
    is_massage=False,
    start_cue=cues.START_CALM,
    is_rest=True,
    duration_s=60.0,
)
WIPE = Technique(
    id="wipe",
    name="Wipe your hands",
    phrase="Wipe your hands",
    text="Wipe the oil off your hands.",
    keys=frozenset({StepKey.DURATION}),
    sided=False,
    is_massage=False,
    start_cue=cues.START_WIPE,
    waits=True,
    duration_s=30.0,
)
CUSTOM = Technique(
    id="custom",
    name="Step",
    phrase="Next step",
    text="",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY},
    sided=True,
    # What a person's own step does is unknown: counted, so that the limits err to the safe side.
    is_massage=True,
    duration_s=60.0,
)

TECHNIQUES: dict[str, Technique] = {
    technique.id: technique
    for technique in (
        OIL, CIRCLES, LOCATE, STROKES, PRESSURE, STRETCH, BREATHE, RELAX, REST, WIPE, CUSTOM,
    )
}  # fmt: skip
"""Every technique by its id, in the order of a usual session."""
