"""A person who types answers into the commands about routines, and the folder of their routines."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Answer = Callable[..., None]


class TypedInput(io.TextIOWrapper):
    """Standard input with lines that somebody types, or that come from a file."""

    def __init__(self, text: str, *, attended: bool) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")
        self._attended = attended

    def isatty(self) -> bool:
        return self._attended


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Return a function that prepares what standard input holds; a person types it unless told otherwise."""

    def prepare(*lines: str, attended: bool = True) -> None:
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", TypedInput(text, attended=attended))

    return prepare


@pytest.fixture
def own(home: Path) -> Path:
    """Return the person's folder of routines, which doesn't exist yet."""
    return home / "routines"
