"""Utterances: an id that says all that a player needs to know of what is to be spoken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.cues import CUES, CueGroup
from tpsession.core.speech import phrases
from tpsession.core.speech.phrases import PHRASES
from tpsession.core.speech.utterance import (
    Sentence,
    Topic,
    either,
    key_of,
    sentence,
    signal,
    spoken_text,
    telling,
    texts_of,
    topic_of,
    unless_mentioned,
    utterance,
    variants_of,
)


def test_an_utterance_names_its_ways_sentences_and_parts() -> None:
    said = utterance(
        [sentence(phrases.NEXT, phrases.RELEASE), sentence(*phrases.duration_phrases(30.0))],
        [sentence(phrases.RELEASE)],
    )

    assert said.group is CueGroup.VOICE
    assert said.id == "say:next+release,n-30+seconds/release"
    assert said.text == "Next release. Thirty seconds"
    assert variants_of(said.id) == (
        (Sentence((("say-next",), ("say-release",))), Sentence((("say-n-30",), ("say-seconds",)))),
        (Sentence((("say-release",),)),),
    )


def test_a_sentence_may_say_what_it_tells_and_ask_to_be_left_out_where_that_was_told() -> None:
    side, question = sentence(phrases.RELEASE), sentence(spoken_text("time=what?"))
    said = utterance([telling(Topic.NAME, question), unless_mentioned(Topic.SIDE, side)], [question])

    assert variants_of(said.id) == (
        (
            Sentence((("text:time=what?",),), "name"),
            Sentence((("say-release",),), "side", if_untold=True),
        ),
        (Sentence((("text:time=what?",),)),),
    )


def test_a_cue_may_stand_for_words() -> None:
    said = utterance([signal(CUES["next"])])

    assert (said.id, said.text) == ("say:cue:next", "Next step soon")
    assert variants_of(said.id) == ((Sentence((("next",),)),),)


def test_a_key_tells_the_topic() -> None:
    assert key_of("4096.5/7", 25.0) == "4096.5/7@25.000"
    assert topic_of("4096.5/7@25.000") == "4096.5/7"
    assert topic_of("") == ""


def test_the_same_way_is_not_tried_twice() -> None:
    way = [sentence(phrases.RELEASE)]

    assert utterance(way, way).id == "say:release"


@given(st.text(min_size=1, max_size=60), st.sampled_from(list(PHRASES.values())))
def test_any_text_is_told_as_it_was_written_and_its_phrase_stands_in(
    text: str, phrase: phrases.Phrase
) -> None:
    said = utterance([sentence(phrases.NEXT, either(text, phrase))], [sentence(spoken_text(text))])

    assert variants_of(said.id) == (
        (Sentence((("say-next",), (f"text:{text}", phrase.sound))),),
        (Sentence(((f"text:{text}",),)),),
    )
    assert list(texts_of(said)) == [text]
    assert text in said.text


def test_what_is_no_utterance_has_no_way_to_be_said() -> None:
    assert all(variants_of(cue) == () for cue in CUES)
