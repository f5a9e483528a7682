"""In which order tests are run, and which of them side by side.

Some measure moments, and bear only each other: they come first, all at once. Some hear what a sound server
plays, or keep to the moment: they come next, many at a time. Then the others share the machine: those that
wait for a terminal or another program take little of it, but at once, so the workers that reckon give way to
them (`tests.room`).
"""

from __future__ import annotations

import os
from enum import IntEnum
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

MEASURING = (
    "tests/audio/recorded/test_punctual.py",
    "tests/end_to_end/test_heard_each_library.py",
    "tests/end_to_end/test_heard_full_screen.py",
    "tests/end_to_end/test_heard_session.py::test_every",
)
"""As much as there are workers: so all of it takes as long as the longest recording."""
HEARING = (
    "tests/end_to_end/test_heard_session.py",
    "tests/end_to_end/test_without_sound.py",
    "tests/audio/client/",
    "tests/audio/recorded/",
    "tests/audio/engine/test_one_shot.py",
    "tests/audio/tts/test_voice.py",
    "tests/audio/tts/test_voice_real.py",
    "tests/commands/system/test_doctor.py",
    # By twenty milliseconds.
    "tests/end_to_end/test_at_a_terminal.py::test_a_sessions_length",
)  # fmt: skip
WAITING = ("tests/end_to_end/", "tests/store/test_killed.py")
LONGEST = (
    "tests/end_to_end/test_heard",
    "tests/end_to_end/test_full_screen",
    "tests/audio/recorded/test_heard",
)
"""What takes longest begins first."""
AT_WORK = 2 * (os.cpu_count() or 1)
"""So many reckon at a time: a screen is often waited for until it is drawn."""
TO_WAIT = 4
"""So many more workers there are, for those that wait."""


class Kind(IntEnum):
    """What a test does with the machine; one with a lower number is begun first."""

    MEASURES = 0
    HEARS = 1
    WAITS = 2
    RECKONS = 3


ALONE = (Kind.MEASURES, Kind.HEARS)
"""What bears nothing but its own kind."""
_BY_NAME = ((MEASURING, Kind.MEASURES), (HEARING, Kind.HEARS), (WAITING, Kind.WAITS), ("", Kind.RECKONS))


def kind(nodeid: str) -> Kind:
    """What a test does."""
    return next(each for names, each in _BY_NAME if nodeid.startswith(names))


def place(nodeid: str) -> tuple[Kind, bool]:
    """Where a test stands in the order in which all are begun."""
    return kind(nodeid), not nodeid.startswith(LONGEST)


class Shifts(LoadScopeScheduling):
    """Gives the workers tests that take long one by one, others file by file.

    Some workers go on to those that reckon once nothing is left to be heard. The others first see to those
    that wait, and nobody who has reckoned gets one of these: it gives way.
    """

    def _reckons_early(self, node: WorkerController) -> bool:
        number = int(node.gateway.id.removeprefix("gw"))
        return number < min(AT_WORK, int(self.numnodes) // 2)

    def _next(self, node: WorkerController) -> str | None:
        """The unit of work that fits a worker; None where nothing does."""
        reckons = self._reckons_early(node) and any(kind(each) is Kind.RECKONS for each in self.workqueue)
        if reckons or any(kind(each) is Kind.RECKONS for each in self.assigned_work[node]):
            return next((each for each in self.workqueue if kind(each) is not Kind.WAITS), None)
        return next(iter(self.workqueue), None)

    def _assign_work_unit(self, node: WorkerController) -> None:
        unit = self._next(node)
        if unit is not None:
            self.workqueue.move_to_end(unit, last=False)
            super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        unit = self._next(node)
        if unit is None:
            if not node.shutting_down:
                node.shutdown()
        elif kind(unit) is Kind.RECKONS or self._pending_of(self.assigned_work[node]) < 2:
            # What takes long isn't kept waiting behind another that takes long, while somebody else is free.
            super()._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        # Both sound libraries' sessions together take as long as one of the long recordings.
        whole = file.endswith("_each_library.py") or (
            kind(nodeid) is Kind.RECKONS and not file.startswith("tests/tui/")
        )
        return file if whole else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer | None) -> Shifts:
    """Distribute by shifts."""
    return Shifts(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """What ``--numprocesses=auto`` means here."""
    return AT_WORK + TO_WAIT
