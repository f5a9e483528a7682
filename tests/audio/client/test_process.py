"""The player process ends with the program, and a missing sound system causes a message but no noise."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.audio.client.programs import ROOT, SOUNDS, parent_program
from tests.audio.sound_server import SoundServer
from tests.extras import EITHER_LIBRARY, need_extra
from tpsession.audio.client.process import child_environment, player_command, process_options
from tpsession.audio.client.protocol import open_message, schedule_message, spoken_message
from tpsession.audio.engine.cue_messages import speech_to_json
from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.audio.system.priority import NICENESS
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import TimedCue
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.speech.announcements import SESSION_COMPLETE

pytestmark = pytest.mark.timing

CLOCK = SystemClock()


@pytest.fixture
def no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any sound server, and with a broken ALSA configuration."""
    broken = tmp_path / "asound.conf"
    broken.write_text("pcm.!default { type rubbish ][")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(broken))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


def seconds_until_gone(pid: int) -> float:
    """Wait until a process has ended, for 5 s at most; returns how long that took."""
    begin = CLOCK.now()
    while Path(f"/proc/{pid}").exists() and CLOCK.now() - begin < 5:
        # A zombie process has ended, too.
        if ") Z " in Path(f"/proc/{pid}/stat").read_text():
            break
        threading.Event().wait(0.002)
    return CLOCK.now() - begin


def start_player(*lines: bytes) -> subprocess.Popen[bytes]:
    """Start a player process and send it these commands."""
    player = subprocess.Popen(
        player_command(), env=child_environment(dict(os.environ)), bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert player.stdin is not None
    for line in lines:
        player.stdin.write(line)
    return player


def wait_for(player: subprocess.Popen[bytes], text: bytes) -> None:
    """Read the messages of a player process until a text comes."""
    assert player.stdout is not None
    messages = b""
    while text not in messages:
        data = player.stdout.read(65_536)
        assert data, f"the player ended after {messages!r}"
        messages += data


@pytest.mark.usefixtures("no_sound")
def test_the_player_has_a_raised_priority_where_the_system_allows_it() -> None:
    allowed = subprocess.run(["nice", "-n", "-1", "nice"], capture_output=True, text=True, check=True)
    with start_player(open_message(SOUND_LIBRARIES, "", [SOUNDS])) as player:
        wait_for(player, b'"opening"')
        tasks = [int(task.name) for task in Path(f"/proc/{player.pid}/task").iterdir()]
        found = {os.getpriority(os.PRIO_PROCESS, task) for task in tasks}
        assert player.stdin is not None
        player.stdin.close()
    # Without the permission, `nice` prints an error and leaves the priority as it was.
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert found == {NICENESS if int(allowed.stdout) < own else own}


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("library", EITHER_LIBRARY)
def test_the_player_is_gone_within_100_ms_when_its_input_closes(library: str) -> None:
    need_extra(library)
    with start_player(open_message([library], "", [SOUNDS])) as player:
        wait_for(player, b'"ready"')
        assert player.stdin is not None
        begin = CLOCK.now()
        player.stdin.close()
        player.wait(2)
        assert CLOCK.now() - begin <= 0.1


@pytest.mark.usefixtures("server")
def test_a_player_reports_what_it_said_and_the_next_one_reports_that_too() -> None:
    now = CLOCK.now()
    speech = TimedCue(now, SESSION_COMPLETE, now, now + 60.0, "key")
    with start_player(open_message(SOUND_LIBRARIES, "", [SOUNDS]), schedule_message([speech], now)) as player:
        wait_for(player, b'"is":"spoken"')
        player.kill()
    another = speech._replace(key="another")
    spoken = [speech_to_json(ScheduledCue(now, now + 1.0, (), another))]
    with start_player(open_message(SOUND_LIBRARIES, "", [SOUNDS]), spoken_message(spoken)) as player:
        wait_for(player, b'"another"')
        player.kill()


def test_the_player_is_gone_as_fast_while_an_opening_hangs(server: SoundServer) -> None:
    server.freeze()
    try:
        with start_player(open_message(SOUND_LIBRARIES, "", [SOUNDS])) as player:
            wait_for(player, b'"opening"')
            threading.Event().wait(0.3)
            assert player.stdin is not None
            begin = CLOCK.now()
            player.stdin.close()
            player.wait(2)
            assert CLOCK.now() - begin <= 0.1
    finally:
        server.thaw()


@pytest.mark.extra
def test_a_player_whose_opening_blocks_the_interpreter_ends_itself(server: SoundServer) -> None:
    need_extra("simpleaudio")
    server.freeze()
    try:
        with start_player(open_message(["simpleaudio"], "", [SOUNDS])) as player:
            wait_for(player, b'"opening"')
            assert player.stdin is not None
            player.stdin.close()
            assert player.wait(5) is not None
    finally:
        server.thaw()


def test_invalid_input_is_ignored_or_ends_the_process() -> None:
    with start_player(b"[1, 2\n", b"17\n", b'{"do": "dance"}\n', b'{"do": "schedule"}\n') as player:
        assert player.stdin is not None
        player.stdin.close()
        assert player.wait(5) == 0


def test_the_player_of_a_killed_program_is_gone(server: SoundServer, tones: Path) -> None:
    with parent_program(tones, 5, {}, warm_up_s=0.0) as program:
        assert program.stdout is not None
        pid = json.loads(program.stdout.readline())["pid"]
        program.kill()
        program.wait()
        assert seconds_until_gone(pid) <= 0.2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no stop signal")
def test_a_stopped_player_dies_with_the_program(tones: Path) -> None:
    with parent_program(tones, 5, {}, warm_up_s=0.0) as program:
        assert program.stdout is not None
        pid = json.loads(program.stdout.readline())["pid"]
        os.kill(pid, signal.SIGSTOP)
        program.kill()
        program.wait()
        assert seconds_until_gone(pid) <= 0.2


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_terminals_signals_do_not_reach_the_player(platform: str) -> None:
    assert process_options(platform, is_player=True) == (
        {"start_new_session": True} if platform == "linux" else {"process_group": 0}
    )


@pytest.mark.parametrize(("is_player", "priority"), [(True, 0x8000), (False, 0x4000)])
def test_on_windows_each_process_has_its_own_group_no_window_and_its_priority(
    is_player: bool, priority: int
) -> None:
    flags = process_options("win32", is_player=is_player)["creationflags"]
    assert flags == 0x200 | 0x0800_0000 | priority


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups like these")
def test_a_stopped_process_with_the_options_for_macos_dies_with_the_program() -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    script = (
        "import signal, subprocess, sys\n"
        # A shell in the background may have let it be ignored.
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        f"child = subprocess.Popen({sleep!r}, **{process_options('darwin', is_player=True)!r})\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    # A session of its own, as at a terminal: the first process of a container would adopt the child.
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        os.kill(pid, signal.SIGSTOP)
        program.kill()
        program.wait()
        assert seconds_until_gone(pid) <= 0.2


@pytest.mark.usefixtures("no_sound")
def test_without_any_sound_system_the_program_prints_nothing(tones: Path) -> None:
    with parent_program(tones, 5, {}) as program:
        assert program.stdout is not None
        facts = json.loads(program.stdout.readline())
        rest, errors = program.communicate()
    assert facts["backend"] == "none"
    assert (rest, errors, program.returncode) == ("", "", 0)


@pytest.mark.usefixtures("no_sound")
def test_a_program_that_does_not_close_its_player_ends_anyway(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from tpsession.audio.client.opening import open_player
from tpsession.clock import SystemClock
player = open_player("auto", "", [Path(sys.argv[1])], SystemClock())
player.schedule([], since=0.0)
"""
    begin = CLOCK.now()
    done = subprocess.run(
        [sys.executable, "-c", script, str(SOUNDS)],
        cwd=ROOT, capture_output=True, text=True, timeout=10, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert CLOCK.now() - begin < 3
