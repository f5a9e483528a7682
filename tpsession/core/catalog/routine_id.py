"""Routine ids: the name of a routine file without its ending, in lower case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

PATTERN = r"[a-z0-9-]{1,64}"
_ID = re.compile(PATTERN)
_LONGEST = 64
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "clock", "conin", "conout"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that match `PATTERN`, but that Windows reserves for devices, with any ending or none."""
_SPELLED_OUT = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters of the Latin alphabet that Unicode doesn't take apart into a letter of ASCII and a mark."""


def routine_id(stem: str) -> str:
    """Return a text in lower case, as the id of a routine, valid or not.

    stem: the name of the routine's file without its ending, or an id as a person typed it.
    """
    return stem.lower()


def is_reserved_name(name: str) -> bool:
    """Return whether Windows reserves a file name, given without its ending, for a device."""
    return name.casefold() in _DEVICES


def is_routine_id(identifier: str) -> bool:
    """Return whether a text can be a routine's id: it matches `PATTERN` and is no device name of Windows."""
    return _ID.fullmatch(identifier) is not None and not is_reserved_name(identifier)


def make_routine_id(name: str) -> str:
    """Return the id that fits a routine's name best: ``Neck, in the evening`` is ``neck-in-the-evening``.

    Accents are dropped, and the id is cut to the greatest length of an id. If Windows reserves the name for a
    device, ``-routine`` is added. The id may already be taken by another routine. Empty if no part of the
    name can be in an id, such as a name in Greek letters.
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED_OUT))
    unmarked = "".join(letter for letter in letters if not unicodedata.combining(letter))
    identifier = re.sub(r"[^a-z0-9]+", "-", unmarked).strip("-")[:_LONGEST].rstrip("-")
    return f"{identifier}-routine" if is_reserved_name(identifier) else identifier


def find_named(words: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids of the routines that have a name, each id once; none if the name is empty.

    words: the name, compared as in `is_same_name`. names: ids, each with a routine's name.
    """
    wanted = _plain(words)
    return list(dict.fromkeys(identifier for identifier, name in names if wanted and _plain(name) == wanted))


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names of routines are the same; case, and the number of blanks, don't matter."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    """Return a name casefolded, with one blank between its words, to compare it with others."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def next_free_id(identifier: str, taken: frozenset[str]) -> str:
    """Return the id if it isn't taken, or else with the lowest number from 2 that isn't: ``neck-2``.

    A long id is cut so that the number fits. taken: the ids that are taken.
    """
    free, number = identifier, 1
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = f"{identifier[: _LONGEST - len(ending)].rstrip('-')}{ending}"
    return free


def make_free_id(name: str, taken: frozenset[str]) -> str:
    """Return an id made from a routine's name that isn't taken, with a number at its end if necessary.

    It is made from ``routine`` if no part of the name can be in an id.
    """
    return next_free_id(make_routine_id(name) or "routine", taken)
