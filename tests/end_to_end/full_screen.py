"""The full-screen program at a terminal of its own, driven by what appears on it."""

from __future__ import annotations

import threading
from pathlib import Path

import pexpect

from tpsession.clock import SystemClock
from tpsession.store.history import open_history

NEXT = "\r"
ESCAPE = "\x1b"
RIGHT = "\x1b[C"
LEFT = "\x1b[D"
UP = "\x1b[A"
DOWN = "\x1b[B"
LONG_CIRCLES = """\
format = 1
name = "Long circles"
area = "shoulder"
sides = "left"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "3m"
"""
"""A routine whose one step gives time to do something in it."""


def see(child: pexpect.spawn[str], *words: str) -> None:
    """Wait until words appear that are drawn in one go, one after the other."""
    for each in words:
        child.expect_exact(each)


def calm() -> None:
    """What a hand takes between two keys that are meant."""
    threading.Event().wait(1.4)


def answer_the_long_list(home: Path) -> None:
    """Note in the history that the long safety list was just answered, so that the short one is asked."""
    clock = SystemClock()
    with open_history(home / "history.sqlite", clock) as history:
        history.save_screening_time(clock.local_time())


def to_rating(child: pexpect.spawn[str], *, long: bool = False) -> None:
    """Get ready up to the rating, or to the session where that was given already.

    long: whether the whole safety list is due, as at the first session: a page for each tier. The daily
    questions are one page. The end of the page before has to be seen, unless it was this week.
    """
    see(child, "Get ready, 1 of 3")
    calm()
    child.send(NEXT)
    # Where there is more to read, the key shows that first.
    while child.expect_exact([pexpect.TIMEOUT, "Get ready, 2 of 3"], timeout=2.0) == 0:
        child.send(NEXT)
    for page in range(4 if long else 1):
        if long:
            see(child, f"{page + 1} of 4")
        calm()
        child.send("n")


def get_ready(child: pexpect.spawn[str], before: int | None = 6, *, long: bool = False) -> None:
    """From the list of routines to the first phase of the one that is highlighted."""
    child.send(NEXT)
    to_rating(child, long=long)
    see(child, "Get ready, 3 of 3: ")
    calm()
    if before is None:
        child.send("-")
        see(child, "Skip this rating?")
        calm()
        child.send("y")
    else:
        child.send(f"{before}{NEXT}")
    see(child, "left in total")


def start_session(child: pexpect.spawn[str], before: int | None = 6) -> None:
    """From the first start of a fresh home, past the welcome, to the first phase of the first routine."""
    see(child, "Skip")
    calm()
    child.send("s")
    see(child, "Start")
    get_ready(child, before, long=True)
