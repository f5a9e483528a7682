"""Spoken cues: their variants, their text, and the texts that a voice has to make for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.cues import CUES, SPEECH_ID, CueGroup
from tpsession.core.catalog.utterance import Sentence, Topic, Utterance, VoicedText
from tpsession.core.speech import phrases
from tpsession.core.speech.phrases import PHRASES
from tpsession.core.speech.utterance import (
    cue_part,
    find_voiced_texts,
    mention,
    sentence,
    text_or_phrase,
    text_part,
    unless_mentioned,
    utterance,
)


def test_an_utterance_has_variants_of_sentences_of_parts() -> None:
    cue = utterance(
        [sentence(phrases.NEXT, phrases.PHRASES["release"]), sentence(*phrases.duration_phrases(30.0))],
        [sentence(phrases.PHRASES["release"])],
    )

    assert (cue.id, cue.group) == (SPEECH_ID, CueGroup.VOICE)
    assert cue.text == "Next release. Thirty seconds"
    assert cue.utterance == Utterance(
        (
            (Sentence((("say-next",), ("say-release",))), Sentence((("say-n-30",), ("say-seconds",)))),
            (Sentence((("say-release",),)),),
        )
    )


def test_a_sentence_can_mention_a_topic_or_be_marked_as_left_out_once_it_was_mentioned() -> None:
    side = sentence(phrases.PHRASES["release"])

    assert side == Sentence((("say-release",),))
    assert mention(Topic.SIDE, side) == Sentence(side.parts, Topic.SIDE)
    assert unless_mentioned(Topic.SIDE, side) == Sentence(side.parts, Topic.SIDE, unless_mentioned=True)


def test_the_sound_of_a_cue_can_replace_words() -> None:
    cue = utterance([sentence(cue_part(CUES["next"]))])

    assert cue.text == "Next step soon"
    assert cue.utterance == Utterance(((Sentence((("next",),)),),))


def test_equal_variants_are_kept_once() -> None:
    variant = [sentence(phrases.PHRASES["release"])]

    assert utterance(variant, variant) == utterance(variant)


@given(st.text(min_size=1, max_size=60), st.sampled_from(list(PHRASES.values())))
def test_a_text_is_not_changed_and_its_phrase_is_the_alternative(text: str, phrase: phrases.Phrase) -> None:
    cue = utterance([sentence(phrases.NEXT, text_or_phrase(text, phrase))], [sentence(text_part(text))])

    assert cue.utterance == Utterance(
        (
            (Sentence((("say-next",), (VoicedText(text), phrase.sound))),),
            (Sentence(((VoicedText(text),),)),),
        )
    )
    assert list(find_voiced_texts(cue)) == [text]
    assert text in cue.text


def test_a_cue_that_is_not_speech_has_no_utterance() -> None:
    assert all(cue.utterance is None and not list(find_voiced_texts(cue)) for cue in CUES.values())
