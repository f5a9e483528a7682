"""What the command and the screen both write sound files with, over real files."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import platformdirs
import pytest

from tests.fakes.player import FakePlayer
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.clock import SystemClock
from tpsession.commands.render import file_renderer
from tpsession.commands.render.file_renderer import FileRenderer, speak_ahead
from tpsession.commands.system.doctor import MachineDoctor
from tpsession.core.diagnostics.checks import CheckedPart
from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.renderer import RenderProgress
from tpsession.core.settings.definitions import default_preferences
from tpsession.core.text.formatting import format_timer
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources

PLAN = build_plan(SHORT, PlanOptions())


@pytest.fixture
def renderer() -> FileRenderer:
    return FileRenderer(default_preferences, find_paths(), find_resources())


class EndedError(Exception):
    """Somebody wants no file any more."""


def test_it_tells_how_far_it_is_and_what_lies_where(renderer: FileRenderer, tmp_path: Path) -> None:
    told: list[RenderProgress] = []
    done = renderer.render(PLAN, str(tmp_path / "short.wav"), told.append)
    assert (done.path, done.companion_names, done.notes) == (
        str(tmp_path / "short.wav"), ("short.cue", "short.cues.json"), (),
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["short.cue", "short.cues.json", "short.wav"]
    shares = [far.fraction for far in told]
    assert shares == sorted(shares)
    assert (told[-1].fraction, told[-1].text) == (1.0, f"Rendering: 100 % of {format_timer(done.seconds)}")
    assert all(far.text.startswith("Rendering: ") for far in told)
    with pytest.raises(ExistsError, match=r"short\.wav, short\.cue and short\.cues\.json already exist\.$"):
        renderer.render(PLAN, done.path, told.append)
    with pytest.raises(ExistsError, match=r"/short\.cue and short\.cues\.json already exist\.$"):
        renderer.render(PLAN, str(tmp_path / "short.flac"), told.append)
    assert renderer.render(PLAN, done.path, told.append, overwrite=True) == done


@pytest.mark.parametrize("at", [0.0, 0.5])
def test_ended_at_any_moment_nothing_is_left_and_what_was_there_stays(
    renderer: FileRenderer, tmp_path: Path, at: float
) -> None:
    def tell(far: RenderProgress) -> None:
        if far.fraction >= at:
            raise EndedError

    (tmp_path / "short.wav").write_text("mine")
    with pytest.raises(EndedError):
        renderer.render(PLAN, str(tmp_path / "short.wav"), tell, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["short.wav"]
    assert (tmp_path / "short.wav").read_text() == "mine"


def test_a_full_disk_is_told_with_what_to_do(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, *, shared: bool) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(file_renderer, "replacing", full)
    with pytest.raises(TpsessionError, match="No space left") as raised:
        renderer.render(PLAN, str(tmp_path / "short.wav"), lambda _: None)
    assert "choose another place" in raised.value.advice


@pytest.mark.parametrize("trouble", ["File name too long", "Permission denied"])
def test_a_place_that_cannot_be_looked_at_is_told_as_trouble(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    name = "short.wav"
    if trouble == "Permission denied":
        # Who runs the tests may look at everything.
        def closed(_path: Path, **_: object) -> NoReturn:
            raise PermissionError(errno.EACCES, trouble)

        monkeypatch.setattr(Path, "stat", closed)
    else:
        name = f"{'a' * 300}.wav"
    told: list[RenderProgress] = []
    with pytest.raises(TpsessionError, match=f"can't be written: {trouble}") as raised:
        renderer.render(PLAN, str(tmp_path / name), told.append)
    assert "choose another place" in raised.value.advice
    assert told == []


@pytest.mark.skipif(sys.platform == "win32", reason="its home has another name")
def test_a_name_may_begin_at_home_and_a_missing_folder_is_named(
    renderer: FileRenderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert renderer.render(PLAN, "~/short.wav", lambda _: None).path == str(tmp_path / "short.wav")
    with pytest.raises(UsageError, match="There is no folder"):
        renderer.render(PLAN, "~/none/short.wav", lambda _: None)


def test_the_place_that_is_suggested_is_a_folder_that_is_there(
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


def test_the_voice_is_waited_for_with_its_share_and_the_waiting_ends_with_what_asks() -> None:
    speaker = FakeVoice()
    told: list[RenderProgress] = []

    def tell(far: RenderProgress) -> None:
        told.append(far)
        speaker.finished += 1

    assert speak_ahead(speaker, ("one", "two"), tell) == ""
    assert [far.fraction for far in told] == [0.0, 0.5]
    assert told[1].text == "The voice is getting ready: 1 of 2."

    def end(_: RenderProgress) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        speak_ahead(FakeVoice(), ("one",), end)
    assert speak_ahead(FakeVoice("There is no voice."), ("one",), end) == "There is no voice."


def test_the_doctor_finds_every_part_in_its_order_and_asks_the_player_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As in the full-screen program, where it is no stream.
    monkeypatch.setattr(sys, "stdout", object())
    told: list[str] = []
    doctor = MachineDoctor(find_paths(), find_resources(), SystemClock())
    found = doctor.run_checks(FakePlayer(), told.append)
    assert list(dict.fromkeys(one.part for one in found)) == list(CheckedPart)
    assert "through Fake" in next(one.text for one in found if one.part is CheckedPart.SOUND)
    assert told == ["Looking at what is kept ...", "Looking for a sound device ..."]
    assert not find_paths().data.exists()


def test_the_doctor_names_keys_that_clash_and_places_that_cannot_be_looked_at(
    tmp_path: Path,
) -> None:
    paths = find_paths()._replace(settings=tmp_path / "settings.toml", log=tmp_path / ("l" * 300))
    paths.settings.write_text('[keys]\nmute = "e"\n')
    found = MachineDoctor(paths, find_resources(), SystemClock()).run_checks(FakePlayer(), lambda _: None)
    told = [one.text for one in found]
    assert 'The key e is set for both "Ease off" and "Mute".' in told
    assert any("it can't be looked at: File name too long" in text for text in told)
