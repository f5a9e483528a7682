"""Builds spoken cues from phrases, free texts and the sounds of other cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tpsession.core.catalog.cues import CUES, SPEECH_ID, Cue, CueGroup
from tpsession.core.catalog.utterance import Part, Sentence, SoundName, Topic, Utterance, VoicedText
from tpsession.core.speech.phrases import PHRASES_BY_SOUND, Phrase

CLEAR_S = 0.1
"""Seconds of silence between speech and a cue (Brewster: gaps of 0.1 s let people hear two elements)."""


def utterance(*variants: Iterable[Sentence]) -> Cue:
    """Return a spoken cue with these variants, the preferred one first. Equal variants are kept once.

    The screen shows the first variant.
    """
    spoken = Utterance(tuple(dict.fromkeys(tuple(variant) for variant in variants)))
    return Cue(SPEECH_ID, CueGroup.VOICE, format_sentences(spoken.variants[0]), utterance=spoken)


def sentence(*parts: Phrase | Part) -> Sentence:
    """Return a sentence of phrases and of parts made by `text_or_phrase`, `text_part` or `cue_part`."""
    return Sentence(tuple((part.sound,) if isinstance(part, Phrase) else part for part in parts))


def mention(topic: Topic, base: Sentence) -> Sentence:
    """Return the same sentence, marked as one that mentions a topic."""
    return replace(base, topic=topic)


def unless_mentioned(topic: Topic, base: Sentence) -> Sentence:
    """Return the same sentence, marked as one that is left out if its topic was already mentioned."""
    return replace(base, topic=topic, unless_mentioned=True)


def text_part(text: str) -> Part:
    """Return a part that is heard only if a voice has made the sound of this text."""
    return (VoicedText(text),)


def text_or_phrase(text: str, phrase: Phrase) -> Part:
    """Return a part that says a text if a voice has made its sound, and a phrase otherwise."""
    return (VoicedText(text), phrase.sound)


def cue_part(cue: Cue) -> Part:
    """Return a part that is the sound of a cue instead of words."""
    return (cue.id,)


def find_voiced_texts(cue: Cue) -> Iterator[str]:
    """Yield the free texts in a cue, each once, whether or not there is a recording of them.

    Nothing for a cue without free texts or without an utterance.
    """
    variants = cue.utterance.variants if cue.utterance else ()
    sentences = (sentence for variant in variants for sentence in variant)
    sounds = (sound for sentence in sentences for part in sentence.parts for sound in part)
    yield from dict.fromkeys(sound.text for sound in sounds if isinstance(sound, VoicedText))


def format_sentences(sentences: Iterable[Sentence]) -> str:
    """Return sentences as text for the screen, from the first alternative of each part, with no full stop."""
    *others, last = map(_format_sentence, sentences)
    # A free text may bring its own full stop.
    return ". ".join([*(text.removesuffix(".") for text in others), last])


def _format_sentence(spoken: Sentence) -> str:
    """Return one sentence as text: the first alternative of each part, with spaces between and no full stop.

    The first part keeps its capital; in later parts a phrase loses it, and a free text doesn't. Raises
    `ValueError` for a sentence without parts.
    """
    first, *others = (part[0] for part in spoken.parts)
    return " ".join([_words_of_sound(first), *(_lower_first(sound) for sound in others)])


def _words_of_sound(sound: SoundName) -> str:
    """Return the words of a sound: a free text, or the text of a cue or a phrase."""
    if isinstance(sound, VoicedText):
        return sound.text
    return CUES[sound].text if sound in CUES else PHRASES_BY_SOUND[sound].text


def _lower_first(sound: SoundName) -> str:
    """Return the words of a sound for the middle of a sentence, with a small first letter.

    A free text stays as it is.
    """
    text = _words_of_sound(sound)
    return text if isinstance(sound, VoicedText) else text[0].lower() + text[1:]
