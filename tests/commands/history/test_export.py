"""The commands ``export`` and ``import``: files out and in, refused ones, and what is said."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.commands.conftest import RunCommand
from tests.core.exchange.samples import everything
from tpsession.commands.render.progress_line import DelayedInterrupt
from tpsession.core.exchange.json_decoding import decode_session, decode_shared
from tpsession.core.exchange.json_encoding import encode_file, item_to_json
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import SECTIONS
from tpsession.files.paths import find_paths

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
DIARY = "Datum;Zeit;Schmerz;Ort;Notiz\n31.01.2026;18:30;3,5;Knie links;=x\n01.02.2026;;5;Zeh;\n"
Move = Callable[[str], None]
MAPPED = ("--map", "date=Datum", "--map", "time=Zeit", "--map", "score=Schmerz", "--map", "place=Ort")
NAMED = ("--map", "note=Notiz", "--name", "Knie=knee", "--name", "links=left")


@pytest.fixture
def logged(run: RunCommand) -> RunCommand:
    """A history with a session and a score, both corrected, and a deleted session."""
    run(
        "log", "--area", "neck", "--before", "5", "--after", "3", "--at", "2026-01-03T18:00", "--note", "=1+2"
    )
    run("log", "--place", "knee", "--before", "7", "--at", "2026-01-02T18:00", "--spot", "inside")
    run("edit", "last", "--before", "6")
    run("log", "--area", "foot", "--before", "1", "--at", "2026-01-04T18:00")
    run("delete", "last")
    return run


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Move:
    """Return a function that moves to another machine, by its name."""

    def move(name: str) -> None:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("TPSESSION_HOME", str(folder))

    return move


def test_a_history_goes_to_another_machine_and_back_as_the_same_file(
    logged: RunCommand, tmp_path: Path, elsewhere: Move
) -> None:
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    done = logged("export", "-o", str(first))
    assert (done.code, done.err) == (0, f"Saved: {first}, with 3 sessions.\n")
    sessions = logged("history", "--json").json()
    elsewhere("other")
    tried = logged("import", str(first), "--dry-run")
    assert tried.err == ("3 sessions and pain scores are new.\nNothing was changed: this was a dry run.\n")
    assert logged("history", "--json").json() == []
    done = logged("import", str(first))
    assert (done.code, done.err.splitlines()[1]) == (0, "Saved. tpsession undo takes the whole import back.")
    assert logged("history", "--json").json() == sessions
    logged("export", "-o", str(second))
    assert first.read_bytes() == second.read_bytes()
    assert logged("import", str(first)).err == "3 sessions have nothing new, and stay as they are here.\n"
    backups = list((find_paths().history.parent / "backups").iterdir())
    assert any("before-import" in backup.name for backup in backups)
    # A correction that came along can be undone by itself, then the whole import.
    neck = next(session["id"] for session in sessions if session["place"] == "neck")
    assert "pain before" in logged("undo", neck).err
    assert "nothing to undo" in logged("undo", neck).err
    assert logged("undo").err.endswith("with 3 sessions.\n")
    assert logged("history", "--json").json() == []


def test_a_table_is_harmless_and_comes_back(logged: RunCommand, tmp_path: Path, elsewhere: Move) -> None:
    target = tmp_path / "table.csv"
    assert logged("export", "-o", str(target)).err.endswith("with 2 sessions.\n")
    with target.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["note"] for row in rows if row["place"] == "neck"] == ["'=1+2"]
    before = logged("history", "--json").json()
    elsewhere("other")
    assert logged("import", str(target)).code == 0
    after = logged("history", "--json").json()
    assert after == [{**session, "corrected": False} for session in before]


def test_filters_and_anonymous_exports(logged: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "part.json"
    logged("export", "-o", str(target), "--place", "neck", "--since", "2026-01-01", "--limit", "5")
    content = json.loads(target.read_text(encoding="utf-8"))
    assert [session["place"] for session in content["sessions"]] == ["neck"]
    for ending in ("json", "csv"):
        secret = tmp_path / f"secret.{ending}"
        assert logged("export", "-o", str(secret), "--anonymous").code == 0
        text = secret.read_text(encoding="utf-8")
        for private in ("1+2", "inside", "2026-01", content["sessions"][0]["id"]):
            assert private not in text
        refused = logged("import", str(secret))
        assert (refused.code, "is anonymous" in refused.err) == (1, True)
    jsonschema.validate(json.loads((tmp_path / "secret.json").read_text(encoding="utf-8")), SCHEMA)


def test_exports_overwrite_nothing_and_leave_nothing_half_written(run: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    assert run("export", "-o", str(target)).code == 4
    run("log", "--area", "neck", "--before", "5")
    assert run("export", "-o", str(target), "--place", "foot").code == 4
    assert list(tmp_path.glob("*x.json*")) == []
    assert run("export", "-o", str(target)).code == 0
    again = run("export", "-o", str(target))
    assert (again.code, "--force" in again.err) == (2, True)
    assert run("export", "-o", str(target), "--force").code == 0
    assert run("export", "-o", str(tmp_path / "x.txt")).code == 2
    if sys.platform != "win32":
        assert target.stat().st_mode & 0o777 == 0o600


def test_a_table_needs_a_session_and_not_only_a_programme(run: RunCommand, tmp_path: Path) -> None:
    run("programme", "neck", "--start")

    refused = run("export", "-o", str(tmp_path / "x.csv"))

    assert (refused.code, "no sessions to export" in refused.err) == (4, True)
    assert list(tmp_path.glob("*x.csv*")) == []
    assert run("export", "-o", str(tmp_path / "x.json")).code == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "a.json: line 1, column 2: expecting property name"),
        ("a.json", '{"format": 1, "sessions": [{}]}', "a.json: sessions[0].id: is missing"),
        (
            "a.json",
            '{\n"format": 1,\n"sessions": [\n{"id": 5}\n]\n}\n',
            "a.json: sessions[0].id: is 5; it must be",
        ),
        (
            "a.json",
            '{\n"format": 1,\n"sessions": [\n{"id": }\n]\n}\n',
            "a.json: line 4, column 8: expecting value",
        ),
        ("a.json", '{"format": 1, "sessions": 1}', "a.json: sessions: must be a list in brackets"),
        ("a.json", '{"format": 9}', "newer tpsession (format 9"),
        ("a.json", b"{\n\xff", "a.json: line 2, column 1: this isn't UTF-8"),
        ("a.csv", "a,b\n1,2\n", "isn't a table of tpsession export. Its columns are: a, b."),
        ("a.csv", "", "is empty"),
        ("a.csv", "id,kind,started_at,place\n1,2\n", "a.csv: line 2: has 2 cells; it must have 4"),
        ("a.csv", "id,kind,started_at,place\n1,session,x,neck\n", 'a.csv: sessions[2].id: is "1"'),
        ("a.txt", "", "has the wrong ending"),
        ("b.json", None, "can't be read: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_with_the_place(
    run: RunCommand, tmp_path: Path, name: str, content: str | bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    refused = run("import", str(path))
    assert refused.code in {1, 2}
    assert said in refused.err
    assert run("history", "--json").json() == []


def test_a_file_laid_out_otherwise_is_the_same(logged: RunCommand, tmp_path: Path, elsewhere: Move) -> None:
    first, other = tmp_path / "one.json", tmp_path / "other.json"
    logged("export", "-o", str(first))
    other.write_text(json.dumps(json.loads(first.read_text(encoding="utf-8")), indent=4), encoding="utf-8")
    elsewhere("other")
    logged("import", str(other))
    logged("export", "-o", str(tmp_path / "two.json"))
    assert (tmp_path / "two.json").read_bytes() == first.read_bytes()


def test_scores_of_another_diary_are_shown_first_and_taken_once(run: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes(DIARY.encode("cp1252"))
    shown = run("import", str(path), *MAPPED, *NAMED)
    assert (shown.code, "add --yes" in shown.err) == (2, True)
    assert "line 2: 2026-01-31 18:30  Knee, left side  4  =x\n" in shown.out
    assert 'line 3: "Zeh" isn\'t a place' in shown.out
    assert run("import", str(path), *MAPPED, *NAMED, "--dry-run").code == 0
    assert run("history", "--json").json() == []
    for said in ("1 session or pain score is new.", "1 session has nothing new"):
        assert said in run("import", str(path), *MAPPED, *NAMED, "--yes").err
    (score,) = run("history", "--json").json()
    assert (score["kind"], score["before"], score["place"], score["side"]) == ("score", 4, "knee", "left")
    assert "There is no column" in run("import", str(path), "--map", "date=Tag", "--map", "score=Schmerz").err
    assert "Add --map score=COLUMN" in run("import", str(path), "--map", "date=Datum").err
    assert run("import", str(path), *MAPPED).code == 1
    assert run("import", str(tmp_path / "x.json"), *MAPPED).code == 2
    assert run("import", str(path), "--map", "size=Datum").code == 2
    assert run("import", str(path), "--name", "Knie=leg").code == 2
    path.write_text(DIARY.replace(";", "\t"), encoding="utf-16")
    assert "Knee, left side  4" in run("import", str(path), *MAPPED, *NAMED, "--dry-run").out


def test_a_dry_run_writes_nothing_where_there_is_no_history(
    logged: RunCommand, tmp_path: Path, elsewhere: Move
) -> None:
    target, diary = tmp_path / "one.json", tmp_path / "diary.csv"
    logged("export", "-o", str(target))
    diary.write_text(DIARY, encoding="utf-8")
    elsewhere("other")
    done = logged("import", str(target), "--dry-run")
    assert (done.code, done.err.splitlines()) == (
        0,
        ["3 sessions and pain scores are new.", "Nothing was changed: this was a dry run."],
    )
    assert logged("import", str(diary), *MAPPED, *NAMED, "--dry-run").code == 0
    assert list((tmp_path / "other").iterdir()) == []


def test_ctrl_c_leaves_the_history_as_it_was(
    logged: RunCommand, tmp_path: Path, elsewhere: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, table, diary = tmp_path / "one.json", tmp_path / "one.csv", tmp_path / "diary.csv"
    logged("export", "-o", str(target))
    logged("export", "-o", str(table))
    diary.write_text(DIARY, encoding="utf-8")
    elsewhere("other")
    logged("log", "--area", "neck", "--before", "5")

    def content() -> bytes:
        logged("export", "-o", str(tmp_path / "now.json"), "--force")
        return (tmp_path / "now.json").read_bytes()

    def press(_: DelayedInterrupt) -> None:
        raise KeyboardInterrupt

    before = content()
    for command in (
        ("import", str(target)),
        ("import", str(table)),
        ("import", str(target), "--dry-run"),
        ("import", str(diary), *MAPPED, *NAMED, "--yes"),
    ):
        with monkeypatch.context() as pressing:
            pressing.setattr(DelayedInterrupt, "check", press)
            stopped = logged(*command)
        assert (stopped.code, stopped.err) == (130, "Stopped. Nothing was imported.\n")
        assert content() == before
    assert logged("import", str(target)).code == 0
    imported = content()
    with monkeypatch.context() as pressing:
        pressing.setattr(DelayedInterrupt, "check", press)
        stopped = logged("undo")
    assert (stopped.code, stopped.err) == (130, "Stopped. Nothing was changed.\n")
    assert content() == imported
    assert "Undone: the import" in logged("undo").err
    assert json.loads(content())["sessions"] == json.loads(before)["sessions"]


def test_an_export_fits_its_schema_and_every_key_is_described() -> None:
    content = json.loads("".join(encode_file(everything())))
    jsonschema.validate(content, SCHEMA)
    for item in everything():
        described = SCHEMA["properties"][SECTIONS[type(item)]]["items"]
        encoded = item_to_json(item)
        assert set(described["properties"]) == set(encoded)
        # What the schema needs is what an import needs.
        for key in encoded:
            rest = {name: value for name, value in encoded.items() if name != key}
            section = SECTIONS[type(item)]
            try:
                decode_session(rest) if section == "sessions" else decode_shared(section, rest)
                is_needed = False
            except MisfitError as misfit:
                is_needed = "is missing" in misfit.message
            if not (key == "kind" and section == "sessions"):
                assert is_needed == (key in described["required"]), key


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_the_table_and_runs_no_formula(logged: RunCommand, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    logged("export", "-o", str(table))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--infilter=CSV:44,34,76,1", "--convert-to", "html", "--outdir", str(tmp_path), str(table)],
        check=True, capture_output=True, timeout=150,
    )  # fmt: skip
    page = (tmp_path / "table.html").read_text(encoding="utf-8")
    assert "'=1+2</td>" in page
    assert all(f'sdval="{value}"' in page for value in (6, 3, 7))
    assert ">id</td>" in page
