"""Reads WAV files of integer samples, and writes mono ones of 16 bits.

Before Python 3.12 the standard library's `wave` refuses extensible files, which most 24-bit files are.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import BinaryIO

from tpsession.audio.engine.mixer import FADE_FRAMES, LONGEST_S, RATE, fade_out

_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")
EMPTY_BYTES = _HEAD.size
"""The size of a file without any samples."""
_PLAIN, _EXTENSIBLE = 1, 0xFFFE
_EXTENSIBLE_FORMAT_BYTES = 40
_SUBFORMAT_OFFSET = 24
"""Where an extensible format chunk says what kind of samples there are."""
_MAX_SAMPLE_BYTES = 8
_MAX_RATE = 384_000
"""The highest rate of any sound card in hertz. 30 s at a higher one would take too long to read."""


class SoundFileError(Exception):
    """A sound file can't be read. The message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class _WavFormat:
    """What the header of a file says about its samples."""

    channels: int
    width: int
    """Bytes per sample."""
    rate: int
    frames: int
    """How many frames the file has."""


def wav_bytes(samples: array[int], rate: int, *, trailing_bytes: int = 0) -> bytes:
    """Return the content of a WAV file with these 16-bit mono samples.

    rate: samples a second. trailing_bytes: size of the chunks that the caller will append, in bytes; the
    header counts them.
    """
    data = _swap_to_little_endian(samples).tobytes()
    size = _HEAD.size - 8 + len(data) + trailing_bytes
    head = _HEAD.pack(
        b"RIFF", size, b"WAVE", b"fmt ", 16, _PLAIN, 1, rate, 2 * rate, 2, 16, b"data", len(data)
    )  # fmt: skip
    return head + data


def wav_seconds(path: Path) -> float | None:
    """Return how many seconds of sound a WAV file has, at most `LONGEST_S`; None if it can't be read.

    Only the header is read. The length is 0 for a file without samples, which `read_wav` refuses.
    """
    try:
        with path.open("rb") as file:
            wav_format = _read_header(file)
    except (OSError, SoundFileError):
        return None
    return min(wav_format.frames / wav_format.rate, LONGEST_S)


def read_wav(path: Path) -> array[int]:
    """Return the first `LONGEST_S` seconds of a WAV file as mono samples at `RATE`.

    The end of a longer file is cut off, with a fade. Raises `SoundFileError` if the file can't be read, if it
    isn't a WAV file with integer samples, or if it has no samples.
    """
    try:
        with path.open("rb") as file:
            wav_format = _read_header(file)
            longest = int(LONGEST_S * wav_format.rate)
            data = file.read(min(wav_format.frames, longest) * wav_format.channels * wav_format.width)
    except OSError as error:
        raise SoundFileError(error.strerror or "it can't be opened") from error
    samples = _resample(_to_mono(_to_16_bit(data, wav_format.width), wav_format.channels), wav_format.rate)
    if not samples:
        raise SoundFileError("it contains no sound")
    return with_soft_end(samples) if wav_format.frames > longest else samples


def with_soft_end(samples: array[int]) -> array[int]:
    """Return the samples with a fade over their last `FADE_FRAMES`, because a sudden end is a click."""
    return samples[:-FADE_FRAMES] + fade_out(samples[-FADE_FRAMES:])


def _read_header(file: BinaryIO) -> _WavFormat:
    """Read a file up to its first sample; return the format of its samples, and how many frames there are.

    Raises `SoundFileError` if it isn't a WAV file, or one whose samples `read_wav` can't convert; `OSError`
    if reading fails.
    """
    kind, _, content = struct.unpack("<4sI4s", _read_exactly(file, 12))
    if (kind, content) != (b"RIFF", b"WAVE"):
        raise SoundFileError("it is not a WAV file")
    form = b""
    while True:
        name, size = struct.unpack("<4sI", _read_exactly(file, 8))
        if name == b"data":
            return _parse_format(form, min(size, _remaining_bytes(file)))
        read = b""
        if name == b"fmt ":
            read = form = _read_exactly(file, min(size, _EXTENSIBLE_FORMAT_BYTES))
        # Chunks begin at even bytes.
        file.seek(size + size % 2 - len(read), 1)


def _parse_format(form: bytes, size: int) -> _WavFormat:
    """Return the format that a format chunk describes, with the number of frames.

    Raises `SoundFileError` for a format whose samples `read_wav` can't convert.

    form: the chunk, empty if the file has none. size: of all samples in the file, in bytes.
    """
    if len(form) < 16:
        raise SoundFileError("it doesn't say what its samples are")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if kind == _EXTENSIBLE and len(form) == _EXTENSIBLE_FORMAT_BYTES:
        (kind,) = struct.unpack_from("<H", form, _SUBFORMAT_OFFSET)
    width = (bits + 7) // 8
    if kind != _PLAIN or not 1 <= width <= _MAX_SAMPLE_BYTES:
        raise SoundFileError("its samples are not integers")
    if not channels or not 1 <= rate <= _MAX_RATE:
        raise SoundFileError(f"{channels} channels with {rate} frames a second are not possible")
    return _WavFormat(channels, width, rate, size // (channels * width))


def _read_exactly(file: BinaryIO, size: int) -> bytes:
    """Return the next `size` bytes of a file; raise `SoundFileError` if it ends before that."""
    data = file.read(size)
    if len(data) < size:
        raise SoundFileError("it ends too early")
    return data


def _remaining_bytes(file: BinaryIO) -> int:
    """Return how many bytes there are from the present position to the end of the file; the position stays.

    Needed because a header may promise more: that of a file that was written while it was recorded.
    """
    here = file.tell()
    end = file.seek(0, 2)
    file.seek(here)
    return end - here


def _to_16_bit(data: bytes, width: int) -> array[int]:
    """Return samples of any width as 16-bit samples: the upper 16 bits of wider ones, 8 bits scaled up.

    An unfinished last sample is dropped. data: the samples, little-endian; 8-bit ones are unsigned, as in
    every WAV file. width: bytes per sample.
    """
    data = data[: len(data) - len(data) % width]
    if width == 1:
        return array("h", [(byte - 128) << 8 for byte in data])
    # The file is little-endian, so the upper two bytes of each sample are its last two.
    kept = bytearray(len(data) // width * 2)
    kept[0::2] = data[width - 2 :: width]
    kept[1::2] = data[width - 1 :: width]
    return _swap_to_little_endian(array("h", bytes(kept)))


def _to_mono(samples: array[int], channels: int) -> array[int]:
    """Return the average of the channels in each frame; the samples themselves if there is one channel.

    An unfinished last frame is dropped. samples: frame by frame, with one sample of each channel in a frame.
    """
    if channels == 1:
        return samples
    length = len(samples) // channels
    parts = [samples[channel : length * channels : channels] for channel in range(channels)]
    return array("h", [total // channels for total in map(sum, zip(*parts, strict=True))])


def _resample(samples: array[int], rate: int) -> array[int]:
    """Return samples at `RATE`, by linear interpolation, which is good enough for a short signal.

    A single sample is returned as it is. The position of the new samples between the old ones repeats after a
    while. All samples with the same position are computed at once. rate: how many of the old samples make a
    second.
    """
    if rate == RATE or len(samples) < 2:
        return samples
    common = gcd(rate, RATE)
    positions, stride = RATE // common, rate // common
    out = array("h", bytes(2 * ((len(samples) - 1) * RATE // rate + 1)))
    following = samples[1:] + samples[-1:]
    for position in range(min(positions, len(out))):
        first, part = divmod(position * stride, positions)
        here, there = samples[first::stride], following[first::stride]
        between = array("h", [a + (b - a) * part // positions for a, b in zip(here, there, strict=True)])
        out[position::positions] = between[: len(range(position, len(out), positions))]
    return out


def _swap_to_little_endian(samples: array[int]) -> array[int]:
    """Convert samples from the machine's byte order to little-endian, or back.

    Returns the array itself, not a copy, if the machine is little-endian.
    """
    if sys.byteorder == "little":
        return samples
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped
