"""What is in the wheel that people install."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_the_package_its_routines_its_sounds_and_its_man_page_and_nothing_else(
    tmp_path: Path,
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name.partition("/")[2] for name in names if name.startswith("tpsession/")}
    modules = {
        path.relative_to(ROOT / "tpsession").as_posix()
        for kind in ("py", "tcss")
        for path in ROOT.glob(f"tpsession/**/*.{kind}")
    }
    routines = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("routines/*.toml")}
    sounds = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("sounds/*.wav")}
    instructions = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("sounds/instructions/*.ogg")}
    assert routines
    assert sounds
    assert instructions
    assert modules | routines | sounds | instructions | {"py.typed"} <= inside
    folders = {name.partition("/")[0].partition("-")[0] for name in names}
    assert folders == {"tpsession"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    shared = {name.partition(".data/")[2] for name in names if ".data/" in name}
    assert shared == {"data/share/man/man1/tpsession.1"}
