"""The system is asked to stay awake by every way that it knows, and let go at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.power.session_bus import Desktop, desktop, session_bus
from tpsession.power import inhibitors
from tpsession.power.inhibitors import LOGIND, staying_awake
from tpsession.power.system_awake import SystemAwake

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has D-Bus and logind")

DBUS_DAEMON = shutil.which("dbus-daemon") or ""
INHIBIT = """\
#!/bin/sh
echo "$*" >> {log}
while [ "$1" != sh ]; do shift; done
{refuse}
"$@"
echo released >> {log}
"""
"""In the place of systemd-inhibit: runs the command that follows its options, or refuses."""


@pytest.fixture
def no_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is the first to be looked into, on a machine without a desktop and logind."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "cat"):
        (programs / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    return programs


@pytest.fixture
def screen_saver(no_system: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A desktop that can be asked, on a machine without logind."""
    monkeypatch.setenv("PATH", str(no_system))
    if not DBUS_DAEMON:
        pytest.skip("needs dbus-daemon")
    with session_bus(DBUS_DAEMON) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with desktop(address) as asked:
            yield asked


def install_logind(programs: Path, refuse: str = "") -> Path:
    """Let logind give its lock, or refuse; returns the file with what it was asked."""
    log = programs / "log"
    (programs / "systemd-inhibit").write_text(INHIBIT.format(log=log, refuse=refuse))
    (programs / "systemd-inhibit").chmod(0o755)
    return log


def wait_for(path: Path, text: str) -> bool:
    """Wait for 3 s at most until a file contains a text."""
    for _ in range(300):
        if path.exists() and text in path.read_text():
            return True
        threading.Event().wait(0.01)
    return False


def test_the_desktop_is_asked_and_let_go(screen_saver: Desktop) -> None:
    with staying_awake() as names:
        assert names == ("org.freedesktop.ScreenSaver",)
        assert screen_saver.was_called("Inhibit")
    assert screen_saver.was_called("Inhibit", "UnInhibit")


def test_logind_is_asked_not_to_sleep_and_not_to_count_as_idle(no_system: Path) -> None:
    log = install_logind(no_system)
    with staying_awake() as names:
        assert names == (LOGIND,)
        assert "--what=idle:sleep --mode=block --who=tpsession" in log.read_text()
        assert "released" not in log.read_text()


@pytest.mark.usefixtures("no_system")
def test_where_nothing_can_be_asked_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with staying_awake() as names:
        assert names == ()
    assert capfd.readouterr() == ("", "")


def test_a_broken_library_is_left_out(no_system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_logind(no_system)
    monkeypatch.setitem(sys.modules, "wakepy", None)
    with staying_awake() as names:
        assert names == (LOGIND,)


def test_a_fault_disturbs_nothing_and_later_wishes_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = threading.Semaphore(0)

    def broken() -> None:
        entered.release()
        raise ZeroDivisionError

    monkeypatch.setattr(inhibitors, "staying_awake", broken)
    awake = SystemAwake()
    for wanted in (True, False, True):
        awake.keep(wanted)
    assert entered.acquire(timeout=3.0)
    assert entered.acquire(timeout=3.0)
    awake.close()


def test_a_logind_that_refuses_is_not_named(no_system: Path) -> None:
    install_logind(no_system, refuse="exit 1")
    with staying_awake() as names:
        assert names == ()


def test_the_lock_of_logind_dies_with_a_killed_program(no_system: Path) -> None:
    log = install_logind(no_system)
    script = (
        "import sys\n"
        "from tpsession.power.system_awake import SystemAwake\n"
        "SystemAwake().keep(True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as program:
        assert wait_for(log, "--what")
        os.kill(program.pid, signal.SIGKILL)
    assert wait_for(log, "released")


def test_wishes_are_followed_in_the_background(screen_saver: Desktop) -> None:
    awake = SystemAwake()
    awake.keep(True)
    assert screen_saver.was_called("Inhibit")
    awake.keep(False)
    assert screen_saver.was_called("Inhibit", "UnInhibit")
    awake.keep(True)
    assert screen_saver.was_called("Inhibit", "UnInhibit", "Inhibit")
    awake.close()
    assert screen_saver.was_called("Inhibit", "UnInhibit", "Inhibit", "UnInhibit")


def test_a_session_goes_on_if_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        awake = SystemAwake()
        awake.keep(True)
        awake.close()


def test_closing_without_a_wish_starts_nothing() -> None:
    before = threading.active_count()
    SystemAwake().close()
    assert threading.active_count() == before
