"""A whole session in the full-screen program; its cues are found in the recording of a real sound server."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tests.audio.sound_server import SoundServer
from tests.end_to_end.full_screen import LEFT, NEXT, calm, see, to_rating
from tests.end_to_end.terminal import kept, write_routine
from tests.end_to_end.test_full_screen import full_screen
from tests.end_to_end.test_heard_session import cues_of, mute_all_but_signals, sounds_of, write_tones
from tpsession.clock import SystemClock

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these"),
    pytest.mark.timing,
]

ROUTINE = """\
format = 1
name = "Heard"
area = "shoulder"
sides = "left"

[defaults]
get_ready = "2s"
countdown = "none"

[[steps]]
technique = "circles"
duration = "10s"
halfway = true

[[steps]]
technique = "pressure"
hold = "4s"
release = "2s"
repeat = 2
wait = true

[[steps]]
technique = "rest"
duration = "2s"
"""


@pytest.fixture
def heard_home(home: Path, server: SoundServer) -> Path:
    """A home with a routine, and with a tone in place of every sound."""
    write_routine(home, "heard", ROUTINE)
    write_tones(home)
    return home


def test_a_session_with_pauses_easing_going_back_stopping_and_many_resizes_is_heard_and_saved(
    heard_home: Path, server: SoundServer
) -> None:
    mute_all_but_signals(heard_home)
    clock = SystemClock()
    with full_screen("play", "heard") as child:
        to_rating(child, long=True)
        see(child, "Get ready, 3 of 3")
        calm()
        with server.record() as recording:
            child.send("6")
            child.send(NEXT)
            see(child, "Broad circles, left side", "Take your time.")
            began = clock.now()
            calm()
            child.send(" ")
            see(child, "PAUSED")
            worked_s = clock.now() - began
            for size in [(6, 20), (60, 200), (1, 1), (20, 60), (24, 80)] * 5:
                child.setwinsize(*size)
                threading.Event().wait(0.02)
            calm()
            child.send(" ")
            see(child, "WAITING FOR YOU")
            calm()
            child.send(" ")
            see(child, "hold 1 of 2")
            calm()
            child.send("e")
            see(child, "Next: Lean on the ball", "Next: Rest")
            calm()
            child.send(LEFT)
            see(child, "WAITING FOR YOU")
            calm()
            child.send(" ")
            see(child, "hold 1 of 2")
            calm()
            child.send("x")
            see(child, "Why are you")
            calm()
            child.send("g")
            see(child, "Next: Release", "hold 2 of 2, 4 seconds")
            see(child, "Last step.")
            # The step's own cue is heard to its end: another right after it wouldn't be told apart.
            calm()
            child.send("x")
            see(child, "Why are you")
            child.send("6")
            calm()
            child.send(NEXT)
            see(child, "How strong is your pain")
            calm()
        child.send("3")
        child.send(NEXT)
        see(child, "Pain before 6, after 3: 3 points less.")
    assert cues_of(recording) == [
        "get-ready", "start-rub", "paused", "resumed", "half-way", "gate", "found", "eased", "start-press",
        "gate", "found", "stop", "resumed", "release", "start-press", "start-calm", "stop",
    ]  # fmt: skip
    onsets, sounds = recording.heard(), sounds_of(recording)
    assert onsets[sounds.index("resumed")] - onsets[sounds.index("paused")] >= 1.4
    (session,) = kept()
    assert (session["before"], session["after"]) == (6, 3)
    assert (session["status"], session["stop_reason"], session["side"]) == ("stopped", "interrupted", "left")
    assert session["planned_s"] == 2 + 10 + 4 + 2 + 4 + 2
    circles, pressure, rest = session["steps"]
    assert circles["active_s"] == pytest.approx(10.0, abs=0.001)
    assert worked_s < 10.0
    # There were two holds. The first was eased off after a second and played again.
    assert 10.0 < pressure["active_s"] < 18.0
    assert (pressure["eased"], rest["skipped"]) == (True, False)
    assert session["active_s"] == pytest.approx(circles["active_s"] + pressure["active_s"], abs=0.001)
