"""Plain mode meets a damaged history: the person chooses what was recovered, or the backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.fakes.ports import FakeClock, ScriptedConsole
from tpsession.clock import SystemClock
from tpsession.commands.play.plain_mode import _open_or_ask
from tpsession.core.dialogue.rescue import RESTORED
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery
from tpsession.files.paths import find_paths


@pytest.fixture
def backup(run: RunCommand) -> Path:
    """The newest backup of a damaged history: it has one session, and two can be recovered."""
    assert run("log", "--area", "neck", "--before", "5").code == 0
    made = Path(run("backup").out.strip())
    assert run("log", "--area", "foot", "--before", "4").code == 0
    content = find_paths().history.read_bytes()
    find_paths().history.write_bytes(bytes(4096) + content[4096:])
    return made


def opened(console: ScriptedConsole) -> list[str]:
    """Open the history as plain mode does, and return the areas of its sessions."""
    with _open_or_ask(find_paths(), SystemClock(), console) as history:
        return [record.area for record in history.find_sessions(HistoryQuery())]


def test_a_person_continues_with_what_was_recovered(backup: Path) -> None:
    console = ScriptedConsole(FakeClock(), ["1"])
    assert opened(console) == ["foot", "neck"]
    assert "Continue with what was recovered: 2 sessions" in console.output
    assert ": 1 session\n" in console.output
    assert backup.exists()


def test_a_person_goes_back_to_the_backup_and_what_was_recovered_is_kept(
    backup: Path, run: RunCommand
) -> None:
    console = ScriptedConsole(FakeClock(), ["2"])
    assert opened(console) == ["neck"]
    assert console.lines[-1] == RESTORED
    (kept,) = backup.parent.glob("*before-restore*")
    assert run("restore", str(kept), "--yes").code == 0
    assert opened(console) == ["foot", "neck"]


def test_a_backup_that_cannot_be_used_leaves_both_choices(backup: Path) -> None:
    class Console(ScriptedConsole):
        def ask(self, prompt: str) -> str | None:
            backup.unlink(missing_ok=True)
            return super().ask(prompt)

    console = Console(FakeClock(), ["2", "1"])
    assert opened(console) == ["foot", "neck"]
    assert "doesn't exist. Nothing was changed." in console.output
    assert sum("Go back to the backup" in line for line in console.lines) == 2


def test_leaving_and_nobody_to_answer_restore_nothing_and_name_the_command(backup: Path) -> None:
    damaged = find_paths().history.read_bytes()
    for console in (ScriptedConsole(FakeClock(), ["3"]), ScriptedConsole(FakeClock(), attended=False)):
        find_paths().history.write_bytes(damaged)
        with pytest.raises(HistoryError, match=f"tpsession restore {backup}"):
            opened(console)
        assert opened(console) == ["foot", "neck"]
    assert console.lines == []
