"""Logging by hand in plain mode."""

from __future__ import annotations

import pytest

from tests.fakes.history import MemoryHistory
from tests.plain.fake_services import PlainRun
from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import Status, StopReason
from tpsession.core.session.wording import WHICH_AREA
from tpsession.plain.console import TerminalClosed


def test_areas_that_rest_today_say_so_where_the_area_of_a_session_is_chosen() -> None:
    history = MemoryHistory()
    run = PlainRun(["log", "session", "another"], history=history)
    stopped = a_record(area="neck", before=None, status=Status.STOPPED)._replace(
        side=Side.LEFT, stop_reason=StopReason.SHARP, started_at=run.clock.local_time()
    )
    history.add_session(stopped._replace(ended_at=stopped.started_at), [])
    # The person hangs up at the question.
    with pytest.raises(TerminalClosed):
        run.choose()
    assert WHICH_AREA in run.shown
    assert "3. Neck, left side rests today" in run.console.lines
