"""What the history is on the disk: who can read it, what may lie in its place, how programs share it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import Opener
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import open_history

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


@pytest.fixture
def lax_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


@posix
@pytest.mark.usefixtures("lax_umask")
def test_only_the_owner_can_read_anything_even_under_a_lax_umask(program: Opener, path: Path) -> None:
    history = program()
    history.start_session(a_record(), "the plan", a_checkpoint())
    assert mode(path.parent) == 0o700
    assert mode(path) == 0o600
    assert mode(path.parent / "writers") == 0o700
    assert [mode(lock) for lock in (path.parent / "writers").iterdir()] == [0o600]


@posix
@pytest.mark.usefixtures("lax_umask")
def test_the_journal_is_as_private_as_the_history(program: Opener, path: Path) -> None:
    program()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE other (one)")
        assert mode(path.with_name("history.sqlite3-journal")) == 0o600
        connection.execute("ROLLBACK")


@posix
def test_a_history_that_others_could_read_becomes_private_when_it_is_opened(
    program: Opener, path: Path
) -> None:
    program().close()
    path.chmod(0o644)
    program()
    assert mode(path) == 0o600


@posix
def test_a_folder_that_was_there_keeps_its_permissions(program: Opener, path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.parent.chmod(0o755)
    program()
    assert mode(path.parent) == 0o755


def test_a_drive_that_is_not_there_is_told_and_not_looked_for_forever(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def exists(place: Path) -> bool:
        asked.append(place)
        assert len(asked) < 100
        return False

    def mkdir(place: Path, **_: object) -> None:
        raise FileNotFoundError(2, "No such drive")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", exists)
        patch.setattr(Path, "mkdir", mkdir)
        with pytest.raises(HistoryError, match="No such drive"):
            open_history(path, clock)


def test_the_file_is_written_as_safely_as_promised(program: Opener, path: Path) -> None:
    history = program()

    def pragmas() -> dict[str, object]:
        assert history._reader is not None
        return {
            name: history._reader.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }

    found = history._worker.call(pragmas)
    assert found == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "application_id": 0x74707365,
    }


def test_reading_where_there_is_no_history_makes_nothing(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock, read_only=True) as history:
        assert history.find_sessions(ALL) == []
        assert history.find_interrupted_sessions() == []
        assert history.load_screening_time() is None
        with pytest.raises(HistoryError, match="reading only"):
            history.save_screening_time(START)
    assert not path.parent.exists()


def test_reading_changes_nothing_of_a_history(program: Opener, path: Path, clock: FakeClock) -> None:
    writer = program()
    writer.start_session(a_record(), "the plan", a_checkpoint())
    before = everything(path.parent), path.read_bytes()
    with open_history(path, clock, read_only=True) as history:
        (found,) = history.find_sessions(ALL)
        assert found.status is Status.RUNNING
        with pytest.raises(HistoryError):
            history.save_rating(found.id, a_rating())
    assert (everything(path.parent), path.read_bytes()) == before


@pytest.mark.parametrize("read_only", [True, False])
def test_an_empty_file_is_a_new_history(path: Path, clock: FakeClock, *, read_only: bool) -> None:
    path.parent.mkdir()
    path.touch()
    with open_history(path, clock, read_only=read_only) as history:
        assert history.find_sessions(ALL) == []
    assert (path.stat().st_size > 0) is not read_only


def test_a_folder_in_the_place_of_the_history_is_refused(path: Path, clock: FakeClock) -> None:
    path.mkdir(parents=True)
    with pytest.raises(HistoryError, match="it is a folder"):
        open_history(path, clock)
    assert everything(path.parent) == ["history.sqlite3"]


def test_a_file_in_the_place_of_the_folder_is_refused(path: Path, clock: FakeClock) -> None:
    path.parent.write_text("not a folder")
    for read_only in (False, True):
        with pytest.raises(HistoryError, match="is a file, not a folder"):
            open_history(path, clock, read_only=read_only)


@posix
@pytest.mark.parametrize("read_only", [True, False])
def test_a_pipe_in_the_place_of_the_history_is_refused_and_not_waited_for(
    path: Path, clock: FakeClock, *, read_only: bool
) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(HistoryError, match="not a file"):
        open_history(path, clock, read_only=read_only)


@posix
def test_a_link_that_leads_in_circles_is_refused(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.symlink_to(path)
    with pytest.raises(HistoryError):
        open_history(path, clock)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_history_that_may_not_be_read_is_refused(program: Opener, path: Path, clock: FakeClock) -> None:
    program().close()
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
    assert everything(path.parent) == ["history.sqlite3"]


def test_names_with_signs_of_other_meanings_are_only_names(home: Path, clock: FakeClock) -> None:
    path = home / "50% of #1? yes & [no] ü" / "history.sqlite3"
    with open_history(path, clock) as history:
        history.save_screening_time(START)
    with open_history(path, clock, read_only=True) as history:
        assert history.load_screening_time() == START


def test_two_programs_may_make_the_history_at_once(path: Path, clock: FakeClock) -> None:
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
    for each in programs:
        assert each.stdin is not None
        each.stdin.write(b"go\n")
        each.stdin.flush()
    for each in programs:
        _, errors = each.communicate(timeout=20)
        assert (each.returncode, errors) == (0, b"")
    with open_history(path, clock, read_only=True) as history:
        assert history.find_sessions(ALL) == []


def test_a_program_that_leaves_without_closing_is_not_held_up(path: Path, clock: FakeClock) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.fakes.ports import FakeClock;"
        "from tests.store.sample_records import a_record, a_progress;"
        "from tpsession.store.history import open_history;"
        "history = open_history(Path(sys.argv[1]), FakeClock());"
        "record = a_record(); history.begin(record, 'the plan', a_progress());"
        "history.keep(record.id, a_progress(5)); sys.exit(7)"
    )
    finished = subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=20, check=False)
    assert finished.returncode == 7
    with open_history(path, clock) as history:
        assert len(history.find_interrupted_sessions()) == 1


def test_a_history_is_closed_only_once_and_says_so_afterwards(program: Opener) -> None:
    history = program()
    history.close()
    history.close()
    with pytest.raises(HistoryError, match="closed"):
        history.find_sessions(ALL)
    history.save_checkpoint("an id", a_checkpoint())


def test_a_note_may_hold_anything_that_can_be_typed_or_pasted(program: Opener) -> None:
    history = program()
    record = a_record(status=Status.COMPLETED)
    history.add_session(record, [])
    history.save_note(record.id, "line\nline\ttab \x00 \x1b[31m '\"; DROP TABLE sessions; -- \U0001f590")
    assert history.find_sessions(ALL)[0].note.startswith("line\nline\ttab \x00 \x1b[31m")
    history.save_note(record.id, "half a pair: \ud83d")
    assert history.find_sessions(ALL)[0].note == "half a pair: ?"
    assert history.damage_reports() == ()


def test_what_makes_no_sense_is_a_mistake_of_the_caller(program: Opener) -> None:
    history = program()
    record = a_record()
    with pytest.raises(ValueError, match="has ended"):
        history.add_session(record, [])
    with pytest.raises(ValueError, match="doesn't end as running"):
        history.finish_session(record.id, Status.RUNNING, None, a_checkpoint())
    with pytest.raises(ValueError, match="offset"):
        history.save_screening_time(START.replace(tzinfo=None))
    assert history.find_sessions(ALL) == []


def test_opening_a_history_loads_no_lock_library(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
    script = (
        "import sys; from pathlib import Path; from tests.fakes.ports import FakeClock;"
        "from tpsession.core.history.records import HistoryQuery;"
        "from tpsession.store.history import open_history;"
        "assert len(open_history(Path(sys.argv[1]), FakeClock(), read_only=True).sessions(HistoryQuery()));"
        "sys.exit('filelock' in sys.modules or 'textual' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, timeout=20, check=True)
