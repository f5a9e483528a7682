"""Reading sound files: the person's own over the built-in ones, as mono samples at `RATE`.

Cues are read at once. The phrases of the voice are many and mostly not needed: of them only the lengths are.
"""

from __future__ import annotations

import stat
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.wav import SoundFileError, read_wav, wav_seconds
from tpsession.core.catalog.cues import CUES
from tpsession.core.catalog.utterance import SoundName, VoicedText
from tpsession.core.speech.tts_text import voiced_stem

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""Kinds of sound files, the preferred one first."""
PHRASE = "say-"
"""How the file of a spoken phrase begins."""
LARGEST_BYTES = 32 * 1024 * 1024
"""A larger file isn't read."""
MOST_SPOKEN_S = 240.0
"""Phrases and texts of so many seconds are kept in memory (20 MB), many times what is read ahead."""

Decoder = Callable[[Path], "array[int]"]
"""Reads a file's first `LONGEST_S` as mono samples at `RATE`; raises `SoundFileError`."""


class Samples(Mapping[SoundName, "array[int]"]):
    """Mono samples at `RATE` by the sound's name; those of phrases are read when they are first needed.

    A cue's sound is named by the cue's id, a phrase's by its file's stem.
    """

    def __init__(
        self,
        ready: Mapping[SoundName, array[int]],
        waiting: Mapping[SoundName, Path],
        voiced: Path | None = None,
    ) -> None:
        """Take the samples that are read already, and the WAV files of the others.

        voiced: the folder in which a voice keeps the texts that it has made; more come as time goes by.
        """
        self._voiced = voiced
        self._ready = dict(ready)
        self._read: dict[SoundName, array[int]] = {}
        """Sounds of those that waited, in the order in which they were read."""
        self._waiting = {
            name: (path, wav_seconds(path)) for name, path in waiting.items() if name not in ready
        }

    def __getitem__(self, name: SoundName) -> array[int]:
        """The samples of a sound; none at all where its file can't be read any more."""
        samples = self._ready.get(name, self._read.get(name))
        if samples is None:
            self._look_for_text(name)
            samples = self._read_anew(name)
        return samples

    def _read_anew(self, name: SoundName) -> array[int]:
        path, _ = self._waiting[name]
        try:
            samples = read_wav(path)
        except SoundFileError:
            samples = array("h")
        self._read[name] = samples
        # Several threads read: another one may have forgotten the same sound.
        left = sum(map(len, list(self._read.values()))) - int(MOST_SPOKEN_S * RATE)
        for oldest in list(self._read):
            if left <= 0 or oldest == name:
                break
            left -= len(self._read.pop(oldest, ()))
        return samples

    def __contains__(self, name: object) -> bool:
        if isinstance(name, VoicedText):
            self._look_for_text(name)
        return name in self._ready or name in self._waiting

    def __iter__(self) -> Iterator[SoundName]:
        return iter(self._ready.keys() | self._waiting.keys())

    def __len__(self) -> int:
        return len(self._ready.keys() | self._waiting.keys())

    def seconds(self, name: SoundName) -> float | None:
        """How long a sound is, without reading all of it; None where there is no such sound."""
        if name in self._ready:
            return len(self._ready[name]) / RATE
        self._look_for_text(name)
        return self._waiting[name][1] if name in self._waiting else None

    def _look_for_text(self, name: SoundName) -> None:
        """Know a text as soon as the voice has made it."""
        if self._voiced is None or name in self._waiting or not isinstance(name, VoicedText):
            return
        path = self._voiced / f"{voiced_stem(name.text)}.wav"
        seconds = wav_seconds(path)
        if seconds is not None:
            self._waiting[name] = (path, seconds)

    def warm(self, names: Iterable[SoundName]) -> None:
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
    folders: Sequence[Path],
    decode: Decoder | None = None,
    *,
    voiced: Path | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Sounds:
    """Every sound from the first folder that has a usable file for it, the built-in folder being the last.

    decode: reads what isn't a plain WAV file; None where there is no decoder. Never raises for a file.
    voiced: the folder of the texts that a voice makes.
    go_on: asked before each of a person's own files, of which no more is read once it says no.
    """
    listings = [_listing(folder) for folder in folders]
    reader = _Reader(decode, go_on)

    def first_usable(stems: Sequence[str], where: Sequence[Mapping[str, Path]]) -> array[int] | None:
        for listing in where:
            for name in (stem + suffix for stem in stems for suffix in SUFFIXES):
                samples = (
                    reader.read(listing[name], own=listing is not listings[-1]) if name in listing else None
                )
                if samples is not None:
                    return samples
        return None

    found: dict[SoundName, array[int] | None] = {
        cue.id: first_usable(cue.stems, listings) for cue in CUES.values()
    }
    for cue in CUES.values():
        if found[cue.id] is None and cue.instead:
            found[cue.id] = found[cue.instead]
    for stem in _phrases(listings[:-1]):
        found[stem] = first_usable((stem,), listings[:-1])
    ready = {name: samples for name, samples in found.items() if samples is not None}
    built_in = listings[-1] if listings else {}
    waiting: dict[SoundName, Path] = {
        Path(name).stem: path for name, path in built_in.items() if _is_phrase(name)
    }
    return Sounds(Samples(ready, waiting, voiced), tuple(reader.problems))


class _Reader:
    """Reads each file once, however many cues it stands for."""

    def __init__(self, decode: Decoder | None, go_on: Callable[[], bool]) -> None:
        self.problems: list[str] = []
        self._decode = decode
        self._go_on = go_on
        self._done: dict[Path, array[int] | None] = {}
        self._given_up = False

    def read(self, path: Path, *, own: bool) -> array[int] | None:
        """A file's samples; None where it can't be used, which is then a problem."""
        if path not in self._done:
            self._done[path] = self._read(path) if not own or self._in_time() else None
        return self._done[path]

    def _in_time(self) -> bool:
        if not self._given_up and not self._go_on():
            self._given_up = True
            self.problems.append("Your own sound files take too long to read; some are left out.")
        return not self._given_up

    def _read(self, path: Path) -> array[int] | None:
        try:
            return read_sound(path, self._decode)
        except SoundFileError as error:
            self.problems.append(f"The sound file {path} can't be used: {error}.")
            return None


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


def read_sound(path: Path, decode: Decoder | None = None) -> array[int]:
    """A file's mono samples at `RATE`; raises `SoundFileError`."""
    try:
        state = path.stat()
    except OSError as error:
        raise SoundFileError(error.strerror or "it can't be opened") from error
    if not stat.S_ISREG(state.st_mode):
        # Reading a pipe or a device may never end.
        raise SoundFileError("it is no file")
    if state.st_size > LARGEST_BYTES:
        raise SoundFileError(f"it is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    if path.suffix.lower() == ".wav":
        try:
            return read_wav(path)
        except SoundFileError:
            # The decoder reads those of other numbers, too.
            if decode is None:
                raise
    if decode is None:
        raise SoundFileError("only WAV files can be read here")
    samples = decode(path)
    if not samples:
        raise SoundFileError("it holds no sound")
    return samples


def _listing(folder: Path) -> dict[str, Path]:
    try:
        return {path.name.lower(): path for path in sorted(folder.iterdir())}
    except OSError:
        # Most people have no sounds of their own.
        return {}
