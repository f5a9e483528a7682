"""Which tests run beside which: those in real time have the machine's attention, the others get the rest.

Most tests reckon: they take all of the processor they can get. Some wait, for sound, a terminal or another
program, and look at moments: they take little of it, but at once. Each worker does one of the two. Workers
that reckon have the lowest priority, so that whoever waits hardly notices them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

WAITING = (
    "tests/end_to_end/",
    *(f"tests/audio/test_{name}.py" for name in (
        "fallback", "heard", "life", "player", "punctual", "separate", "voice", "voice_real",
    )),
    "tests/cli/test_doctor.py",
)  # fmt: skip
"""What tests in real time lie under."""
WAITING_WORKERS = 6
"""So many wait side by side."""
RECKONING_WORKERS = 2
"""So many a processor reckon: a screen is often waited for a moment until it is drawn."""
QUIET = (
    "tests/audio/test_punctual.py",
    "tests/end_to_end/test_heard_each_library.py",
    "tests/end_to_end/test_heard_session.py::test_every_cue",
)
"""What measures moments: as many as there are workers that wait, so that all of it is done at once."""
LONGEST = ("tests/end_to_end/test_heard", "tests/end_to_end/test_full_screen")
"""What takes longest of the rest begins first."""


def waits(nodeid: str) -> bool:
    """Whether a test lives in real time."""
    return nodeid.startswith(WAITING)


def first_to_last(nodeid: str) -> int:
    """Where a test stands in the order in which all are begun."""
    if nodeid.startswith(QUIET):
        return 0
    return 1 if nodeid.startswith(LONGEST) else 2 if waits(nodeid) else 3


def workers() -> int:
    """How many workers this machine bears."""
    return (os.cpu_count() or 1) * RECKONING_WORKERS + WAITING_WORKERS


@cache
def give_way() -> None:
    """Leave the processor to whoever wants it, from now on. It can't be undone."""
    if hasattr(os, "sched_setscheduler") and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(19)


class Shifts(LoadScopeScheduling):
    """Gives each worker tests of one kind; where there are too few workers for that, of any."""

    def _waiters(self) -> set[str]:
        """The workers that wait."""
        last = self.numnodes - WAITING_WORKERS
        return {f"gw{number}" for number in range(last, self.numnodes)} if last > 0 else set()

    def _fits(self, node: WorkerController) -> Callable[[str], bool]:
        waiters = self._waiters()
        if not waiters:
            return lambda _: True
        return lambda scope: waits(scope) is (node.gateway.id in waiters)

    def _next(self, node: WorkerController) -> str | None:
        """The unit of work that a worker gets next."""
        return next(filter(self._fits(node), self.workqueue), None)

    def _assign_work_unit(self, node: WorkerController) -> None:
        wanted = self._next(node)
        if wanted is not None:
            self.workqueue.move_to_end(wanted, last=False)
            super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        if self._next(node) is None and not node.shutting_down:
            node.shutdown()
        else:
            super()._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        """Tests that wait go one by one, but for those that share a long recording; others file by file."""
        file, _, test = nodeid.partition("::")
        if file.endswith("/test_punctual.py"):
            return file + test[test.find("[") :]
        return nodeid if waits(nodeid) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer | None) -> Shifts:
    """Distribute by shifts."""
    return Shifts(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """What ``--numprocesses=auto`` means here."""
    return workers()
