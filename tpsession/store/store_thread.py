"""The thread that does all disk work of the history, so that a slow disk never blocks the screen."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_INTERRUPT_S = 0.5
"""Seconds after which a thread that waits for the disk looks whether ctrl-c was pressed."""
FLUSH_DELAY_S = 0.25
"""Seconds between a request to flush and the flush. The history promises to save within 1 s."""


class _Job(Generic[T]):
    """A function to run in the thread, and its result or exception."""

    def __init__(self, work: Callable[[], T]) -> None:
        """Take a function; it isn't run yet."""
        self._work = work
        self._done = Event()
        self._results: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Run the function in the current thread, keep its result or exception, and wake the caller."""
        try:
            self._results.append(self._work())
        except BaseException as error:  # raised again in the caller's thread by `wait`
            self._error = error
        self._done.set()

    def wait(self) -> T:
        """Wait until the function has run; return its result or raise its exception. To be called once."""
        # On Windows, ctrl-c is noticed only between two waits.
        while not self._done.wait(_INTERRUPT_S):
            pass
        if self._error is not None:
            try:
                raise self._error
            finally:
                # Else the exception holds this job, which holds the exception: whatever its frames have open,
                # such as a half-read query and with it a lock on the file, would stay so for a while.
                self._error = None
        return self._results[0]


class StoreThread:
    """Runs functions one after another in a thread of its own, in the order in which they were given.

    It is a daemon thread: a program that exits without `close` doesn't wait for the disk.
    """

    def __init__(self, name: str, flush: Callable[[], bool]) -> None:
        """Start the thread.

        Args:
            name: The name of the thread.
            flush: Writes pending data and returns whether everything was written. Must not raise.

        """
        self._flush = flush
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._flush_requested = False
        self._lock = Lock()
        self._closed = False
        self._thread = Thread(target=self._run_jobs, name=name, daemon=True)
        self._thread.start()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def run(self, work: Callable[[], T]) -> T:
        """Run a function in the thread after those given before; return its result or raise its exception.

        Waits for it. Don't call it in that thread: it would wait for itself. Raises `RuntimeError` after
        `close`.
        """
        job = _Job(work)
        with self._lock:
            if self._closed:
                raise RuntimeError("the thread is closed")
            self._jobs.put(job.run)
        return job.wait()

    def request_flush(self) -> None:
        """Have `flush` called when no function has come for `FLUSH_DELAY_S`; if it fails, it is called again.

        Never blocks.
        """
        self._jobs.put(self._note_flush_request)

    def close(self, final_work: Callable[[], None]) -> None:
        """Run a last function after all others, end the thread, and raise the function's exception.

        Waits for all of it. Does nothing if it was called before: then the function isn't run.
        """
        job = _Job(final_work)
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

    def _note_flush_request(self) -> None:
        """Note in the thread itself that `flush` is to be called."""
        self._flush_requested = True

    def _run_jobs(self) -> None:
        """Run jobs in order until one is None; this is all that the thread does.

        After a request to flush, flush once no job has come for `FLUSH_DELAY_S`, and again until that
        succeeds.
        """
        while True:
            try:
                run_job = self._jobs.get(timeout=FLUSH_DELAY_S if self._flush_requested else None)
            except Empty:
                self._flush_requested = not self._flush()
                continue
            if run_job is None:
                return
            run_job()
