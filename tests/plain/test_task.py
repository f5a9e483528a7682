"""A long task in plain mode: it is told of, and Ctrl-C stops it."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.ports import FakeClock, ScriptedConsole
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.plain import task
from tpsession.plain.task import run_stoppable


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "TASK_DELAY_S", 0.01)


def test_a_short_task_says_nothing_and_its_error_is_raised() -> None:
    console, progress = ScriptedConsole(FakeClock()), TaskProgress()
    assert run_stoppable(console, lambda: 5, progress) == 5

    def fail() -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        run_stoppable(console, fail, progress)
    assert console.lines == []


def test_a_long_task_says_how_far_it_is_and_ctrl_c_stops_it_unless_it_is_too_late() -> None:
    class InterruptingConsole(ScriptedConsole):
        def say(self, text: str) -> None:
            super().say(text)
            raise KeyboardInterrupt

    console, progress = InterruptingConsole(FakeClock()), TaskProgress()

    def last(*, minds: bool) -> str:
        part = progress.begin("Restoring")
        part.report(1, 4)
        while not progress.is_stopped:
            threading.Event().wait(0.001)
        if minds:
            progress.check()
        return "done"

    with pytest.raises(TaskStoppedError):
        run_stoppable(console, lambda: last(minds=True), progress)
    assert console.lines == ["Restoring: 25 % (Ctrl-C stops it)"]
    progress.restart()
    assert run_stoppable(console, lambda: last(minds=False), progress) == "done"


def test_the_end_of_the_program_stops_it() -> None:
    class GoneConsole(ScriptedConsole):
        def say(self, text: str) -> None:
            raise SystemExit(129)

    progress = TaskProgress()

    def last() -> None:
        progress.begin("Restoring")
        while not progress.is_stopped:
            threading.Event().wait(0.001)

    with pytest.raises(SystemExit):
        run_stoppable(GoneConsole(FakeClock()), last, progress)
    assert progress.is_stopped
