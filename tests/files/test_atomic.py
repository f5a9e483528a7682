"""Replacing a file as a whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tpsession.files.atomic import create_atomically, write_atomically


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    write_atomically(path, "a = 1\n")
    write_atomically(path, "b = 'ä'\r\n".encode())
    assert path.read_bytes() == b"b = '\xc3\xa4'\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_written_file_is_for_the_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("")
    path.chmod(0o644)
    write_atomically(path, "a = 1\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text("old")
    link = tmp_path / "link.toml"
    link.symlink_to(real)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace"])
def test_after_a_failure_the_old_content_and_no_other_file_is_left(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(broken, fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "settings.toml", "a = 1\n")


def test_a_folder_that_cannot_be_opened_for_reading_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file = os.open

    def refuse_folders(path: str | Path, flags: int, *rest: int, **options: int) -> int:
        if Path(path) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return open_file(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refuse_folders)
    write_atomically(tmp_path / "settings.toml", "new")
    assert (tmp_path / "settings.toml").read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_a_pipe_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link):
        with pytest.raises(OSError, match="it isn't a regular file"):
            write_atomically(path, "new")
    assert pipe.is_fifo()
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "link"}


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_is_created_whole_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "evening.toml"
    create_atomically(path, b"first")
    with pytest.raises(FileExistsError):
        create_atomically(path, b"second")
    fsync = os.fsync

    def take_the_name(descriptor: int) -> None:
        (tmp_path / "night.toml").write_bytes(b"theirs")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", take_the_name)
    with pytest.raises(FileExistsError):
        create_atomically(tmp_path / "night.toml", b"mine")
    assert path.read_bytes() == b"first"
    assert (tmp_path / "night.toml").read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 2
