"""Runs the program at a pseudo-terminal, as a person does, or without a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect

QUESTION = "How strong is your pain"
TIMEOUT_S = 15


def command(*arguments: str) -> list[str]:
    """Return the command line that runs the program with the interpreter of the tests."""
    return [sys.executable, "-P", "-m", "tpsession", *arguments]


def run(*arguments: str, program: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program, or another one, without a terminal until it ends."""
    return subprocess.run(
        program or command(*arguments),
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def kept(*filters: str) -> list[dict[str, Any]]:
    """Return the sessions that ``history --json`` prints."""
    done = run("history", "--json", *filters)
    assert done.returncode == 0, done.stderr
    sessions: list[dict[str, Any]] = json.loads(done.stdout)
    return sessions


@contextmanager
def at_terminal(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[pexpect.spawn[str]]:
    """Run the program at a pseudo-terminal; it is ended with the block at the latest."""
    program, *rest = command(*arguments)
    child = pexpect.spawn(
        program,
        rest,
        env={**os.environ, **(env or {})},
        encoding="utf-8",
        timeout=TIMEOUT_S,
        dimensions=(24, 2000),
        echo=False,
    )
    try:
        yield child
    finally:
        end(child)


def end(child: pexpect.spawn[str]) -> None:
    """End the program if it runs, and wait for that: `close` alone gives up after a tenth of a second."""
    if child.isalive():
        child.kill(signal.SIGKILL)
        child.wait()
    child.close()


def to_the_start(child: pexpect.spawn[str], before: int) -> None:
    """Answer the safety questions with "none" and give the rating before; then the session starts."""
    while child.expect(["Type none|None, yes", QUESTION]) == 0:
        child.sendline("n")
    child.sendline(str(before))
    child.expect("Get ready")


def write_routine(home: Path, name: str, text: str) -> Path:
    """Write a routine of the person's own into the data folder."""
    folder = home / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
