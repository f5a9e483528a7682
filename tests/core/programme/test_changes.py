"""Starting, pausing, resuming and ending a programme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.programme.samples import PROGRAMME, day, session
from tests.core.routines import OIL_30S, plan_of
from tpsession.core.catalog.area import FOOT
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.programme import Pause
from tpsession.core.programme.changes import (
    end_programme,
    find_programme_to_change,
    make_programme,
    pause_programme,
    resume_programme,
)
from tpsession.core.programme.schedule import find_schedule, make_schedule

DUE = make_schedule(PROGRAMME, [], day(0))
RIGHT = replace(DUE, programme=replace(PROGRAMME, id="two", side=Side.RIGHT))


def test_a_programme_takes_routine_area_and_side_from_the_plan() -> None:
    plan = plan_of(OIL_30S, area=FOOT)
    programme = make_programme("one", plan, ProposedProgramme(6, 2), day(0))
    assert programme == replace(PROGRAMME, routine="known")
    assert make_programme("one", plan, ProposedProgramme(6, 2), day(0), "ankle").place == "ankle"
    ankle = make_programme("one", plan, ProposedProgramme(6, 2), day(0), "ankle", Side.RIGHT)
    assert (ankle.area, ankle.side) == (plan.area.id, Side.RIGHT)


def test_programmes_are_alike_if_the_same_sessions_count() -> None:
    assert PROGRAMME.is_like(replace(PROGRAMME, id="two", sessions=9, area="calf"))
    assert not PROGRAMME.is_like(RIGHT.programme)


def test_the_running_programme_of_a_routine_is_found_by_place_and_side() -> None:
    assert find_programme_to_change([DUE], "foot", None, None) is PROGRAMME
    assert find_programme_to_change([DUE, RIGHT], "foot", "foot", Side.RIGHT) is RIGHT.programme
    with pytest.raises(UsageError, match=r"Several.*--place foot --side left, --place foot --side right"):
        find_programme_to_change([DUE, RIGHT], "foot", None, None)
    for routine, place in (("jaw", None), ("foot", "ankle")):
        with pytest.raises(UsageError, match="is running"):
            find_programme_to_change([DUE, RIGHT], routine, place, None)


def test_a_finished_programme_is_found_only_if_no_other_goes_on() -> None:
    finished = make_schedule(replace(PROGRAMME, id="old", sessions=2), [session(0), session(1)], day(2))
    new = make_schedule(replace(PROGRAMME, id="new", started_on=day(2)), [], day(2))
    assert find_programme_to_change([finished], "foot", None, None).id == "old"
    assert find_programme_to_change([finished, new], "foot", None, None).id == "new"
    assert find_schedule([finished], "foot") is finished
    assert find_schedule([finished, new], "foot") is new


def test_of_finished_programmes_that_are_alike_the_last_is_found_and_others_are_named() -> None:
    sessions = [session(0), session(1)]
    older = make_schedule(replace(PROGRAMME, id="older", sessions=2), sessions, day(2))
    newer = make_schedule(
        replace(PROGRAMME, id="newer", sessions=2, started_on=day(3)), [session(3), session(4)], day(5)
    )
    assert find_programme_to_change([newer, older], "foot", None, None).id == "newer"
    right = replace(older, programme=replace(older.programme, side=Side.RIGHT))
    with pytest.raises(UsageError, match=r"Several programmes of .foot. finished lately"):
        find_programme_to_change([older, right], "foot", None, None)


def test_a_pause_begins_today_and_replaces_an_earlier_one() -> None:
    paused = pause_programme(PROGRAMME, day(2), None)
    assert paused.pause == Pause(day(2))
    assert pause_programme(paused, day(4), day(6)).pause == Pause(day(4), day(6))


def test_a_pause_of_any_length_can_be_resumed() -> None:
    paused = pause_programme(PROGRAMME, day(2), None)
    for number in (2, 5, 5000):
        assert resume_programme(paused, day(number)) == PROGRAMME
    for programme in (PROGRAMME, pause_programme(PROGRAMME, day(2), day(4))):
        with pytest.raises(UsageError, match="isn't paused"):
            resume_programme(programme, day(5))


def test_a_programme_that_is_ended_has_its_day() -> None:
    assert end_programme(PROGRAMME, day(3)).ended_on == day(3)
