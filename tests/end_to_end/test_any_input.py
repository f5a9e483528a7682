"""Whatever a terminal sends, the full-screen program goes on, and the next key works."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pexpect
import pytest

from tests.end_to_end.full_screen import ESCAPE, LONG_CIRCLES, answer_the_long_list, calm, see, to_rating
from tests.end_to_end.terminal import kept, write_routine
from tests.end_to_end.test_full_screen import SILENT, ended, full_screen
from tpsession.clock import SystemClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")

RUBBISH = (
    b"\xf8",
    b"\xe2\x82\x1b[A",
    b"\x1b[M \xf8\xff",
    b"\x1b[1114112u",
    b"\x1b[99999999999u",
    b"\x1b[97;;55296u",
    b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m",
    b"\x1b[48;0;0;0;0t",
    b"\x1b[5z",
)
RANDOM_S = 60.0
CYRILLIC_X = "\x1b[1095::120;;1095u"
CYRILLIC_CTRL_C = "\x1b[1089::99;5u"
PIECES = (
    b"\x1b",
    b"[",
    b"<",
    b";",
    b":",
    b"M",
    b"m",
    b"u",
    b"~",
    b"t",
    b"1",
    b"9",
    b"\xf8",
    b"\xe2",
    b"\x80",
)


@pytest.fixture
def long_circles(home: Path) -> None:
    """A home with one long routine and no sound, where the long safety list was gone through before."""
    write_routine(home, "circles", LONG_CIRCLES)
    (home / "settings.toml").write_text(SILENT)
    answer_the_long_list(home)


def send(child: pexpect.spawn[str], data: bytes) -> None:
    """Send bytes as they are, even if they are no text."""
    os.write(child.child_fd, data)


def test_rubbish_does_not_disturb_the_list_and_a_capital_letter_works() -> None:
    with full_screen() as child:
        see(child, "Skip")
        calm()
        child.send("S")
        see(child, "Start")
        for each in RUBBISH:
            send(child, each)
        calm()
        child.send("H")
        see(child, "Nothing here yet")
        child.send("\x1b[113;65;81u")
        assert ended(child) == 0


@pytest.mark.usefixtures("long_circles")
def test_rubbish_does_not_disturb_a_session_and_capitals_and_other_layouts_stop_it() -> None:
    with full_screen("play", "circles", "--before", "6") as child:
        to_rating(child)
        see(child, "left in total")
        for each in RUBBISH:
            send(child, each)
        for stop in ("X", CYRILLIC_X, CYRILLIC_CTRL_C):
            calm()
            child.send(stop)
            see(child, "Why are you")
            calm()
            child.send(ESCAPE)
            see(child, "left in total")
    (session,) = kept()
    assert session["before"] == 6


@pytest.mark.usefixtures("long_circles")
@pytest.mark.long
def test_random_bytes_do_not_end_a_session() -> None:
    choose = random.Random(20).choice  # noqa: S311 - the same bytes each time
    clock = SystemClock()
    with full_screen("play", "circles", "--before", "6") as child:
        to_rating(child)
        see(child, "left in total")
        end = clock.now() + RANDOM_S
        while clock.now() < end:
            send(child, b"".join(choose(PIECES) for _ in range(12)))
            child.expect([pexpect.TIMEOUT], timeout=0.02)
        calm()
        calm()
        child.send("X")
        see(child, "Why are you")
    (session,) = kept()
    assert (session["before"], session["status"]) == (6, "partial")
