"""Converts cues and spoken speech between values and the JSON of the player's protocol.

For the player process. The program's side, `tpsession.audio.client.protocol`, only writes cues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tpsession.audio.client.protocol import cue_to_json
from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.catalog.utterance import Sentence, SoundName, Topic, VoicedText
from tpsession.core.speech.utterance import utterance


def cues_from_json(listed: Iterable[dict[str, Any]]) -> Iterator[TimedCue]:
    """Yield the cues of a `schedule` command. A cue whose id isn't in `CUES` is skipped, unless it is speech.

    A malformed cue raises an error, such as `KeyError` or `ValueError`, when the iteration reaches it.
    """
    for shape in listed:
        if "variants" in shape or shape.get("cue") in CUES:
            yield _cue_from_json(shape)


def speech_to_json(spoken: ScheduledCue) -> dict[str, object]:
    """Return speech that was said to its end as JSON for a `spoken` message.

    It contains the cue as it was requested, but not the fields `sounds` and `text`.
    """
    return {
        "cue": cue_to_json(spoken.timed),
        "at": spoken.at,
        "ends": spoken.ends,
        "topics": sorted(spoken.topics),
    }


def speech_from_json(shape: dict[str, Any]) -> ScheduledCue:
    """Return one utterance of a `spoken` message, which an earlier player process sent.

    The fields `sounds` and `text` are empty, because the message doesn't contain them. Raises errors as
    `_cue_from_json` does.
    """
    topics = frozenset(Topic(topic) for topic in shape["topics"])
    return ScheduledCue(shape["at"], shape["ends"], (), _cue_from_json(shape["cue"]), topics=topics)


def _cue_from_json(shape: dict[str, Any]) -> TimedCue:
    """Return the cue that `cue_to_json` wrote.

    Raises `KeyError` for an unknown cue or phrase, or a missing entry; `ValueError` for an unknown topic.
    """
    if "variants" not in shape:
        return TimedCue(shape["at"], CUES[shape["cue"]]._replace(own=shape.get("own", "")))
    cue = utterance(*(map(_sentence_from_json, variant) for variant in shape["variants"]))
    return TimedCue(
        shape["at"], cue, shape["earliest"], shape["until"], key=shape["key"], subject=shape["subject"]
    )


def _sentence_from_json(shape: dict[str, Any]) -> Sentence:
    """Return the sentence that `cue_to_json` wrote into a variant of a spoken cue.

    Raises `KeyError` or `ValueError`, as `_cue_from_json`.
    """
    parts = tuple(tuple(map(_sound_from_json, part)) for part in shape["parts"])
    topic = Topic(shape["topic"]) if "topic" in shape else None
    return Sentence(parts, topic, unless_mentioned=shape.get("unless_mentioned", False))


def _sound_from_json(shape: str | dict[str, str]) -> SoundName:
    return shape if isinstance(shape, str) else VoicedText(shape["text"])
