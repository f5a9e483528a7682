"""Fixtures that run commands in this process, and the sound server of the sound tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from tests.audio.conftest import one_server, server
from tpsession.cli import main

__all__ = ["UNREACHABLE", "CommandResult", "RunCommand", "one_server", "run", "server"]

UNREACHABLE = "x" * 300
"""A name that is too long for every system: to look for it is an error, as it is without permission."""


@dataclass(frozen=True)
class CommandResult:
    """The exit code of a command and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.out)


class RunCommand(Protocol):
    def __call__(self, *arguments: str) -> CommandResult: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> RunCommand:
    """Return a function that runs a command line."""

    def run_command(*arguments: str) -> CommandResult:
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return CommandResult(code, printed.out, printed.err)

    return run_command
