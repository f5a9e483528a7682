"""The commands ``backup`` and ``restore``, and what the doctor says about backups."""

from __future__ import annotations

import io
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import UNREACHABLE, CommandResult, RunCommand


class Typed(io.StringIO):
    """A terminal at which somebody has typed."""

    def isatty(self) -> bool:
        return True


def log(run: RunCommand, place: str) -> None:
    assert run("log", "--area", place, "--before", "5").code == 0


def backup_files(home: Path) -> list[str]:
    return sorted(file.name.rsplit("-", 2)[0] for file in (home / "backups").iterdir())


def history_lines(done: CommandResult) -> list[str]:
    return [line.strip() for line in done.out.splitlines() if "history:" in line]


@pytest.fixture
def kept(run: RunCommand, tmp_path: Path) -> str:
    """A backup with one session in a folder of its own, after which a second one was logged."""
    log(run, "neck")
    done = run("backup", str(tmp_path / "kept"))
    assert (done.code, done.err) == (0, "")
    log(run, "foot")
    return done.out.strip()


def test_a_change_makes_the_days_backup_and_the_command_one_more(run: RunCommand, home: Path) -> None:
    refused = run("backup")
    assert (refused.code, refused.out) == (4, "")
    assert "There is no history yet" in refused.err
    log(run, "neck")
    log(run, "foot")
    assert backup_files(home) == ["history-daily"]
    done = run("backup")
    assert (done.code, done.err) == (0, "")
    assert Path(done.out.strip()).is_file()
    assert backup_files(home) == ["history-by-hand", "history-daily"]


def test_a_restore_shows_what_it_changes_and_needs_a_yes(
    run: RunCommand, home: Path, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = "Only in your history now, and gone afterwards: 1 session and 1 rating.\n"
    refused = run("restore", kept)
    assert (refused.code, refused.out) == (2, changes)
    assert "add --yes" in refused.err
    for answer in ("\n", "n\n", ""):
        monkeypatch.setattr(sys, "stdin", Typed(answer))
        declined = run("restore", kept)
        assert (declined.code, declined.out) == (0, changes)
        assert declined.err.endswith("Restore? [y/N] Nothing was changed.\n")
    assert len(run("history", "--json").json()) == 2
    monkeypatch.setattr(sys, "stdin", Typed("y\n"))
    done = run("restore", kept)
    assert (done.code, done.out) == (0, changes)
    (line,) = [line for line in done.err.splitlines() if "Restored." in line]
    earlier = line[line.index(str(home / "backups")) : -1]
    assert [record["area"] for record in run("history", "--json").json()] == ["neck"]
    again = run("restore", kept, "--yes")
    assert (again.code, again.out) == (0, "")
    assert "is the same as this backup" in again.err
    assert run("restore", earlier, "--yes").code == 0
    assert len(run("history", "--json").json()) == 2


def test_after_damage_the_newest_good_backup_and_the_command_are_named(
    run: RunCommand, home: Path, kept: str
) -> None:
    history = home / "history.sqlite"
    history.write_bytes(history.read_bytes()[:4096] + bytes(40_000))
    # The last one may write, so it repairs the file.
    for command in (["history"], ["due"], ["play", "neck", "--plain"]):
        shown = run(*command)
        assert shown.code == 4
        assert f"tpsession restore {home / 'backups' / 'history-daily-'}" in shown.err
    restored = run("restore", kept, "--yes")
    assert restored.code == 0
    assert [record["area"] for record in run("history", "--json").json()] == ["neck"]


def test_a_restore_repairs_a_damaged_history_first_and_says_where_it_is(
    run: RunCommand, home: Path, kept: str
) -> None:
    history = home / "history.sqlite"
    history.write_bytes(history.read_bytes()[:4096] + bytes(40_000))
    done = run("restore", kept, "--yes")
    assert done.code == 0
    assert "the damaged file is now" in done.err
    assert [record["area"] for record in run("history", "--json").json()] == ["neck"]


def test_a_folder_for_a_backup_is_made_in_one_that_exists(run: RunCommand, kept: str, tmp_path: Path) -> None:
    for folder, message in (
        (tmp_path / "no disk" / "backups", "There is no folder"),
        (Path(kept), "is a file, not a folder"),
    ):
        refused = run("backup", str(folder))
        assert (refused.code, refused.out) == (2, "")
        assert message in refused.err
    assert not (tmp_path / "no disk").exists()


@pytest.mark.parametrize("folder", ["~nobody-has-this-name/backups", f"{UNREACHABLE}/backups"])
def test_where_the_folder_for_backups_can_not_be_reached_they_are_beside_the_history(
    run: RunCommand, home: Path, folder: str
) -> None:
    setting = folder if folder.startswith("~") else str(home / folder)
    home.mkdir()
    (home / "settings.toml").write_text(f"[history]\nbackups = {setting!r}\n", encoding="utf-8")
    log(run, "neck")
    assert backup_files(home) == ["history-daily"]
    done = run("backup")
    assert (done.code, Path(done.out.strip()).parent) == (0, home / "backups")
    assert "isn't there now, so the backup is beside your history" in done.err
    assert f"The folder for backups, {setting}, isn't there now" in run("doctor").out
    assert (run("backup", setting).code, run("restore", f"{setting}/history.sqlite").code) == (2, 4)


def test_a_history_that_can_not_be_reached_is_one_sentence(
    run: RunCommand, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    monkeypatch.setenv("TPSESSION_HOME", str(home / UNREACHABLE))
    for command in (
        ("backup",),
        ("restore", str(tmp_path)),
        ("routines", "show", "neck"),
        ("render", "neck", "-o", str(tmp_path / "neck.wav")),
    ):
        done = run(*command)
        assert (done.code, "can't be used: " in done.err) == (4, True), command


def test_a_backup_with_a_damaged_part_says_so(run: RunCommand, kept: str, home: Path) -> None:
    with closing(sqlite3.connect(home / "history.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE ratings SET value = 9")
    done = run("backup")
    assert done.code == 0
    assert "-incomplete-" in done.out
    assert "A part of your history is damaged" in done.err
    assert Path(kept).exists()


def test_the_doctor_says_when_the_last_backup_was_made_and_if_its_disk_is_missing(
    run: RunCommand, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\n')
    assert len(history_lines(run("doctor"))) == 1
    log(run, "neck")
    shown = history_lines(run("doctor"))[1]
    assert shown.startswith("ok      history: The last good backup was made on ")
    assert str(home / "backups" / "history-daily-") in shown
    disk = tmp_path / "disk"
    (home / "settings.toml").write_text(f"[sound]\nbackend = 'none'\n[history]\nbackups = '{disk}'\n")
    shown = history_lines(run("doctor"))[2]
    assert shown.startswith(f"note    history: The folder for backups, {disk}, isn't there now.")
    done = run("backup")
    assert done.out.startswith(str(home / "backups"))
    assert f"The folder {disk} isn't there now" in done.err
    disk.mkdir()
    assert run("backup").out.startswith(str(disk))
    assert len(history_lines(run("doctor"))) == 2
    for file in (*disk.rglob("*.sqlite"), *(home / "backups").iterdir()):
        file.unlink()
    assert "There is no backup yet." in history_lines(run("doctor"))[1]
