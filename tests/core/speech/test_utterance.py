"""Utterances: what their variants hold, how they read, and which texts a voice has to make for them."""

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
    said = utterance(
        [sentence(phrases.NEXT, phrases.RELEASE), sentence(*phrases.duration_phrases(30.0))],
        [sentence(phrases.RELEASE)],
    )

    assert (said.id, said.group) == (SPEECH_ID, CueGroup.VOICE)
    assert said.text == "Next release. Thirty seconds"
    assert said.utterance == Utterance(
        (
            (Sentence((("say-next",), ("say-release",))), Sentence((("say-n-30",), ("say-seconds",)))),
            (Sentence((("say-release",),)),),
        )
    )


def test_a_sentence_may_have_a_topic_and_be_left_out_once_that_was_mentioned() -> None:
    side = sentence(phrases.RELEASE)

    assert side == Sentence((("say-release",),))
    assert mention(Topic.SIDE, side) == Sentence(side.parts, Topic.SIDE)
    assert unless_mentioned(Topic.SIDE, side) == Sentence(side.parts, Topic.SIDE, unless_mentioned=True)


def test_the_sound_of_a_cue_may_stand_for_words() -> None:
    said = utterance([sentence(cue_part(CUES["next"]))])

    assert said.text == "Next step soon"
    assert said.utterance == Utterance(((Sentence((("next",),)),),))


def test_equal_variants_are_kept_once() -> None:
    variant = [sentence(phrases.RELEASE)]

    assert utterance(variant, variant) == utterance(variant)


@given(st.text(min_size=1, max_size=60), st.sampled_from(list(PHRASES.values())))
def test_a_text_is_kept_as_it_was_written_and_its_phrase_is_the_alternative(
    text: str, phrase: phrases.Phrase
) -> None:
    said = utterance([sentence(phrases.NEXT, text_or_phrase(text, phrase))], [sentence(text_part(text))])

    assert said.utterance == Utterance(
        (
            (Sentence((("say-next",), (VoicedText(text), phrase.sound))),),
            (Sentence(((VoicedText(text),),)),),
        )
    )
    assert list(find_voiced_texts(said)) == [text]
    assert text in said.text


def test_a_cue_that_is_not_speech_has_no_utterance() -> None:
    assert all(cue.utterance is None and not list(find_voiced_texts(cue)) for cue in CUES.values())
