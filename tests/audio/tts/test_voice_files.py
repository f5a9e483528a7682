"""The folder of the sounds that a voice has made."""

from __future__ import annotations

import errno
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


def set_last_use(files: VoiceFiles, stem: str, at: float) -> None:
    os.utime(files.path(stem), (at, at))


def test_a_saved_sound_exists_and_can_be_read(files: VoiceFiles) -> None:
    assert not files.has("a")

    files.save("a", TONE)

    assert files.has("a")
    assert (files.size("a"), files.size("b")) == (2 * len(TONE) + 44 + 12, 0)
    assert names(files) == {"a.wav"}
    samples = read_wav(files.path("a"))
    assert samples[::2][:500] == array("h", [1000, -1000] * 250)
    assert len(samples) == 2 * len(TONE) - 1
    assert RATE * 2 == 44_100


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_person_may_read_the_sounds(files: VoiceFiles) -> None:
    files.save("a", TONE)

    assert stat.S_IMODE(files.path("a").stat().st_mode) == 0o600
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


def test_a_sound_that_cannot_be_marked_as_used_is_there_all_the_same(
    files: VoiceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    files.save("a", TONE)
    monkeypatch.setattr(os, "utime", refuse)

    assert files.has("a")


def test_every_cut_and_every_changed_byte_is_noticed(files: VoiceFiles) -> None:
    files.save("a", TONE[:20])
    whole = files.path("a").read_bytes()

    for index in range(len(whole)):
        files.path("a").write_bytes(whole[:index])
        assert not files.has("a")
        files.path("a").write_bytes(whole[:index] + bytes([whole[index] ^ 0x40]) + whole[index + 1 :])
        assert not files.has("a")
    files.path("a").write_bytes(whole)
    assert files.has("a")


def test_a_folder_with_the_name_of_a_sound_is_no_sound(files: VoiceFiles) -> None:
    files.path("a").mkdir(parents=True)

    assert not files.has("a")


def test_a_failed_save_leaves_the_old_sound_and_no_other_file(
    files: VoiceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.save("a", TONE)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space"):
        files.save("a", TONE[:10])
    assert files.has("a")
    assert names(files) == {"a.wav"}


def test_the_least_recently_used_sounds_are_removed_and_wanted_ones_never(
    files: VoiceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at, stem in enumerate("abcd", start=1000):
        files.save(stem, TONE)
        set_last_use(files, stem, at)
    size = files.path("a").stat().st_size
    monkeypatch.setattr(module, "MAX_BYTES", 2 * size)

    assert files.has("b")
    files.tidy({"a"})

    assert names(files) == {"a.wav", "b.wav"}


def test_nothing_is_removed_if_everything_fits(files: VoiceFiles) -> None:
    files.save("a", TONE)
    files.tidy(set())
    assert files.has("a")


def test_old_temporary_files_are_removed_and_fresh_ones_stay(files: VoiceFiles) -> None:
    files.save("a", TONE)
    set_last_use(files, "a", 10_000)
    for name, at in ((".dead.tmp", 10_000 - 3601), (".alive.tmp", 9_999)):
        (files.folder / name).write_bytes(b"")
        os.utime(files.folder / name, (at, at))

    files.tidy(set())

    assert names(files) == {"a.wav", ".alive.tmp"}


def test_a_missing_folder_needs_no_tidying(files: VoiceFiles) -> None:
    files.tidy(set())

    assert not files.folder.exists()
