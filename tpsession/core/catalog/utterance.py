"""What can be spoken at one moment of a session, as plain values: an utterance, its variants and sentences.

`tpsession.core.speech.utterance` builds these values from phrases and texts. The player process decides which
variant is heard, because only it knows how long each sound takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a sentence mentions about a step."""

    NAME = "name"
    SIDE = "side"
    TIME = "time"
    ROUND = "round"
    INSTRUCTION = "instruction"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class VoicedText:
    """A free text. It has a sound only once a synthesised voice has made one."""

    text: str


SoundName = str | VoicedText
"""One sound: the id of a cue, the name of a phrase's sound file without its ending, or a voiced text."""
Part = tuple[SoundName, ...]
"""Alternative sounds for one part of a sentence; the first one that exists is played."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is spoken without a pause."""

    parts: tuple[Part, ...]
    """Played one after the other."""
    topic: Topic | None = None
    """What the sentence mentions, if that is worth remembering."""
    unless_mentioned: bool = False
    """Whether the sentence is left out where its topic was already mentioned for the same subject.

    The subject is `TimedCue.subject`.
    """


Variant = tuple[Sentence, ...]
"""One way to say an utterance."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is spoken at one moment."""

    variants: tuple[Variant, ...]
    """Tried in this order: the first one whose sounds all exist and that fits into its time is spoken."""
