"""What home and plain mode show of a comparison, and what they play."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.comparison.samples import COMPARISON, FIRST_DAY, OF_THREE, as_drawn, day, drawn, session
from tests.core.comparison.test_things import FOOT_ROLL, LONGER
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeLibrary
from tpsession.core.catalog.area import CALF, FOOT
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.changes import end_comparison, start_comparison
from tpsession.core.comparison.state import ComparisonStatus
from tpsession.core.comparison.things import make_rest_routine
from tpsession.core.comparison.today import DueThing, find_names, load_overviews, load_todays_thing
from tpsession.core.errors import UsageError
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST, StopReason

BROKEN = RoutineEntry("broken", "yours", "broken.toml", None, ())
LIBRARY = FakeLibrary(FOOT_ROLL, LONGER, BROKEN)


def history_of(comparison: Comparison, days: int) -> MemoryHistory:
    """A history with a comparison and its first days."""
    history = MemoryHistory()
    history.save_comparison(comparison)
    for record in as_drawn(comparison, days):
        history.add_session(record, [])
    return history


@pytest.mark.parametrize("number", range(3))
def test_what_is_due_is_ready_to_be_played(number: int) -> None:
    thing = load_todays_thing(history_of(OF_THREE, number), LIBRARY, day(number))
    assert thing is not None
    expected = {
        "foot": DueThing(FOOT_ROLL, None, Side.LEFT, FOOT.id),
        # It is for any area, so the comparison's is chosen.
        "classic": DueThing(LONGER, FOOT, Side.LEFT, FOOT.id),
        ONLY_REST: DueThing(make_rest_routine(600.0, FOOT, Side.LEFT), None, Side.LEFT, FOOT.id),
    }[drawn(OF_THREE)[number]]
    assert thing.due == expected
    assert thing.text == f"Comparison, block 1 of 7. Today: {expected.routine.name}."


def test_without_a_comparison_there_is_nothing() -> None:
    assert load_todays_thing(MemoryHistory(), LIBRARY, FIRST_DAY) is None
    ended = replace(COMPARISON, ended_on=FIRST_DAY)
    assert load_todays_thing(history_of(ended, 1), LIBRARY, FIRST_DAY) is None


def test_a_day_that_had_its_session_has_nothing_due() -> None:
    thing = load_todays_thing(history_of(COMPARISON, 1), LIBRARY, FIRST_DAY)
    assert thing is not None
    assert thing.due is None
    assert thing.text.endswith("Today had its session.")


def test_a_stop_on_an_area_of_its_own_routine_makes_it_rest() -> None:
    history = history_of(COMPARISON, 0)
    stopped = as_drawn(COMPARISON, 1)[0]._replace(place="calf", stop_reason=StopReason.NUMB)
    history.add_session(stopped, [])
    thing = load_todays_thing(history, LIBRARY, FIRST_DAY)
    assert thing is not None
    assert thing.due is None


def test_a_stop_on_an_area_of_one_of_its_steps_makes_it_rest() -> None:
    calf_step = FOOT_ROLL.steps[0]._replace(area=CALF)
    library = FakeLibrary(FOOT_ROLL._replace(steps=(*FOOT_ROLL.steps, calf_step)))
    history = history_of(COMPARISON, 0)
    history.add_session(session(0, "calf", place="calf", area="calf", stop_reason=StopReason.NUMB), [])
    thing = load_todays_thing(history, library, FIRST_DAY)
    assert thing is not None
    assert thing.due is None
    assert thing.text.endswith("An area has to rest today, so nothing is due.")
    thing = load_todays_thing(history, LIBRARY, FIRST_DAY)
    assert thing is not None
    assert thing.due is not None


def test_a_finished_comparison_is_named_for_a_while() -> None:
    history = history_of(COMPARISON, 12)
    thing = load_todays_thing(history, LIBRARY, day(12))
    assert thing is not None
    assert (thing.text, thing.due, thing.is_finished) == ("Comparison finished.", None, True)
    assert load_todays_thing(history, LIBRARY, day(40)) is None


def test_all_are_shown_with_the_one_that_goes_on_first_and_the_others_newest_first() -> None:
    history = history_of(COMPARISON, 12)
    for name, start in (("three", 30), ("two", 20)):
        history.save_comparison(replace(COMPARISON, id=name, started_on=day(start), ended_on=day(start)))
    overviews = load_overviews(history, LIBRARY, day(40))
    assert [(each.state.comparison.id, each.due, each.error) for each in overviews] == [
        ("three", None, ""),
        ("two", None, ""),
        ("one", None, ""),
    ]
    # Of two that began on one day, the one that was saved last comes first.
    history.save_comparison(replace(COMPARISON, id="again", started_on=day(30), ended_on=day(30)))
    assert [each.state.comparison.id for each in load_overviews(history, LIBRARY, day(40))][:2] == [
        "again",
        "three",
    ]
    start_comparison(replace(COMPARISON, id="four", started_on=day(40)), history, LIBRARY, day(40))
    overview = load_overviews(history, LIBRARY, day(40))[0]
    assert overview.state.comparison.id == "four"
    assert overview.due is not None
    assert overview.names == {"foot": "Foot roll"}
    with pytest.raises(UsageError, match="One is running already: Comparison, block 1 of 6"):
        start_comparison(replace(COMPARISON, id="five"), history, LIBRARY, day(40))
    end_comparison(overview.state.comparison, history, day(40))
    assert load_overviews(history, LIBRARY, day(40))[0].state.status is ComparisonStatus.ENDED


def test_a_routine_that_is_gone_is_named_by_its_id_and_said() -> None:
    gone = replace(COMPARISON, things=("gone", "lost"), rest_s=0.0)
    thing = load_todays_thing(history_of(gone, 0), LIBRARY, FIRST_DAY)
    assert thing is not None
    assert thing.due is None
    assert f"There is no routine {drawn(gone)[0]}." in thing.text
    assert find_names(LIBRARY, gone.things) == {}


def test_an_area_of_a_newer_version_can_only_be_shown() -> None:
    thing = load_todays_thing(history_of(replace(COMPARISON, area="knee-cap"), 0), LIBRARY, FIRST_DAY)
    assert thing is not None
    assert thing.due is None
