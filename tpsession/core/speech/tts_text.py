"""Prepares texts for the voice, and names the sound file of each text."""

from __future__ import annotations

import re

from tpsession.core.text.sanitize import sanitize

MAX_TEXT_LENGTH = 400
"""Characters of a text that are spoken: about 30 s, which is the longest sound."""
SOUND_VERSION = "hibari-tts heart 1"
"""The voice, and a number. It is raised when sounds are made in a new way, so that all are made again."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def voiced_text(text: str) -> str:
    """A text as it is spoken: on one line, with spaces for what can't be spoken (control characters).

    It is cut to `MAX_TEXT_LENGTH`, after a sentence or else after a word. Empty if nothing can be spoken.
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
    """The stem of a text's sound file: 64 hexadecimal digits, equal for texts that are spoken the same."""
    # It loads OpenSSL, 4 MB, which is needed only with a voice.
    import hashlib  # noqa: PLC0415 - deferred for its cost

    return hashlib.sha256(f"{SOUND_VERSION}|{voiced_text(text)}".encode()).hexdigest()
