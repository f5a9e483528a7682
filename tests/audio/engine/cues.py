"""Timed cues for tests of the engines: a signal by its id, and short ways to build speech."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.cues import CUES, Cue, TimedCue
from tpsession.core.catalog.utterance import Sentence
from tpsession.core.speech.phrases import NEXT, PHRASES
from tpsession.core.speech.utterance import sentence, text_or_phrase, text_part, utterance

OIL = sentence(PHRASES["oil"])
PRESSURE = sentence(PHRASES["pressure"])
NEXT_PRESSURE = sentence(NEXT, PHRASES["pressure"])
LEFT_SIDE = sentence(PHRASES["left-side"])
NEXT_ALONE = sentence(NEXT)

SAY_RELEASE = utterance([sentence(PHRASES["release"])])
SAY_OIL = utterance([OIL])
SAY_NEXT_OIL = utterance([NEXT_ALONE, OIL])
SAY_NEXT_PRESSURE = utterance([NEXT_PRESSURE, LEFT_SIDE], [PRESSURE])
"""With a shorter variant."""
SAY_ALMOND_OIL = utterance([sentence(text_or_phrase("Almond oil", PHRASES["oil"]))])
"""A voiced text, or else the phrase for it."""


def at(moment: float, cue_id: str) -> TimedCue:
    """A signal or a pacing sound."""
    return TimedCue(moment, CUES[cue_id])


def all_at(moments: Iterable[float], cue_id: str = "start") -> list[TimedCue]:
    """The same cue at several moments."""
    return [at(moment, cue_id) for moment in moments]


def text_only(text: str) -> Sentence:
    """A sentence that only a voice can say."""
    return sentence(text_part(text))


def speech(
    moment: float,
    cue: Cue,
    earliest: float | None = None,
    until: float | None = None,
    *,
    key: str = "",
    subject: str = "",
) -> TimedCue:
    """Something spoken, by default not before its moment and with any amount of time."""
    return TimedCue(moment, cue, earliest, until, key, subject)
