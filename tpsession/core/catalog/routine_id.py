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
    """Return the id for a file name without its ending; `is_routine_id` says whether it is a valid one."""
    return stem.lower()


def is_reserved_name(name: str) -> bool:
    """Return whether Windows reserves a file name, given without its ending, for a device."""
    return name.casefold() in _DEVICES


def is_routine_id(identifier: str) -> bool:
    """Return whether a text can be the id of a routine."""
    return _ID.fullmatch(identifier) is not None and not is_reserved_name(identifier)


def make_routine_id(name: str) -> str:
    """Return the id that fits a routine's name best: ``Neck, in the evening`` is ``neck-in-the-evening``.

    Accents are dropped, and it is cut to the longest that an id may have. A name that the system reserves
    gets ``-routine`` at its end. Empty if nothing of the name can be in an id, such as a name in Greek
    letters. It may be taken already.
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED_OUT))
    unmarked = "".join(letter for letter in letters if not unicodedata.combining(letter))
    identifier = re.sub(r"[^a-z0-9]+", "-", unmarked).strip("-")[:_LONGEST].rstrip("-")
    return f"{identifier}-routine" if is_reserved_name(identifier) else identifier


def find_named(words: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids of the routines with this name, each once, whatever the case and the blanks.

    names: ids, each with a routine's name.
    """
    wanted = _plain(words)
    return list(dict.fromkeys(identifier for identifier, name in names if wanted and _plain(name) == wanted))


def _plain(name: str) -> str:
    """Return a name in small letters, with one blank between its words."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def next_free_id(identifier: str, taken: frozenset[str]) -> str:
    """Return an id as it is if it is free, or else with the lowest number that makes it free: ``neck-2``.

    The numbers begin at 2. A long id is cut so that the number fits.
    """
    free, number = identifier, 1
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = f"{identifier[: _LONGEST - len(ending)].rstrip('-')}{ending}"
    return free


def make_free_id(name: str, taken: frozenset[str]) -> str:
    """Return an id that fits a routine's name and isn't taken.

    It is made of ``routine`` if nothing of the name can be in an id. A number makes it free, if need be.
    """
    return next_free_id(make_routine_id(name) or "routine", taken)
