"""The JSON lines that the program and its player process exchange.

Commands to the player process; `do` is one of:

- ``open`` (libraries, device, folders, left_out, voice_folder): load the sounds but those files that are left
  out, and open the device.
- ``spoken`` (speech): what an earlier player process has said, so that it isn't said again.
- ``schedule`` (cues, since): replace the cues.
- ``cancel``: drop all cues and fall silent.
- ``volume`` (levels, overall).
- ``close``: let what sounds end, then exit.
- ``leave``: fall silent, report what was said, and exit at once.

Messages from the player process; `is` is one of:

- ``reading`` (file): it is about to read one of the person's own sound files.
- ``opening``: it opens the device.
- ``ready`` (library, backend, device, named, latency, measured): it plays. `named` says whether the device
  that was asked for was found.
- ``no_device`` (reason): no device opened. It goes on trying.
- ``no_library`` (broken): no sound library can be used. `broken` says why the installed ones can't.
- ``replaced`` (library, reason): the library that was asked for can't be used, and another one is used.
- ``spoken`` (speech): what was said to its end lately, whenever that changes.
- ``heartbeat`` (device_silent, callbacks, latency): the seconds since the device last asked for sound, how
  often it has asked since it was opened, and its latency in seconds.
- ``problem`` (text): a sentence for the person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import Sentence, VoicedText

Message = dict[str, object]
"""One decoded line: a command or a message."""
OVERDUE_S = 0.15
"""A cue that arrives later than this is dropped, because no cue is better than a misplaced one."""


def encode(message: Mapping[str, object]) -> bytes:
    """Return a message as one line of JSON, with its line end."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """Return the message in a line; an empty one, which receivers ignore, if the line isn't a JSON object."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def open_message(
    libraries: Sequence[str],
    device: str,
    folders: Sequence[Path],
    voice_folder: Path | None = None,
    left_out: Sequence[str] = (),
) -> bytes:
    """Return the command to load the sounds and to open a device.

    Args:
        libraries: The sound libraries to try, in this order.
        device: Name of the device or a part of it, empty for the system's own.
        folders: The folders of sound files; the first one wins.
        voice_folder: The folder of the sound files that a voice makes of texts; None if there is none.
        left_out: The paths of sound files that aren't read.

    """
    return encode(
        {
            "do": "open",
            "libraries": list(libraries),
            "device": device,
            "folders": [str(folder) for folder in folders],
            "left_out": list(left_out),
            "voice_folder": "" if voice_folder is None else str(voice_folder),
        }
    )


def spoken_message(speech: Sequence[object]) -> bytes:
    """Return the command that says which speech was heard already, as a player process reported it."""
    return encode({"do": "spoken", "speech": list(speech)})


def schedule_message(cues: Sequence[TimedCue], since: float) -> bytes:
    """Return the command to replace the cues due at or after `since`, and all speech not begun, by `cues`.

    since: in seconds of the clock that `TimedCue.at` is on.
    """
    return encode(
        {"do": "schedule", "since": round(since, 5), "cues": [cue_to_json(timed) for timed in cues]}
    )


def cue_to_json(timed: TimedCue) -> dict[str, object]:
    """Return a cue as a JSON object: its moment, its id, and the name of the person's own sound, if any.

    For speech, also its limits `earliest` and `until`, its key, subject and variants. Moments are rounded to
    0.01 ms.
    """
    shape: dict[str, object] = {"at": round(timed.at, 5), "cue": timed.cue.id}
    if timed.cue.own:
        shape["own"] = timed.cue.own
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
    """Return a sentence as JSON: its parts, each a list of alternative sounds.

    A sound is a name, or ``{"text": ...}`` for a free text. The topic and `unless_mentioned` are included
    only if they are set.
    """
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
    """Return the command to set the volume of each group and of everything, 0 to 100."""
    by_group = {group.value: level for group, level in levels.items()}
    return encode({"do": "volume", "levels": by_group, "overall": overall})


CANCEL = encode({"do": "cancel"})
"""The command to drop every cue and fall silent."""
CLOSE = encode({"do": "close"})
"""The command to let what sounds end, then free the device and exit."""
LEAVE = encode({"do": "leave"})
"""The command to fall silent, report what was said, and exit at once, because another process is ready."""
