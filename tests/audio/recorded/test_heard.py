"""Scheduled cues are found in the recording of a real sound server, whatever goes wrong."""

from __future__ import annotations

import math
import os
import signal
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS, WARM_UP_S
from tests.audio.client.scripted import until
from tests.audio.conftest import TONES, tone, write_wav
from tests.audio.recorded.schedules import ids, irregular, late_by, regular
from tests.audio.sound_server import RATE, Recording, SoundServer
from tests.extras import EITHER_LIBRARY, need_extra
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.sound_report import silent_state
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, CueGroup, TimedCue
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.core.sound.player import SoundState
from tpsession.core.sound.troubleshooting import SoundFailure
from tpsession.tui.services.player_proxy import PlayerProxy

pytestmark = pytest.mark.timing

CLOCK = SystemClock()


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def wait_until(moment: float) -> None:
    wait(max(0.0, moment - CLOCK.now()))


@pytest.fixture(params=EITHER_LIBRARY)
def library(request: pytest.FixtureRequest) -> str:
    need_extra(str(request.param))
    return str(request.param)


@pytest.fixture
def player(server: SoundServer, tones: Path, library: str) -> Iterator[ProcessPlayer]:
    player = ProcessPlayer("", [tones, SOUNDS], CLOCK, [library])
    assert player.wait_ready(5) == SoundState(library, "")
    yield player
    player.close()


def pid_of(player: ProcessPlayer) -> int:
    process = player._process
    assert process is not None
    return process.pid


SILENT_S = 0.1
"""Seconds within which a cancelled cue is silent."""


def test_cancel_silences_at_once_and_what_comes_after_it_is_heard(
    server: SoundServer, tones: Path, library: str
) -> None:
    write_wav(tones / "end.wav", tone(600, 3.0))
    player = ProcessPlayer("", [tones, SOUNDS], CLOCK, [library])
    assert player.wait_ready(5).is_audible
    if library == "simpleaudio":
        # The library can't take back its sound, so another process plays from then on.
        assert until(lambda: player._standby.is_ready, 5)
    with server.record() as recording:
        begin = CLOCK.now() + 0.2
        player.schedule(
            [TimedCue(begin, CUES["end"]), TimedCue(begin + 1.5, CUES["start"])], since=CLOCK.now()
        )
        wait_until(begin + 0.5)
        cancelled = CLOCK.now()
        player.cancel()
        wait(0.5)
        player.schedule([TimedCue(CLOCK.now(), CUES["found"])], since=CLOCK.now())
        wait(1.0)
    player.close()
    first, second = recording.onsets()
    ends = [i for i in range(first, second) if abs(recording.samples[i]) > 500]
    assert recording.moment_of(ends[-1]) - cancelled <= SILENT_S
    assert recording.pitch(second, list(TONES.values())) == TONES["found"]


def test_volumes_of_a_group_and_of_everything_are_heard(server: SoundServer, player: ProcessPlayer) -> None:
    settings = [(100, 100), (50, 100), (100, 50), (0, 100)]
    with server.record() as recording:
        for cues, overall in settings:
            player.set_volume({CueGroup.CUES: cues}, overall)
            player.schedule([TimedCue(CLOCK.now(), CUES["start"])], since=CLOCK.now())
            wait(0.3)
    levels = [recording.level(index) for index in recording.onsets()]
    assert len(levels) == 3
    full, half_group, half_overall = levels
    assert half_group / full == pytest.approx(0.25, rel=0.05)
    assert half_overall / full == pytest.approx(0.25, rel=0.05)


LARGEST_S = {"miniaudio": 0.005, "sdl": 0.005, "simpleaudio": 0.030}
"""How much later than a short one a long sound may begin."""


def is_whole_and_punctual(recording: Recording, cues: list[TimedCue], hertz: float, library: str) -> bool:
    """Whether a short and a long tone were heard, neither late, and the long one without gap or step."""
    if len(recording.onsets(threshold=1_000)) != len(cues):
        return False
    short, long = late_by(recording, cues)
    first = recording.onsets()[1]
    heard = recording.samples[first : first + int(2.2 * RATE)]
    # Between two samples a tone of this pitch and level changes by no more than its slope. Where simpleaudio
    # has read to is only estimated, so there may be a step.
    steepest = 1.1 * 2 * math.pi * hertz / RATE * max(heard) if library != "simpleaudio" else math.inf
    smooth = all(abs(after - before) <= steepest for before, after in pairwise(heard))
    return long - short <= LARGEST_S[library] and smooth


def test_a_long_sound_begins_at_its_moment_and_a_change_of_volume_does_not_interrupt_it(
    server: SoundServer, tones: Path, library: str
) -> None:
    write_wav(tones / "end.wav", tone(600, 8.0))
    player = ProcessPlayer("", [tones, SOUNDS], CLOCK, [library])
    assert player.wait_ready(8).is_audible
    wait(WARM_UP_S)
    # A busy machine may disturb one recording, but hardly three. A fault of the program is in all of them.
    for _ in range(3):
        with server.record() as recording:
            begin = CLOCK.now() + 0.3
            cues = [TimedCue(begin, CUES["start"]), TimedCue(begin + 0.5, CUES["end"])]
            player.schedule(cues, since=CLOCK.now())
            for number, level in enumerate((80, 60, 100)):
                wait_until(begin + 1.5 + 0.5 * number)
                player.set_volume({}, level)
            wait_until(begin + 3.0)
        player.cancel()
        if is_whole_and_punctual(recording, cues, 600, library):
            break
        wait(0.3)
    else:
        pytest.fail("three times late, interrupted or with a step")
    player.close()


def test_a_replaced_schedule_is_heard_and_the_old_one_is_not(
    server: SoundServer, player: ProcessPlayer
) -> None:
    with server.record() as recording:
        begin = CLOCK.now() + 0.2
        player.schedule(
            [TimedCue(begin + offset, CUES["start"]) for offset in (0.0, 0.6, 0.9)], since=CLOCK.now()
        )
        wait_until(begin + 0.3)
        player.schedule([TimedCue(begin + 0.7, CUES["release"])], since=begin + 0.5)
        wait_until(begin + 1.2)
    assert ids(recording) == ["start", "release"]


def test_close_lets_the_end_be_heard_to_its_end(server: SoundServer, tones: Path, library: str) -> None:
    write_wav(tones / "end.wav", tone(600, 0.8))
    player = ProcessPlayer("", [tones, SOUNDS], CLOCK, [library])
    assert player.wait_ready(5).is_audible
    with server.record() as recording:
        begin = CLOCK.now()
        player.schedule([TimedCue(begin, CUES["end"]), TimedCue(begin + 5, CUES["start"])], since=begin)
        player.close()
        close_s = CLOCK.now() - begin
        player.close()
    assert close_s <= 2.1
    (first,) = recording.onsets()
    sounding = [index for index, sample in enumerate(recording.samples) if abs(sample) > 500]
    assert (sounding[-1] - first) / RATE == pytest.approx(0.8, abs=0.01)


CHOOSES_DEVICE = [pytest.param("miniaudio"), pytest.param("sdl", marks=pytest.mark.extra)]
"""The libraries that can use another device than the system's own; simpleaudio can't."""


@pytest.mark.parametrize(
    "crash",
    [
        signal.SIGSEGV,
        pytest.param(signal.SIGKILL, marks=pytest.mark.long),
        pytest.param(signal.SIGABRT, marks=pytest.mark.long),
    ],
)
def test_a_player_that_crashes_is_replaced_and_the_remaining_cues_are_right(
    server: SoundServer, player: ProcessPlayer, crash: signal.Signals
) -> None:
    wait(0.5)
    with server.record() as recording:
        cues = irregular(CLOCK.now() + 0.3, 4)
        player.schedule(cues, since=CLOCK.now())
        wait_until(cues[0].at + 1)
        os.kill(pid_of(player), crash)
        while player.state().is_audible and CLOCK.now() < cues[0].at + 2:
            wait(0.01)
        reported = player.state()
        wait_until(cues[-1].at + 0.3)
    heard = recording.heard()
    assert max(after - before for before, after in pairwise(heard)) <= 1.5
    later = [cue for cue in cues if cue.at > cues[0].at + 2]
    assert all(min(abs(moment - cue.at) for moment in heard) <= 0.03 for cue in later)
    assert len(heard) <= len(cues)
    assert reported == silent_state(SoundFailure.STOPPED)
    assert player.state().message == ""


def test_cues_that_a_standstill_missed_are_never_heard_in_a_burst(
    server: SoundServer, player: ProcessPlayer
) -> None:
    # As when the machine sleeps: the player process doesn't run, but the clock does.
    wait(0.5)
    with server.record() as recording:
        begin = CLOCK.now() + 0.3
        cues = regular(begin, 6)
        player.schedule(cues, since=CLOCK.now())
        wait_until(begin + 1)
        pid = pid_of(player)
        os.kill(pid, signal.SIGSTOP)
        wait_until(begin + 3)
        os.kill(pid, signal.SIGCONT)
        wait_until(begin + 6.3)
    heard = recording.heard()
    # The cues of the standstill were dropped, except those of its last moments.
    assert 2 <= len([moment for moment in heard if moment > begin + 3.6]) <= 11
    assert len([moment for moment in heard if begin + 1.3 < moment < begin + 3.6]) <= 4
    assert min(after - before for before, after in pairwise(heard)) >= 0.1


def test_sound_returns_within_5_s_after_a_device_was_plugged_in_again(
    server: SoundServer, player: ProcessPlayer
) -> None:
    player.schedule(regular(CLOCK.now(), 20), since=CLOCK.now())
    wait(0.5)
    server.unplug()
    unplugged = CLOCK.now()
    while player.state().is_audible and CLOCK.now() - unplugged < 4:
        wait(0.05)
    assert not player.state().is_audible
    assert player.device() is None
    server.plug_in()
    plugged_in = CLOCK.now()
    with server.record() as recording:
        while not player.state().is_audible and CLOCK.now() - plugged_in < 5:
            wait(0.05)
        wait(1.0)
    assert player.state().message == ""
    assert recording.heard()[0] - plugged_in <= 5


@pytest.mark.parametrize("library", CHOOSES_DEVICE)
def test_the_wanted_device_is_used_as_soon_as_it_is_plugged_in(
    server: SoundServer, tones: Path, library: str
) -> None:
    need_extra(library)
    player = ProcessPlayer("second", [tones, SOUNDS], CLOCK, [library])
    assert "was not found" in player.wait_ready(5).message
    module = server.add_device("Second")
    try:
        plugged_in = CLOCK.now()
        while CLOCK.now() - plugged_in < 6 and (device := player.device()) is not None and not device.name:
            wait(0.05)
        while not player.state().is_audible and CLOCK.now() - plugged_in < 6:
            wait(0.05)
        assert player.state() == SoundState(library, "")
        device = player.device()
        assert device is not None
        assert device.name == "Second"
    finally:
        player.close()
        server.remove_device(module)


def test_sound_returns_within_5_s_after_the_server_died_and_was_started_again(
    server: SoundServer, player: ProcessPlayer, library: str
) -> None:
    # simpleaudio opens the device for each cue, so it notices the loss at the next one.
    player.schedule(regular(CLOCK.now(), 20), since=CLOCK.now())
    wait(0.5)
    server.stop()
    died = CLOCK.now()
    while player.state().is_audible and CLOCK.now() - died < 4:
        wait(0.05)
    state = player.state()
    assert not state.is_audible
    assert state.message
    # In the meantime no call waits.
    begin = CLOCK.now()
    player.schedule(regular(CLOCK.now(), 20), since=CLOCK.now())
    assert CLOCK.now() - begin < 0.05
    wait(1.0)
    server.start()
    started = CLOCK.now()
    while not player.state().is_audible and CLOCK.now() - started < 4.5:
        wait(0.05)
    assert player.state() == SoundState(library, "")
    with server.record() as recording:
        wait(0.5)
    assert recording.onsets()


def test_a_frozen_server_blocks_no_call_and_sound_returns_when_it_thaws(
    server: SoundServer, tones: Path, player: ProcessPlayer, library: str
) -> None:
    player.schedule(regular(CLOCK.now(), 20), since=CLOCK.now())
    # The watchdog gives a device more time during its first requests.
    wait(0.5)
    server.freeze()
    try:
        begin = CLOCK.now()
        other = ProcessPlayer("", [tones, SOUNDS], CLOCK, [library])
        other.schedule(regular(begin, 5), since=begin)
        assert CLOCK.now() - begin < 0.05
        assert not other.wait_ready(4).is_audible
        assert "does not respond" in other.state().message
        # The player that was playing has lost its device, too.
        while player.state().is_audible and CLOCK.now() - begin < 4:
            wait(0.05)
        assert not player.state().is_audible
        begin = CLOCK.now()
        other.close()
        assert CLOCK.now() - begin <= 2.2
    finally:
        server.thaw()
    thawed = CLOCK.now()
    while not player.state().is_audible and CLOCK.now() - thawed < 5:
        wait(0.05)
    assert player.state().is_audible


@pytest.mark.parametrize("library", CHOOSES_DEVICE)
def test_a_player_that_replaces_another_one_plays_the_remaining_cues(
    server: SoundServer, tones: Path, library: str
) -> None:
    need_extra(library)
    devices = iter(("", "no-such-device"))
    values = dict(default_preferences().values)
    proxy = PlayerProxy(
        lambda wanted: ProcessPlayer(wanted.text("sound.device"), [tones, SOUNDS], CLOCK, [library]),
        lambda: Preferences({**values, "sound.device": next(devices)}),
        CLOCK,
    )
    proxy.apply_settings()
    assert proxy.wait_ready(5).is_audible
    with server.record() as recording:
        begin = CLOCK.now() + 0.2
        cues = [TimedCue(begin, CUES["start"]), TimedCue(begin + 4.0, CUES["release"])]
        proxy.schedule(cues, since=CLOCK.now())
        wait_until(begin + 0.5)
        proxy.apply_settings()
        assert proxy.wait_ready(5).is_audible
        wait_until(begin + 4.5)
    proxy.close()
    first, second = recording.onsets()
    assert ids(recording) == ["start", "release"]
    assert recording.moment_of(second) - recording.moment_of(first) == pytest.approx(4.0, abs=0.05)
