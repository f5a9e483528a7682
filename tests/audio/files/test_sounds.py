"""A person's own sound files replace the built-in ones; a file that can't be read is reported."""

from __future__ import annotations

import os
import shutil
import struct
import wave
from array import array
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import miniaudio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.client.programs import SOUNDS
from tests.audio.conftest import tone, write_wav
from tests.audio.sound_server import strength
from tpsession.audio.backends import miniaudio_backend
from tpsession.audio.engine.mixer import LONGEST_S, RATE
from tpsession.audio.files import sounds as sounds_module
from tpsession.audio.files.sounds import DECODER_BYTES, MAX_FILE_BYTES, load_sounds, read_sound
from tpsession.audio.files.wav import SoundFileError, read_wav
from tpsession.core.catalog.cues import CUES

DATA = Path(__file__).parent / "data"


def loudest(samples: array[int], seconds: float = 0.2) -> float:
    """The strongest of some frequencies in hertz, at the start of the samples."""
    part = samples[: int(seconds * RATE)]
    return max((350.0, 500.0, 700.0, 1000.0, 1400.0), key=lambda hertz: strength(part, hertz))


def test_every_cue_has_a_built_in_sound() -> None:
    sounds = load_sounds([SOUNDS])
    assert sounds.samples.keys() >= CUES.keys()
    assert all(len(sounds.samples[cue]) > 0 for cue in CUES)
    assert sounds.problems == ()


def test_the_first_folder_wins_and_a_missing_one_is_no_problem(tmp_path: Path) -> None:
    write_wav(tmp_path / "START.WAV", tone(1000, 0.3))
    sounds = load_sounds([tmp_path / "missing", tmp_path, SOUNDS])
    assert loudest(sounds.samples["start"]) == 1000
    assert sounds.problems == ()


def test_other_files_of_the_persons_own_can_start_a_step_under_their_whole_names(tmp_path: Path) -> None:
    write_wav(tmp_path / "Bell.wav", tone(1000, 0.3))
    write_wav(tmp_path / "start-rub.wav", tone(500, 0.3))
    (tmp_path / "gong.wav").write_text("no sound at all")
    (tmp_path / "notes.txt").write_text("not a sound")
    sounds = load_sounds([tmp_path, SOUNDS])
    assert loudest(sounds.samples["bell.wav"]) == 1000
    assert not {"start-rub.wav", "gong.wav", "notes.txt"} & sounds.samples.keys()
    assert len(sounds.problems) == 1


def test_a_start_sound_that_is_broken_in_one_folder_is_taken_from_the_next(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    (tmp_path / "first" / "bell.wav").write_text("no sound at all")
    write_wav(tmp_path / "second" / "bell.wav", tone(1000, 0.3))
    sounds = load_sounds([tmp_path / "first", tmp_path / "second", SOUNDS])
    assert loudest(sounds.samples["bell.wav"]) == 1000
    assert len(sounds.problems) == 1


def test_a_broken_file_is_reported_and_the_built_in_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "start.wav").write_text("no sound at all")
    (tmp_path / "end.mp3").write_bytes(b"")
    sounds = load_sounds([tmp_path, SOUNDS], miniaudio_backend.decode)
    assert sounds.samples.keys() >= CUES.keys()
    # The file is used for every starting cue, but is reported once.
    assert len(sounds.problems) == 2
    assert str(tmp_path / "start.wav") in sounds.problems[0]


@pytest.mark.parametrize("kind", ["flac", "ogg", "mp3"])
def test_compressed_files_are_decoded(tmp_path: Path, kind: str) -> None:
    shutil.copy(DATA / f"tone.{kind}", tmp_path / f"start.{kind}")
    sounds = load_sounds([tmp_path, SOUNDS], miniaudio_backend.decode)
    assert sounds.problems == ()
    # An MP3 file begins with the delay of its encoder.
    assert loudest(sounds.samples["start"][2_000:], 0.1) == 700
    assert len(sounds.samples["start"]) / RATE == pytest.approx(0.2, abs=0.1)


def test_without_a_decoder_compressed_files_are_reported(tmp_path: Path) -> None:
    shutil.copy(DATA / "tone.flac", tmp_path / "start.flac")
    sounds = load_sounds([tmp_path, SOUNDS])
    assert "only WAV" in sounds.problems[0]
    assert "start" in sounds.samples


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000, 96_000])
def test_pitch_and_length_are_kept_at_any_rate(tmp_path: Path, rate: int) -> None:
    write_wav(tmp_path / "a.wav", tone(700, 0.5, rate=rate), rate=rate)
    samples = read_wav(tmp_path / "a.wav")
    assert loudest(samples) == 700
    assert len(samples) / RATE == pytest.approx(0.5, abs=0.001)


def test_stereo_becomes_mono(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", array("h", [1_000, 3_000, -500, -1_500]), channels=2)
    assert list(read_wav(tmp_path / "a.wav")) == [2_000, -1_000]


@pytest.mark.parametrize(
    ("width", "data", "expected"),
    [
        (1, bytes([128, 255, 0]), [0, 127 << 8, -(128 << 8)]),
        (3, b"\xff\x34\x12\x00\x00\x80", [0x1234, -32_768]),
        (4, struct.pack("<ii", 0x12345678, -(1 << 31)), [0x1234, -32_768]),
    ],
)
def test_samples_of_any_width_are_read(tmp_path: Path, width: int, data: bytes, expected: list[int]) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, width, RATE, 0, "NONE", ""))
        file.writeframes(data)
    assert list(read_wav(tmp_path / "a.wav")) == expected


def test_a_wav_file_of_floating_point_samples_is_read_if_there_is_a_decoder(tmp_path: Path) -> None:
    data = struct.pack("<3f", 0.5, -0.5, 0.0)
    header = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, RATE, RATE * 4, 4, 32)
    body = header + b"data" + struct.pack("<I", len(data)) + data
    (tmp_path / "a.wav").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    with pytest.raises(SoundFileError):
        read_sound(tmp_path / "a.wav")
    decoded = read_sound(tmp_path / "a.wav", miniaudio_backend.decode)
    assert list(decoded) == pytest.approx([16_384, -16_384, 0], abs=2)


def test_a_long_file_is_cut_off_and_a_huge_one_refused(tmp_path: Path) -> None:
    write_wav(tmp_path / "long.wav", array("h", bytes(2 * RATE * 31)))
    assert len(read_wav(tmp_path / "long.wav")) == LONGEST_S * RATE
    with (tmp_path / "huge.wav").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(SoundFileError, match="larger"):
        read_sound(tmp_path / "huge.wav")


def test_only_the_used_part_of_a_long_compressed_file_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # MP3 files can be joined: 250 times the tone takes about a minute.
    (tmp_path / "long.mp3").write_bytes((DATA / "tone.mp3").read_bytes() * 250)
    decoded = 0
    stream_memory = miniaudio.stream_memory

    def count_frames(*arguments: object, **options: object) -> Iterator[array[int]]:
        nonlocal decoded
        for block in stream_memory(*arguments, **options):
            decoded += len(block)
            yield block

    monkeypatch.setattr(miniaudio, "stream_memory", count_frames)
    assert len(read_sound(tmp_path / "long.mp3", miniaudio_backend.decode)) == LONGEST_S * RATE
    assert LONGEST_S * RATE <= decoded < (LONGEST_S + 1) * RATE


def test_a_folder_with_the_name_of_a_sound_is_reported(tmp_path: Path) -> None:
    (tmp_path / "start.wav").mkdir()
    sounds = load_sounds([tmp_path, SOUNDS], miniaudio_backend.decode)
    assert len(sounds.problems) == 1
    assert "start" in sounds.samples


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_with_the_name_of_a_sound_is_reported_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "start.wav")
    sounds = load_sounds([tmp_path, SOUNDS], miniaudio_backend.decode)
    assert sounds.problems == (f"The sound file {tmp_path / 'start.wav'} can't be used: it is not a file.",)
    assert "start" in sounds.samples


def test_a_file_that_several_cues_use_is_read_once(tmp_path: Path) -> None:
    shutil.copy(DATA / "tone.flac", tmp_path / "start.flac")
    read: list[Path] = []

    def decode(path: Path) -> array[int]:
        read.append(path)
        return tone(700)

    load_sounds([tmp_path, SOUNDS], decode)
    assert read == [tmp_path / "start.flac"]


def test_a_file_that_is_left_out_is_neither_read_nor_a_problem_and_the_others_play(tmp_path: Path) -> None:
    for name in ("start", "end"):
        write_wav(tmp_path / f"{name}.wav", tone(1000, 0.3))
    read: list[Path] = []

    def may_read(path: Path) -> bool:
        read.append(path)
        return True

    sounds = load_sounds([tmp_path, SOUNDS], left_out=[tmp_path / "end.wav"], may_read=may_read)
    assert read == [tmp_path / "start.wav"]
    assert sounds.problems == ()
    assert loudest(sounds.samples["start"], 0.3) == 1000
    assert sounds.samples["end"] == load_sounds([SOUNDS]).samples["end"]


def test_a_large_file_is_read_by_the_decoder_and_without_one_or_if_it_fails_by_the_program(
    tmp_path: Path,
) -> None:
    path = tmp_path / "start.wav"
    write_wav(path, tone(1000, DECODER_BYTES / 2 / RATE + 0.1))
    read: list[Path] = []

    def decode(path: Path) -> array[int]:
        read.append(path)
        return tone(700)

    def fail(path: Path) -> array[int]:
        raise SoundFileError("it is not a sound file that can be read here")

    assert read_sound(path, decode) == tone(700)
    assert read == [path]
    assert len(read_sound(path, fail)) == len(read_sound(path)) > DECODER_BYTES / 2


def test_when_the_time_is_over_no_more_of_the_persons_own_files_are_read(tmp_path: Path) -> None:
    for name in ("start", "end", "gate"):
        write_wav(tmp_path / f"{name}.wav", tone(1000, 0.3))
    answers = iter([True, False])
    sounds = load_sounds([tmp_path, SOUNDS], may_read=lambda _: next(answers))
    read = [name for name in ("start", "end", "gate") if loudest(sounds.samples[name], 0.3) == 1000]
    assert len(read) == 1
    assert sounds.problems == ("Your own sound files take too long to read; some are ignored.",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_read_or_refused_but_never_crash(tmp_path: Path, data: st.DataObject) -> None:
    good = (SOUNDS / "count-beep.wav").read_bytes()[:400]
    damaged = bytearray(good[: data.draw(st.integers(0, len(good)))])
    for place in data.draw(st.lists(st.integers(0, 60), max_size=4)):
        if place < len(damaged):
            damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.wav"
    path.write_bytes(damaged)
    with suppress(SoundFileError):
        assert read_sound(path)


PHRASE_RATE = 22_050


@pytest.fixture
def built_in(tmp_path: Path) -> Path:
    """A built-in folder with two phrases at the rate of the real ones."""
    folder = tmp_path / "built-in"
    shutil.copytree(SOUNDS, folder, ignore=shutil.ignore_patterns("say-*", "*.py", "__pycache__"))
    for name, hertz in (("say-oil", 700.0), ("say-n-3", 500.0)):
        write_wav(folder / f"{name}.wav", tone(hertz, 0.5, rate=PHRASE_RATE), rate=PHRASE_RATE)
    return folder


def test_the_length_of_a_phrase_is_read_at_once_and_its_samples_when_they_are_needed(built_in: Path) -> None:
    samples = load_sounds([built_in]).samples

    assert samples.seconds("say-oil") == pytest.approx(0.5, abs=1e-4)
    assert "say-oil" in samples
    assert "say-oil" in set(samples)
    assert samples.seconds("say-rest") is None
    write_wav(built_in / "say-oil.wav", tone(1000, 0.5, rate=PHRASE_RATE), rate=PHRASE_RATE)
    assert loudest(samples["say-oil"]) == 1000
    assert len(samples) == len(list(samples))


def test_a_preloaded_phrase_is_not_read_again(built_in: Path) -> None:
    samples = load_sounds([built_in]).samples
    samples.preload(["say-oil", "start", "nothing"])
    (built_in / "say-oil.wav").unlink()

    assert loudest(samples["say-oil"]) == 700
    assert samples.seconds("say-oil") == pytest.approx(0.5, abs=1e-4)


def test_only_the_latest_speech_is_kept_in_memory(built_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds_module, "MAX_SPEECH_S", 0.7)
    samples = load_sounds([built_in]).samples
    samples.preload(["say-oil", "say-n-3"])
    (built_in / "say-n-3.wav").unlink()
    write_wav(built_in / "say-oil.wav", tone(1000, 0.5, rate=PHRASE_RATE), rate=PHRASE_RATE)

    assert loudest(samples["say-n-3"]) == 500
    assert loudest(samples["say-oil"]) == 1000
    assert len(samples["say-n-3"]) == 0


def test_a_phrase_whose_file_is_missing_or_broken_is_silent(built_in: Path) -> None:
    (built_in / "say-rest.wav").write_text("no sound at all")
    samples = load_sounds([built_in]).samples
    (built_in / "say-oil.wav").unlink()

    assert samples.seconds("say-rest") is None
    assert len(samples["say-oil"]) == 0


def test_a_persons_own_phrase_replaces_the_built_in_one_and_a_broken_one_is_reported(
    built_in: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(DATA / "tone.flac", own / "say-rest.flac")
    (own / "say-oil.wav").write_text("no sound at all")

    sounds = load_sounds([own, built_in], miniaudio_backend.decode)

    assert loudest(sounds.samples["say-rest"], 0.1) == 700
    assert loudest(sounds.samples["say-oil"]) == 700
    assert [str(own / "say-oil.wav") in problem for problem in sounds.problems] == [True]


def test_a_persons_own_start_sound_is_used_for_every_starting_cue_that_has_no_own_one(
    built_in: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    write_wav(own / "start.wav", tone(1000, 0.3))
    write_wav(own / "start-calm.wav", tone(500, 0.3))

    samples = load_sounds([own, built_in]).samples

    starts = [cue for cue in CUES.values() if "start" in cue.stems]
    assert len(starts) == 6
    assert {cue.id: loudest(samples[cue.id]) for cue in starts} == {
        cue.id: 500 if cue.id == "start-calm" else 1000 for cue in starts
    }


def test_a_count_without_a_recording_is_a_beep(built_in: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    write_wav(own / "count-beep.wav", tone(1400, 0.3))

    samples = load_sounds([own, built_in]).samples

    assert loudest(samples["count-spoken-3"]) == 500
    assert loudest(samples["count-spoken-2"]) == 1400


def test_doubling_the_rate_puts_the_mean_between_two_samples(tmp_path: Path) -> None:
    given_samples = [0, 1, 2, -3, -4, 32_767, -32_768, 7, 7]
    write_wav(tmp_path / "a.wav", array("h", given_samples), rate=PHRASE_RATE)

    doubled = list(read_wav(tmp_path / "a.wav"))

    assert doubled[0::2] == given_samples
    assert doubled[1::2] == [(one + other) // 2 for one, other in pairwise(given_samples)]
