"""Kills programs at random moments, and judges what they leave of the history."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Event

from tests.store.content import Content, read_content
from tests.store.kills.work import DAMAGED, WORK, Program, Work
from tests.store.sample_records import a_checkpoint
from tpsession.clock import SystemClock
from tpsession.core.history.records import Status
from tpsession.store.backups.verification import count_damaged_rows
from tpsession.store.failures import HistoryDamagedError

ROOT = Path(__file__).parents[3]
SHORTEST_STEP_S = 0.005
"""A killed program may still have to load what the one before it had loaded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a killed program left."""

    step: str
    """What became of the step in which it was killed: "absent", "whole", "half", or "lost" if an earlier one
    that was acknowledged isn't there.
    """
    problems: tuple[str, ...]
    """Anything else that is wrong."""


class Target:
    """A kind of work that is killed again and again, each time on a new copy of the same history."""

    def __init__(self, kind: str, folder: Path) -> None:
        """Prepare the history, and have a program do the work once without being killed."""
        self._kind = kind
        self._work: Work = WORK[kind]
        self._folder = folder
        self._template = folder / "template"
        for name in ("home", "files"):
            (self._template / name).mkdir(parents=True)
        self._work.prepare(Program(self._template, 20))
        self._states: list[Content] = []
        """The history before the first step, and after each."""
        self._durations_s: list[float] = []
        self._take_all_steps()

    def _take_all_steps(self) -> None:
        clock = SystemClock()
        reference = Program(self._copy("reference"))
        # A history of an earlier schema can't be read as it is, and won't be found either.
        self._states.append({} if self._kind == "update" else read_content(reference.path))
        begun = clock.now()
        steps = self._work.work(reference)
        for _ in islice(steps, self._work.steps):
            self._durations_s.append(clock.now() - begun)
            self._states.append(read_content(reference.path))
            begun = clock.now()
        assert isinstance(steps, Iterator)
        steps.close()  # type: ignore[attr-defined]  # a generator, whose history is to be closed

    def _copy(self, name: str) -> Path:
        copy = self._folder / name
        shutil.copytree(self._template, copy)
        return copy

    def kill(self, chance: random.Random) -> Outcome:
        """Kill a program at a random moment, and judge what it leaves."""
        folder = self._copy("killed")
        try:
            acknowledged = self._run_and_kill(folder, chance)
            return self._judge(folder, acknowledged)
        finally:
            shutil.rmtree(folder)

    def _run_and_kill(self, folder: Path, chance: random.Random) -> int:
        """Return how many steps the program said that it saved."""
        program = [sys.executable, "-m", "tests.store.kills.program", self._kind, str(folder)]
        # Unbuffered: `communicate` leaves out what was read ahead of a line.
        process = subprocess.Popen(
            program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert process.stdout is not None
        step = chance.randrange(self._work.steps)
        output = b"".join(process.stdout.readline() for _ in range(step + 1))
        Event().wait(chance.uniform(0.0, 1.2 * max(self._durations_s[step], SHORTEST_STEP_S)))
        process.kill()
        rest, _ = process.communicate()
        begin, *saved = (output + rest)[: (output + rest).rfind(b"\n") + 1].splitlines()
        assert begin == b"begin"
        assert len(saved) >= step
        return len(saved)

    def _judge(self, folder: Path, acknowledged: int) -> Outcome:
        """Open the history as the next program does, and compare it with what it must be."""
        program = Program(folder)
        problems: list[str] = []
        if self._kind == "rescue":
            with suppress(HistoryDamagedError):
                program.open().close()
        with program.open() as history:
            interrupted = history.find_interrupted_sessions()
            if self._kind != "rescue":
                problems += history.damage_reports()
        content = read_content(program.path)
        # `acknowledged` is the number of the state that was acknowledged, and the next one may be there.
        possible = self._states[acknowledged : acknowledged + 2]
        if content == possible[0]:
            step = "absent"
        elif content == possible[-1]:
            step = "whole"
        else:
            step = "lost" if content in self._states[:acknowledged] else "half"
        running = {row[0] for row in content["sessions"] if "running" in row}
        if {each.record.id for each in interrupted} != running:
            problems.append("an interrupted session isn't offered any more")
        problems += self._check_backups(program, acknowledged, is_whole=step == "whole")
        if self._kind == "rescue":
            kept = [file.read_bytes() for file in program.path.parent.glob("*-damaged-*")]
            for name in DAMAGED[: acknowledged + (step == "whole")]:
                if (program.files / name).read_bytes() not in kept:
                    problems.append("a damaged file isn't kept")
        with program.open() as history:
            for session in interrupted:
                history.take_over_session(session.record.id)
                history.finish_session(session.record.id, Status.COMPLETED, None, a_checkpoint(60))
            if history.find_interrupted_sessions():
                problems.append("an interrupted session can't be ended")
        return Outcome(step, tuple(problems))

    def _check_backups(self, program: Program, acknowledged: int, *, is_whole: bool) -> Iterator[str]:
        """Yield what is wrong with the backups: each is a whole history, and a step keeps what it must."""
        before = {file.name for file in self._template.glob("home/backups/*")}
        files = [backup.path for backup in program.backups.list_all() if backup.path.name not in before]
        if any(count_damaged_rows(file) for file in files):
            yield "a backup is damaged"
        if self._kind == "update":
            return
        kept = [read_content(file) for file in files]
        if any(content not in self._states[: acknowledged + 2] for content in kept):
            yield "a backup holds half a step"
        saved = acknowledged + is_whole
        if self._work.kept == "after" and acknowledged and self._states[acknowledged] not in kept:
            yield "a backup that was acknowledged is missing"
        if self._work.kept == "before" and saved and self._states[saved - 1] not in kept:
            yield "what was replaced isn't kept"
