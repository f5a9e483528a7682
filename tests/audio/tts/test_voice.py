"""The voice: texts made ahead by a speaker process, whatever that does. Its synthesiser is a fake."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.voice import FakeVoice
from tpsession.audio.client.process import environment
from tpsession.audio.client.protocol import encode
from tpsession.audio.files.wav import read_wav
from tpsession.audio.tts import voice as module
from tpsession.audio.tts.voice import NO_SPEAKER, NOT_INSTALLED, STOPPED, TOO_MUCH, ProcessVoice
from tpsession.clock import SystemClock
from tpsession.core.sound.player import Voice, VoiceState
from tpsession.core.speech.tts_text import voiced_stem

CLOCK = SystemClock()
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
    if "slowly" in text: time.sleep(0.3)
    if "raises" in text: raise ValueError(text)
    return array("h") if "nothing" in text else array("h", [len(text)] * 1000)
{more}
serve(load)
"""


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    begin = CLOCK.now()
    while not condition() and CLOCK.now() - begin < seconds:
        threading.Event().wait(0.02)
    return condition()


class Stage:
    """A voice whose speaker is a script with a fake synthesiser."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "speech"
        self.log = folder / "log"
        self.patch = patch
        self.run("")
        patch.setattr(module, "is_installed", lambda: True)
        self.voice = ProcessVoice(self.folder)

    def run(self, more: str) -> None:
        """Let the speaker be the script with these lines in it."""
        script = SPEAKER.format(log=str(self.log), more=more)
        self.patch.setattr(module, "command", lambda: [sys.executable, "-c", script])

    def make(self, *texts: str) -> VoiceState:
        """Prepare texts and wait until that is over."""
        self.voice.prepare(texts)
        assert until(lambda: not self.voice.state().is_working)
        return self.voice.state()

    def said(self) -> list[str]:
        """What the speakers did, in their order."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def has(self, text: str) -> bool:
        return (self.folder / f"{voiced_stem(text)}.wav").exists()


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(tmp_path, monkeypatch)
    yield stage
    stage.voice.close()


def test_texts_are_made_in_their_order_each_once(stage: Stage) -> None:
    state = stage.make("Press.", "Rest.", "Press.", " Rest.\n", "\x07")

    assert state == VoiceState(2, 2, is_working=False, message="")
    assert stage.said() == ["start", "Press.", "Rest."]
    assert read_wav(stage.folder / f"{voiced_stem('Press.')}.wav")[0] == len("Press.")


def test_progress_is_told_while_it_works(stage: Stage) -> None:
    stage.voice.prepare([f"slowly {n}" for n in range(4)])

    assert stage.voice.state() == VoiceState(0, 4, is_working=True, message="")
    seen: list[int] = []
    while (state := stage.voice.state()).is_working:
        seen.append(state.finished)
        threading.Event().wait(0.02)
    assert set(seen) >= {0, 1, 2, 3}
    assert seen == sorted(seen)
    assert stage.voice.state() == VoiceState(4, 4, is_working=False, message="")


def test_what_is_there_already_starts_nothing(stage: Stage) -> None:
    stage.make("Press.")
    again = ProcessVoice(stage.folder)
    again.prepare(["Press."])

    assert until(lambda: not again.state().is_working)
    assert again.state() == VoiceState(1, 1, is_working=False, message="")
    again.close()
    assert stage.said() == ["start", "Press."]


def test_a_damaged_sound_is_made_anew(stage: Stage) -> None:
    stage.make("Press.")
    path = stage.folder / f"{voiced_stem('Press.')}.wav"
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])

    assert stage.make("Press.").finished == 1
    assert path.read_bytes() == whole


def test_nothing_is_started_and_nothing_said_where_nothing_is_wanted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_installed", lambda: False)

    assert stage.make() == stage.make("\x00") == VoiceState(0, 0, is_working=False, message="")
    assert not stage.folder.exists()


def test_without_the_package_the_person_hears_how_to_get_it_and_what_is_there_still_counts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.make("Press.")
    monkeypatch.setattr(module, "is_installed", lambda: False)

    assert stage.make("Press.") == VoiceState(1, 1, is_working=False, message="")
    assert stage.make("Press.", "Rest.") == VoiceState(1, 2, is_working=False, message=NOT_INSTALLED)
    assert 'pip install "tpsession[voice]"' in NOT_INSTALLED


def test_other_texts_take_the_place_of_those_not_yet_made(stage: Stage) -> None:
    stage.voice.prepare([f"slowly {n}" for n in range(50)])
    assert until(lambda: stage.voice.state().finished >= 1)

    assert stage.make("Rest.") == VoiceState(1, 1, is_working=False, message="")
    assert not stage.has("slowly 49")


def test_no_texts_stop_the_work_and_its_process(stage: Stage) -> None:
    stage.voice.prepare([f"slowly {n}" for n in range(50)])
    assert until(lambda: stage.voice.state().finished >= 1)
    stage.voice.prepare([])

    assert stage.voice.state() == VoiceState(0, 0, is_working=False, message="")
    threading.Event().wait(0.5)
    before = stage.said()
    threading.Event().wait(0.7)
    assert stage.said() == before


def test_closing_ends_it_at_once_even_in_the_middle_of_a_text(stage: Stage) -> None:
    stage.voice.prepare(["it hangs", "Rest."])
    assert until(lambda: "it hangs" in stage.said())

    begin = CLOCK.now()
    stage.voice.close()
    assert CLOCK.now() - begin < 1.0
    assert not stage.voice.state().is_working
    stage.voice.prepare(["Rest."])
    threading.Event().wait(0.3)
    assert not stage.has("Rest.")


def test_closing_twice_or_unused_does_nothing(tmp_path: Path) -> None:
    voice = ProcessVoice(tmp_path)
    voice.close()
    voice.close()


@pytest.mark.parametrize("harm", ["it dies", "it raises"])
def test_a_text_that_ends_the_speaker_is_left_out_and_the_others_are_made(stage: Stage, harm: str) -> None:
    state = stage.make("Press.", harm, "Rest.")

    assert (state.finished, state.requested) == (2, 3)
    assert state.message == "1 text can't be spoken. The short phrases are spoken instead."
    assert stage.said() == ["start", "Press.", harm, "start", "Rest."]


def test_no_speaker_is_started_again_for_nothing(stage: Stage) -> None:
    assert stage.make("Press.", "it dies").finished == 1
    assert stage.said() == ["start", "Press.", "it dies"]


def test_a_text_at_which_the_speaker_hangs_is_left_out(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPEAK_S", 1.0)

    state = stage.make("it hangs", "Rest.")

    assert (state.finished, state.requested) == (1, 2)
    assert "1 text" in state.message


def test_a_text_without_a_sound_is_left_out(stage: Stage) -> None:
    state = stage.make("nothing", "nothing more", "Rest.")

    assert (state.finished, state.requested) == (1, 3)
    assert state.message.startswith("2 texts can't be spoken.")


def test_a_speaker_that_ends_again_and_again_is_given_up(stage: Stage) -> None:
    state = stage.make("dies 1", "dies 2", "dies 3", "Rest.")

    assert state == VoiceState(0, 4, is_working=False, message=STOPPED)


def test_a_synthesiser_that_does_not_load_is_said_with_the_reason(stage: Stage) -> None:
    stage.run("def load(): raise ImportError('DLL load failed')")

    state = stage.make("Press.", "Rest.")

    assert state == VoiceState(0, 2, is_working=False, message=f"{NO_SPEAKER} (DLL load failed)")


def test_a_speaker_that_can_not_be_started_is_said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "command", lambda: [str(stage.folder / "missing")])

    assert stage.make("Press.").message == NO_SPEAKER


def test_a_folder_that_can_not_be_written_is_said_with_the_reason(stage: Stage) -> None:
    stage.folder.write_text("a file")

    state = stage.make("Press.", "Rest.")

    assert (state.finished, state.is_working) == (0, False)
    assert state.message.startswith(f"What is spoken can't be kept in {stage.folder}: ")


def test_more_than_is_kept_is_not_made(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3000)

    state = stage.make("One.", "Two.", "Three.")

    assert state == VoiceState(2, 3, is_working=False, message=TOO_MUCH)
    # Those that are there count as well.
    assert stage.make("One.", "Two.", "Three.") == state
    assert stage.said().count("Three.") == 0


def test_the_speaker_ends_when_its_input_closes_whatever_it_is_at(stage: Stage) -> None:
    with subprocess.Popen(
        module.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment({})
    ) as speaker:
        assert speaker.stdin is not None
        speaker.stdin.write(encode({"do": "say", "text": "hangs", "stem": "a", "folder": str(stage.folder)}))
        speaker.stdin.flush()
        assert until(lambda: "hangs" in stage.said())
        speaker.stdin.close()
        assert speaker.wait(2) == 0


def test_real_and_fake_voice_are_voices(tmp_path: Path) -> None:
    fake = FakeVoice("It can't.")
    voices: list[Voice] = [ProcessVoice(tmp_path), fake]

    for voice in voices:
        assert voice.state().requested == 0
    fake.prepare(["Press.", "Press."])
    assert fake.state() == VoiceState(0, 1, is_working=False, message="It can't.")
    for voice in voices:
        voice.close()
