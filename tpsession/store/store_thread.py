"""A thread of its own for the disk: callers wait for what is acknowledged and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

FLUSH_S = 0.25
"""Seconds from the first thing that is outstanding until it is written; within 1 s is promised."""


class _Job(Generic[T]):
    """Work for the thread, and what came of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done = Event()
        self._results: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # the caller's to handle, whatever it is
            self._error = error
        self._done.set()

    def wait(self) -> T:
        self._done.wait()
        if self._error is not None:
            raise self._error
        return self._results[0]


class StoreThread:
    """Runs jobs one after another in its thread, in the order in which they were given.

    The thread is a daemon: a program that leaves without `close` isn't held up by a disk.
    """

    def __init__(self, name: str, flush: Callable[[], bool]) -> None:
        """flush: writes what is outstanding, never raises, and tells whether nothing is left."""
        self._flush = flush
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._outstanding = False
        self._lock = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def call(self, work: Callable[[], T]) -> T:
        """Run `work` in the thread, wait for it, and return what it returns or raise what it raises.

        Raises RuntimeError after `close`.
        """
        job = _Job(work)
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker is closed")
            self._jobs.put(job.run)
        return job.wait()

    def wake(self) -> None:
        """Say that something is outstanding: `flush` is called within `FLUSH_S`. Never blocks."""
        self._jobs.put(self._mark)

    def close(self, last: Callable[[], None]) -> None:
        """Run `last` after everything before it, end the thread, and raise what `last` raises."""
        job = _Job(last)
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(job.run)
            self._jobs.put(None)
        try:
            job.wait()
        finally:
            self._thread.join()

    def _mark(self) -> None:
        self._outstanding = True

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=FLUSH_S if self._outstanding else None)
            except Empty:
                self._outstanding = not self._flush()
                continue
            if job is None:
                return
            job()
