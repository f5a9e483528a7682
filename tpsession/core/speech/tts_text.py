"""Prepares texts for the synthesised voice, and names the sound file of each text."""

from __future__ import annotations

import re
import zlib

from tpsession.core.text.sanitize import sanitize

MAX_TEXT_LENGTH = 400
"""A text is spoken up to this many characters: about 30 s, which is the longest sound."""
SOUND_VERSION = "hibari-tts heart 1"
"""The name of the voice with a number. A higher number makes every sound be made again: raise it when the
way in which sounds are made changes."""

RECORDING_SLUG_LENGTH = 40
"""The name of a recording begins with this many characters of its text, so that people find it."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def voiced_text(text: str) -> str:
    """Return a text as the voice speaks it, on one line; empty if it has no letter and no digit.

    Each run of spaces, line breaks and unsafe characters, as in `sanitize`, becomes one space. A text longer
    than `MAX_TEXT_LENGTH` is cut after its last whole sentence within that length, or else after a whole
    word.
    """
    line = " ".join(sanitize(text).replace("\N{REPLACEMENT CHARACTER}", " ").split())
    if not any(char.isalnum() for char in line):
        return ""
    if len(line) <= MAX_TEXT_LENGTH:
        return line
    beginning = line[: MAX_TEXT_LENGTH + 1]
    ends = [match.start() for match in _SENTENCE_END.finditer(beginning)]
    return beginning[: ends[-1]] if ends else beginning[:MAX_TEXT_LENGTH].rsplit(" ", 1)[0]


def voiced_stem(text: str) -> str:
    """Return the name of a text's sound file without its ending: 64 hexadecimal digits.

    Texts that are spoken alike, because `voiced_text` is the same, have the same name. With another
    `SOUND_VERSION` each text has another name.
    """
    import hashlib  # noqa: PLC0415 - it loads OpenSSL, 4 MB, which only sessions with a voice need

    return hashlib.sha256(f"{SOUND_VERSION}|{voiced_text(text)}".encode()).hexdigest()


def recording_stem(text: str) -> str:
    """Return the name of a built-in text's recording without its ending.

    It is made of the beginning of the text and a checksum of all that is spoken of it, such as
    ``rest-let-your-hands-lie-still-0a1b2c3d``. Texts with the same `voiced_text` have the same name.
    """
    spoken = voiced_text(text)
    slug = re.sub(r"[^a-z0-9]+", "-", spoken.lower())[:RECORDING_SLUG_LENGTH].strip("-")
    return f"{slug}-{zlib.crc32(spoken.encode()):08x}"
