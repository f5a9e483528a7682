"""Durations as people write them."""

from __future__ import annotations

import re
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.files.toml.duration import (
    PATTERN,
    DurationError,
    format_duration,
    parse_duration,
)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (90, 90.0),
        (0.5, 0.5),
        ("90", 90.0),
        ("90s", 90.0),
        ("1m30s", 90.0),
        ("1m 30s", 90.0),
        (" 1 min 30 sec ", 90.0),
        ("1:30", 90.0),
        ("01:30", 90.0),
        ("90:00", 5400.0),
        ("1m", 60.0),
        ("1.5m", 90.0),
        ("1h", 3600.0),
        ("1h30s", 3630.0),
        ("1:00:00", 3600.0),
        ("00:01:30", 90.0),
        ("0", 0.0),
    ],
)
def test_a_duration_can_be_written_in_all_the_usual_ways(written: object, seconds: float) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "s", "m", "1m30", "30s1m", "1:60", "1:60:00", "1:2:3:4", ":30", "1:5", "-5", "1e3", "90x",
        "90S", "٣s", "1,5m", "9" * 40, True, False, None, -1, -0.5, float("nan"), float("inf"), 10**400, [],
        {},
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_how_to_write_a_duration(written: object) -> None:
    with pytest.raises(DurationError, match="1m30s"):
        parse_duration(written)


def test_a_time_of_day_is_refused_with_how_to_quote_it() -> None:
    with pytest.raises(DurationError) as error:
        parse_duration(time(0, 1, 30))
    assert str(error.value) == 'TOML reads it as a time of day; put it in quotes, like "1m30s"'


@given(st.integers(0, 10**9))
def test_whole_seconds_read_back_as_they_were_written(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.floats(0.001, 3600))
def test_fractions_of_a_second_read_back_as_they_were_written(seconds: float) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.one_of(st.text(max_size=20), st.from_regex(re.compile("[0-9hms:. ]{1,12}"), fullmatch=True)))
def test_a_text_is_a_duration_or_is_refused(written: str) -> None:
    try:
        seconds = parse_duration(written)
    except DurationError:
        return
    assert seconds >= 0


@given(st.from_regex(re.compile("[0-9hmsinec:. ]{1,12}"), fullmatch=True))
def test_the_pattern_for_editors_matches_the_same_texts(written: str) -> None:
    try:
        parse_duration(written)
    except DurationError:
        assert not re.search(PATTERN, written)
    else:
        if written == written.strip(" "):
            assert re.search(PATTERN, written) or "  " in written
