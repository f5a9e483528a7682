"""The commands ``edit``, ``delete`` and ``undo``, and pain scores of ``log``."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import CommandResult, RunCommand
from tpsession.clock import SystemClock
from tpsession.commands.argument_types import STOP_REASONS
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import SessionRecord, Status, StopReason
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history


@pytest.fixture
def logged(run: RunCommand) -> RunCommand:
    """A history with two sessions; the newer one is on the neck."""
    run("log", "--area", "foot", "--side", "left", "--before", "7", "--at", "2026-01-02T18:00")
    run("log", "--area", "neck", "--before", "5", "--after", "3", "--at", "2026-01-03T18:00")
    return run


class Terminal(io.StringIO):
    """A terminal at which somebody has typed."""

    def isatty(self) -> bool:
        return True


def sessions(run: RunCommand) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("history", "--json").json()
    return found


def test_every_option_of_edit_corrects_its_field_and_undo_takes_all_back(logged: RunCommand) -> None:
    before = sessions(logged)
    done = logged(
        "edit", "last", "--at", "2026-01-03T17:00", "--place", "head", "--area", "shoulder",
        "--side", "right", "--before", "6", "--after", "4", "--later", "2026-01-03T22:00=5",
        "--later", "2026-01-04T08:00=2",
        "--painkiller", "--heat", "--spot", "behind the ear", "--note", "corrected",
    )  # fmt: skip
    assert done.code == 0
    assert "pain before 6 (was 5), pain after 4 (was 3)" in done.err
    newest, other = sessions(logged)
    assert (newest["corrected"], other["corrected"]) == (True, False)
    assert newest["started_at"].startswith("2026-01-03T17:00")
    keys = ("place", "area", "side", "before", "after", "flags", "spot", "note")
    assert [newest[key] for key in keys] == [
        "head", "shoulder", "right", 6, 4, ["painkiller", "heat"], "behind the ear", "corrected",
    ]  # fmt: skip
    assert [later["value"] for later in newest["later"]] == [5, 2]
    assert logged("edit", "last", "--no-heat").code == 0
    assert sessions(logged)[0]["flags"] == ["painkiller"]
    for _ in range(2):
        undone = logged("undo")
        assert undone.code == 0
        assert undone.err.startswith("Undone: the correction of the session of 2026-01-03")
    assert sessions(logged) == before
    assert not any(session["corrected"] for session in before)
    nothing = logged("undo")
    assert (nothing.code, nothing.err) == (1, "There is nothing to undo.\n")


def test_without_options_edit_prints_what_was_corrected(logged: RunCommand) -> None:
    which = "the session of 2026-01-03 18:00, Neck"
    assert logged("edit", "last").out == f"There are no corrections of {which}.\n"
    logged("edit", "last", "--after", "2")
    heading, line = logged("edit", "last").out.splitlines()
    assert heading == f"Corrections of {which}:"
    assert line.endswith(": pain after, was 3")
    same = logged("edit", "last", "--after", "2")
    assert same.err == "Nothing to correct: that is what it says already.\n"


def test_a_session_is_named_by_the_beginning_of_its_id(logged: RunCommand) -> None:
    older = sessions(logged)[1]
    shown = logged("history", "--ids").out.splitlines()[1]
    assert shown.startswith(f"{older['id'][:8]}  2026-01-02 18:00")
    assert logged("edit", older["id"][:8].upper(), "--after", "1").code == 0
    assert sessions(logged)[1]["after"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("edit", "abc", "--after", "1"), "too short for an id"),
        (("edit", "zzzz", "--after", "1"), 'no session with an id that begins with "zzzz"'),
        (("edit", "\udcff" * 4, "--after", "1"), "no session with an id that begins with"),
        (("undo", "\udcff" * 4), "no session with an id that begins with"),
        (("edit", "last", "--stop-reason", "numb"), "Only a session that was stopped"),
        (("edit", "last", "--later", "12"), "a time and a number"),
        (("edit", "last", "--later", "2026-01-01T10:00=4"), "would be before the session"),
        (("delete", "last", "--purge"), "Add --yes if you mean it"),
        (("log", "--before", "4"), "Give --area for a session, or --place"),
        (("log", "--place", "knee", "--before", "4", "--after", "2"), "A pain score is one number"),
    ],
)
def test_what_cannot_be_is_wrong_usage_and_changes_nothing(
    logged: RunCommand, arguments: tuple[str, ...], message: str
) -> None:
    before = sessions(logged)
    done = logged(*arguments)
    assert done.code == 2
    assert message in done.err
    assert sessions(logged) == before


def test_in_an_empty_history_there_is_no_last_session(run: RunCommand) -> None:
    done = run("edit", "last", "--after", "1")
    assert (done.code, done.err) == (2, "tpsession: There is no session yet.\n")


def test_a_deleted_session_comes_back_by_undo_but_not_after_a_purge(logged: RunCommand) -> None:
    before = sessions(logged)
    deleted = logged("delete", "last")
    assert deleted.err == (
        "Deleted the session of 2026-01-03 18:00, Neck. tpsession undo takes it back. "
        "After 30 days it is gone for good.\n"
    )
    assert sessions(logged) == before[1:]
    assert logged("undo").err == "Undone: the session of 2026-01-03 18:00, Neck, is back.\n"
    assert sessions(logged) == before
    purged = logged("delete", "last", "--purge", "--yes")
    assert purged.err == "Deleted for good: the session of 2026-01-03 18:00, Neck.\n"
    assert logged("undo").code == 1
    assert sessions(logged) == before[1:]


def test_after_a_purge_the_backups_that_hold_the_session_are_named_and_cleared_on_demand(
    logged: RunCommand,
) -> None:
    older = Path(logged("backup").out.strip())
    kept = logged("delete", "last", "--purge", "--yes").err.splitlines()
    assert kept[1:] == ["Backups that still hold it:", f"  {older}", "None of these files was changed."]
    assert older.exists()
    gone = logged("delete", "last", "--purge", "--yes", "--backups").err.splitlines()
    assert f"  {older}" in gone
    new = Path(gone[-1].partition("made a new backup: ")[2])
    assert new.exists()
    assert not older.exists()
    assert sessions(logged) == []


def test_a_purge_also_names_damaged_histories_that_were_moved_aside_and_asks_before_it_clears_them(
    logged: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = find_paths().history
    older, corrected, newer = (
        history.with_name(f"history-damaged-{day}-090000{history.suffix}")
        for day in ("20250101", "20250102", "20260105")
    )
    session_id = sessions(logged)[0]["id"]
    older.write_bytes(b"another session")
    # Its time was earlier before it was corrected.
    corrected.write_bytes(f"...{session_id}...".encode())
    newer.write_bytes(b"unreadable")
    journal = newer.with_name(f"{newer.name}-journal")
    journal.write_bytes(b"")
    monkeypatch.setattr("sys.stdin", Terminal("y\ny\n"))
    done = logged("delete", "last", "--purge")
    named = [line.strip() for line in done.err.splitlines() if line.startswith("  ")]
    assert named == [str(newer), str(journal), str(corrected)]
    assert "Backups that still hold it" not in done.err
    assert "What wasn't recovered from a damaged history is then gone for good. [y/N]" in done.err
    assert [file.exists() for file in (older, corrected, newer, journal)] == [True, False, False, False]
    assert len(list((history.parent / "backups").glob("*by-hand*"))) == 1


@pytest.mark.parametrize(("answer", "left"), [("y\n", 1), ("\n", 2), ("no\n", 2)])
def test_before_a_purge_the_person_is_asked(
    logged: RunCommand, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    done: CommandResult = logged("delete", "last", "--purge")
    assert "This can't be undone. [y/N]" in done.err
    assert done.code == left - 1
    assert len(sessions(logged)) == left


def test_a_rest_of_today_is_lifted_only_by_saying_that_its_reason_was_a_slip(
    run: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SystemClock().local_time()
    stopped = SessionRecord(
        id="11111111-2222", started_at=now - timedelta(seconds=2), ended_at=now - timedelta(seconds=1),
        status=Status.STOPPED, stop_reason=StopReason.NUMB, routine="", place="neck", area="neck",
        side=Side.NONE, planned_s=0.0, active_s=0.0,
    )  # fmt: skip
    with open_history(find_paths().history, SystemClock()) as history:
        history.add_session(stopped, [])
    for arguments in (
        ("edit", "last", "--stop-reason", "interrupted"),
        ("edit", "last", "--area", "foot"),
        ("edit", "last", "--at", "2026-01-01T10:00"),
        ("delete", "last"),
        ("delete", "last", "--purge", "--yes"),
    ):
        done = run(*arguments)
        assert done.code == 2
        assert "rest until tomorrow" in done.err
    assert run("edit", "last", "--after", "7").code == 0
    (session,) = sessions(run)
    assert (session["stop_reason"], session["area"], session["after"]) == ("numb", "neck", 7)
    assert "Nobody can be asked" in run("edit", "last", "--slip").err
    assert run("edit", "last", "--slip", "--after", "6").code == 2
    for answer, code in (("\n", 1), ("y\n", 1), ("n\n", 0)):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        done = run("edit", "last", "--slip")
        assert done.err.startswith("Did you have numbness, tingling or weakness? Type n if that was a slip: ")
        assert done.code == code
    assert sessions(run)[0]["stop_reason"] == "interrupted"
    assert "reason for stopping, was" in run("edit", "last").out
    assert "Nothing rests today" in run("edit", "last", "--slip").err
    run("undo")
    assert sessions(run)[0]["stop_reason"] == "numb"


def test_a_pain_score_has_a_place_and_no_area_and_at_the_chest_the_emergency_advice(run: RunCommand) -> None:
    assert run(
        "log", "--place", "knee", "--side", "left", "--before", "4", "--spot", "inside"
    ).err.startswith("Saved: Knee, left side, ")
    at_chest = run("log", "--place", "chest", "--before", "4")
    advice, saved = at_chest.err.splitlines()
    assert advice == "This may be an emergency. Call your local emergency number now. No session today."
    assert saved.startswith("Saved: Chest, ")
    assert saved.endswith(". Pain 4.")
    chest, knee = sessions(run)
    assert [knee[key] for key in ("kind", "place", "area", "routine", "before", "spot")] == [
        "score", "knee", None, None, 4, "inside",
    ]  # fmt: skip
    assert chest["kind"] == "score"
    run("log", "--area", "neck", "--place", "head", "--before", "4")
    session = sessions(run)[0]
    assert [session[key] for key in ("kind", "place", "area")] == ["session", "head", "neck"]


def test_a_note_can_come_from_standard_input(logged: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Only I\nmay know.\n"))
    assert logged("edit", "last", "--note", "-").code == 0
    assert sessions(logged)[0]["note"] == "Only I\nmay know."


def test_the_reasons_of_the_parser_are_those_of_the_history() -> None:
    assert set(STOP_REASONS) == {reason.value for reason in StopReason}


def test_a_session_that_is_damaged_is_said_to_be_that(logged: RunCommand) -> None:
    identifier = sessions(logged)[0]["id"]
    with closing(sqlite3.connect(find_paths().history)) as connection, connection:
        connection.execute("UPDATE sessions SET note = 'not what was written' WHERE id = ?", (identifier,))
    refused = logged("edit", identifier[:8], "--before", "6")
    assert refused.code != 0
    assert f'The session "{identifier}" is damaged' in refused.err
    assert "Several" not in refused.err
