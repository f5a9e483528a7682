"""Durations as people type them and as they stand in sentences; `tests/files/toml` has more texts."""

from __future__ import annotations

import pytest

from tpsession.core.text.duration import duration_in_words, parse_duration_text


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        (" 45 ", 45.0),
        ("1m30s", 90.0),
        ("2 min", 120.0),
        ("1 minute 30 seconds", 90.0),
        ("1:30", 90.0),
        ("1:00:05", 3605.0),
    ],
)
def test_a_duration_is_typed_in_the_usual_ways(typed: str, seconds: float) -> None:
    assert parse_duration_text(typed) == seconds


@pytest.mark.parametrize("typed", ["", "soon", "1:60", "1:60:00", "9" * 40])
def test_another_text_is_no_duration(typed: str) -> None:
    assert parse_duration_text(typed) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (1, "1 s"),
        (1.5, "1.5 s"),
        (90, "1 min 30 s"),
        (3600, "60 min"),
        (10800, "3 h"),
        (12005, "3 h 20 min 5 s"),
    ],
)
def test_a_duration_in_a_sentence_has_units(seconds: float, words: str) -> None:
    assert duration_in_words(seconds) == words
