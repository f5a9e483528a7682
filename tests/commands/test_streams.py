"""Standard streams that are closed or full are reported in one sentence at most, never by a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SHORT = """\
format = 1
name = "Short"
area = "foot"
sides = "none"
[[steps]]
technique = "circles"
duration = "1s"
"""
PROGRAM = f"{sys.executable} -m tpsession"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        (f"{PROGRAM} history >&-", 0, "No sessions yet."),
        (f"{PROGRAM} routines >&- 2>&-", 0, ""),
        (f"{PROGRAM} play short --plain --speed 60 <&- >&-", 0, ""),
        (f"{PROGRAM} play neck <&-", 2, "--plain"),
        (f"{PROGRAM} log --place knee --before 3 --note - <&-", 0, "Saved: Knee"),
        (f"{PROGRAM} routines >/dev/full", 1, "The output can't be written: No space left on device."),
        (f"{PROGRAM} play short --plain --speed 60 </dev/null >/dev/full", 1, "The output can't be written"),
        (f"{PROGRAM} --version >/dev/full", 1, "The output can't be written"),
        (f"{PROGRAM} --help >/dev/full", 1, "The output can't be written"),
        (f"{PROGRAM} history --json >/dev/full", 1, "The output can't be written"),
        (f"{{ {PROGRAM} routines; echo code $? >&2; }} | true", 0, "code 1"),
    ],
)
def test_a_closed_or_full_stream_is_reported_in_one_sentence(
    home: Path, command: str, code: int, message: str
) -> None:
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "short.toml").write_text(SHORT)
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code


def test_bytes_of_a_note_that_are_no_text_are_replaced(home: Path) -> None:
    log = f"printf 'a\\377b' | PYTHONIOENCODING=utf-8 {PROGRAM} log --place knee --before 3 --note -"
    command = f"{log} && {PROGRAM} history --json"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [score["note"] for score in json.loads(done.stdout)] == ["a\N{REPLACEMENT CHARACTER}b"]
