"""Starts the helper program that has a player."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOUNDS = ROOT / "sounds"
"""The folder of the built-in sounds."""
WARM_UP_S = 1.5
"""Seconds until the clock of a new stream is estimated well. In a session, the questions take longer."""


def parent_program(
    folder: Path,
    seconds: float,
    env: Mapping[str, str],
    library: str = "miniaudio",
    *,
    warm_up_s: float = WARM_UP_S,
) -> subprocess.Popen[str]:
    """Start `tests.audio.client.parent_program`; `env` is added to the environment of the tests."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.audio.client.parent_program", str(seconds), str(warm_up_s), library,
         str(folder), str(SOUNDS)],
        cwd=ROOT, env=os.environ | dict(env), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
