"""In which order tests are run, and which of them side by side.

Some measure moments; some wait for sound, a terminal or another program; most reckon. The first bear only
each other, the second no work beside them, and the last take all that the machine has. So they come one kind
after the other (`tests.room` sees to it), and those that only wait are many at a time.
"""

from __future__ import annotations

import os
from enum import IntEnum
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

MEASURING = (
    "tests/audio/test_punctual.py",
    "tests/end_to_end/test_heard_each_library.py",
    "tests/end_to_end/test_heard_session.py::test_every_cue",
)
WAITING = (
    "tests/end_to_end/",
    *(f"tests/audio/test_{name}.py" for name in (
        "fallback", "heard", "life", "player", "relief", "separate", "voice", "voice_real",
    )),
    "tests/cli/test_doctor.py",
    "tests/store/test_killed.py",
)  # fmt: skip
LONGEST = ("tests/end_to_end/test_heard", "tests/end_to_end/test_full_screen")
"""What takes longest of those that wait begins first."""


class Kind(IntEnum):
    """What a test does with the machine; one with a lower number comes first."""

    MEASURES = 0
    WAITS = 1
    RECKONS = 2


def kind(nodeid: str) -> Kind:
    """What a test does."""
    if nodeid.startswith(MEASURING):
        return Kind.MEASURES
    return Kind.WAITS if nodeid.startswith(WAITING) else Kind.RECKONS


def place(nodeid: str) -> tuple[Kind, bool]:
    """Where a test stands in the order in which all are begun."""
    return kind(nodeid), not nodeid.startswith(LONGEST)


class Shifts(LoadScopeScheduling):
    """Gives the workers tests that take long one by one, others file by file."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file.endswith("/test_punctual.py"):
            # Those of one sound library share a long recording.
            return file + test[test.find("[") :]
        return file if kind(nodeid) is Kind.RECKONS and not file.startswith("tests/tui/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer | None) -> Shifts:
    """Distribute by shifts."""
    return Shifts(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """What ``--numprocesses=auto`` means here: a screen is often waited for, too, until it is drawn."""
    return (os.cpu_count() or 1) + 4
