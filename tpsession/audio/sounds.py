"""Reading sound files: the person's own over the built-in ones, as mono samples at `RATE`."""

from __future__ import annotations

import struct
import sys
import wave
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tpsession.audio.mixer import RATE
from tpsession.core.cue import CUES

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""Kinds of sound files, the preferred one first."""
LONGEST_S = 30.0
"""A cue's sound is cut off here."""
LARGEST_BYTES = 32 * 1024 * 1024
"""A larger file isn't read."""

Decoder = Callable[[Path], "array[int]"]
"""Reads a file's first `LONGEST_S` as mono samples at `RATE`; raises `SoundFileError`."""


class SoundFileError(Exception):
    """A sound file can't be read; the words say why."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds that were found."""

    samples: dict[str, array[int]]
    """Mono samples at `RATE` by cue id."""
    problems: tuple[str, ...]
    """A sentence for each file that can't be used."""


def load_sounds(folders: Sequence[Path], decode: Decoder | None = None) -> Sounds:
    """Every cue's sound from the first folder that has a usable file for it.

    decode: reads what isn't a plain WAV file; None where there is no decoder. Never raises for a file.
    """
    listings = [_listing(folder) for folder in folders]
    samples: dict[str, array[int]] = {}
    problems: list[str] = []
    for cue in CUES:
        candidates = [
            listing[cue + suffix] for listing in listings for suffix in SUFFIXES if cue + suffix in listing
        ]
        for path in candidates:
            try:
                samples[cue] = read_sound(path, decode)
                break
            except SoundFileError as error:
                problems.append(f"The sound file {path} can't be used: {error}.")
    return Sounds(samples, tuple(problems))


def read_sound(path: Path, decode: Decoder | None = None) -> array[int]:
    """A file's mono samples at `RATE`; raises `SoundFileError`."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SoundFileError(error.strerror or "it can't be opened") from error
    if size > LARGEST_BYTES:
        raise SoundFileError(f"it is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    if path.suffix.lower() == ".wav":
        try:
            return read_wav(path)
        except SoundFileError:
            # The standard library knows only whole-number WAV files; the decoder reads the others.
            if decode is None:
                raise
    if decode is None:
        raise SoundFileError("only WAV files can be read here")
    samples = decode(path)
    if not samples:
        raise SoundFileError("it holds no sound")
    return samples


def read_wav(path: Path) -> array[int]:
    """A whole-number WAV file of any rate and number of channels; raises `SoundFileError`."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            if not 1 <= rate <= 1_000_000:
                raise SoundFileError(f"its rate of {rate} frames a second makes no sense")
            data = file.readframes(int(LONGEST_S * rate))
    except (wave.Error, EOFError, OSError, ValueError, ArithmeticError, struct.error, RuntimeError) as error:
        raise SoundFileError(f"it is no sound WAV file ({str(error) or 'it ends too early'})") from error
    samples = _resampled(_mono(_as_16_bit(data, width), channels), rate)
    if not samples:
        raise SoundFileError("it holds no sound")
    return samples


def _listing(folder: Path) -> dict[str, Path]:
    try:
        return {path.name.lower(): path for path in sorted(folder.iterdir())}
    except OSError:
        # Most people have no sounds of their own.
        return {}


def _as_16_bit(data: bytes, width: int) -> array[int]:
    data = data[: len(data) - len(data) % width]
    if width == 1:
        return array("h", [(byte - 128) << 8 for byte in data])
    # Little-endian, so the upper two bytes of each sample are its last two.
    kept = bytearray(len(data) // width * 2)
    kept[0::2] = data[width - 2 :: width]
    kept[1::2] = data[width - 1 :: width]
    samples = array("h", bytes(kept))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _mono(samples: array[int], channels: int) -> array[int]:
    if channels == 1:
        return samples
    length = len(samples) // channels
    parts = [samples[channel : length * channels : channels] for channel in range(channels)]
    return array("h", [sum(frame) // channels for frame in zip(*parts, strict=True)])


def _resampled(samples: array[int], rate: int) -> array[int]:
    """Linear interpolation: plain, and good enough for a short signal."""
    if rate == RATE or len(samples) < 2:
        return samples
    length = int((len(samples) - 1) * RATE / rate) + 1
    out = array("h", bytes(2 * length))
    for index in range(length):
        whole, part = divmod(index * rate, RATE)
        here = samples[whole]
        following = samples[min(whole + 1, len(samples) - 1)]
        out[index] = here + (following - here) * part // RATE
    return out
