"""The folder of the sounds that a voice has made: whole or not there, checked when found, limited in size."""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
import zlib
from array import array
from collections.abc import Collection
from pathlib import Path

from tpsession.audio.files.wav import EMPTY_BYTES, wav_bytes

RATE = 22_050
"""Frames a second: half of what the player mixes at, and more than enough for a voice."""
MOST_BYTES = 64 * 1024 * 1024
"""All sounds together: 25 minutes of speech, several times what a person's routines say."""
LEFT_OVER_S = 3600.0
"""A half-written file so much older than the newest sound belongs to no writer that lives."""

_TAIL = struct.Struct("<4sII")
_TEMPORARY = ".tmp"


class VoiceFiles:
    """WAV files, mono, 16 bits, at `RATE`, each with a checksum in a chunk of its own at the end."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first sound is kept."""
        self.folder = folder

    def path(self, stem: str) -> Path:
        """Where a sound lies, or would."""
        return self.folder / f"{stem}.wav"

    def has(self, stem: str) -> bool:
        """Whether a sound is there and whole; it then counts as used. Never raises."""
        path = self.path(stem)
        try:
            whole = _is_whole(path.read_bytes())
            if whole:
                os.utime(path)
        except OSError:
            return False
        return whole

    def size(self, stem: str) -> int:
        """Bytes that a sound takes; 0 where there is none. Never raises."""
        try:
            return self.path(stem).stat().st_size
        except OSError:
            return 0

    def keep(self, stem: str, samples: array[int]) -> None:
        """Write a sound so that nobody ever sees a part of it; raises `OSError`.

        It isn't forced to the disk: what a power cut damages is found out and made again.
        """
        # For the person alone, as all that tells of them: mkstemp makes files 0600.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=_TEMPORARY, dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checked(samples))
            temporary.replace(self.path(stem))
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def tidy(self, wanted: Collection[str]) -> None:
        """Remove the sounds that were used longest ago until all fit, and what dead writers left.

        wanted: stems of sounds that stay. Never raises.
        """
        sounds: list[tuple[float, int, Path]] = []
        halves: list[tuple[float, Path]] = []
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                with contextlib.suppress(OSError):
                    state = path.stat()
                    if path.suffix == ".wav":
                        sounds.append((state.st_mtime, state.st_size, path))
                    elif path.suffix == _TEMPORARY:
                        halves.append((state.st_mtime, path))
        total = sum(size for _, size, _ in sounds)
        for _, size, path in sorted(sounds):
            if total <= MOST_BYTES:
                break
            if path.stem not in wanted:
                _remove(path)
                total -= size
        newest = max((used for used, _, _ in sounds), default=0.0)
        for written, path in halves:
            if written < newest - LEFT_OVER_S:
                _remove(path)


def _remove(path: Path) -> None:
    # On Windows a sound that is being read stays; it goes the next time.
    with contextlib.suppress(OSError):
        path.unlink()


def _checked(samples: array[int]) -> bytes:
    """A WAV file with the checksum of all before it in a last chunk."""
    body = wav_bytes(samples, RATE, more=_TAIL.size)
    return body + _tail(body)


def _tail(body: bytes) -> bytes:
    return _TAIL.pack(b"crc ", 4, zlib.crc32(body))


def _is_whole(content: bytes) -> bool:
    body = content[: -_TAIL.size]
    return len(body) > EMPTY_BYTES and content[-_TAIL.size :] == _tail(body)
