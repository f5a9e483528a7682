"""The folder of the sounds that a voice has made, with a limited size.

A sound is written whole or not at all, and its checksum is tested before it is used.
"""

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
"""Frames a second. It is half of the mixer's rate, and more than enough for a voice."""
MAX_BYTES = 64 * 1024 * 1024
"""Size of all sounds together: 25 minutes of speech, several times what a person's routines say."""
ABANDONED_S = 3600.0
"""A temporary file this much older than the newest sound was left behind by a process that died."""

_TAIL = struct.Struct("<4sII")
_TEMPORARY = ".tmp"


class VoiceFiles:
    """The sounds in the folder: mono 16-bit WAV files at `RATE`, each with a checksum in its last chunk."""

    def __init__(self, folder: Path) -> None:
        """Use this folder, which is created when the first sound is saved."""
        self.folder = folder

    def path(self, stem: str) -> Path:
        """Return the path of a sound, whether it exists or not."""
        return self.folder / f"{stem}.wav"

    def has(self, stem: str) -> bool:
        """Return whether a sound exists and is undamaged; if so, try to mark its file as used just now.

        Never raises.
        """
        path = self.path(stem)
        try:
            is_undamaged = _is_undamaged(path.read_bytes())
        except OSError:
            return False
        if is_undamaged:
            # On a disk that can't be written it can be played all the same.
            with contextlib.suppress(OSError):
                os.utime(path)
        return is_undamaged

    def size(self, stem: str) -> int:
        """Return the size of a sound in bytes; 0 if it doesn't exist or can't be reached. Never raises."""
        try:
            return self.path(stem).stat().st_size
        except OSError:
            return 0

    def save(self, stem: str, samples: array[int]) -> None:
        """Save a sound under its stem, instead of an older one, and make the folder if it is missing.

        It appears in one step, so that no reader sees a part of it. It isn't forced to the disk: one that a
        power cut damages fails its checksum and is made again. Raises `OSError` if it can't be saved.
        """
        # Only this person may read it, like everything about them. mkstemp creates files with mode 0600.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=_TEMPORARY, dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_wav_with_checksum(samples))
            temporary.replace(self.path(stem))
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def tidy(self, wanted: Collection[str]) -> None:
        """Remove abandoned temporary files, and unwanted sounds until all the others fit into `MAX_BYTES`.

        `ABANDONED_S` says which temporary files are abandoned. Of the unwanted sounds, the least recently
        used are removed first. What can't be removed stays. Never raises.

        wanted: stems of sounds that are never removed, even if they alone don't fit.
        """
        sounds: list[tuple[float, int, Path]] = []
        temporaries: list[tuple[float, Path]] = []
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                with contextlib.suppress(OSError):
                    state = path.stat()
                    if path.suffix == ".wav":
                        sounds.append((state.st_mtime, state.st_size, path))
                    elif path.suffix == _TEMPORARY:
                        temporaries.append((state.st_mtime, path))
        total = sum(size for _, size, _ in sounds)
        for _, size, path in sorted(sounds):
            if total <= MAX_BYTES:
                break
            if path.stem not in wanted:
                _try_remove(path)
                total -= size
        newest = max((used for used, _, _ in sounds), default=0.0)
        for written, path in temporaries:
            if written < newest - ABANDONED_S:
                _try_remove(path)


def _try_remove(path: Path) -> None:
    """Remove a file, or leave it if that fails."""
    # On Windows a sound that is being read can't be removed. It is removed the next time.
    with contextlib.suppress(OSError):
        path.unlink()


def _wav_with_checksum(samples: array[int]) -> bytes:
    """Return the content of a WAV file whose last chunk is the checksum of everything before that chunk."""
    body = wav_bytes(samples, RATE, trailing_bytes=_TAIL.size)
    return body + _checksum_chunk(body)


def _checksum_chunk(body: bytes) -> bytes:
    return _TAIL.pack(b"crc ", 4, zlib.crc32(body))


def _is_undamaged(content: bytes) -> bool:
    body = content[: -_TAIL.size]
    return len(body) > EMPTY_BYTES and content[-_TAIL.size :] == _checksum_chunk(body)
