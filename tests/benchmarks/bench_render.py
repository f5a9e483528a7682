"""How fast a session is written as sound: ``python -m tests.benchmarks.bench_render``.

Reach: 100 times real time. Measured with the whole program, its start included.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import wave
from importlib.util import find_spec
from pathlib import Path

from tpsession.clock import SystemClock

CLOCK = SystemClock()


def main() -> None:
    """Print a row for each kind of file that can be written here."""
    kinds = [".wav", *([".flac", ".mp3"] if find_spec("soundfile") else [])]
    with tempfile.TemporaryDirectory() as folder:
        seconds = 0.0
        for kind in kinds:
            path = Path(folder, "session" + kind)
            command = [sys.executable, "-m", "tpsession", "render", "classic", "--area", "shoulder"]
            begin = CLOCK.now()
            subprocess.run([*command, "-o", str(path), "--force"], check=True, stderr=subprocess.DEVNULL)
            took = CLOCK.now() - begin
            if kind == ".wav":
                with wave.open(str(path)) as file:
                    seconds = file.getnframes() / file.getframerate()
            name = f"a session of {seconds:.0f} s as {kind}"
            sys.stdout.write(f"{name:<58} {seconds / took:.0f} times real time\n")


if __name__ == "__main__":
    main()
