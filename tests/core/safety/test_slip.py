"""A reason of a stop that was a slip: what is asked, what is kept, and what rests afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.safety.test_eligibility import DONE, STOPPED, TODAY
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.wording import describe_earlier_values
from tpsession.core.errors import UsageError
from tpsession.core.history.records import HistoryQuery, StopReason
from tpsession.core.safety.slip import check_slip, slip_question, take_back_reason
from tpsession.core.safety.stopping import find_resting_stop

RESTING = [reason for reason in StopReason if reason.rests_area]


def test_sharp_numb_and_dizzy_are_asked_about_in_their_own_words() -> None:
    asked = {reason: slip_question(reason) for reason in StopReason}
    assert {reason for reason, question in asked.items() if question} == {
        StopReason.SHARP,
        StopReason.NUMB,
        StopReason.DIZZY,
    }
    assert asked[StopReason.SHARP] == "Did you have sharp, electric or burning pain?"


@given(st.lists(st.tuples(st.sampled_from(list(StopReason)), st.booleans()), max_size=4))
def test_an_area_rests_as_long_as_one_reason_was_not_taken_back(stops: list[tuple[StopReason, bool]]) -> None:
    history = MemoryHistory()
    for number, (reason, _) in enumerate(stops):
        record = STOPPED._replace(id=str(number), stop_reason=reason)
        history.add_session(record, [])
    for number, (reason, is_slip) in enumerate(stops):
        if is_slip and reason.rests_area:
            history.save_change(take_back_reason(str(number), reason, f"change {number}", MORNING))
            earlier = describe_earlier_values(history.find_changes(str(number)))
            assert len(earlier) == 1
            assert "reason for stopping, was" in earlier[0]
    rests = any(reason.rests_area and not is_slip for reason, is_slip in stops)
    found = find_resting_stop(history.find_sessions(HistoryQuery()), (("neck", Side.LEFT),), TODAY)
    assert (found is not None) is rests


@pytest.mark.parametrize("reason", RESTING)
def test_only_what_rests_today_can_be_a_slip(reason: StopReason) -> None:
    record = STOPPED._replace(stop_reason=reason)
    assert check_slip(record, MORNING) is reason
    for wrong in (DONE, STOPPED._replace(stop_reason=StopReason.INTERRUPTED)):
        with pytest.raises(UsageError):
            check_slip(wrong, MORNING)
    with pytest.raises(UsageError):
        check_slip(record, MORNING + timedelta(days=1))
