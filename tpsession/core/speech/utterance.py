"""Builds utterances, that is spoken cues, from phrases, free texts and the sounds of other cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tpsession.core.catalog.cues import CUES, SPEECH_ID, Cue, CueGroup
from tpsession.core.catalog.utterance import Part, Sentence, SoundName, Topic, Utterance, VoicedText
from tpsession.core.speech.phrases import PHRASES_BY_SOUND, Phrase

CLEAR_S = 0.1
"""Seconds of silence between speech and a cue (Brewster: elements are told apart by gaps of 0.1 s)."""


def utterance(*variants: Iterable[Sentence]) -> Cue:
    """A spoken cue with these variants, the preferred one first. Equal variants are kept once."""
    said = Utterance(tuple(dict.fromkeys(tuple(variant) for variant in variants)))
    return Cue(SPEECH_ID, CueGroup.VOICE, format_sentences(said.variants[0]), utterance=said)


def sentence(*parts: Phrase | Part) -> Sentence:
    """A sentence of phrases and of parts made by `text_or_phrase`, `text_part` or `cue_part`."""
    return Sentence(tuple((part.sound,) if isinstance(part, Phrase) else part for part in parts))


def mention(topic: Topic, said: Sentence) -> Sentence:
    """The same sentence, marked as one that mentions a topic."""
    return replace(said, topic=topic)


def unless_mentioned(topic: Topic, said: Sentence) -> Sentence:
    """The same sentence, left out where its topic was already mentioned."""
    return replace(said, topic=topic, unless_mentioned=True)


def text_part(text: str) -> Part:
    """A part that is heard only if a voice has made the sound of this text."""
    return (VoicedText(text),)


def text_or_phrase(text: str, phrase: Phrase) -> Part:
    """A part that says a text if a voice has made its sound, and a phrase otherwise."""
    return (VoicedText(text), phrase.sound)


def cue_part(cue: Cue) -> Part:
    """A part that is the sound of a cue instead of words."""
    return (cue.id,)


def find_voiced_texts(cue: Cue) -> Iterator[str]:
    """The free texts in a spoken cue, each once: the sounds that a voice has to make for it."""
    variants = cue.utterance.variants if cue.utterance else ()
    sounds = (sound for variant in variants for said in variant for part in said.parts for sound in part)
    yield from dict.fromkeys(sound.text for sound in sounds if isinstance(sound, VoicedText))


def format_sentences(sentences: Iterable[Sentence]) -> str:
    """Sentences as text to read, with the first alternative of each part."""
    return ". ".join(_format_sentence(said) for said in sentences)


def _format_sentence(said: Sentence) -> str:
    first, *others = (part[0] for part in said.parts)
    return " ".join([_text_of(first), *(_lower_first(sound) for sound in others)])


def _text_of(sound: SoundName) -> str:
    if isinstance(sound, VoicedText):
        return sound.text
    return CUES[sound].text if sound in CUES else PHRASES_BY_SOUND[sound].text


def _lower_first(sound: SoundName) -> str:
    """What a sound says, in the middle of a sentence. A free text keeps its capitals."""
    text = _text_of(sound)
    return text if isinstance(sound, VoicedText) else text[0].lower() + text[1:]
