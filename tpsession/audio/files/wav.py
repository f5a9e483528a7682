"""WAV files of whole numbers: reading any, writing mono of 16 bits.

The standard library's module refuses extensible ones, which most 24-bit files are, before Python 3.12.
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
"""What a file without sound takes."""
_PLAIN, _EXTENSIBLE = 1, 0xFFFE
_MOST_FORMAT_BYTES = 40
_SUBFORMAT = 24
"""Where an extensible format says what its samples are."""
_WIDEST = 8
_FASTEST = 1_000_000


class SoundFileError(Exception):
    """A sound file can't be read; the words say why."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a file's head says of its sound."""

    channels: int
    width: int
    """Bytes a sample."""
    rate: int
    frames: int
    """So many are there."""


def wav_bytes(samples: array[int], rate: int, *, more: int = 0) -> bytes:
    """A file of 16-bit mono samples. more: bytes of other chunks that the caller puts behind it."""
    data = _swapped(samples).tobytes()
    size = _HEAD.size - 8 + len(data) + more
    head = _HEAD.pack(
        b"RIFF", size, b"WAVE", b"fmt ", 16, _PLAIN, 1, rate, 2 * rate, 2, 16, b"data", len(data)
    )  # fmt: skip
    return head + data


def wav_seconds(path: Path) -> float | None:
    """How long a file is by its head, cut off as it will be; None where it can't be read."""
    try:
        with path.open("rb") as file:
            shape = _shape(file)
    except (OSError, SoundFileError):
        return None
    return min(shape.frames / shape.rate, LONGEST_S)


def read_wav(path: Path) -> array[int]:
    """The first `LONGEST_S` of a file of any rate and number of channels, as mono samples at `RATE`.

    Raises `SoundFileError`.
    """
    try:
        with path.open("rb") as file:
            shape = _shape(file)
            longest = int(LONGEST_S * shape.rate)
            data = file.read(min(shape.frames, longest) * shape.channels * shape.width)
    except OSError as error:
        raise SoundFileError(error.strerror or "it can't be opened") from error
    samples = _resampled(_mono(_as_16_bit(data, shape.width), shape.channels), shape.rate)
    if not samples:
        raise SoundFileError("it holds no sound")
    return with_soft_end(samples) if shape.frames > longest else samples


def with_soft_end(samples: array[int]) -> array[int]:
    """Samples of a sound that is cut off: they fall to zero at their end, so that it doesn't click."""
    return samples[:-FADE_FRAMES] + fade_out(samples[-FADE_FRAMES:])


def _shape(file: BinaryIO) -> _Shape:
    """Read a file up to its first sample."""
    kind, _, content = struct.unpack("<4sI4s", _exactly(file, 12))
    if (kind, content) != (b"RIFF", b"WAVE"):
        raise SoundFileError("it is no WAV file")
    form = b""
    while True:
        name, size = struct.unpack("<4sI", _exactly(file, 8))
        if name == b"data":
            return _understood(form, min(size, _left(file)))
        read = b""
        if name == b"fmt ":
            read = form = _exactly(file, min(size, _MOST_FORMAT_BYTES))
        # Chunks begin at even bytes.
        file.seek(size + size % 2 - len(read), 1)


def _understood(form: bytes, size: int) -> _Shape:
    """What a format says of so many bytes of samples."""
    if len(form) < 16:
        raise SoundFileError("it doesn't say what its samples are")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if kind == _EXTENSIBLE and len(form) == _MOST_FORMAT_BYTES:
        (kind,) = struct.unpack_from("<H", form, _SUBFORMAT)
    width = (bits + 7) // 8
    if kind != _PLAIN or not 1 <= width <= _WIDEST:
        raise SoundFileError("its samples are no whole numbers")
    if not channels or not 1 <= rate <= _FASTEST:
        raise SoundFileError(f"{channels} channels of {rate} frames a second make no sense")
    return _Shape(channels, width, rate, size // (channels * width))


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise SoundFileError("it ends too early")
    return data


def _left(file: BinaryIO) -> int:
    """Bytes from here to the end: what is written while it is made may promise more than there is."""
    here = file.tell()
    end = file.seek(0, 2)
    file.seek(here)
    return end - here


def _as_16_bit(data: bytes, width: int) -> array[int]:
    data = data[: len(data) - len(data) % width]
    if width == 1:
        return array("h", [(byte - 128) << 8 for byte in data])
    # Little-endian, so the upper two bytes of each sample are its last two.
    kept = bytearray(len(data) // width * 2)
    kept[0::2] = data[width - 2 :: width]
    kept[1::2] = data[width - 1 :: width]
    return _swapped(array("h", bytes(kept)))


def _mono(samples: array[int], channels: int) -> array[int]:
    if channels == 1:
        return samples
    length = len(samples) // channels
    parts = [samples[channel : length * channels : channels] for channel in range(channels)]
    return array("h", [total // channels for total in map(sum, zip(*parts, strict=True))])


def _resampled(samples: array[int], rate: int) -> array[int]:
    """Linear interpolation: plain, and good enough for a short signal.

    Where a new sample lies between two old ones comes again after a while: each such place is done at once.
    """
    if rate == RATE or len(samples) < 2:
        return samples
    common = gcd(rate, RATE)
    places, stride = RATE // common, rate // common
    out = array("h", bytes(2 * ((len(samples) - 1) * RATE // rate + 1)))
    following = samples[1:] + samples[-1:]
    for place in range(min(places, len(out))):
        first, part = divmod(place * stride, places)
        here, there = samples[first::stride], following[first::stride]
        between = array("h", [a + (b - a) * part // places for a, b in zip(here, there, strict=True)])
        out[place::places] = between[: len(range(place, len(out), places))]
    return out


def _swapped(samples: array[int]) -> array[int]:
    """Between the machine's byte order and a file's."""
    if sys.byteorder == "little":
        return samples
    swapped = array("h", samples)
    swapped.byteswap()
    return swapped
