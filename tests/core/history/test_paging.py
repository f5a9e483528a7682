"""Reading the history page by page: no session is lost or doubled between pages, for any queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.history.test_wording import DONE
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tpsession.core.history.paging import load_page
from tpsession.core.history.records import HistoryQuery, SessionRecord

AREAS = ["neck", "foot", "upper-back"]
ROUTINES = ["neck-ten", "classic", ""]
QUERIES = [
    HistoryQuery(),
    *(HistoryQuery(area=area) for area in AREAS),
    *(HistoryQuery(routine=routine) for routine in ROUTINES),
]


def is_found_by(query: HistoryQuery, record: SessionRecord) -> bool:
    return query.area in {None, record.area} and query.routine in {None, record.routine}


@given(
    st.lists(st.tuples(st.sampled_from(AREAS), st.sampled_from(ROUTINES), st.integers(0, 9))),
    st.lists(st.sampled_from(QUERIES), max_size=3),
    st.integers(1, 4),
)
def test_all_pages_together_are_the_sessions_that_any_query_finds(
    sessions: list[tuple[str, str, int]], queries: list[HistoryQuery], most: int
) -> None:
    history = MemoryHistory()
    for number, (area, routine, hours) in enumerate(sessions):
        started = MORNING - timedelta(hours=hours)
        history.add_session(replace(DONE, id=str(number), started_at=started, area=area, routine=routine), [])
    found: list[SessionRecord] = []
    while records := load_page(history, queries, found[-1] if found else None, most):
        assert len(records) <= most
        found += records
    everything = history.find_sessions(HistoryQuery())
    assert found == [record for record in everything if any(is_found_by(query, record) for query in queries)]
