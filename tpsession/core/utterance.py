"""What is spoken at once: phrases, and texts that a voice may have made, in one or more ways to say it.

An utterance is a `Cue` of the group voice, and its id says what it is made of::

    say:next+pressure,left-side,n-30+seconds/next+pressure/pressure

Ways are parted by ``/``: the first one that can be said whole and fits its place is said. A way is made of
sentences, parted by ``,``; a sentence of parts, parted by ``+``; a part of alternatives, parted by ``|``, of
which the first one that has a sound is taken. An alternative is a phrase's id, or ``text:`` and the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tpsession.core.cue import Cue, CueGroup
from tpsession.core.phrase import PHRASES, Phrase

SAY = "say:"
"""How the id of an utterance begins."""
TEXT = "text:"
"""How an alternative begins that isn't a phrase."""

Alternatives = tuple[str, ...]
"""Sounds for one part, the preferred one first: a phrase's `Phrase.sound`, or `TEXT` and the text."""
Sentence = tuple[Alternatives, ...]
Way = tuple[Sentence, ...]
"""One way to say it."""


def utterance(*ways: Iterable[str]) -> Cue:
    """What is said in the first of these ways that can be said; each is given by its `sentence`s."""
    kept = dict.fromkeys(",".join(way) for way in ways)
    identifier = SAY + "/".join(kept)
    first = ways_of(identifier)[0]
    return Cue(identifier, CueGroup.VOICE, ". ".join(_words(sentence) for sentence in first))


def sentence(*parts: Phrase | str) -> str:
    """A sentence of phrases and of parts made by `either`."""
    return "+".join(part.id if isinstance(part, Phrase) else part for part in parts)


def either(text: str, phrase: Phrase) -> str:
    """A part: the text if a voice has made it, else the phrase."""
    return f"{spoken_text(text)}|{phrase.id}"


def spoken_text(text: str) -> str:
    """A part that is heard only where a voice has made the text."""
    return TEXT + re.sub(r"[%+/|,]", lambda mark: f"%{ord(mark[0]):02x}", text)


def ways_of(identifier: str) -> tuple[Way, ...]:
    """The ways to say an utterance of this id; none where it is the id of something else."""
    if not identifier.startswith(SAY):
        return ()
    return tuple(
        tuple(
            tuple(tuple(_sound(one) for one in part.split("|")) for part in said.split("+"))
            for said in way.split(",")
        )
        for way in identifier.removeprefix(SAY).split("/")
    )


def texts_of(cue: Cue) -> Iterator[str]:
    """The texts of a cue that only a voice can say."""
    for way in ways_of(cue.id):
        for said in way:
            for part in said:
                yield from (one.removeprefix(TEXT) for one in part if one.startswith(TEXT))


def _sound(alternative: str) -> str:
    if alternative.startswith(TEXT):
        return re.sub(r"%([0-9a-f]{2})", lambda mark: chr(int(mark[1], 16)), alternative)
    return f"say-{alternative}"


def _words(said: Sentence) -> str:
    """A sentence as it can be read."""
    firsts = [part[0] for part in said]
    words = [
        one.removeprefix(TEXT) if one.startswith(TEXT) else PHRASES[one.removeprefix("say-")].text
        for one in firsts
    ]
    return " ".join(words)
