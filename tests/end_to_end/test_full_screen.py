"""A person at a terminal, in the full-screen program, from the first start to the list of what was kept."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from tests.end_to_end.full_screen import (
    ESCAPE,
    NEXT,
    answer_the_long_list,
    calm,
    get_ready,
    see,
    to_rating,
)
from tests.end_to_end.terminal import command, end, kept, write_routine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")

OWN = """\
format = 1
name = "Evening"
area = "shoulder"
sides = "left"

[defaults]
get_ready = "2s"

[[steps]]
technique = "oil"
duration = "4s"

[[steps]]
technique = "pressure"
hold = "4s"
release = "2s"
repeat = 2
wait = true

[[steps]]
technique = "rest"
duration = "2s"
"""
SILENT = '[sound]\nbackend = "none"\n[follow_up]\nask = false\n'
LEAVES = "\x1b[?1049l"
"""What a terminal is told when it gets its own screen back."""
MOUSE_OFF = "\x1b[?1000l"


@pytest.fixture
def own(home: Path) -> Path:
    """A home with a routine of its own, no sound, and a long safety list that was gone through before."""
    write_routine(home, "evening", OWN)
    (home / "settings.toml").write_text(SILENT)
    answer_the_long_list(home)
    return home


@contextmanager
def full_screen(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[pexpect.spawn[str]]:
    """The program on a screen of 80 by 24; ended at the latest when the block is left."""
    program, *rest = command(*arguments)
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    child = pexpect.spawn(
        program,
        rest,
        env={**environment, **(env or {})},
        encoding="utf-8",
        codec_errors="replace",
        timeout=15,
        dimensions=(24, 80),
    )
    try:
        yield child
    finally:
        end(child)


def ended(child: pexpect.spawn[str]) -> int:
    """The exit code, after the terminal got its own screen back."""
    see(child, LEAVES)
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus is not None
    return child.exitstatus


def resume(child: pexpect.spawn[str]) -> None:
    """Resume the session that an earlier run left unfinished; it is paused."""
    see(child, "You left a session unfinished", "Resume")
    calm()
    child.send("r")
    see(child, "PAUSED")


def test_ended_by_the_system_it_gives_the_terminal_back_and_keeps_the_session(own: Path) -> None:
    with full_screen("play", "evening", "--before", "6") as child:
        to_rating(child)
        see(child, "Oil, left side")
        child.kill(signal.SIGTERM)
        assert ended(child) == 128 + signal.SIGTERM
    with full_screen() as child:
        resume(child)
        # A closed window ends it as the system does.
        child.kill(signal.SIGHUP)
        assert ended(child) == 128 + signal.SIGHUP
    with full_screen() as child:
        resume(child)
        calm()
        child.send("x")
        see(child, "Why are you")
        child.send("6")
        calm()
        child.send(NEXT)
        # No oil was used yet, so there is nothing to wipe off.
        see(child, "How strong is your pain")
        calm()
        child.send("4")
        child.send(NEXT)
        see(child, "after 4")
    (session,) = kept()
    assert (session["before"], session["after"], session["status"]) == (6, 4, "stopped")


def test_killed_it_offers_to_resume(own: Path) -> None:
    with full_screen("play", "evening", "--before", "6") as child:
        to_rating(child)
        see(child, "WAITING FOR YOU")
        threading.Event().wait(1.5)
        child.kill(signal.SIGKILL)
        child.wait()
    with full_screen() as child:
        see(child, "You left a session unfinished")
        child.send("s")
        calm()
        child.send("\r")
        see(child, "Evening")
        child.send("q")
        assert ended(child) == 0
    (session,) = kept()
    assert (session["status"], session["steps"][0]["active_s"]) == ("partial", 4.0)


def test_an_exception_gives_the_terminal_back_and_the_session_can_be_resumed(own: Path) -> None:
    program = (
        "import sys\n"
        "from tpsession.tui.screens.session.session import SessionScreen\n"
        "tick = SessionScreen.tick\n"
        "def broken(self):\n"
        "    tick(self)\n"
        "    if self._runner.session.is_in_gate: raise ZeroDivisionError\n"
        "SessionScreen.tick = broken\n"
        "from tpsession.cli import main\n"
        "sys.exit(main(['play', 'evening', '--before', '6']))\n"
    )
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable, ["-c", program], env=environment, encoding="utf-8", timeout=15, dimensions=(24, 80)
    )
    to_rating(child)
    see(child, LEAVES)
    # The terminal's title comes back as well.
    see(child, "\x1b[23;2t")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 1
    log = own / "tpsession.log"
    said = ["tpsession: Sorry, the program has a fault and had to stop.", f"The details are in {log}."]
    assert (child.before or "").split("\x1b[23;2t")[-1].split("\r\n") == [*said, ""]
    assert "ZeroDivisionError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    (session,) = kept()
    assert (session["status"], session["steps"][0]["active_s"]) == ("partial", 4.0)


def test_the_title_is_the_time_left_and_the_background_pauses(own: Path) -> None:
    def come_back(expected: str) -> None:
        see(child, LEAVES)
        threading.Event().wait(0.5)
        child.kill(signal.SIGCONT)
        see(child, expected)

    with full_screen("play", "evening", "--before", "6") as child:
        to_rating(child)
        see(child, "\x1b]2;0:04 Oil, left side - tpsession\x07")
        child.kill(signal.SIGTSTP)
        come_back("PAUSED")
        calm()
        child.send(" ")
        see(child, "WAITING FOR YOU")
        child.send("\x1a")
        come_back("PAUSED")
        calm()
        child.send("q")
        see(child, "Leave in the middle")
        child.send("\x1a")
        come_back("Leave in the middle")
        calm()
        child.send("l")
        calm()
        child.send(NEXT)
        see(child, LEAVES, "\x1b[23;2t")
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 0


def test_history_and_settings_are_reached_and_left_by_keys_and_the_list_is_chosen_from(own: Path) -> None:
    with full_screen() as child:
        see(child, "Skip")
        calm()
        child.send("s")
        see(child, "Evening")
        screens = (("h", "Nothing here yet"), ("s", "The overall volume"), ("?", "Help: tpsession"))
        for key, text in screens:
            calm()
            child.send(key)
            see(child, text)
            calm()
            child.send(ESCAPE)
            see(child, "Evening")
        calm()
        child.send("/")
        see(child, "name or area")
        child.send("even")
        see(child, "even")
        child.send(NEXT)
        calm()
        get_ready(child)


def test_a_rehearsal_keeps_nothing(own: Path) -> None:
    with full_screen("play", "evening", "--speed", "20") as child:
        # The list, which is shown a moment before, says "Get ready" too.
        see(child, "Get ready: Evening")
        calm()
        child.send(NEXT)
        see(child, "WAITING FOR YOU")
        calm()
        child.send(" ")
        see(child, "The rehearsal is over.")
    assert kept() == []
