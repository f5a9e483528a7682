"""The machine as a room: what is measured and heard has it for itself first, then whoever reckons gives way.

A machine that is busy makes cues late, and a test of them would tell that instead of the program.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from tests.shifts import ALONE, AT_WORK, Kind

LOOK_S = 0.05
NICENESS = 10
"""How much a worker that reckons gives way: it gets a ninth of what one that waits would get."""


def is_shared() -> bool:
    """Whether other workers of this run are at work on this machine."""
    return "PYTEST_XDIST_TESTRUNUID" in os.environ and sys.platform != "win32"


def come(kinds: Iterable[Kind]) -> None:
    """Come to work, with tests of these kinds to be run by all together, before any is begun."""
    if is_shared():
        for each in {*kinds} & {*ALONE}:
            _hold(_file(each.name), shared=True)


@contextmanager
def room(kind: Kind) -> Iterator[None]:
    """Be in the room with a test; on each worker kind follows on kind."""
    if not is_shared():
        yield
        return
    for each in ALONE:
        if each < kind:
            _wait_until_done(each)
    if kind is not Kind.RECKONS:
        yield
        return
    _give_way()
    seats = [_file(f"seat-{number}") for number in range(AT_WORK)]
    while (seat := next(filter(_is_taken, seats), None)) is None:
        threading.Event().wait(LOOK_S)
    try:
        yield
    finally:
        _release(seat)


def leave() -> None:
    """Have done all that there is to do on this worker; its process may stay for a while."""
    if is_shared():
        for each in ALONE:
            _release(_file(each.name))


@cache
def _wait_until_done(kind: Kind) -> None:
    """No worker has anything more to do of this kind, nor has this one."""
    import fcntl

    at_it = _file(kind.name)
    _release(at_it)
    fcntl.flock(at_it, fcntl.LOCK_EX)
    _release(at_it)


@cache
def _give_way() -> None:
    """Leave the processor to whoever waits, from now on: no test that waits comes after one that reckons."""
    os.nice(NICENESS)


@cache
def _file(name: str) -> IO[str]:
    """A file of this run's workers, which one of them or all together can hold."""
    folder = Path(tempfile.gettempdir(), f"tpsession-tests-{os.environ['PYTEST_XDIST_TESTRUNUID']}")
    folder.mkdir(exist_ok=True)
    return (folder / name).open("w")


def _hold(file: IO[str], *, shared: bool) -> None:
    import fcntl

    fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _is_taken(file: IO[str]) -> bool:
    """Hold a file, unless somebody else does; whether it is held now."""
    try:
        _hold(file, shared=False)
    except BlockingIOError:
        return False
    return True


def _release(file: IO[str]) -> None:
    import fcntl

    fcntl.flock(file, fcntl.LOCK_UN)
