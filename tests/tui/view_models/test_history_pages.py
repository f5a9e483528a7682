"""Reading the history page by page: no session is lost or doubled between pages, for any filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.history.test_wording import DONE
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tpsession.core.history.paging import load_page
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.view_models.history_pages import PAGE_SIZE, build_queries

NAMES = {"neck-ten": "Neck, ten minutes", "classic": "The classic"}
AREAS = ["neck", "foot", "upper-back", "elsewhere"]
ROUTINES = ["neck-ten", "classic", "lost", ""]


def history_with(*sessions: tuple[str, str, int]) -> MemoryHistory:
    """Sessions for a place and a routine, so many hours ago."""
    history = MemoryHistory()
    for number, (place, routine, hours) in enumerate(sessions):
        started = MORNING - timedelta(hours=hours)
        history.add_session(
            replace(DONE, id=str(number), started_at=started, place=place, routine=routine), []
        )
    return history


def matches_filter(record: SessionRecord, filter_text: str) -> bool:
    names = {"": "Logged by hand", **NAMES}
    words = (record.place, record.place.replace("-", " "), record.routine, names.get(record.routine, ""))
    return any(filter_text in word.lower() for word in words)


@given(
    st.lists(
        st.tuples(st.sampled_from(AREAS[:3]), st.sampled_from(["neck-ten", "classic", ""]), st.integers(0, 9))
    ),
    st.sampled_from(["", "neck", "foot", "back", "ten", "the", "class", "without", "e"]),
    st.integers(1, 4),
)
def test_all_pages_together_are_the_sessions_that_match_the_filter(
    sessions: list[tuple[str, str, int]], filter_text: str, most: int
) -> None:
    history = history_with(*sessions)
    found: list[SessionRecord] = []
    queries = build_queries(filter_text, NAMES)
    while records := load_page(history, queries, found[-1] if found else None, most):
        assert len(records) <= most
        found += records
    everything = history.find_sessions(HistoryQuery())
    assert found == [record for record in everything if matches_filter(record, filter_text)]


def test_a_page_has_at_most_a_hundred_sessions() -> None:
    history = history_with(*(("neck", "classic", hours) for hours in range(PAGE_SIZE + 20)))
    first = load_page(history, build_queries("", {}), None, PAGE_SIZE)
    second = load_page(history, build_queries("", {}), first[-1], PAGE_SIZE)
    assert (len(first), len(second)) == (PAGE_SIZE, 20)


@pytest.mark.parametrize("filter_text", ["lost", " LOST "])
def test_a_routine_missing_from_the_library_is_found_by_its_whole_id(filter_text: str) -> None:
    history = history_with(("neck", "lost", 1), ("neck", "classic", 2))
    (found,) = load_page(history, build_queries(filter_text, NAMES), None, PAGE_SIZE)
    assert found.routine == "lost"


def test_the_filter_ignores_case() -> None:
    assert build_queries("NECK", NAMES) == build_queries("neck", NAMES)
