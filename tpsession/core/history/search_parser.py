"""Reads what a person typed into the filter line of the history, or after ``--find``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from tpsession.core.catalog.place import PLACES
from tpsession.core.history.ratings import HIGHEST, RatingFlag
from tpsession.core.history.search import SearchWord, SessionSearch, fold_text
from tpsession.core.history.wording import (
    LOGGED_BY_HAND,
    PAIN_SCORE,
    STATUS_WORDS,
    STOP_LABELS,
)
from tpsession.core.text.formatting import MONTHS, SIDE_NAMES

SEARCH_HELP = (
    "Type any words that a session shows or its note has: neck left, stopped, 2026-01, january, last week, "
    "3 less. All of them must match, in any order."
)
"""One line for the help of the filter."""
_SHORTEST_MONTH = 3
"""The fewest letters of a month: ``jan``."""
_ORNAMENTS = "→▲▼=,;"
"""Characters that the list shows beside words."""
_PHRASES = re.compile(r"(\d{1,2}) (less|more)|(this|last) (week|month|year)")
_NUMBER = re.compile(r"[0-9:]+")
_DIRECTIONS: Mapping[str, range] = {
    "less": range(-HIGHEST, 0),
    "same": range(1),
    "more": range(1, HIGHEST + 1),
}
"""The changes that each word for a change stands for."""


def parse_search(text: str, routine_names: Mapping[str, str], today: date) -> SessionSearch | None:
    """Return what to look for; None if there is no word in the text, so that every session matches.

    Args:
        text: What was typed.
        routine_names: The names of routines by id, as the list shows them.
        today: The local day, for words such as ``yesterday``.

    """
    words = tuple(_parse_word(word, routine_names, today) for word in _split_words(text))
    return SessionSearch(words) if words else None


def _split_words(text: str) -> list[str]:
    """Return the words of a text, folded for comparison.

    A phrase such as ``3 less`` or ``last week`` counts as one word. Marks that the list shows beside words,
    such as ``▲`` or a comma, are removed from both ends of a word, and a lone hyphen is left out.
    """
    stripped = (word.strip(_ORNAMENTS) for word in fold_text(text).split())
    words = [word for word in stripped if word not in {"", "-"}]
    joined: list[str] = []
    for word in words:
        if joined and _PHRASES.fullmatch(f"{joined[-1]} {word}"):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _parse_word(word: str, routine_names: Mapping[str, str], today: date) -> SearchWord:
    """Return everything that a typed word may stand for: a place, a routine, a side, a period and so on.

    Args:
        word: In lower case, as `fold_text` returns it.
        routine_names: The names of routines by id.
        today: The local day, from which periods are counted.

    """
    since, until = _parse_period(word, today)
    return SearchWord(
        text=word,
        places=_keys_with(word, PLACES.items()),
        routines=_keys_with(word, {"": LOGGED_BY_HAND, **routine_names}.items()),
        sides=_keys_with(word, SIDE_NAMES.items()),
        statuses=_keys_with(word, STATUS_WORDS.items()),
        reasons=_keys_with(word, STOP_LABELS.items()),
        flags=_keys_with(word, ((flag, flag.value) for flag in RatingFlag)),
        months=frozenset(
            f"{number:02}"
            for number, month in enumerate(MONTHS, 1)
            if len(word) >= _SHORTEST_MONTH and month.lower().startswith(word)
        ),
        changes=frozenset(_parse_change(word)),
        since=since,
        until=until,
        is_score=word in PAIN_SCORE.casefold(),
        is_number=_NUMBER.fullmatch(word) is not None,
    )


def _keys_with(word: str, texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the keys of the texts that contain this word. The keys are returned as plain strings.

    word: folded by `fold_text`. texts: pairs of a key and its text.
    """
    return frozenset(str(key) for key, text in texts if word in fold_text(text))


def _parse_change(word: str) -> range:
    """Return the changes, after minus before, that ``less``, ``same``, ``more`` or ``3 less`` stands for.

    Empty for any other word, and for a number outside 1 to 10.
    """
    number, _, direction = word.rpartition(" ")
    meant = _DIRECTIONS.get(direction, range(0))
    if not number or not meant:
        return meant
    change = int(number) if direction == "more" else -int(number)
    return range(change, change + 1) if change in meant else range(0)


def _parse_period(word: str, today: date) -> tuple[date, date] | tuple[None, None]:
    """Return the first and the last day of a period such as ``last week``; two Nones for any other word.

    A week begins on Monday. This week, month and year end today. word: in lower case.
    """
    day = timedelta(days=1)
    monday, first = today - today.weekday() * day, today.replace(day=1)
    new_year = first.replace(month=1)
    last_month = (first - day).replace(day=1)
    periods = {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        "this week": (monday, today),
        "last week": (monday - 7 * day, monday - day),
        "this month": (first, today),
        "last month": (last_month, first - day),
        "this year": (new_year, today),
        "last year": (new_year.replace(year=today.year - 1), new_year - day),
    }
    return periods.get(word, (None, None))
