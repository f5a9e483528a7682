"""Work in another thread, watched from a screen: how far it is, until it is done or nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from textual.screen import Screen

T = TypeVar("T")
LOOK_S = 0.1
"""Between two looks at how far it is."""


class EndedError(Exception):
    """Nobody waits for the work any more."""


class Watched(Generic[T]):
    """One run of such work, from its beginning on. Its thread tells how far it is, the screen shows it."""

    def __init__(self, screen: Screen[Any], first: T, show: Callable[[T], None]) -> None:
        """first: what is shown until something is told. show: called by the screen, ten times a second."""
        self._told = first
        self._ended = threading.Event()
        self._show = show
        self._looks = screen.set_interval(LOOK_S, self._look)
        self._look()

    def tell(self, told: T) -> None:
        """Say how far it is, from its thread. Raises `EndedError` where nobody waits any more."""
        if self._ended.is_set():
            raise EndedError
        self._told = told

    def end(self) -> None:
        """Nobody waits any more: it ends where it tells the next thing."""
        self._ended.set()

    def done(self) -> None:
        """Nothing is told any more."""
        self._looks.stop()

    def _look(self) -> None:
        self._show(self._told)
