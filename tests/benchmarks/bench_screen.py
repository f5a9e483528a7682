"""The full-screen program against a bare one, and what a session takes of the processor: Linux only.

``python -m tests.benchmarks.bench_screen``
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pexpect

from tests.benchmarks.pairs import Taken, in_turn, taken_words
from tests.end_to_end.full_screen import LONG_CIRCLES, NEXT, answer_the_long_list, calm, get_ready, see
from tests.end_to_end.terminal import end
from tpsession.clock import SystemClock

PAINT_RUNS = 40
MEMORY_RUNS = 3
PAINT_REACH = 1.25
MEMORY_REACH = 1.4
SETTLED_S = 2.0
MEASURED_S = 20.0
SCREEN_REACH = 3.0
STILL_REACH = 1.0
PLAYER_REACH = 1.5
BARE = ("tests.benchmarks.bare_app", "Bare")
LISTED = "Breathing, five minutes"
"""A built-in routine among the first of the list, which are on the screen at 80x24."""
OURS = ("tpsession", LISTED)


@contextmanager
def at_terminal(module: str, home: str) -> Iterator[pexpect.spawn[str]]:
    """A program at a terminal of 80 by 24, ended when the block is left."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", module],
        env={**environment, "TPSESSION_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=30,
    )
    try:
        yield child
    finally:
        end(child)


def painted(module: str, words: str, home: str, clock: SystemClock) -> Taken:
    """What a program takes from its start until these words are on its screen."""
    began = clock.now()
    with at_terminal(module, home) as child:
        child.expect_exact(words)
        return Taken(clock.now() - began, processor_s(process_of(child)))


def processor_s(process: int) -> float:
    """Seconds of processor time that a process has taken, with all its threads."""
    # Its processor-time clock, numbered as clock_getcpuclockid(3) does it; /proc counts in hundredths.
    return time.clock_gettime(~process << 3 | 2)


def memory_mb(process: int) -> float:
    """Megabytes of memory that a process holds."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if "VmRSS" in line]
    return int(line.split()[1]) / 1024


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in found for child in task.read_text().split()]


def process_of(child: pexpect.spawn[str]) -> int:
    """The process that runs at a terminal."""
    assert child.pid is not None
    return child.pid


def drain(child: pexpect.spawn[str], seconds: float, clock: SystemClock) -> None:
    """Read what a program draws for so long, as a terminal does."""
    end = clock.now() + seconds
    while clock.now() < end:
        child.expect([pexpect.TIMEOUT], timeout=min(0.5, max(end - clock.now(), 0.01)))
        child.buffer = ""


def load(home: str, clock: SystemClock) -> tuple[float, float]:
    """Percent of a core that the screen and the player take in a session, after it has settled."""
    with at_terminal("tpsession", home) as child:
        see(child, LISTED)
        child.send("/long")
        calm()
        child.send(NEXT)
        calm()
        get_ready(child)
        drain(child, 4.0, clock)
        screen = process_of(child)
        processes = [screen, *children(screen)[:1]]
        before = [processor_s(process) for process in processes]
        began = clock.now()
        drain(child, MEASURED_S, clock)
        took = clock.now() - began
        loads = [
            (processor_s(process) - earlier) / took * 100
            for process, earlier in zip(processes, before, strict=True)
        ]
        return loads[0], loads[1] if len(loads) > 1 else 0.0


@contextmanager
def home(*, motion: bool = True) -> Iterator[str]:
    """A home with a routine, where the program was used before: the first start shows a welcome."""
    with tempfile.TemporaryDirectory() as folder:
        routines = Path(folder, "routines")
        routines.mkdir()
        (routines / "circles.toml").write_text(LONG_CIRCLES)
        Path(folder, "settings.toml").write_text(f"[screen]\nmotion = {str(motion).lower()}\n")
        log = [sys.executable, "-m", "tpsession", "log", "--area", "neck", "--before", "5"]
        environment = {**os.environ, "TPSESSION_HOME": folder}
        subprocess.run(log, check=True, env=environment, stdout=subprocess.DEVNULL)
        answer_the_long_list(Path(folder))
        yield folder


def first_paint(folder: str, clock: SystemClock) -> None:
    """Print how long the list takes to be on the screen."""
    ours, bare = partial(painted, *OURS, folder, clock), partial(painted, *BARE, folder, clock)
    in_turn(ours, bare, 1)
    pairs = in_turn(ours, bare, PAINT_RUNS)
    sys.stdout.write(
        f"first paint of the list, against a bare program's: {taken_words(pairs)}; reach {PAINT_REACH}; "
        f"{statistics.median(ours.passed_s for ours, _ in pairs):.2f} s\n"
    )


def held_mb(module: str, words: str, home: str, clock: SystemClock) -> float:
    """Megabytes that a program holds after all has come that its first screen shows."""
    with at_terminal(module, home) as child:
        child.expect_exact(words)
        drain(child, SETTLED_S, clock)
        return memory_mb(process_of(child))


def memory(folder: str, clock: SystemClock) -> None:
    """Print what the list takes."""
    pairs = in_turn(
        partial(held_mb, *OURS, folder, clock), partial(held_mb, *BARE, folder, clock), MEMORY_RUNS
    )
    ours, bare = (statistics.median(sizes) for sizes in zip(*pairs, strict=True))
    sys.stdout.write(
        f"memory: {ours:.1f} MB against {bare:.1f} MB, {ours / bare:.2f} times (reach {MEMORY_REACH})\n"
    )


def main() -> None:
    """Print first paint, memory and load, each beside what it must reach."""
    clock = SystemClock()
    with home() as folder:
        first_paint(folder, clock)
        memory(folder, clock)
    for name, motion, reach in (("moving", True, SCREEN_REACH), ("still", False, STILL_REACH)):
        with home(motion=motion) as folder:
            screen, player = load(folder, clock)
        sys.stdout.write(
            f"session, {name}: screen {screen:.1f} % of a core (reach {reach:g}), "
            f"player {player:.1f} % (reach {PLAYER_REACH:g}; it plays where there is a sound server)\n"
        )


if __name__ == "__main__":
    main()
