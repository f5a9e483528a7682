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
        """The part that is done, 0 to 100."""
        return int(100 * self.share)

    def describe(self) -> str:
        """Return what is being done, and how far it is as far as that is known."""
        text = self.text or "Opening your history"
        return f"{text}: {self.percent} %" if self.share else f"{text}…"

    def begin(self, text: str) -> ProgressPart:
        """Begin a stage of the task at 0 % and show its text; return the stage, to be divided or reported.

        Raises `TaskStoppedError` if the person has stopped the task.

        text: what is being done, as the person reads it, without a full stop.
        """
        self.check()
        self.text, self.share = text, 0.0
        self._show(self)
        return ProgressPart(self, 0.0, 1.0)

    def tick(self) -> bool:
        """Show the task again without a new share, as a sign that it goes on; return whether it was stopped.

        Nothing is shown before the first `begin`. Unlike `check`, this raises nothing.
        """
        if self.text:
            self._show(self)
        return self.is_stopped

    def restart(self) -> None:
        """Go back to the state before the first `begin`, also after `stop`: the task begins once more."""
        self.text, self.share, self.is_stopped = "", 0.0, False

    def stop(self) -> None:
        """Have the thread that does the task end with `TaskStoppedError` at its next step."""
        self.is_stopped = True

    def check(self) -> None:
        """Raise `TaskStoppedError` if the person stopped the task."""
        if self.is_stopped:
            raise TaskStoppedError

    def set_share(self, share: float) -> None:
        """Note how much of the task is done, 0 to 1, and show it if the percentage isn't the same as before.

        Raises `TaskStoppedError` if the person has stopped the task.
        """
        self.check()
        earlier = self.percent
        self.share = share
        if self.percent != earlier:
            self._show(self)


class ProgressPart(NamedTuple):
    """A part of the work, as a stretch of the whole."""

    whole: TaskProgress
    start: float
    end: float

    def divide(self, *weights: float) -> list[ProgressPart]:
        """Return parts of this part that follow each other, one for each weight and in proportion to them.

        Nothing is shown. Without weights there are none.
        """
        parts, start = [], self.start
        for weight in weights:
            end = start + (self.end - self.start) * weight / sum(weights)
            parts.append(self._replace(start=start, end=end))
            start = end
        return parts

    def watch(self, items: Iterable[T], count: int) -> Iterator[T]:
        """Yield items, and report before each how many are done; raises `TaskStoppedError` if stopped.

        count: how many there are, about.
        """
        for number, item in enumerate(items):
            self.report(number, count)
            yield item

    def report(self, done: int, count: int) -> None:
        """Report that so many of `count` steps are done. Raises `TaskStoppedError` if it was stopped."""
        self.whole.set_share(self.start + (self.end - self.start) * min(1.0, done / max(1, count)))
