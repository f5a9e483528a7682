"""A year of made-up sessions is told correctly: each number is counted again here, in the plainest way."""

from __future__ import annotations

import random
import statistics
from dataclasses import dataclass
from typing import Any

import pytest

from tests.core.progress.series import NECK, a_session
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import describe_series, describe_series_briefly

WEEKS = 52


@dataclass(frozen=True)
class Year:
    """How the pain of a made-up person goes over a year."""

    first: float
    """The usual pain before a session at the beginning."""
    last: float
    """The same at the end."""
    change: float
    """What a session usually changes."""


YEARS = {
    "better": Year(first=7.5, last=3.5, change=-1.5),
    "worse": Year(first=3.0, last=7.0, change=0.5),
    "steady": Year(first=5.0, last=5.0, change=-1.0),
}


def rating(value: float) -> int:
    return min(max(round(value), 0), 10)


def sessions_of(year: Year, seed: int) -> list[SessionRecord]:
    """Return about three sessions a week, some without a rating after, some stopped, a third rated later."""
    chance = random.Random(seed)  # noqa: S311 - made-up people
    records = []
    for day in sorted(chance.sample(range(7 * WEEKS), 3 * WEEKS)):
        usual = year.first + (year.last - year.first) * day / (7 * WEEKS)
        before = rating(chance.gauss(usual, 1.2))
        after = None if chance.random() < 0.1 else rating(chance.gauss(before + year.change, 1.0))
        status = Status.STOPPED if chance.random() < 0.05 else Status.COMPLETED
        later = [(chance.uniform(3, 11), rating(before - 1))] if chance.random() < 0.3 else []
        records.append(a_session(before, after, day=day, status=status, later=later))
    return records


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", YEARS)
def test_a_year_is_told_in_words_as_it_was(
    name: str,
    seed: int,
    scipy_stats: Any,  # noqa: ANN401 - SciPy has no types
) -> None:
    records = sessions_of(YEARS[name], seed)
    said = describe_series(summarize_series(NECK, records))
    text = " ".join(said)
    rated = [(r.before, r.after) for r in records if r.before is not None and r.after is not None]
    lower = sum(after < before for before, after in rated)
    higher = sum(after > before for before, after in rated)
    counts = f"{lower} ended lower, {len(rated) - lower - higher} the same, {higher} higher"
    first, last = records[0].started_at.date(), records[-1].started_at.date()
    assert said[0].startswith(f"{len(records)} sessions in ")
    assert f"({first} to {last})" in said[0]
    assert counts in said[0]
    median = statistics.median(after - before for before, after in rated)
    assert f"; median {_change(median)}; " in text
    befores = [r.before for r in records if r.before is not None]
    assert f"Pain before: lowest {min(befores)}, highest {max(befores)} ({len(befores)} ratings)." in said
    assert f"Without a rating after: {len(records) - len(rated)} of {len(records)} sessions." in said
    stopped = sum(r.status is Status.STOPPED for r in records)
    assert (f"Ended early: {stopped} of {len(records)} sessions." in text) == (stopped > 0)
    later = [r.later[0].value - r.before for r in records if r.later and r.before is not None]
    middle = statistics.median(later)
    usual = f"{_change(middle)} than" if middle else "the same as"
    assert f"your pain was usually {usual} before it ({len(later)} sessions)." in text
    days = [(r.started_at.date() - first).days / 7 for r in records]
    slope = scipy_stats.theilslopes(befores, days, alpha=0.95)
    is_clear = not slope.low_slope <= 0 <= slope.high_slope
    assert is_clear == (name != "steady")
    brief = describe_series_briefly(summarize_series(NECK, records))
    if is_clear:
        direction = "down" if slope.slope < 0 else "up"
        assert f"pain before them going {direction}" in brief
        assert "no clear trend" not in text
    else:
        assert "your pain has shown no clear trend yet" in said[1]
        assert "no clear trend yet" in brief
    assert counts in brief


def _change(points: float) -> str:
    """Return a change as the sentences say it."""
    if not points:
        return "no change"
    size = f"{abs(points):g}"
    return f"{size} {'point' if size == '1' else 'points'} {'lower' if points < 0 else 'higher'}"
