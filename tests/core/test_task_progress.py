"""How far a long task is: parts of the work, what is shown, and stopping."""

from __future__ import annotations

import pytest

from tpsession.core.task_progress import TaskProgress, TaskStoppedError


def test_parts_follow_each_other_and_only_whole_percents_are_shown() -> None:
    shown: list[str] = []
    progress = TaskProgress(lambda now: shown.append(now.describe()))
    assert not progress.tick()
    assert shown == []
    first, second = progress.begin("Reading").divide(1, 3)
    assert list(first.watch("abcdefghij", 10)) == list("abcdefghij")
    assert progress.percent == 22
    for done in range(1001):
        second.report(done, 1000)
    assert progress.share == 1.0
    second.report(5, 0)
    assert progress.share == 1.0
    assert shown[:3] == ["Reading…", "Reading: 2 %", "Reading: 5 %"]
    assert shown[-1] == "Reading: 100 %"
    assert len(shown) == len(set(shown))
    progress.begin("Checking")
    progress.tick()
    assert shown[-2:] == ["Checking…", "Checking…"]


def test_nothing_goes_on_once_it_is_stopped() -> None:
    progress = TaskProgress()
    part = progress.begin("Reading")
    items = part.watch([1, 2, 3], 3)
    assert next(items) == 1
    progress.stop()
    assert progress.tick()
    assert progress.describe() == "Reading…"
    for go_on in (lambda: next(items), progress.check, lambda: progress.begin("More")):
        with pytest.raises(TaskStoppedError):
            go_on()


def test_after_a_restart_it_is_as_at_first() -> None:
    progress = TaskProgress()
    progress.begin("Reading").report(1, 2)
    progress.stop()
    progress.restart()
    assert (progress.describe(), progress.is_stopped) == ("Opening your history…", False)
