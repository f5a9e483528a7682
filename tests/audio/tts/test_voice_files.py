"""The folder of the sounds that a voice has made."""

from __future__ import annotations

import os
import stat
from array import array
from pathlib import Path

import pytest

from tpsession.audio.files.wav import read_wav
from tpsession.audio.tts import voice_files as module
from tpsession.audio.tts.voice_files import RATE, VoiceFiles

TONE = array("h", [1000, -1000] * 500)


@pytest.fixture
def files(tmp_path: Path) -> VoiceFiles:
    return VoiceFiles(tmp_path / "cache" / "speech")


def names(files: VoiceFiles) -> set[str]:
    return {path.name for path in files.folder.iterdir()}


def used(files: VoiceFiles, stem: str, at: float) -> None:
    os.utime(files.path(stem), (at, at))


def test_a_kept_sound_is_there_and_can_be_read(files: VoiceFiles) -> None:
    assert not files.has("a")

    files.keep("a", TONE)

    assert files.has("a")
    assert (files.size("a"), files.size("b")) == (2 * len(TONE) + 44 + 12, 0)
    assert names(files) == {"a.wav"}
    samples = read_wav(files.path("a"))
    assert samples[::2][:500] == array("h", [1000, -1000] * 250)
    assert len(samples) == 2 * len(TONE) - 1
    assert RATE * 2 == 44_100


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_what_is_kept_is_for_the_person_alone(files: VoiceFiles) -> None:
    files.keep("a", TONE)

    assert stat.S_IMODE(files.path("a").stat().st_mode) == 0o600
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


def test_every_cut_and_every_changed_byte_is_found_out(files: VoiceFiles) -> None:
    files.keep("a", TONE[:20])
    whole = files.path("a").read_bytes()

    for index in range(len(whole)):
        files.path("a").write_bytes(whole[:index])
        assert not files.has("a")
        files.path("a").write_bytes(whole[:index] + bytes([whole[index] ^ 0x40]) + whole[index + 1 :])
        assert not files.has("a")
    files.path("a").write_bytes(whole)
    assert files.has("a")


def test_a_folder_in_a_sounds_place_is_no_sound(files: VoiceFiles) -> None:
    files.path("a").mkdir(parents=True)

    assert not files.has("a")


def test_a_failed_writing_leaves_the_old_sound_and_nothing_beside_it(
    files: VoiceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.keep("a", TONE)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space"):
        files.keep("a", TONE[:10])
    assert files.has("a")
    assert names(files) == {"a.wav"}


def test_the_sounds_used_longest_ago_go_first_and_wanted_ones_never(
    files: VoiceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at, stem in enumerate("abcd", start=1000):
        files.keep(stem, TONE)
        used(files, stem, at)
    size = files.path("a").stat().st_size
    monkeypatch.setattr(module, "MOST_BYTES", 2 * size)

    assert files.has("b")
    files.tidy({"a"})

    assert names(files) == {"a.wav", "b.wav"}


def test_what_fits_stays(files: VoiceFiles) -> None:
    files.keep("a", TONE)
    files.tidy(set())
    assert files.has("a")


def test_what_a_dead_writer_left_goes_and_what_a_living_one_writes_stays(files: VoiceFiles) -> None:
    files.keep("a", TONE)
    used(files, "a", 10_000)
    for name, at in ((".dead.tmp", 10_000 - 3601), (".alive.tmp", 9_999)):
        (files.folder / name).write_bytes(b"")
        os.utime(files.folder / name, (at, at))

    files.tidy(set())

    assert names(files) == {"a.wav", ".alive.tmp"}


def test_a_folder_that_is_not_there_is_tidy(files: VoiceFiles) -> None:
    files.tidy(set())

    assert not files.folder.exists()
