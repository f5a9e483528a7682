"""Routine files are made, changed, deleted and brought back, and nothing of the person's is ever lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files.routine_editing.conftest import TEXT, RoutineFolders
from tpsession.core.catalog.area import AREAS
from tpsession.core.errors import ExistsError, RoutineFileError, TpsessionError, UsageError
from tpsession.core.routine_editing.port import RoutineChangedError, RoutineWriter
from tpsession.files.atomic import replace_unchanged
from tpsession.files.routine_editing import writer

EVENING = TEXT.format(name="Evening")


def test_it_implements_the_port(folders: RoutineFolders) -> None:
    port: RoutineWriter = folders.writer
    assert port.find_taken_ids() == {"neck", "foot", "only-rest"}
    assert port.list_deleted() == []


def test_a_new_routine_is_saved_for_the_person_alone_and_never_over_another(folders: RoutineFolders) -> None:
    made = folders.writer.create("evening", EVENING)
    assert (made.id, made.source, made.content) == ("evening", "yours", EVENING.encode())
    assert folders.listed() == {"evening": "yours", "foot": "built-in", "neck": "built-in"}
    if os.name == "posix":
        assert (folders.own / "evening.toml").stat().st_mode & 0o777 == 0o600
    with pytest.raises(ExistsError):
        folders.writer.create("evening", "other")
    (folders.own / "Morning.TOML").write_text("mine")
    with pytest.raises(ExistsError):
        folders.writer.create("morning", "other")
    assert folders.text("evening.toml") == EVENING
    assert folders.text("Morning.TOML") == "mine"


def test_a_built_in_routine_is_copied_once_and_points_editors_to_the_schema(folders: RoutineFolders) -> None:
    own = folders.writer.make_own("Neck")
    assert own.content.decode() == "#:schema ./routine.schema.json\n\n" + TEXT.format(name="Neck")
    assert folders.listed()["neck"] == "yours"
    assert json.loads(folders.text("routine.schema.json"))["title"] == "tpsession routine"
    assert folders.writer.make_own("neck") == own
    assert folders.files() == ["neck.toml"]


def test_a_copy_keeps_every_comment_and_takes_another_name_and_area(folders: RoutineFolders) -> None:
    text = folders.writer.change_name(folders.writer.read("neck"), 'My "neck"', AREAS["hip"])
    assert text == TEXT.format(name='My \\"neck\\"').replace('"any"', '"hip"')
    assert folders.writer.check(text, "x")[1] == ()


def test_line_ends_of_windows_and_a_byte_order_mark_stay(folders: RoutineFolders) -> None:
    folders.own.mkdir(parents=True)
    old = ("\ufeff" + EVENING).replace("\n", "\r\n").encode()
    (folders.own / "evening.toml").write_bytes(old)
    text = folders.writer.change_name(folders.writer.read("evening"), "Night")
    assert text.encode() == old.replace(b"Evening", b"Night")


def test_a_routine_with_errors_is_not_copied_but_can_be_read_and_mended(folders: RoutineFolders) -> None:
    broken = folders.writer.create("evening", EVENING.replace("oil", "oli"))
    with pytest.raises(RoutineFileError) as raised:
        folders.writer.change_name(broken, "Night")
    assert [problem.line for problem in raised.value.problems] == [7]
    assert folders.writer.save(broken, EVENING).content == EVENING.encode()
    assert folders.listed()["evening"] == "yours"


def test_a_file_that_changed_underneath_is_not_overwritten(folders: RoutineFolders) -> None:
    old = folders.writer.create("evening", EVENING)
    path = folders.own / "evening.toml"
    path.write_text("theirs")
    with pytest.raises(RoutineChangedError, match="another program"):
        folders.writer.save(old, "mine")
    assert path.read_text() == "theirs"
    path.unlink()
    with pytest.raises(RoutineChangedError):
        folders.writer.save(old, "mine")
    assert folders.files() == []


def test_a_change_while_the_new_text_is_written_is_noticed(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folders.writer.create("evening", EVENING)
    fsync = os.fsync

    def change_then_sync(descriptor: int) -> None:
        (folders.own / "evening.toml").write_text("theirs")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", change_then_sync)
    with pytest.raises(RoutineChangedError):
        folders.writer.save(old, "mine")
    assert folders.text("evening.toml") == "theirs"
    assert folders.files() == ["evening.toml"]


def test_deleting_and_bringing_back_undo_each_other(folders: RoutineFolders) -> None:
    folders.writer.create("evening", EVENING)
    gone = folders.writer.delete("Evening")
    assert (gone.name, gone.is_built_in, gone.uncovers_built_in) == ("Evening", False, False)
    assert "evening" not in folders.listed()
    assert folders.writer.list_deleted() == [gone]
    assert folders.files() == ["deleted/evening.1.toml"]
    back = folders.writer.restore("EVENING")
    assert (back.name, back.took_place) == ("Evening", False)
    assert folders.text("evening.toml") == EVENING
    assert folders.writer.list_deleted() == []


def test_a_built_in_routine_is_hidden_and_comes_back(folders: RoutineFolders) -> None:
    gone = folders.writer.delete("neck")
    assert (gone.name, gone.is_built_in) == ("Neck", True)
    assert folders.listed() == {"foot": "built-in"}
    assert folders.writer.list_deleted() == [gone]
    with pytest.raises(UsageError, match="already deleted"):
        folders.writer.delete("neck")
    assert folders.writer.restore("neck").name == "Neck"
    assert folders.listed() == {"foot": "built-in", "neck": "built-in"}
    assert folders.files() == []


def test_a_deleted_copy_uncovers_the_built_in_routine_and_deletions_are_undone_in_turn(
    folders: RoutineFolders,
) -> None:
    folders.writer.make_own("neck")
    assert folders.writer.delete("neck").uncovers_built_in
    assert folders.listed()["neck"] == "built-in"
    folders.writer.delete("neck")
    assert "neck" not in folders.listed()
    assert folders.writer.restore("neck").is_built_in
    assert folders.listed()["neck"] == "built-in"
    assert not folders.writer.restore("neck").is_built_in
    assert folders.listed()["neck"] == "yours"
    with pytest.raises(UsageError, match='no deleted routine "neck"'):
        folders.writer.restore("neck")


def test_what_is_replaced_or_in_the_way_is_kept(folders: RoutineFolders) -> None:
    folders.writer.replace("evening", EVENING)
    folders.writer.replace("evening", TEXT.format(name="Night"))
    assert folders.text("evening.toml") == TEXT.format(name="Night")
    back = folders.writer.restore("evening")
    assert (back.name, back.took_place) == ("Evening", True)
    assert folders.writer.restore("evening").name == "Night"
    assert folders.files() == ["deleted/evening.3.toml", "evening.toml"]
    assert folders.text("deleted/evening.3.toml") == EVENING


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_routine_that_another_program_changed_meanwhile_is_not_among_the_deleted_ones(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch, *, is_removed: bool
) -> None:
    folders.writer.replace("evening", EVENING)
    path = folders.own / "evening.toml"

    def change_then_replace(changed: Path, content: bytes, old: bytes) -> None:
        path.unlink() if is_removed else path.write_text("theirs")
        replace_unchanged(changed, content, old)

    monkeypatch.setattr(writer, "replace_unchanged", change_then_replace)
    with pytest.raises(TpsessionError, match=r"another program has changed it.*Nothing was changed"):
        folders.writer.replace("evening", TEXT.format(name="Night"))
    assert folders.writer.list_deleted(with_replaced=True) == []
    assert folders.files() == ([] if is_removed else ["evening.toml"])
    assert is_removed or folders.text("evening.toml") == "theirs"


def test_a_routine_that_cannot_be_replaced_is_not_among_the_deleted_ones(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.writer.replace("evening", EVENING)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "replace_unchanged", fail)
    with pytest.raises(TpsessionError, match="No space left on device"):
        folders.writer.replace("evening", TEXT.format(name="Night"))
    assert folders.files() == ["evening.toml"]
    assert folders.text("evening.toml") == EVENING


def test_an_error_after_a_routine_was_replaced_keeps_the_earlier_one(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.writer.replace("evening", EVENING)

    def replace_then_fail(path: Path, content: bytes, old: bytes) -> None:
        replace_unchanged(path, content, old)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(writer, "replace_unchanged", replace_then_fail)
    with pytest.raises(TpsessionError, match="Input/output error"):
        folders.writer.replace("evening", TEXT.format(name="Night"))
    assert folders.text("evening.toml") == TEXT.format(name="Night")
    assert folders.writer.restore("evening").name == "Evening"


def test_a_routine_that_cannot_be_brought_back_leaves_the_newer_one(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.writer.replace("evening", EVENING)
    folders.writer.replace("evening", TEXT.format(name="Night"))
    before = folders.files()
    rename = Path.rename

    def fail_for_old(path: Path, target: Path) -> Path:
        if path.name == "evening.1.toml":
            raise PermissionError("locked")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_old)
    with pytest.raises(TpsessionError, match="Nothing was changed"):
        folders.writer.restore("evening")
    assert folders.files() == before
    assert folders.text("evening.toml") == TEXT.format(name="Night")


def test_a_broken_routine_can_be_deleted_and_goes_by_its_id(folders: RoutineFolders) -> None:
    folders.writer.create("evening", "format = ")
    assert folders.writer.delete("evening").name == "evening"
    folders.writer.restore("evening")
    assert folders.text("evening.toml") == "format = "


@pytest.mark.parametrize("stem", ["my neck", "ä", "neck.1", "v1.2", "x" * 65])
def test_a_file_whose_name_is_no_id_is_deleted_and_comes_back_like_any_other(
    folders: RoutineFolders, stem: str
) -> None:
    folders.own.mkdir(parents=True)
    path = folders.own / f"{stem}.toml"
    for text in ("first", "second"):
        path.write_text(text)
        assert folders.writer.delete(stem.upper()).id == stem
    assert folders.files() == [f"deleted/{stem}.1.toml", f"deleted/{stem}.2.toml"]
    assert [deleted.id for deleted in folders.writer.list_deleted()] == [stem]
    assert folders.writer.restore(stem.upper()).name == stem
    assert path.read_text() == "second"
    folders.writer.restore(stem)
    assert path.read_text() == "first"


def test_a_file_among_the_deleted_ones_that_the_program_did_not_put_there_is_left_alone(
    folders: RoutineFolders,
) -> None:
    folders.writer.create("evening", EVENING)
    folders.writer.delete("evening")
    for name in ("._evening.2.toml", "evening.toml", ".1.toml", "evening.3.toml~"):
        (folders.own / "deleted" / name).write_text("other")
    folders.writer.restore("evening")
    assert folders.text("evening.toml") == EVENING
    assert folders.writer.list_deleted() == []


def test_only_a_routine_of_the_list_is_deleted(folders: RoutineFolders, tmp_path: Path) -> None:
    path = tmp_path / "evening.toml"
    path.write_text(EVENING)
    for name in (str(path), "evening.toml", "nek"):
        with pytest.raises(UsageError):
            folders.writer.delete(name)
    with pytest.raises(UsageError, match='Did you mean "neck"'):
        folders.writer.delete("nek")
    assert path.exists()
    folders.writer.delete("neck")
    with pytest.raises(UsageError, match='Did you mean "neck"'):
        folders.writer.restore("nek")


def test_a_text_over_256_kib_is_refused_and_changes_nothing(folders: RoutineFolders) -> None:
    long = EVENING + "#" * 256 * 1024
    old = folders.writer.create("evening", EVENING)
    changes: list[Callable[[], object]] = [
        lambda: folders.writer.create("long", long),
        lambda: folders.writer.save(old, long),
        lambda: folders.writer.replace("evening", long),
    ]
    for change in changes:
        with pytest.raises(TpsessionError, match="262,144 bytes"):
            change()
    assert folders.files() == ["evening.toml"]
    (folders.own / "long.toml").write_text(long)
    with pytest.raises(TpsessionError, match="262,144 bytes"):
        folders.writer.read("long")


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_is_followed_to_be_saved_and_only_the_link_is_deleted(
    folders: RoutineFolders, tmp_path: Path
) -> None:
    real = tmp_path / "real.toml"
    real.write_text(EVENING)
    folders.own.mkdir(parents=True)
    link = folders.own / "evening.toml"
    link.symlink_to(os.path.relpath(real, folders.own))
    night = TEXT.format(name="Night")
    folders.writer.save(folders.writer.read("evening"), night)
    assert link.is_symlink()
    assert real.read_text() == night
    folders.writer.delete("evening")
    assert real.read_text() == night
    folders.writer.restore("evening")
    assert folders.text("evening.toml") == night
    assert not link.is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_a_pipe_is_neither_read_nor_waited_for(folders: RoutineFolders) -> None:
    folders.own.mkdir(parents=True)
    os.mkfifo(folders.own / "evening.toml")
    with pytest.raises(TpsessionError, match="isn't a regular file"):
        folders.writer.read("evening")
    os.mkfifo(folders.own / "routine.schema.json")
    folders.writer.make_own("neck")


def test_a_disk_that_fails_is_one_sentence_and_nothing_is_changed(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folders.writer.create("evening", EVENING)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    changes: list[Callable[[], object]] = [
        lambda: folders.writer.create("night", EVENING),
        lambda: folders.writer.save(old, "mine"),
        lambda: folders.writer.replace("evening", "mine"),
        lambda: folders.writer.delete("neck"),
    ]
    for change in changes:
        with pytest.raises(TpsessionError, match="No space left on device") as raised:
            change()
        assert not isinstance(raised.value, UsageError)
    assert folders.files() == ["evening.toml"]
    assert folders.text("evening.toml") == EVENING
    assert "neck" in folders.listed()


def test_a_file_in_place_of_a_folder_is_one_sentence(folders: RoutineFolders) -> None:
    folders.own.parent.mkdir(exist_ok=True, parents=True)
    folders.own.write_text("")
    changes: list[Callable[[], object]] = [
        lambda: folders.writer.create("evening", EVENING),
        lambda: folders.writer.delete("neck"),
    ]
    for change in changes:
        with pytest.raises(TpsessionError, match="can't be"):
            change()
    folders.own.unlink()
    folders.own.mkdir()
    (folders.own / "deleted").write_text("")
    folders.writer.create("evening", EVENING)
    with pytest.raises(TpsessionError, match="can't be written"):
        folders.writer.delete("evening")
    assert folders.text("evening.toml") == EVENING
