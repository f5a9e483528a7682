"""Finds the recordings of the built-in instructions, which come with the program, by their texts."""

from __future__ import annotations

import struct
from pathlib import Path

from tpsession.audio.engine.mixer import LONGEST_S
from tpsession.core.speech.tts_text import recording_stem

FOLDER = "instructions"
"""The folder of the recordings, inside that of the built-in sounds."""

_PAGE = b"OggS"
_VORBIS = b"\x01vorbis"
_VORBIS_AT = 28
"""Where the first packet of a file begins: after a page's header and the length of that packet."""
_RATE_AT = 40
_FRAMES_AT = 6
"""Where a page's header says how many frames end with this page."""


def instruction_path(sounds: Path, text: str) -> Path:
    """Return the path of a text's recording, whether it exists or not.

    sounds: the folder of the built-in sounds.
    """
    return sounds / FOLDER / f"{recording_stem(text)}.ogg"


def ogg_seconds(path: Path) -> float | None:
    """Return the length of an Ogg Vorbis file without decoding it, at most `LONGEST_S`.

    None if it can't be read, is no such file, or has no sound.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if not content.startswith(_VORBIS, _VORBIS_AT):
        return None
    try:
        (rate,) = struct.unpack_from("<I", content, _RATE_AT)
        (frames,) = struct.unpack_from("<q", content, content.rfind(_PAGE) + _FRAMES_AT)
    except struct.error:
        # It is cut off.
        return None
    return min(frames / rate, LONGEST_S) if rate and frames > 0 else None
