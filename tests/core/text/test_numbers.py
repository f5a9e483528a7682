"""Numbers that a person types."""

from __future__ import annotations

import pytest

from tpsession.core.text.numbers import parse_number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1", 1),
        ("12", 12),
        ("05", 5),
        ("0", None),
        ("13", None),
        ("-1", None),
        ("", None),
        ("x", None),
        ("²", None),
    ],
)
def test_a_whole_number_from_one_on_is_read(line: str, number: int | None) -> None:
    assert parse_number(line, 12) == number


def test_a_number_of_any_length_is_no_fault() -> None:
    assert parse_number("9" * 10_000, 12) is None
