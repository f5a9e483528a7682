"""The cues of a session in the full-screen program, found in the recording of a real sound server."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tests.audio.sound_server import SoundServer
from tests.end_to_end.full_screen import NEXT, answer_the_long_list, calm, see, to_rating
from tests.end_to_end.terminal import kept, write_routine
from tests.end_to_end.test_full_screen import full_screen
from tests.end_to_end.test_heard_session import cues_of, sounds_of, turn_down_the_rest, write_tones

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")

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
duration = "6s"
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
    """A home with a routine, and with a tone of its own pitch in place of every cue."""
    write_routine(home, "heard", ROUTINE)
    write_tones(home)
    answer_the_long_list(home)
    return home


def test_every_cue_of_a_session_is_heard_in_order_through_pause_gate_ease_and_stop(
    heard_home: Path, server: SoundServer
) -> None:
    turn_down_the_rest(heard_home)
    with full_screen("play", "heard", "--before", "6", "--after", "3") as child:
        to_rating(child)
        with server.record() as recording:
            see(child, "Broad circles, left side", "It waits for you.")
            calm()
            child.send(" ")
            see(child, "PAUSED")
            threading.Event().wait(1.5)
            child.send(" ")
            see(child, "WAITING FOR YOU")
            calm()
            child.send(" ")
            see(child, "Next: Release")
            calm()
            child.send("e")
            see(child, "Next: Lean on the ball")
            see(child, "Next: Rest")
            see(child, "Then it is done.")
            calm()
            child.send("x")
            see(child, "Why?")
            child.send("5")
            calm()
            child.send(NEXT)
            see(child, "after 3")
            threading.Event().wait(0.5)
    heard = [cue for cue in cues_of(recording) if cue != "get-ready"]
    assert heard == [
        "start-rub", "paused", "resumed", "half-way", "gate", "found", "eased", "start-press", "start-calm",
        "stop",
    ]  # fmt: skip
    onsets, sounds = recording.heard(), sounds_of(recording)
    assert onsets[sounds.index("resumed")] - onsets[sounds.index("paused")] >= 1.5
    (session,) = kept()
    assert (session["status"], session["before"], session["after"]) == ("stopped", 6, 3)
    assert session["steps"][0]["active_s"] == pytest.approx(6.0, abs=0.001)
