"""A session is rendered as sound: each cue at its frame, in blocks, and with the same bytes each time."""

from __future__ import annotations

import io
import sys
import wave
from array import array
from itertools import compress, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extras import need_extra
from tpsession.audio.engine.mixer import HEADROOM, RATE
from tpsession.audio.files.render import BLOCK, Rendering, place_cues
from tpsession.audio.files.sound_file import SOUND_FILES, NoEncoderError
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName
from tpsession.core.speech.phrases import PHRASES
from tpsession.core.speech.utterance import sentence, text_or_phrase, utterance

CLICK = 20_000
SAMPLES: dict[SoundName, array[int]] = {
    "start": array("h", [CLICK]),
    "end": array("h", [CLICK] * RATE * 2),
    "count-beep": array("h", [CLICK]),
}
OIL, LEFT_SIDE = PHRASES["oil"], sentence(PHRASES["left-side"])
ENCODED = [pytest.param(suffix, marks=pytest.mark.extra) for suffix in (".flac", ".mp3")]


def seconds_of(name: SoundName) -> float | None:
    return len(SAMPLES[name]) / RATE if name in SAMPLES else None


def rendering(*moments: float, cue: str = "start", length_s: float = 5.0, **levels: int) -> Rendering:
    placed = place_cues([TimedCue(at, CUES[cue]) for at in moments], seconds_of)
    by_group = {CueGroup(group): level for group, level in levels.items()}
    return Rendering(placed, length_s, SAMPLES, by_group, 100)


def frames(rendered: Rendering) -> array[int]:
    return array("h", b"".join(rendered.blocks()))


@given(st.lists(st.integers(0, 4 * RATE), unique=True, max_size=20))
def test_each_cue_begins_exactly_at_its_frame(wanted: list[int]) -> None:
    made = frames(rendering(*(frame / RATE for frame in wanted), length_s=1.0))
    assert list(compress(count(), made)) == sorted(wanted)


def test_the_sound_is_as_long_as_the_session_or_longer_if_the_last_cue_still_sounds() -> None:
    assert len(frames(rendering(1.0))) == rendering(1.0).frames == 5 * RATE
    made = rendering(4.5, cue="end")
    assert len(frames(made)) == made.frames == int(6.5 * RATE)


def test_the_sound_comes_in_blocks_of_a_second() -> None:
    sizes = [len(block) for block in rendering(0.5, length_s=3.25).blocks()]
    assert sizes == [2 * BLOCK, 2 * BLOCK, 2 * BLOCK, BLOCK // 2]


def test_the_volume_of_a_group_is_heard() -> None:
    assert max(frames(rendering(1.0, cues=100))) == int(CLICK * HEADROOM)
    assert max(frames(rendering(1.0, cues=50))) == int(CLICK * HEADROOM / 4)
    assert max(frames(rendering(1.0, cue="count-beep", cues=0))) > 0
    assert not any(frames(rendering(1.0, cues=0)))


def test_the_text_of_speech_is_what_is_really_said() -> None:
    speech = TimedCue(
        1.0,
        utterance([sentence(text_or_phrase("Warm oil", OIL)), LEFT_SIDE], [sentence(OIL)]),
        1.0,
        2.0,
        "1@1",
    )
    lengths: dict[SoundName, float] = {"say-oil": 0.5, "say-left-side": 0.8}

    (short,) = place_cues([speech], lengths.get)
    (whole,) = place_cues([speech._replace(until=9.0)], lengths.get)

    assert (short.cue.id, short.cue.text) == (speech.cue.id, "Oil")
    assert whole.cue.text == "Oil. Left side"


def test_a_cue_without_a_sound_is_left_out() -> None:
    assert place_cues([TimedCue(1.0, CUES["gate"])], seconds_of) == []


def write_to(file: io.BytesIO, suffix: str, rendered: Rendering) -> None:
    with SOUND_FILES[suffix].open(file) as write:
        for block in rendered.blocks():
            write(block)


def encode(suffix: str, rendered: Rendering) -> bytes:
    file = io.BytesIO()
    write_to(file, suffix, rendered)
    return file.getvalue()


@pytest.mark.parametrize("suffix", [".wav", pytest.param(".flac", marks=pytest.mark.extra)])
def test_a_file_is_the_same_bytes_each_time(suffix: str) -> None:
    if suffix != ".wav":
        need_extra("soundfile")
    assert encode(suffix, rendering(1.0, 2.5)) == encode(suffix, rendering(1.0, 2.5))


def test_a_wav_file_contains_every_frame() -> None:
    with wave.open(io.BytesIO(encode(".wav", rendering(1.0, 2.5)))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        read = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        read.byteswap()
    assert read == frames(rendering(1.0, 2.5))


@pytest.mark.extra
def test_a_flac_file_contains_every_frame() -> None:
    need_extra("soundfile")
    import soundfile

    with soundfile.SoundFile(io.BytesIO(encode(".flac", rendering(1.0, 2.5)))) as file:
        assert (file.format, file.channels, file.samplerate) == ("FLAC", 1, RATE)
        read = array("h", bytes(file.buffer_read(dtype="int16")))
    assert read == frames(rendering(1.0, 2.5))


@pytest.mark.extra
def test_an_mp3_file_is_as_long_as_the_session_and_has_each_cue_at_its_moment() -> None:
    need_extra("soundfile")
    import soundfile

    with soundfile.SoundFile(io.BytesIO(encode(".mp3", rendering(1.0, cue="end")))) as file:
        assert (file.format, file.channels, file.samplerate) == ("MP3", 1, RATE)
        read = array("h", bytes(file.buffer_read(dtype="int16")))
    assert len(read) == pytest.approx(5 * RATE, abs=RATE // 10)
    first = next(place for place, sample in enumerate(read) if abs(sample) > CLICK // 8)
    assert first == pytest.approx(RATE, abs=RATE // 10)


@pytest.mark.parametrize("free_bytes", [0, 400])
@pytest.mark.parametrize("suffix", ENCODED)
def test_an_error_of_the_file_is_raised_and_nothing_is_printed(
    suffix: str, free_bytes: int, capfd: pytest.CaptureFixture[str]
) -> None:
    need_extra("soundfile")

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            assert isinstance(data, bytes)
            if self.tell() + len(data) > free_bytes:
                raise OSError(28, "No space left on device")
            return super().write(data)

    with pytest.raises(OSError, match="No space"):
        write_to(Full(), suffix, rendering(1.0))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".flac", ".mp3"])
def test_without_the_encoder_package_an_error_is_raised(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # None makes the import fail.
    monkeypatch.setitem(sys.modules, "soundfile", None)
    with pytest.raises(NoEncoderError), SOUND_FILES[suffix].open(io.BytesIO()):
        pass
