"""Texts that a voice speaks: made fit to be spoken, and the name that the sound of one has."""

from __future__ import annotations

import re

from tpsession.core.text.sanitize import sanitize

LONGEST_TEXT = 400
"""Characters of a text that are spoken: about 30 s, as long as a sound may be."""
MAKING = "hibari-tts heart 1"
"""The voice, and the way its sounds are made; its number grows with every change of that way, so that older
sounds are made anew."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def voiced_text(text: str) -> str:
    """A text as it is spoken: one line, cut to `LONGEST_TEXT` at the end of a sentence, else of a word.

    What can't be spoken (control characters) becomes a blank. Empty where nothing is left to speak.
    """
    line = " ".join(sanitize(text).replace("\N{REPLACEMENT CHARACTER}", " ").split())
    if not any(char.isalnum() for char in line):
        return ""
    if len(line) <= LONGEST_TEXT:
        return line
    kept = line[: LONGEST_TEXT + 1]
    ends = [match.start() for match in _SENTENCE_END.finditer(kept)]
    return kept[: ends[-1]] if ends else kept[:LONGEST_TEXT].rsplit(" ", 1)[0]


def voiced_stem(text: str) -> str:
    """Stem of the sound file of a text: 64 hexadecimal digits, the same for texts that are spoken alike."""
    # Loads OpenSSL, 4 MB, which only somebody with a voice needs.
    import hashlib  # noqa: PLC0415 - deferred for its cost

    return hashlib.sha256(f"{MAKING}|{voiced_text(text)}".encode()).hexdigest()
