"""A disk that is full, broken or closed to writing: a change is whole or absent, and it is said what to do.

The full form is `tests.long.faults`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.history.faults.commands import CASES
from tests.commands.history.faults.running import running


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux can the disk be made to fail")
def test_a_disk_that_fails_leaves_each_change_whole_or_absent_and_nothing_unfinished(tmp_path: Path) -> None:
    with running(tmp_path, "short") as found:
        done = list(found)
    assert [each for each in done if each["problems"]] == []
    if not done:
        pytest.skip("the disk can't be made to fail here")
    assert {each["case"] for each in done} == CASES.keys()
    assert {each["says"] for each in done} == {"done", "failed"}
