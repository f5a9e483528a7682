"""The real synthesiser of the extra `voice`. Skipped if it isn't installed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.audio.sounds.recogniser import ANNOUNCEMENT, ONE_PHRASE, Recogniser
from tpsession.audio.client.process import child_environment
from tpsession.audio.files.wav import read_wav
from tpsession.audio.tts.voice import ProcessVoice
from tpsession.clock import SystemClock
from tpsession.core.sound.player import VoiceState
from tpsession.core.speech.tts_text import voiced_stem

pytest.importorskip("hibari", reason="the extra voice isn't installed")

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
