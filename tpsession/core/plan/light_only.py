"""What is left of a routine if only light massage is all right, as a clinician said.

Only the light techniques stay, and of their words only what is about them. Nothing is said of a ball, of
pressing or of how strong it may feel.
"""

from __future__ import annotations

import re

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine, Step
from tpsession.core.catalog.technique import BREATHE, CIRCLES, LIGHT, OIL, RELAX, REST, WIPE

LIGHT_TECHNIQUES = frozenset({OIL, LIGHT, CIRCLES, BREATHE, RELAX, REST, WIPE})
"""The techniques that "light" means: no pressure, firm strokes, ball or stretch (domain facts, section 4)."""
LIGHT_ONLY = "Light massage only, as a clinician said: no pressure, firm strokes, ball or stretches."
PREGNANCY = (
    "If you are pregnant: no deep leg work, no pressure on the abdomen, no ball on the low back, "
    "no lying face down."
)
LIGHT_POSITION = "Sit or lie as is comfortable, so that a hand reaches the place."
"""Where the usual position is for a ball."""
_TOO_FIRM = re.compile(r"\b(ball|out of 10|lean|press(?!ing)\w*|tender|firm\w*|pinch\w*)\b", re.IGNORECASE)
_FOR_A_BALL = re.compile(r"\b(ball|stretch of wall|sock)\b", re.IGNORECASE)


def make_light(routine: Routine) -> Routine:
    """Return a routine with only its light steps, or with a single step of light strokes if none is left.

    Light steps with words about firm massage or a ball lose all their own words; a rest with such words is
    left out. A position for a ball or firm massage is replaced, and tools only for a ball are left out.
    """
    light = [step for step in routine.steps if step.technique in LIGHT_TECHNIQUES]
    steps = [
        _without_firm_words(step) for step in light if step.technique is not REST or not _has_firm_words(step)
    ]
    if not steps:
        steps = [Step(LIGHT, duration_s=LIGHT.duration_s, tempo=LIGHT.tempo, sided=LIGHT.sided)]
    return routine._replace(
        steps=tuple(steps), position=light_position(routine.position), have=light_tools(routine.have)
    )


def make_light_area(area: Area) -> Area:
    """Return an area with only what fits light massage.

    It has the tools and wordings of light techniques; cautions and wordings about firm massage or a ball are
    left out, and a position for one of these is replaced. A technique without a wording then has its own
    words.
    """
    return area._replace(
        position=light_position(area.position),
        have=light_tools(area.tools_for(LIGHT_TECHNIQUES)),
        care=tuple(sentence for sentence in area.care if not _TOO_FIRM.search(sentence)),
        wordings=tuple(
            wording
            for wording in area.wordings
            if wording.technique in LIGHT_TECHNIQUES and not _TOO_FIRM.search(wording.text)
        ),
    )


def light_position(text: str) -> str:
    """Return a position unchanged, or `LIGHT_POSITION` if its words are about a ball or firm massage."""
    if _TOO_FIRM.search(text) or _FOR_A_BALL.search(text):
        return LIGHT_POSITION
    return text


def light_tools(tools: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tools to have within reach, without the ball itself and those that only a ball needs."""
    return tuple(tool for tool in tools if not _FOR_A_BALL.search(tool))


def _has_firm_words(step: Step) -> bool:
    """Return whether any of a step's own words, read or spoken, are about firm massage or a ball."""
    return any(map(_TOO_FIRM.search, (step.text, step.say, *step.hold_texts, *step.hold_says)))


def _without_firm_words(step: Step) -> Step:
    """Return a step unchanged, or without all of its own words if any is about firm massage or a ball.

    Without words of its own, a step has those of its area or technique.
    """
    if not _has_firm_words(step):
        return step
    return step._replace(text="", say="", hold_texts=(), hold_says=())
