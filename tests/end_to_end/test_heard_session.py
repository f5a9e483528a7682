"""The cues of whole sessions are found in the recording of a real sound server."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.audio.conftest import tone, write_wav
from tests.audio.sound_server import RATE, Recording, SoundServer
from tests.end_to_end.terminal import at_terminal, command, kept, run, to_the_start, write_routine
from tests.extras import EITHER_LIBRARY, need_extra
from tests.scale import short_and_long
from tpsession.audio.engine.cue_scheduler import schedule_cues
from tpsession.audio.files.sounds import load_sounds
from tpsession.audio.files.wav import read_wav
from tpsession.core.catalog.cues import CUES, CueGroup
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.speech.phrases import PHRASES
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary

pytestmark = pytest.mark.timing

SOUNDS = [*(cue.id for cue in CUES.values() if not cue.sound), *(phrase.sound for phrase in PHRASES.values())]
PITCHES = {name: 400.0 + 100.0 * number for number, name in enumerate(SOUNDS)}
"""A pitch in hertz for every cue by its id, and for every phrase by its sound file."""
PAUSE_S = 0.06
"""Silence after each tone, so that the phrases of a sentence can be told apart."""
JITTER_S = 0.040
"""By how many seconds a cue may deviate from its moment on a machine that is shared with others."""
BUSY_JITTER_S = 0.150
"""The same if every processor is busy: then the sound server waits for one, too."""
TARGET_S = 0.005
"""The same on a machine that does nothing else."""
RESUMED_S = 0.3
"""The cues of a pause and of its end are due at once. A busy machine makes each this late at most."""
TICK_S = 0.25
"""The program looks at the clock this often, in seconds."""
TIMEOUT_S = 60

ROUTINE = """\
format = 1
name = "Heard"
area = "shoulder"
sides = "each"

[defaults]
get_ready = "2s"
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

BRIEF = """\
format = 1
name = "Brief"
area = "shoulder"
sides = "left"

[defaults]
get_ready = "1s"
countdown = "none"

[[steps]]
technique = "circles"
duration = "3s"
"""

EVERY_TECHNIQUE = """\
format = 1
name = "All"
area = "hand"
sides = "left"

[defaults]
get_ready = "10s"
countdown = "spoken"
"""
HAND_STEPS = """
[[steps]]
technique = "oil"
duration = "14s"

[[steps]]
technique = "circles"
duration = "16s"

[[steps]]
technique = "locate"

[[steps]]
technique = "strokes"
duration = "16s"
halfway = true
"""
HOLD_STEPS = """
[[steps]]
technique = "pressure"
hold = "12s"
release = "14s"
repeat = 2
wait = true

[[steps]]
technique = "stretch"
hold = "12s"

[[steps]]
technique = "wipe"
"""
REST_STEPS = """
[[steps]]
technique = "breathe"
duration = "34s"

[[steps]]
technique = "relax"
hold = "12s"
release = "14s"

[[steps]]
technique = "custom"
duration = "14s"
tempo = 12
say = "Shake it out"

[[steps]]
technique = "rest"
duration = "14s"
"""
STEPS_AND_CUES: list[tuple[str, set[str]]] = [
    (HAND_STEPS, {"gate", "half-way", "pace-up", "pace-down", "pace-circle"}),
    (HOLD_STEPS, {"gate", "found", "release", "pace-hold"}),
    (REST_STEPS, {"pace-in", "pace-out"}),
]
"""All techniques in three parts, and the cues that each part must contain."""


def write_tones(home: Path) -> None:
    """Replace the sound of every cue and every phrase by a tone with a pitch of its own."""
    (home / "sounds").mkdir()
    silence = array("h", bytes(2 * round(PAUSE_S * RATE)))
    for name, hertz in PITCHES.items():
        if name == _sound_file(name):
            write_wav(home / "sounds" / f"{name}.wav", tone(hertz) + silence)


@pytest.fixture
def heard_home(home: Path, server: SoundServer) -> Path:
    """A home with a routine, and with a tone in place of every sound."""
    write_routine(home, "heard", ROUTINE)
    write_tones(home)
    return home


def mute_all_but_signals(home: Path, library: str = "auto") -> None:
    """Turn off pacing and speech: a signal that interrupts speech can't be found in the recording."""
    settings = f'[sound]\nbackend = "{library}"\npacing = 0\nvoice = 0\n'
    (home / "settings.toml").write_text(settings, encoding="utf-8")


def sounds_of(recording: Recording) -> list[str]:
    """The sounds that are heard, recognised by their pitch."""
    names = {hertz: cue for cue, hertz in PITCHES.items()}
    return [names[recording.pitch(index, list(names))] for index in recording.onsets()]


def cues_of(recording: Recording) -> list[str]:
    """The signals that are heard: neither pacing nor speech."""
    return [name for name in sounds_of(recording) if is_signal_name(name)]


def is_signal_name(name: str) -> bool:
    """Whether a sound is neither pacing nor speech."""
    return name in CUES and CUES[name].group is not CueGroup.PACING


def planned_sounds(routine: str, speed: float) -> tuple[list[str], list[float]]:
    """The sounds that are heard according to the plan of a routine, and their moments in seconds."""
    paths, resources = find_paths(), find_resources()
    plan = build_plan(FileLibrary(paths, resources).load_routine(routine), PlanOptions())
    samples = load_sounds([paths.sounds, resources.sounds]).samples
    requested = [timed.at_speed(speed) for timed in full_timeline(plan, UNATTENDED_GATE_S)]
    heard = sorted(
        (scheduled.at + offset, _sound_file(str(name)))
        for scheduled in schedule_cues(requested, samples.seconds)
        for offset, name in scheduled.sounds
    )
    return [name for _, name in heard], [moment for moment, _ in heard]


def _sound_file(name: str) -> str:
    """The stem of the sound file of a cue or a phrase. A spoken count has the file of a phrase."""
    return CUES[name].stems[0] if name in CUES else name


def play_alone(routine: str, speed: int) -> subprocess.CompletedProcess[bytes]:
    """Play a routine in plain mode with nobody there, to the last sound on its way to the ear."""
    done = subprocess.run(
        command("play", routine, "--plain", "--speed", str(speed)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_S + 60,
        check=False,
    )
    threading.Event().wait(0.5)
    return done


def wait_between_cues() -> None:
    """Wait long enough for two cues to be found separately in the recording."""
    threading.Event().wait(0.3)


def jitter(recording: Recording, moments: list[float], *, stalls: int = 0) -> float:
    """The largest deviation of an onset from its moment, after the usual lateness, in seconds.

    stalls: so many of the largest are left out, because other programs may have held up the machine.
    """
    late = [heard - moment for heard, moment in zip(recording.heard(), moments, strict=True)]
    usual = statistics.median(late)
    return sorted(abs(one - usual) for one in late)[-1 - stalls]


@pytest.mark.parametrize("limit_s", short_and_long(JITTER_S, TARGET_S))
def test_every_cue_of_a_session_is_heard_in_order_at_its_moment_while_the_program_stands_still(
    heard_home: Path, server: SoundServer, limit_s: float
) -> None:
    names, moments = planned_sounds("heard", 1.0)
    with server.record() as recording:
        program = subprocess.Popen(
            command("play", "heard", "--plain", "--before", "6", "--after", "3"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        # The program is stopped while cues are due in the first seconds on the other side.
        threading.Event().wait(18.0)
        os.kill(program.pid, signal.SIGSTOP)
        threading.Event().wait(1.0)
        os.kill(program.pid, signal.SIGCONT)
        _, errors = program.communicate(timeout=TIMEOUT_S)
        threading.Event().wait(0.5)
    assert program.returncode == 0
    assert errors == b""
    heard = sounds_of(recording)
    # The program ends with the session, but waits for the last words.
    assert heard == names
    assert names[-1] == "say-session-complete"
    assert jitter(recording, moments) <= limit_s
    (session,) = kept()
    assert (session["status"], session["active_s"]) == ("completed", 2 * (5 + 5))


def test_a_recorded_session_and_its_rendered_file_agree_from_the_first_sound_on(
    heard_home: Path, server: SoundServer, tmp_path: Path
) -> None:
    write_routine(heard_home, "brief", BRIEF)
    with server.record() as recording:
        played = play_alone("brief", speed=1)
    file = tmp_path / "brief.wav"
    rendered = run("render", "brief", "-o", str(file))
    assert (played.returncode, rendered.returncode) == (0, 0), rendered.stderr
    written = Recording(read_wav(file), [])
    assert sounds_of(written) == sounds_of(recording)
    assert jitter(recording, [index / RATE for index in written.onsets()]) <= JITTER_S


@contextmanager
def busy_processors() -> Iterator[None]:
    """Keep every processor busy."""
    programs = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_every_cue_from_the_first_on_is_heard_in_twenty_of_twenty_starts_on_a_busy_machine(
    heard_home: Path, server: SoundServer
) -> None:
    write_routine(heard_home, "brief", BRIEF)
    mute_all_but_signals(heard_home)
    names, moments = planned_sounds("brief", 1.0)
    signals = [(name, moment) for name, moment in zip(names, moments, strict=True) if is_signal_name(name)]
    for _ in range(20):
        with busy_processors(), server.record() as recording:
            program = play_alone("brief", speed=1)
        assert (program.returncode, program.stderr) == (0, b"")
        assert sounds_of(recording) == [name for name, _ in signals]
        assert jitter(recording, [moment for _, moment in signals]) <= BUSY_JITTER_S


@pytest.mark.long
@pytest.mark.parametrize(("steps", "expected_cues"), STEPS_AND_CUES, ids=["hands", "holds", "rest"])
def test_everything_in_a_routine_of_every_technique_is_heard_once_and_in_order(
    heard_home: Path, server: SoundServer, steps: str, expected_cues: set[str]
) -> None:
    write_routine(heard_home, "all", EVERY_TECHNIQUE + steps)
    names, moments = planned_sounds("all", 2.0)
    with server.record() as recording:
        program = play_alone("all", speed=2)
    assert program.returncode == 0
    assert program.stderr == b""
    assert {CUES[name].variant_of or name for name in names if name in CUES} >= {
        *expected_cues,
        "start",
        "end",
    }
    heard = sounds_of(recording)
    # The program ends with the session, but waits for the last words.
    assert heard == names
    assert names[-1] == "say-session-complete"
    # An unattended gate passes at a tick of the program, so the cues can't be more punctual than that.
    assert jitter(recording, moments) <= TICK_S


@pytest.mark.parametrize("library", EITHER_LIBRARY)
def test_actions_replace_the_cues_that_follow_and_a_pause_is_silent(
    heard_home: Path, server: SoundServer, library: str
) -> None:
    need_extra(library)
    mute_all_but_signals(heard_home, library)
    with server.record() as recording, at_terminal("play", "heard", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Step 1 of 3")
        wait_between_cues()
        child.sendline("")
        child.expect("Paused")
        threading.Event().wait(1.5)
        child.sendline("")
        child.expect("Resumed")
        child.expect("hold 1 of 2")
        wait_between_cues()
        child.sendline("e")
        child.expect("Eased off")
        child.expect("ball, left side, hold 2 of 2")
        wait_between_cues()
        child.sendline("b")
        child.expect("Back")
        child.expect("hold 1 of 2")
        wait_between_cues()
        child.sendline("s")
        child.expect("Step 3 of 3")
        child.expect("How strong")
        threading.Event().wait(0.5)
    heard = cues_of(recording)
    beeps = ["count-beep"] * 3
    assert [cue for cue in heard if cue != "get-ready"] == [
        "start-rub", "paused", "resumed", *beeps, "start-press", "eased", "start-press", "start-press",
        "start-calm", "end",
    ]  # fmt: skip
    sounds = sounds_of(recording)
    assert sounds == cues_of(recording)
    at = dict(zip(reversed(sounds), reversed(recording.heard()), strict=True))
    """When each cue was first heard."""
    paused_s = at["resumed"] - at["paused"]
    assert paused_s >= 1.5 - RESUMED_S
    # The step continues where it was: its last three seconds are later by the length of the pause.
    assert at["count-beep"] - at["start-rub"] == pytest.approx(2.0 + paused_s, abs=RESUMED_S)


def test_a_killed_player_is_replaced_and_nothing_is_printed_about_it(
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
        out, errors = program.communicate(timeout=TIMEOUT_S)
    assert program.returncode == 0
    assert errors == ""
    assert "Session complete." in out
    assert "Traceback" not in out
    assert cues_of(recording)[-1] == "end"
