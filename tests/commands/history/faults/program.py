"""A program that runs commands on a disk that fails, and prints a line of JSON for each.

    python -m tests.commands.history.faults.program FOLDER PLACE SIZE WAYS

FOLDER and PLACE are empty folders, SIZE is "short" or "full". WAYS are some of `WAYS`; for "full disk" and
"read-only disk", PLACE must be a disk of its own that this process can mount.
"""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from functools import partial
from operator import eq, le
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tests.commands.history.faults.bench import Bench
from tests.commands.history.faults.commands import CASES
from tests.commands.history.faults.system_calls import FailingCalls

PAGE = 4096
MOST_PAGES = 96
"""Free space on a full disk, in pages; no command needs more."""
LOCKED = MappingProxyType(
    {
        "home": 0o500,
        "home/history.sqlite": 0o400,
        "home/backups": 0o500,
        "home/writers": 0o500,
        "files": 0o000,
        "files/kept.sqlite": 0o000,
        "files/other.json": 0o000,
        "out": 0o500,
    }
)
"""What may not be written or read, and its permissions then."""


class Fault(NamedTuple):
    """A fault."""

    name: str
    failing: AbstractContextManager[object]
    """The disk fails in this block."""
    may_leave: Callable[[], bool] = lambda: False
    """Returns whether a file couldn't even be removed."""


Way = Callable[[Bench, str, random.Random | None], Iterator[Fault]]
"""Yields faults for a case: a few by chance, or all if there is no chance."""


def broken_disk(bench: Bench, name: str, chance: random.Random | None) -> Iterator[Fault]:
    """Let one call to the system fail, or all from one on."""
    calls = CALLS[0]
    bench.prepare(name)
    with calls.failing(lambda _: False, errno.EIO):
        bench.run(name)
    numbers = range(calls.count)
    for number in chance.sample(numbers, 1) if chance else numbers:
        failing = calls.failing(partial(eq, number), errno.EIO)
        yield Fault(f"call {number} of {len(numbers)}", failing, lambda: calls.has_kept_file)
    for number in chance.sample(numbers, 1) if chance else numbers[::3]:
        failing = calls.failing(partial(le, number), errno.EIO)
        yield Fault(f"calls from {number} on", failing, lambda: calls.has_kept_file)


def full_disk(bench: Bench, _: str, chance: random.Random | None) -> Iterator[Fault]:
    """Leave only some pages free."""
    for pages in [chance.randrange(MOST_PAGES // 2)] if chance else range(0, MOST_PAGES, 2):
        yield Fault(f"{pages} pages", _filled(bench.place, pages))


@contextmanager
def _filled(place: Path, pages: int) -> Iterator[None]:
    found = os.statvfs(place)
    filler = place / "filler"
    filler.write_bytes(bytes(max(found.f_bavail * found.f_frsize - pages * PAGE, 0)))
    yield
    filler.unlink()


def read_only_disk(bench: Bench, _: str, __: random.Random | None) -> Iterator[Fault]:
    """Let nothing be written at all."""
    yield Fault("read-only", _mounted(bench.place))


@contextmanager
def _mounted(place: Path) -> Iterator[None]:
    for option in ("ro", "rw"):
        subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)
        if option == "ro":
            yield


def no_permission(bench: Bench, name: str, chance: random.Random | None) -> Iterator[Fault]:
    """Let a file or folder not be written, or not be read."""
    bench.prepare(name)
    found = [each for each in LOCKED if (bench.place / each).exists()]
    for each in [chance.choice(found)] if chance else found:
        yield Fault(each, _locked(bench.place / each, LOCKED[each]))


@contextmanager
def _locked(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    yield
    path.chmod(before)


CALLS: list[FailingCalls] = []
"""The calls to the system, once they can fail."""
WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "read-only disk": read_only_disk,
        "no permission": no_permission,
        "full disk": full_disk,
        "broken disk": broken_disk,
    }
)
"""The ways in which a disk can fail."""


def main(folder: Path, place: Path, size: str, ways: list[str]) -> None:
    """Run each command in each way, and print what it did."""
    bench = Bench(folder, place)
    for way in ways:
        if way == "broken disk":
            try:
                CALLS.append(FailingCalls())
            except OSError:
                continue
        for name in CASES:
            bench.expect(name)
            chance = random.Random(f"{way} {name}") if size == "short" else None  # noqa: S311 - repeatable
            for fault in WAYS[way](bench, name, chance):
                outcome = asdict(bench.fail(name, fault.failing, fault.may_leave))
                line = json.dumps({"way": way, "case": name, "fault": fault.name, **outcome})
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
