"""Where a library takes back nothing, falling silent ends its process and another one plays on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.audio.client.scripted import CLOCK, READY, Stage, until, wait
from tpsession.audio.client import standby
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.protocol import Message, decode
from tpsession.audio.client.watchdog import PATIENCE_S, PlayerPhase
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.sound.player import SoundState

SAID = [[1.0, "say:next", 1.0, 2.0, "key", 1.0, 1.5, ["name"]]]
FIRM = READY.replace("miniaudio", "simpleaudio")
LOGS = """
import os
with open({log!r}, "ab", buffering=0) as log:
    log.write(b'{{"do": "begin", "pid": %d}}\\n' % os.getpid())
    for line in sys.stdin.buffer:
        log.write(line)
        if b"leave" in line:
            say(**{{"is": "said", "speech": {said}}})
            {leaving}
        if b"leave" in line or b"close" in line: break
"""


class Logs:
    """What each of several processes was told, in the order in which they were started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def script(self, number: int, *, leaving: str = "pass") -> str:
        return FIRM + LOGS.format(log=str(self._folder / str(number)), said=SAID, leaving=leaving)

    def of(self, number: int) -> list[Message]:
        path = self._folder / str(number)
        return [decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def told(self, number: int) -> list[object]:
        return [message.get("do") for message in self.of(number)]

    def lives(self, number: int) -> bool:
        """Whether a process is still there."""
        pid = self.of(number)[0]["pid"]
        assert isinstance(pid, int)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def logs(tmp_path: Path) -> Logs:
    return Logs(tmp_path)


def is_ready(player: ProcessPlayer) -> bool:
    return player._spare.is_ready


def test_the_one_beside_plays_on_at_once_and_knows_what_was_said_last(stage: Stage, logs: Logs) -> None:
    player = stage.player(*(logs.script(number) for number in range(3)))
    assert until(lambda: is_ready(player))
    player.volume({CueGroup.CUES: 40}, 70)
    player.cancel()
    now = CLOCK.now()
    player.schedule([TimedCue(now, CUES["paused"])], since=now)
    # The words for the end of what was said come when they are known; nothing waits for them.
    assert until(lambda: "said" in logs.told(1))
    assert logs.told(0) == ["begin", "open", "schedule", "volume", "leave"]
    assert logs.told(1)[:4] == ["begin", "open", "volume", "schedule"]
    assert logs.of(1)[1]["libraries"] == ["simpleaudio"]
    assert logs.of(1)[3]["cues"] == [{"at": round(now, 5), "cue": "paused"}]
    assert logs.of(1)[4] == {"do": "said", "speech": SAID}
    assert player.state() == SoundState("simpleaudio", "")
    assert player.device() is not None
    # And it has another one beside it again.
    assert until(lambda: is_ready(player))
    assert not logs.lives(0)
    assert stage.starts == 3


def test_until_another_one_is_ready_what_sounds_is_silenced_as_well_as_can_be(
    stage: Stage, logs: Logs
) -> None:
    player = stage.player(logs.script(0), READY.split("ready =")[0] + "time.sleep(60)\n")
    assert until(lambda: stage.starts == 2)
    player.cancel()
    assert until(lambda: "cancel" in logs.told(0))
    assert "leave" not in logs.told(0)


def test_one_that_does_not_leave_is_ended(stage: Stage, logs: Logs) -> None:
    player = stage.player(logs.script(0, leaving="time.sleep(60)"), logs.script(1), logs.script(2))
    assert until(lambda: is_ready(player))
    player.cancel()
    assert until(lambda: not logs.lives(0), 1.0)
    assert player.state().heard


def test_one_beside_that_dies_is_replaced_after_a_while_only_and_nothing_is_said_of_it(
    stage: Stage, logs: Logs
) -> None:
    player = stage.player(logs.script(0), FIRM)
    assert until(lambda: stage.starts == 2)
    wait(0.8)
    assert stage.starts == 2
    assert player.state() == SoundState("simpleaudio", "")
    player.cancel()
    assert until(lambda: "cancel" in logs.told(0))


BEATS = """
import threading
def beat():
    while True:
        say(**{"is": "beat", "age": 0.0, "callbacks": 9}); time.sleep(0.1)
threading.Thread(target=beat, daemon=True).start()
"""


def test_one_beside_that_hangs_is_replaced(stage: Stage, logs: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATIENCE_S, PlayerPhase.PLAYING, 0.5)
    monkeypatch.setattr(standby, "AGAIN_S", 0.1)
    beats = [logs.script(number).replace("import os", BEATS + "import os") for number in range(2)]
    player = stage.player(beats[0], FIRM + "time.sleep(60)\n", beats[1])
    assert until(lambda: stage.starts == 3)
    assert until(lambda: is_ready(player))
    assert player.state().heard
    player.cancel()
    assert until(lambda: "leave" in logs.told(0))


def test_one_that_takes_over_and_dies_is_missed_at_once(stage: Stage, logs: Logs) -> None:
    takes_time = logs.script(0, leaving="time.sleep(60)")
    dies = FIRM + "for line in sys.stdin:\n  if 'schedule' in line: break\n"
    player = stage.player(takes_time, dies, logs.script(1))
    assert until(lambda: is_ready(player))
    player.cancel()
    player.schedule([], since=0.0)
    assert until(lambda: not player.state().heard, 0.5)
    assert until(lambda: player.state().heard)
    assert not logs.lives(0)


def test_a_close_right_after_falling_silent_lets_what_sounds_end(stage: Stage, logs: Logs) -> None:
    player = stage.player(*(logs.script(number) for number in range(3)))
    assert until(lambda: is_ready(player))
    player.cancel()
    player.schedule([TimedCue(CLOCK.now(), CUES["end"])], since=CLOCK.now())
    player.close()
    assert logs.told(1)[-1] == "close"
    assert not any(logs.lives(number) for number in range(stage.starts) if logs.of(number))


def test_a_library_that_takes_back_what_it_was_given_has_none_beside(stage: Stage) -> None:
    player = stage.player(READY + "for line in sys.stdin:\n  if 'close' in line: break\n")
    player.wait_ready(3)
    wait(0.6)
    assert stage.starts == 1
