"""Plays a routine full screen as a person does, on a silent sound server of its own, and records it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect

from tests.audio.sound_server import Recording, running_server
from tests.end_to_end.full_screen import NEXT, calm, see
from tests.end_to_end.terminal import kept
from tests.end_to_end.test_full_screen import LEAVES, full_screen
from tests.long.routines.expected import CHOSEN_AREAS, Part
from tpsession.clock import SystemClock

BEFORE, AFTER = 6, 3
"""The ratings that the person gives."""
TITLE_BACK = "\x1b[23;2t"
"""The last thing that a terminal is told: to show its earlier title again."""
LATE_S = 5.0
"""The screen shows this long after its moment at the latest that the session waits, or is over."""
SHOWN_S = 1.0
"""What a press leads to is shown within this many seconds."""
MAX_PRESSES = 10
"""No screen before the session needs more presses."""
PRIORITY = 5
"""The real-time priority of all that makes the sound, as a sound server has it on a desktop."""
READ_S = 0.25
"""What the program draws is read at least this often."""


@dataclass(frozen=True, slots=True)
class Played:
    """A session that was played to its end."""

    recording: Recording
    presses: tuple[float, ...]
    """When the session was started and each gate passed, in seconds of the clock."""
    shown: str
    """All that was drawn."""
    printed: str
    """What was printed before the program drew anything, and after it gave the terminal back."""
    exit_code: int
    log: str
    """The program's log of its own faults."""
    sessions: list[dict[str, Any]]
    """The history, as ``history --json`` prints it."""


class Viewer:
    """Reads all that the program draws, so that it never waits for the terminal."""

    def __init__(self, child: pexpect.spawn[str]) -> None:
        self.child = child
        self._clock = SystemClock()

    def watch(self, seconds: float) -> str:
        """Read for some seconds; returns what was drawn."""
        end, drawn = self._clock.now() + seconds, ""
        while (left_s := end - self._clock.now()) > 0.0:
            drawn += self._read(min(left_s, READ_S))
        return drawn

    def wait_for(self, words: str, seconds: float) -> None:
        """Read until words are drawn in one go; raises `AssertionError` if they aren't in time."""
        end, drawn = self._clock.now() + seconds, ""
        while words not in drawn:
            assert self._clock.now() < end, f"{words!r} is not shown in time"
            drawn += self._read(READ_S)

    def _read(self, seconds: float) -> str:
        try:
            return self.child.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return ""


def play(routine: str, parts: list[Part]) -> Played:
    """Play a built-in routine in a fresh home: the person listens to the end in each gate, then presses.

    This process's environment is changed for good: it is made for one routine.
    """
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        _let_children_come_first(os.getpid())
        home = Path(folder) / "home"
        os.environ |= server.env | {"TPSESSION_HOME": str(home), "TPSESSION_PERSON": ""}
        area = ["--area", CHOSEN_AREAS[routine]] if routine in CHOSEN_AREAS else []
        drawn = Path(folder) / "drawn"
        with drawn.open("w") as log, full_screen("play", routine, *area) as child:
            child.logfile_read = log
            with server.record() as recording:
                presses = _follow(child, parts)
            exit_code = _leave(child)
        shown = drawn.read_text()
        faults = home / "tpsession.log"
        return Played(
            recording,
            tuple(presses),
            shown,
            shown.partition("\x1b")[0] + shown.rpartition(TITLE_BACK)[2],
            exit_code,
            faults.read_text() if faults.exists() else "",
            kept(),
        )


def _let_children_come_first(program: int) -> None:
    """Let the processes that a program has started come before all others, if the system allows that.

    Otherwise whatever else the machine does makes gaps in the sound that would look like faults of a routine.
    How the sound fares on a busy machine is measured in `tests/end_to_end/test_heard_session.py`.
    """
    tasks = Path(f"/proc/{program}/task").glob("*/children")
    for child in [child for task in tasks for child in task.read_text().split()]:
        with suppress(OSError):
            for thread in Path(f"/proc/{child}/task").iterdir():
                os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(PRIORITY))


def _follow(child: pexpect.spawn[str], parts: list[Part]) -> list[float]:
    """Answer what is asked, and play the session; returns the moments of the presses."""
    clock, viewer = SystemClock(), Viewer(child)
    _answer_the_questions(child)
    presses = [clock.now()]
    child.send(f"{BEFORE}{NEXT}")
    see(child, "left in total")
    began = clock.now()
    assert child.pid is not None
    _let_children_come_first(child.pid)
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        viewer.watch(part.length_s - LATE_S - (clock.now() - began))
        viewer.wait_for("How strong is your pain" if is_last else "WAITING FOR YOU", 2 * LATE_S)
        viewer.watch(part.listened_s - (clock.now() - began))
        if not is_last:
            began = clock.now()
            presses.append(began)
            child.send(" ")
    return presses


def _answer_the_questions(child: pexpect.spawn[str]) -> None:
    """Go through the preparation and the long safety list, up to the rating."""
    see(child, "Get ready, 1 of 3")
    # A screen on which not everything fits is read in several steps.
    _press_until(child, NEXT, "Get ready, 2 of 3")
    _press_until(child, "n", "Get ready, 3 of 3")
    calm()


def _press_until(child: pexpect.spawn[str], key: str, words: str) -> None:
    """Press a key again and again, as calmly as a person who reads, until words are shown."""
    for _ in range(MAX_PRESSES):
        calm()
        child.send(key)
        if child.expect_exact([words, pexpect.TIMEOUT], timeout=SHOWN_S) == 0:
            return
    raise AssertionError(f"{words!r} is not shown after {MAX_PRESSES} presses")


def _leave(child: pexpect.spawn[str]) -> int:
    """Give the rating after the session, see the change, and leave the program; returns its exit code."""
    child.send(f"{AFTER}{NEXT}")
    see(child, f"Pain before {BEFORE}, after {AFTER}")
    calm()
    child.send(NEXT)
    see(child, "Start")
    calm()
    child.send("q")
    see(child, LEAVES)
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus is not None
    return child.exitstatus
