"""Writing sound files as they are made: WAV with the standard library, FLAC and MP3 with soundfile."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from tpsession.audio.engine.mixer import RATE

Write = Callable[[bytes], None]
"""Takes the next frames: mono, `RATE`, two bytes each in the machine's byte order."""


class NoEncoderError(Exception):
    """The package that writes this kind of file isn't there; the words say why."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """One kind of sound file."""

    suffix: str
    """As a file's name ends."""
    sheet_kind: str
    """How a CUE sheet names it."""
    open: Callable[[BinaryIO], AbstractContextManager[Write]]
    """Writes into an open file that can be read and seeked, too. Raises `NoEncoderError`."""


@contextmanager
def _wav(file: BinaryIO) -> Iterator[Write]:
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        yield sound.writeframesraw


def _encoded(format_name: str, subtype: str) -> Callable[[BinaryIO], AbstractContextManager[Write]]:
    @contextmanager
    def opened(file: BinaryIO) -> Iterator[Write]:
        try:
            # 0.2 s, numpy among it, and it is an extra. Without its C library it raises OSError.
            import soundfile  # noqa: PLC0415
        except (ImportError, OSError) as error:
            raise NoEncoderError(str(error)) from error
        target = _Target(file)
        try:
            with soundfile.SoundFile(target, "w", RATE, 1, format=format_name, subtype=subtype) as sound:

                def write(block: bytes) -> None:
                    sound.buffer_write(block, dtype="int16")
                    target.check()

                yield write
        except soundfile.SoundFileError as error:
            # Most likely what went wrong in the file.
            target.check()
            raise OSError(0, str(error)) from error
        target.check()

    return opened


class _Target:
    """A file that the library calls: what goes wrong in it would be printed and lost."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._error: Exception | None = None

    def write(self, data: bytes) -> int:
        return self._safely(lambda: self._file.write(data))

    def read(self, size: int = -1) -> bytes:
        found = b""

        def read() -> int:
            nonlocal found
            found = self._file.read(size)
            return len(found)

        self._safely(read)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._safely(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        return self._safely(self._file.tell)

    def check(self) -> None:
        """Raise what went wrong."""
        if self._error is not None:
            raise self._error

    def _safely(self, work: Callable[[], int]) -> int:
        try:
            return work()
        except Exception as error:  # raised again by `check`
            self._error = self._error or error
            return 0


SOUND_FILES: Mapping[str, SoundFile] = {
    kind.suffix: kind
    for kind in (
        SoundFile(".wav", "WAVE", _wav),
        # Players name FLAC so, too.
        SoundFile(".flac", "WAVE", _encoded("FLAC", "PCM_16")),
        SoundFile(".mp3", "MP3", _encoded("MP3", "MPEG_LAYER_III")),
    )
}
"""Every kind that can be written, by its suffix."""
