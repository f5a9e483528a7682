"""What else may have changed a rating: typing and describing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.history.rating_flags import (
    FLAG_KEYS,
    FLAG_LABELS,
    GivenRating,
    describe_flags,
    parse_flagged_rating,
)
from tpsession.core.history.ratings import RatingFlag, parse_rating

BOTH = (RatingFlag.PAINKILLER, RatingFlag.HEAT)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5", GivenRating(5)),
        ("5 p", GivenRating(5, (RatingFlag.PAINKILLER,))),
        (" 10H ", GivenRating(10, (RatingFlag.HEAT,))),
        ("0 h p", GivenRating(0, BOTH)),
        ("3pph", GivenRating(3, BOTH)),
        ("p", None),
        ("p 5", None),
        ("1 0", None),
        ("0 5 p", None),
        ("11 p", None),
        ("5 x", None),
        ("", None),
    ],
)
def test_a_number_may_be_followed_by_the_letters_of_flags(typed: str, expected: GivenRating | None) -> None:
    assert parse_flagged_rating(typed) == expected


@given(st.text())
def test_any_text_is_a_rating_exactly_if_it_is_a_number_and_letters_of_flags(typed: str) -> None:
    given_rating = parse_flagged_rating(typed)
    number = "".join(typed.split()).casefold().rstrip("ph")
    expected = parse_rating(number) if typed.strip().startswith(number) else None
    assert (None if given_rating is None else given_rating.value) == expected


def test_every_flag_has_a_label_a_letter_and_words() -> None:
    assert set(FLAG_LABELS) == set(FLAG_KEYS) == set(RatingFlag)
    assert len(set(FLAG_KEYS.values())) == len(RatingFlag)
    assert describe_flags(()) == ""
    assert describe_flags([RatingFlag.HEAT]) == "heat"
    assert describe_flags(reversed(BOTH)) == "painkiller and heat"
