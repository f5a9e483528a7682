"""The JSON lines between the program and its player process.

To the player, `do` is one of: ``open`` (libraries, device, folders, voiced), ``said`` (speech): what the
player before it said; ``schedule`` (cues, since), ``cancel``, ``volume`` (levels, overall), ``close``,
``leave``.

From the player, `is` is one of: ``reading``: it is about to read a sound file of the person's own;
``opening``; ``ready`` (library, backend, device, named, latency, measured): it plays; ``absent`` (why): no
device opened, it goes on trying; ``missing`` (broken): no sound library can be used, and why those can't
that are installed; ``replaced`` (library, why): the one that was asked for can't be used, and another one is;
``said`` (speech): what was said to its end lately, whenever that changes;
``beat`` (age, callbacks, latency): it lives, seconds since the device's last sign of life, how many there
were; ``problem`` (text): a sentence for the person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import Sentence, VoicedText

Message = dict[str, object]
"""One decoded line."""
OVERDUE_S = 0.15
"""A cue that is later than this when it arrives is dropped: better none than one at the wrong moment."""


def encode(message: Mapping[str, object]) -> bytes:
    """A message as one line."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """One line as a message; an empty one where the line is broken, which then means nothing."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def open_message(
    libraries: Sequence[str], device: str, folders: Sequence[Path], voiced: Path | None = None
) -> bytes:
    """Load the sounds of these folders, the first one winning, and open a device by name or any if empty.

    libraries: the sound libraries to try, in this order. voiced: the folder of the texts that a voice makes.
    """
    return encode(
        {
            "do": "open",
            "libraries": list(libraries),
            "device": device,
            "folders": [str(folder) for folder in folders],
            "voiced": "" if voiced is None else str(voiced),
        }
    )


def said_message(speech: Sequence[object]) -> bytes:
    """What was said before, as a player told it: it isn't said again."""
    return encode({"do": "said", "speech": list(speech)})


def schedule_message(cues: Sequence[TimedCue], since: float) -> bytes:
    """Replace every cue due at or after `since`, in seconds of the clock."""
    return encode(
        {"do": "schedule", "since": round(since, 5), "cues": [cue_to_json(timed) for timed in cues]}
    )


def cue_to_json(timed: TimedCue) -> dict[str, object]:
    """A cue as a JSON object: its moment and its id; for speech, also its limits and its variants.

    Moments are rounded to 0.01 ms.
    """
    shape: dict[str, object] = {"at": round(timed.at, 5), "cue": timed.cue.id}
    if timed.cue.utterance is not None:
        shape |= {
            "earliest": _rounded(timed.earliest),
            "until": _rounded(timed.until),
            "key": timed.key,
            "subject": timed.subject,
            "variants": [
                [_sentence_to_json(sentence) for sentence in variant]
                for variant in timed.cue.utterance.variants
            ],
        }
    return shape


def _sentence_to_json(sentence: Sentence) -> dict[str, object]:
    """Its parts as lists of alternative sounds: each a name, or ``{"text": ...}`` for a free text."""
    shape: dict[str, object] = {
        "parts": [
            [{"text": sound.text} if isinstance(sound, VoicedText) else sound for sound in part]
            for part in sentence.parts
        ]
    }
    if sentence.topic is not None:
        shape["topic"] = sentence.topic.value
    if sentence.unless_mentioned:
        shape["unless_mentioned"] = True
    return shape


def _rounded(moment: float | None) -> float | None:
    return None if moment is None else round(moment, 5)


def volume_message(levels: Mapping[CueGroup, int], overall: int) -> bytes:
    """Set the volume of each group and of everything, 0 to 100."""
    by_group = {group.value: level for group, level in levels.items()}
    return encode({"do": "volume", "levels": by_group, "overall": overall})


CANCEL = encode({"do": "cancel"})
"""Drop every cue and fall silent."""
CLOSE = encode({"do": "close"})
"""Let what sounds end, then free the device and exit."""
LEAVE = encode({"do": "leave"})
"""Fall silent, tell what was said, and end at once: another player is ready."""
