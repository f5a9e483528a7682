"""Cues and speech in the player's protocol: the player process reads what the program wrote."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import plans
from tpsession.audio.client.protocol import cue_to_json, decode, schedule_message
from tpsession.audio.engine.cue_messages import cues_from_json, speech_from_json, speech_to_json
from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.catalog.utterance import Sentence, Topic, VoicedText
from tpsession.core.plan.plan import Plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.speech.phrases import PHRASES_BY_SOUND
from tpsession.core.speech.utterance import utterance

moments = st.floats(0.0, 1e6).map(lambda moment: round(moment, 5))
sounds = st.one_of(
    st.sampled_from([*CUES, *PHRASES_BY_SOUND]), st.builds(VoicedText, st.text(min_size=1, max_size=20))
)
sentences = st.builds(
    Sentence,
    st.lists(st.lists(sounds, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
    st.none() | st.sampled_from(Topic),
    unless_mentioned=st.booleans(),
)
variants = st.lists(st.lists(sentences, min_size=1, max_size=2), min_size=1, max_size=2)
speech = st.builds(
    lambda variants, **limits: TimedCue(cue=utterance(*variants), **limits),
    variants,
    at=moments,
    earliest=st.none() | moments,
    until=st.none() | moments,
    key=st.text(max_size=10),
    subject=st.text(max_size=10),
)
signals = st.builds(
    lambda at, cue, own: TimedCue(at, cue._replace(own=own)),
    moments,
    st.sampled_from(list(CUES.values())),
    st.sampled_from(["", "bell.wav"]),
)


@given(st.lists(signals | speech, max_size=3))
def test_the_player_reads_every_cue_as_the_program_wrote_it(cues: list[TimedCue]) -> None:
    listed = decode(schedule_message(cues, 0.0))["cues"]

    assert isinstance(listed, list)
    assert list(cues_from_json(listed)) == cues


@given(speech, moments, moments, st.sets(st.sampled_from(Topic)))
def test_speech_that_was_heard_is_handed_on_without_its_sounds(
    timed: TimedCue, at: float, ends: float, topics: set[Topic]
) -> None:
    spoken = ScheduledCue(at, ends, ((0.0, "say-next"),), timed, topics=frozenset(topics))

    handed_on = speech_from_json(json.loads(json.dumps(speech_to_json(spoken))))

    assert handed_on == replace(spoken, sounds=())


@given(plans())
def test_every_cue_of_a_session_can_be_sent(plan: Plan) -> None:
    cues = list(full_timeline(plan, 10.0))

    received = cues_from_json(json.loads(json.dumps([cue_to_json(timed) for timed in cues])))

    assert [(timed.cue, timed.key, timed.subject) for timed in received] == [
        (timed.cue, timed.key, timed.subject) for timed in cues
    ]


def test_a_cue_that_does_not_exist_is_left_out() -> None:
    assert list(cues_from_json([{"at": 1.0, "cue": "gong"}, {"at": 2.0, "cue": "start"}])) == [
        TimedCue(2.0, CUES["start"])
    ]
