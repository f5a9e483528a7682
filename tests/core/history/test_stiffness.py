"""Stiffness: when it is asked, how it is said, and that it is a number of its own beside a rating."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.safety.test_eligibility import DONE
from tpsession.core.catalog.place import OVERALL
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.fields import decode_later, encode_later
from tpsession.core.history.rating_flags import describe_stiffness, is_stiffness_asked
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, Soreness, list_words, read_words
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_later_rating

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
RATINGS = st.builds(
    Rating,
    st.just(RatingKind.LATER),
    st.integers(0, 10),
    st.just(NOON),
    st.sampled_from([(), (RatingFlag.HEAT,), tuple(RatingFlag)]),
    st.sampled_from([None, *Soreness]),
    st.none() | st.integers(0, 10),
)


@given(RATINGS)
def test_what_stands_beside_a_rating_is_kept_as_words(rating: Rating) -> None:
    words = list_words(rating)
    assert read_words(words) == (rating.flags, rating.soreness, rating.stiffness)
    assert decode_later(encode_later([rating])) == (rating,)
    for wrong in ("stiffness-x", "sor", "stiffness-"):
        with pytest.raises(ValueError, match=r"stiffness|sor|invalid literal"):
            read_words([*words, wrong])


def test_it_is_a_whole_number_from_0_to_10() -> None:
    with pytest.raises(ValueError, match="stiffness"):
        Rating(RatingKind.AFTER, 3, NOON, stiffness=11)


def test_it_is_asked_only_if_wanted_and_never_overall() -> None:
    neck = Series("neck", Side.LEFT)
    assert is_stiffness_asked(neck, is_on=True)
    assert not is_stiffness_asked(neck, is_on=False)
    assert not is_stiffness_asked(Series(OVERALL, Side.NONE), is_on=True)
    assert not is_stiffness_asked(None, is_on=True)


def test_it_is_said_apart_from_the_pain_and_called_unvalidated() -> None:
    assert describe_stiffness(DONE) == ""
    both = DONE._replace(stiffness_before=6, stiffness_after=0)
    assert describe_stiffness(both) == "Stiffness (not validated): before 6, after 0."
    assert describe_stiffness(DONE._replace(stiffness_after=4)) == "Stiffness (not validated): after 4."
    later = Rating(RatingKind.LATER, 3, NOON, (), Soreness.NOT_SORE, 5)
    assert describe_later_rating(later, NOON).endswith("Not sore. Stiffness (not validated) 5.")
