"""The standby process, which takes over where a library can't take back the sound in its queue."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.audio.client.scripted import CLOCK, FAST, READY, ScriptedPlayers, until, wait
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.protocol import Message, decode
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.sound.player import SoundState

pytestmark = pytest.mark.timing

SPOKEN = [{"at": 1.0, "ends": 1.5}]
SIMPLEAUDIO_READY = READY.replace("miniaudio", "simpleaudio")
LOGGING = """
import os
with open({log!r}, "ab", buffering=0) as log:
    log.write(b'{{"do": "begin", "pid": %d}}\\n' % os.getpid())
    for line in sys.stdin.buffer:
        log.write(line)
        if b"leave" in line:
            say(**{{"is": "spoken", "speech": {spoken}}})
            {leaving}
        if b"leave" in line or b"close" in line: break
"""


class Logs:
    """The commands that each process got, by its number in the order of the starts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def script(self, number: int, *, leaving: str = "pass") -> str:
        return SIMPLEAUDIO_READY + LOGGING.format(
            log=str(self._folder / str(number)), spoken=SPOKEN, leaving=leaving
        )

    def commands(self, number: int) -> list[Message]:
        path = self._folder / str(number)
        return [decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def names(self, number: int) -> list[object]:
        """The names of the commands of a process."""
        return [message.get("do") for message in self.commands(number)]

    def is_running(self, number: int) -> bool:
        """Whether a process is still running."""
        pid = self.commands(number)[0]["pid"]
        assert isinstance(pid, int)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def logs(tmp_path: Path) -> Logs:
    return Logs(tmp_path)


def has_standby(player: ProcessPlayer) -> bool:
    return player._standby.is_ready


def test_the_standby_process_takes_over_at_once_and_gets_what_was_said_last(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    player = scripted.player(*(logs.script(number) for number in range(3)))
    assert until(lambda: has_standby(player))
    player.set_volume({CueGroup.CUES: 40}, 70)
    player.cancel()
    now = CLOCK.now()
    player.schedule([TimedCue(now, CUES["paused"])], since=now)
    # The last speech comes as soon as the leaving process reports it. The player doesn't wait for that.
    assert until(lambda: "spoken" in logs.names(1))
    assert logs.names(0) == ["begin", "open", "schedule", "volume", "leave"]
    assert logs.names(1)[:4] == ["begin", "open", "volume", "schedule"]
    assert logs.commands(1)[1]["libraries"] == ["simpleaudio"]
    assert logs.commands(1)[3]["cues"] == [{"at": round(now, 5), "cue": "paused"}]
    assert logs.commands(1)[4] == {"do": "spoken", "speech": SPOKEN}
    assert player.state() == SoundState("simpleaudio", "")
    assert player.device() is not None
    # And there is another standby process.
    assert until(lambda: has_standby(player))
    assert not logs.is_running(0)
    assert scripted.starts == 3


def test_the_standby_process_also_gets_what_was_reported_before_the_playing_one_leaves(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    # A process that has said nothing since its last report leaves without another one.
    reports = f'say(**{{"is": "spoken", "speech": {SPOKEN}}})\n'
    leaves = "for line in sys.stdin:\n  if 'leave' in line: break\n"
    player = scripted.player(SIMPLEAUDIO_READY + reports + leaves, logs.script(1), logs.script(2))
    assert until(lambda: has_standby(player))
    player.cancel()
    now = CLOCK.now()
    player.schedule([TimedCue(now, CUES["paused"])], since=now)
    assert until(lambda: "schedule" in logs.names(1))
    assert logs.names(1) == ["begin", "open", "spoken", "schedule"]
    assert logs.commands(1)[2] == {"do": "spoken", "speech": SPOKEN}


def test_without_a_ready_standby_process_the_playing_one_cancels(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    player = scripted.player(logs.script(0), READY.split("ready =")[0] + "time.sleep(60)\n")
    assert until(lambda: scripted.starts == 2)
    player.cancel()
    assert until(lambda: "cancel" in logs.names(0))
    assert "leave" not in logs.names(0)


def test_a_process_that_does_not_leave_in_time_is_ended(scripted: ScriptedPlayers, logs: Logs) -> None:
    player = scripted.player(logs.script(0, leaving="time.sleep(60)"), logs.script(1), logs.script(2))
    assert until(lambda: has_standby(player))
    player.cancel()
    assert until(lambda: not logs.is_running(0), 1.0)
    assert player.state().is_audible


def test_a_standby_process_that_dies_is_replaced_only_after_a_pause_and_without_a_message(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    times = replace(FAST, standby_retry_s=5.0)
    player = scripted.player(logs.script(0), SIMPLEAUDIO_READY, times=times)
    assert until(lambda: scripted.starts == 2)
    wait(0.4)
    assert scripted.starts == 2
    assert player.state() == SoundState("simpleaudio", "")
    player.cancel()
    assert until(lambda: "cancel" in logs.names(0))


HEARTBEATS = """
import threading
def beat():
    while True:
        say(**{"is": "heartbeat", "device_silent": 0.0, "callbacks": 9}); time.sleep(0.1)
threading.Thread(target=beat, daemon=True).start()
"""


def test_a_standby_process_that_hangs_is_replaced(scripted: ScriptedPlayers, logs: Logs) -> None:
    alive = [logs.script(number).replace("import os", HEARTBEATS + "import os") for number in range(2)]
    player = scripted.player(
        alive[0], SIMPLEAUDIO_READY + "time.sleep(60)\n", alive[1], times=replace(FAST, playing_s=0.5)
    )
    assert until(lambda: scripted.starts == 3)
    assert until(lambda: has_standby(player))
    assert player.state().is_audible
    player.cancel()
    assert until(lambda: "leave" in logs.names(0))


def test_a_standby_process_that_takes_over_and_dies_is_noticed_at_once(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    slow = logs.script(0, leaving="time.sleep(60)")
    dies = SIMPLEAUDIO_READY + "for line in sys.stdin:\n  if 'schedule' in line: break\n"
    player = scripted.player(slow, dies, logs.script(1))
    assert until(lambda: has_standby(player))
    player.cancel()
    player.schedule([], since=0.0)
    assert until(lambda: not player.state().is_audible, 0.5)
    assert until(lambda: player.state().is_audible)
    assert not logs.is_running(0)


def test_closing_right_after_falling_silent_lets_the_last_cue_end(
    scripted: ScriptedPlayers, logs: Logs
) -> None:
    player = scripted.player(*(logs.script(number) for number in range(3)))
    assert until(lambda: has_standby(player))
    player.cancel()
    player.schedule([TimedCue(CLOCK.now(), CUES["end"])], since=CLOCK.now())
    player.close()
    assert logs.names(1)[-1] == "close"
    assert not any(logs.is_running(number) for number in range(scripted.starts) if logs.commands(number))


def test_a_library_that_can_take_back_sound_has_no_standby_process(scripted: ScriptedPlayers) -> None:
    player = scripted.player(READY + "for line in sys.stdin:\n  if 'close' in line: break\n")
    player.wait_ready(3)
    wait(0.3)
    assert scripted.starts == 1
