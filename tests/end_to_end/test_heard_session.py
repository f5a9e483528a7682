"""The cues of whole sessions, found in the recording of a real sound server."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import threading
from pathlib import Path

import pytest

from tests.audio.conftest import tone, write_wav
from tests.audio.sound_server import Recording, SoundServer
from tests.end_to_end.terminal import at_terminal, command, kept, to_the_start, write_routine
from tpsession.core.cue import CUES, END
from tpsession.core.plan import Choices, plan
from tpsession.core.side import Side
from tpsession.files.library import FileLibrary
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources

PITCHES = {cue: 400.0 + 100.0 * number for number, cue in enumerate(CUES)}
JITTER_S = 0.005
PATIENCE_S = 60

ROUTINE = """\
format = 1
name = "Heard"
area = "shoulder"
sides = "each"

[defaults]
get_ready = "1s"
countdown = "beeps"

[[steps]]
technique = "circles"
duration = "5s"

[[steps]]
technique = "pressure"
hold = "2s"
release = "1s"
repeat = 2
halfway = true

[[steps]]
technique = "rest"
duration = "1s"
sided = false
"""


@pytest.fixture
def heard_home(home: Path, server: SoundServer) -> Path:
    """A home with a routine, and with a tone of its own pitch in place of every cue."""
    write_routine(home, "heard", ROUTINE)
    (home / "sounds").mkdir()
    for cue, hertz in PITCHES.items():
        write_wav(home / "sounds" / f"{cue}.wav", tone(hertz))
    return home


def cues_of(recording: Recording) -> list[str]:
    """The cues that are heard, told by their pitch."""
    names = {hertz: cue for cue, hertz in PITCHES.items()}
    return [names[recording.pitch(index, list(names))] for index in recording.onsets()]


def planned_cues(name: str = "heard", side: Side = Side.BOTH) -> tuple[list[str], list[float]]:
    """The cues that a routine's plan has, and their seconds from its start."""
    laid_out = plan(FileLibrary(find_paths(), find_resources()).routine(name), Choices(side=side))
    placed = [
        (phase.starts_s + inside.moment(phase.planned_s), inside.cue.id)
        for phase in laid_out.phases
        for inside in phase.cues
    ]
    placed.append((laid_out.planned_s, END.id))
    return [cue for _, cue in placed], [moment for moment, _ in placed]


def apart() -> None:
    """Wait until two cues can be told apart in the recording."""
    threading.Event().wait(0.3)


def jitter(recording: Recording, moments: list[float]) -> float:
    """The largest deviation of an onset from its moment, after the usual lateness, in seconds."""
    late = [heard - moment for heard, moment in zip(recording.heard(), moments, strict=True)]
    # The first cue is due at the very moment at which the session starts: no device is that fast.
    del late[0]
    usual = statistics.median(late)
    return max(abs(one - usual) for one in late)


@pytest.mark.alone
def test_every_cue_of_a_session_is_heard_in_order_at_its_moment_while_the_program_stands_still(
    heard_home: Path, server: SoundServer
) -> None:
    names, moments = planned_cues()
    with server.record() as recording:
        program = subprocess.Popen(
            command("play", "heard", "--plain", "--before", "6", "--after", "3"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        # While cues are due in the first seconds on the other side, the screen's process stops.
        threading.Event().wait(17.0)
        os.kill(program.pid, signal.SIGSTOP)
        threading.Event().wait(1.0)
        os.kill(program.pid, signal.SIGCONT)
        _, errors = program.communicate(timeout=PATIENCE_S)
        threading.Event().wait(0.5)
    assert program.returncode == 0
    assert errors == b""
    heard = cues_of(recording)
    assert heard == names
    assert jitter(recording, moments) <= JITTER_S
    (session,) = kept()
    assert (session["status"], session["active_s"]) == ("completed", 2 * (5 + 5))


def test_actions_replace_the_cues_that_follow_and_a_pause_is_silent(
    heard_home: Path, server: SoundServer
) -> None:
    with server.record() as recording, at_terminal("play", "heard", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Step 1 of 3")
        apart()
        child.sendline("")
        child.expect("Paused")
        threading.Event().wait(1.5)
        child.sendline("")
        child.expect("Going on")
        child.expect("hold 1 of 2")
        apart()
        child.sendline("e")
        child.expect("Eased off")
        child.expect("hold 2 of 2")
        apart()
        child.sendline("b")
        child.expect("Back")
        child.expect("hold 1 of 2")
        apart()
        child.sendline("s")
        child.expect("Step 3 of 3")
        child.expect("How strong")
        threading.Event().wait(0.5)
    heard = cues_of(recording)
    beeps = ["count-beep"] * 3
    assert [cue for cue in heard if cue != "get-ready"] == [
        "start", "paused", "resumed", *beeps, "start", "eased", "start", "start", "start", "end",
    ]  # fmt: skip
    onsets = recording.heard()
    assert onsets[heard.index("resumed")] - onsets[heard.index("paused")] >= 1.5


def test_a_player_that_is_killed_comes_back_and_the_terminal_stays_clean(
    heard_home: Path, server: SoundServer
) -> None:
    with server.record() as recording:
        program = subprocess.Popen(
            command("play", "heard", "--plain", "--side", "left", "--speed", "2"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Event().wait(2.0)
        tasks = Path(f"/proc/{program.pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text().split()]
        assert children, "the player is a process of its own"
        os.kill(int(children[0]), signal.SIGKILL)
        out, errors = program.communicate(timeout=PATIENCE_S)
    assert program.returncode == 0
    assert errors == ""
    assert "Session complete." in out
    assert "Traceback" not in out
    assert cues_of(recording)[-1] == "end"
