"""The port through which the program remembers what its list of routines showed the last time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class ListedRoutine(NamedTuple):
    """What the list shows of one routine file."""

    id: str
    """The routine's id."""
    name: str
    """Its name; the id if the file is broken."""
    area: str
    """The name of its area, or of every one; empty if the file is broken."""
    length_s: float
    """How long it takes with the person's settings, in seconds; 0 if the file is broken."""
    problem_text: str
    """How many problems a broken file has, in words; empty if the routine can be played."""


class ListMemory(Protocol):
    """What the list showed the last time, so that it can be painted before all files are read and checked.

    Remember a list together with what it was made from; it is recalled only for the same::

        list_memory.remember(library.fingerprint(), listed)
        listed = list_memory.recall(library.fingerprint())  # None if a file has changed since

    Neither method raises: a list that can't be remembered or read is made anew.
    """

    def recall(self, made_from: str) -> tuple[ListedRoutine, ...] | None:
        """Return the list that was remembered last, or None if it was remembered with another `made_from`.

        Also None if nothing was remembered, if it can't be read, or if another version of the program
        remembered it.
        """
        ...

    def remember(self, made_from: str, listed: Sequence[ListedRoutine]) -> None:
        """Remember a list in place of the earlier one. Never raises: if it fails, the earlier one may stay.

        made_from: a text that describes everything that the list depends on. `recall` returns the list only
        for the same text.
        """
        ...
