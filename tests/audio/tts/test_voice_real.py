"""The real synthesiser of the extra `voice`. Skipped if it isn't installed."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from array import array
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audio.sounds.recogniser import ANNOUNCEMENT, ONE_PHRASE, RATE, Recogniser
from tpsession.audio.client.process import child_environment
from tpsession.audio.files.wav import read_wav
from tpsession.audio.tts.voice import ProcessVoice
from tpsession.clock import SystemClock
from tpsession.core.sound.player import VoiceState
from tpsession.core.speech.tts_text import voiced_stem

if TYPE_CHECKING:
    import numpy as np

    from tpsession.audio.tts import voice_sound
else:
    np = pytest.importorskip("numpy", reason="the extra voice isn't installed")
    pytest.importorskip("hibari", reason="the extra voice isn't installed")
    from tpsession.audio.tts import voice_sound

CLOCK = SystemClock()
OFFLINE = """
import socket, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise SystemExit(f"It used the network: {event}")
sys.addaudithook(refuse)
from tpsession.audio.tts.hibari_voice import load
say = load()
assert len(say("Zorbing quietly.")) > 20_000
assert say("Zorbing quietly.") == say("Zorbing quietly.")
assert say("[Press](/k/) gently.") == say("[Press] (/k/) gently.")
assert len(say("\\N{SNOWMAN}")) == 0
"""


def level(samples: array[int]) -> float:
    return math.sqrt(sum(s * s for s in samples) / len(samples)) / 32_768


def test_a_spoken_text_can_be_understood(tmp_path: Path) -> None:
    decoder = pytest.importorskip("pocketsphinx").Decoder
    texts = ["Light pressure, left side, for thirty seconds.", "Wipe your hands."]
    voice = ProcessVoice(tmp_path / "speech")
    voice.prepare(texts)
    begin = CLOCK.now()
    while voice.state().is_working and CLOCK.now() - begin < 60:
        threading.Event().wait(0.05)
    assert voice.state() == VoiceState(2, 2, is_working=False, message="")
    voice.close()

    # They are read at the mixer's rate, which is twice that of the file.
    pressure, hands = (read_wav(tmp_path / "speech" / f"{voiced_stem(text)}.wav")[::2] for text in texts)
    recogniser = Recogniser(decoder)
    assert recogniser.recognise(hands, ONE_PHRASE) == "wipe your hands"
    grammar = ANNOUNCEMENT.replace("[<time>]", "[for <time>]")
    assert recogniser.recognise(pressure, grammar) == "light pressure left side for thirty seconds"


def test_synthesis_uses_no_network_and_takes_text_for_no_markup() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", OFFLINE],
        env=child_environment(dict(os.environ)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("scale", [0.001, 0.3, 5.0])
def test_a_sound_is_as_loud_as_the_cues_whatever_the_level_of_the_synthesiser(scale: float) -> None:
    tone = np.sin(2 * np.pi * 500 * np.arange(24_000) / 24_000)
    silence = np.zeros(12_000)

    made = voice_sound.finish_sound(scale * np.concatenate([silence, tone, silence]), 24_000)

    assert len(made) / RATE == pytest.approx(1.0 + voice_sound.LEAD_S + voice_sound.TAIL_S, abs=0.02)
    middle = made[RATE // 10 : -RATE // 10]
    assert level(middle) == pytest.approx(voice_sound.LEVEL, rel=0.02)
    assert (made[0], made[-1]) == (0, 0)
    # Its pitch is the same: it rises through zero 500 times a second.
    assert sum(a < 0 <= b for a, b in pairwise(middle)) == pytest.approx(500 * len(middle) / RATE, abs=1)


def test_a_sound_with_a_high_peak_is_made_quieter_instead_of_clipped() -> None:
    peaky = 0.11 * np.sin(np.arange(24_000))
    peaky[12_000:12_010] = 1.0

    made = voice_sound.finish_sound(peaky, 24_000)

    assert 30_000 < max(map(abs, made)) <= voice_sound.HIGHEST * 32_768


@pytest.mark.parametrize("samples", [[], [0.0] * 24_000, [1.0] * 100, [0.0] * 24_000 + [0.5] * 2])
def test_silence_and_very_short_samples_give_no_sound(samples: list[float]) -> None:
    assert len(voice_sound.finish_sound(np.asarray(samples), 24_000)) == 0
