"""Reading sound files: the person's own over the built-in ones, as mono samples at `RATE`.

Cues are read at once. The phrases of the voice are many and mostly not needed: of them only the lengths are.
"""

from __future__ import annotations

import struct
import sys
import wave
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tpsession.audio.mixer import RATE
from tpsession.core.cue import CUES
from tpsession.core.utterance import TEXT
from tpsession.core.voiced_text import voiced_stem

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""Kinds of sound files, the preferred one first."""
LONGEST_S = 30.0
"""A cue's sound is cut off here."""
PHRASE = "say-"
"""How the file of a spoken phrase begins."""
LARGEST_BYTES = 32 * 1024 * 1024
"""A larger file isn't read."""

Decoder = Callable[[Path], "array[int]"]
"""Reads a file's first `LONGEST_S` as mono samples at `RATE`; raises `SoundFileError`."""


class SoundFileError(Exception):
    """A sound file can't be read; the words say why."""


class Samples(Mapping[str, "array[int]"]):
    """Mono samples at `RATE` by the sound's name; those of phrases are read when they are first needed.

    A cue's sound is named by the cue's id, a phrase's by its file's stem.
    """

    def __init__(
        self, ready: Mapping[str, array[int]], waiting: Mapping[str, Path], voiced: Path | None = None
    ) -> None:
        """Take the samples that are read already, and the WAV files of the others.

        voiced: the folder in which a voice keeps the texts that it has made; more come as time goes by.
        """
        self._voiced = voiced
        self._ready = dict(ready)
        self._waiting = {name: (path, _seconds(path)) for name, path in waiting.items() if name not in ready}

    def __getitem__(self, name: str) -> array[int]:
        """The samples of a sound; none at all where its file can't be read any more."""
        if name not in self._ready:
            self._look_for_text(name)
            path, _ = self._waiting[name]
            try:
                self._ready[name] = read_wav(path)
            except SoundFileError:
                self._ready[name] = array("h")
        return self._ready[name]

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self._look_for_text(name)
        return name in self._ready or name in self._waiting

    def __iter__(self) -> Iterator[str]:
        return iter(self._ready.keys() | self._waiting.keys())

    def __len__(self) -> int:
        return len(self._ready.keys() | self._waiting.keys())

    def seconds(self, name: str) -> float | None:
        """How long a sound is, without reading all of it; None where there is no such sound."""
        if name in self._ready:
            return len(self._ready[name]) / RATE
        self._look_for_text(name)
        return self._waiting[name][1] if name in self._waiting else None

    def _look_for_text(self, name: str) -> None:
        """Know a text as soon as the voice has made it."""
        if self._voiced is None or name in self._waiting or not name.startswith(TEXT):
            return
        path = self._voiced / f"{voiced_stem(name.removeprefix(TEXT))}.wav"
        seconds = _seconds(path)
        if seconds is not None:
            self._waiting[name] = (path, seconds)

    def warm(self, names: Iterable[str]) -> None:
        """Read what these sounds still need, so that they cost nothing when they are heard."""
        for name in names:
            if name in self._waiting:
                self[name]


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds that were found."""

    samples: Samples
    problems: tuple[str, ...]
    """A sentence for each file that can't be used."""


def load_sounds(
    folders: Sequence[Path], decode: Decoder | None = None, *, voiced: Path | None = None
) -> Sounds:
    """Every sound from the first folder that has a usable file for it, the built-in folder being the last.

    voiced: the folder of the texts that a voice makes.
    decode: reads what isn't a plain WAV file; None where there is no decoder. Never raises for a file.
    """
    listings = [_listing(folder) for folder in folders]
    problems: list[str] = []

    def first_usable(stems: Sequence[str], where: Sequence[Mapping[str, Path]]) -> array[int] | None:
        for listing in where:
            for name in (stem + suffix for stem in stems for suffix in SUFFIXES):
                if name in listing:
                    try:
                        return read_sound(listing[name], decode)
                    except SoundFileError as error:
                        problem = f"The sound file {listing[name]} can't be used: {error}."
                        # A file that stands for several cues is named once.
                        if problem not in problems:
                            problems.append(problem)
        return None

    found = {cue.id: first_usable(cue.stems, listings) for cue in CUES.values()}
    for cue in CUES.values():
        if found[cue.id] is None and cue.instead:
            found[cue.id] = found[cue.instead]
    for stem in _phrases(listings[:-1]):
        found[stem] = first_usable((stem,), listings[:-1])
    ready = {name: samples for name, samples in found.items() if samples is not None}
    built_in = listings[-1] if listings else {}
    waiting = {Path(name).stem: path for name, path in built_in.items() if _is_phrase(name)}
    return Sounds(Samples(ready, waiting, voiced), tuple(problems))


def _is_phrase(name: str) -> bool:
    return name.startswith(PHRASE) and name.endswith(".wav")


def _phrases(listings: Iterable[Mapping[str, Path]]) -> set[str]:
    """The phrases that a person has a sound of their own for."""
    return {
        name.removesuffix(suffix)
        for listing in listings
        for name in listing
        for suffix in SUFFIXES
        if name.startswith(PHRASE) and name.endswith(suffix)
    }


def _seconds(path: Path) -> float | None:
    """How long a WAV file is by its header, cut off as it will be; None where it can't be read."""
    try:
        with wave.open(str(path), "rb") as file:
            return min(file.getnframes() / file.getframerate(), LONGEST_S)
    except (wave.Error, EOFError, OSError, ArithmeticError):
        return None


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
    if 2 * rate == RATE:
        # The rate of the phrases: ten times as fast as the general way, with the same result.
        doubled = array("h", bytes(2 * (2 * len(samples) - 1)))
        doubled[0::2] = samples
        doubled[1::2] = array("h", [(a + b) >> 1 for a, b in pairwise(samples)])
        return doubled
    length = int((len(samples) - 1) * RATE / rate) + 1
    out = array("h", bytes(2 * length))
    for index in range(length):
        whole, part = divmod(index * rate, RATE)
        here = samples[whole]
        following = samples[min(whole + 1, len(samples) - 1)]
        out[index] = here + (following - here) * part // RATE
    return out
