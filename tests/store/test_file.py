"""The history's file: its permissions, what else may be at its path, and how programs share it."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import StartProgram
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import open_history

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def list_paths(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def lax_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


@posix_only
@pytest.mark.usefixtures("lax_umask")
def test_only_the_owner_can_read_anything_even_under_a_lax_umask(
    start_program: StartProgram, path: Path
) -> None:
    history = start_program()
    history.start_session(a_record(), "the plan", a_checkpoint())
    assert permissions(path.parent) == 0o700
    assert permissions(path) == 0o600
    assert permissions(path.parent / "writers") == 0o700
    assert [permissions(lock) for lock in (path.parent / "writers").iterdir()] == [0o600]


@posix_only
@pytest.mark.usefixtures("lax_umask")
def test_the_journal_is_as_private_as_the_history(start_program: StartProgram, path: Path) -> None:
    start_program()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE other (one)")
        assert permissions(path.with_name("history.sqlite3-journal")) == 0o600
        connection.execute("ROLLBACK")


@posix_only
def test_a_history_that_others_could_read_becomes_private_when_it_is_opened(
    start_program: StartProgram, path: Path
) -> None:
    start_program().close()
    path.chmod(0o644)
    start_program()
    assert permissions(path) == 0o600


@posix_only
def test_an_existing_folder_keeps_its_permissions(start_program: StartProgram, path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.parent.chmod(0o755)
    start_program()
    assert permissions(path.parent) == 0o755


def test_a_missing_drive_is_reported_and_not_looked_for_forever(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[Path] = []

    def exists(place: Path) -> bool:
        checked.append(place)
        assert len(checked) < 100
        return False

    def mkdir(place: Path, **_: object) -> None:
        raise FileNotFoundError(2, "No such drive")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", exists)
        patch.setattr(Path, "mkdir", mkdir)
        with pytest.raises(HistoryError, match="No such drive"):
            open_history(path, clock)


def test_the_database_is_configured_as_safely_as_promised(start_program: StartProgram, path: Path) -> None:
    history = start_program()

    def pragmas() -> dict[str, object]:
        assert history._reader is not None
        return {
            name: history._reader.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }

    found = history._thread.run(pragmas)
    assert found == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "application_id": 0x74707365,
    }


def test_reading_a_missing_history_creates_nothing(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock, read_only=True) as history:
        assert history.find_sessions(ALL) == []
        assert history.find_interrupted_sessions() == []
        assert history.load_screening_time() is None
        with pytest.raises(HistoryError, match="reading only"):
            history.save_screening_time(START)
    assert not path.parent.exists()


def test_reading_a_history_changes_nothing(start_program: StartProgram, path: Path, clock: FakeClock) -> None:
    writer = start_program()
    writer.start_session(a_record(), "the plan", a_checkpoint())
    before = list_paths(path.parent), path.read_bytes()
    with open_history(path, clock, read_only=True) as history:
        (found,) = history.find_sessions(ALL)
        assert found.status is Status.RUNNING
        with pytest.raises(HistoryError):
            history.save_rating(found.id, a_rating())
    assert (list_paths(path.parent), path.read_bytes()) == before


@pytest.mark.parametrize("read_only", [True, False])
def test_an_empty_file_is_a_new_history(path: Path, clock: FakeClock, *, read_only: bool) -> None:
    path.parent.mkdir()
    path.touch()
    with open_history(path, clock, read_only=read_only) as history:
        assert history.find_sessions(ALL) == []
    assert (path.stat().st_size > 0) is not read_only


def test_a_folder_instead_of_the_history_is_refused(path: Path, clock: FakeClock) -> None:
    path.mkdir(parents=True)
    with pytest.raises(HistoryError, match="it is a folder"):
        open_history(path, clock)
    assert list_paths(path.parent) == ["history.sqlite3"]


def test_a_file_instead_of_the_folder_is_refused(path: Path, clock: FakeClock) -> None:
    path.parent.write_text("not a folder")
    for read_only in (False, True):
        with pytest.raises(HistoryError, match="is a file, not a folder"):
            open_history(path, clock, read_only=read_only)


def test_the_file_that_is_in_the_place_of_a_folder_further_up_is_named(path: Path, clock: FakeClock) -> None:
    path.parent.write_text("not a folder")
    with pytest.raises(HistoryError, match=re.escape(f"{path.parent} is a file, not a folder")):
        open_history(path.parent / "sub" / "folder" / path.name, clock)


@posix_only
@pytest.mark.parametrize("read_only", [True, False])
def test_a_pipe_instead_of_the_history_is_refused_without_blocking(
    path: Path, clock: FakeClock, *, read_only: bool
) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(HistoryError, match="not a file"):
        open_history(path, clock, read_only=read_only)


@posix_only
def test_a_link_that_leads_in_circles_is_refused(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.symlink_to(path)
    with pytest.raises(HistoryError):
        open_history(path, clock)


@posix_only
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_history_without_read_permission_is_refused(
    start_program: StartProgram, path: Path, clock: FakeClock
) -> None:
    start_program().close()
    path.chmod(0)
    with pytest.raises(HistoryError, match="permission"):
        open_history(path, clock, read_only=True)


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="another program"):
        open_history(path, clock)
    assert path.read_bytes() == before
    assert list_paths(path.parent) == ["history.sqlite3"]


def test_special_characters_in_a_path_have_no_effect(home: Path, clock: FakeClock) -> None:
    path = home / "50% of #1? yes & [no] ü" / "history.sqlite3"
    with open_history(path, clock) as history:
        history.save_screening_time(START)
    with open_history(path, clock, read_only=True) as history:
        assert history.load_screening_time() == START


def test_several_programs_may_create_the_history_at_once(path: Path, clock: FakeClock) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.fakes.ports import FakeClock;"
        "from tpsession.store.history import open_history;"
        "sys.stdin.readline(); open_history(Path(sys.argv[1]), FakeClock()).close()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for process in programs:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    for process in programs:
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, b"")
    with open_history(path, clock, read_only=True) as history:
        assert history.find_sessions(ALL) == []


def test_a_program_that_exits_without_closing_does_not_wait(path: Path, clock: FakeClock) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.fakes.ports import FakeClock;"
        "from tests.store.sample_records import a_record, a_checkpoint;"
        "from tpsession.store.history import open_history;"
        "history = open_history(Path(sys.argv[1]), FakeClock());"
        "record = a_record(); history.start_session(record, 'the plan', a_checkpoint());"
        "history.save_checkpoint(record.id, a_checkpoint(5)); sys.exit(7)"
    )
    finished = subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=20, check=False)
    assert finished.returncode == 7
    with open_history(path, clock) as history:
        assert len(history.find_interrupted_sessions()) == 1


def test_a_history_can_be_closed_twice_and_then_refuses_to_read(start_program: StartProgram) -> None:
    history = start_program()
    history.close()
    history.close()
    with pytest.raises(HistoryError, match="closed"):
        history.find_sessions(ALL)
    history.save_checkpoint("an id", a_checkpoint())


def test_a_note_may_contain_anything_that_can_be_typed_or_pasted(start_program: StartProgram) -> None:
    history = start_program()
    record = a_record(status=Status.COMPLETED)
    history.add_session(record, [])
    history.save_note(record.id, "line\nline\ttab \x00 \x1b[31m '\"; DROP TABLE sessions; -- \U0001f590")
    assert history.find_sessions(ALL)[0].note.startswith("line\nline\ttab \x00 \x1b[31m")
    history.save_note(record.id, "half a pair: \ud83d")
    assert history.find_sessions(ALL)[0].note == "half a pair: ?"
    assert history.damage_reports() == ()


def test_calls_that_make_no_sense_raise_value_error(start_program: StartProgram) -> None:
    history = start_program()
    record = a_record()
    with pytest.raises(ValueError, match="has ended"):
        history.add_session(record, [])
    with pytest.raises(ValueError, match="doesn't end as running"):
        history.finish_session(record.id, Status.RUNNING, None, a_checkpoint())
    with pytest.raises(ValueError, match="offset"):
        history.save_screening_time(START.replace(tzinfo=None))
    assert history.find_sessions(ALL) == []


def test_opening_a_history_does_not_load_the_lock_library(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
    script = (
        "import sys; from pathlib import Path; from tests.fakes.ports import FakeClock;"
        "from tpsession.core.history.records import HistoryQuery;"
        "from tpsession.store.history import open_history;"
        "history = open_history(Path(sys.argv[1]), FakeClock(), read_only=True);"
        "assert len(history.find_sessions(HistoryQuery()));"
        "sys.exit('filelock' in sys.modules or 'textual' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=20, check=True)
