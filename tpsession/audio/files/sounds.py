"""Loads the sounds as mono samples at `RATE`: the person's own files first, then the built-in ones.

The sounds of cues are read at once. The phrases of the voice are many, and most aren't needed, so at first
only their lengths are read. A voiced text is looked for only when a session needs it: first among the
recordings of the built-in instructions, then among the texts that a voice has made.
"""

from __future__ import annotations

import stat
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.instructions import instruction_path, ogg_seconds
from tpsession.audio.files.wav import SoundFileError, read_wav, wav_seconds
from tpsession.core.catalog.cues import CUES, SOUND_SUFFIXES
from tpsession.core.catalog.utterance import SoundName, VoicedText
from tpsession.core.speech.tts_text import voiced_stem

PHRASE_PREFIX = "say-"
"""The names of the files of spoken phrases begin with this."""
MAX_FILE_BYTES = 32 * 1024 * 1024
"""Larger files aren't read."""
DECODER_BYTES = 1024 * 1024
"""A WAV file larger than this is read by the decoder if there is one, which is ten times as fast."""
MAX_SPEECH_S = 240.0
"""Seconds of speech that are kept in memory (20 MB). It is many times what is read in advance."""

Decoder = Callable[[Path], "array[int]"]
"""Reads the first `LONGEST_S` of a file as mono samples at `RATE`; raises `SoundFileError`."""


class Samples(Mapping[SoundName, "array[int]"]):
    """The samples of each sound, mono at `RATE`. Most speech is read from its file only when it is needed."""

    def __init__(
        self,
        ready: Mapping[SoundName, array[int]],
        waiting: Mapping[SoundName, Path],
        voice_folder: Path | None = None,
        built_in_folder: Path | None = None,
        decode: Decoder | None = None,
    ) -> None:
        """Make the collection.

        Args:
            ready: The samples that are in memory already.
            waiting: The WAV files of the other sounds.
            voice_folder: The folder in which a voice saves the texts that it has made, at any time.
            built_in_folder: The folder of the built-in sounds, with the recordings of the instructions.
            decode: Reads these recordings. Without it they can't be used.

        """
        self._voice_folder = voice_folder
        self._recordings_of = built_in_folder if decode is not None else None
        self._decode = decode
        self._ready = dict(ready)
        self._read: dict[SoundName, array[int]] = {}
        """Sounds that were read from their files when needed, in the order of reading."""
        self._waiting = {
            name: (path, wav_seconds(path)) for name, path in waiting.items() if name not in ready
        }

    def __getitem__(self, name: SoundName) -> array[int]:
        """Return the samples of a sound; an empty array if its file can't be read.

        Raises `KeyError` if there is no such sound. May read a file.
        """
        samples = self._ready.get(name, self._read.get(name))
        if samples is None:
            self._find_voiced_text(name)
            samples = self._read_file(name)
        return samples

    def _read_file(self, name: SoundName) -> array[int]:
        """Read a sound from its file, keep it in memory, and return its samples.

        The samples are empty if the file can't be read. If the sounds that were read in this way then last
        more than `MAX_SPEECH_S` seconds, the ones that were read first are dropped from memory. Raises
        `KeyError` for an unknown sound.
        """
        path, _ = self._waiting[name]
        try:
            samples = read_sound(path, self._decode)
        except SoundFileError:
            samples = array("h")
        self._read[name] = samples
        # Several threads read, so another one may drop the same sound at the same time.
        excess = sum(map(len, list(self._read.values()))) - int(MAX_SPEECH_S * RATE)
        for oldest in list(self._read):
            if excess <= 0 or oldest == name:
                break
            excess -= len(self._read.pop(oldest, ()))
        return samples

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a sound; its file may still turn out to be unusable.

        Looks for the file of a voiced text first, as `__getitem__` does.
        """
        if isinstance(name, VoicedText):
            self._find_voiced_text(name)
        return name in self._ready or name in self._waiting

    def __iter__(self) -> Iterator[SoundName]:
        return iter(self._ready.keys() | self._waiting.keys())

    def __len__(self) -> int:
        return len(self._ready.keys() | self._waiting.keys())

    def seconds(self, name: SoundName) -> float | None:
        """Return the length of a sound in seconds, without reading its samples from a file.

        None if no file of it is found, or if the file doesn't say how long it is.
        """
        if name in self._ready:
            return len(self._ready[name]) / RATE
        self._find_voiced_text(name)
        return self._waiting[name][1] if name in self._waiting else None

    def _find_voiced_text(self, name: SoundName) -> None:
        """Add a voiced text to the sounds if there is a recording, or if the voice has made its file by now.

        A recording is preferred, and counts only if there is a decoder. Other sounds are ignored.
        """
        if name in self._waiting or not isinstance(name, VoicedText):
            return
        if self._recordings_of is not None:
            path = instruction_path(self._recordings_of, name.text)
            seconds = ogg_seconds(path)
            if seconds is not None:
                self._waiting[name] = (path, seconds)
                return
        if self._voice_folder is not None:
            path = self._voice_folder / f"{voiced_stem(name.text)}.wav"
            seconds = wav_seconds(path)
            if seconds is not None:
                self._waiting[name] = (path, seconds)

    def preload(self, names: Iterable[SoundName]) -> None:
        """Read sounds into memory, so that playing them takes no time.

        A sound for which there is no file, or whose file hasn't been looked for yet, is skipped.
        """
        for name in names:
            if name in self._waiting:
                self[name]


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds that were found, and the problems with their files."""

    samples: Samples
    problems: tuple[str, ...]
    """One sentence for each file that can't be used, and one if there was no time to read all."""


def load_sounds(
    folders: Sequence[Path],
    decode: Decoder | None = None,
    *,
    voice_folder: Path | None = None,
    left_out: Collection[Path] = (),
    may_read: Callable[[Path], bool] = lambda _: True,
) -> Sounds:
    """Load each sound from the first folder that has a usable file for it. Never raises for a file.

    A cue without a usable file gets the sound of its fallback, if that has one. Of built-in phrases that no
    cue uses, only the lengths are read. The problems of the result name the files that can't be used, and say
    if the time was over before all were read.

    Args:
        folders: The person's own folders, then the built-in one.
        decode: Reads large WAV files and all that isn't plain WAV, such as the recordings of the built-in
            instructions; None if there is no decoder.
        voice_folder: The folder of the texts that a voice makes.
        left_out: Files that aren't read. The problems don't name them.
        may_read: Called before each of the person's own files. Once it returns false, no more of them are
            read.

    """
    listings = [_list_files(folder, left_out) for folder in folders]
    reader = _FileReader(decode, may_read)

    def find_usable(stems: Sequence[str], where: Sequence[Mapping[str, Path]]) -> array[int] | None:
        """Return the samples of the first usable file with one of these stems; None if there is none.

        where: the files of each folder by name. All stems are looked for in one folder before the next one.
        """
        for listing in where:
            for name in (stem + suffix for stem in stems for suffix in SOUND_SUFFIXES):
                samples = (
                    reader.read(listing[name], own=listing is not listings[-1]) if name in listing else None
                )
                if samples is not None:
                    return samples
        return None

    found: dict[SoundName, array[int] | None] = {
        cue.id: find_usable(cue.stems, listings) for cue in CUES.values()
    }
    for cue in CUES.values():
        if found[cue.id] is None and cue.fallback:
            found[cue.id] = found[cue.fallback]
    for name in _own_start_sounds(listings[:-1]):
        read = (reader.read(listing[name], own=True) for listing in listings[:-1] if name in listing)
        found[name] = next((samples for samples in read if samples is not None), None)
    for stem in _own_phrases(listings[:-1]):
        found[stem] = find_usable((stem,), listings[:-1])
    ready = {name: samples for name, samples in found.items() if samples is not None}
    built_in = listings[-1] if listings else {}
    waiting: dict[SoundName, Path] = {
        Path(name).stem: path for name, path in built_in.items() if _is_phrase(name)
    }
    samples = Samples(ready, waiting, voice_folder, folders[-1] if folders else None, decode)
    return Sounds(samples, tuple(reader.problems))


class _FileReader:
    """Reads each file once, even if several cues use it."""

    def __init__(self, decode: Decoder | None, may_read: Callable[[Path], bool]) -> None:
        self.problems: list[str] = []
        self._decode = decode
        self._may_read = may_read
        self._results: dict[Path, array[int] | None] = {}
        self._is_out_of_time = False

    def read(self, path: Path, *, own: bool) -> array[int] | None:
        """Return the samples of a file, read at most once; None if it can't be used.

        own: whether it is the person's own file. Such a file is left out, with None, if the time is over.
        """
        if path not in self._results:
            self._results[path] = self._read_or_report(path) if not own or self._has_time_for(path) else None
        return self._results[path]

    def _has_time_for(self, path: Path) -> bool:
        """Return whether there is time to read one of the person's own files.

        `may_read` says so. Once it has returned false, a problem is added, `may_read` isn't asked again, and
        the answer stays no.
        """
        if not self._is_out_of_time and not self._may_read(path):
            self._is_out_of_time = True
            self.problems.append("Your own sound files take too long to read; some are ignored.")
        return not self._is_out_of_time

    def _read_or_report(self, path: Path) -> array[int] | None:
        """Return the samples of a file; None if it can't be used, which is added to the problems."""
        try:
            return read_sound(path, self._decode)
        except SoundFileError as error:
            self.problems.append(f"The sound file {path} can't be used: {error}.")
            return None


def _is_phrase(name: str) -> bool:
    return name.startswith(PHRASE_PREFIX) and name.endswith(".wav")


def _own_phrases(listings: Iterable[Mapping[str, Path]]) -> set[str]:
    """Return the names of the phrases, such as ``say-tap``, for which these folders have a sound file.

    listings: the files of each of the person's own folders by name, without the built-in folder.
    """
    return {
        name.removesuffix(suffix)
        for listing in listings
        for name in listing
        for suffix in SOUND_SUFFIXES
        if name.startswith(PHRASE_PREFIX) and name.endswith(suffix)
    }


def _own_start_sounds(listings: Iterable[Mapping[str, Path]]) -> set[str]:
    """Return the names, with endings, of the sound files with which steps may start.

    These are all sound files but the phrases and those that have the name of a cue or of a cue's sound.

    listings: as for `_own_phrases`.
    """
    replaced = {stem for cue in CUES.values() for stem in (*cue.stems, cue.id)}
    return {
        name
        for listing in listings
        for name in listing
        if name.endswith(SOUND_SUFFIXES)
        and not name.startswith(PHRASE_PREFIX)
        and name.rpartition(".")[0] not in replaced
    }


def read_sound(path: Path, decode: Decoder | None = None) -> array[int]:
    """Return the first `LONGEST_S` of a sound file as mono samples at `RATE`; never empty.

    Raises `SoundFileError` if it can't be read, isn't a regular file, is too large, or has no samples.
    decode: reads large WAV files and all that isn't plain WAV; None if there is no decoder.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise SoundFileError(error.strerror or "it can't be opened") from error
    if not stat.S_ISREG(state.st_mode):
        # Reading a pipe or a device may never end.
        raise SoundFileError("it is not a file")
    if state.st_size > MAX_FILE_BYTES:
        raise SoundFileError(f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
    # The decoder also reads WAV files whose samples are no integers.
    readers = [read_wav, decode] if path.suffix.lower() == ".wav" else [decode]
    if state.st_size > DECODER_BYTES:
        readers.reverse()
    failure = SoundFileError("only WAV files can be read here")
    for read in filter(None, readers):
        try:
            samples = read(path)
        except SoundFileError as error:
            failure = error
            continue
        if samples:
            return samples
        failure = SoundFileError("it contains no sound")
    raise failure


def _list_files(folder: Path, left_out: Collection[Path]) -> dict[str, Path]:
    """Return the paths in a folder that aren't left out, by their names in lower case.

    Folders in it are among them. If names differ only in case, the one that `sorted` puts last counts. Empty
    if the folder can't be read.
    """
    try:
        return {path.name.lower(): path for path in sorted(folder.iterdir()) if path not in left_out}
    except OSError:
        # Most people have no sounds of their own, and so no such folder.
        return {}
