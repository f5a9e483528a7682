"""The program's side of the sound against players that misbehave: scripts in the real one's place."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

import tpsession
from tests.audio.client.scripted import READING, READY, Stage, until, wait
from tests.fakes.player import FakePlayer
from tpsession.audio.client import player as module
from tpsession.audio.client.player import (
    OWN_LEFT_OUT,
    ProcessPlayer,
    open_player,
)
from tpsession.audio.client.process import MOST_WAITING, environment
from tpsession.audio.client.protocol import cue_to_json, decode
from tpsession.audio.client.sound_report import silence
from tpsession.audio.client.watchdog import PATIENCE_S, PlayerPhase
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure
from tpsession.core.speech.announcements import SESSION_COMPLETE

CLOCK = SystemClock()


def test_a_ready_player_is_heard(stage: Stage) -> None:
    player = stage.player(READING)
    assert player.wait_ready(3) == SoundState("miniaudio", "")
    assert player.device() == SoundDevice("Fake", "", 0.035, measured=False)


def test_problems_are_said_although_there_is_sound(stage: Stage) -> None:
    more = (
        'say(**{"is": "problem", "text": "A is broken."}); say(**{"is": "problem", "text": "B is broken."})\n'
    )
    script = READING.replace('say(**{"is": "opening"})', more + 'say(**{"is": "opening"})')
    assert stage.player(script).wait_ready(3).message == "A is broken. There is 1 more problem like this."


def test_a_device_that_was_not_found_is_named(stage: Stage) -> None:
    player = stage.player(READING.replace('"named": True', '"named": False'))
    assert 'device "Horn" was not found' in player.wait_ready(3).message


def test_a_device_that_is_found_after_all_is_no_problem_any_more(stage: Stage) -> None:
    again = 'sys.stdin.readline()\nsay(**{"is": "opening"}); say(**ready, device="Horn", named=True)\n'
    player = stage.player(READY.replace('"named": True', '"named": False') + again + READING[len(READY) :])
    player.wait_ready(3)
    assert until(lambda: player.state() == SoundState("miniaudio", "") and player.device() is not None)


def test_a_library_that_plays_on_the_systems_own_device_only_says_so(stage: Stage) -> None:
    script = READING.replace('"named": True', '"named": False').replace('"miniaudio"', '"simpleaudio"')
    assert stage.player(script).wait_ready(3) == SoundState(
        "simpleaudio", "The sound library simpleaudio can't choose a device; the system's own is used."
    )


def test_a_library_that_can_not_be_used_is_named_with_its_reason_while_another_plays(
    stage: Stage,
) -> None:
    replaced = 'say(**{"is": "replaced", "library": "simpleaudio", "why": "it is broken"})\n'
    script = READING.replace('say(**{"is": "opening"})', replaced + 'say(**{"is": "opening"})')
    assert stage.player(script, libraries=("simpleaudio",)).wait_ready(3) == SoundState(
        "miniaudio", "The sound library simpleaudio can't be used, and another one is: it is broken."
    )


def test_a_library_that_keeps_crashing_gives_way_to_the_other_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSES_S", (0.05,))
    crashes_unless_other = """
import os, sys, json
print('{"is": "opening"}', flush=True)
if json.loads(sys.stdin.readline())["libraries"][0] == "miniaudio": os.abort()
"""
    player = stage.player(crashes_unless_other + READING.replace('"miniaudio"', '"simpleaudio"'))
    assert player.wait_ready(3) == silence(SoundFailure.STOPPED)
    assert until(lambda: player.state() == SoundState("simpleaudio", ""))
    # The other one has one more beside it.
    assert until(lambda: stage.starts == 4)


def test_a_measured_latency_follows_the_beats_and_a_lost_device_is_none(stage: Stage) -> None:
    ready = READY.replace('"latency": 0.035', '"latency": 0.01, "measured": True')
    beats = """
say(**{"is": "beat", "age": 0.0, "callbacks": 9, "latency": 0.02})
sys.stdin.readline(); time.sleep(0.5)
say(**{"is": "opening"}); say(**{"is": "absent", "why": "gone"}); time.sleep(60)
"""
    player = stage.player(ready + beats)
    assert player.wait_ready(3).heard
    assert until(lambda: player.device() == SoundDevice("Fake", "", 0.02, measured=True))
    assert until(lambda: not player.state().heard)
    assert player.device() is None


def test_a_missing_library_is_said_and_not_tried_again(stage: Stage) -> None:
    player = stage.player('print(\'{"is": "missing"}\')')
    assert player.wait_ready(3) == silence(SoundFailure.NO_LIBRARY)
    wait(0.8)
    assert stage.starts == 1


def test_a_player_that_dies_at_once_is_tried_again_without_the_persons_own_files(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSES_S", (0.05,))
    ready_without_own = """
import sys, json
if "own" in json.loads(sys.stdin.readline())["folders"]: sys.exit()
"""
    player = stage.player(ready_without_own + READING, folders=("own", "built-in"))
    assert player.wait_ready(3) == silence(SoundFailure.NO_PLAYER)
    assert until(lambda: player.state().heard)
    assert player.state().message == OWN_LEFT_OUT


@pytest.mark.parametrize(
    ("phase", "script", "starts"),
    [
        ("STARTING", "if own: time.sleep(60)", 3),
        ("READING", "if own: say(**{'is': 'reading'}); time.sleep(60)", 2),
        ("READING", "if own: say(**{'is': 'reading'}); sys.exit()", 2),
    ],
)
def test_own_files_that_never_let_it_start_are_left_out_for_good(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, phase: str, script: str, starts: int
) -> None:
    monkeypatch.setattr(module, "PAUSES_S", (0.05,))
    monkeypatch.setitem(PATIENCE_S, PlayerPhase[phase], 1.5)
    begun = READY.index("say(**{")
    asked = "own = 'own' in json.loads(sys.stdin.readline())['folders']\n"
    starting = READY[:begun] + asked + script + "\n" + READY[begun:]
    player = stage.player(starting + READING, folders=("own", "built-in"))
    assert player.wait_ready(10) == silence(SoundFailure.NO_PLAYER)
    assert until(lambda: player.state() == SoundState("miniaudio", OWN_LEFT_OUT), 10)
    assert stage.starts >= starts
    begun, process = stage.starts, player._process
    assert process is not None
    process.kill()
    assert until(lambda: stage.starts > begun and player.state().heard, 10)
    assert player.state().message == OWN_LEFT_OUT


def test_an_opening_that_hangs_is_ended_and_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PATIENCE_S, PlayerPhase.OPENING, 0.3)
    hangs = 'import time\nprint(\'{"is": "opening"}\', flush=True)\ntime.sleep(60)\n'
    player = stage.player(hangs, READING)
    assert player.wait_ready(2) == silence(SoundFailure.NO_ANSWER)
    assert until(lambda: player.state() == SoundState("miniaudio", ""))


def test_a_stalled_device_is_noticed_although_the_player_lives(stage: Stage) -> None:
    stalls = READY + "say(**{'is': 'beat', 'age': 1.2, 'callbacks': 50})\ntime.sleep(60)\n"
    player = stage.player(stalls, READING)
    assert until(lambda: stage.starts == 2)
    assert until(lambda: player.state().heard)


def test_a_silent_player_is_ended(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATIENCE_S, PlayerPhase.PLAYING, 0.4)
    stage.player(READY + "time.sleep(60)\n", READING)
    assert until(lambda: stage.starts == 2)


def test_a_sleeping_speaker_gets_more_time(stage: Stage) -> None:
    wakes = READY + "say(**{'is': 'beat', 'age': 2.0, 'callbacks': 1})\n" + READING
    player = stage.player(wakes)
    player.wait_ready(3)
    wait(0.5)
    assert stage.starts == 1
    assert player.state().heard


def test_a_new_player_is_told_everything(stage: Stage, tmp_path: Path) -> None:
    log = tmp_path / "log"
    dies = READY + "time.sleep(0.3)\n"
    logs = f"""
for line in sys.stdin:
    with open({str(log)!r}, "a") as file: file.write(line)
    if "close" in line: break
"""
    player = stage.player(dies, READY + logs)
    now = CLOCK.now()
    player.volume({CueGroup.CUES: 40}, 70)
    player.schedule([TimedCue(now + at, CUES["start"]) for at in (5.0, 6.0, 7.0)], since=now)
    player.schedule([TimedCue(now + 9.0, CUES["end"])], since=now + 5.5)
    assert until(lambda: log.exists() and len(log.read_text().splitlines()) == 3)
    said = [decode(line) for line in log.read_bytes().splitlines()]
    assert said[0] == {
        "do": "open", "libraries": ["miniaudio", "simpleaudio"], "device": "Horn", "folders": ["built-in"],
        "voiced": "",
    }  # fmt: skip
    assert said[1] == {"do": "volume", "levels": {"cues": 40}, "overall": 70}
    assert said[2]["cues"] == [
        {"at": round(now + 5.0, 5), "cue": "start"},
        {"at": round(now + 9.0, 5), "cue": "end"},
    ]


def test_a_new_player_is_told_what_was_said_and_says_what_still_can_be(stage: Stage, tmp_path: Path) -> None:
    log = tmp_path / "log"
    said = [{"at": 1.0, "ends": 1.5}]
    says = f'say(**{{"is": "said", "speech": {said}}})\nsys.stdin.readline()\ntime.sleep(0.3)\n'
    logs = f"""
for line in sys.stdin:
    with open({str(log)!r}, "a") as file: file.write(line)
    if "close" in line: break
"""
    player = stage.player(READY + says, READY + logs)
    now = CLOCK.now()
    late = TimedCue(now - 1.0, SESSION_COMPLETE, now - 1.0, now + 60.0, "k")
    player.schedule([late], since=now)
    player.schedule([late, TimedCue(now - 1.0, CUES["start"])], since=now)
    assert until(lambda: log.exists() and len(log.read_text().splitlines()) == 3)
    told = [decode(line) for line in log.read_bytes().splitlines()]
    assert told[1] == {"do": "said", "speech": said}
    assert told[2]["cues"] == [cue_to_json(late)]


def test_a_player_that_reads_nothing_blocks_no_call(stage: Stage) -> None:
    player = stage.player(READY + "time.sleep(60)\n")
    player.wait_ready(3)
    cues = [TimedCue(CLOCK.now() + 60 + number, CUES["start"]) for number in range(500)]
    begin = CLOCK.now()
    for _ in range(2 * MOST_WAITING):
        player.schedule(cues, since=0.0)
    assert (CLOCK.now() - begin) / (2 * MOST_WAITING) < 0.02
    # So much unread is a hang: a successor is started.
    assert until(lambda: stage.starts == 2)
    begin = CLOCK.now()
    player.close()
    assert CLOCK.now() - begin <= 2.6


def test_the_programs_own_stop_is_not_taken_for_a_hanging_player(stage: Stage) -> None:
    class JumpingClock(SystemClock):
        ahead = 0.0

        def now(self) -> float:
            return super().now() + self.ahead

    clock = JumpingClock()
    stage.scripts = [READING]
    player = ProcessPlayer("", [Path()], clock)
    stage.players.append(player)
    player.wait_ready(3)
    wait(0.3)
    clock.ahead = 30.0
    wait(0.6)
    assert stage.starts == 1
    assert player.state().heard


def test_close_twice_is_harmless_and_calls_after_it_are(stage: Stage) -> None:
    player = stage.player(READY + "for line in sys.stdin:\n  if 'close' in line: break\n")
    player.wait_ready(3)
    player.close()
    player.close()
    player.schedule([], since=0.0)
    player.cancel()
    player.volume({}, 50)
    assert player.state().backend


def test_without_a_backend_nothing_is_started(stage: Stage) -> None:
    player = open_player("none", "", [], CLOCK)
    player.schedule([TimedCue(0.0, CUES["start"])], since=0.0)
    player.cancel()
    player.volume({}, 1)
    player.close()
    assert player.state() == SoundState("none", "")
    assert player.device() is None
    assert stage.starts == 0


@pytest.mark.parametrize(
    ("backend", "libraries"),
    [("auto", ["miniaudio", "simpleaudio"]), ("simpleaudio", ["simpleaudio"]), ("miniaudio", ["miniaudio"])],
)
def test_the_player_is_asked_for_the_library_of_the_settings(
    stage: Stage, tmp_path: Path, backend: str, libraries: list[str]
) -> None:
    log = tmp_path / "log"
    stage.scripts = [READY + f"open({str(log)!r}, 'w').write(sys.stdin.readline())\n" + READING]
    player = open_player(backend, "", [], CLOCK)
    assert isinstance(player, ProcessPlayer)
    stage.players.append(player)
    assert until(lambda: log.exists() and log.read_text().endswith("\n"))
    assert decode(log.read_bytes())["libraries"] == libraries


def test_a_program_that_can_start_nothing_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert open_player("auto", "", [], CLOCK).state() == silence(SoundFailure.NO_PLAYER)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    player = ProcessPlayer("", [], CLOCK)
    assert player.wait_ready(2) == silence(SoundFailure.NO_PLAYER)
    player.close()


def test_a_checkout_is_on_the_players_path_and_an_installed_package_needs_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = str(Path(tpsession.__file__).parents[1])
    assert environment({})["PYTHONPATH"] == root
    assert environment({"PYTHONPATH": "/else"})["PYTHONPATH"] == f"{root}{os.pathsep}/else"
    monkeypatch.setattr(site, "getsitepackages", lambda: [root])
    assert "PYTHONPATH" not in environment({})


def test_what_is_large_is_loaded_only_by_the_player() -> None:
    script = "import sys, tpsession.audio.client.player as player; player.open_player('none', '', [], None)\n"
    script += "print({'miniaudio', 'sysconfig', '_sysconfigdata'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(dict(os.environ)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "set()"


def test_the_fake_is_a_player_too() -> None:
    player: CuePlayer = FakePlayer()
    assert player.state().heard
