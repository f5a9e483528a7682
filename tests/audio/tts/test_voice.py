"""The voice with a fake synthesiser, in a speaker process that behaves well or badly."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.fakes.voice import FakeVoice
from tpsession.audio.client.process import child_environment
from tpsession.audio.client.protocol import encode
from tpsession.audio.files.wav import read_wav
from tpsession.audio.system.machine import this_machine
from tpsession.audio.tts import voice as module
from tpsession.audio.tts.voice import NO_SPEAKER, STOPPED, TOO_MUCH, ProcessVoice, SpeakerTimes
from tpsession.clock import SystemClock
from tpsession.core.catalog.technique import REST
from tpsession.core.sound.player import Voice, VoiceState
from tpsession.core.sound.troubleshooting import describe_missing_voice
from tpsession.core.speech.tts_text import voiced_stem

pytestmark = pytest.mark.timing

CLOCK = SystemClock()
TIMES = SpeakerTimes(speak_s=2.0)
SPEAKER = """
import os, sys, time
from array import array
from pathlib import Path
from tpsession.audio.tts.speaker import serve
log = Path({log!r})
def load():
    with log.open("a") as file: file.write("start\\n")
    return say
def say(text):
    with log.open("a") as file: file.write(text + "\\n")
    if "dies" in text: os._exit(3)
    if "hangs" in text: time.sleep(60)
    if "slowly" in text: time.sleep(0.1)
    if "raises" in text: raise ValueError(text)
    return array("h") if "nothing" in text else array("h", [len(text)] * 1000)
{more}
serve(load)
"""


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait until a condition holds, for at most this long; returns whether it does."""
    begin = CLOCK.now()
    while not condition() and CLOCK.now() - begin < seconds:
        threading.Event().wait(0.02)
    return condition()


class ScriptedSpeaker:
    """A voice whose speaker process is a script with a fake synthesiser. Some texts make it misbehave."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "speech"
        self.log = folder / "log"
        self.patch = patch
        self.run("")
        patch.setattr(module, "is_installed", lambda: True)
        self.voice = ProcessVoice(self.folder, TIMES)

    def run(self, more: str) -> None:
        """Use the script with these additional lines as the speaker."""
        script = SPEAKER.format(log=str(self.log), more=more)
        self.patch.setattr(module, "speaker_command", lambda: [sys.executable, "-c", script])

    def make(self, *texts: str) -> VoiceState:
        """Prepare texts and wait until the work is over."""
        self.voice.prepare(texts)
        assert until(lambda: not self.voice.state().is_working)
        return self.voice.state()

    def log_lines(self) -> list[str]:
        """The log of the speaker processes: each start, and each text that one got, in order."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def has(self, text: str) -> bool:
        return (self.folder / f"{voiced_stem(text)}.wav").exists()


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedSpeaker]:
    speaker = ScriptedSpeaker(tmp_path, monkeypatch)
    yield speaker
    speaker.voice.close()


def test_each_sound_is_made_once_in_the_order_of_the_texts(speaker: ScriptedSpeaker) -> None:
    state = speaker.make("Press.", "Rest.", "Press.", " Rest.\n", "\x07")

    assert state == VoiceState(2, 2, is_working=False, message="")
    assert speaker.log_lines() == ["start", "Press.", "Rest."]
    assert read_wav(speaker.folder / f"{voiced_stem('Press.')}.wav")[0] == len("Press.")


def test_what_comes_recorded_with_the_program_is_not_made_again(speaker: ScriptedSpeaker) -> None:
    speaker.voice = ProcessVoice(speaker.folder, TIMES, built_in_sounds=SOUNDS)

    assert speaker.make(REST.text) == VoiceState(0, 0, is_working=False, message="")
    assert speaker.make(REST.text, "Shake it out.") == VoiceState(1, 1, is_working=False, message="")
    assert speaker.log_lines() == ["start", "Shake it out."]


def test_the_state_shows_the_progress_of_the_work(speaker: ScriptedSpeaker) -> None:
    speaker.voice.prepare([f"slowly {n}" for n in range(4)])

    assert speaker.voice.state() == VoiceState(0, 4, is_working=True, message="")
    seen: list[int] = []
    while (state := speaker.voice.state()).is_working:
        seen.append(state.finished)
        threading.Event().wait(0.02)
    assert set(seen) >= {0, 1, 2, 3}
    assert seen == sorted(seen)
    assert speaker.voice.state() == VoiceState(4, 4, is_working=False, message="")


def test_existing_sounds_start_no_process(speaker: ScriptedSpeaker) -> None:
    speaker.make("Press.")
    again = ProcessVoice(speaker.folder)
    again.prepare(["Press."])

    assert until(lambda: not again.state().is_working)
    assert again.state() == VoiceState(1, 1, is_working=False, message="")
    again.close()
    assert speaker.log_lines() == ["start", "Press."]


def test_a_damaged_sound_is_made_again(speaker: ScriptedSpeaker) -> None:
    speaker.make("Press.")
    path = speaker.folder / f"{voiced_stem('Press.')}.wav"
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])

    assert speaker.make("Press.").finished == 1
    assert path.read_bytes() == whole


def test_without_texts_nothing_is_started_and_nothing_reported(
    speaker: ScriptedSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_installed", lambda: False)

    assert speaker.make() == speaker.make("\x00") == VoiceState(0, 0, is_working=False, message="")
    assert not speaker.folder.exists()


def test_without_the_package_the_message_says_how_to_get_it_and_existing_sounds_count(
    speaker: ScriptedSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker.make("Press.")
    monkeypatch.setattr(module, "is_installed", lambda: False)

    assert speaker.make("Press.") == VoiceState(1, 1, is_working=False, message="")
    assert speaker.make("Press.", "Rest.") == VoiceState(
        1, 2, is_working=False, message=describe_missing_voice(this_machine())
    )


def test_new_texts_replace_those_not_yet_made(speaker: ScriptedSpeaker) -> None:
    speaker.voice.prepare([f"slowly {n}" for n in range(50)])
    assert until(lambda: speaker.voice.state().finished >= 1)

    assert speaker.make("Rest.") == VoiceState(1, 1, is_working=False, message="")
    assert not speaker.has("slowly 49")


def test_no_texts_stop_the_work_and_its_process(speaker: ScriptedSpeaker) -> None:
    speaker.voice.prepare([f"slowly {n}" for n in range(50)])
    assert until(lambda: speaker.voice.state().finished >= 1)
    speaker.voice.prepare([])

    assert speaker.voice.state() == VoiceState(0, 0, is_working=False, message="")
    threading.Event().wait(0.3)
    before = speaker.log_lines()
    threading.Event().wait(0.3)
    assert speaker.log_lines() == before


def test_closing_ends_the_work_at_once_even_in_the_middle_of_a_text(speaker: ScriptedSpeaker) -> None:
    speaker.voice.prepare(["it hangs", "Rest."])
    assert until(lambda: "it hangs" in speaker.log_lines())

    begin = CLOCK.now()
    speaker.voice.close()
    assert CLOCK.now() - begin < 1.0
    assert not speaker.voice.state().is_working
    speaker.voice.prepare(["Rest."])
    threading.Event().wait(0.3)
    assert not speaker.has("Rest.")


def test_closing_twice_or_unused_does_nothing(tmp_path: Path) -> None:
    voice = ProcessVoice(tmp_path)
    voice.close()
    voice.close()


@pytest.mark.parametrize("bad_text", ["it dies", "it raises"])
def test_a_text_that_ends_the_speaker_is_left_out_and_the_others_are_made(
    speaker: ScriptedSpeaker, bad_text: str
) -> None:
    state = speaker.make("Press.", bad_text, "Rest.")

    assert (state.finished, state.requested) == (2, 3)
    assert state.message == "1 text can't be spoken. The short phrases are spoken instead."
    assert speaker.log_lines() == ["start", "Press.", bad_text, "start", "Rest."]


def test_no_speaker_is_started_again_if_no_text_is_left(speaker: ScriptedSpeaker) -> None:
    assert speaker.make("Press.", "it dies").finished == 1
    assert speaker.log_lines() == ["start", "Press.", "it dies"]


def test_a_text_at_which_the_speaker_hangs_is_left_out(speaker: ScriptedSpeaker) -> None:
    speaker.voice = ProcessVoice(speaker.folder, SpeakerTimes(speak_s=0.5))

    state = speaker.make("it hangs", "Rest.")

    assert (state.finished, state.requested) == (1, 2)
    assert "1 text" in state.message


def test_a_text_without_a_sound_is_left_out(speaker: ScriptedSpeaker) -> None:
    state = speaker.make("nothing", "nothing more", "Rest.")

    assert (state.finished, state.requested) == (1, 3)
    assert state.message.startswith("2 texts can't be spoken.")


def test_a_speaker_that_dies_again_and_again_is_given_up(speaker: ScriptedSpeaker) -> None:
    state = speaker.make("dies 1", "dies 2", "dies 3", "Rest.")

    assert state == VoiceState(0, 4, is_working=False, message=STOPPED)


def test_a_synthesiser_that_does_not_load_is_reported_with_the_reason(speaker: ScriptedSpeaker) -> None:
    speaker.run("def load(): raise ImportError('DLL load failed')")

    state = speaker.make("Press.", "Rest.")

    assert state == VoiceState(0, 2, is_working=False, message=f"{NO_SPEAKER} (DLL load failed)")


def test_a_speaker_that_cannot_be_started_is_reported(
    speaker: ScriptedSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "speaker_command", lambda: [str(speaker.folder / "missing")])

    assert speaker.make("Press.").message == NO_SPEAKER


def test_a_folder_that_cannot_be_written_is_reported_with_the_reason(speaker: ScriptedSpeaker) -> None:
    speaker.folder.write_text("a file")

    state = speaker.make("Press.", "Rest.")

    assert (state.finished, state.is_working) == (0, False)
    assert state.message.startswith(f"Speech can't be saved in {speaker.folder}: ")


def test_no_more_sounds_are_made_than_fit(speaker: ScriptedSpeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 3000)

    state = speaker.make("One.", "Two.", "Three.")

    assert state == VoiceState(2, 3, is_working=False, message=TOO_MUCH)
    # Existing sounds count as well.
    assert speaker.make("One.", "Two.", "Three.") == state
    assert speaker.log_lines().count("Three.") == 0


def test_the_speaker_ends_when_its_input_closes_even_while_it_hangs(speaker: ScriptedSpeaker) -> None:
    with subprocess.Popen(
        module.speaker_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment({})
    ) as process:
        assert process.stdin is not None
        process.stdin.write(
            encode({"do": "say", "text": "hangs", "stem": "a", "folder": str(speaker.folder)})
        )
        process.stdin.flush()
        assert until(lambda: "hangs" in speaker.log_lines())
        process.stdin.close()
        assert process.wait(2) == 0


def test_the_real_and_the_fake_voice_are_voices(tmp_path: Path) -> None:
    fake = FakeVoice("It can't.")
    voices: list[Voice] = [ProcessVoice(tmp_path), fake]

    for voice in voices:
        assert voice.state().requested == 0
    fake.prepare(["Press.", "Press."])
    assert fake.state() == VoiceState(0, 1, is_working=False, message="It can't.")
    for voice in voices:
        voice.close()
