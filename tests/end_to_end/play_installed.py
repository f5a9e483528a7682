"""Plays a session with an installed program, away from any checkout.

``python -m tests.end_to_end.play_installed PROGRAM`` exits with 0 if the session was played and saved.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROUTINE = """\
format = 1
name = "Installed"
area = "any"
sides = "each"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "1s"
[[steps]]
technique = "pressure"
hold = "1s"
release = "1s"
repeat = 2
"""
BUILT_IN = {
    "breathing", "calf", "classic", "foot", "forearm", "hand", "hip", "jaw", "low-back", "neck", "quick",
    "shoulder", "skull-base", "thigh", "try-out", "unwind", "upper-back",
}  # fmt: skip


def open_and_quit(program: str, environment: dict[str, str]) -> None:
    """Open the full-screen program, wait for the list and the details of a routine, and quit."""
    if sys.platform == "win32":
        return
    import pexpect

    child = pexpect.spawn(
        program,
        env={**environment, "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=30,
        dimensions=(24, 80),
    )
    for text in ("Installed", "Broad circles"):
        child.expect_exact(text)
    child.send("q")
    child.expect(pexpect.EOF)
    child.wait()
    if child.exitstatus != 0:
        raise SystemExit(f"the full-screen program ended with {child.exitstatus}")


def main(program: str) -> None:
    """Play a session and check what was saved."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = {**os.environ, "TPSESSION_HOME": str(home)}

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [program, *arguments],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            sys.stdout.write(done.stderr)
            if done.returncode != 0:
                raise SystemExit(f"{arguments} ended with {done.returncode}:\n{done.stdout}")
            return done.stdout

        known = {routine["id"] for routine in json.loads(run("routines", "--json"))}
        (home / "routines").mkdir(parents=True)
        (home / "routines" / "installed.toml").write_text(ROUTINE)
        sys.stdout.write(
            run("play", "installed", "--plain", "--area", "foot", "--before", "6", "--after", "3")
        )
        (session,) = json.loads(run("history", "--json"))
        open_and_quit(program, environment)
    active_s = 2 * (1 + 3)
    expected = ("completed", "foot", "both", 6, 3, active_s)
    seen = tuple(session[key] for key in ("status", "area", "side", "before", "after", "active_s"))
    if known != BUILT_IN or seen != expected:
        raise SystemExit(f"expected {BUILT_IN} and {expected}, saw {known} and {seen}")
    sys.stdout.write("Played and saved.\n")


if __name__ == "__main__":
    main(sys.argv[1])
