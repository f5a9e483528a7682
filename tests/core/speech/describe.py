"""Short descriptions of spoken cues, so that a test can state what is said in one readable line."""

from __future__ import annotations

from tpsession.core.catalog.cues import CUES, Cue
from tpsession.core.catalog.utterance import Part, Sentence, SoundName, Variant, VoicedText


def describe_cue(cue: Cue) -> str:
    """A signal by its id; speech by its variants, the preferred one first, separated by ``/``."""
    return "/".join(describe_variants(cue)) if cue.utterance else cue.id


def describe_variants(cue: Cue) -> list[str]:
    """The variants of a spoken cue, the preferred one first."""
    assert cue.utterance is not None
    return [describe_variant(variant) for variant in cue.utterance.variants]


def describe_variant(variant: Variant) -> str:
    """The sentences of a variant, separated by commas."""
    return ",".join(map(describe_sentence, variant))


def describe_sentence(sentence: Sentence) -> str:
    """The parts, separated by ``+``, after the topic: ``side=`` mentions it, ``side?`` may be left out."""
    parts = "+".join(map(_describe_part, sentence.parts))
    mark = "?" if sentence.unless_mentioned else "="
    return f"{sentence.topic}{mark}{parts}" if sentence.topic else parts


def _describe_part(part: Part) -> str:
    return "|".join(map(_describe_sound, part))


def _describe_sound(sound: SoundName) -> str:
    """A phrase by its id, the sound of a cue as ``cue:next``, a voiced text as ``text:Warm oil``."""
    if isinstance(sound, VoicedText):
        return f"text:{sound.text}"
    return f"cue:{sound}" if sound in CUES else sound.removeprefix("say-")
