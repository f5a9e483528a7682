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

    Its text on the screen is the first variant's.
    """
    spoken = Utterance(tuple(dict.fromkeys(tuple(variant) for variant in variants)))
    return Cue(SPEECH_ID, CueGroup.VOICE, format_sentences(spoken.variants[0]), utterance=spoken)


def sentence(*parts: Phrase | Part) -> Sentence:
    """Return a sentence of phrases and of parts made by `text_or_phrase`, `text_part` or `cue_part`."""
    return Sentence(tuple((part.sound,) if isinstance(part, Phrase) else part for part in parts))


def mention(topic: Topic, base: Sentence) -> Sentence:
    """Return a copy of a sentence, marked as mentioning a topic."""
    return replace(base, topic=topic)


def unless_mentioned(topic: Topic, base: Sentence) -> Sentence:
    """Return a copy of a sentence, marked as mentioning a topic and as not to be said twice.

    The player leaves the sentence out if the topic was mentioned before for the same `TimedCue.subject`.
    """
    return replace(base, topic=topic, unless_mentioned=True)


def text_part(text: str) -> Part:
    """Return a part that is a free text. It needs a sound: recorded, or made by the synthesised voice by now.

    Without one, a variant with this part isn't spoken at all.
    """
    return (VoicedText(text),)


def text_or_phrase(text: str, phrase: Phrase) -> Part:
    """Return a part that is a free text; while there is no sound of the text, the phrase is said instead."""
    return (VoicedText(text), phrase.sound)


def cue_part(cue: Cue) -> Part:
    """Return a part that is the sound of a signal instead of words."""
    return (cue.id,)


def find_voiced_texts(cue: Cue) -> Iterator[str]:
    """Yield the free texts in a spoken cue, each once, whether there are sounds of them or not.

    A cue that isn't speech has none.
    """
    variants = cue.utterance.variants if cue.utterance else ()
    sentences = (sentence for variant in variants for sentence in variant)
    sounds = (sound for sentence in sentences for part in sentence.parts for sound in part)
    yield from dict.fromkeys(sound.text for sound in sounds if isinstance(sound, VoicedText))


def format_sentences(sentences: Iterable[Sentence]) -> str:
    """Return sentences as one text for the screen; of each part, the preferred alternative is used.

    A full stop is put between them, but none is added at the end. Raises `ValueError` if there is no
    sentence.
    """
    *others, last = map(_format_sentence, sentences)
    # A free text may bring its own full stop.
    return ". ".join([*(text.removesuffix(".") for text in others), last])


def _format_sentence(spoken: Sentence) -> str:
    """Return a sentence as text, of each part the preferred alternative; no full stop is added.

    A phrase that isn't at the beginning gets a small first letter, a free text doesn't. Raises `ValueError`
    for a sentence without parts.
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
