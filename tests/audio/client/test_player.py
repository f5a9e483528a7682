"""The program's player, with scripts in place of the player process that behave well or badly."""

from __future__ import annotations

import os
import site
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import tpsession
from tests.audio.client.scripted import FAST, READING, READY, ScriptedPlayers, until, wait
from tests.fakes.player import FakePlayer
from tpsession.audio.client.own_sounds import OWN_SOUNDS_LEFT_OUT
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.process import MAX_WAITING_LINES, child_environment
from tpsession.audio.client.protocol import cue_to_json, decode
from tpsession.audio.client.sound_report import silent_state
from tpsession.audio.client.watchdog import WatchdogTimes
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure
from tpsession.core.speech.announcements import SESSION_COMPLETE

pytestmark = pytest.mark.timing

CLOCK = SystemClock()


def test_a_ready_player_is_heard(scripted: ScriptedPlayers) -> None:
    player = scripted.player(READING)
    assert player.wait_ready(3) == SoundState("miniaudio", "")
    assert player.device() == SoundDevice("Fake", "", 0.035, measured=False)


def test_problems_are_reported_although_there_is_sound(scripted: ScriptedPlayers) -> None:
    more = (
        'say(**{"is": "problem", "text": "A is broken."}); say(**{"is": "problem", "text": "B is broken."})\n'
    )
    script = READING.replace('say(**{"is": "opening"})', more + 'say(**{"is": "opening"})')
    assert scripted.player(script).wait_ready(3).message == "A is broken. There is 1 more problem like this."


@pytest.mark.parametrize("library", ["miniaudio", "sdl"])
def test_a_device_that_was_not_found_is_reported(scripted: ScriptedPlayers, library: str) -> None:
    script = READING.replace('"named": True', '"named": False').replace("miniaudio", library)
    player = scripted.player(script)
    assert 'device "Horn" was not found' in player.wait_ready(3).message


def test_the_problem_goes_away_when_the_device_is_found_later(scripted: ScriptedPlayers) -> None:
    found = 'sys.stdin.readline()\nsay(**{"is": "opening"}); say(**ready, device="Horn", named=True)\n'
    player = scripted.player(READY.replace('"named": True', '"named": False') + found + READING[len(READY) :])
    player.wait_ready(3)
    assert until(lambda: player.state() == SoundState("miniaudio", "") and player.device() is not None)


def test_a_library_that_plays_only_on_the_default_device_is_reported(scripted: ScriptedPlayers) -> None:
    script = READING.replace('"named": True', '"named": False').replace('"miniaudio"', '"simpleaudio"')
    assert scripted.player(script).wait_ready(3) == SoundState(
        "simpleaudio",
        "The sound library simpleaudio can't choose a device. The system's default device is used.",
    )


def test_a_library_that_cannot_be_used_is_reported_with_the_reason_while_another_plays(
    scripted: ScriptedPlayers,
) -> None:
    replaced = 'say(**{"is": "replaced", "library": "simpleaudio", "reason": "it is broken"})\n'
    script = READING.replace('say(**{"is": "opening"})', replaced + 'say(**{"is": "opening"})')
    assert scripted.player(script, libraries=("simpleaudio",)).wait_ready(3) == SoundState(
        "miniaudio", "The sound library simpleaudio can't be used, so another one is used: it is broken."
    )


def test_a_library_that_keeps_crashing_is_replaced_by_the_other_one(scripted: ScriptedPlayers) -> None:
    crashes_unless_other = """
import os, sys, json
print('{"is": "opening"}', flush=True)
if json.loads(sys.stdin.readline())["libraries"][0] == "miniaudio": os.abort()
"""
    player = scripted.player(crashes_unless_other + READING.replace('"miniaudio"', '"simpleaudio"'))
    assert player.wait_ready(3) == silent_state(SoundFailure.STOPPED)
    assert until(lambda: player.state() == SoundState("simpleaudio", ""))
    # The other library also has a standby process.
    assert until(lambda: scripted.starts == 4)


def test_a_measured_latency_follows_the_heartbeats_and_a_lost_device_is_none(
    scripted: ScriptedPlayers,
) -> None:
    ready = READY.replace('"latency": 0.035', '"latency": 0.01, "measured": True')
    beats = """
say(**{"is": "heartbeat", "device_silent": 0.0, "callbacks": 9, "latency": 0.02})
sys.stdin.readline(); time.sleep(0.5)
say(**{"is": "opening"}); say(**{"is": "no_device", "reason": "gone"}); time.sleep(60)
"""
    player = scripted.player(ready + beats)
    assert player.wait_ready(3).is_audible
    assert until(lambda: player.device() == SoundDevice("Fake", "", 0.02, measured=True))
    assert until(lambda: not player.state().is_audible)
    assert player.device() is None


def test_a_missing_library_is_reported_and_not_tried_again(scripted: ScriptedPlayers) -> None:
    player = scripted.player('print(\'{"is": "no_library"}\')')
    assert player.wait_ready(3) == silent_state(SoundFailure.NO_LIBRARY)
    wait(0.25)
    assert scripted.starts == 1


def test_a_process_that_dies_at_once_is_tried_again_without_the_persons_own_files(
    scripted: ScriptedPlayers,
) -> None:
    ready_without_own = """
import sys, json
if "own" in json.loads(sys.stdin.readline())["folders"]: sys.exit()
"""
    player = scripted.player(ready_without_own + READING, folders=("own", "built-in"))
    assert player.wait_ready(3) == silent_state(SoundFailure.NO_PLAYER)
    assert until(lambda: player.state().is_audible)
    assert player.state().message == OWN_SOUNDS_LEFT_OUT


@pytest.mark.parametrize(
    ("times", "script", "starts"),
    [
        (replace(FAST, starting_s=0.5), "if own: time.sleep(60)", 3),
        (replace(FAST, reading_s=0.4), "if own: say(**{'is': 'reading'}); sys.exit()", 2),
        (replace(FAST, reading_s=0.4), "if own: say(**{'is': 'reading', 'file': 'a.wav'}); sys.exit()", 5),
    ],
    ids=["hangs-at-start", "dies-reading", "dies-reading-again-and-again"],
)
def test_own_files_that_keep_the_process_from_starting_are_left_out_for_good(
    scripted: ScriptedPlayers, times: WatchdogTimes, script: str, starts: int
) -> None:
    start = READY.index("say(**{")
    reads_command = "own = 'own' in json.loads(sys.stdin.readline())['folders']\n"
    starting = READY[:start] + reads_command + script + "\n" + READY[start:]
    player = scripted.player(starting + READING, folders=("own", "built-in"), times=times)
    assert player.wait_ready(10) == silent_state(SoundFailure.NO_PLAYER)
    assert until(lambda: player.state() == SoundState("miniaudio", OWN_SOUNDS_LEFT_OUT), 10)
    assert scripted.starts >= starts
    starts_before, process = scripted.starts, player._process
    assert process is not None
    process.kill()
    assert until(lambda: scripted.starts > starts_before and player.state().is_audible, 10)
    assert player.state().message == OWN_SOUNDS_LEFT_OUT


@pytest.mark.parametrize("end", ["time.sleep(60)", "sys.exit()"])
def test_only_the_own_file_that_keeps_the_process_from_starting_is_left_out_and_named(
    scripted: ScriptedPlayers, end: str
) -> None:
    start = READY.index("say(**{")
    reads_command = "command = json.loads(sys.stdin.readline())\n"
    reads_files = f"""
for file in "a.wav", "b.wav":
    if file not in command["left_out"]: say(**{{"is": "reading", "file": file}})
    if file == "a.wav" and file not in command["left_out"]: {end}
if command["folders"] != ["own", "built-in"]: sys.exit()
"""
    starting = READY[:start] + reads_command + reads_files + READY[start:]
    player = scripted.player(
        starting + READING, folders=("own", "built-in"), times=replace(FAST, reading_s=0.4)
    )
    named = "The sound file a.wav can't be read and is ignored."
    assert until(lambda: player.state() == SoundState("miniaudio", named), 10)
    assert scripted.starts == 2


def test_an_opening_that_hangs_is_ended_and_tried_again(scripted: ScriptedPlayers) -> None:
    hangs = 'import time\nprint(\'{"is": "opening"}\', flush=True)\ntime.sleep(60)\n'
    player = scripted.player(hangs, READING, times=replace(FAST, opening_s=0.3))
    assert player.wait_ready(2) == silent_state(SoundFailure.NO_ANSWER)
    assert until(lambda: player.state() == SoundState("miniaudio", ""))


def test_a_stalled_device_is_noticed_although_its_process_runs(scripted: ScriptedPlayers) -> None:
    stalls = READY + "say(**{'is': 'heartbeat', 'device_silent': 1.2, 'callbacks': 50})\ntime.sleep(60)\n"
    player = scripted.player(stalls, READING)
    assert until(lambda: scripted.starts == 2)
    assert until(lambda: player.state().is_audible)


def test_a_process_that_sends_nothing_is_ended(scripted: ScriptedPlayers) -> None:
    scripted.player(READY + "time.sleep(60)\n", READING, times=replace(FAST, playing_s=0.3))
    assert until(lambda: scripted.starts == 2)


def test_a_sleeping_speaker_gets_more_time(scripted: ScriptedPlayers) -> None:
    wakes = READY + "say(**{'is': 'heartbeat', 'device_silent': 2.0, 'callbacks': 1})\n" + READING
    player = scripted.player(wakes)
    player.wait_ready(3)
    wait(0.3)
    assert scripted.starts == 1
    assert player.state().is_audible


def test_a_new_process_gets_the_device_the_volume_and_all_cues(
    scripted: ScriptedPlayers, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    dies = READY + "time.sleep(0.3)\n"
    logs = f"""
for line in sys.stdin:
    with open({str(log)!r}, "a") as file: file.write(line)
    if "close" in line: break
"""
    player = scripted.player(dies, READY + logs)
    now = CLOCK.now()
    player.set_volume({CueGroup.CUES: 40}, 70)
    player.schedule([TimedCue(now + at, CUES["start"]) for at in (5.0, 6.0, 7.0)], since=now)
    player.schedule([TimedCue(now + 9.0, CUES["end"])], since=now + 5.5)
    assert until(lambda: log.exists() and len(log.read_text().splitlines()) == 3)
    commands = [decode(line) for line in log.read_bytes().splitlines()]
    assert commands[0] == {
        "do": "open", "libraries": ["miniaudio", "sdl", "simpleaudio"], "device": "Horn",
        "folders": ["built-in"], "left_out": [], "voice_folder": "",
    }  # fmt: skip
    assert commands[1] == {"do": "volume", "levels": {"cues": 40}, "overall": 70}
    assert commands[2]["cues"] == [
        {"at": round(now + 5.0, 5), "cue": "start"},
        {"at": round(now + 9.0, 5), "cue": "end"},
    ]


def test_a_new_process_gets_what_was_said_and_the_speech_that_can_still_be_said(
    scripted: ScriptedPlayers, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    spoken = [{"at": 1.0, "ends": 1.5}]
    says = f'say(**{{"is": "spoken", "speech": {spoken}}})\nsys.stdin.readline()\ntime.sleep(0.3)\n'
    logs = f"""
for line in sys.stdin:
    with open({str(log)!r}, "a") as file: file.write(line)
    if "close" in line: break
"""
    player = scripted.player(READY + says, READY + logs)
    now = CLOCK.now()
    late = TimedCue(now - 1.0, SESSION_COMPLETE, now - 1.0, now + 60.0, "k")
    player.schedule([late], since=now)
    player.schedule([late, TimedCue(now - 1.0, CUES["start"])], since=now)
    assert until(lambda: log.exists() and len(log.read_text().splitlines()) == 3)
    commands = [decode(line) for line in log.read_bytes().splitlines()]
    assert commands[1] == {"do": "spoken", "speech": spoken}
    assert commands[2]["cues"] == [cue_to_json(late)]


def test_a_process_that_reads_nothing_blocks_no_call(scripted: ScriptedPlayers) -> None:
    player = scripted.player(READY + "time.sleep(60)\n")
    player.wait_ready(3)
    cues = [TimedCue(CLOCK.now() + 60 + number, CUES["start"]) for number in range(500)]
    calls = MAX_WAITING_LINES + 20
    begin = CLOCK.now()
    for _ in range(calls):
        player.schedule(cues, since=0.0)
    assert (CLOCK.now() - begin) / calls < 0.02
    # With so many unread lines it counts as hanging, and another process is started.
    assert until(lambda: scripted.starts == 2)
    begin = CLOCK.now()
    player.close()
    assert CLOCK.now() - begin <= FAST.close_s + FAST.kill_s + 0.1


def test_a_standstill_of_the_program_itself_is_not_taken_for_a_hanging_process(
    scripted: ScriptedPlayers,
) -> None:
    class JumpingClock(SystemClock):
        ahead_s = 0.0

        def now(self) -> float:
            return super().now() + self.ahead_s

    clock = JumpingClock()
    scripted.scripts = [READING]
    player = ProcessPlayer("", [Path()], clock, times=FAST)
    scripted.players.append(player)
    player.wait_ready(3)
    wait(0.2)
    clock.ahead_s = 30.0
    wait(0.4)
    assert scripted.starts == 1
    assert player.state().is_audible


def test_closing_twice_and_calls_after_it_are_harmless(scripted: ScriptedPlayers) -> None:
    player = scripted.player(READY + "for line in sys.stdin:\n  if 'close' in line: break\n")
    player.wait_ready(3)
    player.close()
    player.close()
    player.schedule([], since=0.0)
    player.cancel()
    player.set_volume({}, 50)
    assert player.state().backend


def test_a_process_that_cannot_be_started_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    player = ProcessPlayer("", [], CLOCK)
    assert player.wait_ready(2) == silent_state(SoundFailure.NO_PLAYER)
    player.close()


def test_the_source_folder_is_on_the_path_of_the_process_unless_the_package_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = str(Path(tpsession.__file__).parents[1])
    assert child_environment({})["PYTHONPATH"] == root
    assert child_environment({"PYTHONPATH": "/else"})["PYTHONPATH"] == f"{root}{os.pathsep}/else"
    monkeypatch.setattr(site, "getsitepackages", lambda: [root])
    assert "PYTHONPATH" not in child_environment({})


def test_the_fake_is_a_player() -> None:
    player: CuePlayer = FakePlayer()
    assert player.state().is_audible
