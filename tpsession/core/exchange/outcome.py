"""What an import does with each thing in a file, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ImportOutcome(StrEnum):
    """What was done with one thing in a file."""

    ADDED = "added"
    MERGED = "merged"
    DELETED = "deleted"
    SAME = "same"
    DELETED_HERE = "deleted here"
    RESTS = "rests"
    RUNNING = "running"
    UNREADABLE = "unreadable"
    PROGRAMME_OR_COMPARISON = "planned"
    """A programme or comparison was added."""


_SENTENCES: Mapping[ImportOutcome, tuple[str, str]] = {
    ImportOutcome.ADDED: ("1 session or pain score is new.", "{} sessions and pain scores are new."),
    ImportOutcome.MERGED: (
        "1 session gets ratings, notes or corrections that were missing here.",
        "{} sessions get ratings, notes or corrections that were missing here.",
    ),
    ImportOutcome.DELETED: (
        "1 session is deleted, because it was deleted there.",
        "{} sessions are deleted, because they were deleted there.",
    ),
    ImportOutcome.PROGRAMME_OR_COMPARISON: (
        "1 programme or comparison is new.",
        "{} programmes and comparisons are new.",
    ),
    ImportOutcome.SAME: (
        "1 session has nothing new, and stays as it is here.",
        "{} sessions have nothing new, and stay as they are here.",
    ),
    ImportOutcome.DELETED_HERE: (
        "1 session was deleted here, and stays deleted.",
        "{} sessions were deleted here, and stay deleted.",
    ),
    ImportOutcome.RESTS: (
        "1 session makes an area rest until tomorrow, so it isn't changed today.",
        "{} sessions make an area rest until tomorrow, so they aren't changed today.",
    ),
    ImportOutcome.RUNNING: (
        "1 session is still running, and is left out.",
        "{} sessions are still running, and are left out.",
    ),
    ImportOutcome.UNREADABLE: (
        "1 session is damaged here, and is left alone.",
        "{} sessions are damaged here, and are left alone.",
    ),
}
_CHANGING = (
    ImportOutcome.ADDED,
    ImportOutcome.MERGED,
    ImportOutcome.DELETED,
    ImportOutcome.PROGRAMME_OR_COMPARISON,
)


def brings_something(counts: Mapping[ImportOutcome, int]) -> bool:
    """Return whether an import adds, changes or deletes something that the person sees.

    counts: how many things had each outcome.
    """
    return any(counts.get(outcome) for outcome in _CHANGING)


def describe_import(counts: Mapping[ImportOutcome, int]) -> list[str]:
    """Return a sentence for each outcome with a count above 0, what changes the history first.

    counts: how many things in the file had each outcome.
    """
    return [
        one if counts[outcome] == 1 else many.format(counts[outcome])
        for outcome, (one, many) in _SENTENCES.items()
        if counts.get(outcome)
    ]
