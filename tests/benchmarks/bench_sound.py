"""How punctual the sound is and what it costs: ``python -m tests.benchmarks.bench_sound [SECONDS]``.

Needs PulseAudio. Reach: onset jitter 5 ms (simpleaudio, where it is installed: 30 ms), also while the program
is stopped for a second; drift over 10 min 10 ms; player 1.5 % of a core; mixing 100 times real time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
from collections import deque
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.conftest import write_tones
from tests.audio.engine.fake_device import DeviceFaults
from tests.audio.engine.test_clock_sync import UNDERRUNS, deviations
from tests.audio.recorded.long_run import record_run
from tests.audio.recorded.schedules import irregular, jitter, late_by
from tests.audio.sound_server import running_server
from tests.core.routines import THREE_HOLDS, routine
from tests.extras import MODULES
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.protocol import schedule_message
from tpsession.audio.engine.cue_scheduler import schedule_cues
from tpsession.audio.engine.mixer import RATE, Mixer
from tpsession.audio.files.instructions import FOLDER, ogg_seconds
from tpsession.audio.files.sounds import load_sounds
from tpsession.clock import SystemClock
from tpsession.core.catalog.routine import Step
from tpsession.core.catalog.technique import CIRCLES, STROKES
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.settings.backends import SOUND_LIBRARIES

CLOCK = SystemClock()
IDLE_S = 10.0


def row(name: str, value: str) -> None:
    """Print one row."""
    sys.stdout.write(f"{name:<58} {value}\n")
    sys.stdout.flush()


def onsets(tones: Path, seconds: float, library: str, *, stopped_after: float | None) -> None:
    """Onset jitter against a recorded server."""
    run = record_run(tones, seconds, stopped_after=stopped_after, library=library)
    late = late_by(run.recording, run.cues)
    how = "" if stopped_after is None else ", program stopped for 1 s"
    figures = f"largest {1000 * jitter(late):.2f} ms, std {1000 * statistics.pstdev(late):.2f} ms"
    row(f"onset jitter, {library}, {len(late)} cues in {seconds:.0f} s{how}", figures)
    row("  heard after its moment (median)", f"{1000 * statistics.median(late):.1f} ms")


def drift() -> None:
    """Ten minutes on a fake device."""
    for ppm in (200, -200):
        for stalls in ((), UNDERRUNS):
            off = deviations(DeviceFaults(drift_ppm=ppm, stalls=stalls))
            how = f", {len(stalls)} underruns" if stalls else ""
            row(f"10 min at {ppm:+} ppm{how}, {len(off)} cues", f"largest {1000 * max(map(abs, off)):.2f} ms")


def processor_s(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(tones: Path) -> None:
    """Processor use of the player process."""
    with running_server() as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.env.items():
            patch.setenv(name, value)
        begin = CLOCK.now()
        player = ProcessPlayer("", [tones, SOUNDS], CLOCK)
        if not player.wait_ready(5).is_audible:
            row("no sound:", player.state().message)
            return
        row("from opening the player to a playing device", f"{1000 * (CLOCK.now() - begin):.0f} ms")
        process = player._process
        assert process is not None
        threading.Event().wait(1.0)
        for name in ("idle", "playing 2.5 cues a second"):
            if name != "idle":
                player.schedule(irregular(CLOCK.now(), IDLE_S), since=CLOCK.now())
            before = processor_s(process.pid)
            threading.Event().wait(IDLE_S)
            row(f"processor, player {name}", f"{100 * (processor_s(process.pid) - before) / IDLE_S:.1f} %")
        player.close()


def mixing() -> None:
    """Rendering speed of the mixer: an hour with a cue each second and two at once each tenth."""
    samples = load_sounds([SOUNDS]).samples
    mixer = Mixer(samples)
    names = list(samples)
    seconds = 3600
    begin = CLOCK.now()
    for second in range(seconds):
        mixer.add(names[second % len(names)], second * RATE)
        if second % 10 == 0:
            mixer.add("gate", second * RATE + 5000)
        mixer.block(RATE)
    row("mixing an hour, a cue each second", f"{seconds / (CLOCK.now() - begin):.0f} times real time")


def guided() -> None:
    """Placing and mixing 20 minutes of strokes and circles at 30 a minute, with speech and counts."""
    samples = load_sounds([SOUNDS]).samples
    strokes = Step(STROKES, duration_s=600.0, tempo=30.0)
    laid = build_plan(
        routine(strokes, Step(CIRCLES, duration_s=540.0, tempo=30.0), THREE_HOLDS), PlanOptions()
    )
    heard = list(full_timeline(laid, 10.0))
    row(f"one message with all {len(heard)} cues", f"{len(schedule_message(heard, 0.0)) / 1000:.0f} kB")
    begin = CLOCK.now()
    placed = schedule_cues(heard, samples.seconds)
    row("placing them", f"{1000 * (CLOCK.now() - begin):.0f} ms")
    mixer = Mixer(samples)
    due = deque((one.at + offset, name) for one in placed for offset, name in one.sounds)
    begin = CLOCK.now()
    seconds = int(laid.planned_s) + 3
    for second in range(seconds):
        while due and due[0][0] < second + 1:
            at, name = due.popleft()
            mixer.add(name, round(at * RATE))
        mixer.block(RATE)
    row("mixing them", f"{seconds / (CLOCK.now() - begin):.0f} times real time")


def instructions() -> None:
    """What the recorded instructions weigh, and what it takes to find and to decode them."""
    paths = sorted((SOUNDS / FOLDER).glob("*.ogg"))
    begin = CLOCK.now()
    lengths = [ogg_seconds(path) or 0.0 for path in paths]
    found_s = CLOCK.now() - begin
    size = sum(path.stat().st_size for path in paths)
    in_all = f"{sum(lengths) / 60:.1f} minutes, {size / 1e6:.1f} MB"
    row(f"{len(paths)} recorded instructions", in_all)
    row("  finding the length of one", f"{1000 * found_s / len(paths):.2f} ms")
    begin = CLOCK.now()
    for path in paths:
        decode(path)
    row("  decoding them", f"{sum(lengths) / (CLOCK.now() - begin):.0f} times real time")


def main() -> None:
    """Print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 40.0
    with tempfile.TemporaryDirectory() as name:
        tones = write_tones(Path(name) / "tones")
        for library in SOUND_LIBRARIES:
            if find_spec(MODULES.get(library, library)) is not None:
                onsets(tones, seconds, library, stopped_after=None)
                onsets(tones, seconds, library, stopped_after=seconds / 2)
        cost(tones)
    drift()
    mixing()
    guided()
    instructions()


if __name__ == "__main__":
    main()
