"""Runs a long task on the history in plain mode: says how far it is, and lets Ctrl-C stop it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from threading import Thread
from typing import TypeVar

from tpsession.core.task_progress import TaskProgress
from tpsession.plain.console import Console

T = TypeVar("T")

TASK_DELAY_S = 0.5
"""Seconds after which plain mode says what is being done; on Windows, Ctrl-C is noticed as often."""
_WAITS_BETWEEN_LINES = 6
"""How many of these waits lie between two lines about one task: 3 s, as a line can't be taken back."""


def run_stoppable(console: Console, task: Callable[[], T], progress: TaskProgress) -> T:
    """Run a task in a thread, wait for it, and return its result or raise its error.

    If it takes long, print now and then how far it is. Ctrl-C tells the task to stop, through `progress`. The
    task then raises its own error, or returns if it was too late to stop. Another exception while this waits,
    such as one that ends the program, tells the task to stop, too, and is raised at once.
    """
    # An executor would wait for its thread when the program ends, even if the disk hangs.
    done: Future[T] = Future()
    Thread(target=_run, args=(task, done), name="tpsession-task", daemon=True).start()
    waits = 0
    while True:
        try:
            wait_for((done,), TASK_DELAY_S)
            if done.done():
                return done.result()
            if progress.text and not progress.is_stopped:
                if waits % _WAITS_BETWEEN_LINES == 0:
                    console.say(f"{progress.describe()} (Ctrl-C stops it)")
                waits += 1
        except KeyboardInterrupt:
            progress.stop()
        except BaseException:
            progress.stop()
            raise


def _run(task: Callable[[], T], done: Future[T]) -> None:
    """Call a task, and set its result or its error as that of `done`. Runs in a thread."""
    try:
        done.set_result(task())
    except BaseException as error:  # raised where the result is waited for
        done.set_exception(error)
