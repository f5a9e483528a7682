"""What is spoken at once: phrases, and texts that a voice may have made, in one or more ways to say it.

An utterance is a `Cue` of the group voice, and its id says what it is made of::

    say:name=next+pressure,side=left-side,time=n-30+seconds/name=next+pressure/cue:next

Ways are parted by ``/``: the first one that can be said whole and fits its place is said. A way is made of
sentences, parted by ``,``; a sentence of parts, parted by ``+``; a part of alternatives, parted by ``|``, of
which the first one that has a sound is taken. An alternative is a phrase's id, ``text:`` and a text, or
``cue:`` and the id of a cue, whose sound stands for words.

A sentence may say what it tells, before ``=``. With ``?`` in its place it is left out where an utterance of
the same topic (`topic_of`) has told that already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog.cues import CUES, Cue, CueGroup
from tpsession.core.speech.phrases import PHRASES, Phrase

CLEAR_S = 0.1
"""Seconds of silence between speech and a cue (Brewster: elements are told apart by gaps of 0.1 s)."""
SAY = "say:"
"""How the id of an utterance begins."""
TEXT = "text:"
"""How an alternative begins that only a voice can say."""
CUE = "cue:"
"""How an alternative begins that is the sound of a cue."""


class Topic(StrEnum):
    """What a sentence can tell about a step."""

    NAME = "name"
    SIDE = "side"
    TIME = "time"


Alternatives = tuple[str, ...]
"""Sounds for one part, the preferred one first: a phrase's `Phrase.sound`, a cue's id, or `TEXT` and text."""


class Sentence(NamedTuple):
    """What is said without a pause."""

    parts: tuple[Alternatives, ...]
    tells: str = ""
    """What it tells about its topic; empty for nothing."""
    if_untold: bool = False
    """Whether it is left out where that was told before."""


Variant = tuple[Sentence, ...]
"""One way to say it."""


_SENTENCE = re.compile(r"\A(?:([a-z]+)([=?]))?(.*)\Z", re.DOTALL)


def utterance(*ways: Iterable[str]) -> Cue:
    """What is said in the first of these ways that can be said; each is given by its `sentence`s."""
    kept = dict.fromkeys(",".join(way) for way in ways)
    identifier = SAY + "/".join(kept)
    return Cue(identifier, CueGroup.VOICE, words_of([said.parts for said in variants_of(identifier)[0]]))


def sentence(*parts: Phrase | str) -> str:
    """A sentence of phrases and of parts made by `either`, `spoken_text` or `signal`."""
    return "+".join(part.id if isinstance(part, Phrase) else part for part in parts)


def telling(what: Topic, said: str) -> str:
    """A sentence that tells this."""
    return f"{what}={said}"


def unless_mentioned(what: Topic, said: str) -> str:
    """A sentence that tells this, and is left out where it was told before."""
    return f"{what}?{said}"


def either(text: str, phrase: Phrase) -> str:
    """A part: the text if a voice has made it, else the phrase."""
    return f"{spoken_text(text)}|{phrase.id}"


def spoken_text(text: str) -> str:
    """A part that is heard only where a voice has made the text."""
    return TEXT + re.sub(r"[%+/|,]", lambda mark: f"%{ord(mark[0]):02x}", text)


def signal(cue: Cue) -> str:
    """A part that is the sound of a cue."""
    return CUE + cue.id


def key_of(topic: str, moment_s: float) -> str:
    """By what an utterance is known, however a pause moves it: its topic and its seconds into its phase."""
    return f"{topic}@{moment_s:.3f}"


def topic_of(key: str) -> str:
    """What an utterance with this key is about."""
    return key.rpartition("@")[0]


def variants_of(identifier: str) -> tuple[Variant, ...]:
    """The ways to say an utterance of this id; none where it is the id of something else."""
    if not identifier.startswith(SAY):
        return ()
    ways = identifier.removeprefix(SAY).split("/")
    return tuple(tuple(_sentence(said) for said in way.split(",")) for way in ways)


def texts_of(cue: Cue) -> Iterator[str]:
    """The texts of a cue that only a voice can say, each once."""
    sounds = (one for way in variants_of(cue.id) for said in way for part in said.parts for one in part)
    yield from dict.fromkeys(one.removeprefix(TEXT) for one in sounds if one.startswith(TEXT))


def words_of(sentences: Iterable[Sequence[Alternatives]]) -> str:
    """Sentences as they can be read; of each part the first alternative."""
    return ". ".join(" ".join(_words(part[0], first=part is said[0]) for part in said) for said in sentences)


def _sentence(written: str) -> Sentence:
    tells, mark, said = _SENTENCE.findall(written)[0]
    parts = tuple(tuple(_sound(one) for one in part.split("|")) for part in said.split("+"))
    return Sentence(parts, tells, mark == "?")


def _sound(alternative: str) -> str:
    if alternative.startswith(TEXT):
        return re.sub(r"%([0-9a-f]{2})", lambda mark: chr(int(mark[1], 16)), alternative)
    return alternative.removeprefix(CUE) if alternative.startswith(CUE) else f"say-{alternative}"


def _words(sound: str, *, first: bool) -> str:
    """What a sound says. first: whether a sentence begins with it."""
    if sound.startswith(TEXT):
        return sound.removeprefix(TEXT)
    words = CUES[sound].text if sound in CUES else PHRASES[sound.removeprefix("say-")].text
    return words if first else words[0].lower() + words[1:]
