"""Spots that are still sore: what is said before the next session, and when nothing is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.safety.test_eligibility import DONE, step
from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingKind, Soreness
from tpsession.core.history.records import SessionRecord
from tpsession.core.safety.soreness import (
    DAYS_OFF,
    LONG_SORE,
    LOOK_BACK,
    SKIP_SPOT,
    TAKE_DAYS_OFF,
    WORK_LIGHTLY,
    advise_on_soreness,
    asks_soreness,
    find_sore_spots,
    sore_sessions,
)

SORE, FINE = Soreness.SORE, Soreness.NOT_SORE


def session(
    hours_ago: float, *answers: tuple[float, Soreness | None], side: Side = Side.LEFT
) -> SessionRecord:
    """A session on the neck that ended before `MORNING`, with answers so many hours after its end."""
    ended = MORNING - timedelta(hours=hours_ago)
    later = tuple(
        Rating(RatingKind.LATER, 3, ended + timedelta(hours=hours), soreness=soreness)
        for hours, soreness in answers
    )
    return DONE._replace(
        id=f"{hours_ago}", started_at=ended - timedelta(minutes=10), ended_at=ended, side=side, later=later
    )


def advice(*records: SessionRecord, area: str = "neck", now: datetime = MORNING) -> tuple[str, ...]:
    return advise_on_soreness(find_sore_spots(records, (area,)), now)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([session(20)], None),
        ([session(20, (3, None))], None),
        ([session(20, (3, FINE))], None),
        ([session(20, (3, SORE))], SKIP_SPOT),
        ([session(30, (3, SORE), (20, FINE))], None),
        ([session(30, (3, FINE), (20, SORE))], SKIP_SPOT),
        # Nobody knows whether it is still sore, nor once there was another session on the spot.
        ([session(60, (30, SORE))], f"If it still is, that is more than 48 hours. {TAKE_DAYS_OFF}"),
        ([session(60, (20, SORE)), session(10)], None),
        # Sore all the time, over several sessions or answered after 48 hours.
        ([session(60, (20, SORE)), session(30, (25, SORE))], TAKE_DAYS_OFF),
        ([session(60, (20, FINE)), session(30, (25, SORE))], SKIP_SPOT),
        ([session(60, (50, SORE))], TAKE_DAYS_OFF),
        ([session(110, (50, SORE))], WORK_LIGHTLY),
        ([session(110, (50, SORE)), session(5)], None),
    ],
)
def test_what_is_said_before_the_next_session(records: list[SessionRecord], expected: str | None) -> None:
    said = advice(*records)
    assert len(said) == (expected is not None)
    if expected is not None:
        assert said[0].endswith(expected)
        assert "Neck, left side" in said[0]


def test_only_the_spot_that_is_sore_is_skipped() -> None:
    sore = session(20, (3, SORE))
    assert advice(sore, area="calf") == ()
    right = session(10, (3, FINE), side=Side.RIGHT)
    assert len(advice(sore, right)) == 1
    both = session(10, (3, SORE), side=Side.BOTH)
    (said,) = advice(sore, both)
    assert "both sides" in said
    assert advice(sore, session(10, (3, FINE), side=Side.BOTH)) == ()


def test_an_answer_about_one_side_says_nothing_of_the_other() -> None:
    both = session(60, (20, FINE), side=Side.BOTH)
    (said,) = advice(both, session(20, (3, SORE)))
    assert "left side" in said
    sore_on_both = session(60, (30, SORE), side=Side.BOTH)
    (said,) = advice(sore_on_both, session(20, (3, FINE)))
    assert "right side" in said
    left, right = find_sore_spots([sore_on_both, session(20, (15, SORE))], ("neck",))
    assert (left.side, left.is_long) == (Side.LEFT, True)
    assert (right.side, right.is_long) == (Side.RIGHT, False)
    # Only the left was worked on since.
    (said,) = advice(session(110, (50, SORE), side=Side.BOTH), session(5))
    assert "right side" in said
    assert said.endswith(WORK_LIGHTLY)
    (neither,) = find_sore_spots([session(20, (3, SORE), side=Side.NONE)], ("neck",))
    assert neither.side is Side.NONE


def test_every_area_that_was_worked_on_counts_and_only_those() -> None:
    elsewhere = session(20, (3, SORE))._replace(steps=(step(active_s=0.0), step(area="calf")))
    assert len(advice(elsewhere, area="calf")) == 1
    assert advice(elsewhere) == ()
    assert asks_soreness(elsewhere)
    assert not asks_soreness(DONE._replace(area="", place="overall"))
    # Breathing has steps that take time, but no area.
    assert not asks_soreness(DONE._replace(area="", place="neck", steps=(step(),)))
    assert sore_sessions(MORNING.date()).since == (MORNING - LOOK_BACK).date()


ANSWERS = st.lists(
    st.tuples(st.floats(2, 60), st.sampled_from([SORE, FINE, None])), max_size=3, unique_by=lambda one: one[0]
)
SESSIONS = st.lists(st.builds(lambda ago, given, side: session(ago, *given, side=side),
    st.floats(60, 160), ANSWERS, st.sampled_from([Side.LEFT, Side.RIGHT])), max_size=4)  # fmt: skip


@given(SESSIONS)
def test_a_side_is_spoken_of_exactly_if_its_last_answer_is_that_it_is_sore(
    records: list[SessionRecord],
) -> None:
    spots = {spot.side: spot for spot in find_sore_spots(records, ("neck",))}
    for side in (Side.LEFT, Side.RIGHT):
        answers = [
            rating for record in records if record.side is side for rating in record.later if rating.soreness
        ]
        last = max(answers, key=lambda rating: rating.at, default=None)
        assert (side in spots) is (last is not None and last.soreness is SORE)
    for spot in spots.values():
        assert spot.since <= spot.said_at
        (said,) = advise_on_soreness([spot], spot.said_at) or ("",)
        # What is known to be sore right now is never passed over in silence.
        assert said.endswith(TAKE_DAYS_OFF if spot.is_long else SKIP_SPOT)
        assert spot.is_long is (spot.said_at - spot.since > LONG_SORE)
        after = advise_on_soreness([spot], spot.said_at + DAYS_OFF)
        assert not spot.is_long or all(WORK_LIGHTLY in text for text in after)
