"""WAV files are read and written as by the standard library, and some are read that it refuses."""

from __future__ import annotations

import struct
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.conftest import tone, write_wav
from tpsession.audio.engine.mixer import LONGEST_S, RATE
from tpsession.audio.files.wav import SoundFileError, read_wav, wav_bytes, wav_seconds

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
GUID = bytes.fromhex("00000000001000800000aa00389b71")
"""The last bytes of a sample format's GUID in an extensible format; the first two are its number."""


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def extensible(data: bytes, *, kind: int = PCM, bits: int = 24, before: bytes = b"") -> bytes:
    width = bits // 8
    form = struct.pack("<HHIIHH", EXTENSIBLE, 1, RATE, RATE * width, width, bits)
    form += struct.pack("<HHIH", 22, bits, 4, kind) + GUID[:14]
    return b"RIFF" + struct.pack("<I", 0) + b"WAVE" + before + chunk(b"fmt ", form) + chunk(b"data", data)


def test_an_extensible_file_is_read_on_every_python_version(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(extensible(b"\xff\x34\x12\x00\x00\x80", before=chunk(b"LIST", b"odd")))
    assert list(read_wav(path)) == [0x1234, -32_768]
    assert wav_seconds(path) == 2 / RATE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it ends too early"),
        (b"rubbish of some length", "it is not a WAV file"),
        (extensible(b"\0" * 8, kind=FLOAT, bits=32), "its samples are not integers"),
        (extensible(b""), "it contains no sound"),
        (wav_bytes(array("h", [1]), 0), "0 frames a second"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"data", b"1234"), "what its samples are"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"LIST", b"1234"), "it ends too early"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(SoundFileError, match=reason):
        read_wav(path)


@pytest.mark.parametrize("size", [0, 0xFFFF_FFFF])
def test_a_file_that_is_shorter_than_its_header_says_is_read_up_to_its_end(tmp_path: Path, size: int) -> None:
    whole = wav_bytes(array("h", [7] * 100), RATE)
    (tmp_path / "a.wav").write_bytes(whole[:40] + struct.pack("<I", size) + whole[44:144])
    assert wav_seconds(tmp_path / "a.wav") == (50 / RATE if size else 0.0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    channels=st.integers(1, 3),
    width=st.integers(1, 4),
    rate=st.sampled_from([8_000, 11_025, 44_100, 48_000, 44_056]),
    data=st.binary(max_size=400),
)
def test_a_file_is_read_as_by_the_standard_library_and_each_new_sample_is_interpolated(
    tmp_path: Path, channels: int, width: int, rate: int, data: bytes
) -> None:
    path = tmp_path / "a.wav"
    data = data[: len(data) - len(data) % (channels * width)]
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(data)
    upper = [
        ((data[at] - 128) << 8 if width == 1 else struct.unpack_from("<h", data, at + width - 2)[0])
        for at in range(0, len(data), width)
    ]
    old = [sum(upper[at : at + channels]) // channels for at in range(0, len(upper), channels)]
    if not old:
        return
    new = list(read_wav(path))
    assert len(new) == (len(old) - 1) * RATE // rate + 1
    for index, sample in enumerate(new):
        whole, part = divmod(index * rate, RATE)
        following = old[min(whole + 1, len(old) - 1)]
        assert sample == old[whole] + (following - old[whole]) * part // RATE


def test_a_file_is_written_as_by_the_standard_library(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(500), rate=22_050)
    assert (tmp_path / "a.wav").read_bytes() == wav_bytes(tone(500), 22_050)


def test_a_sound_that_is_cut_off_ends_without_a_click(tmp_path: Path) -> None:
    for rate in (22_050, RATE):
        long = array("h", [20_000]) * (rate * 31)
        (tmp_path / "a.wav").write_bytes(wav_bytes(long, rate))
        samples = read_wav(tmp_path / "a.wav")
        assert len(samples) == pytest.approx(LONGEST_S * RATE, abs=1)
        assert samples[-1_000] == 20_000
        assert abs(samples[-1]) < 200
