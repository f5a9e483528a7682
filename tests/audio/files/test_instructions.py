"""A recording of an instruction is found by its text, and its length is read without decoding it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.conftest import tone, write_wav
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.instructions import instruction_path, ogg_seconds
from tpsession.audio.files.sounds import load_sounds
from tpsession.core.catalog.technique import REST
from tpsession.core.catalog.utterance import VoicedText
from tpsession.core.speech.tts_text import voiced_stem

DATA = Path(__file__).parent / "data"
RECORDED = VoicedText(REST.text)


@pytest.mark.parametrize("kept", [0, 20, 40, 60, 200])
def test_the_length_of_a_damaged_file_is_unknown(tmp_path: Path, kept: int) -> None:
    content = (DATA / "tone.ogg").read_bytes()
    assert ogg_seconds(DATA / "tone.ogg") == pytest.approx(len(decode(DATA / "tone.ogg")) / RATE, abs=0.001)
    path = tmp_path / "cut.ogg"
    path.write_bytes(content[:kept])

    assert ogg_seconds(path) is None
    assert ogg_seconds(tmp_path / "missing.ogg") is None
    assert ogg_seconds(DATA / "tone.mp3") is None


def test_a_recording_comes_before_what_a_voice_has_made(tmp_path: Path) -> None:
    own = VoicedText("Shake it out.")
    for text in (RECORDED, own):
        write_wav(tmp_path / f"{voiced_stem(text.text)}.wav", tone(700, 0.5))

    samples = load_sounds([SOUNDS], decode, voice_folder=tmp_path).samples

    assert samples.seconds(RECORDED) == ogg_seconds(instruction_path(SOUNDS, REST.text))
    assert samples[RECORDED] == decode(instruction_path(SOUNDS, REST.text))
    assert samples.seconds(own) == pytest.approx(0.5, abs=0.001)
    assert samples.seconds(VoicedText("Nobody has said this.")) is None


def test_without_a_decoder_only_what_a_voice_has_made_is_heard(tmp_path: Path) -> None:
    samples = load_sounds([SOUNDS], voice_folder=tmp_path).samples
    assert RECORDED not in samples

    write_wav(tmp_path / f"{voiced_stem(REST.text)}.wav", tone(700, 0.5))

    assert samples.seconds(RECORDED) == pytest.approx(0.5, abs=0.001)


def test_a_recording_that_is_damaged_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "built-in"
    shutil.copytree(SOUNDS, folder, ignore=shutil.ignore_patterns("say-*", "*.py", "*.ogg", "__pycache__"))
    path = instruction_path(folder, REST.text)
    path.write_bytes(instruction_path(SOUNDS, REST.text).read_bytes()[:50])

    assert RECORDED not in load_sounds([folder], decode).samples
