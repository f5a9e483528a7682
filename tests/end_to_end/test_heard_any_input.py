"""Five minutes of rubbish, resizes and foreign keyboards: the session goes on, and every cue is heard."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.audio.sound_server import SoundServer
from tests.end_to_end.full_screen import ESCAPE, NEXT, answer_the_long_list, calm, see, to_rating
from tests.end_to_end.terminal import kept, write_routine
from tests.end_to_end.test_any_input import CYRILLIC_CTRL_C, RUBBISH
from tests.end_to_end.test_full_screen import full_screen
from tests.end_to_end.test_heard_session import cues_of, mute_all_but_signals, write_tones
from tpsession.clock import SystemClock

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these"),
    pytest.mark.timing,
    pytest.mark.long,
    pytest.mark.timeout(600),
]

ROUTINE = """\
format = 1
name = "Disturbed"
area = "shoulder"
sides = "left"

[defaults]
get_ready = "2s"
countdown = "none"

[[steps]]
technique = "circles"
duration = "90s"
halfway = true

[[steps]]
technique = "pressure"
hold = "30s"
release = "10s"
repeat = 3
wait = true

[[steps]]
technique = "strokes"
duration = "60s"
halfway = true

[[steps]]
technique = "rest"
duration = "30s"
"""
KITTY_SPACE = "\x1b[32u"
KITTY_CYRILLIC_E = "\x1b[1091::101u"
"""The key that has an e on a Latin keyboard, on a Cyrillic one."""
MEANINGLESS = [*(each for each in RUBBISH if b"[A" not in each), *(bytes([each]) for each in range(128, 256))]
"""What no terminal means as a key that the program knows."""
SIZES = [(24, 80), (6, 20), (60, 200), (1, 1), (40, 120)]
PART_S = 0.5


class Disturbed:
    """A person at a terminal that sends rubbish and changes its size all the time."""

    def __init__(self, child: pexpect.spawn[str]) -> None:
        self.child = child
        self._random = random.Random(20)  # noqa: S311 - the same bytes each time
        self._clock = SystemClock()

    def disturb(self, seconds: float) -> None:
        """Send rubbish and change the size for some seconds."""
        end = self._clock.now() + seconds
        self._disturb_until(lambda: self._clock.now() >= end)

    def disturb_until_seen(self, words: str, seconds: float) -> None:
        """Send rubbish and change the size until these words appear, for some seconds at most."""
        end = self._clock.now() + seconds

        def seen() -> bool:
            assert self._clock.now() < end, f"{words} did not appear"
            return self.child.expect_exact([words, pexpect.TIMEOUT], timeout=PART_S) == 0

        self._disturb_until(seen)

    def press(self, key: str, words: str) -> None:
        """Press a key and wait until these words appear."""
        calm()
        self.child.send(key)
        see(self.child, words)

    def _disturb_until(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            for _ in range(5):
                os.write(self.child.child_fd, b"".join(self._random.choices(MEANINGLESS, k=12)))
                self.child.setwinsize(*self._random.choice(SIZES))
                self.child.expect([pexpect.TIMEOUT], timeout=PART_S / 10)
            self.child.setwinsize(*SIZES[0])


def test_five_minutes_of_rubbish_resizes_and_foreign_keyboards_lose_no_cue(
    home: Path, server: SoundServer
) -> None:
    write_routine(home, "disturbed", ROUTINE)
    write_tones(home)
    mute_all_but_signals(home)
    answer_the_long_list(home)
    with full_screen("play", "disturbed") as child:
        person = Disturbed(child)
        to_rating(child)
        see(child, "Get ready, 3 of 3")
        calm()
        with server.record() as recording:
            child.send(f"6{NEXT}")
            see(child, "Broad circles, left side", "Take your time.")
            person.disturb(20)
            person.press("X", "Why are you")
            person.disturb(5)
            person.press("G", "left in total")
            person.disturb_until_seen("WAITING FOR YOU", 120)
            person.press(KITTY_SPACE, "hold 1 of 3")
            person.disturb(10)
            person.press(KITTY_CYRILLIC_E, "hold 2 of 3")
            person.disturb_until_seen("hold 3 of 3", 90)
            person.disturb_until_seen("step 3 of 4", 90)
            person.disturb(10)
            person.press(CYRILLIC_CTRL_C, "Why are you")
            person.press(ESCAPE, "left in total")
            person.disturb_until_seen("How strong is your pain", 120)
        calm()
        child.send(f"3{NEXT}")
        see(child, "Pain before 6, after 3: 3 points less.")
    assert cues_of(recording) == [
        "get-ready", "start-rub", "stop", "resumed", "half-way",
        "gate", "found", "eased", "start-press", "release", "start-press",
        "start-firm", "stop", "resumed", "half-way", "start-calm", "end",
    ]  # fmt: skip
    (session,) = kept()
    assert (session["status"], session["before"], session["after"]) == ("completed", 6, 3)
