"""Every technique that a step of a routine can use.

A technique's entry here is the only place that defines it: the keys that its step may have in a routine file,
its defaults, its spoken phrase, its starting cue and pacing, whether it is played on each side, and whether
it counts as massage.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue


class Pacing(StrEnum):
    """The rhythm that sound and picture give to a technique."""

    NONE = "none"
    CIRCLES = "circles"
    STROKES = "strokes"
    HOLD = "hold"
    BREATH = "breath"


class StepKey(StrEnum):
    """The keys that a step may have in a routine file."""

    TECHNIQUE = "technique"
    DURATION = "duration"
    HOLD = "hold"
    RELEASE = "release"
    REPEAT = "repeat"
    COUNT = "count"
    WAIT = "wait"
    HALFWAY = "halfway"
    TEMPO = "tempo"
    INHALE = "inhale"
    EXHALE = "exhale"
    SIDED = "sided"
    AREA = "area"
    TEXT = "text"
    SAY = "say"
    SOUND = "sound"


COMMON_KEYS = frozenset(
    {StepKey.TECHNIQUE, StepKey.SIDED, StepKey.AREA, StepKey.TEXT, StepKey.SAY, StepKey.SOUND}
)
"""Keys that a step of any technique may have."""

_HOLD_KEYS = frozenset({StepKey.HOLD, StepKey.RELEASE, StepKey.REPEAT})


class Technique(NamedTuple):
    """One technique, with the defaults of its steps."""

    id: str
    """The word in a routine file."""
    name: str
    """What a person reads."""
    phrase: str
    """What the voice says unless the step has a text to say."""
    text: str
    """The instruction, unless the step has its own."""
    keys: frozenset[StepKey]
    """The keys that its step may have in addition to `COMMON_KEYS`."""
    sided: bool
    """Whether it is played on each side by default."""
    is_massage: bool
    """Whether its time counts towards the massage limits of a spot and of a session."""
    is_firm: bool = False
    """Whether it presses firmly, so that the person has to know how firmly, except in a light area."""
    start_cue: Cue = cues.START
    """The cue at its beginning, with the timbre of its family: rubbing, firm, pressing, calm or wiping."""
    pacing: Pacing = Pacing.NONE
    hold_phrase: str = ""
    """What the voice says as each hold begins; empty if the step's name says it."""
    release_phrase: str = "Release"
    """What the voice says as each release begins, and its title on screen."""
    release_text: str = ""
    """What a release asks for, one sentence; empty if `release_phrase` says it."""
    again_text: str = ""
    """What each hold after the first asks for, one sentence; empty if the step's name says it."""
    let_go: str = ""
    """What ends the last hold, one sentence before the usual words of the next step; empty for nothing."""
    is_led_in_by_letting_go: bool = False
    """Whether its usual words begin with how the step before is let go, so that hands and body are free."""
    tools: tuple[str, ...] = ()
    """What the person needs for it; not listed where each technique that needs it is left out."""
    ends_released: bool = False
    """Whether a release follows the last hold too, and not only those before it."""
    waits: bool = False
    """Whether a step without a time is allowed: it is a gate, which lasts until the person says "found"."""
    is_rest: bool = False
    """Whether its time is rest and doesn't count as active."""
    duration_s: float = 60.0
    """A usual duration in seconds, suggested when a step lacks one; of one hold if it only has holds."""
    release_s: float = 15.0
    """Default seconds of release between two holds."""
    tempo: float | None = None
    """Default cycles a minute; None if the technique isn't paced by a tempo."""
    inhale_s: float | None = None
    exhale_s: float | None = None
    """Default seconds to breathe in and to breathe out; None if it isn't paced by breath."""

    def __hash__(self) -> int:
        # As for an area: its id is enough, and everything takes longer.
        return hash(self.id)

    @property
    def step_keys(self) -> frozenset[StepKey]:
        """All keys that a step of this technique may have."""
        return COMMON_KEYS | self.keys


DISCOMFORT = "Discomfort should be 4 to 5 out of 10, never over 6."
"""How strong pressure may feel, on a scale of its own; not the pain rating (ours)."""
HOW_HARD = "Discomfort 4 to 5 out of 10, never over 6."
"""The same where an area's own instruction leaves little room."""

OIL = Technique(
    id="oil",
    name="Oil",
    phrase="Oil",
    text="Warm a little oil between your palms and spread it over the exact area with light strokes.",
    keys=frozenset({StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_RUB,
    duration_s=30.0,
    tools=("oil", "towel", "bare skin"),
)
CIRCLES = Technique(
    id="circles",
    name="Broad circles",
    phrase="Broad circles",
    text="Palms flat, make broad circles over the whole area.",
    keys=frozenset({StepKey.DURATION, StepKey.COUNT, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_RUB,
    pacing=Pacing.CIRCLES,
    duration_s=60.0,
    # One circle in 4 s: longer than a stroke in one direction, shorter than a breath (ours).
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
    text=f"Grip firmly and stroke slowly up and down. {DISCOMFORT}",
    keys=frozenset({StepKey.DURATION, StepKey.COUNT, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    is_firm=True,
    start_cue=cues.START_FIRM,
    pacing=Pacing.STROKES,
    duration_s=60.0,
    # 8 slow up-and-down strokes of about 5 s each (ours); never faster than one direction a second.
    tempo=12.0,
)
PRESSURE = Technique(
    id="pressure",
    name="Sustained pressure",
    phrase="Sustained pressure",
    text=f"Press slowly on the spot and stay. {DISCOMFORT} Keep breathing.",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.WAIT, StepKey.HALFWAY},
    sided=True,
    is_massage=True,
    is_firm=True,
    start_cue=cues.START_PRESS,
    pacing=Pacing.HOLD,
    release_text="Ease off, but stay in place, and keep breathing.",
    let_go="Let go.",
    duration_s=30.0,
    release_s=15.0,
)
LIGHT = Technique(
    id="light",
    name="Light strokes",
    phrase="Light strokes",
    text="Stroke lightly with a flat hand over the area you worked on.",
    keys=frozenset({StepKey.DURATION, StepKey.COUNT, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY}),
    sided=True,
    is_massage=True,
    start_cue=cues.START_RUB,
    pacing=Pacing.STROKES,
    is_led_in_by_letting_go=True,
    # Effleurage of 30 s (Madenci, doi 10.1007/s00296-011-2149-7).
    duration_s=30.0,
    # 3 s in each direction: a little slower than firm strokes (ours).
    tempo=10.0,
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
    release_text="Come slowly out of the stretch, and keep breathing.",
    again_text="Do the stretch again, slowly.",
    let_go="Come slowly out of the stretch.",
    is_led_in_by_letting_go=True,
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
    is_led_in_by_letting_go=True,
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
    keys=_HOLD_KEYS | {StepKey.WAIT, StepKey.HALFWAY},
    sided=False,
    is_massage=False,
    start_cue=cues.START_CALM,
    hold_phrase="Tense",
    release_phrase="Let go",
    ends_released=True,
    is_led_in_by_letting_go=True,
    # Tense 5 s, release 10 to 20 s.
    duration_s=5.0,
    release_s=15.0,
)
REST = Technique(
    id="rest",
    name="Rest",
    phrase="Rest",
    text="Rest. Let your hands lie still.",
    keys=frozenset({StepKey.DURATION, StepKey.HALFWAY}),
    sided=False,
    is_massage=False,
    start_cue=cues.START_CALM,
    is_rest=True,
    is_led_in_by_letting_go=True,
    duration_s=60.0,
)
WIPE = Technique(
    id="wipe",
    name="Wipe your hands",
    phrase="Wipe your hands",
    text="Wipe the oil off your hands and your skin.",
    keys=frozenset({StepKey.DURATION}),
    sided=False,
    is_massage=False,
    start_cue=cues.START_WIPE,
    waits=True,
    duration_s=30.0,
    tools=("towel",),
)
CUSTOM = Technique(
    id="custom",
    name="Step",
    phrase="Next step",
    text="",
    keys=_HOLD_KEYS | {StepKey.DURATION, StepKey.COUNT, StepKey.TEMPO, StepKey.WAIT, StepKey.HALFWAY},
    sided=True,
    # What a person's own step does is unknown. It counts as massage to keep the limits on the safe side.
    is_massage=True,
    waits=True,
    duration_s=60.0,
)

TECHNIQUES: dict[str, Technique] = {
    technique.id: technique
    for technique in (
        OIL, CIRCLES, LOCATE, STROKES, PRESSURE, LIGHT, STRETCH, BREATHE, RELAX, REST, WIPE, CUSTOM,
    )
}  # fmt: skip
"""Every technique by its id, in the order of a typical session."""
