"""Writing sound files for the command and the full-screen program, with real files."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import platformdirs
import pytest

from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.commands.render.file_renderer import FileRenderer, wait_for_speech
from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.renderer import RenderProgress
from tpsession.core.settings.definitions import default_preferences
from tpsession.core.text.formatting import format_timer
from tpsession.files import output_file
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources

PLAN = build_plan(SHORT, PlanOptions())


@pytest.fixture
def renderer() -> FileRenderer:
    return FileRenderer(default_preferences, find_paths(), find_resources())


class CancelledError(Exception):
    """Raised by a test's progress function, to cancel the work."""


def test_it_reports_its_progress_and_names_its_files(renderer: FileRenderer, tmp_path: Path) -> None:
    reported: list[RenderProgress] = []
    done = renderer.render(PLAN, str(tmp_path / "short.wav"), reported.append)
    assert (done.path, done.companion_names, done.notes) == (
        str(tmp_path / "short.wav"), ("short.cue", "short.cues.json"), (),
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["short.cue", "short.cues.json", "short.wav"]
    shares = [progress.fraction for progress in reported]
    assert shares == sorted(shares)
    assert (reported[-1].fraction, reported[-1].text) == (
        1.0,
        f"Saving: 100% of {format_timer(done.seconds)}",
    )
    assert all(progress.text.startswith("Saving: ") for progress in reported)
    with pytest.raises(ExistsError, match=r"short\.wav, short\.cue and short\.cues\.json already exist\.$"):
        renderer.render(PLAN, done.path, reported.append)
    with pytest.raises(ExistsError, match=r"/short\.cue and short\.cues\.json already exist\.$"):
        renderer.render(PLAN, str(tmp_path / "short.flac"), reported.append)
    assert renderer.render(PLAN, done.path, reported.append, overwrite=True) == done


@pytest.mark.parametrize("name", ["short.wav", "short.cue", "short.cues.json"])
def test_a_file_that_appears_during_the_work_stays_and_no_other_is_left(
    renderer: FileRenderer, tmp_path: Path, name: str
) -> None:
    def appear(_: RenderProgress) -> None:
        (tmp_path / name).write_text("theirs")

    with pytest.raises(ExistsError, match=rf"{name} already exists\.$"):
        renderer.render(PLAN, str(tmp_path / "short.wav"), appear)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "theirs"


@pytest.mark.parametrize("at", [0.0, 0.5])
def test_cancelled_at_any_moment_it_leaves_no_new_file_and_the_old_one_as_it_was(
    renderer: FileRenderer, tmp_path: Path, at: float
) -> None:
    def cancel(progress: RenderProgress) -> None:
        if progress.fraction >= at:
            raise CancelledError

    (tmp_path / "short.wav").write_text("mine")
    with pytest.raises(CancelledError):
        renderer.render(PLAN, str(tmp_path / "short.wav"), cancel, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["short.wav"]
    assert (tmp_path / "short.wav").read_text() == "mine"


def test_a_full_disk_is_reported_with_what_to_do(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **_named: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(output_file, "replacing", full)
    with pytest.raises(TpsessionError, match="No space left") as raised:
        renderer.render(PLAN, str(tmp_path / "short.wav"), lambda _: None)
    assert "choose another place" in raised.value.advice


@pytest.mark.parametrize("reason", ["File name too long", "Permission denied"])
def test_a_path_that_cannot_be_checked_is_reported(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    name = "short.wav"
    if reason == "Permission denied":
        # The tests may run as root, who may read everything.
        def refuse(_path: Path, **_: object) -> NoReturn:
            raise PermissionError(errno.EACCES, reason)

        monkeypatch.setattr(Path, "stat", refuse)
    else:
        name = f"{'a' * 300}.wav"
    reported: list[RenderProgress] = []
    with pytest.raises(TpsessionError, match=f"can't be written: {reason}") as raised:
        renderer.render(PLAN, str(tmp_path / name), reported.append)
    assert "choose another place" in raised.value.advice
    assert reported == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no HOME")
def test_a_tilde_means_the_home_folder_and_a_missing_folder_is_named(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert renderer.render(PLAN, "~/short.wav", lambda _: None).path == str(tmp_path / "short.wav")
    with pytest.raises(UsageError, match="There is no folder"):
        renderer.render(PLAN, "~/none/short.wav", lambda _: None)


def test_the_suggested_path_is_in_a_folder_that_exists(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    music, documents = tmp_path / "Music", tmp_path / "Documents"
    monkeypatch.setattr(platformdirs, "user_music_path", lambda: music)
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: documents)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert renderer.suggest_path("short") == str(Path("~", "short.wav"))
    documents.mkdir()
    assert renderer.suggest_path("short") == str(Path("~", "Documents", "short.wav"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "another")
    music.mkdir()
    assert renderer.suggest_path("short") == str(music / "short.wav")


def test_waiting_for_the_voice_reports_its_progress_and_can_be_cancelled() -> None:
    voice = FakeVoice()
    reported: list[RenderProgress] = []

    def report(progress: RenderProgress) -> None:
        reported.append(progress)
        voice.finished += 1

    assert wait_for_speech(voice, ("one", "two"), report) == ""
    assert [progress.fraction for progress in reported] == [0.0, 0.5]
    assert reported[1].text == "Preparing the voice: 1 of 2."

    def cancel(_: RenderProgress) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        wait_for_speech(FakeVoice(), ("one",), cancel)
    assert wait_for_speech(FakeVoice("There is no voice."), ("one",), cancel) == "There is no voice."
