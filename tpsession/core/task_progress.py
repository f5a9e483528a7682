"""How far a long task on the history is, and the means to stop it.

A damaged history has to be recovered, one of an older version updated, a backup restored, an import undone.
The thread that does it divides the work and reports each step; any other thread may read how far it is, or
stop it:

    read, write = progress.begin("Recovering your history").divide(2, 3)
    for page in read.watch(pages, len(pages)):
        ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

T = TypeVar("T")

STOPPED = "You stopped it. Nothing in your history was changed."


class TaskStoppedError(Exception):
    """Ends a task because the person stopped it.

    It isn't a `HistoryError`, so that code which handles those lets it through.
    """


class TaskProgress:
    """How far one task is, such as the opening of a history."""

    def __init__(self, show: Callable[[TaskProgress], None] = lambda _: None) -> None:
        """Start with nothing to show.

        show: Called in the thread that does the task, again and again while something takes long.
        """
        self.text = ""
        """What is being done, as the person reads it; empty as long as nothing takes long."""
        self.share = 0.0
        """The part of it that is done, 0 to 1."""
        self.is_stopped = False
        """Whether the person wants it to stop."""
        self._show = show

    @property
    def percent(self) -> int:
        """The part of the present stage that is done, 0 to 100, rounded down."""
        return int(100 * self.share)

    def describe(self) -> str:
        """Return what is being done and, if something of it is done, how much in percent.

        Before the first `begin`, it is called opening the history.
        """
        text = self.text or "Opening your history"
        return f"{text}: {self.percent} %" if self.share else f"{text}…"

    def begin(self, text: str) -> ProgressPart:
        """Begin a stage of the task at 0 % and show its text; return the part through which to report.

        Raises `TaskStoppedError` if the person has stopped the task.

        text: what is being done, as the person reads it, without a full stop.
        """
        self.check()
        self.text, self.share = text, 0.0
        self._show(self)
        return ProgressPart(self, 0.0, 1.0)

    def tick(self) -> bool:
        """Show the task once more as it is, as a sign that it still runs; return whether it was stopped.

        Before the first `begin`, nothing is shown. Unlike `check`, this doesn't raise.
        """
        if self.text:
            self._show(self)
        return self.is_stopped

    def restart(self) -> None:
        """Go back to the state before the first `begin`, even after `stop`, so that it can begin again."""
        self.text, self.share, self.is_stopped = "", 0.0, False

    def stop(self) -> None:
        """Ask the task to stop: its thread gets `TaskStoppedError` when it next begins or reports something.

        If it has nothing left to report, it ends as usual.
        """
        self.is_stopped = True

    def check(self) -> None:
        """Raise `TaskStoppedError` if the person stopped the task."""
        if self.is_stopped:
            raise TaskStoppedError

    def set_share(self, share: float) -> None:
        """Set how much of the present stage is done, 0 to 1; show the task if that changes `percent`.

        Raises `TaskStoppedError` if the person has stopped the task.
        """
        self.check()
        earlier = self.percent
        self.share = share
        if self.percent != earlier:
            self._show(self)


class ProgressPart(NamedTuple):
    """A part of a task's stage, with the shares of the stage at its start and end, 0 to 1."""

    whole: TaskProgress
    start: float
    end: float

    def divide(self, *weights: float) -> list[ProgressPart]:
        """Return the parts of this part, one after the other, as large in proportion as their weights.

        Nothing is shown. Without weights there are none.
        """
        parts, start = [], self.start
        for weight in weights:
            end = start + (self.end - self.start) * weight / sum(weights)
            parts.append(self._replace(start=start, end=end))
            start = end
        return parts

    def watch(self, items: Iterable[T], count: int) -> Iterator[T]:
        """Yield the items, and before each report how many are done; nothing is reported after the last.

        Raises `TaskStoppedError` if the person has stopped the task. count: about how many items there are.
        """
        for number, item in enumerate(items):
            self.report(number, count)
            yield item

    def report(self, done: int, count: int) -> None:
        """Report that so many of `count` steps of this part are done.

        Raises `TaskStoppedError` if the person has stopped the task.
        """
        self.whole.set_share(self.start + (self.end - self.start) * min(1.0, done / max(1, count)))
