"""A person at a terminal plays a routine of their own in plain mode."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from pathlib import Path

import pexpect
import pytest

from tests.end_to_end.stopwatch import step_moments
from tests.end_to_end.terminal import QUESTION, at_terminal, kept, run, to_the_start, write_routine
from tpsession.clock import SystemClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")

OWN = """\
format = 1
name = "Evening"
area = "shoulder"
sides = "each"

[defaults]
get_ready = "1s"

[[steps]]
technique = "circles"
duration = "2s"

[[steps]]
technique = "pressure"
hold = "2s"
release = "1s"
repeat = 2
wait = true

[[steps]]
technique = "rest"
duration = "1s"

[[steps]]
technique = "wipe"
"""
UNGATED = """\
format = 1
name = "Short"
area = "foot"
sides = "none"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "1s"
[[steps]]
technique = "pressure"
hold = "1s"
[[steps]]
technique = "rest"
duration = "1s"
"""
SILENT = '[sound]\nbackend = "none"\n'


@pytest.fixture
def own(home: Path) -> Path:
    """Return a home folder with two routines and without sound."""
    write_routine(home, "evening", OWN)
    write_routine(home, "short", UNGATED)
    (home / "settings.toml").write_text(SILENT)
    return home


def ended(child: pexpect.spawn[str]) -> int:
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus is not None
    return child.exitstatus


def test_every_number_of_a_session_with_pause_skip_back_and_ease_is_right(own: Path) -> None:
    clock = SystemClock()
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Broad circles, left side, 2 seconds. Step 1 of 4")
        began = clock.now()
        child.sendline("")
        child.expect("Paused")
        paused = clock.now()
        child.expect(pexpect.TIMEOUT, timeout=0.5)
        child.sendline("")
        child.expect("Resumed")
        pause_s = clock.now() - paused
        child.expect("Step 2 of 4")
        circles_s = clock.now() - began - pause_s
        child.sendline("")
        child.expect("hold 1 of 2, 2 seconds")
        child.sendline("e")
        child.expect("Eased off")
        child.expect("Release before hold 2 of 2")
        child.sendline("b")
        child.expect("Back")
        child.expect("until you press enter")
        child.sendline("")
        child.expect("hold 1 of 2, 2 seconds")
        child.expect("hold 2 of 2, 2 seconds")
        child.sendline("s")
        child.expect("Skipped: .*left side")
        child.expect("Rest, 1 second. Step 3 of 4")
        child.expect("Wipe your hands, until")
        child.sendline("")
        child.expect("How strong is your pain")
        child.sendline("3")
        child.expect("Pain before 6, after 3: 3 points less")
        child.expect("Type a note")
        child.sendline("in the evening")
        assert ended(child) == 0
    (session,) = kept()
    circles, pressure, rest, wipe = session["steps"]
    assert (session["status"], session["stop_reason"]) == ("completed", None)
    assert (session["routine"], session["area"], session["side"]) == ("evening", "shoulder", "left")
    assert (session["before"], session["after"], session["note"]) == (6, 3, "in the evening")
    assert session["planned_s"] == 1 + 2 + (2 * 2 + 1) + 1
    assert [step["planned_s"] for step in session["steps"]] == [2, 5, 1, 0]
    assert [step["side"] for step in session["steps"]] == ["left", "left", "none", "none"]
    assert circles["active_s"] == pytest.approx(2.0, abs=0.001)
    assert circles_s == pytest.approx(2.0, abs=0.5)
    assert 2.0 + 1.0 < pressure["active_s"] < 2.0 + 1.0 + 1.0
    assert (pressure["skipped"], pressure["eased"]) == (True, True)
    assert (rest["active_s"], wipe["active_s"]) == (0, 0)
    assert session["active_s"] == pytest.approx(sum(step["active_s"] for step in session["steps"]))


def test_a_stop_is_saved_with_its_reason_and_the_area_rests(own: Path) -> None:
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Step 1 of 4")
        child.sendline("x")
        child.expect("Why")
        child.sendline("2")
        child.expect("No more massage on this side today")
        child.expect("If that was a slip")
        child.sendline("")
        child.expect("How strong is your pain")
        child.sendline("7")
        child.expect("1 point more")
        child.sendline("")
        assert ended(child) == 0
    (session,) = kept()
    assert (session["status"], session["stop_reason"]) == ("stopped", "sharp")
    assert (session["before"], session["after"]) == (6, 7)
    again = run("play", "evening", "--plain")
    assert again.returncode == 1
    assert "No more massage on this side today" in again.stdout


@pytest.mark.timing
def test_a_session_takes_the_planned_time_within_twenty_milliseconds(own: Path) -> None:
    circles, _, rest = step_moments("short", str(own))
    assert rest - circles == pytest.approx(1 + 1, abs=0.02)
    (session,) = kept()
    started, ended_at = (datetime.fromisoformat(session[key]) for key in ("started_at", "ended_at"))
    assert session["planned_s"] == 1 + 1 + 1 + 1
    # Its record starts a little earlier, by the time that the disk took to save it.
    assert -0.02 <= (ended_at - started).total_seconds() - session["planned_s"] <= 1.0


def test_a_session_is_resumed_after_the_program_was_killed(own: Path) -> None:
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Take your time")
        child.expect(pexpect.TIMEOUT, timeout=0.7)
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
    (interrupted,) = kept()
    assert (interrupted["status"], interrupted["before"], interrupted["active_s"]) == ("partial", 6, 2)
    with at_terminal("play", "evening", "--plain") as child:
        child.expect("Type resume")
        child.sendline("r")
        child.expect("Paused")
        child.sendline("")
        child.expect("Resumed")
        child.sendline("s")
        child.expect("Wipe your hands, until")
        child.sendline("")
        child.expect("How strong is your pain")
        child.sendline("2")
        child.expect("Pain before 6, after 2")
        child.sendline("")
        assert ended(child) == 0
    (session,) = kept()
    assert (session["id"], session["status"], session["after"]) == (interrupted["id"], "completed", 2)


@pytest.mark.parametrize("end", ["terminated", "terminal closed"])
def test_a_session_that_is_ended_from_outside_is_saved_at_that_moment(own: Path, end: str) -> None:
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Step 1 of 4")
        child.expect(pexpect.TIMEOUT, timeout=0.7)
        if end == "terminated":
            child.kill(signal.SIGTERM)
            child.expect(pexpect.EOF)
        else:
            child.close(force=False)
    (interrupted,) = kept()
    assert interrupted["status"] == "partial"
    assert 0.6 < interrupted["active_s"] < 2.0


def test_ctrl_d_and_lines_typed_too_early_are_ignored(own: Path) -> None:
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        child.send("\n\nn\n\n")
        for _ in range(4):
            child.expect("Type none|None, yes")
            child.expect(pexpect.TIMEOUT, timeout=0.3)
            child.sendline("n")
        child.expect(QUESTION)
        child.sendcontrol("d")
        child.expect(pexpect.TIMEOUT, timeout=0.3)
        child.sendline("6")
        child.expect("Step 1 of 4")
        child.sendcontrol("d")
        child.expect("is not a command")
        child.sendline("")
        child.expect("Paused")
        child.sendline("x")
        child.expect("Why")
        child.sendline("")
        child.expect("a name, or continue")
        child.sendline("g")
        child.expect("Resumed")


def test_a_program_sent_to_the_background_pauses_and_comes_back_paused(own: Path) -> None:
    with at_terminal("play", "evening", "--plain", "--side", "left") as child:
        to_the_start(child, 6)
        child.expect("Step 1 of 4")
        child.sendcontrol("z")
        child.expect("Paused")
        child.expect(pexpect.TIMEOUT, timeout=0.7)
        child.kill(signal.SIGCONT)
        child.expect("still paused")
        child.sendline("")
        child.expect("Resumed")
        child.expect("Take your time")
        child.sendline("x")
        child.expect("Why")
        child.sendline("bruise")
        child.expect("If that was a slip")
        child.sendline("")
        child.expect("How strong")
        child.sendline("-")
        child.expect("Type a note")
        child.sendline("")
        child.expect("Goodbye. tpsession has ended.")
        assert ended(child) == 0
    (session,) = kept()
    assert session["steps"][0]["active_s"] == pytest.approx(2.0, abs=0.001)


def test_in_plain_mode_a_routine_can_be_chosen(own: Path) -> None:
    with at_terminal("--plain") as child:
        child.expect("Type try, routine, where, .*quit or help:")
        child.sendline("routine")
        child.expect("Which routine")
        child.expect(r"\d+(?=\. Evening)")
        child.sendline(str(child.after))
        child.expect("left or right")
        child.sendline("2")
        to_the_start(child, 4)
        child.sendcontrol("c")
        child.expect("Why")
        child.sendcontrol("c")
        assert ended(child) == 130
    (session,) = kept()
    assert (session["status"], session["stop_reason"], session["side"]) == ("stopped", "interrupted", "left")


def test_without_a_terminal_it_says_so_and_names_the_option_plain(own: Path) -> None:
    for arguments in ((), ("--plain",), ("play", "evening")):
        done = run(*arguments)
        assert done.returncode == 2
        assert "--plain" in done.stderr
        assert done.stdout == ""


def test_a_full_disk_does_not_end_the_session_and_is_reported(own: Path) -> None:
    # A limit on the size of files simulates a full disk: from the first tick on, the history can't grow.
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from tpsession.cli import main;"
        "from tpsession.core.session.runner import SessionRunner;"
        "tick = SessionRunner.tick;"
        "SessionRunner.tick = lambda self: ("
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)), tick(self))[1];"
        "sys.exit(main(['play', 'short', '--plain', '--before', '6', '--after', '3']))"
    )
    done = run(program=[sys.executable, "-c", program])
    assert "Session complete." in done.stdout
    assert done.returncode == 4
    assert done.stderr.startswith("tpsession: ")
    assert "Traceback" not in done.stderr


def test_a_terminal_that_only_prints_lines_gets_lines_and_is_told(own: Path) -> None:
    with at_terminal(env={"TERM": "dumb"}) as child:
        child.expect("can't show the full screen, so you get lines of text")
        child.expect("Type try, routine, where, .*quit or help:")
        assert "\x1b" not in str(child.before)
