"""Writes sound files block by block: WAV with the standard library, FLAC and MP3 with soundfile."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from tpsession.audio.engine.mixer import RATE

Write = Callable[[bytes], None]
"""Writes the next frames: mono, at `RATE`, two bytes each in the machine's byte order."""


class NoEncoderError(Exception):
    """The package that writes this kind of file can't be used. The message says why."""


@dataclass(frozen=True, slots=True)
class SoundFileType:
    """One kind of sound file."""

    suffix: str
    """The ending of the file's name, such as ``.wav``."""
    sheet_kind: str
    """The name of this kind of file in a CUE sheet."""
    open: Callable[[BinaryIO], AbstractContextManager[Write]]
    """Starts writing to an open file, which must also be readable and seekable. Raises `NoEncoderError`."""


@contextmanager
def _open_wav(file: BinaryIO) -> Iterator[Write]:
    """Begin a WAV file of 16 bits, mono, at `RATE`; yield the function that writes samples to it."""
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        yield sound.writeframesraw


def _make_encoder(format_name: str, subtype: str) -> Callable[[BinaryIO], AbstractContextManager[Write]]:
    """Return a function that starts writing a sound file with the package soundfile.

    That function raises `NoEncoderError` if soundfile can't be imported, and `OSError` if the file can't be
    written. format_name, subtype: soundfile's names for the kind of file.
    """

    @contextmanager
    def open_encoded(file: BinaryIO) -> Iterator[Write]:
        """Begin the sound in an open file; yield the function that writes samples to it.

        Raises `NoEncoderError` without soundfile, and `OSError` if the file can't be written.
        """
        try:
            # Without its C library it raises OSError.
            import soundfile  # noqa: PLC0415 - an optional package; 0.2 s, with numpy
        except (ImportError, OSError) as error:
            raise NoEncoderError(str(error)) from error
        target = _ErrorKeepingFile(file)
        try:
            with soundfile.SoundFile(target, "w", RATE, 1, format=format_name, subtype=subtype) as sound:

                def write(block: bytes) -> None:
                    try:
                        sound.buffer_write(block, dtype="int16")
                    finally:
                        # If the file refused a part, soundfile only asserts that all was written.
                        target.check()

                yield write
        except soundfile.SoundFileError as error:
            # Most likely the reason is an error of the file.
            target.check()
            raise OSError(0, str(error)) from error
        target.check()

    return open_encoded


class _ErrorKeepingFile:
    """Passes the library's calls to a file and keeps its errors, which the library would only print."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._error: Exception | None = None

    def write(self, data: bytes) -> int:
        return self._keep_error(lambda: self._file.write(data))

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes of the file, all of the rest for -1; none if reading fails."""
        found = b""

        def read() -> int:
            """Read into `found`, and return how many bytes came."""
            nonlocal found
            found = self._file.read(size)
            return len(found)

        self._keep_error(read)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._keep_error(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        return self._keep_error(self._file.tell)

    def check(self) -> None:
        """Raise the first error of the file, if there was one."""
        if self._error is not None:
            raise self._error

    def _keep_error(self, work: Callable[[], int]) -> int:
        """Call `work`, which uses the file; return its result.

        On an error return 0; the first one is kept, and `check` raises it.
        """
        try:
            return work()
        except Exception as error:  # raised again by `check`
            self._error = self._error or error
            return 0


SOUND_FILES: Mapping[str, SoundFileType] = {
    kind.suffix: kind
    for kind in (
        SoundFileType(".wav", "WAVE", _open_wav),
        # Music players call FLAC the same.
        SoundFileType(".flac", "WAVE", _make_encoder("FLAC", "PCM_16")),
        SoundFileType(".mp3", "MP3", _make_encoder("MP3", "MPEG_LAYER_III")),
    )
}
"""Every type of file that can be written, by its ending."""
