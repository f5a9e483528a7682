"""The examples of the documentation: commands with what they print, and TOML files.

A block that is marked ``console`` holds commands, ``$ tpsession ...``, each followed by what it prints.
``python -m tests.docs`` runs the commands and fills in their output; a test fails when it is out of date.
A last line ``...`` stands for the rest of the output. ``[exit code N]`` is added unless the code is 0.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.docs.generated import DOCS
from tpsession.cli import main
from tpsession.files.paths import HOME_VARIABLE

_CONSOLE = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
_TOML = re.compile(r"```toml ?([\w.-]*)\n(.*?)```", re.DOTALL)
_JSON = re.compile(r"```json\n(.*?)```", re.DOTALL)
SHOWN_HOME = "/home/you/tpsession"
"""What the pages show in the place of the folder of the examples."""
SETTINGS = '[sound]\nbackend = "none"\n'
"""The examples make no noise, and say the same whether or not there is a sound device."""


class TomlExample(NamedTuple):
    """A TOML file on a page."""

    name: str
    """The name that it is saved under for the commands; empty for none."""
    text: str


def toml_examples(text: str) -> list[TomlExample]:
    """The TOML blocks of a page."""
    return [TomlExample(*found) for found in _TOML.findall(text)]


def json_examples(text: str) -> list[str]:
    """The JSON blocks of a page."""
    return _JSON.findall(text)


def has_commands(text: str) -> bool:
    """Whether a page shows what a command prints."""
    return _CONSOLE.search(text) is not None


def rerun(text: str) -> str:
    """The text of a page, with each command's output as it is today."""
    with tempfile.TemporaryDirectory() as folder, _prepared(Path(folder)):
        return _CONSOLE.sub(lambda block: f"{block[1]}{_example(block[2], Path(folder))}{block[3]}", text)


@contextlib.contextmanager
def _prepared(folder: Path) -> Iterator[None]:
    """Work in a folder that holds the example files, with a home of its own and without colours."""
    home = folder / "home"
    (home / "routines").mkdir(parents=True)
    (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    for example in toml_examples((DOCS / "routines.md").read_text(encoding="utf-8")):
        if example.name:
            (folder / example.name).write_text(example.text, encoding="utf-8")
    (home / "routines" / "evening.toml").write_bytes((folder / "evening.toml").read_bytes())
    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(home)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        if before is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = before


def _example(block: str, folder: Path) -> str:
    """A block with its commands' output as it is today."""
    shown = []
    for part in re.split(r"(?m)^(?=\$ )", block):
        if part:
            command, *rest = part.splitlines()
            lines = _output(command, folder)
            if rest and rest[-1] == "...":
                lines = [*lines[: len(rest) - 1], "..."]
            shown += [command, *lines]
    return "".join(f"{line}\n" for line in shown)


def _output(command: str, folder: Path) -> list[str]:
    """What a command prints, line by line."""
    _, program, *words = shlex.split(command)
    if program != "tpsession":
        raise ValueError(f"only tpsession can be run: {command}")
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    nobody = io.StringIO()
    answering, sys.stdin = sys.stdin, nobody
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                code = main(words)
            except SystemExit as ended:
                code = int(ended.code or 0)
    finally:
        sys.stdin = answering
    text = printed.buffer.getvalue().decode()
    lines = [
        line.replace(str(folder / "home"), SHOWN_HOME).replace(str(folder), "/home/you").rstrip()
        for line in text.splitlines()
    ]
    return [*lines, f"[exit code {code}]"] if code else lines
