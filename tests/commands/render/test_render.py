"""The command ``render``: the sound file of a session, with each cue at the sample that the plan says."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import wave
from array import array
from pathlib import Path

import pytest

from tests.audio.conftest import tone, write_wav
from tests.commands.conftest import RunCommand
from tests.extras import need_extra
from tpsession.audio.engine.mixer import RATE
from tpsession.audio.system.installation import find_installer
from tpsession.core.catalog.cues import CUES, END, CueGroup
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary

ROUTINE = """\
format = 1
name = "Rendered"
area = "shoulder"
sides = "left"
[defaults]
get_ready = "2s"
countdown = "calm"
[[steps]]
technique = "locate"
[[steps]]
technique = "circles"
duration = "7.5s"
halfway = true
[[steps]]
technique = "pressure"
hold = "5s"
release = "1.25s"
repeat = 2
wait = true
"""


@pytest.fixture
def rendered_home(home: Path) -> Path:
    """Return a home folder with a routine, and with a short tone in place of every cue."""
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "rendered.toml").write_text(ROUTINE)
    (home / "sounds").mkdir()
    for number, cue in enumerate(CUES):
        write_wav(home / "sounds" / f"{cue}.wav", tone(400.0 + 100.0 * number, 0.08))
    return home


def samples_of(path: Path) -> array[int]:
    with wave.open(str(path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def onsets(samples: array[int]) -> list[int]:
    """Return the frames at which sound begins after 50 ms of silence."""
    found: list[int] = []
    last = -RATE
    for place, sample in enumerate(samples):
        if sample:
            if place - last > RATE // 20:
                found.append(place)
            last = place
    return found


def is_signal(cue: str) -> bool:
    """Return whether a cue is neither pacing nor speech."""
    return cue in CUES and CUES[cue].group is not CueGroup.PACING


def planned_frames() -> list[int]:
    """Return the frames of the plan's signals, calculated here from its phases, with 10 s for each gate."""
    session_plan = build_plan(
        FileLibrary(find_paths(), find_resources()).load_routine("rendered"), PlanOptions()
    )
    frames, gates = [], 0
    for phase in session_plan.phases:
        starts_s = phase.starts_s + 10.0 * gates
        frames += [round((starts_s + cue.moment(phase.planned_s)) * RATE) for cue in phase.cues]
        gates += phase.is_gate
    return [*frames, round((session_plan.planned_s + 10.0 * gates) * RATE)]


def test_each_sound_begins_at_the_sample_that_the_plan_says(
    rendered_home: Path, run: RunCommand, tmp_path: Path
) -> None:
    (rendered_home / "settings.toml").write_text("[sound]\nvoice = 0\n")
    done = run("render", "rendered", "-o", str(tmp_path / "out.wav"))
    assert done.code == 0
    listed = json.loads((tmp_path / "out.cues.json").read_text())
    heard = onsets(samples_of(tmp_path / "out.wav"))
    assert heard == [cue["frame"] for cue in listed["cues"] if cue["cue"] in CUES]
    signals = [cue for cue in listed["cues"] if is_signal(cue["cue"])]
    assert [cue["frame"] for cue in signals] == planned_frames()
    assert signals[-1]["cue"] == END.id
    assert {cue["cue"] for cue in listed["cues"]} >= {"pace-circle", "pace-hold"}
    assert listed["frames"] == len(samples_of(tmp_path / "out.wav"))
    # A step starts with its gate or the time to get ready: two gates of ten seconds, 2 s to get ready.
    assert [step["at"] for step in listed["steps"]] == [0, 12.0, 19.5]
    assert UNATTENDED_GATE_S == 10.0


def test_the_cue_sheet_has_a_track_for_each_step(
    rendered_home: Path, run: RunCommand, tmp_path: Path
) -> None:
    assert run("render", "rendered", "-o", str(tmp_path / "out.wav")).code == 0
    lines = [line.strip() for line in (tmp_path / "out.cue").read_text().splitlines()]
    assert lines[:2] == ['TITLE "Rendered"', 'FILE "out.wav" WAVE']
    assert [line for line in lines if line.startswith("INDEX")] == [
        "INDEX 01 00:00:00", "INDEX 01 00:12:00", "INDEX 01 00:19:37",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".wav", pytest.param(".flac", marks=pytest.mark.extra)])
def test_rendering_twice_gives_the_same_bytes(run: RunCommand, tmp_path: Path, suffix: str) -> None:
    if suffix != ".wav":
        need_extra("soundfile")
    for name in ("one", "two"):
        assert run("render", "try-out", "-o", str(tmp_path / (name + suffix))).code == 0
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_the_volumes_of_the_settings_apply(rendered_home: Path, run: RunCommand, tmp_path: Path) -> None:
    peaks = []
    for number, volume in enumerate((100, 50)):
        (rendered_home / "settings.toml").write_text(f"[sound]\nvolume = {volume}\n")
        assert run("render", "rendered", "-o", str(tmp_path / f"{number}.wav")).code == 0
        peaks.append(max(samples_of(tmp_path / f"{number}.wav")))
    assert peaks[1] / peaks[0] == pytest.approx(0.25, rel=0.01)


@pytest.mark.parametrize(
    ("silent", "message"),
    [
        ("volume", "Nothing can be heard: the volume is 0 in the settings.\n"),
        ("pacing", "Pacing can't be heard: the volume is 0 in the settings.\n"),
    ],
)
def test_groups_that_are_silent_in_the_file_are_named(
    rendered_home: Path, run: RunCommand, tmp_path: Path, silent: str, message: str
) -> None:
    (rendered_home / "settings.toml").write_text(f"[sound]\n{silent} = 0\n")
    done = run("render", "rendered", "-o", str(tmp_path / "out.wav"))
    assert done.code == 0
    assert done.err.startswith(message + "Saved: ")


def test_a_broken_own_sound_is_named_and_the_built_in_one_is_used(
    rendered_home: Path, run: RunCommand, tmp_path: Path
) -> None:
    (rendered_home / "sounds" / "start.wav").write_bytes(b"rubbish")
    done = run("render", "rendered", "-o", str(tmp_path / "out.wav"))
    assert done.code == 0
    assert "start.wav can't be used" in done.err
    listed = json.loads((tmp_path / "out.cues.json").read_text())["cues"]
    assert sum(is_signal(cue["cue"]) for cue in listed) == len(planned_frames())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["foot", "-o", "a.ogg"],
            2,
            "a.ogg is not a kind of sound file that can be written. Use a name that ends in .wav,",
        ),
        (["foot", "-o", "none/a.wav"], 2, "There is no folder none."),
        (["foot", "-o", "folder.wav"], 2, "folder.wav is a folder."),
        (["foot", "-o", "there.wav"], 2, "there.wav already exists."),
        (["foot", "-o", "listed.wav"], 2, "listed.cue already exists."),
        (["classic", "-o", "a.wav"], 2, "--area"),
        (["clasic", "-o", "a.wav"], 2, "classic"),
        (["foot", "-o", "a.wav", "--side", "up"], 2, 'no side "up"'),
        (["broken", "-o", "a.wav"], 3, "broken.toml:1:1"),
        (["foot"], 2, "-o"),
    ],
)
def test_a_wrong_request_is_explained_and_nothing_is_written(
    home: Path,
    run: RunCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "broken.toml").write_text("format = 2\n")
    place = tmp_path / "place"
    (place / "folder.wav").mkdir(parents=True)
    (place / "there.wav").write_text("mine")
    (place / "listed.cue").write_text("mine")
    monkeypatch.chdir(place)
    done = run("render", *arguments)
    assert done.code == code
    assert message in done.err
    assert done.out == ""
    assert sorted(path.name for path in place.iterdir()) == ["folder.wav", "listed.cue", "there.wav"]
    assert (place / "there.wav").read_text() == "mine"


def test_force_overwrites(run: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "out.wav").write_text("mine")
    assert run("render", "try-out", "-o", str(tmp_path / "out.wav"), "--force").code == 0
    assert (tmp_path / "out.wav").read_bytes().startswith(b"RIFF")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_the_file_has_the_usual_permissions_of_new_files(run: RunCommand, tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        assert run("render", "try-out", "-o", str(tmp_path / "out.wav")).code == 0
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out.wav").stat().st_mode) == 0o640


@pytest.mark.parametrize("suffix", [".flac", ".mp3"])
def test_without_the_extra_it_says_what_to_install(
    run: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    # Makes the import fail.
    monkeypatch.setitem(sys.modules, "soundfile", None)
    done = run("render", "foot", "-o", str(tmp_path / f"out{suffix}"))
    assert done.code == 1
    assert f"{find_installer().install_command('soundfile')}; or write" in done.err
    assert list(tmp_path.glob("*out*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal")
@pytest.mark.parametrize("suffix", [".wav", pytest.param(".flac", marks=pytest.mark.extra)])
def test_ctrl_c_leaves_no_unfinished_file(tmp_path: Path, home: Path, suffix: str) -> None:
    if suffix != ".wav":
        need_extra("soundfile")
    (home / "routines").mkdir(parents=True)
    step = '[[steps]]\ntechnique = "circles"\nduration = "60m"\n'
    long = ROUTINE.partition("[defaults]")[0] + 2 * step
    (home / "routines" / "long.toml").write_text(long)
    place = tmp_path / "place"
    place.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "tpsession", "render", "long", "-o", str(place / f"out{suffix}")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pause = threading.Event()
    while program.poll() is None and not any(path.stat().st_size > 100_000 for path in place.iterdir()):
        pause.wait(0.002)
    program.send_signal(signal.SIGINT)
    out, errors = program.communicate(timeout=30)
    assert (program.returncode, out, errors) == (130, "", "")
    assert list(place.iterdir()) == []
